"""Reads Word and Excel files: DOCX by heading styles, XLSX sheet by sheet.

Comes in: the bytes of a DOCX or XLSX file. Goes out: ``FileText``; tables as rows "cel | cel", the name of a sheet as
heading, formulas by the value that was saved with them. Headers, footers and comments are left out; so are hidden
sheets, with a remark. Macros are never run.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, cast
from xml.etree.ElementTree import ParseError

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError, PackageNotFoundError
from lxml import etree

from aiact_assistant.domain import Message
from aiact_assistant.files.blocks import Block, FileText, clean
from aiact_assistant.files.package import MAX_RATIO, MAX_UNPACKED_BYTES, damaged, open_package
from aiact_assistant.files.sheets import MAX_ROWS, hidden_sheets, long_sheet

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_FOOTNOTES = "/footnotes"
_ERROR_VALUES = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
_CONTENT_TYPES = "[Content_Types].xml"
_DOCX_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# python-docx opens documents only; a template or a document with macros has the same parts under another type.
_LIKE_DOCX = (
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
_BROKEN = (OpcError, PackageNotFoundError, zipfile.BadZipFile, etree.XMLSyntaxError, ParseError, RecursionError)
_ODD = (KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, EOFError)


def read_docx(data: bytes, *, unpacked: int = MAX_UNPACKED_BYTES, ratio: int = MAX_RATIO) -> FileText:
    """The text of a Word document.

    Raises:
        ReadError: damaged, encrypted, too large when unpacked, or not a Word document.
    """
    with open_package(data, unpacked=unpacked, ratio=ratio) as archive:
        try:
            document = docx.Document(io.BytesIO(_as_document(archive, data)))
            blocks = tuple(_Word(document).blocks())
            title = clean(document.core_properties.title or "")
        except (*_BROKEN, *_ODD) as error:
            raise damaged() from error
    return FileText(_docx_title(blocks) or title, blocks)


def _as_document(archive: zipfile.ZipFile, data: bytes) -> bytes:
    """The file as an ordinary Word document, when it is a template or has macros."""
    types = archive.read(_CONTENT_TYPES)
    if not any(kind in types for kind in _LIKE_DOCX):
        return data
    for kind in _LIKE_DOCX:
        types = types.replace(kind, _DOCX_TYPE)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in archive.infolist():
            copy.writestr(part.filename, types if part.filename == _CONTENT_TYPES else archive.read(part))
    return out.getvalue()


def read_xlsx(data: bytes, *, unpacked: int = MAX_UNPACKED_BYTES, ratio: int = MAX_RATIO) -> FileText:
    """The text of an Excel workbook.

    Raises:
        ReadError: damaged, encrypted, too large when unpacked, or not a workbook.
    """
    open_package(data, unpacked=unpacked, ratio=ratio).close()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # openpyxl tells of colours and checks that it drops
            return _workbook(data)
    except (*_BROKEN, *_ODD) as error:
        raise damaged() from error


def _workbook(data: bytes) -> FileText:
    # Loaded here: it brings NumPy, and each uploaded file is read in a fresh process that should start fast.
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    remarks: list[Message] = []
    blocks: list[Block] = []
    hidden: list[str] = []
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        rows = list(_rows(sheet, remarks))
        if rows:
            blocks += [Block("heading", sheet.title, 2, sheet=sheet.title)]
            blocks += [Block("table", "\n".join(rows), sheet=sheet.title)]
    if hidden:
        remarks.append(hidden_sheets(hidden))
    title = clean(workbook.properties.title or "")
    workbook.close()
    return FileText(title, tuple(blocks), tuple(remarks))


def _docx_title(blocks: tuple[Block, ...]) -> str:
    """A heading of level 1 that nothing but text comes before, when it is the only one."""
    headings = [block for block in blocks if block.kind == "heading"]
    tops = [block for block in headings if block.level == 1]
    return tops[0].text if len(tops) == 1 and headings[0] is tops[0] else ""


class _Word:
    """Walks the body of a Word document, through content controls and text boxes too."""

    def __init__(self, document: Document) -> None:
        self._body: Any = cast("Any", document.element).body
        self._levels = {style.style_id: _style_level(style) for style in document.styles}
        self._lists = {style.style_id for style in document.styles if (style.name or "").startswith("List")}
        self._notes = _footnotes(document)
        self._used: list[str] = []

    def blocks(self) -> Iterator[Block]:
        """Headings, paragraphs and tables in order, then the footnotes that they refer to."""
        yield from self._inside(self._body)
        for label, note in enumerate(self._used, start=1):
            yield Block("note", f"[{label}] {self._notes.get(note, '')}".strip())

    def _inside(self, element: Any) -> Iterator[Block]:
        for child in element:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                rows = [row for row in self._rows(child) if row]
                if rows:
                    yield Block("table", "\n".join(rows))
            elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"}:
                yield from self._inside(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        text = clean(self._text(paragraph))
        if not text:
            return
        properties = paragraph.find(f"{_W}pPr")
        style = _value(properties, "pStyle")
        outline = _value(properties, "outlineLvl")
        level = self._levels.get(style, 0) or (int(outline) + 1 if outline.isdigit() and int(outline) < 6 else 0)
        if level:
            yield Block("heading", text.replace("\n", " "), level)
        elif style in self._lists or (properties is not None and properties.find(f"{_W}numPr") is not None):
            yield Block("text", f"- {text}")
        else:
            yield Block("text", text)

    def _rows(self, table: Any) -> Iterator[str]:
        for row in _descend(table, f"{_W}tr"):
            cells = (clean(" ".join(self._cell(cell))) for cell in _descend(row, f"{_W}tc"))
            yield " | ".join(cell.replace("\n", " ") for cell in cells if cell)

    def _cell(self, cell: Any) -> Iterator[str]:
        for child in cell:
            if child.tag == f"{_W}p":
                yield self._text(child)
            elif child.tag == f"{_W}tbl":
                yield from self._rows(child)
            elif child.tag in {f"{_W}sdt", f"{_W}sdtContent"}:
                yield from self._cell(child)

    def _text(self, element: Any) -> str:
        parts: list[str] = []
        for node in element:
            if node.tag == f"{_W}t":
                parts.append(node.text or "")
            elif node.tag in {f"{_W}br", f"{_W}cr"}:
                parts.append("\n")
            elif node.tag == f"{_W}tab":
                parts.append(" ")
            elif node.tag == f"{_W}noBreakHyphen":
                parts.append("-")
            elif node.tag == f"{_W}footnoteReference":
                self._used.append(node.get(f"{_W}id", ""))
                parts.append(f" [{len(self._used)}]")
            elif node.tag == f"{_W}p":  # in a text box
                parts += ["\n", self._text(node), "\n"]
            elif node.tag not in {_FALLBACK, f"{_W}pPr", f"{_W}rPr", f"{_W}del", f"{_W}sdtPr"}:
                parts.append(self._text(node))
        return "".join(parts)


def _descend(element: Any, tag: str) -> Iterator[Any]:
    """Children with this tag, also those that a content control or tracked insertion wraps."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"}:
            yield from _descend(child, tag)


