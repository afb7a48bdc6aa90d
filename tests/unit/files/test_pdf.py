"""PDFs made line by line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from aiact_assistant.domain import ReadError
from aiact_assistant.files.pdf import parse_pdf, ranges, read_pdf
from tests.uploads import encrypted, paragraph_pdf, pdf_of, scan, shown

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
    with pytest.raises(ReadError, match="wachtwoord"):
        read_pdf(encrypted(good, "geheim"))
    assert read_pdf(encrypted(good, "")).title == "Beleid voor algoritmes"
    with pytest.raises(ReadError, match="geen tekst"):
        read_pdf(make_pdf([[]]))


def texts(data: bytes) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in parse_pdf(data, layout=True).blocks]


LEFT = """Het systeem leest elke brief en kiest
een afdeling die haar behandelt. Een
medewerker kijkt of die keuze goed is
en past haar aan als dat nodig is voor
de behandeling van de brief. Het
voorstel is nooit bindend voor hem en
kan altijd worden genegeerd."""
RIGHT = """De software draait op eigen servers en
stuurt niets naar buiten. Elke nacht
komt er een kopie van de instellingen
en van de logboeken van die dag. De
afdeling die het beheert krijgt een
melding als het systeem lang geen
antwoord geeft op een vraag."""


@pytest.mark.parametrize("across", [False, True], ids=["column by column", "line by line"])
def test_two_columns_are_read_one_after_the_other(make_pdf: PdfMaker, across: bool) -> None:
    left = [(50.0, 700.0 - 12 * at, 10.0, line) for at, line in enumerate(LEFT.split("\n"))]
    right = [(310.0, 700.0 - 12 * at, 10.0, line) for at, line in enumerate(RIGHT.split("\n"))]
    body = [line for pair in zip(left, right, strict=True) for line in pair] if across else left + right
    found = texts(make_pdf([[(50, 760, 16, "Beschrijving"), *body, (50, 500, 10, "Een regel eronder.")]]))
    assert found == [
        ("heading", "Beschrijving"),
        ("text", LEFT.replace("\n", " ")),
        ("text", RIGHT.replace("\n", " ")),
        ("text", "Een regel eronder."),
    ]


TABLE = [
    [(50, 700, 10, "Onderdeel"), (200, 700, 10, "Beschrijving"), (420, 700, 10, "Eigenaar")],
    [
        (50, 680, 10, "Invoer"),
        (200, 680, 10, "Gescande brieven"),
        (200, 668, 10, "van burgers"),
        (420, 680, 10, "Post"),
    ],
    [(50, 650, 10, "Model dat"), (50, 638, 10, "kiest"), (200, 650, 10, "Netwerk"), (420, 650, 10, "Leverancier")],
]


def test_a_table_has_a_line_for_each_row_also_when_cells_have_several_lines(make_pdf: PdfMaker) -> None:
    before, after = (
        (50, 730, 10, "Dit zijn de onderdelen van het systeem."),
        (50, 600, 10, "Daarna gaat de tekst door."),
    )
    assert texts(make_pdf([[before, *(line for row in TABLE for line in row), after]])) == [
        ("text", "Dit zijn de onderdelen van het systeem."),
        (
            "table",
            "Onderdeel | Beschrijving | Eigenaar\nInvoer | Gescande brieven van burgers | Post\n"
            "Model dat kiest | Netwerk | Leverancier",
        ),
        ("text", "Daarna gaat de tekst door."),
    ]


def test_numbers_of_list_items_are_no_cells(make_pdf: PdfMaker) -> None:
    items = [((50, 700 - 30 * at, 10, f"{at}."), (90, 700 - 30 * at, 10, f"Dit is punt {at}.")) for at in (1, 2, 3)]
    found = texts(make_pdf([[line for item in items for line in item]]))
    assert found == [("text", f"{at}. Dit is punt {at}.") for at in (1, 2, 3)]


def test_words_in_another_size_do_not_make_a_table() -> None:
    line = "BT /F1 10 Tf 1 0 0 1 50 {y} Tm (Dit is een lange regel met daarin) Tj /F1 11 Tf ( een ander woord ) Tj ET\n"
    line += "BT /F1 10 Tf 1 0 0 1 278 {y} Tm (en daarna gaat hij door) Tj ET\n"
    whole = "Dit is een lange regel met daarin een ander woord en daarna gaat hij door"
    content = "".join(line.format(y=700 - 12 * at) for at in range(3)).encode()
    assert texts(pdf_of([content])) == [("text", " ".join([whole] * 3))]


def test_text_on_its_side_is_read_as_the_reader_turns_it() -> None:
    rows = "".join(
        f"BT /F1 10 Tf 0 1 -1 0 {100 + 16 * at} {place} Tm ({text}) Tj ET\n"
        for at, row in enumerate([("Vraag", "Antwoord"), ("Wie beslist?", "Een mens"), ("Waarom?", "Om te sorteren")])
        for place, text in zip((50, 310), row, strict=True)
    )
    assert texts(pdf_of([rows.encode()], page=b"/Rotate 90")) == [
        ("table", "Vraag | Antwoord\nWie beslist? | Een mens\nWaarom? | Om te sorteren")
    ]


def test_pages_that_are_images_are_unread_and_blank_ones_are_not() -> None:
    scanned = scan(paragraph_pdf("Eerste bladzijde.", "Tweede bladzijde."))
    assert (parse_pdf(scanned).blocks, parse_pdf(scanned).unread) == ((), (1, 2))
    stamped = parse_pdf(scan(paragraph_pdf("Brief."), stamp="Ontvangen 3 mei"))
    assert ([block.text for block in stamped.blocks], stamped.unread) == (["Ontvangen 3 mei"], (1,))
    assert parse_pdf(paragraph_pdf("Tekst.", "")).unread == ()


def test_letters_drawn_as_outlines_are_unread() -> None:
    curves = b"".join(b"%d 10 m 20 30 40 50 60 70 c f\n" % at for at in range(300))
    assert parse_pdf(pdf_of([curves])).unread == (1,)


def test_a_damaged_page_does_not_lose_the_others() -> None:
    good, other = shown([(50, 700, 10, "Goede bladzijde.")]), shown([(50, 700, 10, "Nog een.")])
    broken = pdf_of([good, b"XX", other]).replace(
        b"<</Length 2>>stream\nXX", b"<</Length 2/Filter/Onbekend>>stream\nXX"
    )
    text = parse_pdf(broken)
    assert [(block.page, block.text) for block in text.blocks] == [(1, "Goede bladzijde."), (3, "Nog een.")]
    assert text.unread == (2,)


def test_pages_are_counted_and_limited() -> None:
    seen: list[tuple[int, int]] = []
    parse_pdf(paragraph_pdf("Een.", "Twee."), on_page=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]
    with pytest.raises(ReadError, match="meer dan 1 bladzijden"):
        parse_pdf(paragraph_pdf("Een.", "Twee."), max_pages=1)


def test_ranges() -> None:
    assert list(ranges([1, 2, 3, 5, 8, 9])) == ["1-3", "5", "8-9"]
    assert list(ranges([])) == []
