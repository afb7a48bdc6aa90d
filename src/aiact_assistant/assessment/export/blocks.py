"""The pieces of a memo, without how they look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "quote", "warning", "small"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reader finds what is cited: full name, and an https address or ''."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Span:
    """Words with one look; ``source`` is told in a footnote where it first comes up."""

    text: str
    bold: bool = False
    source: Source | None = None


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` is 1 for a section."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    spans: Spans
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Spans, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; a cell is one or more paragraphs. ``widths`` are shares of the width, together 1."""

    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[Spans, ...], ...], ...]
    widths: tuple[float, ...]


Block = Heading | Paragraph | Items | Table


@dataclass(frozen=True, slots=True)
class Memo:
    """A whole memo.

    Attributes:
        language: "nl" or "en".
        title: its title.
        banner: what stands on every page.
        blocks: what it says.
    """

    language: Literal["nl", "en"]
    title: str
    banner: str
    blocks: tuple[Block, ...]


def plain(text: str) -> Spans:
    """Words without any look."""
    return (Span(text),)


def cell(*lines: Spans | str) -> tuple[Spans, ...]:
    """A cell of these paragraphs."""
    return tuple(plain(line) if isinstance(line, str) else line for line in lines)


def spans_of(block: Block) -> Iterator[Span]:
    """All words of a block, in reading order."""
    match block:
        case Heading():
            return
        case Paragraph(spans):
            yield from spans
        case Items(items):
            for item in items:
                yield from item
        case Table(_, rows):
            for row in rows:
                for one in row:
                    for line in one:
                        yield from line


def sources_of(memo: Memo) -> dict[Source, int]:
    """The sources in the order in which they first come up, numbered from 1."""
    found: dict[Source, int] = {}
    for block in memo.blocks:
        for span in spans_of(block):
            if span.source is not None:
                found.setdefault(span.source, len(found) + 1)
    return found
