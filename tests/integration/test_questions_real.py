"""The evaluation questions against the real sources: every gold id exists and every figure stands in its gold."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from aiact_assistant.corpus.algoritmekader import parse_algoritmekader
from aiact_assistant.corpus.eurlex import parse_eurlex
from aiact_assistant.domain import Authority, Provision, ProvisionKind, Source
from eval.metrics import contains
from eval.questions import Question, needed_ids, read_questions

pytestmark = pytest.mark.integration


def source(name: str, kind: str) -> Source:
    return Source(name, name, Authority.LAW, "nl", kind, "", f"x/{name}", name, date(2026, 7, 27))


@pytest.fixture(scope="module")
def texts(mirror: Path) -> dict[str, str]:
    """Own text per id of the law as amended, the recitals and the Algoritmekader."""
    law = (mirror / "eurlex/02024R1689-20260727.nl.html").read_bytes()
    journal = (mirror / "eurlex/32024R1689.nl.html").read_bytes()
    archive = next((mirror / "algoritmekader").glob("*.tar.gz")).read_bytes()
    provisions: list[Provision] = [
        *parse_eurlex(law, source("02024R1689-20260727", "eurlex-consolidated")),
        *(p for p in parse_eurlex(journal, source("32024R1689", "eurlex-oj")) if p.kind is ProvisionKind.RECITAL),
        *parse_algoritmekader(archive, source("algoritmekader", "algoritmekader")),
    ]
    return {p.id: p.text for p in provisions}


def test_every_gold_and_alternative_exists(texts: dict[str, str]) -> None:
    assert [name for name in needed_ids(read_questions()) if name not in texts] == []


def test_a_date_or_an_amount_in_the_facts_stands_in_the_gold(texts: dict[str, str]) -> None:
    def plain(text: str) -> str:
        return re.sub(r"\s+", " ", text).lower()

    def shown(question: Question) -> str:
        return plain(" ".join(text for name, text in texts.items() if any(contains(g, name) for g in question.gold)))

    missing = [
        (question.id, fact)
        for question in read_questions()
        for fact in question.facts
        if any(char.isdigit() for one in fact for char in one)
        and not any(plain(one) in shown(question) for one in fact)
    ]
    assert missing == []
