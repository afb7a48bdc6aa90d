"""Reads a PDF: pages, headings, paragraphs and footnotes, without running headers and footers.

Comes in: the bytes of a PDF with a text layer. Goes out: ``FileText`` whose blocks carry page numbers counted from 1
(the number that ``#page=`` in a link takes). Lines are ordered as in the file, which follows the columns; with
``layout`` also where the file does not, and tables are seen.
"""

from __future__ import annotations

import io
import logging
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import Any, cast

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from aiact_assistant.domain import Message, ReadError
from aiact_assistant.files.blocks import Block, FileText, clean
from aiact_assistant.files.layout import Placed, Run, arrange, begins_run, width
from aiact_assistant.files.lines import Joiner

# pypdf reports every oddity of a file that it repairs; none of them is for our user.
logging.getLogger("pypdf").setLevel(logging.ERROR)

MAX_PAGES = 2_000
# Headers and footers stand among the outermost lines of a page and return on this share of the pages.
_EDGE_LINES = 3
_RUNNING_SHARE = 0.4
_HEADING_RATIO = 1.09  # 10 points above 9-point text is a heading, 12 above 11.5 is not
_SUPERSCRIPT_RATIO = 0.75
_PARAGRAPH_GAP = 1.3  # times the usual distance between lines
_WIDER_PAGE = 1.5  # a page may be set this much wider than the rest, not narrower (that is its footnotes)
_MAX_HEADING_CHARS = 160
_MAX_BOLD_HEADING_CHARS = 90
_IMAGE_PAGE_CHARS = 500  # a page of images with fewer characters has (part of) its text in those images
_IMAGE_PAGE_IMAGES = 20
_STAMPED_CHARS = 200  # a scan may have a stamp or a page number as text
_SCAN_PIXELS = 800_000  # a page of A4 at 100 dots per inch
_OUTLINES_BYTES = 3_000  # a page without text that draws this much shows letters as outlines, or a drawing
_NOISE_SHARE = 0.2

_PAGE_NUMBER = re.compile(r"(?:(?:pagina|page|blz\.?)\s*)?(\d+)(?:\s*(?:/|van|of)\s*\d+)?", re.IGNORECASE)
_BULLETS = "•●○◦▪■□–—‣⁃·*➢✓❖"
_LIST_ITEM = re.compile(rf"(?:[{_BULLETS}]|-|o)\s+\S|(?:\(?\d{{1,3}}[.)]|\(?[a-z][.)]|\(?[ivx]{{1,5}}\))\s+\S")
_LONE_BULLET = re.compile(rf"[{_BULLETS}o-]")
_SENTENCE_END = (".", ":", ";", "?", "!", "”", '."')
_CUT_WORD = re.compile(r"[^\W\d_]-$")
# pypdf meets broken structures with any of these.
_BROKEN = (
    PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError, RecursionError,
    NotImplementedError,
)  # fmt: skip
_MARK = "\ue000"  # surrounds a superscript number until the paragraph is whole


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    page: int
    size: float
    bold: bool
    x: float
    y: float
    row: bool = False

    @property
    def note(self) -> bool:
        """Whether it begins with a superscript number, as a footnote does."""
        return self.text.startswith(_MARK)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of text as the file shows it, with its size and place in points as the reader turns the page."""

    text: str
    size: float
    bold: bool
    x: float
    y: float


def read_pdf(data: bytes) -> FileText:
    """The text of a PDF that must have some.

    Raises:
        ReadError: damaged, encrypted, without text, or with more than ``MAX_PAGES`` pages.
    """
    text = parse_pdf(data)
    if not text.blocks:
        raise ReadError(
            "Deze PDF bevat geen tekst, alleen afbeeldingen. Maak hem doorzoekbaar met tekstherkenning (OCR).",
            "This PDF holds no text, only images. Make it searchable with text recognition (OCR).",
        )
    return replace(text, warnings=(unread_pages(text.unread),)) if text.unread else text


def parse_pdf(
    data: bytes, *, max_pages: int = MAX_PAGES, layout: bool = False, on_page: Callable[[int, int], None] | None = None
) -> FileText:
    """The text of a PDF, without blocks when there is none; ``unread`` are the pages with text that is not read.

    Args:
        data: the file.
        max_pages: most pages.
        layout: also see tables, and columns that the file writes across.
        on_page: told the pages done and the number of pages, after each page.

    Raises:
        ReadError: damaged, encrypted, or with more pages.
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(
                "Deze PDF is beveiligd met een wachtwoord. Sla hem op zonder wachtwoord.",
                "This PDF is protected by a password. Save it without a password.",
            )
        count = len(reader.pages)
        if count > max_pages:
            raise ReadError(
                f"Deze PDF heeft meer dan {max_pages} bladzijden. Splits hem.",
                f"This PDF has more than {max_pages} pages. Split it.",
            )
        if not count:
            raise _damaged()
        pages: list[list[_Line]] = []
        unread: list[int] = []
        broken = 0
        for number in range(1, count + 1):
            try:
                page = reader.pages[number - 1]
                lines = _page_lines(page, number, layout=layout)
                unreadable = _unreadable(page, lines)
            except _BROKEN:
                lines, unreadable = [], True
                broken += 1
            pages.append([] if _garbled(lines) else lines)
            if unreadable or _garbled(lines):
                unread.append(number)
            if on_page is not None:
                on_page(number, count)
        if broken == count:
            raise _damaged()
        title = clean(str(cast("dict[str, object]", reader.metadata or {}).get("/Title") or ""))
    except _BROKEN as error:
        raise _damaged() from error
    kept = _without_running_lines(pages)
    if not any(kept):
        kept = pages  # pages of one line that counts are not empty
    blocks = tuple(_blocks(kept)) if any(kept) else ()
    return FileText(_title(title, blocks), blocks, (), count, tuple(unread))


