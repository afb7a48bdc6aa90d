"""Reads both EUR-Lex dialects into provisions: consolidated texts and the Official Journal.

Comes in: the bytes of a page and its manifest entry. Goes out: provisions in document order, parents before
children. Pure: no file, no network. Consolidation markers become ``amended_by``, never text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree, html

from aiact_assistant.domain import Provision, ProvisionId, ProvisionKind, ShapeError, Source

PARSER_VERSION = 1

_LATIN = {"bis": "a", "ter": "b", "quater": "c", "quinquies": "d", "sexies": "e", "septies": "f"}
_ANCHOR = re.compile(r"^(cpt_[IVXLC]+(\.sct_\d+[a-z]?)?|art_\d+[a-z]*|anx_[IVXLC]+|rct_\d+)$")
_MARKER_CELEX = re.compile(r"(3\d{4}[A-Z]\d{4}(?:R\(\d+\))?)")
_SPACE = re.compile(r"[\s\u00a0]+")
_PLAIN_POINT = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.\s+(\S.*)$", re.DOTALL)
_ANNEX_SECTION = re.compile(r"^(?:Afdeling|Section|Deel)\s+([A-Z]|\d+)\s*(?:[—–-]\s*)?(.*)$", re.DOTALL)
_STRUCK = "—————"
_NOTE_MARK = re.compile(r"^\*?\d*$")


@dataclass
class _Node:
    """A provision while it is being built."""

    id: ProvisionId
    kind: ProvisionKind
    number: str = ""
    heading: str = ""
    paragraphs: list[str] = field(default_factory=list[str])
    children: list[_Node] = field(default_factory=list["_Node"])
    amended_by: str | None = None
    repealed: bool = False
    notes: list[str] = field(default_factory=list[str])
    alineas: int = 0


def parse_eurlex(page: bytes | str, source: Source) -> tuple[Provision, ...]:
    """The provisions of an act.

    Args:
        page: HTML of EUR-Lex or Cellar, of a consolidated text or of the Official Journal.
        source: manifest entry that the provisions refer to.

    Raises:
        ShapeError: the page is not an act in either dialect (a challenge or error page, a truncated download).
    """
    data = page.encode() if isinstance(page, str) else page
    try:
        root: html.HtmlElement = html.document_fromstring(  # pyright: ignore[reportUnknownMemberType]
            data, parser=html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, ValueError) as error:
        raise _no_act(source) from error
    reader = _Reader(base=_base_act(source), notes=_footnotes(root))
    if root.xpath("//p[@class='title-article-norm']"):
        nodes = reader.consolidated(root)
    elif root.xpath("//*[starts-with(@id,'rct_')]") or root.xpath("//p[@class='oj-ti-art']"):
        nodes = reader.journal(root)
    else:
        raise _no_act(source)
    return tuple(_flatten(nodes, None, source))


def shape(provisions: tuple[Provision, ...]) -> Mapping[str, int]:
    """Counts to compare with the manifest."""
    kinds = {"articles": ProvisionKind.ARTICLE, "annexes": ProvisionKind.ANNEX, "recitals": ProvisionKind.RECITAL}
    return {name: sum(p.kind is kind for p in provisions) for name, kind in kinds.items()}


class _Reader:
    """Walks a page once, keeping the consolidation marker that is in force."""

    def __init__(self, base: str, notes: Mapping[str, str]) -> None:
        self._base = base
        self._notes = notes
        self._amended: str | None = None

    # -- consolidated dialect

    def consolidated(self, root: html.HtmlElement) -> list[_Node]:
        """Chapters with their sections and articles, then annexes."""
        nodes: list[_Node] = []
        body = root.find(".//body")
        self._collect(root if body is None else body, nodes)
        return nodes

    def _collect(self, element: html.HtmlElement, into: list[_Node]) -> None:
        for child in element:
            if not isinstance(child.tag, str):
                continue
            anchor = child.get("id", "")
            if self._is_marker(child):
                self._mark(child)
            elif _ANCHOR.match(anchor):
                into.append(self._anchored(child, anchor))
            else:
                self._collect(child, into)

    def _anchored(self, element: html.HtmlElement, anchor: str) -> _Node:
        if anchor.startswith("art_"):
            return self._article(element, anchor)
        if anchor.startswith("anx_"):
            return self._annex(element, anchor)
        kind = ProvisionKind.SECTION if ".sct_" in anchor else ProvisionKind.CHAPTER
        node = _Node(anchor, kind, number=anchor.rpartition("_")[2], amended_by=self._amended)
        for title in element.findall("./p[@class='title-division-2']"):
            node.heading = self._text(title, node)
        self._collect(element, node.children)
        return node

    def _article(self, element: html.HtmlElement, anchor: str) -> _Node:
        node = _Node(anchor, ProvisionKind.ARTICLE)
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if child.get("class") == "title-article-norm":
                node.number = self._text(child, node).partition(" ")[2]
                node.amended_by = self._amended
            elif child.get("class") == "eli-title":
                node.heading = self._text(child, node)
            else:
                self._block(child, node)
        self._fill_gaps(node)
        return node

    def _annex(self, element: html.HtmlElement, anchor: str) -> _Node:
        """Sections, points printed as plain numbered paragraphs (annexes I, VI, VII) and points in a list."""
        annex = _Node(anchor, ProvisionKind.ANNEX, number=anchor.removeprefix("anx_"))
        section = current = annex
        for child in element:
            if not isinstance(child.tag, str):
                continue
            name = child.get("class", "")
            text = self._clean(child.text_content())
            plain = _PLAIN_POINT.match(text) if "grid-container" not in name and child.tag in {"p", "div"} else None
            if name.startswith("title-annex"):
                annex.amended_by = self._amended
                # The first title is the number ("BIJLAGE X"), whatever its class; the second is the heading.
                if text.split()[-1] != annex.number:
                    annex.heading = self._text(child, annex)
            elif name == "title-gr-seq-level-1" and (title := _ANNEX_SECTION.match(text)):
                section = current = self._child(annex, ProvisionKind.ANNEX_SECTION, title.group(1), heading=text)
            elif name == "title-gr-seq-level-1" and plain is None and current is section is not annex:
                section.heading = f"{section.heading} — {text}"
            elif plain is not None and name != "modref":
                parent = self._numbered_parent(section, plain.group(1))
                current = self._child(parent, ProvisionKind.POINT, plain.group(1))
                current.paragraphs.append(self._text(child, current).partition(" ")[2])
            else:
                self._block(child, current)
        return annex

    def _child(self, parent: _Node, kind: ProvisionKind, number: str, heading: str = "") -> _Node:
        """A new last child; a decimal number ("4.3") does not repeat the number of its parent ("4") in its id."""
        own = number.removeprefix(f"{parent.number}.") if parent.kind is ProvisionKind.POINT else number
        node = _Node(f"{parent.id}.{own}", kind, number, heading, amended_by=self._amended)
        parent.children.append(node)
        return node

    def _numbered_parent(self, section: _Node, number: str) -> _Node:
        for above in section.children:
            if number.startswith(f"{above.number}."):
                return self._numbered_parent(above, number)
        return section

    def _block(self, element: html.HtmlElement, node: _Node) -> None:
        """One block of an article, lid, point or annex."""
        name = element.get("class", "")
        if self._is_marker(element):
            self._mark(element, node)
        elif "grid-container" in name:
            self._point(element, node)
        elif element.find("./span[@class='no-parag']") is not None:
            self._paragraph(element, node)
        elif element.tag == "table":
            for row in element.iter("tr"):
                cells = [self._text(cell, node) for cell in row.iter("td", "th")]
                self._add_text(node, " | ".join(cell for cell in cells if cell))
        elif element.tag in {"div"} and any(self._is_block(child) for child in element):
            if element.text and element.text.strip():
                self._add_text(node, self._clean(element.text))
            for child in element:
                if isinstance(child.tag, str):
                    self._block(child, node)
                if child.tail and child.tail.strip():
                    self._add_text(node, self._clean(child.tail))
        elif element.tag != "hr":
            self._add_text(node, self._text(element, node))

    def _is_block(self, element: html.HtmlElement) -> bool:
        return isinstance(element.tag, str) and element.tag in {"p", "div", "table"}

    def _add_text(self, node: _Node, text: str) -> None:
        if not text:
            return
        node.alineas += 1
        above = node.children[-1] if node.children else None
        if node.kind is ProvisionKind.ARTICLE and above is not None and above.kind is ProvisionKind.PARAGRAPH:
            self._add_text(above, text)
            return
        if node.children:
            kind = ProvisionKind.SUBPARAGRAPH
            child = _Node(f"{node.id}.al{node.alineas}", kind, str(node.alineas), amended_by=self._amended)
            child.paragraphs.append(text)
            node.children.append(child)
            return
        if not node.paragraphs and node.kind is not ProvisionKind.ARTICLE and node.amended_by is None:
            node.amended_by = self._amended
        node.paragraphs.append(text)

    def _paragraph(self, element: html.HtmlElement, article: _Node) -> None:
        label = element.find("./span[@class='no-parag']")
        number = self._clean(label.text_content()).rstrip(".")
        node = _Node(f"{article.id}.{_slug(number)}", ProvisionKind.PARAGRAPH, number, amended_by=self._amended)
        article.children.append(node)
        for child in element:
            if child is not label and isinstance(child.tag, str):
                self._block(child, node)

    def _point(self, element: html.HtmlElement, node: _Node) -> None:
        label = element.find("./div[1]")
        content = element.find("./div[2]")
        number = self._clean(label.text_content())
        parent = node
        if node.kind is ProvisionKind.ARTICLE and node.children and node.children[-1].kind is ProvisionKind.PARAGRAPH:
            parent = node.children[-1]
        if parent.children and parent.children[-1].kind is ProvisionKind.SUBPARAGRAPH:
            parent = parent.children[-1]
        dash = not any(char.isalnum() for char in number)
        name = str(1 + sum(child.kind is ProvisionKind.POINT for child in parent.children)) if dash else number
        kind = ProvisionKind.DEFINITION if parent.id == "art_3" else ProvisionKind.POINT
        shown = "—" if dash else number.rstrip(").").lstrip("(")
        point = _Node(f"{parent.id}.{_slug(name)}", kind, shown, amended_by=self._amended)
        parent.children.append(point)
        if content is None:
            return
        for child in content:
            if isinstance(child.tag, str):
                self._block(child, point)
        if content.text and content.text.strip():
            point.paragraphs.insert(0, self._clean(content.text))

    def _fill_gaps(self, article: _Node) -> None:
        """A struck lid leaves only its marker: its number is the one missing between its neighbours."""
        for place, node in enumerate(article.children):
            if not node.repealed:
                continue
            before = article.children[place - 1] if place else None
            if before is not None and before.number.isdigit():
                node.number = str(int(before.number) + 1)
                node.id = f"{article.id}.{node.number}"
        article.children = [node for node in article.children if node.number]

    def _is_marker(self, element: html.HtmlElement) -> bool:
        return element.get("class") == "modref"

    def _mark(self, element: html.HtmlElement, node: _Node | None = None) -> None:
        link = element.find(".//a")
        title = "" if link is None else link.get("title", "")
        celex = _MARKER_CELEX.search(title)
        self._amended = celex.group(1) if celex and celex.group(1) != self._base else None
        if _STRUCK in element.text_content() and node is not None and node.kind is ProvisionKind.ARTICLE:
            struck = _Node("", ProvisionKind.PARAGRAPH, amended_by=self._amended, repealed=True)
            node.children.append(struck)

    # -- Official Journal dialect

    def journal(self, root: html.HtmlElement) -> list[_Node]:
        """The recitals; the articles of the journal are read from the consolidated texts."""
        nodes: list[_Node] = []
        for element in root.xpath("//*[starts-with(@id,'rct_')]"):
            number = element.get("id").removeprefix("rct_")
            node = _Node(f"rct_{number}", ProvisionKind.RECITAL, number)
            cells = element.xpath(".//tr[1]/td[2]")
            for paragraph in cells[0] if cells else ():
                if isinstance(paragraph.tag, str) and (text := self._text(paragraph, node)):
                    node.paragraphs.append(text)
            nodes.append(node)
        return nodes

    # -- text

    def _text(self, element: html.HtmlElement, node: _Node) -> str:
        """Visible text: exponents as ``10^25``, footnote marks moved to the notes, white space folded."""
        return self._clean("".join(self._pieces(element, node)))

    def _pieces(self, element: html.HtmlElement, node: _Node) -> Iterator[str]:
        if element.text:
            yield element.text
        for child in element:
            if isinstance(child.tag, str):
                target = child.get("href", "").removeprefix("#") if child.tag == "a" else ""
                name = child.get("class", "")
                if target in self._notes and _NOTE_MARK.match(self._clean(child.text_content()).strip("() ")):
                    if self._notes[target] not in node.notes:
                        node.notes.append(self._notes[target])
                    yield "\ue000"
                elif name in {"superscript", "oj-super"} and self._clean(child.text_content()).isdigit():
                    yield "^" + self._clean(child.text_content())
                elif child.tag == "br":
                    yield " "
                else:
                    yield from self._pieces(child, node)
            if child.tail:
                yield child.tail

    def _clean(self, text: str) -> str:
        text = re.sub(r"\s*\(\s*\ue000\s*\)|\s*\ue000", "", text)
        return _SPACE.sub(" ", text.replace("\u00ad", "")).strip()


def _footnotes(root: html.HtmlElement) -> dict[str, str]:
    """Anchor of each footnote -> its text without its mark."""
    notes: dict[str, str] = {}
    for paragraph in root.xpath("//p[@class='footnote' or @class='oj-note']"):
        link = paragraph.find(".//a")
        if link is None:
            continue
        anchor = link.get("id") or ""
        text = _SPACE.sub(" ", paragraph.text_content()).strip()
        notes[anchor] = re.sub(r"^\(\s*\*?\d*\s*\)\s*", "", text)
    return notes


def _flatten(nodes: list[_Node], parent: ProvisionId | None, source: Source) -> Iterator[Provision]:
    for node in nodes:
        yield Provision(
            id=node.id,
            source=source.id,
            language=source.language,
            kind=node.kind,
            number=node.number,
            heading=node.heading,
            text="\n".join(node.paragraphs),
            parent=parent,
            children=tuple(child.id for child in node.children),
            amended_by=node.amended_by,
            repealed=node.repealed,
            notes=tuple(node.notes),
        )
        yield from _flatten(node.children, node.id, source)


def _slug(number: str) -> str:
    """ "b bis)" -> "ba", "1 ter" -> "1b", "4.3" -> "4.3"."""
    head, *rest = number.strip("() .").rstrip(").").split()
    return head.strip("().") + "".join(_LATIN.get(word.strip("()."), "") for word in rest)


def _base_act(source: Source) -> str:
    """CELEX of the original act behind a consolidated one: 02024R1689-20260727 -> 32024R1689."""
    match = re.search(r"[03](\d{4}[A-Z]\d{4})", source.version) or re.search(r"[03](\d{4}[A-Z]\d{4})", source.address)
    return f"3{match.group(1)}" if match else ""


def _no_act(source: Source) -> ShapeError:
    return ShapeError(
        f"Wat voor {source.title} is ontvangen, is geen wettekst. De goede kopie blijft staan. Probeer het later weer.",
        f"What was received for {source.title} is not the text of an act. The good copy is kept. Try again later.",
    )
