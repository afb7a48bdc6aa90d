"""A dossier as a language model is shown it: passages without personal data, each quote traced back to its page.

Comes in: passages and their ``Dossier``. Goes out: ``Excerpt``s, and for a quote the sentences of the dossier that it
stands in. Claims about the law, plans, other systems and orders to the reader are in no passage
(``documents.passages``), so no model is shown them and none can rest on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aiact_assistant.corpus.verbatim import is_verbatim
from aiact_assistant.documents.passages import Passage
from aiact_assistant.documents.sensitive import find_sensitive, mask
from aiact_assistant.domain import Dossier, Evidence


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage as it is shown.

    Attributes:
        passage: as it stands in the dossier.
        head: file and page.
        text: of the passage.
        sentences: of the passage, each as shown.
    """

    passage: Passage
    head: str
    text: str
    sentences: tuple[str, ...]

    @property
    def shown(self) -> str:
        """What the model reads."""
        return f"{self.head}\n{self.text}"

    def evidence(self, quote: str) -> tuple[Evidence, ...]:
        """The fewest sentences of the dossier that hold a quote, whole; () when it does not stand there verbatim.

        Whole sentences, so that a reader sees a denial that the quote leaves out; and as they are in the dossier, also
        where the model saw a mask.
        """
        count = len(self.sentences)
        for length in range(1, count + 1):
            for start in range(count - length + 1):
                if is_verbatim(quote, " ".join(self.sentences[start : start + length])):
                    return tuple(one.evidence for one in self.passage.sentences[start : start + length])
        return ()


def excerpts_of(passages: Iterable[Passage], dossier: Dossier, *, hide: bool) -> tuple[Excerpt, ...]:
    """One per passage, in order.

    Args:
        passages: of the dossier.
        dossier: whose pages say what is personal data: a label can stand in another sentence than its number.
        hide: whether personal data is masked.
    """
    if not hide:
        return tuple(
            Excerpt(passage, _head(passage), passage.text, tuple(one.text for one in passage.sentences))
            for passage in passages
        )
    masks: dict[tuple[str, int | None], list[tuple[str, str]]] = {}
    for document in dossier.documents:
        for page in document.pages:
            # Two documents can have one name.
            masks.setdefault((document.name, page.number), []).extend(_masks(page.text))
    return tuple(_hidden(passage, masks[passage.sentences[0].file, passage.sentences[0].page]) for passage in passages)


def _hidden(passage: Passage, masks: Sequence[tuple[str, str]]) -> Excerpt:
    sentences: list[str] = []
    for sentence in passage.sentences:
        text = sentence.text
        for found, masked in masks:
            text = text.replace(found, masked)
        sentences.append(mask(text))
    # Once more as a whole: a number can run on into the next sentence.
    return Excerpt(passage, mask(_head(passage)), mask(" ".join(sentences)), tuple(sentences))


def _masks(text: str) -> list[tuple[str, str]]:
    """Personal data of a page and its masks, the longest first: one can be part of another."""
    found = {one.text: one.masked for one in find_sensitive(text)}
    return sorted(found.items(), key=lambda pair: -len(pair[0]))


def _head(passage: Passage) -> str:
    first = passage.sentences[0]
    return first.file if first.page is None else f"{first.file}, bladzijde {first.page}"