def unread_pages(numbers: Sequence[int]) -> Message:
    """Says which pages have text that was not read."""
    listed = ", ".join(ranges(numbers))
    return Message(
        f"Bladzijde {listed} is (voor een deel) een afbeelding of beschadigd. Wat daar staat, is niet gelezen.",
        f"Page {listed} is (partly) an image or damaged. What is there was not read.",
    )


def ranges(numbers: Sequence[int]) -> Iterator[str]:
    """Numbers in order, written as "1-4" where they follow each other."""
    start = last = None
    for number in [*numbers, None]:
        if start is not None and last is not None and number != last + 1:
            yield str(start) if start == last else f"{start}-{last}"
            start = number
        start = number if start is None else start
        last = number


def _damaged() -> ReadError:
    return ReadError(
        "Deze PDF is beschadigd en kan niet worden gelezen. Open hem en sla hem opnieuw op als PDF.",
        "This PDF is damaged and cannot be read. Open it and save it as PDF again.",
    )


def _title(stated: str, blocks: tuple[Block, ...]) -> str:
    """The largest heading of the first page with text; the stated title is often that of a template."""
    if not blocks:
        return stated
    first = [block for block in blocks if block.kind == "heading" and block.page == blocks[0].page]
    if not first:
        return stated
    level = min(block.level for block in first)
    return " ".join(block.text for block in first if block.level == level)


def _unreadable(page: PageObject, lines: list[_Line]) -> bool:
    """Whether the page shows text that is not in ``lines``: as an image, or as drawn outlines."""
    chars = sum(len(line.text) for line in lines)
    if chars >= _IMAGE_PAGE_CHARS:
        return False
    resources: Any = cast("dict[str, Any]", page).get("/Resources")
    objects: Any = resources.get_object().get("/XObject") if resources is not None else None
    found: list[Any] = [item.get_object() for item in objects.get_object().values()] if objects is not None else []
    images = [item for item in found if item.get("/Subtype") == "/Image"]
    if len(images) >= _IMAGE_PAGE_IMAGES or (found and not chars):
        return True
    if chars < _STAMPED_CHARS and any(item["/Width"] * item["/Height"] >= _SCAN_PIXELS for item in images):
        return True
    contents = None if chars else page.get_contents()
    drawn = b"" if contents is None else contents.get_data()
    return len(drawn) > _OUTLINES_BYTES or b"\nBI" in drawn or b" BI" in drawn


