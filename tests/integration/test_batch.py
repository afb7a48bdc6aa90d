"""``aiact ask --json --batch``: one result a line, in order; a bad line costs no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.integration.conftest import Aiact, Result

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("ready")]
SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "ask.json"
GOOD = {"id": "goed", "question": "Wat zegt artikel 4 bis, lid 1?"}


@pytest.fixture
def batch(aiact: Aiact, tmp_path: Path) -> Any:
    def call(content: bytes | list[object], *options: str) -> tuple[Result, list[dict[str, Any]]]:
        path = tmp_path / "vragen.jsonl"
        if isinstance(content, list):
            content = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in content).encode()
        path.write_bytes(content)
        result = aiact("ask", "--json", "--batch", str(path), *options)
        return result, [json.loads(line) for line in result.out.splitlines()]

    return call


def test_results_are_in_order_with_their_ids_and_fit_the_schema(batch: Any) -> None:
    result, found = batch(
        [
            GOOD | {"lang": "en", "date": "2026-08-01", "history": ["Wat is een bakfiets?"], "iets": "anders"},
            {"id": 7, "question": "Wat zegt artikel 4 ter?", "date": "2026-07-01", "history": None, "lang": None},
            {"id": "x", "question": "Hoe bak ik een appeltaart?", "date": ""},
        ],
        "--date",
        "2026-09-01",
    )
    assert (result.code, result.err) == (0, "")
    assert [(one["id"], one["lang"], one["date"], one["status"]) for one in found] == [
        ("goed", "en", "2026-08-01", "answered"),
        (7, "nl", "2026-07-01", "answered"),
        ("x", "nl", "2026-09-01", "out_of_scope"),
    ]
    validator = Draft202012Validator(json.loads(SCHEMA.read_text("utf8")))
    for one in found:
        validator.validate(one)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("geen json", "Regel 2 is geen JSON"),
        ('{"id": "x", "question": "half', "Regel 2 is geen JSON"),
        ("[" * 100_000, "Regel 2 is geen JSON"),
        ("[1]", "Regel 2: dit is geen vraag"),
        ('"tekst"', "Regel 2: dit is geen vraag"),
        ({"question": "x"}, "Regel 2: 'id'"),
        ({"id": None, "question": "x"}, "Regel 2: 'id'"),
        ({"id": True, "question": "x"}, "Regel 2: 'id'"),
        ({"id": "x"}, "Regel 2: 'question'"),
        ({"id": "x", "question": 3}, "Regel 2: 'question'"),
        (GOOD | {"lang": "fr"}, "Regel 2: 'lang'"),
        (GOOD | {"lang": ["nl"]}, "Regel 2: 'lang'"),
        (GOOD | {"date": "2026-02-30"}, "Regel 2: '2026-02-30' is geen datum"),
        (GOOD | {"date": 20260701}, "Regel 2: 'date'"),
        (GOOD | {"history": "Wat is AI?"}, "Regel 2: 'history'"),
        (GOOD | {"history": [1]}, "Regel 2: 'history'"),
        (GOOD | {"history": {"a": "b"}}, "Regel 2: 'history'"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_answered(batch: Any, line: object, says: str) -> None:
    result, found = batch([GOOD | {"id": 1}, line, GOOD | {"id": 3}])
    assert result.code == 2
    assert [(one["id"], one["status"]) for one in found] == [(1, "answered"), (3, "answered")]
    assert says in result.err
    assert "1 regels van" in result.err


@pytest.mark.parametrize(
    ("question", "reason"), [("", "geen vraag ingevuld"), ("\x00 ", "geen vraag ingevuld"), ("a" * 10_000, "te lang")]
)
def test_an_unusable_question_has_its_own_result(batch: Any, question: str, reason: str) -> None:
    result, found = batch([GOOD, {"id": "leeg", "question": question}, GOOD | {"id": "daarna"}])
    assert (result.code, result.err) == (0, "")
    assert [one["status"] for one in found] == ["answered", "unclear", "answered"]
    assert reason in found[1]["text"]
    assert found[1]["fingerprint"] == found[0]["fingerprint"]
    Draft202012Validator(json.loads(SCHEMA.read_text("utf8"))).validate(found[1])


def test_bom_windows_line_ends_blank_lines_and_separators_inside_text(batch: Any) -> None:
    lines = [GOOD | {"id": 1}, GOOD | {"id": 2, "question": "artikel 4 bis, lid 1\u2028\x85en verder?"}]
    raw = "\r\n\r\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\r\n"
    result, found = batch(b"\xef\xbb\xbf" + raw.encode())
    assert (result.code, result.err) == (0, "")
    assert [one["id"] for one in found] == [1, 2]


def test_numbers_count_blank_lines(batch: Any) -> None:
    result, _ = batch(b"\n\n\nfout\n")
    assert "Regel 4 is geen JSON" in result.err


def test_a_line_that_is_not_utf8(batch: Any) -> None:
    good = json.dumps(GOOD).encode()
    result, found = batch(good + b'\n{"id": "caf\xe9", "question": "x"}\n' + good)
    assert (result.code, len(found)) == (2, 2)
    assert "Regel 2 is geen UTF-8" in result.err


def test_halves_of_characters_come_back_as_they_went_in(batch: Any) -> None:
    result, found = batch(b'{"id": "\\ud83d", "question": "artikel 4 bis, lid 1 \\ud83d?"}')
    assert (result.code, result.err) == (0, "")
    assert found[0]["id"] == "\ud83d"
    assert found[0]["status"] == "answered"


def test_an_id_that_comes_twice_is_said_and_answered(batch: Any) -> None:
    result, found = batch([GOOD, GOOD])
    assert (result.code, len(found)) == (0, 2)
    assert "Het id 'goed' staat meer dan eens" in result.err


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_a_file_without_questions(batch: Any, content: bytes) -> None:
    result, found = batch(content)
    assert (result.code, found) == (2, [])
    assert "staan geen vragen" in result.err


def test_a_file_in_utf16(batch: Any) -> None:
    result, _ = batch(json.dumps(GOOD).encode("utf-16"))
    assert (result.code, "Bewaar het als UTF-8" in result.err) == (2, True)


def test_a_file_that_is_no_batch_does_not_fill_the_screen(batch: Any) -> None:
    result, found = batch(b"%PDF-1.7\n" * 5000)
    assert (result.code, found) == (2, [])
    assert len(result.err.splitlines()) == 21
    assert "5000 regels van" in result.err


def test_a_file_that_cannot_be_read(aiact: Aiact, tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "weg", "bestaat niet"), (tmp_path, "het is een map")):
        result = aiact("ask", "--json", "--batch", str(path))
        assert (result.code, result.out) == (2, "")
        assert reason in result.err
