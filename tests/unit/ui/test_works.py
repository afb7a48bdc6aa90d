"""Dossiers of visitors: each behind its own secret, kept for hours and no longer, read one after another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import date

import pytest

from aiact_assistant.assistant import Reading
from aiact_assistant.documents.mentions import Places
from aiact_assistant.documents.read import OnProgress
from aiact_assistant.domain import BadInput, Cancelled, Dossier, ReadError
from aiact_assistant.settings import Settings
from aiact_assistant.ui.works import KEPT_SECONDS, Work, Works
from tests.drafts import make_proposal

LIMITS = Settings(limit_files=2, limit_total_mb=1, limit_file_mb=1).limits
DOSSIER = Dossier(())
READING = Reading(DOSSIER, Places({}, {}, {}, "", ()), make_proposal({}))


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class StubReader:
    """Gives the same reading, once its gate is open; or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.ended = threading.Event()
        self.error = error
        self.slow = False
        self.proposing = threading.Event()
        self.gate_of_proposals = threading.Event()

    def read(
        self,
        uploads: Iterable[tuple[str, bytes]],
        *,
        progress: OnProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Dossier:
        assert progress is not None
        assert cancelled is not None
        progress(1, 2, next(iter(uploads))[0])
        self.begun.set()
        try:
            while not self.gate.wait(0.01):
                if cancelled():
                    raise Cancelled("Gestopt.")
            if self.error is not None:
                raise self.error
            return DOSSIER
        finally:
            self.ended.set()

    def review(
        self,
        dossier: Dossier,
        on: date | None = None,
        *,
        progress: OnProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Reading:
        assert dossier is DOSSIER
        assert progress is not None
        assert on is None
        progress(3, 4, "")
        self.proposing.set()
        while self.slow and not self.gate_of_proposals.wait(0.01):
            if cancelled is not None and cancelled():
                raise Cancelled("Gestopt.")
        return READING


def settled(work: Work) -> None:
    for _ in range(1000):
        if not work.busy:
            return
        threading.Event().wait(0.01)
    raise AssertionError(work.stage)


def test_only_the_secret_opens_a_work() -> None:
    works = Works(LIMITS)
    mine, work = works.open(None)
    theirs, other = works.open("geraden")
    assert theirs not in ("geraden", mine)
    assert other is not work
    assert works.open(mine) == (mine, work)
    assert works.find(theirs) is other
    assert works.find(None) is works.find("") is works.find("geraden") is None
    assert len(mine) > 40


def test_it_goes_away_when_it_is_wiped_or_long_unused() -> None:
    clock = Clock()
    works = Works(LIMITS, clock)
    secret, work = works.open(None)
    works.add(work, "a.txt", b"geheim")
    clock.now += KEPT_SECONDS - 1
    assert works.find(secret) is work
    clock.now += KEPT_SECONDS - 1
    assert works.find(secret) is work
    clock.now += KEPT_SECONDS + 1
    assert works.find(secret) is None
    assert work.uploads == []
    # One without files, of an upload that was broken off, does not last.
    secret, _ = works.open(None)
    clock.now += 601
    assert works.find(secret) is None
    secret, work = works.open(None)
    works.add(work, "a.txt", b"geheim")
    works.wipe(secret)
    assert works.find(secret) is None
    assert work.uploads == []


def test_reading_ends_in_what_was_read() -> None:
    works, reader = Works(LIMITS), StubReader()
    _, work = works.open(None)
    works.add(work, "map/a.txt", b"een")
    works.add(work, "a.txt", b"nieuwer")
    works.start(work, reader)
    reader.begun.wait(5)
    assert (work.stage, work.progress[:2]) == ("reading", (1, 2))
    with pytest.raises(BadInput):
        works.add(work, "b.txt", b"twee")
    reader.gate.set()
    settled(work)
    assert (work.stage, work.reading) == ("ready", READING)


def test_a_stop_is_at_once_and_what_comes_late_is_thrown_away() -> None:
    works, reader = Works(LIMITS), StubReader()
    _, work = works.open(None)
    works.add(work, "a.txt", b"een")
    works.start(work, reader)
    reader.begun.wait(5)
    works.stop(work)
    assert work.stage == "empty"
    reader.gate.set()
    reader.ended.wait(5)
    assert work.reading is None
    # It can be read again.
    again = StubReader()
    again.gate.set()
    works.start(work, again)
    settled(work)
    assert work.reading is READING


def test_a_failure_is_told_and_a_fault_does_not_quote_the_file(caplog: pytest.LogCaptureFixture) -> None:
    for error, words in (
        (ReadError("Niets te lezen."), "Niets te lezen."),
        (RuntimeError("geheim"), "fout in dit programma"),
    ):
        works, reader = Works(LIMITS), StubReader(error)
        reader.gate.set()
        _, work = works.open(None)
        works.add(work, "geheim.txt", b"geheim")
        works.start(work, reader)
        settled(work)
        assert work.stage == "empty"
        assert work.problem is not None
        assert words in work.problem.dutch
    assert "geheim" not in caplog.text
    assert "RuntimeError" in caplog.text


def test_limits_hold_before_a_file_is_taken() -> None:
    works = Works(LIMITS)
    _, work = works.open(None)
    assert works.room(work) == 1_000_000
    works.add(work, "a.txt", b"x" * 400_000)
    assert works.room(work) == 600_000
    works.add(work, "b.txt", b"x" * 600_000)
    with pytest.raises(BadInput, match="groter dan 1 MB"):
        works.room(work)
    with pytest.raises(BadInput, match="hooguit 2"):
        works.add(work, "c.txt", b"x")
    # Two uploads at the same time were both told that there is room.
    _, both = works.open(None)
    works.add(both, "a.txt", b"x" * 600_000)
    with pytest.raises(BadInput, match="groter dan 1 MB"):
        works.add(both, "b.txt", b"x" * 600_000)
    # One with the same name takes the place of the other.
    works.add(work, "b.txt", b"y")
    assert [name for name, _ in work.uploads] == ["a.txt", "b.txt"]


def test_a_server_that_is_full_says_so() -> None:
    works = Works(LIMITS)
    for _ in range(40):
        works.open(None)
    with pytest.raises(BadInput, match="te veel"):
        works.open(None)


def test_proposing_is_told_apart_from_reading_and_can_be_stopped() -> None:
    works, reader = Works(LIMITS), StubReader()
    reader.gate.set()
    reader.slow = True
    _, work = works.open(None)
    works.add(work, "a.txt", b"a")
    works.start(work, reader)
    assert reader.proposing.wait(10)
    assert (work.stage, work.progress, work.busy) == ("proposing", (3, 4, ""), True)
    works.stop(work)
    settled(work)
    assert (work.stage, work.reading) == ("empty", None)
