"""Verdicts are kept whole, one a line, without the text of the answer."""

import json
from pathlib import Path

import pytest

from aiact_assistant.domain import StorageError
from aiact_assistant.ui.feedback import FILE, save_feedback
from tests.unit.ui.test_render import ANSWER


def test_a_verdict_is_one_line(tmp_path: Path) -> None:
    save_feedback(tmp_path, ANSWER, "up", "")
    save_feedback(tmp_path, ANSWER, "down", "x" * 2000)
    first, second = [json.loads(line) for line in (tmp_path / FILE).read_text("utf8").splitlines()]
    assert (first["vote"], first["citations"]) == ("up", ["art_4a.1", "ak:bellen"])
    assert len(second["reason"]) == 1000


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "bestand"
    blocked.write_text("geen map")
    with pytest.raises(StorageError, match="niet beschrijfbaar"):
        save_feedback(blocked, ANSWER, "up", "")
