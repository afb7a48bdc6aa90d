"""The dossiers that visitors are working on: in memory only, each behind a secret of one browser.

Comes in: uploads and answers. Goes out: a ``Work``, for whoever shows its secret. Only while files are read is there a
copy of them on disk, in a folder of this user alone; nothing of them is logged. A dossier goes away when its visitor
wipes it, or some hours after the last thing they did.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from aiact_assistant.assistant import Reading
from aiact_assistant.documents.read import OnProgress
from aiact_assistant.documents.unpack import shown_name
from aiact_assistant.domain import AiactError, BadInput, Cancelled, Dossier, Draft, HumanAnswer, Limits, Message

log = logging.getLogger(__name__)

KEPT_SECONDS = 4 * 3600
"""A working morning; whoever comes back later finds nothing of it here."""
_EMPTY_SECONDS = 600
"""Uploads that were broken off must not keep others out."""
_SWEEP_SECONDS = 300
_MOST_WORKS = 40
_MOST_BYTES = 1_500_000_000
"""Of all uploads together: they stand in memory."""
_AT_ONCE = 2

Stage = Literal["empty", "waiting", "reading", "proposing", "ready"]


class Reader(Protocol):
    """What reads a dossier: the assistant."""

    def read(
        self,
        uploads: Iterable[tuple[str, bytes]],
        *,
        progress: OnProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Dossier:
        """Uploaded files as one dossier."""
        ...

    def review(
        self,
        dossier: Dossier,
        on: date | None = None,
        *,
        progress: OnProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Reading:
        """What a dossier seems to say."""
        ...


@dataclass(slots=True)
class Work:
    """One visitor's dossier.

    Attributes:
        uploads: name and bytes of the files.
        stage: how far it is.
        progress: pages done, pages in all, and the file; while proposing, passages and what is at work.
        reading: what was read of it.
        on: the day whose law is applied; ``None`` is today.
        masked: whether personal data in it is masked.
        shown: the reading on that day, masked or not.
        answers: of the visitor, by question.
        problem: why the last reading gave nothing.
        exported: whether everything that was answered is in a file that the visitor has.
    """

    uploads: list[tuple[str, bytes]] = field(default_factory=list[tuple[str, bytes]])
    stage: Stage = "empty"
    progress: tuple[int, int, str] = (0, 1, "")
    reading: Reading | None = None
    answers: dict[str, HumanAnswer] = field(default_factory=dict[str, HumanAnswer])
    problem: Message | None = None
    exported: bool = True
    on: date | None = None
    masked: bool = False
    shown: Reading | None = None
    draft: Draft | None = None
    stopping: threading.Event = field(default_factory=threading.Event)
    touched: float = 0.0

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(len(data) for _, data in self.uploads)

    @property
    def busy(self) -> bool:
        """Whether it is being read, or waits for it."""
        return self.stage in ("waiting", "reading", "proposing")


class Works:
    """All dossiers on this server.

    Args:
        limits: how large one may be.
        clock: seconds that only go forward.
        masked: whether personal data is masked until the visitor says otherwise.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic, *, masked: bool = False) -> None:
        self._limits = limits
        self._masked = masked
        self._clock = clock
        self._works: dict[str, Work] = {}
        self._lock = threading.Lock()
        self._turns = threading.Semaphore(_AT_ONCE)
        self._sweeper: threading.Timer | None = None

    def find(self, secret: str | None) -> Work | None:
        """The work behind a secret; using it keeps it longer."""
        with self._lock:
            self._sweep()
            work = self._works.get(secret or "")
            if work is not None:
                work.touched = self._clock()
            return work

    def open(self, secret: str | None) -> tuple[str, Work]:
        """The work behind a secret, or a new one with a new secret.

        Raises:
            BadInput: there are too many.
        """
        work = self.find(secret)
        if work is not None and secret is not None:
            return secret, work
        with self._lock:
            if len(self._works) >= _MOST_WORKS:
                raise _too_busy()
            fresh, work = secrets.token_urlsafe(32), Work(touched=self._clock(), masked=self._masked)
            self._works[fresh] = work
            self._plan_sweep()
            return fresh, work

    def room(self, work: Work) -> int:
        """Bytes that may still come to a work in one file.

        Raises:
            BadInput: none at all.
        """
        with self._lock:
            left = min(self._limits.total_bytes - work.size, _MOST_BYTES - sum(w.size for w in self._works.values()))
        if left <= 0:
            raise _too_busy() if work.size < self._limits.total_bytes else _too_large(self._limits)
        return min(left, self._limits.file_bytes)

    def add(self, work: Work, name: str, data: bytes) -> None:
        """A file more; one with the same name takes the place of the one before.

        Raises:
            BadInput: it is being read, or has enough files or bytes.
        """
        with self._lock:
            if work.busy:
                raise BadInput("Er wordt nog gelezen. Wacht, of stop het.", "Reading is going on. Wait, or stop it.")
            name = shown_name(name)
            kept = [(other, bytes_) for other, bytes_ in work.uploads if other != name]
            if len(kept) >= self._limits.files:
                raise BadInput(
                    f"Een dossier heeft hooguit {self._limits.files} bestanden.",
                    f"A dossier has at most {self._limits.files} files.",
                )
            if sum(len(other) for _, other in kept) + len(data) > self._limits.total_bytes:
                raise _too_large(self._limits)
            work.uploads = [*kept, (name, data)]

    def start(self, work: Work, reader: Reader) -> None:
        """Reads the files in a thread of its own; the answers of the visitor stay."""
        with self._lock:
            if work.busy or not work.uploads:
                return
            work.stage, work.problem, work.progress = "waiting", None, (0, 1, work.uploads[0][0])
            work.stopping = threading.Event()
        threading.Thread(target=self._read, args=(work, reader, work.stopping), daemon=True).start()

    def stop(self, work: Work) -> None:
        """Stops reading; what was read before stays."""
        with self._lock:
            work.stopping.set()
            if work.busy:
                work.stage = "ready" if work.reading is not None else "empty"

    def wipe(self, secret: str | None) -> None:
        """Forgets everything behind a secret."""
        with self._lock:
            work = self._works.pop(secret or "", None)
        if work is not None:
            _forget(work)

    def _read(self, work: Work, reader: Reader, stopping: threading.Event) -> None:
        def tell(done: int, total: int, name: str) -> None:
            work.progress = (done, total, name)
            work.touched = self._clock()

        problem: Message | None = None
        reading: Reading | None = None
        with self._turns:
            if not stopping.is_set():
                work.stage = "reading"
            try:
                dossier = reader.read(tuple(work.uploads), progress=tell, cancelled=stopping.is_set)
                if not stopping.is_set():
                    work.stage, work.progress = "proposing", (0, 1, "")
                reading = reader.review(dossier, progress=tell, cancelled=stopping.is_set)
            except Cancelled:
                pass
            except AiactError as error:
                problem = Message(error.dutch, error.english)
            except Exception as error:  # the boundary of this thread: the visitor must hear of it, whatever it is
                # Only the kind: what an error says may quote the document.
                log.error("reading a dossier failed: %s", type(error).__name__)
                problem = Message(
                    "Het lezen is mislukt door een fout in dit programma. Probeer het met minder bestanden.",
                    "Reading failed by a fault in this program. Try with fewer files.",
                )
        with self._lock:
            # Stopped or wiped meanwhile: what comes late is thrown away.
            if stopping.is_set():
                return
            if reading is not None:
                work.reading, work.shown, work.draft = reading, None, None
            work.problem = problem
            work.stage = "ready" if work.reading is not None else "empty"

    def _sweep(self) -> None:
        now = self._clock()
        for secret, work in list(self._works.items()):
            if now - work.touched > (KEPT_SECONDS if work.uploads else _EMPTY_SECONDS):
                del self._works[secret]
                _forget(work)

    def _plan_sweep(self) -> None:
        """Looks again later even if nobody comes: files must not stay because a server is idle."""
        if self._sweeper is None:
            self._sweeper = threading.Timer(_SWEEP_SECONDS, self._swept)
            self._sweeper.daemon = True
            self._sweeper.start()

    def _swept(self) -> None:
        with self._lock, contextlib.suppress(RuntimeError):
            self._sweep()
            self._sweeper = None
            if self._works:
                self._plan_sweep()


def _forget(work: Work) -> None:
    work.stopping.set()
    work.uploads.clear()
    work.answers.clear()
    work.reading = work.shown = work.draft = None
    work.stage = "empty"


def _too_busy() -> BadInput:
    return BadInput(
        "Er worden nu te veel dossiers beoordeeld. Probeer het later opnieuw.",
        "Too many dossiers are being assessed now. Please try again later.",
    )


def _too_large(limits: Limits) -> BadInput:
    size = limits.total_bytes // 1_000_000
    return BadInput(
        f"De bestanden zijn samen groter dan {size} MB. Maak twee dossiers.",
        f"The files together are larger than {size} MB. Make two dossiers.",
    )
