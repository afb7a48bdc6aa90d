"""An answer can be left at any moment, and nothing of it comes back later."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterator

import pytest

from aiact_assistant.domain import Answer, AnswerStatus
from aiact_assistant.ui.conversation import Turn
from aiact_assistant.ui.session import Run, Session
from tests.fakes import TODAY

TURN = Turn("vraag", "nl")


def answer(text: str) -> Answer:
    return Answer("vraag", "nl", TODAY, AnswerStatus.ANSWERED, text)


def waiting(gate: threading.Event) -> Iterator[Answer]:
    yield answer("eerst")
    gate.wait(20)
    yield answer("later")


def begin(session: Session, answers: Iterator[Answer]) -> Run:
    run = session.begin(TURN, lambda _cancelled: answers)
    assert run is not None
    return run


def test_steps_come_in_order_and_errors_come_out() -> None:
    def failing() -> Iterator[Answer]:
        yield answer("eerst")
        raise ValueError("stuk")

    assert [step.text for step in Run(lambda _cancelled: iter([answer("a"), answer("b")])).steps()] == ["a", "b"]
    steps = Run(lambda _cancelled: failing()).steps()
    assert next(steps).text == "eerst"
    with pytest.raises(ValueError, match="stuk"):
        next(steps)


def test_a_stopped_answer_ends_at_once_although_its_maker_still_works() -> None:
    gate, session = threading.Event(), Session()
    run = begin(session, waiting(gate))
    steps = run.steps()
    assert next(steps).text == "eerst"
    session.stop()
    assert list(steps) == []
    gate.set()
    session.end(run)
    assert session.turns[-1].stopped


def test_a_maker_can_see_that_it_is_stopped() -> None:
    seen: list[bool] = []

    def make(cancelled: Callable[[], bool]) -> Iterator[Answer]:
        seen.append(cancelled())
        yield answer("eerst")

    run = Run(make)
    assert [step.text for step in run.steps()] == ["eerst"]
    run.stop()
    assert seen == [False]
    assert run.stopped


def test_one_answer_at_a_time() -> None:
    gate, session = threading.Event(), Session()
    run = begin(session, waiting(gate))
    assert session.begin(TURN, lambda _cancelled: iter([])) is None
    assert len(session.turns) == 1
    gate.set()
    session.end(run)
    assert session.begin(TURN, lambda _cancelled: iter([])) is not None


def test_a_new_conversation_waits_for_the_old_one_and_takes_nothing_from_it() -> None:
    gate, session = threading.Event(), Session()
    run = begin(session, waiting(gate))
    shown: list[str] = []

    def show() -> None:
        for step in run.steps():
            shown.append(step.text)
            if not session.update(run, answer=step):
                shown.append("te laat")
        session.end(run)

    showing = threading.Thread(target=show)
    showing.start()
    session.begin_again()
    assert run.shown.is_set()
    gate.set()
    showing.join(10)
    assert session.turns == ()
    assert "later" not in shown
    assert not session.update(run, done=True)


def test_every_visitor_gets_a_session_of_his_own() -> None:
    first = Session()
    begin(first, iter([]))
    assert copy.deepcopy(first).turns == ()
