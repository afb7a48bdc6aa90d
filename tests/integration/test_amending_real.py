"""The amending regulation as the Council adopted it: all recitals whole, without what the pages add to them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from aiact_assistant.corpus.papers import parse_amending
from aiact_assistant.domain import Authority, Provision, ProvisionKind, Source

pytestmark = pytest.mark.integration

SOURCE = Source("32026R1744", "Digitale omnibus AI", Authority.LAW, "nl", "eurlex-amending", "", "", "", date.min)
PDF = "eurlex/32026R1744.nl.pdf"
FIRST_PAGE_OF_RECITALS = 3
# What is deliberately not parsed from there on.
LEFT_OUT = {
    r"^ *PE-CONS 30/26 +\d+ *$|^ *GIP\.B +NL *$": "header of each page",
    r"^Overwegende hetgeen volgt:": "introduces the recitals",
    r"^HEBBEN DE VOLGENDE VERORDENING VASTGESTELD:": "introduces the articles",
    r"^Gedaan te …,[\s\S]*": "place and signatures, still open in this text",
}


@pytest.fixture(scope="module")
def provisions(mirror: Path) -> tuple[Provision, ...]:
    return parse_amending((mirror / PDF).read_bytes(), SOURCE)


@pytest.fixture(scope="module")
def recitals(provisions: tuple[Provision, ...]) -> list[Provision]:
    return [p for p in provisions if p.kind is ProvisionKind.RECITAL]


def test_counts(provisions: tuple[Provision, ...], recitals: list[Provision]) -> None:
    assert [p.id for p in recitals] == [f"dob:rct_{number}" for number in range(1, 48)]
    articles = [p for p in provisions if p.kind is ProvisionKind.ARTICLE]
    assert [(p.id, p.page) for p in articles] == [
        ("dob:art_1", 42), ("dob:art_2", 96), ("dob:art_3", 98), ("dob:art_4", 102),
    ]  # fmt: skip
    assert all(p.heading for p in articles)


@pytest.mark.parametrize(
    ("number", "page", "begin", "end"),
    [
        (1, 4, "Verordening (EU) 2024/1689 van het Europees Parlement en de Raad heeft", "van toepassing worden."),
        (9, 9, "Opsporing en correctie van vooringenomenheid", "het toepassing worden van die verordening."),
        (12, 12, "Het is noodzakelijk om het toepassingsgebied", ""),
        (40, 34, "Artikel 113 van Verordening (EU) 2024/1689", "uitvoering van de nodige bepalingen te waarborgen."),
        (47, 41, "Overeenkomstig artikel 42, leden 1 en 2", "gezamenlijk advies uitgebracht,"),
    ],
)
def test_begin_and_end(recitals: list[Provision], number: int, page: int, begin: str, end: str) -> None:
    recital = recitals[number - 1]
    assert recital.page == page
    assert recital.text.startswith(begin)
    assert recital.text.endswith(end)


def test_nothing_of_the_page_around_it(recitals: list[Provision]) -> None:
    for recital in recitals:
        assert "PE-CONS" not in recital.text
        assert "GIP.B" not in recital.text
        assert not re.search(r"\[\d+\]", recital.text)
        assert not re.search(r"\d{4}/\d{5,}", recital.text), "a footnote mark stuck to a number"
        assert not re.search(r"\w-\n", recital.text)
        assert recital.text.endswith((".", ","))
        # A new line begins only after a full stop, a colon, or before a dash of a list.
        assert not re.search(r"[^.:;]\n(?!–)", recital.text), recital.id


def test_footnotes(recitals: list[Provision]) -> None:
    assert recitals[0].notes[0].startswith("Verordening (EU) 2024/1689 van het Europees Parlement en de Raad van 13")
    assert sum(len(recital.notes) for recital in recitals) == 16


def test_every_letter_and_figure_once(mirror: Path, provisions: tuple[Provision, ...]) -> None:
    """All of the PDF from its recitals on is in the recitals, articles and footnotes, but for ``LEFT_OUT``."""
    pages = PdfReader(mirror / PDF).pages
    text = "".join(page.extract_text() for page in pages[FIRST_PAGE_OF_RECITALS:])
    for pattern in LEFT_OUT:
        text, found = re.subn(pattern, "", text, flags=re.MULTILINE)
        assert found, pattern
    expected = Counter(letters_and_figures(text))
    # A footnote's mark stands in the text and before the note; the first four are on the pages before the recitals.
    numbers = range(5, 5 + sum(len(p.notes) for p in provisions))
    expected.subtract("".join(f"{number}{number}" for number in numbers))
    labels = {ProvisionKind.RECITAL: "", ProvisionKind.ARTICLE: "Artikel"}
    parts = [part for p in provisions for part in (labels[p.kind], p.number, p.heading, p.text, *p.notes)]
    assert Counter(letters_and_figures("".join(parts))) == +expected
    assert expected.total() > 130_000


def test_pages_before_the_recitals(mirror: Path) -> None:
    """Cover, title and visas are left out: the title is in the manifest and the visas decide nothing."""
    pages = [page.extract_text() for page in PdfReader(mirror / PDF).pages]
    assert "WETGEVINGSBESLUITEN EN ANDERE INSTRUMENTEN" in pages[0]
    assert "VERORDENING (EU) 2026/…" in pages[1]
    assert "Handelend volgens de gewone wetgevingsprocedure" in pages[2]
    assert "Overwegende hetgeen volgt:" in pages[FIRST_PAGE_OF_RECITALS]
    assert not any("(1) " in page for page in pages[:FIRST_PAGE_OF_RECITALS])


def letters_and_figures(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text))


def test_hyphens(recitals: list[Provision]) -> None:
    text = " ".join(recital.text for recital in recitals)
    assert text.count("AI-systemen") > 80
    assert "AIsystemen" not in text
    assert "start-ups" in text
