"""The cases of ``rules/cases/``: each comes out as expected, and together they try every branch of every rule."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from aiact_assistant.assessment.decide import decide
from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.domain import Fact, FindingStatus, RiskClass
from tests.cases import Case, branches, decided, load_cases, outcome, seen, written

CASES = load_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    decision = decided(case)
    assert outcome(decision, case.expected) == written(case.expected)
    assert {duty.role for duty in decision.obligations} <= {*decision.roles, "organisation"}


def test_there_are_enough_cases_and_none_has_the_name_of_another() -> None:
    assert len(CASES) >= 150
    assert [name for name, count in Counter(case.name for case in CASES).items() if count > 1] == []


def test_every_branch_of_every_rule_was_true_and_false() -> None:
    book = load_rules()
    values = seen(book, CASES)
    missing = [
        f"{name}: {part} was never {value}"
        for name, part in branches(book)
        for value in (True, False)
        if (name, part, value) not in values
    ]
    assert missing == []


def test_every_provision_of_a_finding_an_exception_and_a_duty_is_expected_somewhere() -> None:
    book = load_rules()
    expected: set[str] = set()
    for case in CASES:
        for key in ("bevindingen", "plichten", "alle_plichten"):
            expected |= set(case.expected.get(key, ()))
        for provision, exception in case.expected.get("uitgezonderd", {}).items():
            expected |= {provision, exception}
        expected |= set(case.expected.get("overgang", {}).values()) | set(case.expected.get("datums", {}))
    rules = [*book.findings.values(), *book.exceptions.values(), *book.duties]
    # What belongs to "existing systems" is seen in the dates it moves.
    assert {rule.provision for rule in rules} - expected == set()


@pytest.mark.parametrize("case", CASES[::3], ids=lambda case: case.name)
def test_knowing_less_never_gives_another_answer(case: Case) -> None:
    """Facts made unknown leave an outcome as it was or undetermined; unknown is never read as no."""
    book, chance = load_rules(), random.Random(case.name)
    whole = decided(case)
    standing = {f.rule for f in whole.findings if f.status is FindingStatus.HOLDS}
    duties = {duty.rule for duty in whole.obligations}
    for share in (0.05, 0.3):
        less = {name: None if chance.random() < share else answer for name, answer in case.answers.items()}
        decision = decide(book, [Fact(name, answer) for name, answer in less.items()], case.day)
        assert decision.risk_class in (whole.risk_class, RiskClass.UNDETERMINED)
        assert {f.rule for f in decision.findings if f.status is FindingStatus.HOLDS} <= standing
        assert standing <= {f.rule for f in decision.findings if f.status is not FindingStatus.EXCLUDED}
        assert {duty.rule for duty in decision.obligations} <= duties
        assert set(decision.roles) <= set(whole.roles) <= {*decision.roles, *decision.roles_open}
        assert decision.fria in (whole.fria, None)
        assert decision.gpai in (whole.gpai, None)
