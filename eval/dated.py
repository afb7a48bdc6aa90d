"""Questions whose answer changed on 27 July 2026: asked for a day before it and for a day after it.

Comes in: ``eval/data/gedateerd.jsonl``. Goes out: ``DatedQuestion`` objects, whose sides are ordinary questions with
the id ``d01#voor`` or ``d01#na``. A side without gold is one on which the law said nothing yet: there only what must
not be said counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from eval.questions import Question, parse_question, read_rows

DATED_FILE = Path(__file__).parent / "data" / "gedateerd.jsonl"
# Regulation (EU) 2026/1744 applies from 27 July 2026; the days are well away from it.
BEFORE, AFTER = date(2026, 6, 15), date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class DatedQuestion:
    """One question with what is right for a day before the change and for a day after it."""

    id: str
    topic: str
    before: Question
    after: Question


def read_dated(path: Path = DATED_FILE, split: str = "all") -> list[DatedQuestion]:
    """The dated questions of a split, in file order.

    Raises:
        ValueError: an id occurs twice, a split is unknown, or a question does not say what changed.
    """
    return read_rows(path, split, _parse, lambda one: one.id)


def _parse(row: Mapping[str, Any]) -> DatedQuestion:
    before, after = (_side(row, row[side], name) for side, name in (("before", "voor"), ("after", "na")))
    said = (before.gold, before.facts, before.must_not)
    if said == (after.gold, after.facts, after.must_not) or not after.gold:
        raise ValueError(f"nothing changed: {row['id']}")
    if not before.gold and not before.must_not:
        raise ValueError(f"nothing to measure before the change: {row['id']}")
    return DatedQuestion(str(row["id"]), str(row["topic"]), before, after)


def _side(row: Mapping[str, Any], side: Mapping[str, Any], name: str) -> Question:
    common = {"id": f"{row['id']}#{name}", "lang": row["lang"], "question": row["question"]}
    return parse_question({**common, **side}, may_be_silent=True)
