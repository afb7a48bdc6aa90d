"""HTML to blocks."""

from __future__ import annotations

import pytest

from aiact_assistant.domain import ReadError
from aiact_assistant.files.blocks import Block
from aiact_assistant.files.markup import read_html

PAGE = """<!DOCTYPE html><html><head><title>Beleid AI</title><style>p {color: red}</style></head><body>
<nav>Menu</nav><h1>Ons <em>beleid</em></h1><p>Eerste   alinea<br>tweede regel met <a href="https://example.org/a">een
koppeling</a>.</p><ul><li>een<ul><li>diep</li></ul></li><li>twee</li></ul>
<ol start="3"><li>drie</li><li>vier</li></ol>
<table><tr><th>Wie</th><th>Wat</th></tr><tr><td>CIO</td><td><p>besluit</p><p>meldt</p></td></tr></table>
<script>weg()</script>Slot</body></html>"""


def test_blocks_in_order() -> None:
    text = read_html(PAGE.encode())
    assert text.title == "Beleid AI"
    assert [(block.kind, block.text) for block in text.blocks] == [
        ("heading", "Ons beleid"),
        ("text", "Eerste alinea\ntweede regel met een koppeling."),
        ("text", "- een"),
        ("text", "- diep"),
        ("text", "- twee"),
        ("text", "3. drie"),
        ("text", "4. vier"),
        ("table", "Wie | Wat\nCIO | besluit meldt"),
        ("text", "Slot"),
    ]
    assert text.blocks[0].level == 1
    assert text.blocks[1].links == ("https://example.org/a",)


def test_heading_in_a_list_item_takes_no_marker() -> None:
    blocks = read_html("<ul><li><h2>Jurist</h2><p>Kent de wet.</p></li></ul>").blocks
    assert blocks == (Block("heading", "Jurist", 2), Block("text", "Kent de wet."))


@pytest.mark.parametrize(
    "data",
    [
        "<html><head><meta charset='windows-1252'></head><body>één</body></html>".encode("cp1252"),
        "<p>één</p>".encode(),
        "<p>één</p>".encode("cp1252"),
        "<?xml version='1.0' encoding='utf-8'?><html><body><p>één</p></body></html>".encode(),
    ],
)
def test_character_sets(data: bytes) -> None:
    assert [block.text for block in read_html(data).blocks] == ["één"]


def test_empty() -> None:
    with pytest.raises(ReadError):
        read_html(b"  \n ")
