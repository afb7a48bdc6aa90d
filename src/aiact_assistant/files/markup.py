"""Reads HTML into blocks.

Comes in: a page or fragment of HTML. Goes out: ``FileText``: headings, paragraphs, list items ("- ", "1. ") and
table rows ("cel | cel") in reading order, with the addresses they link to. Scripts, styles, menus, buttons and
images leave no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from aiact_assistant.domain import ReadError
from aiact_assistant.files.blocks import Block, BlockKind, FileText, clean

_SKIPPED = frozenset(
    {"script", "style", "template", "noscript", "head", "nav", "button", "img", "svg", "picture", "iframe", "form"}
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    }
)
_NUMBER = re.compile(r"-?\d+")
_LINE_BREAK = "\u2028"  # stands for <br> while other white space is collapsed


def read_html(data: bytes | str) -> FileText:
    """The text of an HTML page.

    Raises:
        ReadError: there is no HTML in it.
    """
    if not data.strip():
        raise ReadError("Dit HTML-bestand is leeg.", "This HTML file is empty.")
    try:
        if isinstance(data, bytes):
            data = _decode(data)
        root: lxml_html.HtmlElement = lxml_html.document_fromstring(data)  # pyright: ignore[reportUnknownMemberType]
    except (etree.ParserError, ValueError) as error:
        raise ReadError("Dit HTML-bestand kan niet worden gelezen.", "This HTML file cannot be read.") from error
    title = root.findtext(".//title") or ""
    blocks = tuple(_Walker().walk(root))
    return FileText(clean(title).replace("\n", " ") or _first_heading(blocks), blocks)


def _decode(data: bytes) -> str:
    """Text by the declared character set, else UTF-8, else Windows-1252; the declaration itself is dropped."""
    declared = re.search(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]+)""", data[:2048])
    for encoding in ([declared[1].decode("ascii")] if declared else []) + ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    return data.decode("utf-8", "replace")


def _first_heading(blocks: tuple[Block, ...]) -> str:
    return next((block.text for block in blocks if block.kind == "heading"), "")


class _Walker:
    """Collects inline text until a block element begins or ends."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._links: list[str] = []
        self._marker = ""

    def walk(self, root: lxml_html.HtmlElement) -> Iterator[Block]:
        """All blocks under an element."""
        yield from self._element(root)
        yield from self._flush()

    def _flush(self, kind: BlockKind = "text", level: int = 0) -> Iterator[Block]:
        # White space in HTML is one space; only <br> breaks a line.
        text = clean(re.sub(r"\s+", " ", "".join(self._words).replace(_LINE_BREAK, "\0")).replace("\0", "\n"))
        links = tuple(dict.fromkeys(self._links))
        self._words, self._links = [], []
        if not text and not links:
            return
        if kind == "heading":
            text, self._marker = text.replace("\n", " "), ""
        elif self._marker and text:
            text, self._marker = self._marker + text, ""
        yield Block(kind, text, level, links=links)

    def _element(self, element: lxml_html.HtmlElement) -> Iterator[Block]:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return
        if tag == "br":
            self._words.append(_LINE_BREAK)
            return
        if tag == "a" and (href := element.get("href", "").strip()):
            self._links.append(href)
        if tag == "pre" and element.xpath("./code[contains(@class, 'language-mermaid')]"):
            return  # a drawing, written as code
        if tag == "table":
            yield from self._flush()
            yield from self._table(element)
            return
        if tag in _HEADINGS:
            yield from self._flush()
            for _ in self._inside(element):
                pass
            yield from self._flush("heading", _HEADINGS[tag])
            return
        if tag not in _BLOCKS:
            yield from self._inside(element)
            return
        yield from self._flush()
        if tag == "li":
            self._marker = _marker(element)
        yield from self._inside(element)
        yield from self._flush()
        if tag == "li":
            self._marker = ""

    def _inside(self, element: lxml_html.HtmlElement) -> Iterator[Block]:
        self._words.append(element.text or "")
        for child in element:
            yield from self._element(child)
            self._words.append(child.tail or "")

    def _table(self, table: lxml_html.HtmlElement) -> Iterator[Block]:
        rows: list[str] = []
        links: list[str] = []
        for row in table.iter("caption", "tr"):
            if any(above is not table and above.tag == "table" for above in _tables_around(row, table)):
                continue  # a table in a cell is part of that cell
            cells = [row] if row.tag == "caption" else [cell for cell in row if cell.tag in {"td", "th"}]
            blocks = [list(_Walker().walk(cell)) for cell in cells]
            texts = [" ".join(block.text.replace("\n", " ") for block in cell if block.text) for cell in blocks]
            links += [link for cell in blocks for block in cell for link in block.links]
            if any(texts):
                rows.append(" | ".join(text for text in texts if text))
        if rows:
            yield Block("table", "\n".join(rows), links=tuple(dict.fromkeys(links)))


def _tables_around(element: lxml_html.HtmlElement, until: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    for above in element.iterancestors("table"):
        yield above
        if above is until:
            return


def _marker(item: lxml_html.HtmlElement) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "- "
    start = parent.get("start", "1")
    first = int(start) if _NUMBER.fullmatch(start) else 1
    return f"{first + sum(1 for _ in item.itersiblings('li', preceding=True))}. "