def _garbled(lines: list[_Line]) -> bool:
    """Whether the font does not say which characters it shows, so that what comes out is noise."""
    text = "".join(line.text for line in lines).replace(_MARK, "")
    noise = sum(c == "\ufffd" or unicodedata.category(c) in {"Co", "Cn", "Cc"} for c in text)
    return noise > _NOISE_SHARE * len(text)


# -- lines with their type size and place


def _page_lines(page: PageObject, number: int, *, layout: bool) -> list[_Line]:
    lines: list[list[_Piece]] = [[]]

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        scale = math.hypot(tm[2], tm[3]) * math.hypot(cm[2], cm[3])
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if layout:
            x, y = _upright(x, y, tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3])
        bold = "bold" in str(cast("dict[str, object]", font or {}).get("/BaseFont", "")).lower()
        for index, part in enumerate(text.split("\n")):
            if index:
                lines.append([])
            if part:
                lines[-1].append(_Piece(part, round(size * scale, 1), bold, x, y))

    page.extract_text(visitor_text=visit)
    if not layout:
        return [line for pieces in lines if (line := _line(pieces, number)) is not None]
    runs = [run for at, pieces in enumerate(lines) for run in _runs(pieces, at)]
    return [line for placed in arrange(runs) if (line := _placed(placed, number)) is not None]


def _upright(x: float, y: float, right: float, up: float) -> tuple[float, float]:
    """A place as seen by who turns the page so that text in the direction (``right``, ``up``) is horizontal."""
    if abs(right) >= abs(up):
        return (x, y) if right >= 0 else (-x, -y)
    return (y, -x) if up > 0 else (-y, x)


def _runs(pieces: list[_Piece], at: int) -> Iterator[Run[list[_Piece]]]:
    """The parts of a line with white between them."""
    run: list[_Piece] = []
    end = 0.0
    before: _Piece | None = None
    for piece in pieces:
        # pypdf gives text in another font the place where the line began: it goes on where the text before it ended.
        goes_on = before is not None and (piece.x, piece.y) == (before.x, before.y)
        seen = any(part.text.strip() for part in run)
        if piece.text.strip() and seen and not goes_on and begins_run(end, piece.x, piece.size):
            yield _run(run, at, end)
            run = []
        run.append(piece)
        before = piece
        if goes_on:
            end += width(piece.text, piece.size)
        elif piece.text.strip():
            end = piece.x + width(piece.text.rstrip(), piece.size)
    if any(piece.text.strip() for piece in run):
        yield _run(run, at, end)


def _run(pieces: list[_Piece], at: int, end: float) -> Run[list[_Piece]]:
    first = next(piece for piece in pieces if piece.text.strip())
    return Run("".join(piece.text for piece in pieces).strip(), at, first.x, first.y, first.size, end, pieces)


def _placed(placed: Placed[list[_Piece]], number: int) -> _Line | None:
    cells: list[_Line] = []
    for runs in placed.cells:
        pieces: list[_Piece] = []
        for run in runs:
            pieces += [replace(run.parts[0], text=" "), *run.parts] if pieces else run.parts
        if (line := _line(pieces, number)) is not None:
            cells.append(line)
    if len(cells) <= 1:
        return cells[0] if cells else None
    return replace(cells[0], text=" | ".join(cell.text for cell in cells), row=True)


