"""Reads PowerPoint slides in the order in which they are shown.

Comes in: the bytes of a PPTX file. Goes out: ``FileText`` whose blocks carry the number of the slide: titles as
headings, paragraphs, tables as rows "cel | cel", and the speaker's notes. Hidden slides count and are read. Text that
stands on every slide (slide number, footer, date) is left out.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from aiact_assistant.domain import Message
from aiact_assistant.files.blocks import Block, FileText, clean
from aiact_assistant.files.package import MAX_RATIO, MAX_UNPACKED_BYTES, damaged, open_package
from aiact_assistant.files.xml import parse

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PRESENTATION = "ppt/presentation.xml"
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"sldNum", "ftr", "dt", "hdr", "sldImg"})


def read_pptx(data: bytes, *, unpacked: int = MAX_UNPACKED_BYTES, ratio: int = MAX_RATIO) -> FileText:
    """The text of a PowerPoint presentation.

    Raises:
        ReadError: damaged, protected, or too large when unpacked.
    """
    with open_package(data, unpacked=unpacked, ratio=ratio) as archive:
        try:
            names = _slides(archive)
            blocks: list[Block] = []
            unread: list[int] = []
            for number, name in enumerate(names, start=1):
                slide = parse(archive.read(name))
                own = list(_slide(archive, name, slide, number))
                blocks += own
                if next(slide.iter(f"{_P}pic"), None) is not None and not any(block.kind != "note" for block in own):
                    unread.append(number)
        except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile, ValueError, RecursionError) as error:
            raise damaged() from error
    title = next((block.text for block in blocks if block.kind == "heading"), "")
    remarks = (pictures_only(unread),) if unread else ()
    return FileText(title, tuple(blocks), remarks, len(names), tuple(unread))


def pictures_only(slides: Sequence[int]) -> Message:
    """Says which slides show pictures and no text that can be read."""
    listed = ", ".join(map(str, slides))
    return Message(
        f"Dia {listed} bestaat uit afbeeldingen; wat daarin staat, is niet gelezen. Sla het bestand op als PDF als er"
        " tekst in staat.",
        f"Slide {listed} consists of pictures; what they show was not read. Save the file as PDF if they hold text.",
    )


def _slides(archive: zipfile.ZipFile) -> list[str]:
    relations = _relations(archive, _PRESENTATION)
    root = parse(archive.read(_PRESENTATION))
    return [relations[slide.get(f"{_R}id")][1] for slide in root.iter(f"{_P}sldId")]


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """The type and the target of each relation of a part, by id."""
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    if path not in archive.namelist():
        return {}
    return {
        relation.get("Id", ""): (
            relation.get("Type", ""),
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in parse(archive.read(path))
        if relation.get("TargetMode") != "External"
    }


def _slide(archive: zipfile.ZipFile, part: str, slide: Any, number: int) -> Iterator[Block]:
    yield from _shapes(slide, number)
    for kind, target in _relations(archive, part).values():
        if kind.endswith("/notesSlide"):
            notes = list(_shapes(parse(archive.read(target)), number))
            yield from (Block("note", block.text, page=number) for block in notes)
        elif kind.endswith("/diagramData"):
            yield from _paragraphs(parse(archive.read(target)), number)


def _shapes(element: Any, number: int) -> Iterator[Block]:
    for child in element:
        if child.tag == f"{_A}tbl":
            yield from _table(child, number)
        elif child.tag == f"{_P}sp":
            placeholder = child.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
            kind = "" if placeholder is None else placeholder.get("type", "")
            if kind in _TITLES:
                text = " ".join(block.text for block in _paragraphs(child, number)).replace("\n", " ")
                if text:
                    yield Block("heading", text, 1, page=number)
            elif kind not in _FURNITURE:
                yield from _paragraphs(child, number)
        elif isinstance(child.tag, str) and child.tag != _FALLBACK:
            yield from _shapes(child, number)


def _paragraphs(element: Any, number: int) -> Iterator[Block]:
    for paragraph in element.iter(f"{_A}p"):
        if text := _text(paragraph):
            yield Block("text", text, page=number)


def _text(paragraph: Any) -> str:
    parts = (
        "\n" if node.tag == f"{_A}br" else " " if node.tag == f"{_A}tab" else node.text or ""
        for node in paragraph.iter(f"{_A}t", f"{_A}br", f"{_A}tab")
    )
    return clean("".join(parts))


def _table(table: Any, number: int) -> Iterator[Block]:
    rows = (
        [" ".join(filter(None, map(_text, cell.iter(f"{_A}p")))).replace("\n", " ") for cell in row.iter(f"{_A}tc")]
        for row in table.iter(f"{_A}tr")
    )
    lines = [" | ".join(cell for cell in row if cell) for row in rows if any(row)]
    if lines:
        yield Block("table", "\n".join(lines), page=number)
