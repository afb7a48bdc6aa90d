"""A file of facts: what it may hold, what comes back, and what is refused with a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiact_assistant.assessment.facts import parse_facts, read_facts, write_facts
from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.domain import BadInput, Evidence, Fact

BOOK = load_rules()


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("ja", True),
        ("yes", True),
        ("true", True),
        ("Nee", False),
        ("no", False),
        ("onbekend", None),
        ("unknown", None),
        ("", None),
    ],
)
def test_words_for_an_answer(tmp_path: Path, word: str, answer: bool | None) -> None:
    path = tmp_path / "feiten.yaml"
    path.write_text(f"uses: {word}\n", "utf8")
    assert read_facts(path, BOOK) == (Fact("uses", answer),)


def test_evidence_comes_along() -> None:
    content = {
        "facts": {
            "infers": {"answer": "yes", "source": "plan", "evidence": [{"file": "a.pdf", "page": 3, "quote": "x"}]}
        }
    }
    assert parse_facts(content, BOOK) == (Fact("infers", True, "plan", (Evidence("a.pdf", 3, "x"),)),)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    facts = (Fact("uses", True), Fact("develops", False), Fact("own_name", None))
    path = tmp_path / "feiten.yaml"
    path.write_text(write_facts(facts), "utf8")
    assert read_facts(path, BOOK) == facts


@pytest.mark.parametrize("nothing", [None, {}, {"feiten": None}])
def test_no_facts_is_a_beginning(nothing: object) -> None:
    assert parse_facts(nothing, BOOK) == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"user": "ja"}, "bestaat niet"),
        ({"recruitmnt": "ja"}, "Bedoelt u 'recruitment'"),
        ({"uses": "misschien"}, "geen antwoord"),
        ({"uses": 1}, "geen antwoord"),
        ({"uses": ["ja"]}, "geen antwoord"),
        (["uses"], "regels als"),
        ({"uses": {"antwoord": "ja", "bewijs": [{"file": "a.pdf"}]}}, "bewijs"),
    ],
)
def test_what_cannot_be_facts_is_refused(content: object, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        parse_facts(content, BOOK)


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feiten.yaml"
    path.write_text("uses: [ja", "utf8")
    with pytest.raises(BadInput, match="YAML"):
        read_facts(path, BOOK)
    with pytest.raises(BadInput, match="YAML"):
        read_facts(tmp_path / "weg.yaml", BOOK)
