"""Reads EUR-Lex markup into the blocks a jurist sees: units, leden, items of a list, paragraphs.

Comes in: a page in the consolidated or the Official Journal dialect. Goes out: its units in document order (title,
preamble, chapters, articles, annexes, recitals, closing words), each with its blocks. Knows markup only; ``eurlex.py``
gives the blocks their ids. Pure: no file, no network.

What stands outside the units is no text of the act and is not read: the mastheads of the journal, the disclaimer and
the list of amending acts above a consolidated text, its consolidation markers (▼M1, ▼B; they are remembered as
``amended_by``) and the marks of footnotes.
"""

# lxml's only name for the class of an element is private; its stubs offer no other.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import unquote

from lxml import etree

LATIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")

_BLOCK_TAGS = {"p", "div", "table", "thead", "tbody", "tr", "td", "th", "hr", "ul", "ol", "li"}
_UNSEEN_TAGS = {"script", "style", "head", "col"}
_UNIT_TITLES = {
    *("title-division-1", "title-division-2", "title-article-norm", "stitle-article-norm"),
    *("title-annex-1", "title-annex-2", "oj-ti-section-1", "oj-ti-section-2", "oj-ti-art", "oj-sti-art", "oj-doc-ti"),
}
_GROUP_TITLE = re.compile(r"^(title-gr-seq-level|oj-ti-grseq)-\d$")
_NOTE_CLASSES = {"footnote", "oj-note"}
_SUPERSCRIPTS = {"superscript", "oj-super"}
_MARKER_CLASSES = {"modref", "arrow"}
_ANCHOR = re.compile(r"^(cpt_[IVXLC]+[a-z]*(\.sct_\d+[a-z]*)?|art_\d+[a-z]*|anx_\w+|rct_\d+|(tit|pbl|fnp)_\d+)$")
_HOLDS_UNITS = ("cpt_", "pbl_")
_WITHOUT_TITLE = ("tit_", "pbl_", "fnp_")
_JOURNAL_LID = re.compile(r"^\d{3}[a-z]*\.0*([1-9]\d*[a-z]*)$")
_LATIN = f"(?: (?:{'|'.join(LATIN)}))?"
_LID_START = re.compile(rf"^(\d{{1,3}}[a-z]?{_LATIN})\. ")
_LIST_LABEL = re.compile(rf"^[“‘]?(?:\(?(?:\d{{1,3}}|[a-z]{{1,5}}){_LATIN}\)|\d+(?:\.\d+)*\.|[a-z]\.|[—–•-])$")
_MARKER = re.compile(r"^[▼►]\s*([ABCM]\d*)")
_STRUCK = re.compile(r"—{3,}$")
_CELEX = re.compile(r"3\d{4}[A-Z]\d{4}(?:R\(\d+\))?")
_NOTE_MARK = re.compile(r"^\(?\s*\*?\s*\d*\s*\)?$")
# Stands for a footnote mark until the text around it is known; a private-use character, so no text holds it.
_MARK = "\ue000"
_MARKED = re.compile(rf"\s*\(\s*{_MARK}\s*\)|\s*{_MARK}")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``continues`` when it belongs to the alinea before it (a row of a table, a quoted line)."""

    text: str
    notes: tuple[str, ...] = ()
    amended_by: str | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A title inside an annex: of a section, or of a numbered point."""

    text: Text


@dataclass(frozen=True, slots=True)
class Item:
    """A point of a list, with its label as printed: ``b bis)``, ``3.1.``, ``—``."""

    label: str
    blocks: tuple[Block, ...]
    amended_by: str | None


