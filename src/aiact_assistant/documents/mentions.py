"""Finds where a dossier talks about something: sentences with a word, and what stands under a heading. Pure.

Comes in: a ``Dossier`` and beginnings of words. Goes out: ``Evidence``, always verbatim. It says that a subject comes
up and where, never that what is said there is enough.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from aiact_assistant.corpus.dossier import DossierWords
from aiact_assistant.corpus.sentences import sentence_spans
from aiact_assistant.documents.sensitive import SensitiveKind, find_sensitive, mask
from aiact_assistant.domain import Document, Dossier, Evidence, Page

_MOST_SENTENCES = 3
_LONGEST_SENTENCE = 600
"""Characters; what is longer is a table or a list without full stops, of which the reader sees the page."""
_LONGEST_SECTION = 1500
_ASSESSED = ("d_dpia", "d_fria")
"""Duties whose mentions say which assessments were made."""
# A sentence that says that something is not there (yet) is no evidence of it.
_ABSENT = re.compile(
    r"\b(?:geen|niet|nog|ontbreekt|ontbreken|later|gepland|zal|zullen|volgt nog|no|not|none|missing|will|planned|later"
    r"|yet|to be)\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-•*–]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Personal data of one kind on one page: how many, never what."""

    kind: SensitiveKind
    file: str
    page: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Places:
    """Where a dossier talks about what a draft and its exports need.

    Attributes:
        duties: per id of a duty, sentences.
        subjects: per id of a subject of an IAMA or DPIA, sentences.
        register: per field of the Algoritmeregister what stands under a heading, personal data masked: it is public.
        title: title of the first document, '' when it has none.
        personal: personal data, by kind.
    """

    duties: Mapping[str, tuple[Evidence, ...]]
    subjects: Mapping[str, tuple[Evidence, ...]]
    register: Mapping[str, Evidence]
    title: str
    personal: tuple[PersonalData, ...]


def find_places(dossier: Dossier, words: DossierWords) -> Places:
    """Everything at once; some tens of milliseconds for a hundred pages."""
    duties = find_mentions(dossier, words.duties)
    sections = dict(find_sections(dossier, words.register))
    # Most documents name a DPIA or IAMA in passing.
    assessed = [one for name in _ASSESSED for one in duties.get(name, ())]
    if "impacttoetsen" not in sections and assessed:
        sections["impacttoetsen"] = assessed[0]
    return Places(
        duties=duties,
        subjects=find_mentions(
            dossier,
            {subject.id: subject.words for subject in words.subjects},
            {subject.id: subject.headings for subject in words.subjects},
        ),
        register={name: replace(one, quote=mask(one.quote)) for name, one in sections.items()},
        title=mask(dossier.documents[0].title) if dossier.documents else "",
        personal=tuple(_personal(dossier)),
    )


def find_mentions(
    dossier: Dossier, words: Mapping[str, Sequence[str]], headings: Mapping[str, Sequence[str]] | None = None
) -> Mapping[str, tuple[Evidence, ...]]:
    """Per subject at most three sentences with one of its words; subjects without any are left out.

    Args:
        dossier: the documents.
        words: per subject beginnings of words, in any case.
        headings: per subject beginnings of words in a heading: what stands under it fills up what its words left.
    """
    patterns = {name: _pattern(starts) for name, starts in words.items()}
    above = {name: _pattern(starts) for name, starts in (headings or {}).items()}
    found: dict[str, dict[Evidence, None]] = {}
    under: dict[str, dict[Evidence, None]] = {}
    for document, page, heading, sentence in _sentences(dossier):
        if _ABSENT.search(sentence):
            continue
        evidence = Evidence(document.name, page.number, sentence)
        for taken, matches, text in ((found, patterns, sentence), (under, above, heading)):
            for name, pattern in matches.items():
                if len(taken.get(name, ())) < _MOST_SENTENCES and pattern.search(text):
                    taken.setdefault(name, {})[evidence] = None
    return {
        name: tuple(places)[:_MOST_SENTENCES]
        for name in patterns
        if (places := {**found.get(name, {}), **under.get(name, {})})
    }


def find_sections(dossier: Dossier, words: Mapping[str, Sequence[str]]) -> Mapping[str, Evidence]:
    """Per subject the text under the first heading with one of its words, up to the next heading.

    The quote is one piece of a page, so a section that goes on overleaf ends with its page.
    """
    patterns = {name: _pattern(starts) for name, starts in words.items()}
    found: dict[str, Evidence] = {}
    for document in dossier.documents:
        for page in document.pages:
            for heading, text in _sections(page):
                for name, pattern in patterns.items():
                    if name not in found and pattern.search(heading):
                        found[name] = Evidence(document.name, page.number, text)
    return found


def _personal(dossier: Dossier) -> Iterator[PersonalData]:
    for document in dossier.documents:
        for page in document.pages:
            found: Counter[SensitiveKind] = Counter(one.kind for one in find_sensitive(page.text))
            for kind, count in found.items():
                yield PersonalData(kind, document.name, page.number, count)


def _pattern(starts: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(start) for start in starts)})", re.IGNORECASE)


def _sentences(dossier: Dossier) -> Iterator[tuple[Document, Page, str, str]]:
    """Every sentence that is no heading, with the heading above it; a section can go on overleaf."""
    for document in dossier.documents:
        heading = ""
        for page in document.pages:
            headings = [(block.start, block.end) for block in page.blocks if block.kind == "heading"]
            for start, end in sentence_spans(page.text):
                if own := [page.text[first:last] for first, last in headings if first <= start and end <= last]:
                    heading = own[0]
                    continue
                sentence = _BULLET.sub("", page.text[start:end])
                if 0 < len(sentence) <= _LONGEST_SENTENCE:
                    yield document, page, heading, sentence


def _sections(page: Page) -> Iterator[tuple[str, str]]:
    """Headings of a page with what follows them there."""
    heads = [block for block in page.blocks if block.kind == "heading"]
    ends = [*(head.start for head in heads[1:]), len(page.text)]
    for head, end in zip(heads, ends, strict=False):
        text = page.text[head.end : end].strip()
        if text:
            yield page.text[head.start : head.end], _cut(text)


def _cut(text: str) -> str:
    """The first sentences of a long text."""
    if len(text) <= _LONGEST_SECTION:
        return text
    ends = [end for _, end in sentence_spans(text) if end <= _LONGEST_SECTION]
    return text[: ends[-1]] if ends else text[:_LONGEST_SECTION]
