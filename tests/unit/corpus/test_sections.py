"""Outlines: by heading, by page, by part."""

from __future__ import annotations

import pytest

from aiact_assistant.corpus import sections
from aiact_assistant.corpus.sections import by_heading, by_page, by_part
from aiact_assistant.files.blocks import Block, FileText


def test_only_a_single_first_heading_of_level_one_is_the_title() -> None:
    single = by_heading([Block("heading", "Titel", 1), Block("text", "a"), Block("heading", "Deel", 2)], "Naam")
    assert (single.heading, single.text, [s.heading for s in single.sections]) == ("Titel", "a", ["Deel"])
    double = by_heading([Block("heading", "Een", 1), Block("heading", "Twee", 1)], "Naam")
    assert (double.heading, [s.heading for s in double.sections]) == ("Naam", ["Een", "Twee"])


def test_by_page_carries_the_running_heading() -> None:
    blocks = (
        Block("heading", "Doel", 1, page=1),
        Block("text", "a", page=1),
        Block("heading", "Slot", 2, page=1),
        Block("text", "b", page=2),
    )
    outline = by_page(FileText("t", blocks), "t")
    assert [(s.anchor, s.heading, s.text, s.page) for s in outline.sections] == [
        ("p1", "Doel", "a\nSlot", 1),
        ("p2", "Slot", "b", 2),
    ]


def test_long_parts_are_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "MAX_SECTION_CHARS", 10)
    blocks = [Block("heading", "Blad", 2), Block("table", "een twee\ndrie vier\nvijf")]
    outline = by_part(blocks, "Map")
    assert [(s.anchor, s.heading, s.text) for s in outline.sections] == [
        ("blad", "Blad", "een twee"),
        ("blad-2", "Blad", "drie vier"),
        ("blad-3", "Blad", "vijf"),
    ]
