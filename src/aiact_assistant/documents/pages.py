"""Puts the blocks of a file on its pages.

Comes in: ``FileText`` and the kind of file. Goes out: ``Page``s, whose text is the blocks with an empty line between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from aiact_assistant.domain import Page, PageBlock, PageKind
from aiact_assistant.files.blocks import Block, FileText
from aiact_assistant.files.kinds import Kind

_BETWEEN = "\n\n"


def pages_of(kind: Kind, text: FileText, recognised: Set[int] = frozenset()) -> tuple[Page, ...]:
    """All pages, slides or visible sheets of a file, also empty ones; one page without number when it has none.

    Args:
        kind: what kind of file it is.
        text: what was read of it.
        recognised: numbers of the pages with text from OCR.
    """
    if kind == "pdf":
        return _numbered(text, "page", recognised)
    if kind in {"pptx", "odp"}:
        return _numbered(text, "slide", recognised)
    if kind in {"xlsx", "ods"}:
        names = list(dict.fromkeys(block.sheet or "" for block in text.blocks))
        return tuple(
            _page(number, [block for block in text.blocks if (block.sheet or "") == name], "sheet", sheet=name)
            for number, name in enumerate(names, start=1)
        )
    return (_page(None, text.blocks, "whole"),)


def _numbered(text: FileText, kind: PageKind, recognised: Set[int]) -> tuple[Page, ...]:
    own: dict[int, list[Block]] = {number: [] for number in range(1, text.pages + 1)}
    for block in text.blocks:
        own[block.page or 1].append(block)
    return tuple(_page(number, blocks, kind, recognised=number in recognised) for number, blocks in own.items())


def _page(
    number: int | None, blocks: Iterable[Block], kind: PageKind, *, sheet: str = "", recognised: bool = False
) -> Page:
    shown: Sequence[Block] = [block for block in blocks if block.text]
    places: list[PageBlock] = []
    start = 0
    for block in shown:
        places.append(PageBlock(block.kind, start, start + len(block.text), block.level))
        start += len(block.text) + len(_BETWEEN)
    return Page(number, _BETWEEN.join(block.text for block in shown), kind, sheet, tuple(places), recognised)