@dataclass(frozen=True, slots=True)
class Lid:
    """A numbered paragraph of an article: its label as printed (``1 bis.``), its number in an anchor of the journal."""

    label: str
    blocks: tuple[Block, ...]
    amended_by: str | None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Struck:
    """Dashes where a lid or point was deleted; the page does not say which one."""

    amended_by: str | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of an act with an anchor of its own; ``label`` is its first title line ("Artikel 4 bis")."""

    anchor: str
    label: str
    headings: tuple[Text, ...]
    blocks: tuple[Block, ...]
    amended_by: str | None


Block = Text | Heading | Item | Lid | Struck | Unit


def read_blocks(page: bytes) -> tuple[Unit, ...]:
    """The units of a page in reading order; none when the page is no act.

    Args:
        page: HTML or XHTML in UTF-8.
    """
    body = _body(page)
    return () if body is None else tuple(_Reader(body).units(body))


class _Reader:
    """Walks a page once, keeping the act whose consolidation marker holds."""

    def __init__(self, body: etree._Element) -> None:
        self._acts = _acts(body)
        self._notes = _footnotes(body)
        self._amended: str | None = None

    def units(self, element: etree._Element) -> Iterator[Unit]:
        """The units below an element; other text on the way is no part of the act."""
        for child in _elements(element):
            if _is_marker(child):
                self._mark(child)
            elif _is_unit(child):
                yield self._unit(child)
            else:
                yield from self.units(child)

    def _unit(self, element: etree._Element) -> Unit:
        """Titles first, then blocks; a chapter, section or preamble also holds units, whatever wraps them."""
        anchor = element.get("id", "")
        titled = not anchor.startswith(_WITHOUT_TITLE)
        amended = self._amended
        titles: list[Text] = []
        blocks: list[Block] = []
        for child in _elements(element):
            name = child.get("class", "")
            if titled and name in _UNIT_TITLES:
                titles.append(self._text(child))
                amended = titles[0].amended_by
            elif titled and name == "eli-title":
                titles.extend(self._text(line) for line in _elements(child))
            elif anchor.startswith(_HOLDS_UNITS) and _is_unit(child):
                blocks.append(self._unit(child))
            elif anchor.startswith(_HOLDS_UNITS) and any(_is_unit(below) for below in child.iter("div")):
                blocks.extend(self.units(child))
            else:
                blocks.extend(self._block(child))
        label = titles[0].text if titles else ""
        return Unit(anchor, label, tuple(titles[1:]), tuple(blocks), amended)

    def _block(self, element: etree._Element) -> Iterator[Block]:
        name = element.get("class", "")
        if _is_marker(element):
            yield from self._mark(element)
        elif _is_note(element) or element.tag in _UNSEEN_TAGS:
            return
        elif _GROUP_TITLE.match(name):
            yield Heading(self._text(element))
        elif (cells := _item_cells(element)) is not None:
            label = self._text(cells[0])
            yield Item(label.text, tuple(self._mixed(cells[1])), label.amended_by)
        elif element.tag == "table":
            yield from self._rows(element)
        elif (number := _child(element, "no-parag")) is not None:
            label = self._text(number)
            yield Lid(label.text, tuple(self._mixed(element, after=number)), label.amended_by)
        elif element.tag == "div" and (anchor := _JOURNAL_LID.match(element.get("id", ""))) is not None:
            yield from self._journal_lid(element, anchor.group(1))
        else:
            yield from self._mixed(element)

    def _journal_lid(self, element: etree._Element, anchor: str) -> Iterator[Block]:
        """In the journal the number is the first word of the first paragraph: ``1.`` followed by wide spaces."""
        first, *others = [*self._mixed(element)] or [Text("")]
        number = _LID_START.match(first.text) if isinstance(first, Text) else None
        if number is None or not isinstance(first, Text):
            yield from (first, *others)
            return
        rest = replace(first, text=first.text[number.end() :])
        yield Lid(number.group().strip(), (rest, *others), first.amended_by, anchor)

    def _rows(self, table: etree._Element) -> Iterator[Text]:
        for row in _table_rows(table):
            cells = [self._text(cell) for cell in _elements(row)]
            text = " | ".join(cell.text for cell in cells if cell.text)
            if text:
                notes = tuple(note for cell in cells for note in cell.notes)
                yield Text(text, notes, self._amended, continues=True)

    def _mixed(self, element: etree._Element, after: etree._Element | None = None) -> Iterator[Block]:
        """The content of an element: runs of inline text become paragraphs, elements with blocks are entered."""
        run = _Run(self)
        children = list(_elements(element))
        if after is None:
            run.add(element.text)
        else:
            run.add(after.tail)
            children = children[children.index(after) + 1 :]
        for child in children:
            if child.tag in _BLOCK_TAGS:
                yield from run.flush()
                yield from self._block(child)
            else:
                run.enter(child)
            run.add(child.tail)
        yield from run.flush()

    def _text(self, element: etree._Element) -> Text:
        """All visible text of an element as one paragraph."""
        run = _Run(self)
        run.enter(element)
        return next((block for block in run.flush() if isinstance(block, Text)), Text("", amended_by=self._amended))

    def _mark(self, element: etree._Element) -> Iterator[Struck]:
        """A marker line: what follows is of that act, until the next marker. ``▼B`` is the original act."""
        text = _words(element)
        marker = _MARKER.match(text)
        if marker is not None and text.startswith("▼"):
            self._amended = self.act(marker.group(1))
            if _STRUCK.search(text):
                return iter((Struck(self._amended),))
        return iter(())

    def act(self, letter: str) -> str | None:
        """CELEX number of the act behind the letter of a marker; ``None`` for the original act."""
        return None if letter.startswith("B") else self._acts.get(letter, letter)

    def note(self, anchor: str) -> str | None:
        """The footnote at an anchor; ``None`` when the page lacks it."""
        return self._notes.get(anchor)

    @property
    def amended(self) -> str | None:
        """The act whose marker holds now."""
        return self._amended


class _Run:
    """Inline text being collected into one paragraph."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        self._clear()

    def _clear(self) -> None:
        self._pieces: list[str] = []
        self._notes: list[str] = []
        self._changed: str | None = None

    def add(self, text: str | None) -> None:
        """Add bare text."""
        if text:
            self._pieces.append(text)

    def enter(self, element: etree._Element) -> None:
        """Add an element: exponents as ``^25``, footnote marks set aside, markers inside a sentence dropped."""
        words = _words(element)
        if element.tag in _UNSEEN_TAGS or _is_note(element):
            return
        if element.tag == "a" and element.get("href", "").startswith("#") and _NOTE_MARK.match(words):
            if (note := self._reader.note(element.get("href", "")[1:])) is not None:
                self._notes.append(note)
            self.add(_MARK)
        elif element.tag == "a" and (marker := _MARKER.fullmatch(words)) is not None:
            self._changed = self._reader.act(marker.group(1)) or self._changed
        elif element.get("class") in _SUPERSCRIPTS and words.isdigit():
            self.add(f"^{words}")
        else:
            apart = " " if element.tag in _BLOCK_TAGS or element.tag == "br" else None
            self.add(apart)
            self.add(element.text)
            for child in _elements(element):
                self.enter(child)
                self.add(child.tail)
            self.add(apart)

    def flush(self) -> Iterator[Text | Struck]:
        """The paragraph collected so far, if any, and a fresh start."""
        text = _clean(_MARKED.sub("", "".join(self._pieces)).replace("◄", ""))
        amended = self._changed or self._reader.amended
        if _STRUCK.fullmatch(text):
            yield Struck(amended)
        elif text or self._notes:
            yield Text(text, tuple(self._notes), amended)
        self._clear()


