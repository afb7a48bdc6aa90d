"""Blocks on pages, and pages in words."""

from __future__ import annotations

from aiact_assistant.documents.pages import pages_of
from aiact_assistant.domain import Document, Page
from aiact_assistant.files.blocks import Block, FileText


def test_pages_with_the_places_of_their_blocks() -> None:
    text = FileText(
        "", (Block("heading", "Kop", 1, page=1), Block("text", "Tekst.", page=1), Block("text", "X", page=3)), (), 3
    )
    pages = pages_of("pdf", text, {3})
    assert [(page.number, page.text, page.recognised) for page in pages] == [
        (1, "Kop\n\nTekst.", False),
        (2, "", False),
        (3, "X", True),
    ]
    assert [(b.kind, b.level, pages[0].text[b.start : b.end]) for b in pages[0].blocks] == [
        ("heading", 1, "Kop"),
        ("text", 0, "Tekst."),
    ]


def test_sheets_slides_and_whole_files() -> None:
    sheets = pages_of("xlsx", FileText("", (Block("table", "a", sheet="Een"), Block("table", "b", sheet="Twee"))))
    assert [(page.number, page.kind, page.sheet, page.text) for page in sheets] == [
        (1, "sheet", "Een", "a"),
        (2, "sheet", "Twee", "b"),
    ]
    assert [page.kind for page in pages_of("pptx", FileText("", (), (), 2))] == ["slide", "slide"]
    (whole,) = pages_of("docx", FileText("", (Block("text", "a"),)))
    assert (whole.number, whole.kind) == (None, "whole")
    labels = [page.label(language) for page in (sheets[1], Page(3, "", "page"), whole) for language in ("nl", "en")]
    assert labels == ["blad Twee", "sheet Twee", "bladzijde 3", "page 3", "", ""]
    document = Document("1f0a", "x", None, sheets)
    assert [document.page_id(page) for page in (sheets[1], whole)] == ["doc:1f0a#p2", "doc:1f0a"]
