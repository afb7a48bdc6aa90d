"""Which question comes next: every question can come, every path ends, and a draft fills in only what is usual."""

from __future__ import annotations

import random
from datetime import date

import pytest

from aiact_assistant.assessment.decide import decide, draft
from aiact_assistant.assessment.questions import next_questions
from aiact_assistant.assessment.rules import RuleBook, load_rules
from aiact_assistant.domain import Decision, Fact, RiskClass
from tests.cases import load_cases

DAY = date(2026, 11, 24)
WALKS = 40


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rules()


def facts(yes: str = "", no: str = "", unknown: str = "") -> list[Fact]:
    return [
        Fact(name, answer) for names, answer in ((yes, True), (no, False), (unknown, None)) for name in names.split()
    ]


def test_every_question_is_open_until_it_is_answered_in_some_case(book: RuleBook) -> None:
    reached = set(decide(book, [], DAY).open_questions)
    for case in load_cases():
        missing = set(book.questions) - reached
        for name in missing:
            without = [Fact(one, None if one == name else answer) for one, answer in case.answers.items()]
            if name in decide(book, without, case.day).open_questions:
                reached.add(name)
    assert set(book.questions) - reached == set()


@pytest.mark.parametrize("seed", range(WALKS))
def test_every_walk_ends_in_an_outcome(book: RuleBook, seed: int) -> None:
    """Answers yes or no to whatever comes next; a third of the walks start from an AI system in use."""
    chance = random.Random(seed)
    given = facts("machine infers autonomy influences uses established_in_union") if seed % 3 else []
    for _ in range(len(book.questions) + 1):
        coming = next_questions(book, given, DAY)
        if not coming:
            break
        given.append(Fact(coming[0].id, chance.random() < 0.3))
    decision = decide(book, given, DAY)
    assert decision.open_questions == ()
    assert decision.risk_class is not RiskClass.UNDETERMINED
    assert decision.roles_open == ()
    assert None not in (decision.gpai, decision.fria, decision.systemic_risk)


def test_a_walk_of_unknowns_ends_too_and_decides_nothing(book: RuleBook) -> None:
    given: list[Fact] = []
    while coming := next_questions(book, given, DAY):
        given.append(Fact(coming[0].id, None))
    decision = decide(book, given, DAY)
    assert decision.risk_class is RiskClass.UNDETERMINED
    assert decision.obligations == ()


def test_what_an_ai_system_is_comes_before_the_details(book: RuleBook) -> None:
    assert next_questions(book, [], DAY)[0].id == "machine"
    first = [question.id for question in next_questions(book, facts("machine infers"), DAY, limit=2)]
    assert set(first) == {"autonomy", "influences"} or first[0] == "autonomy"


def test_a_question_within_another_waits_for_it(book: RuleBook) -> None:
    case = next(case for case in load_cases() if case.name == "Gewoon AI-systeem zonder bijzonderheden")
    given = [f for n, a in case.answers.items() if n not in ("area_education", "exam_proctoring") for f in [Fact(n, a)]]
    assert next_questions(book, given, DAY)[0].id == "area_education"
    assert next_questions(book, [*given, Fact("area_education", False)], DAY) == ()


def test_the_draft_is_marked_by_usual_answers_and_never_overrules_what_is_known(book: RuleBook) -> None:
    given = facts("recruitment uses")
    assert decide(book, given, DAY).risk_class is RiskClass.UNDETERMINED
    proposal = draft(book, given, DAY)
    assert proposal.risk_class is RiskClass.HIGH_RISK
    assert proposal.facts["military_only"].source == "gewoonlijk"
    assert "area_employment" not in proposal.facts
    assert draft(book, facts("recruitment uses military_only"), DAY).risk_class is RiskClass.OUT_OF_SCOPE


def contradictions(book: RuleBook, yes: str, no: str = "") -> Decision:
    return decide(book, facts(yes, no), DAY)


def test_contradicting_answers_are_named(book: RuleBook) -> None:
    assert contradictions(book, "recruitment", "area_employment").conflicts == ("area_employment",)
    assert contradictions(book, "human_rules_only infers").conflicts == ("infers",)
    assert contradictions(book, "recruitment area_employment").conflicts == ()
    # A particular of something else says nothing about that something.
    assert contradictions(book, "open_model", "gpai_model").conflicts == ()
