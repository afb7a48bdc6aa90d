"""Splits a dossier into passages of a few sentences, each sentence marked with what it can be evidence of.

Comes in: a ``Dossier``. Goes out: ``Passage``s whose sentences are spans of ``page.text``, so that evidence is always
verbatim. Pure; no model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aiact_assistant.corpus.sentences import sentence_spans
from aiact_assistant.documents.stance import Stance, stance_of, stance_under
from aiact_assistant.domain import Document, Dossier, Evidence

# About as long as the descriptions in corpus/voorbeelden, which passages are compared with.
_PASSAGE_CHARS = 420
# A table without full stops is one "sentence"; the model reads no more than this anyway.
_SENTENCE_CHARS = 700
_HEADING_CHARS = 80
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s")
# What a heading says holds for what follows at once: where the next heading is not seen, the rest still counts.
_UNDER = 8
_TURN = re.compile(r"[,;]\s+((?:but|maar|doch|they only|it only)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it stands in the dossier.

    Attributes:
        file: name of the document.
        page: number of the page, ``None`` for a file without pages.
        text: verbatim.
        stance: whether it says that the system does something, or does not, or something else.
        heading: whether it is a line of its own above other text.
    """

    file: str
    page: int | None
    text: str
    stance: Stance
    heading: bool = False

    @property
    def evidence(self) -> Evidence:
        """The sentence as evidence."""
        return Evidence(self.file, self.page, self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one page that follow each other and have the same stance."""

    sentences: tuple[Sentence, ...]

    @property
    def stance(self) -> Stance:
        """That of all its sentences."""
        return self.sentences[0].stance

    @property
    def text(self) -> str:
        """What is compared with the examples."""
        return " ".join(sentence.text for sentence in self.sentences)


def sentences_of(dossier: Dossier) -> tuple[Sentence, ...]:
    """Every sentence of the dossier, in reading order."""
    return tuple(sentence for document in dossier.documents for sentence in _of_document(document))


def _of_document(document: Document) -> Iterator[Sentence]:
    about, left = Stance.STATES, 0
    for page in document.pages:
        for text, heading in _sentences(page.text):
            if heading:
                about, left = stance_under(text), _UNDER
            for part in _halves(text):
                stance = stance_of(part)
                under = about if left else Stance.STATES
                yield Sentence(document.name, page.number, part, under if stance is Stance.STATES else stance, heading)
            left = max(0, left - 1)


def passages_of(sentences: tuple[Sentence, ...]) -> tuple[Passage, ...]:
    """The sentences in passages; a denial is a passage of its own, for it is about what it denies.

    Sentences that say nothing of what the system does are in no passage.
    """
    return tuple(Passage(tuple(group)) for group in _groups(sentences))


def _groups(sentences: tuple[Sentence, ...]) -> Iterator[list[Sentence]]:
    group: list[Sentence] = []
    size = 0
    for sentence in sentences:
        if sentence.stance is Stance.DENIES:
            yield [sentence]
            continue
        if sentence.stance is not Stance.STATES:
            continue
        apart = bool(group) and (group[-1].file, group[-1].page) != (sentence.file, sentence.page)
        if group and (apart or sentence.heading or size + len(sentence.text) > _PASSAGE_CHARS):
            yield group
            group, size = [], 0
        group.append(sentence)
        size += len(sentence.text) + 1
    if group:
        yield group


def _halves(sentence: str) -> tuple[str, ...]:
    """A denial that goes on with what the system does instead, as two; any other sentence whole."""
    turn = _TURN.search(sentence)
    if turn is None or stance_of(sentence[: turn.start()]) is not Stance.DENIES:
        return (sentence,)
    return sentence[: turn.start()], sentence[turn.start(1) :]


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    """The sentences, and whether each is a heading."""
    for start, end in sentence_spans(text):
        at = start
        heading = _is_heading(text, start, end)
        while end - at > _SENTENCE_CHARS:
            cut = text.rfind(" ", at + 1, at + _SENTENCE_CHARS)
            cut = at + _SENTENCE_CHARS if cut <= at else cut
            yield text[at:cut], heading
            at = cut + 1 if text[cut : cut + 1] == " " else cut
        if text[at:end].strip():
            yield text[at:end], heading


def _is_heading(text: str, start: int, end: int) -> bool:
    alone = text[start - 1 : start] in ("", "\n") and text[end : end + 1] == "\n"
    line = text[start:end]
    return alone and len(line) <= _HEADING_CHARS and (line[-1] not in ".,;!?" or _NUMBERED.match(line) is not None)
