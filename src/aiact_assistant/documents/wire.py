"""What the reading process and the program say to each other: lines of JSON.

Comes in and goes out: ``Job`` to the process; ``Progress``, ``Outcome`` and ``Failure`` from it. JSON and not pickle:
the process has read hostile bytes, so nothing that it says may run.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, cast

from aiact_assistant.domain import Limits, Message, Page, PageBlock


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: its place on disk, the name that the user gave it, and a folder for files that it holds.

    ``depth`` is how many more levels of archives may be opened and ``room`` how many bytes may still come out of them.
    """

    path: str
    name: str
    folder: str
    depth: int
    room: int
    limits: Limits


@dataclass(frozen=True, slots=True)
class Progress:
    """Pages done of all pages of the file."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Member:
    """A file that an archive or e-mail holds: its name there, and its place on disk."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read: pages (none for an archive), remarks, and the files that it holds."""

    title: str
    pages: tuple[Page, ...]
    unread: tuple[int, ...]
    warnings: tuple[Message, ...]
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why nothing was read."""

    message: Message


Report = Progress | Outcome | Failure


def dump(item: Job | Report) -> bytes:
    """One line."""
    return json.dumps({"is": type(item).__name__, **asdict(item)}, ensure_ascii=False).encode("utf-8") + b"\n"


def load_job(line: bytes) -> Job:
    """The job of a line."""
    given = _object(line)
    del given["is"]
    given["limits"] = Limits(**given["limits"])
    return Job(**given)


def load_report(line: bytes) -> Report:
    """What a line of the process says.

    Raises:
        ValueError, TypeError, KeyError: it is no report.
    """
    given = _object(line)
    kind = given.pop("is")
    if kind == "Progress":
        return Progress(int(given["done"]), int(given["total"]))
    if kind == "Failure":
        return Failure(_message(given["message"]))
    return Outcome(
        title=str(given["title"]),
        pages=tuple(_page(page) for page in given["pages"]),
        unread=tuple(int(number) for number in given["unread"]),
        warnings=tuple(_message(warning) for warning in given["warnings"]),
        members=tuple(Member(str(member["name"]), str(member["path"])) for member in given["members"]),
    )


def _object(line: bytes) -> dict[str, Any]:
    given: object = json.loads(line)
    if not isinstance(given, dict):
        raise TypeError("no object")
    return cast("dict[str, Any]", given)


def _message(given: dict[str, Any]) -> Message:
    return Message(str(given["dutch"]), str(given["english"]))


def _page(given: dict[str, Any]) -> Page:
    given["blocks"] = tuple(PageBlock(**block) for block in given["blocks"])
    return Page(**given)
