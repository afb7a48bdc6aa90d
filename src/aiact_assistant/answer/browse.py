"""The kennisbank to be read on its own: every entry as a reader sees it, with what it rests on.

Comes in: the entries and the corpus, which may be empty. Goes out: ``BrowsedEntry`` values. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from aiact_assistant.answer.explain import absent_label, cited_text
from aiact_assistant.corpus import cite
from aiact_assistant.corpus.folding import fold
from aiact_assistant.corpus.kennisbank import Entry
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.corpus.papers import AMENDING_PREFIX
from aiact_assistant.domain import Authority, Language, Link, ProvisionId

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Ground:
    """A provision or page that an entry rests on; ``url`` is '' when it has no place on the web."""

    label: str
    authority: Authority
    url: str


@dataclass(frozen=True, slots=True)
class BrowsedEntry:
    """An entry of the kennisbank for a reader.

    Attributes:
        slug: its name in an address.
        title, summary: in the reader's language.
        subject: the folder it is in.
        roles: for whom it is.
        words: each word of title, summary, questions and search words, folded, once.
        text: the explanation, in Dutch, with citations in human form.
        links: where the citations in ``text`` lead.
        grounds: what it rests on, the deciding one first, in the reader's language.
        valid_from: first day on which it is true.
        checked_on: day on which it was last checked against the law.
    """

    slug: str
    title: str
    summary: str
    subject: str
    roles: tuple[str, ...]
    words: tuple[str, ...]
    text: str
    links: tuple[Link, ...]
    grounds: tuple[Ground, ...]
    valid_from: date
    checked_on: date


def browse(entries: Iterable[Entry], corpus: Corpus, language: Language) -> tuple[BrowsedEntry, ...]:
    """All entries for a reader of that language, in the order given.

    Args:
        entries: the kennisbank.
        corpus: gives labels and links; what it does not have is named by its id and linked to EUR-Lex.
        language: of titles, summaries, words and grounds; the explanation itself is only in Dutch.
    """
    return tuple(_browsed(entry, corpus, language) for entry in entries)


def _browsed(entry: Entry, corpus: Corpus, language: Language) -> BrowsedEntry:
    dutch = language == "nl"
    title, summary = (entry.titel, entry.samenvatting) if dutch else (entry.titel_en, entry.samenvatting_en)
    asked = entry.vragen if dutch else entry.vragen_en
    searched = " ".join([title, summary, *asked, *entry.zoekwoorden])
    text, links = cited_text(entry, corpus, "nl")
    return BrowsedEntry(
        slug=entry.id,
        title=title,
        summary=summary,
        subject=entry.onderwerp,
        roles=tuple(role.value for role in entry.rollen),
        words=tuple(dict.fromkeys(_WORD.findall(fold(searched)))),
        text=text,
        links=links,
        grounds=tuple(_ground(source, corpus, language) for source in entry.bronnen),
        valid_from=entry.geldig_vanaf,
        checked_on=entry.gecontroleerd_op,
    )


def _ground(provision: ProvisionId, corpus: Corpus, language: Language) -> Ground:
    found = corpus.get(provision, language=language)
    if found is not None:
        source = corpus.source_of(found)
        return Ground(cite.label(corpus, found, language), source.authority, cite.url(corpus, found, language))
    words, url = absent_label(provision, language), cite.official_url(provision, language)
    if provision.startswith("ak:"):
        return Ground(words, Authority.ALGORITMEKADER, url)
    if provision.startswith(AMENDING_PREFIX):
        return Ground(words, Authority.LAW, url)
    return Ground(f"{words} {cite.ACT_NAMES[language]}", Authority.LAW, url)
