"""``aiact assess --docx --md --register --toetsen``: every file can be opened, and what is left to do is said."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import cast

import docx
import pytest

from aiact_assistant.assistant import Assistant
from aiact_assistant.cli.exports import Exports, write_exports
from aiact_assistant.domain import BadInput
from aiact_assistant.settings import Settings
from tests.fakes import RANKS, FakeAssistant


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> FakeAssistant:
    return FakeAssistant(Settings(data_dir=tmp_path_factory.mktemp("data")))


def test_all_files_at_once(assistant: FakeAssistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exports = Exports(*(tmp_path / name for name in ("memo.docx", "memo.md", "register.json", "toetsen.md")))
    assert exports.wanted
    reading = assistant.review(assistant.read([("plan.txt", RANKS.encode())]))
    write_exports(cast("Assistant", assistant), reading, exports, "nl")
    document = docx.Document(str(tmp_path / "memo.docx"))
    assert document.sections[0].header.paragraphs[0].text == "Concept: beoordeling door een mens vereist"
    assert RANKS in (tmp_path / "memo.md").read_text("utf8")
    assert json.loads((tmp_path / "register.json").read_text("utf8"))["category"] == ["Werk"]
    assert "IAMA" in (tmp_path / "toetsen.md").read_text("utf8")
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Nog in te vullen: name, description_short, organization" in printed.err


def test_only_what_is_wanted_is_written(assistant: FakeAssistant, tmp_path: Path) -> None:
    assert not Exports(None, None, None, None).wanted
    reading = assistant.review(assistant.read([("plan.txt", RANKS.encode())]))
    write_exports(cast("Assistant", assistant), reading, Exports(None, tmp_path / "memo.md", None, None), "en")
    assert [path.name for path in tmp_path.iterdir()] == ["memo.md"]
    assert (tmp_path / "memo.md").read_text("utf8").startswith("# Assessment under the AI Act")


def test_a_file_that_cannot_be_written_is_said(assistant: FakeAssistant, tmp_path: Path) -> None:
    reading = assistant.review(assistant.read([("plan.txt", RANKS.encode())]))
    with pytest.raises(BadInput, match="kan niet worden geschreven: het is een map"):
        write_exports(cast("Assistant", assistant), reading, Exports(None, tmp_path, None, None), "nl")


def test_what_was_there_stays_when_writing_fails(
    assistant: FakeAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "memo.md"
    target.write_text("het vorige memo", "utf8")
    reading = assistant.review(assistant.read([("plan.txt", RANKS.encode())]))

    def full(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BadInput, match="kan niet worden geschreven"):
        write_exports(cast("Assistant", assistant), reading, Exports(None, target, None, None), "nl")
    assert target.read_text("utf8") == "het vorige memo"
    assert [path.name for path in tmp_path.iterdir()] == ["memo.md"]
