"""How a provision is shown: its label, its address on the web, the day it applies from.

Comes in: a corpus and an id. Goes out: text and links for a reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from urllib.parse import quote

from aiact_assistant.corpus.algoritmekader import page_url
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.corpus.manifest import load_manifest
from aiact_assistant.corpus.papers import AMENDING_PREFIX
from aiact_assistant.corpus.references import format_reference
from aiact_assistant.domain import Authority, Language, Provision, ProvisionId, ProvisionKind

AMENDMENT = "32026R1744"
ACT_NAMES: Mapping[Language, str] = {"nl": "AI-verordening", "en": "AI Act"}
_EURLEX = "https://eur-lex.europa.eu/legal-content/{language}/TXT/HTML/?uri=CELEX:{celex}#{anchor}"
_UNNUMBERED = {
    ProvisionKind.TITLE: {"nl": "titel", "en": "title"},
    ProvisionKind.PREAMBLE: {"nl": "aanhef", "en": "preamble"},
    ProvisionKind.CLOSING: {"nl": "slotformule", "en": "concluding formula"},
}
_REGULATION = re.compile(r"3(\d{4})R(\d{4})$")


def label(corpus: Corpus, provision: Provision, language: Language) -> str:
    """Human form of a provision: "artikel 26, lid 7 AI-verordening", or title and section of a page.

    An own document begins with the title that the administrator gave its source.
    """
    if corpus.source_of(provision).authority is Authority.LAW:
        act = act_name(AMENDMENT, language) if provision.id.startswith(AMENDING_PREFIX) else ACT_NAMES[language]
        return f"{short_label(corpus, provision, language)} {act}"
    return _page_label(corpus, provision)


def short_label(corpus: Corpus, provision: Provision, language: Language) -> str:
    """The label within its own source: "artikel 26, lid 7", or the heading of a page or section."""
    if provision.kind in _UNNUMBERED:
        return _UNNUMBERED[provision.kind][language]
    if corpus.source_of(provision).authority is Authority.LAW:
        return format_reference(provision.id.removeprefix(AMENDING_PREFIX), language, act=False)
    return provision.heading or _page_label(corpus, provision)


def act_name(celex: str, language: Language) -> str:
    """An act by its CELEX number: "32026R1744" is "Verordening (EU) 2026/1744"; another number stays as it is."""
    match = _REGULATION.match(celex)
    if match is None:
        return celex
    return f"{'Verordening' if language == 'nl' else 'Regulation'} (EU) {match[1]}/{int(match[2])}"


def _page_label(corpus: Corpus, provision: Provision) -> str:
    source = corpus.source_of(provision)
    parts = [p.heading for p in (*reversed([*corpus.ancestors(provision)]), provision) if p.heading]
    if source.authority is Authority.OWN:
        parts.insert(0, source.title)
    page = f"p. {provision.page}" if provision.page is not None else ""
    text = " — ".join(dict.fromkeys(parts)) or source.title
    return f"{text}, {page}" if page and page not in text else text


def url(corpus: Corpus, provision: Provision, language: Language) -> str:
    """Deep link to the official text in the reader's language (or its page on the web), '' for an own file."""
    source = corpus.source_of(provision)
    if provision.id.startswith("ak:"):
        return page_url(provision.id)
    if source.kind.startswith("eurlex-"):
        celex = source.address.rsplit("/", 1)[-1] if source.address else source.version
        anchor = provision.id.removeprefix(AMENDING_PREFIX).partition(".")[0]
        return _EURLEX.format(language=language.upper(), celex=quote(celex), anchor=anchor)
    if source.authority is Authority.OWN:
        return ""
    if not source.address:
        return source.page
    return f"{source.address}#page={provision.page}" if provision.page is not None else source.address


def official_url(provision: ProvisionId, language: Language) -> str:
    """Deep link to a provision whose text is not here, '' when its page is unknown."""
    if provision.startswith("ak:"):
        return page_url(provision)
    if provision.startswith(AMENDING_PREFIX):
        celex = AMENDMENT
    else:
        celex = _celex("ai-act-oj" if provision.startswith("rct_") else "ai-act")
    anchor = provision.removeprefix(AMENDING_PREFIX).partition(".")[0]
    return _EURLEX.format(language=language.upper(), celex=quote(celex), anchor=anchor) if celex else ""


@lru_cache
def _celex(source: str) -> str:
    """CELEX number of a source of this program; kept, because an explanation links dozens of times."""
    return next((one.version for one in load_manifest() if one.id == source), "")


def heading(corpus: Corpus, provision: Provision) -> str:
    """The nearest heading above or of a provision."""
    for node in (provision, *corpus.ancestors(provision)):
        if node.heading and node.kind not in {ProvisionKind.CHAPTER, ProvisionKind.SECTION}:
            return node.heading
    return ""


def written_before_amendment(corpus: Corpus, provision: Provision, on: date) -> bool:
    """Whether this is a lower source from before the day the law changed, read on or after that day.

    The date of an own document is not known: of those nothing is said.
    """
    source = corpus.source_of(provision)
    changes = [s.valid_from for s in corpus.sources.values() if s.kind == "eurlex-consolidated" and s.valid_from]
    newest = max((day for day in changes if day <= on), default=None)
    undated = source.authority in {Authority.LAW, Authority.OWN}
    return newest is not None and not undated and source.date < newest