def _value(properties: Any, name: str) -> str:
    node = None if properties is None else properties.find(f"{_W}{name}")
    return "" if node is None else str(node.get(f"{_W}val", ""))


def _style_level(style: Any) -> int:
    name = str(style.name or "").lower()
    if name == "title":
        return 1
    found = re.fullmatch(r"(?:heading|kop) (\d)", name)
    return min(int(found[1]), 6) if found else 0


def _footnotes(document: Document) -> dict[str, str]:
    for relation in document.part.rels.values():
        if relation.reltype.endswith(_FOOTNOTES):
            root: Any = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
            return {
                note.get(f"{_W}id", ""): clean("".join(text.text or "" for text in note.iter(f"{_W}t")))
                for note in root.iter(f"{_W}footnote")
            }
    return {}


def _rows(sheet: Any, remarks: list[Message]) -> Iterator[str]:
    sheet.reset_dimensions()  # files state wrong ones
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > MAX_ROWS:
            remarks.append(long_sheet(sheet.title, MAX_ROWS))
            return
        cells = [_cell_text(value) for value in row if value is not None]
        if line := " | ".join(cell for cell in cells if cell):
            yield line


def _cell_text(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute) == (0, 0):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = clean(str(value)).replace("\n", " ")
    return "" if text in _ERROR_VALUES else text
