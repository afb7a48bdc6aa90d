"""Feedback becomes candidates that a person must complete; personal data is masked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aiact_assistant.domain import Answer, AnswerStatus
from aiact_assistant.ui.feedback import FILE, save_feedback
from eval.harvest import as_row, candidates, main, read_feedback
from eval.questions import read_questions
from tests.fakes import TODAY


def vote(question: str, kind: str = "down", reason: str = "") -> dict[str, Any]:
    return {
        "question": question, "lang": "nl", "vote": kind, "reason": reason, "status": "partly", "citations": ["art_1"]
    }  # fmt: skip


def test_votes_on_one_question_are_counted_together_and_the_worst_come_first() -> None:
    rows = [vote("Mooi?", "up"), vote("Moet  het?", reason="onjuist"), vote("moet het?", reason="onjuist"), vote("Ja?")]
    found = candidates(rows, known=())
    assert [(one.text, one.up, one.down, one.reasons) for one in found] == [
        ("Moet  het?", 0, 2, ("onjuist",)),
        ("Ja?", 0, 1, ()),
        ("Mooi?", 1, 0, ()),
    ]


def test_a_question_of_the_set_is_no_candidate() -> None:
    assert candidates([vote("Moet het?"), vote(" ")], known=["moet  HET?"]) == []


def test_personal_data_is_masked_in_question_and_reason() -> None:
    (one,) = candidates([vote("Mag ik jan@voorbeeld.nl mailen?", reason="bel 06-12345678, BSN 111222333")], ())
    text = json.dumps(as_row(one), ensure_ascii=False)
    assert "[e-mail]" in text
    assert not any(secret in text for secret in ("jan@", "12345678", "111222333"))


def test_what_the_page_saves_can_be_harvested_and_is_never_a_question_yet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = Answer("Moet er een bel op mijn bakfiets?", "nl", TODAY, AnswerStatus.ANSWERED, "Ja.")
    save_feedback(tmp_path, answer, "down", "te kort")
    with (tmp_path / FILE).open("a", encoding="utf8") as file:
        file.write('{"question": "half')
    assert len(read_feedback(tmp_path / FILE)) == 1
    arguments = ["--feedback", str(tmp_path / FILE), "--out", str(tmp_path / "k.jsonl")]
    assert main(arguments) == 0
    assert "1 kandidaten" in capsys.readouterr().out
    with pytest.raises(ValueError, match="not a question"):
        read_questions(tmp_path / "k.jsonl")
    assert main(arguments) == 1, "an edited file is never overwritten"
    assert main(["--feedback", str(tmp_path / "geen"), "--out", str(tmp_path / "l.jsonl")]) == 2