def _body(page: bytes) -> etree._Element | None:
    """The body of a page. Cellar serves XHTML, in which ``<span/>`` is empty; the website serves loose HTML.

    Comments are taken out while parsing: the tree keeps the text behind a comment with the comment.
    """
    try:
        root = etree.fromstring(page, etree.XMLParser(remove_comments=True, remove_pis=True))
    except etree.XMLSyntaxError:
        try:
            root = etree.fromstring(page, etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True))
        except etree.XMLSyntaxError:
            return None
    # An empty page gives no root, whatever the stubs say.
    if cast("etree._Element | None", root) is None:
        return None
    for element in root.iter(etree.Element):
        element.tag = str(element.tag).rpartition("}")[2]
    return root.find(".//body")


def _acts(body: etree._Element) -> Mapping[str, str]:
    """Letter of each marker -> CELEX number of its act, from the title or address of any marker's link."""
    acts: dict[str, str] = {}
    for link in body.iter("a"):
        letter = _MARKER.match(_words(link))
        celex = _CELEX.search(link.get("title", "")) or _CELEX.search(unquote(link.get("href", "")))
        if letter and celex:
            acts[letter.group(1)] = celex.group()
    return acts


def _footnotes(body: etree._Element) -> Mapping[str, str]:
    """Anchor of each footnote -> its text without its mark."""
    notes: dict[str, str] = {}
    for paragraph in body.iter("p"):
        anchor = next((link.get("id", "") for link in paragraph.iter("a") if link.get("id")), "")
        if _is_note(paragraph) and anchor:
            notes[anchor] = re.sub(r"^\(\s*\*?\s*\d*\s*\)\s*", "", _words(paragraph))
    return notes


def _item_cells(element: etree._Element) -> tuple[etree._Element, etree._Element] | None:
    """Label and content of a point of a list, in the three ways in which EUR-Lex lays one out."""
    name = element.get("class", "")
    if "grid-container" in name or name == "oj-enumeration-spacing":
        cells = list(_elements(element))
    elif element.tag == "table" and len(rows := _table_rows(element)) == 1:
        cells = list(_elements(rows[0]))
        while cells and not _words(cells[0]):
            del cells[0]
        if not cells or not _LIST_LABEL.match(_words(cells[0])):
            return None
    else:
        return None
    return (cells[0], cells[1]) if len(cells) == 2 else None


def _table_rows(table: etree._Element) -> list[etree._Element]:
    return [*table.iterfind("./tr"), *table.iterfind("./*/tr")]


def _is_unit(element: etree._Element) -> bool:
    return _ANCHOR.match(element.get("id", "")) is not None


def _is_marker(element: etree._Element) -> bool:
    return element.get("class") in _MARKER_CLASSES and _MARKER.match(_words(element)) is not None


def _is_note(element: etree._Element) -> bool:
    return element.tag == "p" and element.get("class") in _NOTE_CLASSES


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in _elements(element) if child.get("class") == name), None)


def _elements(element: etree._Element) -> Iterator[etree._Element]:
    return element.iterchildren(etree.Element)


def _words(element: etree._Element) -> str:
    return _clean("".join(str(piece) for piece in element.itertext()))


def _clean(text: str) -> str:
    """Without soft hyphens; white space of every kind, non-breaking too, is one space."""
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip()
