"""One step at a time: the address holds everything, and nothing given is lost by going back, changing or removing."""

from __future__ import annotations

from datetime import date

import pytest

from aiact_assistant.assessment.address import LONGEST, read_address, write_address
from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.domain import Fact, RiskClass
from tests.fakes import TODAY
from tests.walks import step, whole

DAY = date(2026, 11, 24)


def answers(address: str) -> dict[str, bool | None]:
    return {fact.id: fact.answer for fact in read_address(address, load_rules()).facts}


def test_an_address_is_read_back_as_it_was_written() -> None:
    facts = [Fact("machine", True), Fact("infers", False), Fact("uses", None)]
    text = write_address(DAY, facts)
    assert text == "v1;2026-11-24;machine=j;infers=n;uses=o"
    read = read_address(text, load_rules())
    assert (read.day, list(read.facts), read.skipped) == (DAY, facts, 0)


def test_an_address_with_every_answer_is_not_too_long_to_share() -> None:
    text = write_address(DAY, [Fact(name, None) for name in load_rules().questions])
    assert len(text) < LONGEST / 2
    assert len(answers(text)) == len(load_rules().questions)


@pytest.mark.parametrize(
    ("text", "known", "skipped"),
    [
        ("", {}, 0),
        ("v1", {}, 0),
        ("v1;2026-11-24;machine=j;", {"machine": True}, 0),
        ("v1;machine%3Dj%3Binfers%3Dn", {"machine": True, "infers": False}, 0),
        ("v1;machine=j;bestaat_niet=j;infers=x;uses", {"machine": True}, 3),
        ("v1;machine=j;machine=n", {"machine": True}, 1),
        ("v1;2026-13-45;machine=j", {"machine": True}, 1),
        ("v1;1999-01-01;machine=j", {"machine": True}, 1),
        ("v1;2026-11-24;2027-01-01", {}, 1),
        ("v2;2026-11-24;machine=j", {}, 3),
        ("<script>alert(1)</script>", {}, 1),
        ("%ff%00;=;;", {}, 2),
        ("v1;machine=j;" + "x" * LONGEST, {"machine": True}, 2),
    ],
    ids=[
        *("nothing", "only the version", "good", "encoded by a mail program", "unknown parts", "twice", "no date"),
        *("a day before the law", "two days", "another version", "markup", "bytes", "too long"),
    ],
)
def test_what_is_not_understood_is_left_out_and_counted(text: str, known: dict[str, bool], skipped: int) -> None:
    read = read_address(text, load_rules())
    assert ({fact.id: fact.answer for fact in read.facts}, read.skipped) == (known, skipped)


def test_a_beginning_asks_the_first_question_about_today() -> None:
    at = step("")
    assert at.question is not None
    assert (at.question.id, at.decision.day, at.previous, at.skipped) == ("machine", TODAY, None, 0)
    assert at.decision.risk_class is RiskClass.UNDETERMINED


def test_a_whole_walk_ends_in_a_class_and_its_address_says_the_same() -> None:
    at = whole()
    assert (at.decision.risk_class, at.left) == (RiskClass.HIGH_RISK, 0)
    again = step(at.address)
    assert (again.decision, again.address, again.question) == (at.decision, at.address, None)


def test_what_usually_follows_is_told_apart_from_what_does() -> None:
    stand = step("v1;machine=j;uses=j;recruitment=j")
    assert stand.decision.risk_class is RiskClass.UNDETERMINED
    assert stand.usual.risk_class is RiskClass.HIGH_RISK


def test_an_answer_in_the_middle_is_changed_and_the_others_stay() -> None:
    at = whole()
    before = answers(at.address)
    shown = step(at.address, "recruitment")
    assert shown.question is not None
    assert (shown.question.id, shown.address) == ("recruitment", at.address)
    changed = step(at.address, "recruitment", "no")
    assert answers(changed.address) == before | {"recruitment": False}
    assert list(answers(changed.address)) == list(before)
    assert changed.decision.risk_class is not RiskClass.HIGH_RISK


def test_an_answer_is_taken_back_and_asked_again() -> None:
    at = whole()
    gone = step(at.address, "recruitment", "forget")
    assert set(answers(at.address)) - set(answers(gone.address)) == {"recruitment"}
    assert gone.question is not None
    assert gone.question.id == "recruitment"
    assert gone.decision.risk_class is RiskClass.UNDETERMINED


def test_unknown_is_not_asked_again_and_never_becomes_no() -> None:
    at = step("v1;machine=j", "infers", "unknown")
    assert at.question is not None
    assert at.question.id != "infers"
    assert answers(at.address)["infers"] is None
    assert "infers" in at.decision.open_questions
    assert at.decision.risk_class is RiskClass.UNDETERMINED


def test_back_goes_one_answer_at_a_time() -> None:
    at = step("v1;machine=j;infers=j;autonomy=j")
    assert at.previous == "autonomy"
    at = step(at.address, "autonomy")
    assert at.previous == "infers"
    at = step(at.address, "machine")
    assert at.previous is None


@pytest.mark.parametrize("wrong", [None, "bestaat_niet"])
def test_a_question_that_does_not_exist_changes_nothing(wrong: str | None) -> None:
    at = step("v1;2026-11-24;machine=j", wrong, "no")
    assert at.address == "v1;2026-11-24;machine=j"


def test_another_day_is_kept_in_the_address_and_an_impossible_one_is_not() -> None:
    at = step("v1;machine=j", day=date(2028, 1, 1))
    assert at.address == "v1;2028-01-01;machine=j"
    assert step(at.address, day=date(1999, 1, 1)).decision.day == date(2028, 1, 1)
