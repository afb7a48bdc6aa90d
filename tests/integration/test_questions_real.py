"""The evaluation questions against the real sources: every gold id exists and every figure stands in its gold."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from aiact_assistant.corpus.algoritmekader import parse_algoritmekader
from aiact_assistant.corpus.eurlex import parse_eurlex
from aiact_assistant.domain import Authority, Provision, ProvisionKind, Source
from eval.conversations import read_conversations
from eval.dated import read_dated
from eval.metrics import contains
from eval.questions import Question, needed_ids, read_questions

pytestmark = pytest.mark.integration


def source(name: str, kind: str) -> Source:
    return Source(name, name, Authority.LAW, "nl", kind, "", f"x/{name}", name, date(2026, 7, 27))


def read_law(mirror: Path, celex: str) -> dict[str, str]:
    """Own text per id of one version of the law."""
    law = (mirror / f"eurlex/{celex}.nl.html").read_bytes()
    return {p.id: p.text for p in parse_eurlex(law, source(celex, "eurlex-consolidated"))}


@pytest.fixture(scope="module")
def texts(mirror: Path) -> dict[str, str]:
    """Own text per id of the law as amended, the recitals and the Algoritmekader."""
    journal = (mirror / "eurlex/32024R1689.nl.html").read_bytes()
    archive = next((mirror / "algoritmekader").glob("*.tar.gz")).read_bytes()
    provisions: list[Provision] = [
        *(p for p in parse_eurlex(journal, source("32024R1689", "eurlex-oj")) if p.kind is ProvisionKind.RECITAL),
        *parse_algoritmekader(archive, source("algoritmekader", "algoritmekader")),
    ]
    return read_law(mirror, "02024R1689-20260727") | {p.id: p.text for p in provisions}


@pytest.fixture(scope="module")
def old_texts(mirror: Path) -> dict[str, str]:
    """Own text per id of the law before the change."""
    return read_law(mirror, "02024R1689-20240712")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).casefold()


def shown(question: Question, texts: dict[str, str]) -> str:
    """The text of its gold, with everything in it."""
    return plain(" ".join(text for name, text in texts.items() if any(contains(g, name) for g in question.gold)))


def test_every_gold_and_alternative_exists(texts: dict[str, str]) -> None:
    assert [name for name in needed_ids(read_questions()) if name not in texts] == []


def test_a_date_or_an_amount_in_the_facts_stands_in_the_gold(texts: dict[str, str]) -> None:
    missing = [
        (question.id, fact)
        for question in read_questions()
        for fact in question.facts
        if any(char.isdigit() for one in fact for char in one)
        and not any(plain(one) in shown(question, texts) for one in fact)
    ]
    assert missing == []


def test_every_turn_of_a_conversation_has_gold_with_its_facts(texts: dict[str, str]) -> None:
    turns = [turn for one in read_conversations() for turn in one.turns]
    assert [name for name in needed_ids(turns) if name not in texts] == []
    # Dutch law: English words in a fact are an alternative beside the Dutch ones.
    assert [(turn.id, fact) for turn in turns for fact in turn.facts if not said(fact, turn, texts)] == []


def test_each_side_of_a_dated_question_says_what_the_law_said_that_day(
    texts: dict[str, str], old_texts: dict[str, str]
) -> None:
    for one in read_dated():
        for side, law in ((one.before, old_texts), (one.after, texts)):
            assert [name for name in side.gold if name not in law] == [], side.id
            assert [fact for fact in side.facts if not said(fact, side, law)] == [], side.id
            assert [text for text in side.must_not if plain(text) in shown(side, law)] == [], side.id


def said(fact: tuple[str, ...], question: Question, texts: dict[str, str]) -> bool:
    return any(plain(one) in shown(question, texts) for one in fact)
