"""What was measured of one question by one system: numbers, and for dev also what can be read.

A number is a pair (part, whole): 2 of 3 facts said, 1 of 1 questions refused. Every figure is a sum of parts over a sum
of wholes, so that shares, means and F1 have one form and one bootstrap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Details:
    """What a person needs to see why it went wrong; never kept for the test split."""

    question: str
    expected: str
    got: str
    passages: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One question, measured.

    Attributes:
        id: of the question (and turn, or day).
        group: what is kept apart: a language, or before and after the change.
        values: per measure (part, whole); a measure that does not apply is absent.
        seconds: wall time, ``None`` where time says nothing.
        details: ``None`` on the test split.
    """

    id: str
    group: str
    values: Mapping[str, Pair]
    seconds: float | None = None
    details: Details | None = None


def record_json(record: Record) -> dict[str, Any]:
    """A record as JSON."""
    row: dict[str, Any] = {
        "id": record.id,
        "group": record.group,
        "values": {name: list(pair) for name, pair in record.values.items()},
        "seconds": record.seconds,
    }
    if record.details is not None:
        row["details"] = {
            "question": record.details.question,
            "expected": record.details.expected,
            "got": record.details.got,
            "passages": list(record.details.passages),
            "wrong": list(record.details.wrong),
        }
    return row


def read_record(row: Mapping[str, Any]) -> Record:
    """The record of such JSON."""
    details = row.get("details")
    return Record(
        id=row["id"],
        group=row["group"],
        values={name: (part, whole) for name, (part, whole) in row["values"].items()},
        seconds=row["seconds"],
        details=None
        if details is None
        else Details(
            details["question"],
            details["expected"],
            details["got"],
            tuple(details["passages"]),
            tuple(details["wrong"]),
        ),
    )


def groups_of(records: Sequence[Record]) -> dict[str, list[Record]]:
    """The records per group, and all of them together under ``alle`` when there is more than one group."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.group, []).append(record)
    return found if len(found) < 2 else {**found, "alle": list(records)}
