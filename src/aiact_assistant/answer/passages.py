"""Numbers the passages that a language model may rest on.

Comes in: what was found for a question. Goes out: passages by token (``c1``...), within the space that there is: the
explanations of the kennisbank first, each with the official text that it rests on, then what else was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from aiact_assistant.answer import compose, explain
from aiact_assistant.answer.claims import Passage
from aiact_assistant.corpus import cite
from aiact_assistant.corpus.kennisbank import Entry
from aiact_assistant.corpus.references import contains
from aiact_assistant.domain import Authority, Hit, Language, Provision, ProvisionId
from aiact_assistant.search.index import SearchIndex

MOST_ENTRIES = 2
MOST_OFFICIAL = 10
# An entry rests on its first sources most.
_SOURCES_OF_ENTRY = 4
# A whole article says too much to quote from; of a longer text the found part is given.
_LONGEST = 2500


def number_passages(
    hits: Sequence[Hit],
    named: Sequence[ProvisionId],
    index: SearchIndex,
    dates: compose.Applicability,
    language: Language,
    on: date,
    most_chars: int,
) -> Mapping[str, Passage]:
    """Passages by token, at most ``most_chars`` characters together.

    Args:
        hits: what was found, best first.
        named: provisions that the question names.
        index: the open index.
        dates: the days from which provisions apply.
        language: of the answer.
        on: day for which it must hold.
        most_chars: room for all passages.
    """
    found: dict[str, Passage] = {}
    left = most_chars
    for passage in _candidates(hits, named, index, dates, language, on):
        size = len(passage.head) + len(passage.text)
        if size <= left:
            left -= size
            found[f"c{len(found) + 1}"] = passage
    return found


def _candidates(
    hits: Sequence[Hit],
    named: Sequence[ProvisionId],
    index: SearchIndex,
    dates: compose.Applicability,
    language: Language,
    on: date,
) -> Iterator[Passage]:
    entries = [index.entries[hit.id] for hit in hits if hit.id in index.entries][:MOST_ENTRIES]
    wanted: list[tuple[ProvisionId, str]] = [(name, "") for name in named]
    wanted += [(name, "") for entry in entries for name in entry.bronnen[:_SOURCES_OF_ENTRY]]
    wanted += [
        (hit.id, hit.chunk.text)
        for hit in hits
        if hit.chunk is not None and hit.chunk.authority is not Authority.KNOWLEDGE
    ]
    yield from (_explanation(entry, index, language) for entry in entries)
    given: list[ProvisionId] = []
    for name, part in wanted:
        if len(given) == MOST_OFFICIAL:
            return
        provision = index.corpus.get(name, language=language, on=on)
        if provision is None or any(contains(other, provision.id) for other in given):
            continue
        given.append(provision.id)
        yield _official(provision, part, index, dates, language, on)


def _explanation(entry: Entry, index: SearchIndex, language: Language) -> Passage:
    text, _ = explain.cited_text(entry, index.corpus, language)
    head = f"kennisbank: {entry.titel}" if language == "nl" else f"kennisbank: {entry.titel_en}"
    return Passage(head, text, Authority.KNOWLEDGE, None, text)


def _official(
    provision: Provision, part: str, index: SearchIndex, dates: compose.Applicability, language: Language, on: date
) -> Passage:
    corpus = index.corpus
    whole = corpus.full_text(provision)
    text = whole
    if len(whole) > _LONGEST:
        text = part if part and part in whole else whole[:_LONGEST].rsplit(" ", 1)[0]
    citation = compose.cite_provision(corpus, dates, provision, "", language, on)
    facts = [f"{citation.authority.value}: {citation.label}", citation.heading, citation.note]
    if citation.applies_from is not None:
        dutch = language == "nl"
        day = compose.show_date(citation.applies_from, language)
        facts.append(f"{'van toepassing vanaf' if dutch else 'applies from'} {day}")
    outdated = cite.written_before_amendment(corpus, provision, on)
    head = "; ".join(fact for fact in facts if fact)
    return Passage(head, text, citation.authority, provision, whole, outdated, provision.language)
