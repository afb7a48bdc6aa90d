"""Reading conversations and dated questions."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from eval.conversations import read_conversations
from eval.dated import read_dated
from eval.questions import split_of

TURN: dict[str, Any] = {"question": "moet er een bel op", "gold": ["art_1"]}
TALK: dict[str, Any] = {"id": "g1", "lang": "nl", "topic": "bellen", "turns": [TURN, {**TURN, "question": "waarom"}]}
SIDE: dict[str, Any] = {"gold": ["art_1"], "facts": [["ja"]]}
DATED: dict[str, Any] = {
    "id": "d1", "lang": "nl", "topic": "bel", "question": "moet het",
    "before": SIDE, "after": {**SIDE, "gold": ["art_2"]},
}  # fmt: skip


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf8")
    return path


def test_a_conversation_is_in_one_split_with_all_its_turns(tmp_path: Path) -> None:
    (talk,) = read_conversations(write(tmp_path / "g.jsonl", TALK))
    assert [(turn.id, turn.text, turn.lang) for turn in talk.turns] == [
        ("g1#1", "moet er een bel op", "nl"),
        ("g1#2", "waarom", "nl"),
    ]
    assert {split_of(turn.id) for turn in talk.turns} == {split_of("g1")}
    path = write(tmp_path / "g.jsonl", *({**TALK, "id": f"g{n}"} for n in range(30)))
    dev, test = read_conversations(path, "dev"), read_conversations(path, "test")
    assert dev
    assert test
    assert len(dev) + len(test) == 30


@pytest.mark.parametrize(
    "rows",
    [
        [TALK, TALK],
        [{**TALK, "turns": [TURN]}],
        [{**TALK, "turns": [TURN] * 5}],
        [{**TALK, "turns": [{**TURN, "gold": []}, TURN]}],
        [{**TALK, "turns": [{**TURN, "gold": [], "unanswerable": "nonsense"}, TURN]}],
    ],
    ids=["twice", "one turn", "five turns", "no gold", "starts with nonsense"],
)
def test_a_conversation_that_cannot_be_scored_is_refused(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match=r"g1|twice"):
        read_conversations(write(tmp_path / "g.jsonl", *rows))


def test_the_sides_of_a_dated_question_are_questions(tmp_path: Path) -> None:
    (one,) = read_dated(write(tmp_path / "d.jsonl", DATED))
    assert (one.before.id, one.before.gold, one.before.facts) == ("d1#voor", ("art_1",), (("ja",),))
    assert (one.after.id, one.after.gold, one.after.text) == ("d1#na", ("art_2",), "moet het")


@pytest.mark.parametrize(
    "row",
    [
        {**DATED, "after": SIDE},
        {**DATED, "before": {"gold": []}},
        {**DATED, "after": {"gold": [], "must_not": ["ja"]}},
    ],
    ids=["nothing changed", "nothing to measure before", "nothing after"],
)
def test_a_dated_question_that_says_nothing_is_refused(tmp_path: Path, row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="d1"):
        read_dated(write(tmp_path / "d.jsonl", row))


def test_the_shipped_sets_are_big_enough_and_in_both_languages() -> None:
    talks, dated = read_conversations(), read_dated()
    assert len(talks) == len(dated) == 40
    assert all(2 <= len(one.turns) <= 4 for one in talks)
    languages = Counter(one.turns[0].lang for one in talks), Counter(one.before.lang for one in dated)
    assert all(min(found["nl"], found["en"]) >= 6 for found in languages)
    assert sum(not one.before.gold for one in dated) < 15
