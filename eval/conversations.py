"""Conversations of a few turns: every question is asked with the ones before it as history.

Comes in: ``eval/data/gesprekken.jsonl``. Goes out: ``Conversation`` objects, whose turns are ordinary questions with
the id ``g01#1``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.questions import Question, parse_question, read_rows

CONVERSATIONS_FILE = Path(__file__).parent / "data" / "gesprekken.jsonl"
_MOST_TURNS = 4


@dataclass(frozen=True, slots=True)
class Conversation:
    """Two to four questions on one subject, in order."""

    id: str
    topic: str
    turns: tuple[Question, ...]


def read_conversations(path: Path = CONVERSATIONS_FILE, split: str = "all") -> list[Conversation]:
    """The conversations of a split, in file order.

    Raises:
        ValueError: an id occurs twice, a split is unknown, or a conversation is not well-formed.
    """
    return read_rows(path, split, _parse, lambda one: one.id)


def _parse(row: Mapping[str, Any]) -> Conversation:
    turns = tuple(
        parse_question({**turn, "id": f"{row['id']}#{number}", "lang": row["lang"]})
        for number, turn in enumerate(row["turns"], start=1)
    )
    if not 2 <= len(turns) <= _MOST_TURNS or not turns[0].gold:
        raise ValueError(f"not a conversation: {row['id']}")
    return Conversation(str(row["id"]), str(row["topic"]), turns)
