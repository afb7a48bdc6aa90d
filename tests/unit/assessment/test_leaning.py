"""Answers of another never make a draft lighter than it was without them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tools.fit_support import read_examples

from aiact_assistant.assessment.leaning import lean, lightening, resting_on
from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.domain import Fact, RiskClass
from tests.drafts import TODAY

BOOK = load_rules()
HIRING = {"area_employment": True, "recruitment": True}
NOTHING: Mapping[str, bool] = {}
EXAMPLES = dict(read_examples())
PROHIBITED = [name for name in EXAMPLES if name.startswith("art_5.")]


def facts(answers: Mapping[str, bool]) -> list[Fact]:
    return [Fact(name, answer) for name, answer in answers.items()]


def risk_class(answered: Mapping[str, bool], leaning: Mapping[str, bool] = NOTHING) -> RiskClass:
    return lean(BOOK, facts(answered), leaning, TODAY).risk_class


@pytest.mark.parametrize(
    ("name", "answer"), [("infers", False), ("military_only", True), ("machine", False), ("research_only", True)]
)
def test_what_takes_a_hint_or_answer_away_does_not_count(name: str, answer: bool) -> None:
    for answered, leaning in ((HIRING, NOTHING), (NOTHING, HIRING)):
        assert risk_class({**answered, name: answer}, leaning) is not RiskClass.HIGH_RISK
        assert lightening(BOOK, facts(answered), leaning, [Fact(name, answer)], TODAY) == {name}


def test_what_makes_it_heavier_or_no_different_counts() -> None:
    added = facts({"emotion_recognition": True, "workplace_or_education": True, "personal_data": True})
    assert lightening(BOOK, facts(HIRING), NOTHING, added, TODAY) == frozenset()


def test_heavier_answers_stay_when_a_lighter_one_falls_away() -> None:
    added = facts({**HIRING, "machine": False})
    assert lightening(BOOK, [], NOTHING, added, TODAY) == {"machine"}


def test_a_decision_that_is_lighter_than_the_draft_does_not_come_of_it() -> None:
    everything_no = [Fact(name, False) for name in BOOK.questions if name not in HIRING]
    dropped = lightening(BOOK, [], HIRING, everything_no, TODAY)
    kept = {fact.id: False for fact in everything_no if fact.id not in dropped}
    assert risk_class(kept, HIRING) is RiskClass.HIGH_RISK
    assert {"machine", "infers"} <= dropped
    assert "social_scoring" not in dropped


@pytest.mark.parametrize(
    ("name", "answer"),
    [("machine", False), ("military_only", True), ("emotion_recognition", False), ("workplace_or_education", False)],
)
def test_what_takes_a_doubt_on_a_prohibited_practice_away_does_not_count(name: str, answer: bool) -> None:
    doubts = ("emotion_recognition", "workplace_or_education")
    assert lean(BOOK, [], NOTHING, TODAY, doubts).risk_class is RiskClass.UNDETERMINED
    added = [Fact(name, answer), Fact("recruitment", False)]
    assert lightening(BOOK, [], NOTHING, added, TODAY, doubts) == {name}


@pytest.mark.parametrize("name", PROHIBITED)
@pytest.mark.parametrize("leaning", [{}, {"generates_content": True, "interacts_directly": True}])
def test_a_sign_of_a_prohibited_practice_is_never_a_low_class(name: str, leaning: Mapping[str, bool]) -> None:
    doubts = EXAMPLES[name].feiten
    best = lean(BOOK, [], leaning, TODAY, doubts)
    assert best.risk_class is RiskClass.UNDETERMINED
    assert EXAMPLES[name].punt in {".".join(one.split(".")[:3]) for one in resting_on(best, leaning)}


def test_a_doubt_that_was_answered_no_is_gone() -> None:
    doubts = ("emotion_recognition", "workplace_or_education")
    answered = [Fact("emotion_recognition", False)]
    assert lean(BOOK, answered, NOTHING, TODAY, doubts).risk_class is RiskClass.MINIMAL


def test_a_doubt_changes_nothing_of_a_high_class() -> None:
    doubts = ("emotion_recognition", "workplace_or_education")
    assert lean(BOOK, facts(HIRING), NOTHING, TODAY, doubts) == lean(BOOK, facts(HIRING), NOTHING, TODAY)


def test_a_dossier_of_fixed_rules_with_a_doubt_is_not_called_no_ai_system() -> None:
    doubts = EXAMPLES["art_5.1.e"].feiten
    best = lean(BOOK, [], {"human_rules_only": True}, TODAY, doubts)
    assert best.risk_class is RiskClass.UNDETERMINED
    assert lean(BOOK, [], {"human_rules_only": True}, TODAY).risk_class is RiskClass.NOT_AI_SYSTEM
