"""Sees tables and columns in the places of printed text: what stands beside each other is a row or is two columns.

Comes in: the runs of text of one page, in the order of the file, with their places. Goes out: ``Placed`` lines in
reading order: a row of a table has several cells, a line of text one. Programs write a table cell by cell, or line by
line across the cells; both are seen. Text in two columns that is written across the page is put in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Generic, TypeVar

T = TypeVar("T")

_MOST_RUNS = 3_000  # comparing runs takes their number squared; no page for people has as many
# All distances are in times the size of type, but for the one in points.
_RUN_GAP = 0.35  # more white than a space
_CELL_GAP = 1.0  # so much white is seldom seen in justified text
_SAME_LINE = 0.5
_LINE_STEP = 1.6  # from one line of a cell to the next
_INDENT = 2.2  # the first line of a paragraph or list item in a cell may start this much further
_MIN_COLUMN = 3.0  # no column is narrower
_ALIGNED_POINTS = 3.0
_SHARED = 2  # rows in which a cell starts at the same place after much white
_NEAR = 5.0  # a cell in the same table: it may have less white before it
_CELL_LINES = 8  # a longer stretch of text beside another one is a column of text
# Two columns of prose, against a table with two columns: many lines, all long.
_COLUMN_LINES = 6
_COLUMN_CHARS = 22
_MARKER = re.compile(r"[(\[“„\"'‘]*(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)\]]*|[•●○◦▪■□–—‣⁃·*➢✓❖o-]")
_NARROW, _WIDE = frozenset("iljtfrI.,;:'!|()[] -"), frozenset("mwMWGOQ@%")
_NARROW_EM, _USUAL_EM, _WIDE_EM = 0.29, 0.53, 0.82


@dataclass(frozen=True, slots=True)
class Run(Generic[T]):
    """Text that is one whole on a printed line, with what the caller knows of it.

    ``line`` counts the lines of the file; runs with the same number stand on one line, and others may do so too.
    ``x`` and ``y`` are where it starts, in points, y upwards; ``end`` is where it probably ends.
    """

    text: str
    line: int
    x: float
    y: float
    size: float
    end: float
    parts: T


@dataclass(slots=True)
class Placed(Generic[T]):
    """A line in reading order: one cell is a line of text, more are a row of a table; a cell has one or more runs."""

    cells: list[list[Run[T]]] = field(default_factory=list[list[Run[T]]])


def width(text: str, size: float) -> float:
    """About how wide a text is in points: good to a few percent for the usual type."""
    return size * sum(_NARROW_EM if c in _NARROW else _WIDE_EM if c in _WIDE else _USUAL_EM for c in text)


def begins_run(before_end: float, x: float, size: float) -> bool:
    """Whether what starts at ``x`` may be another cell or column than what ended at ``before_end``."""
    return x - before_end > _RUN_GAP * size or x < before_end - 4 * size


def arrange(runs: Sequence[Run[T]]) -> list[Placed[T]]:
    """The runs of a page as lines and rows of tables."""
    if len(runs) > _MOST_RUNS:
        return [Placed([[run]]) for run in runs]
    columns = _prose_columns(runs)
    return list(_rows(columns)) if columns is not None else list(_rows(runs))


# -- two columns of prose, written across


def _prose_columns(runs: Sequence[Run[T]]) -> list[Run[T]] | None:
    """The runs with the left column before the right one, when lines of prose go across two columns."""
    pairs = [(a, b) for a, b in pairwise(runs) if _level(a, b) and b.x - a.end > _CELL_GAP * b.size]
    if len(pairs) < _COLUMN_LINES:
        return None
    start = max((b.x for _, b in pairs), key=lambda x: sum(_aligned(b.x, x) for _, b in pairs))
    across = [(a, b) for a, b in pairs if _aligned(b.x, start)]
    if len(across) < _COLUMN_LINES or min(_mean(a for a, _ in across), _mean(b for _, b in across)) < _COLUMN_CHARS:
        return None
    places = {id(run): at for at, run in enumerate(runs)}
    first, last = places[id(across[0][0])], places[id(across[-1][1])]
    before, band, after = runs[:first], runs[first : last + 1], runs[last + 1 :]
    if any(_level(a, b) and _level(b, c) for a, b, c in zip(band, band[1:], band[2:], strict=False)):
        return None  # a third column: a table
    left = [run for run in band if run.x < start - _ALIGNED_POINTS]
    if any(run.end > start + run.size for run in left):
        return None  # a line across the whole page stands in between
    right = [run for run in band if run.x >= start - _ALIGNED_POINTS]
    # Each is now a line of its own, so that no row of a table is seen in them.
    parted = (
        Run(run.text, -1 - at, run.x, run.y, run.size, run.end, run.parts) for at, run in enumerate([*left, *right])
    )
    return [*before, *parted, *after]


def _mean(runs: Iterator[Run[T]]) -> float:
    lengths = [len(run.text) for run in runs]
    return sum(lengths) / len(lengths)


# -- tables


def _rows(runs: Sequence[Run[T]]) -> Iterator[Placed[T]]:
    jumps: dict[int, int] = {}
    for at in range(1, len(runs)):
        if (begin := _beside(runs, at)) is not None:
            jumps[at] = jumps.get(begin, begin)
    strong = [at for at in jumps if _much_white(runs, at)]
    shared = {at for at in strong if sum(_aligned(runs[at].x, runs[other].x) for other in strong) >= _SHARED}
    shared |= {
        at
        for at in jumps.keys() - shared
        if any(
            _aligned(runs[at].x, runs[other].x) and abs(runs[at].y - runs[other].y) < _NEAR * runs[at].size
            for other in shared
        )
    }
    begins = {jumps[at] for at in shared}
    at = 0
    while at < len(runs):
        if at in begins:
            row, at = _row(runs, at, {cell: jumps[cell] for cell in shared})
            yield row
            continue
        line = Placed([[runs[at]]])
        at += 1
        # White inside a line of text, not a cell.
        while at < len(runs) and _level(runs[at - 1], runs[at]) and at not in begins and at not in shared:
            line.cells[0].append(runs[at])
            at += 1
        yield line


def _much_white(runs: Sequence[Run[T]], at: int) -> bool:
    run, before = runs[at], runs[at - 1]
    return not _level(before, run) or run.x - before.end > _CELL_GAP * run.size


def _beside(runs: Sequence[Run[T]], at: int) -> int | None:
    """Where the cell begins to the right of which ``runs[at]`` starts another; ``None`` when it does not."""
    run, before = runs[at], runs[at - 1]
    first = _cell_begin(runs, at - 1)
    if run.x <= runs[first].x + _ALIGNED_POINTS or run.x < before.end - run.size:
        return None
    if _level(before, run):
        return (
            None if _MARKER.fullmatch(before.text) else first if before.line == run.line else _row_line(runs, first, at)
        )
    back_up = run.y > before.y and run.y <= runs[first].y + _LINE_STEP * run.size
    return _row_line(runs, first, at) if back_up and at - first <= _CELL_LINES else None


def _row_line(runs: Sequence[Run[T]], first: int, at: int) -> int:
    """The line on which the row begins: the one beside ``runs[at]``, in the cell that begins at ``first``."""
    level = [index for index in range(first, at) if abs(runs[index].y - runs[at].y) < _SAME_LINE * runs[at].size]
    return level[0] if level else first


def _cell_begin(runs: Sequence[Run[T]], at: int) -> int:
    """The first of the lines above each other that end with ``runs[at]``."""
    while at:
        if _below(runs[at - 1], runs[at]) or (_level(runs[at - 1], runs[at]) and _MARKER.fullmatch(runs[at - 1].text)):
            at -= 1
        else:
            break
    return at


def _below(above: Run[T], below: Run[T]) -> bool:
    gap = above.y - below.y
    return abs(below.x - above.x) <= _INDENT * below.size and 0 < gap <= _LINE_STEP * below.size


def _level(before: Run[T], run: Run[T]) -> bool:
    """Whether one stands further along the line of the other."""
    return before.line == run.line or (
        abs(before.y - run.y) < _SAME_LINE * min(before.size, run.size) and before.line >= 0 and run.x > before.x
    )


def _row(runs: Sequence[Run[T]], begin: int, anchors: dict[int, int]) -> tuple[Placed[T], int]:
    """The row that begins there, and where the text goes on; ``anchors`` are the beginnings of each cell's row."""
    row = Placed([[runs[begin]]])
    at = begin + 1
    while at < len(runs):
        run, before = runs[at], runs[at - 1]
        in_cell = len(row.cells) == 1 or run.x > runs[begin].x + _MIN_COLUMN * run.size
        if anchors.get(at) == begin:
            row.cells.append([run])
        elif _level(before, run) or (_below(before, run) and in_cell):
            row.cells[-1].append(run)
        else:
            break
        at += 1
    return row, at


def _aligned(one: float, other: float) -> bool:
    return abs(one - other) <= _ALIGNED_POINTS
