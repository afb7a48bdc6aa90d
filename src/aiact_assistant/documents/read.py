"""Reads uploaded files into one dossier.

Comes in: names and bytes. Goes out: ``Dossier``. A file that cannot be read becomes a warning that names it and says
what to do; only when not one page is readable it is an error. Archives and the attachments of e-mails are opened; what
they hold is read as if it was uploaded. Copies on disk are in a folder of their own that goes away with the reading.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from aiact_assistant.documents.process import read_apart, stopped
from aiact_assistant.documents.unpack import shown_name
from aiact_assistant.documents.wire import Failure, Job, Outcome
from aiact_assistant.domain import Document, Dossier, Limits, Message, ReadError, StorageError, os_reason
from aiact_assistant.search.words import language_of

ID_LENGTH = 12
_LANGUAGE_SAMPLE = 200_000  # characters
_MB = 1_000_000

OnProgress = Callable[[int, int, str], None]


def read_dossier(
    uploads: Iterable[tuple[str, bytes]],
    limits: Limits,
    *,
    progress: OnProgress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Dossier:
    """The uploaded files as documents, in the order given; the files of an archive stand in its place.

    Args:
        uploads: the name and the bytes of each file.
        limits: what is read at most, ``Settings.limits``.
        progress: told the pages done, the pages of the file (with those for OCR), and the file's name.
        cancelled: asked ten times a second whether to stop.

    Raises:
        ReadError: there is not one readable page; says why for each file.
        Cancelled: ``cancelled`` said so.
        StorageError: there is no room for copies, or no process can be started.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="aiact-") as folder:
            return _Reading(Path(folder), limits, progress, cancelled).read(uploads)
    except OSError as error:
        dutch, english = os_reason(error)
        raise StorageError(
            f"De bestanden kunnen niet worden gelezen ({dutch}). Maak ruimte in de tijdelijke map van deze computer, of"
            " kies een andere map met TMPDIR.",
            f"The files cannot be read ({english}). Free some space in the temporary folder of this computer, or choose"
            " another folder with TMPDIR.",
        ) from error


@dataclass(frozen=True, slots=True)
class _Waiting:
    name: str
    path: Path
    depth: int


class _Reading:
    """One dossier being read."""

    def __init__(
        self, folder: Path, limits: Limits, progress: OnProgress | None, cancelled: Callable[[], bool] | None
    ) -> None:
        self._folder = folder
        self._limits = limits
        self._progress = progress
        self._cancelled = cancelled
        self._room = limits.unpacked_bytes
        self._documents: dict[str, Document] = {}
        self._warnings: list[Message] = []

    def read(self, uploads: Iterable[tuple[str, bytes]]) -> Dossier:
        waiting = deque(self._accept(uploads))
        begun = 0
        while waiting:
            if begun == self._limits.files:
                self._warn_rest(waiting)
                break
            file = waiting.popleft()
            members = self._read_one(file)
            # An archive is no document; its files are.
            begun += not members
            waiting.extendleft(reversed(members))
        documents = tuple(self._documents.values())
        if not any(page.text for document in documents for page in document.pages):
            raise self._nothing(documents)
        return Dossier(documents, tuple(self._warnings))

    def _accept(self, uploads: Iterable[tuple[str, bytes]]) -> list[_Waiting]:
        """Copies of the files that are not too large, on disk."""
        accepted: list[_Waiting] = []
        total = 0
        for number, (given, data) in enumerate(uploads):
            name = shown_name(given)
            if len(data) > self._limits.file_bytes:
                size = self._limits.file_bytes // _MB
                self._warn(
                    name,
                    Message(
                        f"Dit bestand is groter dan {size} MB. Splits het of sla het kleiner op.",
                        f"This file is larger than {size} MB. Split it or save it smaller.",
                    ),
                )
            elif total + len(data) > self._limits.total_bytes:
                size = self._limits.total_bytes // _MB
                self._warn(
                    name,
                    Message(
                        f"De bestanden zijn samen groter dan {size} MB; dit is niet gelezen. Maak twee dossiers.",
                        f"The files together are larger than {size} MB; this one was not read. Make two dossiers.",
                    ),
                )
            else:
                total += len(data)
                path = self._folder / str(number)
                path.write_bytes(data)
                accepted.append(_Waiting(name, path, self._limits.depth))
        return accepted

    def _read_one(self, file: _Waiting) -> list[_Waiting]:
        """Reads a file; the files that it holds, when it is an archive or e-mail."""
        if self._cancelled is not None and self._cancelled():
            raise stopped()
        identity = _hash(file.path)
        if (same := self._documents.get(identity)) is not None:
            self._warn(
                file.name,
                Message(
                    f"Dit is hetzelfde bestand als {same.name}; het is één keer gelezen.",
                    f"This is the same file as {same.name}; it was read once.",
                ),
            )
            return []
        self._say(0, 1, file.name)
        job = Job(str(file.path), file.name, str(self._folder), file.depth, self._room, self._limits)
        outcome = read_apart(
            job, progress=lambda done, total: self._say(done, total, file.name), cancelled=self._cancelled
        )
        if isinstance(outcome, Failure):
            self._warn(file.name, outcome.message)
            return []
        if outcome.pages:
            self._documents[identity] = _document(identity, file.name, outcome)
        else:
            for warning in outcome.warnings:
                self._warn(file.name, warning)
        members = [
            _Waiting(f"{file.name}/{member.name}", self._folder / Path(member.path).name, file.depth - 1)
            for member in outcome.members
        ]
        self._room -= sum(member.path.stat().st_size for member in members)
        file.path.unlink()
        return members

    def _say(self, done: int, total: int, name: str) -> None:
        if self._progress is not None:
            self._progress(done, total, name)

    def _warn(self, name: str, message: Message) -> None:
        self._warnings.append(_about(name, message))

    def _warn_rest(self, waiting: Iterable[_Waiting]) -> None:
        names = [file.name for file in waiting]
        most = self._limits.files
        self._warnings.append(
            Message(
                f"Een dossier heeft hooguit {most} documenten. Niet gelezen: {', '.join(names)}.",
                f"A dossier has at most {most} documents. Not read: {', '.join(names)}.",
            )
        )

    def _nothing(self, documents: Iterable[Document]) -> ReadError:
        own = [_about(document.name, warning) for document in documents for warning in document.warnings]
        reasons = [*self._warnings, *own]
        if not reasons:
            return ReadError("Er zijn geen bestanden gegeven.", "No files were given.")
        return ReadError(
            "\n".join(["Er is geen enkele leesbare bladzijde.", *(reason.dutch for reason in reasons)]),
            "\n".join(["There is not one readable page.", *(reason.english for reason in reasons)]),
        )


def _about(name: str, message: Message) -> Message:
    return Message(f"{name}: {message.dutch}", f"{name}: {message.english}")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:ID_LENGTH]


def _document(identity: str, name: str, outcome: Outcome) -> Document:
    text = "\n".join(page.text for page in outcome.pages)
    warnings = outcome.warnings
    if not text.strip() and not outcome.unread:
        warnings += (
            Message(
                "Dit bestand bevat geen tekst. Staat de tekst in afbeeldingen, sla het dan op als PDF.",
                "This file has no text. If its text is in pictures, save it as PDF.",
            ),
        )
    return Document(
        id=identity,
        name=name,
        language=language_of(text[:_LANGUAGE_SAMPLE]),
        pages=outcome.pages,
        unread=outcome.unread,
        warnings=warnings,
        title=outcome.title,
    )
