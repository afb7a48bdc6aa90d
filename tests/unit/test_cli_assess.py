"""``aiact assess``: what it prints, what it refuses, and that programs can rely on its JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from aiact_assistant.cli.commands import app
from aiact_assistant.domain import BadInput

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
HIRING = (
    "Het model leest cv's en motivatiebrieven van sollicitanten. Het geeft elke kandidaat een score en zet de"
    " kandidaten op volgorde. Wie onder de grens scoort, krijgt een afwijzing."
)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIACT_DATA_DIR", str(tmp_path / "data"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["assess", *arguments], catch_exceptions=False)


def text_file(folder: Path) -> Path:
    path = folder / "uitleg.txt"
    path.write_text(HIRING, "utf8")
    return path


def check(content: Any) -> None:
    for name, part in (("assess.json", content), ("decide.json", content["decision"])):
        Draft202012Validator(json.loads((SCHEMAS / name).read_text("utf8"))).validate(part)


def test_json_keeps_its_contract(tmp_path: Path) -> None:
    content = json.loads(run(str(text_file(tmp_path)), "--json", "--date", "2026-11-24").stdout)
    check(content)
    assert (content["date"], content["language"], content["model"]) == ("2026-11-24", "nl", None)
    assert content["draft_class"] == "high_risk"
    assert "anx_III.4.a" in content["draft_provisions"]
    quotes = [one["quote"] for fact in content["facts"] for one in fact["evidence"]]
    assert quotes
    assert all(quote in HIRING for quote in quotes)
    assert content["questions_for_owner"]


def test_a_batch_gives_a_line_per_dossier_and_names_a_bad_one(tmp_path: Path) -> None:
    text_file(tmp_path)
    lines = ['{"id": "a", "files": ["uitleg.txt"]}', "geen json", '{"id": "b", "files": ["weg.txt"]}']
    path = tmp_path / "lijst.jsonl"
    path.write_text("\n".join(lines), "utf8")
    result = CliRunner().invoke(app, ["assess", "--json", "--batch", str(path)])
    assert isinstance(result.exception, BadInput)
    (only,) = [json.loads(line) for line in result.stdout.splitlines()]
    check(only)
    assert only["id"] == "a"
    assert "Regel 2" in result.stderr
    assert "Regel 3" in result.stderr


def test_a_person_reads_that_it_is_a_draft(tmp_path: Path) -> None:
    assert run(str(text_file(tmp_path))).stdout.startswith("Concept: beoordeling door een mens vereist.")


def test_it_needs_files_or_a_list(tmp_path: Path) -> None:
    for arguments in ([], [str(text_file(tmp_path)), "--batch", "lijst"]):
        with pytest.raises(BadInput):
            run(*arguments)
