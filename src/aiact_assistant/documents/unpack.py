"""Takes the files out of an archive or e-mail.

Comes in: a zip file or e-mail, in the reading process. Goes out: the text of the e-mail and the files, written in a
folder under names of our own: a name in the archive is only shown, never used as a path.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Literal

from aiact_assistant.documents.wire import Job, Member
from aiact_assistant.domain import Message, ReadError
from aiact_assistant.files.blocks import FileText
from aiact_assistant.files.mail import read_eml
from aiact_assistant.files.package import damaged, open_package

_MAX_NAME = 150
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # also what turns a name around
_JUNK_FOLDERS = frozenset({"__MACOSX", ".git"})


def unpack(kind: Literal["zip", "mail"], data: bytes, job: Job) -> tuple[FileText | None, list[Member]]:
    """The text of an e-mail (``None`` for an archive) and the files that were taken out.

    Raises:
        ReadError: damaged, protected, too deep in other archives, too many files, or too large.
    """
    if kind == "mail":
        mail = read_eml(data)
        if job.depth > 0 or not mail.attachments:
            return mail.text, _write(mail.attachments, job)
        names = ", ".join(shown_name(name) for name, _ in mail.attachments)
        remark = Message(
            f"De bijlagen van deze e-mail zitten te diep in andere bestanden en zijn niet gelezen: {names}.",
            f"The attachments of this e-mail are too deep inside other files and were not read: {names}.",
        )
        return replace(mail.text, warnings=(remark,)), []
    if job.depth <= 0:
        raise ReadError(
            f"Dit zipbestand zit te diep in andere bestanden (grens: {job.limits.depth}). Pak het eerst uit.",
            f"This archive is too deep inside other files (limit: {job.limits.depth}). Unpack it first.",
        )
    with open_package(data, unpacked=job.room, ratio=job.limits.ratio, office=False) as archive:
        try:
            members = _write(_files(archive), job)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
            raise damaged() from error
    if not members:
        raise ReadError("Dit zipbestand is leeg.", "This archive is empty.")
    return None, members


def _files(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for part in archive.infolist():
        path = PurePosixPath(part.filename.replace("\\", "/"))
        if part.is_dir() or path.name.startswith(".") or _JUNK_FOLDERS & set(path.parts):
            continue
        yield part.filename, archive.read(part)


def _write(files: Iterable[tuple[str, bytes]], job: Job) -> list[Member]:
    members: list[Member] = []
    size = 0
    for number, (name, data) in enumerate(files, start=1):
        size += len(data)
        if number > job.limits.files:
            raise ReadError(
                f"Hier zitten meer dan {job.limits.files} bestanden in. Kies de stukken die over het systeem gaan.",
                f"This holds more than {job.limits.files} files. Choose the documents that are about the system.",
            )
        if size > job.room:
            raise ReadError(
                "Wat hierin zit, is uitgepakt te groot. Kies de stukken die over het systeem gaan.",
                "What this holds is too large when unpacked. Choose the documents that are about the system.",
            )
        path = Path(job.folder) / f"{Path(job.path).name}-{number}"
        path.write_bytes(data)
        members.append(Member(shown_name(name), str(path)))
    return members


def shown_name(name: str) -> str:
    """A file's name to show: without drive, steps up, and characters that hide what it is."""
    parts = [
        part for part in _CONTROL.sub("", name).replace("\\", "/").split("/") if part.strip() not in {"", ".", ".."}
    ]
    return "/".join(parts)[-_MAX_NAME:] or "zonder naam"
