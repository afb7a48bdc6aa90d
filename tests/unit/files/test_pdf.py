"""PDFs made line by line."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from pypdf import PdfReader, PdfWriter

from aiact_assistant.domain import ReadError
from aiact_assistant.files.pdf import read_pdf

PdfMaker = Callable[[Sequence[Sequence[tuple[float, float, float, str]]]], bytes]


def page(number: int, *body: tuple[float, float, float, str]) -> list[tuple[float, float, float, str]]:
    header, footer = (50, 810, 9, "Ministerie van Proeven"), (50, 30, 9, f"Pagina {number} van 4")
    filler = [(50.0, 300.0 - 12 * i, 10.0, f"Vulling {number * 10 + i} tot de bladzijde vol is.") for i in range(6)]
    return [header, *body, *filler, footer]


def document(make_pdf: PdfMaker) -> bytes:
    return make_pdf(
        [
            page(
                1,
                (50, 780, 18, "Beleid voor algoritmes"),
                (50, 740, 14, "1. Doel"),
                (50, 720, 10, "Een AI-systeem valt onder de ver-"),
                (50, 708, 10, "ordening. Let bij een AI-"),
                (50, 696, 10, "systeem op de regels (zie bijlage)."),
                (50, 660, 10, "Nieuwe alinea"),
                (50, 648, 10, "\u2022 eerste punt"),
                (50, 636, 10, "\u2022 tweede punt"),
            ),
            page(2, (50, 780, 10, "Deze verordening geldt.")),
            page(3, (50, 780, 10, "De derde bladzijde.")),
            page(4, (50, 780, 10, "De vierde bladzijde.")),
        ]
    )


def test_headings_paragraphs_and_pages(make_pdf: PdfMaker) -> None:
    text = read_pdf(document(make_pdf))
    assert text.title == "Beleid voor algoritmes"
    assert text.pages == 4
    first = [(block.kind, block.level, block.text) for block in text.blocks if block.page == 1]
    assert first[:6] == [
        ("heading", 1, "Beleid voor algoritmes"),
        ("heading", 2, "1. Doel"),
        ("text", 0, "Een AI-systeem valt onder de verordening. Let bij een AI-systeem op de regels (zie bijlage)."),
        ("text", 0, "Nieuwe alinea"),
        ("text", 0, "\u2022 eerste punt"),
        ("text", 0, "\u2022 tweede punt"),
    ]
    assert next(block.text for block in text.blocks if block.page == 3) == "De derde bladzijde."


def test_running_lines_are_gone_and_nothing_else(make_pdf: PdfMaker) -> None:
    whole = "\n".join(block.text for block in read_pdf(document(make_pdf)).blocks)
    assert "Ministerie" not in whole
    assert "Pagina" not in whole
    assert whole.count("Vulling") == 24


def test_a_word_below_the_title_of_each_page_is_text(make_pdf: PdfMaker) -> None:
    numbers = ("Een", "Twee", "Drie", "Vier")
    pages = [page(n, (50, 780, 14, f"Fase {name}"), (50, 760, 10, "Doel")) for n, name in enumerate(numbers, start=1)]
    lines = "\n".join(block.text for block in read_pdf(make_pdf(pages)).blocks).split("\n")
    assert [sum(line.startswith(word) for line in lines) for word in ("Ministerie", "Fase", "Doel")] == [0, 4, 4]


def test_footnotes_and_exponents(make_pdf: PdfMaker) -> None:
    text = read_pdf(
        make_pdf(
            [
                [
                    (50, 700, 10, "Meer dan 10"),
                    (106.5, 704, 6, "25"),
                    (114, 700, 10, " bewerkingen volgens de Raad"),
                    (260, 704, 6, "3"),
                    (264, 700, 10, "."),
                    (50, 104, 6, "3"),
                    (60, 100, 10, "Zie het verslag."),
                ]
            ]
        )
    )
    assert [(block.kind, block.text) for block in text.blocks] == [
        ("text", "Meer dan 10^25 bewerkingen volgens de Raad [3]."),
        ("note", "[3] Zie het verslag."),
    ]


def test_damaged_encrypted_and_empty(make_pdf: PdfMaker) -> None:
    good = document(make_pdf)
    for data in (b"%PDF-1.4 geen", good[:200]):
        with pytest.raises(ReadError):
            read_pdf(data)
    writer = PdfWriter(PdfReader(io.BytesIO(good)))
    writer.encrypt("geheim", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(ReadError, match="wachtwoord"):
        read_pdf(out.getvalue())
    with pytest.raises(ReadError, match="geen tekst"):
        read_pdf(make_pdf([[]]))
