"""Word and Excel files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import docx
import pytest
from openpyxl import Workbook

from aiact_assistant.domain import ReadError
from aiact_assistant.files import office
from aiact_assistant.files.blocks import FileText
from aiact_assistant.files.office import read_docx, read_xlsx
from tests.uploads import make_docx, with_macros

Reader = Callable[..., FileText]


def _docx() -> bytes:
    document = docx.Document()
    document.add_heading("Ons beleid", 0)
    document.add_heading("Doel", 1)
    document.add_paragraph("Waarom wij dit doen.")
    document.add_paragraph("eerste punt", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ["Wie", "Wat", "CIO", "besluit"], strict=True):
        cell.text = text
    paragraph = document.add_paragraph("Zichtbaar ")
    run = paragraph.add_run("in een besturingselement")
    control = paragraph._p.makeelement(office._W + "sdt")  # pyright: ignore[reportPrivateUsage]
    content = paragraph._p.makeelement(office._W + "sdtContent")  # pyright: ignore[reportPrivateUsage]
    parent = run._r.getparent()
    assert parent is not None
    parent.replace(run._r, control)
    content.append(run._r)
    control.append(content)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _xlsx() -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Vragen"
    sheet.append(["Vraag", None, "Antwoord"])
    sheet.append(["Hoeveel?", 3.0, True])
    sheet.append([None, None, None])
    sheet.append([datetime(2026, 8, 2), "#N/A", "regel\nop regel"])
    workbook.create_sheet("Leeg")
    hidden = workbook.create_sheet("Lijst")
    hidden.append(["verborgen"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_docx() -> None:
    text = read_docx(_docx())
    assert text.title == "Word Document" or text.title == ""
    assert [(block.kind, block.level, block.text) for block in text.blocks] == [
        ("heading", 1, "Ons beleid"),
        ("heading", 1, "Doel"),
        ("text", 0, "Waarom wij dit doen."),
        ("text", 0, "- eerste punt"),
        ("table", 0, "Wie | Wat\nCIO | besluit"),
        ("text", 0, "Zichtbaar in een besturingselement"),
    ]


def test_xlsx() -> None:
    text = read_xlsx(_xlsx())
    assert [(block.kind, block.sheet, block.text) for block in text.blocks] == [
        ("heading", "Vragen", "Vragen"),
        ("table", "Vragen", "Vraag | Antwoord\nHoeveel? | 3 | ja\n2026-08-02 | regel op regel"),
    ]


def test_long_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MAX_ROWS", 2)
    text = read_xlsx(_xlsx())
    assert text.blocks[-1].text == "Vraag | Antwoord\nHoeveel? | 3 | ja"
    assert [warning.dutch.split(" zijn")[0] for warning in text.warnings] == [
        "Van blad 'Vragen'",
        "Verborgen bladen",
    ]


def test_templates_and_documents_with_macros_are_read() -> None:
    assert [block.text for block in read_docx(with_macros(make_docx("Gewone tekst."))).blocks] == ["Gewone tekst."]


@pytest.mark.parametrize("read", [read_docx, read_xlsx])
def test_bad_files(read: Reader) -> None:
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("geen.xml", "<a/>")
    for data in (b"geen zip", _docx()[:500], empty.getvalue()):
        with pytest.raises(ReadError, match="beschadigd"):
            read(data)
    with pytest.raises(ReadError, match="wachtwoord"):
        read(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    with pytest.raises(ReadError, match="te groot"):
        read(_docx(), unpacked=100)
