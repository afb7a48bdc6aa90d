"""The project's own question set: reading it and splitting it into dev and test.

Comes in: ``eval/data/vragen.jsonl``. Goes out: ``Question`` objects. Imports nothing of the product, so that the
naive stack can read the same questions in its own environment.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

QUESTIONS_FILE = Path(__file__).parent / "data" / "vragen.jsonl"
SPLITS = ("dev", "test", "all")
# 153 of the 256 values of the first byte of the hash: 60 % of the questions may be looked at while building.
_DEV_BELOW = 153

Language = Literal["nl", "en"]
Row = TypeVar("Row")
# Why a question has no answer in the sources.
KINDS = ("out_of_scope", "false_premise", "missing_facts", "injection", "nonsense")


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what is needed to answer it.

    Attributes:
        id: short name; decides the split.
        text: as a colleague would type it.
        lang: language of the question; the sources are Dutch.
        gold: ids of the provisions or pages that a good answer rests on, as in docs/architecture.md; empty when
            there is no answer.
        alternatives: per gold id, other ids that serve as well (a recital that says the same).
        unanswerable: one of ``KINDS`` when the sources cannot answer it, else empty.
        facts: a right answer contains one string of each tuple, whatever the case and the white space.
        must_not: a right answer contains none of these, such as a date from before the change of 2026.
    """

    id: str
    text: str
    lang: Language
    gold: tuple[str, ...]
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    unanswerable: str = ""
    facts: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()


def split_of(question_id: str) -> Literal["dev", "test"]:
    """The split that a question belongs to: a function of its id, so that it never moves.

    What follows a ``#`` (a turn, a day) does not count: a conversation is in one split.
    """
    name = question_id.partition("#")[0]
    return "dev" if hashlib.sha256(name.encode()).digest()[0] < _DEV_BELOW else "test"


def read_questions(
    path: Path = QUESTIONS_FILE, split: str = "all", *, with_unanswerable: bool = False
) -> list[Question]:
    """The questions of a split, in file order.

    Args:
        path: one JSON object a line, see README.md.
        split: ``dev``, ``test`` or ``all``.
        with_unanswerable: also those that have no answer; retrieval cannot be measured on them.

    Raises:
        ValueError: an id occurs twice, or a split is unknown, or a question has neither gold nor a reason to have none.
    """
    questions = read_rows(path, split, parse_question, lambda question: question.id)
    return [question for question in questions if with_unanswerable or not question.unanswerable]


def read_rows(
    path: Path, split: str, parse: Callable[[Mapping[str, Any]], Row], name: Callable[[Row], str]
) -> list[Row]:
    """The rows of a file that belong to a split, in file order.

    Args:
        path: one JSON object a line.
        split: ``dev``, ``test`` or ``all``.
        parse: makes a row of an object; raises ``ValueError`` when it is none.
        name: its id, which decides the split.

    Raises:
        ValueError: an id occurs twice, a split is unknown, or a row is not well-formed.
    """
    if split not in SPLITS:
        raise ValueError(f"unknown split: {split}")
    rows = [parse(json.loads(line)) for line in path.read_text("utf8").splitlines() if line.strip()]
    if len({name(row) for row in rows}) != len(rows):
        raise ValueError(f"an id occurs twice in {path}")
    return [row for row in rows if split in ("all", split_of(name(row)))]


def needed_ids(questions: Iterable[Question]) -> list[str]:
    """Every gold and alternative id, sorted, each once."""
    return sorted(
        {
            wanted
            for question in questions
            for gold in question.gold
            for wanted in (gold, *question.alternatives.get(gold, ()))
        }
    )


def parse_question(row: Mapping[str, object], *, may_be_silent: bool = False) -> Question:
    """The question of a row, see README.md.

    Args:
        row: the JSON object.
        may_be_silent: whether it may have neither gold nor a reason to have none, where the law did not say anything.

    Raises:
        ValueError: it cannot be scored.
    """
    gold = row["gold"]
    alternatives = row.get("alternatives", {})
    facts = row.get("facts", [])
    must_not = row.get("must_not", [])
    unanswerable = row.get("unanswerable", "")
    lang = row["lang"]
    if (
        not isinstance(gold, list)
        or not isinstance(alternatives, dict)
        or not isinstance(facts, list)
        or not isinstance(must_not, list)
        or lang not in ("nl", "en")
        or unanswerable not in ("", *KINDS)
        or (bool(gold) == bool(unanswerable) and not (may_be_silent and not gold))
        or (unanswerable and facts)
        or not all(facts)
    ):
        raise ValueError(f"not a question: {row.get('id')}")
    if unknown := set(alternatives) - set(gold):
        raise ValueError(f"{row['id']}: alternatives for what is not gold: {sorted(unknown)}")
    return Question(
        id=str(row["id"]),
        text=str(row["question"]),
        lang="nl" if lang == "nl" else "en",
        gold=tuple(str(one) for one in gold),
        alternatives={str(key): tuple(str(one) for one in value) for key, value in alternatives.items()},
        unanswerable=str(unanswerable),
        facts=tuple(tuple(str(one) for one in fact) for fact in facts),
        must_not=tuple(str(one) for one in must_not),
    )
