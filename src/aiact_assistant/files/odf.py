"""Reads the files of LibreOffice and other OpenDocument programs: ODT, ODS and ODP.

Comes in: the bytes. Goes out: ``FileText``: headings, paragraphs, list items ("- "), tables as rows "cel | cel" and
footnotes; slides carry their number, sheets their name. Comments, deleted text and hidden sheets are left out.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from aiact_assistant.domain import Message
from aiact_assistant.files.blocks import Block, FileText, clean
from aiact_assistant.files.package import MAX_RATIO, MAX_UNPACKED_BYTES, damaged, locked, open_package
from aiact_assistant.files.sheets import MAX_ROWS, hidden_sheets, long_sheet
from aiact_assistant.files.slides import pictures_only
from aiact_assistant.files.xml import parse

_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT = f"{{{_BASE}text:1.0}}"
_TABLE = f"{{{_BASE}table:1.0}}"
_DRAW = f"{{{_BASE}drawing:1.0}}"
_OFFICE = f"{{{_BASE}office:1.0}}"
_STYLE = f"{{{_BASE}style:1.0}}"
_PRESENTATION = f"{{{_BASE}presentation:1.0}}"
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_SKIPPED = frozenset({f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}forms"})
_CONTENT, _META, _MANIFEST = "content.xml", "meta.xml", "META-INF/manifest.xml"
_MOST_REPEATS = 100  # a repeated cell or row with content; more is a file that fills memory

Reader = Callable[[Any], FileText]


def read_odt(data: bytes, *, unpacked: int = MAX_UNPACKED_BYTES, ratio: int = MAX_RATIO) -> FileText:
    """The text of an OpenDocument text.

    Raises:
        ReadError: damaged, protected by a password, or too large when unpacked.
    """
    return _read(data, _document, unpacked, ratio)


def read_ods(data: bytes, *, unpacked: int = MAX_UNPACKED_BYTES, ratio: int = MAX_RATIO) -> FileText:
    """The text of an OpenDocument spreadsheet; errors as ``read_odt``."""
    return _read(data, _sheets, unpacked, ratio)


def read_odp(data: bytes, *, unpacked: int = MAX_UNPACKED_BYTES, ratio: int = MAX_RATIO) -> FileText:
    """The text of an OpenDocument presentation; errors as ``read_odt``."""
    return _read(data, _slides, unpacked, ratio)


def _read(data: bytes, reader: Reader, unpacked: int, ratio: int) -> FileText:
    with open_package(data, unpacked=unpacked, ratio=ratio) as archive:
        try:
            if _MANIFEST in archive.namelist() and b"encryption-data" in archive.read(_MANIFEST):
                raise locked()
            text = reader(parse(archive.read(_CONTENT)))
            stated = parse(archive.read(_META)).find(f".//{_DC_TITLE}") if _META in archive.namelist() else None
        except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile, ValueError, RecursionError) as error:
            raise damaged() from error
    first = next((block.text for block in text.blocks if block.kind == "heading"), "")
    return replace(text, title=first or clean("" if stated is None else stated.text or ""))


def _document(root: Any) -> FileText:
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise KeyError(_CONTENT)
    return FileText("", tuple(_Walker().walk(body)))


def _slides(root: Any) -> FileText:
    pages = root.findall(f"{_OFFICE}body/{_OFFICE}presentation/{_DRAW}page")
    blocks: list[Block] = []
    unread: list[int] = []
    for number, page in enumerate(pages, start=1):
        own = list(_Walker(number).walk(page))
        blocks += own
        if next(page.iter(f"{_DRAW}image"), None) is not None and not any(block.kind != "note" for block in own):
            unread.append(number)
    remarks = (pictures_only(unread),) if unread else ()
    return FileText("", tuple(blocks), remarks, len(pages), tuple(unread))


def _sheets(root: Any) -> FileText:
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(node.get(f"{_TABLE}display") == "false" for node in style.iter(f"{_STYLE}table-properties"))
    }
    blocks: list[Block] = []
    remarks: list[Message] = []
    left_out: list[str] = []
    for sheet in root.findall(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"):
        name = sheet.get(f"{_TABLE}name", "")
        if sheet.get(f"{_TABLE}style-name") in hidden:
            left_out.append(name)
            continue
        rows = list(_Walker().rows(sheet))
        if len(rows) > MAX_ROWS:
            remarks.append(long_sheet(name, MAX_ROWS))
        if rows:
            blocks += [Block("heading", name, 2, sheet=name), Block("table", "\n".join(rows[:MAX_ROWS]), sheet=name)]
    if left_out:
        remarks.append(hidden_sheets(left_out))
    return FileText("", tuple(blocks), tuple(remarks))


class _Walker:
    """Walks the body of a text or slide; ``page`` is the number of the slide."""

    def __init__(self, page: int | None = None) -> None:
        self._page = page
        self._notes: list[str] = []

    def walk(self, element: Any) -> Iterator[Block]:
        """Blocks in order, then the footnotes that they refer to."""
        yield from self._inside(element, "")
        for label, note in enumerate(self._notes, start=1):
            yield Block("note", f"[{label}] {note}", page=self._page)

    def rows(self, table: Any) -> Iterator[str]:
        """The rows with content of a table, also those in groups and headers."""
        for child in table:
            if child.tag == f"{_TABLE}table-row":
                cells = [cell for part in child for cell in self._cells(part)]
                line = " | ".join(cell for cell in cells if cell)
                if line:
                    yield from [line] * min(_repeats(child, "rows"), _MOST_REPEATS)
            elif child.tag in {f"{_TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group")}:
                yield from self.rows(child)

    def _cells(self, cell: Any) -> list[str]:
        if cell.tag != f"{_TABLE}table-cell":
            return []
        text = " ".join(block.text for block in self._inside(cell, "")).replace("\n", " ")
        return [text] * min(_repeats(cell, "columns"), _MOST_REPEATS) if text else []

    def _inside(self, element: Any, marker: str) -> Iterator[Block]:
        for child in element:
            tag = child.tag
            if tag == f"{_TEXT}h":
                level = child.get(f"{_TEXT}outline-level", "1")
                yield from self._block(child, "", min(int(level), 6) if level.isdigit() else 1)
            elif tag == f"{_TEXT}p":
                yield from self._block(child, marker, 0)
            elif tag == f"{_TEXT}list-item":
                yield from self._inside(child, "- ")
            elif tag == f"{_TABLE}table":
                rows = list(self.rows(child))
                if rows:
                    yield Block("table", "\n".join(rows), page=self._page)
            elif tag == f"{_DRAW}frame" and child.get(f"{_PRESENTATION}class") == "title":
                text = " ".join(block.text for block in self._inside(child, "")).replace("\n", " ")
                if text:
                    yield Block("heading", text, 1, page=self._page)
            elif tag == f"{_PRESENTATION}notes":
                yield from (Block("note", block.text, page=self._page) for block in self._inside(child, ""))
            elif isinstance(tag, str) and tag not in _SKIPPED:
                yield from self._inside(child, marker)

    def _block(self, element: Any, marker: str, level: int) -> Iterator[Block]:
        text = clean(self._text(element))
        if level and text:
            yield Block("heading", text.replace("\n", " "), level, page=self._page)
        elif text:
            yield Block("text", marker + text, page=self._page)

    def _text(self, element: Any) -> str:
        parts = [element.text or ""]
        for child in element:
            if child.tag in {f"{_TEXT}s", f"{_TEXT}tab"}:
                parts.append(" ")
            elif child.tag == f"{_TEXT}line-break":
                parts.append("\n")
            elif child.tag == f"{_TEXT}note":
                body = child.find(f"{_TEXT}note-body")
                self._notes.append("" if body is None else clean(self._text(body)).replace("\n", " "))
                parts.append(f" [{len(self._notes)}]")
            elif child.tag in {f"{_TEXT}p", f"{_TEXT}h"}:  # in a text box
                parts += ["\n", self._text(child), "\n"]
            elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
                parts.append(self._text(child))
            parts.append(child.tail or "")
        return "".join(parts)


def _repeats(element: Any, what: str) -> int:
    stated = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(stated) if stated.isdigit() and len(stated) < 9 else 1
