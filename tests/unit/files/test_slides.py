"""PowerPoint."""

from __future__ import annotations

import pytest

from aiact_assistant.domain import ReadError
from aiact_assistant.files.slides import read_pptx
from tests.uploads import changed_zip, make_pptx, slide_shape

CELL = "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>"
TABLE = (
    "<p:graphicFrame><a:graphic><a:graphicData><a:tbl>{}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>".format(
        "".join(f"<a:tr>{CELL.format(a)}{CELL.format(b)}</a:tr>" for a, b in [("Wie", "Wat"), ("CIO", "besluit")])
    )
)


def test_slides_in_the_order_of_showing_with_titles_tables_and_notes() -> None:
    first = (
        slide_shape("Het systeem", "title")
        + slide_shape("leest brieven\nkiest een afdeling")
        + slide_shape("1", "sldNum")
    )
    text = read_pptx(make_pptx([first, f"<p:grpSp>{TABLE}</p:grpSp>"], {0: "Vertel dit erbij."}))
    assert (text.title, text.pages) == ("Het systeem", 2)
    assert [(block.page, block.kind, block.level, block.text) for block in text.blocks] == [
        (1, "heading", 1, "Het systeem"),
        (1, "text", 0, "leest brieven"),
        (1, "text", 0, "kiest een afdeling"),
        (1, "note", 0, "Vertel dit erbij."),
        (2, "table", 0, "Wie | Wat\nCIO | besluit"),
    ]


def test_slides_that_are_pictures_are_named() -> None:
    text = read_pptx(make_pptx([slide_shape("Tekst") + "<p:pic/>", "<p:pic/>", ""], {1: "Notitie"}))
    assert text.unread == (2,)
    assert ["Dia 2" in warning.dutch for warning in text.warnings] == [True]


def test_damaged() -> None:
    data = make_pptx([slide_shape("x")])
    for changes in ({"ppt/presentation.xml": b"<p"}, {"ppt/_rels/presentation.xml.rels": b"<a/>"}):
        with pytest.raises(ReadError, match="beschadigd"):
            read_pptx(changed_zip(data, changes))
