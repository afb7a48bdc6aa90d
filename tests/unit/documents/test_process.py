"""The reading process: it is ended when it must, and what it says is not trusted."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from aiact_assistant.documents import process
from aiact_assistant.documents.process import read_apart
from aiact_assistant.documents.wire import Failure, Job, Outcome, Progress, dump, load_job, load_report
from aiact_assistant.domain import Cancelled, Limits, Message, Page, PageBlock
from aiact_assistant.settings import Settings
from tests.uploads import paragraph_pdf, pdf_of

LIMITS = Settings().limits
# Pages that take long to draw text from, each within what pypdf accepts.
SLOW = pdf_of([b"BT /F1 9 Tf 1 0 0 1 50 700 Tm " + b"(a) Tj " * 20_000 + b"ET"] * 200, packed=True)


def job(folder: Path, data: bytes, limits: Limits = LIMITS) -> Job:
    path = folder / "0"
    path.write_bytes(data)
    return Job(str(path), "stuk.pdf", str(folder), 2, 1000, limits)


def said(outcome: Outcome | Failure) -> str:
    assert isinstance(outcome, Failure)
    return outcome.message.dutch


def test_pages_and_progress(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    outcome = read_apart(job(tmp_path, paragraph_pdf("Een.", "Twee.")), progress=lambda *at: seen.append(at))
    assert isinstance(outcome, Outcome)
    assert [page.text for page in outcome.pages] == ["Een.", "Twee."]
    assert seen[-1] == (2, 2)


def test_it_stops_when_the_user_says_so(tmp_path: Path) -> None:
    seen: list[int] = []
    with pytest.raises(Cancelled, match="gestopt"):
        read_apart(job(tmp_path, SLOW), progress=lambda done, _: seen.append(done), cancelled=lambda: bool(seen))
    assert seen
    assert seen[-1] < 200


def test_it_stops_when_time_is_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_GRACE_SECONDS", 0)
    assert "langer dan 1 seconden" in said(read_apart(job(tmp_path, SLOW, replace(LIMITS, seconds=1))))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_it_gets_no_more_memory_than_allowed(tmp_path: Path) -> None:
    words = "Veel tekst in een enkel bestand. " * 4_000_000
    limits = replace(LIMITS, memory_bytes=200_000_000)
    path = job(tmp_path, words.encode(), limits)
    assert "geheugen" in said(read_apart(replace(path, name="groot.txt")))


@pytest.mark.parametrize(
    "program",
    ["import os; os.kill(os.getpid(), 9)", "print('geen json')", "print('{}')", "print('[]')", "pass"],
)
def test_a_process_that_breaks_off_or_talks_nonsense(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(process, "_COMMAND", ("-c", program))
    assert "brak af" in said(read_apart(job(tmp_path, b"x")))


def test_a_process_that_says_too_much_is_not_listened_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_REPORT_ROOM", 1000)
    monkeypatch.setattr(process, "_COMMAND", ("-c", "print('x' * 100_000)"))
    assert "brak af" in said(read_apart(job(tmp_path, b"x", replace(LIMITS, text_bytes=1))))


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no groups of processes here")
def test_what_it_started_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The child holds the pipe open; only when it ends too does the reading end.
    child = "import subprocess, sys; p = subprocess.Popen(['sleep', '60']); open(sys.argv[1], 'w').write(str(p.pid))"
    monkeypatch.setattr(process, "_COMMAND", ("-c", child, str(tmp_path / "pid")))
    read_apart(job(tmp_path, b"x"))
    pid = int((tmp_path / "pid").read_text())
    state = Path(f"/proc/{pid}/stat")
    for _ in range(100):  # a kill is carried out when the machine gets to it
        if not state.exists() or state.read_text().split()[2] in {"Z", "X"}:
            break
        time.sleep(0.05)
    else:
        pytest.fail("what it started goes on")


def test_the_lines_say_the_same_on_both_sides() -> None:
    given = Job("/a", "naam é", "/b", 2, 10, LIMITS)
    assert load_job(dump(given)) == given
    page = Page(1, "Kop\n\ntekst", "page", "", (PageBlock("heading", 0, 3, 1),), recognised=True)
    for report in (
        Progress(1, 2),
        Failure(Message("nee", "no")),
        Outcome("t", (page,), (2,), (Message("a", "b"),), ()),
    ):
        assert load_report(dump(report)) == report


class _LateLines(queue.Queue[bytes]):
    """A line that comes through just after a first look, as on a busy machine."""

    def __init__(self) -> None:
        super().__init__()
        self.looked = False

    def get(self, block: bool = True, timeout: float | None = None) -> bytes:
        if not self.looked:
            self.looked = True
            raise queue.Empty
        return super().get(block, timeout)


def test_what_it_said_last_counts_when_its_end_is_seen_first(tmp_path: Path) -> None:
    gone = cast("subprocess.Popen[bytes]", SimpleNamespace(poll=lambda: 0))
    lines = _LateLines()
    lines.put(dump(Failure(Message("Dit is geen tekst.", "This is no text."))))
    assert said(process._follow(gone, lines, job(tmp_path, b""), None, None)) == "Dit is geen tekst."


def test_a_process_that_goes_without_a_word_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_LAST_WORD_SECONDS", 0.01)
    gone = cast("subprocess.Popen[bytes]", SimpleNamespace(poll=lambda: 1))
    assert "brak af" in said(process._follow(gone, queue.Queue(), job(tmp_path, b""), None, None))
