"""Dates of duties, transitions, the calendar, and what of the Algoritmekader helps."""

from __future__ import annotations

from datetime import date

import pytest

from aiact_assistant.assessment.decide import decide
from aiact_assistant.assessment.obligations import Aids, read_aids
from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.assessment.timeline import timeline
from aiact_assistant.domain import BadInput, Fact, FindingStatus
from tests.cases import load_cases

DAY = date(2026, 11, 24)
PREFIX = "ak:voldoen-aan-wetten-en-regels/"


def test_measures_and_tools_hang_under_the_requirement_they_name() -> None:
    pages = {
        PREFIX + "maatregelen/m": {"vereiste": ("aia-09", "aia-10")},
        PREFIX + "hulpmiddelen/h": {"vereiste": ("aia-09",)},
        PREFIX + "hulpmiddelen/los": {},
        PREFIX + "vereisten/aia-09": {"vereiste": ("x",)},
    }
    assert read_aids(pages) == {
        PREFIX + "vereisten/aia-09": Aids((PREFIX + "maatregelen/m",), (PREFIX + "hulpmiddelen/h",)),
        PREFIX + "vereisten/aia-10": Aids((PREFIX + "maatregelen/m",), ()),
    }


def test_a_transition_that_waits_for_a_fact_leaves_the_ordinary_day_and_says_so() -> None:
    case = next(case for case in load_cases() if case.name.startswith("Onbekend of het systeem al bestond"))
    decision = decide(load_rules(), [Fact(name, answer) for name, answer in case.answers.items()], case.day)
    duty = next(duty for duty in decision.obligations if duty.provision == "art_26.1")
    assert duty.applies_from == date(2027, 12, 2)
    assert [(t.provision, t.until, t.status) for t in duty.transitions] == [
        ("art_111.2", date(2030, 8, 2), FindingStatus.UNDETERMINED)
    ]


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("Deepfake in een voorlichtingsfilm", "t_deepfake"),
        ("Deepfake in een satirisch werk moet ook worden gemeld", "t_deepfake_art"),
    ],
)
def test_a_deepfake_is_disclosed_in_one_of_two_ways(name: str, rule: str) -> None:
    case = next(case for case in load_cases() if case.name == name)
    decision = decide(load_rules(), [Fact(one, answer) for one, answer in case.answers.items()], DAY)
    assert [duty.rule for duty in decision.obligations if duty.provision == "art_50.4"] == [rule]


def test_a_duty_is_in_force_from_its_day() -> None:
    case = next(case for case in load_cases() if case.name == "Chatbot van een gemeente (maker)")
    facts = [Fact(name, answer) for name, answer in case.answers.items()]
    for day, expected in ((date(2026, 8, 1), False), (date(2026, 8, 2), True)):
        duties = {duty.provision: duty.in_force for duty in decide(load_rules(), facts, day).obligations}
        assert duties["art_50.1"] is expected
        assert duties["art_4.1"] is True


def test_the_calendar_of_a_deployer_has_both_days_for_high_risk_and_no_duties_of_others() -> None:
    moments = timeline(load_rules(), DAY, "deployer")
    assert list(moments) == sorted(moments, key=lambda moment: moment.day)
    assert {m.role for m in moments} <= {"", "deployer", "organisation"}
    days = {(m.day.isoformat(), m.ground) for m in moments if m.provision == "art_26.1"}
    assert days == {("2027-12-02", "anx_III"), ("2028-08-02", "anx_I")}
    assert {m.day.isoformat() for m in moments if m.provision == "art_27.1"} == {"2027-12-02"}
    assert ("2030-08-02", "transition") in {(m.day.isoformat(), m.kind) for m in moments}


def test_the_calendar_of_an_older_day_does_not_know_the_later_prohibitions() -> None:
    before = {m.provision for m in timeline(load_rules(), date(2026, 3, 1))}
    assert "art_5.1.ba" not in before
    assert "art_5.1.ba" in {m.provision for m in timeline(load_rules(), DAY)}


def test_a_role_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(BadInput, match="deployer"):
        timeline(load_rules(), DAY, "gebruiker")
