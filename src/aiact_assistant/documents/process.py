"""Runs the reading process of one file, and ends it when it must.

Comes in: a ``Job``. Goes out: what it read, or the reason that it did not. A process and not a thread: only a process
can be given limits on memory and time that hold, and can be stopped at any moment; what goes wrong inside goes with it.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import IO

from aiact_assistant.documents.wire import Failure, Job, Outcome, Progress, dump, load_report
from aiact_assistant.domain import Cancelled, Message

_LOOK_SECONDS = 0.1
_LAST_WORD_SECONDS = 2.0
# Starting Python and saying goodbye count too; then the system's own limits have had their chance.
_GRACE_SECONDS = 15
_REPORT_ROOM = 20_000_000
_COMMAND = ("-P", "-m", "aiact_assistant.documents.worker")


def read_apart(
    job: Job,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome | Failure:
    """What the reading process made of a file.

    Args:
        job: the file.
        progress: told the pages done and the number of pages.
        cancelled: asked ten times a second whether to stop.

    Raises:
        Cancelled: the user stopped it.
    """
    process = subprocess.Popen(
        [sys.executable, *_COMMAND],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # tracebacks may quote the document
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    lines: queue.Queue[bytes] = queue.Queue()
    # A character takes at most 4 bytes, or 6 as an escape; places of blocks come on top.
    most = 8 * job.limits.text_bytes + _REPORT_ROOM
    listener = threading.Thread(target=_listen, args=(process.stdout, lines, most), daemon=True)
    listener.start()
    try:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(dump(job))
            process.stdin.close()
        return _follow(process, lines, job, progress, cancelled)
    finally:
        _end(process)
        listener.join(timeout=1)
        process.stdout.close()


def _listen(stream: IO[bytes], lines: queue.Queue[bytes], most: int) -> None:
    """Passes on the lines; an empty one says that the process is silent for good, or says too much."""
    while most > 0 and (line := stream.readline(most)):
        most -= len(line)
        lines.put(line)
    lines.put(b"")


def _follow(
    process: subprocess.Popen[bytes],
    lines: queue.Queue[bytes],
    job: Job,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Outcome | Failure:
    deadline = time.monotonic() + job.limits.seconds + _GRACE_SECONDS
    while True:
        if cancelled is not None and cancelled():
            raise stopped()
        if time.monotonic() > deadline:
            return Failure(_too_slow(job))
        try:
            line = lines.get(timeout=_LOOK_SECONDS)
        except queue.Empty:
            if process.poll() is None:
                continue
            line = _last_word(lines)
        if not line:
            return Failure(_broke_off())
        try:
            report = load_report(line)
        except (ValueError, TypeError, KeyError):
            return Failure(_broke_off())
        if not isinstance(report, Progress):
            return report
        if progress is not None:
            progress(report.done, report.total)


def _last_word(lines: queue.Queue[bytes]) -> bytes:
    """What a process that is gone said last: on a busy machine that comes after its end is seen.

    Empty when it went without a word; something it started may still hold the line.
    """
    try:
        return lines.get(timeout=_LAST_WORD_SECONDS)
    except queue.Empty:
        return b""


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and what it started (Tesseract)."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def stopped() -> Cancelled:
    """The user stopped reading."""
    return Cancelled("Het lezen is gestopt. Er is niets bewaard.", "Reading was stopped. Nothing was kept.")


def _too_slow(job: Job) -> Message:
    return Message(
        f"Het lezen duurde langer dan {job.limits.seconds} seconden en is gestopt. Splits het bestand of sla het"
        " opnieuw op.",
        f"Reading took longer than {job.limits.seconds} seconds and was stopped. Split the file or save it again.",
    )


def _broke_off() -> Message:
    return Message(
        "Het lezen brak af: dit bestand vraagt te veel geheugen of tijd, of is beschadigd. Splits het of sla het"
        " opnieuw op.",
        "Reading broke off: this file takes too much memory or time, or is damaged. Split it or save it again.",
    )
