"""Labels and links of sources that are not the law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from aiact_assistant.corpus import cite
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.domain import Authority, Provision, ProvisionKind, Source

GUIDELINE = Source(
    id="richtsnoer",
    title="Richtsnoer bellen",
    authority=Authority.GUIDELINE,
    language="nl",
    kind="paper",
    licence="",
    address="https://uitgever.example/1",
    version="1",
    date=date(2026, 1, 1),
    page="https://uitgever.example/bellen",
)
ACT = replace(GUIDELINE, id="wet", authority=Authority.LAW, kind="eurlex-consolidated", valid_from=date(2026, 7, 27))
PAGE = Provision("ri:richtsnoer#p3", "richtsnoer", "nl", ProvisionKind.PAGE_SECTION, "", "Bel", "Tekst.", page=3)
LATER = date(2026, 11, 24)


def corpus(source: Source) -> Corpus:
    return Corpus([source, ACT], [PAGE])


@pytest.mark.parametrize(
    ("source", "link"),
    [
        (GUIDELINE, "https://uitgever.example/1#page=3"),
        (replace(GUIDELINE, address=""), "https://uitgever.example/bellen"),
        (replace(GUIDELINE, address="", page=""), ""),
        (replace(GUIDELINE, authority=Authority.OWN), ""),
    ],
)
def test_link_is_the_page_of_the_file_or_else_where_a_person_finds_it(source: Source, link: str) -> None:
    assert cite.url(corpus(source), PAGE, "nl") == link


def test_own_document_begins_with_the_title_of_its_source() -> None:
    assert cite.label(corpus(GUIDELINE), PAGE, "nl") == "Bel, p. 3"
    assert (
        cite.label(corpus(replace(GUIDELINE, authority=Authority.OWN)), PAGE, "nl") == "Richtsnoer bellen — Bel, p. 3"
    )


def test_age_is_held_against_a_dated_source_only() -> None:
    assert cite.written_before_amendment(corpus(GUIDELINE), PAGE, LATER)
    assert not cite.written_before_amendment(corpus(GUIDELINE), PAGE, date(2026, 7, 1))
    assert not cite.written_before_amendment(corpus(replace(GUIDELINE, authority=Authority.OWN)), PAGE, LATER)
