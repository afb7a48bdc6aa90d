"""The begrippen explain every term that the law and the Algoritmekader define, in a sentence of our own."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from aiact_assistant.corpus.algoritmekader import parse_algoritmekader
from aiact_assistant.corpus.copies import COPIED_WORDS
from aiact_assistant.corpus.eurlex import parse_eurlex
from aiact_assistant.corpus.folding import fold
from aiact_assistant.corpus.knowledge import Concept, load_concepts
from aiact_assistant.domain import Authority, Provision, ProvisionKind, Source

pytestmark = pytest.mark.integration

LAW = "02024R1689-20260727"
GLOSSARY = "ak:soorten-algoritmes-en-ai/definities"
HEADER = "Begrip | Definitie"
# A short or everyday word is no term of its own, or it would be recognised in nearly every question.
GUARDED = ("", "begrip ", "code ")
# The glossary gives a word and its English name and letters in one cell.
WRITTEN_OTHERWISE = {"zwevendekommabewerking of floating-point operation (flop)": "zwevendekommabewerking"}
_WORD = re.compile(r"\w+")


@pytest.fixture(scope="module")
def definitions(mirror: Path) -> dict[str, Provision]:
    source = Source(LAW, LAW, Authority.LAW, "nl", "eurlex-consolidated", "", f"x/{LAW}", LAW, date(2026, 7, 27))
    provisions = parse_eurlex((mirror / f"eurlex/{LAW}.nl.html").read_bytes(), source)
    return {p.id: p for p in provisions if p.kind is ProvisionKind.DEFINITION and p.id.startswith("art_3.")}


@pytest.fixture(scope="module")
def glossary(mirror: Path) -> dict[str, str]:
    source = Source("ak", "ak", Authority.ALGORITMEKADER, "nl", "algoritmekader", "", "", "", date.min)
    archive = next((mirror / "algoritmekader").glob("*.tar.gz")).read_bytes()
    page = next(p for p in parse_algoritmekader(archive, source) if p.id == GLOSSARY)
    rows = [line.split(" | ", 1) for line in page.text.splitlines() if " | " in line and line != HEADER]
    return {term.strip(): definition for term, definition in rows}


def test_every_term_of_article_3_is_explained(definitions: dict[str, Provision]) -> None:
    explained = {concept.definitie for concept in load_concepts()}
    assert {"art_3.14a", "art_3.14b", "art_3.68"} <= set(definitions), "the terms of the amended article are there"
    assert set(definitions) - explained == set()
    assert {point for point in explained if point} - set(definitions) == set()


def test_every_term_of_the_glossary_is_explained(glossary: dict[str, str]) -> None:
    assert len(glossary) > 80
    known = {fold(name) for concept in load_concepts() for name in (concept.term, *concept.synoniemen)}
    terms = {WRITTEN_OTHERWISE.get(fold(term), fold(term)) for term in glossary}
    assert {term for term in terms if not any(guard + term in known for guard in GUARDED)} == set()


@pytest.mark.parametrize("concept", load_concepts(), ids=lambda concept: concept.id)
def test_an_explanation_is_one_sentence(concept: Concept) -> None:
    for text in (concept.uitleg, concept.uitleg_en):
        assert text.endswith(".")
        assert not re.search(r"[.!?] [A-Z]", text)


def test_an_explanation_is_no_copy(definitions: dict[str, Provision], glossary: dict[str, str]) -> None:
    copied: set[tuple[str, ...]] = set()
    for text in (*(p.text for p in definitions.values()), *glossary.values()):
        copied.update(runs(text))
    assert [concept.id for concept in load_concepts() if copied.intersection(runs(concept.uitleg))] == []


def runs(text: str) -> list[tuple[str, ...]]:
    words = _WORD.findall(fold(text))
    return [tuple(words[start : start + COPIED_WORDS]) for start in range(len(words) - COPIED_WORDS + 1)]