def _line(pieces: list[_Piece], page: int) -> _Line | None:
    visible = [piece for piece in pieces if piece.text.strip()]
    if not visible:
        return None
    sizes: Counter[float] = Counter()
    for piece in visible:
        sizes[piece.size] += len(piece.text.strip())
    size = sizes.most_common(1)[0][0]
    texts: list[str] = []
    for piece in pieces:
        digits = piece.text.strip()
        raised = piece.size < size * _SUPERSCRIPT_RATIO and digits.isdigit()
        texts.append(piece.text.replace(digits, f"{_MARK}{digits}{_MARK}") if raised else piece.text)
    text = clean("".join(texts))
    if not text:
        return None
    first = next((piece for piece in visible if piece.size == size), visible[0])
    bold = all(piece.bold for piece in visible if piece.size == size)
    return _Line(text.replace("\n", " "), page, size, bold, first.x, first.y)


def _without_running_lines(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Pages without the lines at their edges that return on many pages, but for a number that counts the pages.

    A line that returns below one that does not (a word under the title of each page) is text.
    """
    seen: Counter[str] = Counter()
    for lines in pages:
        seen.update({shape for edge in _edges(lines) for index in edge for shape in _shapes(lines[index])})
    often = max(3, math.ceil(_RUNNING_SHARE * len(pages)))

    def runs(line: _Line) -> bool:
        return _states_page(line) or any(seen[shape] >= often for shape in _shapes(line))

    kept: list[list[_Line]] = []
    for lines in pages:
        edges = ((lines[index] for index in edge) for edge in _edges(lines))
        running = [line for edge in edges for line in takewhile(runs, edge)]
        kept.append([line for line in lines if not any(line is other for other in running)])
    return kept


def _edges(lines: list[_Line]) -> tuple[list[int], list[int]]:
    """The outermost lines, from the bottom up and from the top down."""
    by_height = sorted(range(len(lines)), key=lambda index: lines[index].y)
    return by_height[:_EDGE_LINES], by_height[: -_EDGE_LINES - 1 : -1]


def _states_page(line: _Line) -> bool:
    found = _PAGE_NUMBER.fullmatch(line.text)
    return found is not None and int(found[1]) == line.page


def _shapes(line: _Line) -> set[str]:
    """A line as it is, and with its first or last number counted from the page that it stands on."""
    text = line.text.replace(_MARK, "")
    numbers = list(re.finditer(r"\d{1,5}", text))
    shapes = {text}
    for number in numbers[:1] + numbers[-1:]:
        shapes.add(f"{text[: number.start()]}#{int(number[0]) - line.page}{text[number.end() :]}")
    return shapes


# -- paragraphs


def _blocks(pages: list[list[_Line]]) -> Iterator[Block]:
    lines = [line for page in pages for line in page]
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0]
    levels = _levels(lines, body)
    usual = _leading(lines, body)
    joiner = Joiner(line.text.replace(_MARK, "") for line in lines)
    for page in pages:
        own = _leading(page, body)
        leading = own if usual < own <= _WIDER_PAGE * usual else usual
        yield from _page_blocks(_with_bullets(page), levels, leading, joiner)


def _levels(lines: Iterable[_Line], body: float) -> dict[tuple[float, bool], int]:
    """The heading level of a size of type (and of bold text as large as the body)."""
    larger = sorted({line.size for line in lines if _is_larger(line, body)}, reverse=True)
    levels = {(size, bold): min(rank, 5) for rank, size in enumerate(larger, start=1) for bold in (True, False)}
    levels[body, True] = min(len(larger) + 1, 6)
    return levels


def _is_larger(line: _Line, body: float) -> bool:
    return line.size >= body * _HEADING_RATIO and len(re.findall(r"[^\W\d_]", line.text)) >= 3


def _level(line: _Line, levels: dict[tuple[float, bool], int]) -> int:
    """0 for running text."""
    level = 0 if line.row else levels.get((line.size, line.bold), 0)
    words = len(re.findall(r"[^\W\d_]", line.text)) >= 3
    if not level or not words or line.note or len(line.text) > _MAX_HEADING_CHARS:
        return 0
    if (line.size, False) in levels:
        return level
    plain = line.text[0].isupper() or line.text[0].isdigit()
    short = len(line.text) <= _MAX_BOLD_HEADING_CHARS and not line.text.endswith((".", ",", ";", ":"))
    return level if plain and short else 0


def _leading(lines: list[_Line], body: float) -> float:
    """The usual distance between two lines of running text, in points; 0 when there are no two such lines."""
    gaps: Counter[float] = Counter()
    for above, below in pairwise(lines):
        gap = round(above.y - below.y, 0)
        if above.page == below.page and above.size == below.size == body and 0 < gap < 4 * body:
            gaps[gap] += 1
    return gaps.most_common(1)[0][0] if gaps else 0.0


def _with_bullets(page: list[_Line]) -> list[_Line]:
    """A bullet on a line of its own is put before the line that stands beside it."""
    out: list[_Line] = []
    bullet: _Line | None = None
    for line in page:
        if _LONE_BULLET.fullmatch(line.text):
            bullet = line
        elif bullet is not None and abs(bullet.y - line.y) < line.size:
            out.append(replace(line, text=f"{bullet.text} {line.text}"))
            bullet = None
        else:
            out.append(line)
    return out


def _page_blocks(
    page: list[_Line], levels: dict[tuple[float, bool], int], leading: float, joiner: Joiner
) -> Iterator[Block]:
    """The paragraphs of a page, its footnotes last."""
    paragraphs = _paragraphs(page, levels, leading)
    for notes in (False, True):
        for lines in paragraphs:
            if lines[0].note != notes:
                continue
            if lines[0].row:
                yield Block("table", "\n".join(_with_marks(line.text) for line in lines), page=lines[0].page)
                continue
            text = ""
            for line in lines:
                text = joiner.join(text, line.text)
            level = _level(lines[0], levels)
            yield Block("heading" if level else "note" if notes else "text", _with_marks(text), level, lines[0].page)


def _paragraphs(page: list[_Line], levels: dict[tuple[float, bool], int], leading: float) -> list[list[_Line]]:
    paragraphs: list[list[_Line]] = []
    for line in page:
        # The text of a column goes on in the next one past the footnotes below it.
        candidates = paragraphs[-1:] + [lines for lines in reversed(paragraphs) if not lines[0].note][:1]
        for paragraph in candidates:
            if _continues(paragraph, line, levels, leading):
                paragraph.append(line)
                break
        else:
            paragraphs.append([line])
    return paragraphs


def _continues(paragraph: list[_Line], line: _Line, levels: dict[tuple[float, bool], int], leading: float) -> bool:
    last = paragraph[-1]
    if line.row or last.row:
        return line.row and last.row
    gap = last.y - line.y
    level = _level(last, levels)
    if line.note:
        return False
    if _CUT_WORD.search(last.text) and line.size == last.size and not _LIST_ITEM.match(line.text):
        return True
    if _level(line, levels) != level:
        return False
    if level:
        return line.size == last.size and -1 <= gap < 2 * line.size
    if abs(gap) < line.size / 2:
        return True  # further along the same line
    if _LIST_ITEM.match(line.text) or abs(line.size - last.size) > 0.1 * last.size:
        return False
    ended = last.text.rstrip(_MARK).endswith(_SENTENCE_END)
    if gap < 0:
        return not ended and line.text[0].islower() and not paragraph[0].note
    if gap > _PARAGRAPH_GAP * leading:
        return gap < 2 * leading and not ended and line.text[0].islower()
    outdented = _LIST_ITEM.match(paragraph[0].text) and line.x < last.x - 3 and len(paragraph) > 1
    return not (ended and outdented)


def _with_marks(text: str) -> str:
    """Superscript numbers as they are read: 10^25 for an exponent, " [5]" for the mark of a footnote."""
    text = re.sub(rf"(?<=\b10){_MARK}(\d+){_MARK}", r"^\1", text)
    text = re.sub(rf"^{_MARK}(\d+){_MARK}\s*", r"[\1] ", text)
    return clean(re.sub(rf"\s*{_MARK}(\d+){_MARK}", r" [\1]", text))
