"""OpenDocument: text, sheets and slides."""

from __future__ import annotations

import pytest

from aiact_assistant.domain import ReadError
from aiact_assistant.files.odf import read_odp, read_ods, read_odt
from tests.uploads import changed_zip, make_odf


def cell(text: str, repeated: int = 1) -> str:
    body = f"<text:p>{text}</text:p>" if text else ""
    return f'<table:table-cell table:number-columns-repeated="{repeated}">{body}</table:table-cell>'


def test_text() -> None:
    text = read_odt(
        make_odf(
            "text",
            '<text:h text:outline-level="2">Het doel</text:h>'
            "<text:p>Dit<text:s/>is <text:span>de</text:span> tekst<text:note>"
            "<text:note-citation>1</text:note-citation>"
            "<text:note-body><text:p>Een noot.</text:p></text:note-body></text:note>.</text:p>"
            "<text:tracked-changes><text:p>geschrapt</text:p></text:tracked-changes>"
            "<text:list><text:list-item><text:p>een punt</text:p></text:list-item></text:list>"
            f"<table:table><table:table-header-rows><table:table-row>{cell('Wie')}{cell('Wat')}</table:table-row>"
            f"</table:table-header-rows><table:table-row>{cell('CIO')}{cell('besluit')}</table:table-row></table:table>",
        )
    )
    assert text.title == "Het doel"
    assert [(block.kind, block.level, block.text) for block in text.blocks] == [
        ("heading", 2, "Het doel"),
        ("text", 0, "Dit is de tekst [1]."),
        ("text", 0, "- een punt"),
        ("table", 0, "Wie | Wat\nCIO | besluit"),
        ("note", 0, "[1] Een noot."),
    ]


def test_sheets_with_a_hidden_one_and_endless_repeats() -> None:
    row = f"<table:table-row>{cell('Vraag')}{cell('', 16000)}{cell('Ja', 2)}</table:table-row>"
    empty = f'<table:table-row table:number-rows-repeated="1000000">{cell("")}</table:table-row>'
    text = read_ods(
        make_odf(
            "spreadsheet",
            f'<table:table table:name="Vragen">{row}{empty}</table:table>'
            f'<table:table table:name="Lijst" table:style-name="weg">{row}</table:table>',
            '<style:style style:name="weg"><style:table-properties table:display="false"/></style:style>',
        )
    )
    assert [(block.kind, block.sheet, block.text) for block in text.blocks] == [
        ("heading", "Vragen", "Vragen"),
        ("table", "Vragen", "Vraag | Ja | Ja"),
    ]
    assert ["Lijst" in warning.dutch for warning in text.warnings] == [True]


def test_slides() -> None:
    text = read_odp(
        make_odf(
            "presentation",
            '<draw:page><draw:frame presentation:class="title"><draw:text-box><text:p>Titel</text:p></draw:text-box>'
            "</draw:frame></draw:page><draw:page><draw:frame><draw:text-box><text:p>Tekst</text:p></draw:text-box>"
            "</draw:frame><presentation:notes><text:p>Notitie</text:p></presentation:notes></draw:page>"
            "<draw:page><draw:frame><draw:image/></draw:frame></draw:page>",
        )
    )
    assert (text.title, text.pages, text.unread) == ("Titel", 3, (3,))
    assert ["Dia 3" in warning.dutch for warning in text.warnings] == [True]
    assert [(block.page, block.kind, block.text) for block in text.blocks] == [
        (1, "heading", "Titel"),
        (2, "text", "Tekst"),
        (2, "note", "Notitie"),
    ]


def test_locked_and_damaged() -> None:
    good = make_odf("text", "<text:p>x</text:p>")
    with pytest.raises(ReadError, match="wachtwoord"):
        read_odt(changed_zip(good, {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}))
    for broken in (b"<a", b"<a/>"):
        with pytest.raises(ReadError, match="beschadigd"):
            read_odt(changed_zip(good, {"content.xml": broken}))
