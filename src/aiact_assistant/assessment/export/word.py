"""A memo as a DOCX file in the sober look of the Dutch government, with its sources as real footnotes.

Comes in: a ``Memo``. Goes out: the bytes of a Word file: A4, the banner in the header of every page, page numbers
below, head rows that repeat. python-docx has no footnotes of its own: ``_Notes`` is the part of the package that holds
them, as ISO/IEC 29500-1 (17.11) has it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsmap, qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.text.paragraph import Paragraph as DocParagraph
from lxml import etree

from aiact_assistant.assessment.export.blocks import (
    Block,
    Heading,
    Items,
    Memo,
    Paragraph,
    Source,
    Span,
    Spans,
    Table,
    Tone,
    sources_of,
)

_FONT = "Verdana"  # what the house style of the government uses in Office
_BLUE = RGBColor(0x15, 0x42, 0x73)
_SHADE = "E8EEF5"
_LINE = "9DB0C6"
_CELL_TWIPS = "50"
_SIZES: Mapping[Tone, float] = {"plain": 9, "quote": 9, "warning": 9, "small": 8}
_NOTE_HALF_POINTS = "15"
_NOTE_MARK = "footnote reference"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PAGE = {"nl": "Pagina", "en": "Page"}
_LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}


def to_docx(memo: Memo, made: datetime) -> bytes:
    """The memo as a Word file.

    Args:
        memo: the memo.
        made: when it was made, for the properties of the file.
    """
    return _Word(memo, made).bytes()


class _Notes(Part):
    """``word/footnotes.xml``; its bytes are set when all notes are known."""

    content = b""

    @property
    def blob(self) -> bytes:
        return self.content


class _Word:
    def __init__(self, memo: Memo, made: datetime) -> None:
        self._memo = memo
        self._document: Doc = Document()
        self._notes = sources_of(memo)
        self._told: set[Source] = set()
        self._set_up(made)

    def bytes(self) -> bytes:
        self._add_paragraph((Span(self._memo.title),), style="Title")
        for block in self._memo.blocks:
            self._add(block)
        self._write_notes()
        file = io.BytesIO()
        self._document.save(file)
        return file.getvalue()

    # -- the page

    def _set_up(self, made: datetime) -> None:
        document, memo = self._document, self._memo
        properties = document.core_properties
        properties.title, properties.author, properties.comments = memo.title, "AI-verordening assistent", memo.banner
        properties.language = _LANGUAGES[memo.language]
        properties.created = properties.modified = made
        section = document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.2)
        for name, size in (("Normal", 9), ("Title", 18), ("Heading 1", 13), ("Heading 2", 10)):
            self._style(name, size)
        # The name that Word and LibreOffice give it, so that both draw the number as that of a note.
        styles: Any = document.styles
        mark = styles.add_style(_NOTE_MARK, WD_STYLE_TYPE.CHARACTER, builtin=True)
        mark.font.superscript = True
        self._note_mark: str = mark.style_id
        header = section.header.paragraphs[0]
        run = header.add_run(_clean(memo.banner))
        run.bold, run.font.size, run.font.color.rgb = True, Pt(8), RGBColor(0x9C, 0x1C, 0x12)
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        footer.add_run(f"{_PAGE[memo.language]} ").font.size = Pt(8)
        self._field(footer, "PAGE")
        footer.add_run(" / ").font.size = Pt(8)
        self._field(footer, "NUMPAGES")

    def _style(self, name: str, size: float) -> None:
        style: Any = self._document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{script}"), None)
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), _FONT)
        if name == "Normal":
            style.paragraph_format.space_after = Pt(6)
            language = OxmlElement("w:lang")
            language.set(qn("w:val"), _LANGUAGES[self._memo.language])
            style.element.get_or_add_rPr().append(language)
            return
        style.font.bold, style.font.color.rgb = True, _BLUE
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size), Pt(4)
        style.paragraph_format.keep_with_next = True

    def _field(self, paragraph: DocParagraph, name: str) -> None:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), name)
        run = paragraph.add_run("1")
        run.font.size = Pt(8)
        field.append(run._r)  # pyright: ignore[reportPrivateUsage]  # the only way to a run's element
        paragraph._p.append(field)  # pyright: ignore[reportPrivateUsage]

    # -- blocks

    def _add(self, block: Block) -> None:
        match block:
            case Heading(level, text):
                self._document.add_heading(_clean(text), level)
            case Paragraph(spans, tone):
                paragraph = self._add_paragraph(spans, size=_SIZES[tone])
                if tone == "warning":
                    _shade(paragraph._p.get_or_add_pPr(), "FDECEB")  # pyright: ignore[reportPrivateUsage]
            case Items(items, numbered):
                for number, item in enumerate(items, 1):
                    # Numbers as text: a list of Word would go on counting from the one before.
                    paragraph = self._add_paragraph((), style="Normal" if numbered else "List Bullet")
                    if numbered:
                        paragraph.paragraph_format.left_indent = Cm(0.8)
                        paragraph.paragraph_format.first_line_indent = Cm(-0.8)
                        paragraph.add_run(f"{number}.\t")
                    paragraph.paragraph_format.space_after = Pt(3)
                    self._fill(paragraph, item)
            case Table():
                self._table(block)

    def _table(self, block: Table) -> None:
        document = self._document
        section = document.sections[0]
        widths = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        heads = 1 if block.heads else 0
        table = document.add_table(rows=heads + len(block.rows), cols=len(block.widths))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        table.autofit = False
        _soften(table._tbl.tblPr)  # pyright: ignore[reportPrivateUsage]
        for column, share in zip(table.columns, block.widths, strict=True):
            column.width = Emu(int(widths * share))
        rows = list(table.rows)
        # ``row.cells`` is worked out anew each time, so it is asked once a row.
        if block.heads:
            mark = OxmlElement("w:tblHeader")
            rows[0]._tr.get_or_add_trPr().append(mark)  # pyright: ignore[reportPrivateUsage]
            for cell, head, share in zip(rows[0].cells, block.heads, block.widths, strict=True):
                cell.width = Emu(int(widths * share))
                self._fill(cell.paragraphs[0], (Span(head, bold=True),), size=8)
                _shade(cell._tc.get_or_add_tcPr(), _SHADE)  # pyright: ignore[reportPrivateUsage]
        for row, filled in zip(rows[heads:], block.rows, strict=True):
            whole = OxmlElement("w:cantSplit")
            row._tr.get_or_add_trPr().append(whole)  # pyright: ignore[reportPrivateUsage]
            for cell, lines, share in zip(row.cells, filled, block.widths, strict=True):
                cell.width = Emu(int(widths * share))
                for at, line in enumerate(lines):
                    paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
                    paragraph.paragraph_format.space_after = Pt(2)
                    self._fill(paragraph, line, size=8)
        document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _add_paragraph(self, spans: Spans, *, style: str = "Normal", size: float | None = None) -> DocParagraph:
        paragraph = self._document.add_paragraph(style=style)
        self._fill(paragraph, spans, size=size)
        return paragraph

    def _fill(self, paragraph: DocParagraph, spans: Spans, *, size: float | None = None) -> None:
        for span in spans:
            run = paragraph.add_run(_clean(span.text))
            run.bold = span.bold or None
            if size is not None:
                run.font.size = Pt(size)
            if span.source is not None and span.source not in self._told:
                self._told.add(span.source)
                mark = paragraph.add_run()
                mark.style = _NOTE_MARK
                reference = OxmlElement("w:footnoteReference")
                reference.set(qn("w:id"), str(self._notes[span.source]))
                mark._r.append(reference)  # pyright: ignore[reportPrivateUsage]

    # -- notes

    def _write_notes(self) -> None:
        if not self._notes:
            return
        package: Any = self._document.part.package
        part = _Notes(PackURI("/word/footnotes.xml"), _FOOTNOTES, package=package)
        root: Any = OxmlElement("w:footnotes", nsdecls={prefix: nsmap[prefix] for prefix in ("w", "r")})
        for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
            note = _note(root, number)
            note.set(qn("w:type"), kind)
            etree.SubElement(_run(_paragraph(note)), qn(f"w:{kind}"))
        for source, number in self._notes.items():
            paragraph = _paragraph(_note(root, number))
            mark = _run(paragraph, style=self._note_mark)
            etree.SubElement(mark, qn("w:footnoteRef"))
            holder = paragraph
            if source.url:
                _text(_run(paragraph), " ")
                holder = etree.SubElement(paragraph, qn("w:hyperlink"))
                holder.set(qn("r:id"), part.relate_to(source.url, RELATION.HYPERLINK, is_external=True))
                _text(_run(holder), _clean(source.name))
            else:
                _text(_run(holder), f" {_clean(source.name)}")
        part.content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        self._document.part.relate_to(part, RELATION.FOOTNOTES)


def _note(root: Any, number: int) -> Any:
    note = etree.SubElement(root, qn("w:footnote"))
    note.set(qn("w:id"), str(number))
    return note


def _paragraph(note: Any) -> Any:
    paragraph = etree.SubElement(note, qn("w:p"))
    spacing = etree.SubElement(etree.SubElement(paragraph, qn("w:pPr")), qn("w:spacing"))
    spacing.set(qn("w:after"), "0")
    return paragraph


def _run(parent: Any, *, style: str = "") -> Any:
    run = etree.SubElement(parent, qn("w:r"))
    look = etree.SubElement(run, qn("w:rPr"))
    if style:
        etree.SubElement(look, qn("w:rStyle")).set(qn("w:val"), style)
    etree.SubElement(look, qn("w:sz")).set(qn("w:val"), _NOTE_HALF_POINTS)
    return run


def _text(run: Any, words: str) -> None:
    text = etree.SubElement(run, qn("w:t"))
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.text = words


def _soften(properties: Any) -> None:
    """Thin grey lines, and room above and below the words of a cell."""
    # Word wants the properties in the order of the standard.
    layout = properties.find(qn("w:tblLayout"))
    borders = etree.Element(qn("w:tblBorders"))
    layout.addprevious(borders)
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = etree.SubElement(borders, qn(f"w:{side}"))
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINE)):
            line.set(qn(f"w:{name}"), value)
    margins = etree.Element(qn("w:tblCellMar"))
    layout.addnext(margins)
    for side in ("top", "bottom"):
        room = etree.SubElement(margins, qn(f"w:{side}"))
        room.set(qn("w:w"), _CELL_TWIPS)
        room.set(qn("w:type"), "dxa")


def _shade(properties: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    properties.append(shade)


def _clean(text: str) -> str:
    """Text that XML can hold; documents may have control characters."""
    return _NOT_IN_XML.sub(" ", text)
