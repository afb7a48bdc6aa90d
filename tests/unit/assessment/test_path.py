"""The seven stages of an outcome, for every case that a lawyer wrote: they say what the decision says."""

from __future__ import annotations

import pytest

from aiact_assistant.assessment.decide import decide
from aiact_assistant.assessment.path import Stage, StageState, stages
from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.domain import Decision, FindingStatus, RiskClass
from tests.cases import Case, decided, load_cases
from tests.fakes import TODAY
from tests.walks import whole

CLASSES = {"prohibited": RiskClass.PROHIBITED, "high_risk": RiskClass.HIGH_RISK, "transparency": RiskClass.TRANSPARENCY}


def by_id(decision: Decision) -> dict[str, Stage]:
    return {stage.id: stage for stage in stages(load_rules(), decision)}


@pytest.mark.parametrize("case", load_cases(), ids=lambda case: case.name)
def test_the_stages_say_what_the_decision_says(case: Case) -> None:
    decision = decided(case)
    found = by_id(decision)
    assert list(found) == ["system", "scope", "role", "prohibited", "high_risk", "transparency", "gpai"]
    standing = {f.risk_class for f in decision.findings if f.status is FindingStatus.HOLDS}
    for name, risk_class in CLASSES.items():
        if found[name].state is not StageState.SKIPPED:
            assert (found[name].state is StageState.YES) == (risk_class in standing), name
    ended = decision.risk_class in (RiskClass.NOT_AI_SYSTEM, RiskClass.OUT_OF_SCOPE)
    assert ended == any(found[name].state is StageState.SKIPPED for name in CLASSES)
    assert (found["role"].state is StageState.YES) == bool(decision.roles) or found["role"].state is StageState.SKIPPED
    if decision.risk_class is RiskClass.OUT_OF_SCOPE:
        assert found["scope"].state is StageState.NO
        assert found["scope"].names
    if decision.risk_class is RiskClass.HIGH_RISK_EXEMPT:
        assert found["high_risk"].state is StageState.EXCLUDED


@pytest.mark.parametrize("case", load_cases(), ids=lambda case: case.name)
def test_a_stage_rests_on_given_answers_and_waits_for_open_questions(case: Case) -> None:
    decision = decided(case)
    for stage in stages(load_rules(), decision):
        if stage.state is StageState.OPEN:
            assert set(stage.because) <= set(decision.open_questions)
        else:
            assert all(decision.facts[name].answer is not None for name in stage.because)
        if stage.state in (StageState.YES, StageState.EXCLUDED):
            assert stage.because, stage.id


def test_what_decides_comes_first_and_is_told_once() -> None:
    found = {stage.id: stage for stage in whole().stages}
    assert found["high_risk"].because[0] == "recruitment"
    assert found["role"].because[0] == "uses"
    assert "uses" not in found["scope"].because
    assert not set(found["system"].because) & set(found["high_risk"].because)


def test_a_model_is_in_scope_by_its_own_answers() -> None:
    model = "machine infers gpai_model develops own_name established_in_union union_market".split()
    found = {stage.id: stage for stage in whole(frozenset(model)).stages}
    assert "autonomy" not in found["scope"].because
    assert found["gpai"].state is StageState.YES
    assert found["prohibited"].state is StageState.SKIPPED


def test_an_answer_that_follows_from_another_is_told_by_that_other() -> None:
    found = {stage.id: stage for stage in whole(frozenset()).stages}
    assert found["system"].because == ("machine",)
    assert found["system"].state is StageState.NO


def test_without_answers_everything_is_open() -> None:
    found = stages(load_rules(), decide(load_rules(), [], TODAY))
    assert {stage.state for stage in found} == {StageState.OPEN}
    assert found[0].because[0] == "machine"
