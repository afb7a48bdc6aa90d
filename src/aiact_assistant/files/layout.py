"""Sees tables and columns in the places of printed text: what stands beside each other is a row or is two columns.

Comes in: the runs of text of one page, in the order of the file, with their places. Goes out: ``Placed`` lines in reading
order: a row of a table has several cells, a line of text one. Programs write a table cell by cell, or line by line
across the cells; both are seen. Text in two columns that is written line by line across the page is put in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

_MOST_RUNS = 3_000  # comparing runs takes their number squared; no page for people has as many
# All distances are in times the size of type, but for the one in points.
_CELL_GAP = 1.0  # white between two cells; a space is 0.3 and justified text seldom reaches 0.8
_SAME_LINE = 0.5
_LINE_STEP = 1.6  # from one line of a cell to the next
_ALIGNED_POINTS = 3.0
_SHARED = 2  # rows in which a cell starts at the same place
_CELL_LINES = 8  # a longer stretch of text beside another one is a column of text
# Two columns of prose, against a table with two columns: many lines, all long.
_COLUMN_LINES = 6
_COLUMN_CHARS = 22
_NARROW, _WIDE = frozenset("iljtfrI.,;:'!|()[] -"), frozenset("mwMWGOQ@%")
_NARROW_EM, _USUAL_EM, _WIDE_EM = 0.29, 0.53, 0.82


@dataclass(frozen=True, slots=True)
class Run(Generic[T]):
    """Text that is one whole on a printed line, with what the caller knows of it.

    ``line`` counts the lines of the file: runs with the same number stand on one line. ``x`` and ``y`` are where
    it starts, in points, y upwards; ``end`` is where it probably ends.
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


def begins_cell(before_end: float, x: float, size: float) -> bool:
    """Whether so much white stands before ``x`` that another cell or column may begin there."""
    return x - before_end > _CELL_GAP * size or x < before_end - 4 * size


def arrange(runs: Sequence[Run[T]]) -> list[Placed[T]]:
    """The runs of a page as lines and rows of tables."""
    if len(runs) > _MOST_RUNS:
        return [Placed([[run]]) for run in runs]
    columns = _prose_columns(runs)
    return list(_rows(columns)) if columns is not None else list(_rows(runs))


# -- two columns of prose, written across


def _prose_columns(runs: Sequence[Run[T]]) -> list[Run[T]] | None:
    """The runs with the left column before the right one, when lines of prose go across two columns."""
    pairs = [(a, b) for a, b in zip(runs, runs[1:], strict=False) if a.line == b.line and b.x > a.x]
    if len(pairs) < _COLUMN_LINES:
        return None
    start = max((b.x for _, b in pairs), key=lambda x: sum(_aligned(b.x, x) for _, b in pairs))
    across = [(a, b) for a, b in pairs if _aligned(b.x, start)]
    if len(across) < _COLUMN_LINES or min(_mean(a for a, _ in across), _mean(b for _, b in across)) < _COLUMN_CHARS:
        return None
    counts = Counter(run.line for run in runs)
    lines = {run.line for pair in across for run in pair}
    if any(counts[line] != 2 for line in lines):
        return None
    first, last = min(lines), max(lines)
    band = [run for run in runs if first <= run.line <= last]
    left = [run for run in band if run.x < start - _ALIGNED_POINTS]
    if any(run.end > start + run.size for run in left):
        return None  # a line across the whole page stands in between
    right = [run for run in band if run.x >= start - _ALIGNED_POINTS]
    before = [run for run in runs if run.line < first]
    after = [run for run in runs if run.line > last]
    # Each run is now a line of its own, so that no row of a table is seen in them.
    ordered = [*before, *left, *right, *after]
    own: dict[int, int] = {id(run): -1 - index for index, run in enumerate([*left, *right])}
    return [Run(run.text, own.get(id(run), run.line), run.x, run.y, run.size, run.end, run.parts) for run in ordered]


def _mean(runs: Iterator[Run[T]]) -> float:
    lengths = [len(run.text) for run in runs]
    return sum(lengths) / len(lengths)


# -- tables


def _rows(runs: Sequence[Run[T]]) -> Iterator[Placed[T]]:
    jumps: dict[int, int] = {}
    for at in range(1, len(runs)):
        if (begin := _beside(runs, at)) is not None:
            jumps[at] = jumps.get(begin, begin)
    shared = {at for at in jumps if sum(_aligned(runs[at].x, runs[other].x) for other in jumps) >= _SHARED}
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
        while at < len(runs) and runs[at].line == runs[at - 1].line and at not in begins and at not in shared:
            line.cells[0].append(runs[at])
            at += 1
        yield line


def _beside(runs: Sequence[Run[T]], at: int) -> int | None:
    """Where the cell begins to the right of which ``runs[at]`` starts another; ``None`` when it does not."""
    run, before = runs[at], runs[at - 1]
    first = _cell_begin(runs, at - 1)
    if run.x <= runs[first].x + _ALIGNED_POINTS or run.x < before.end - run.size:
        return None
    same_line = run.line == before.line
    top = runs[first].y
    back_up = run.y > before.y + _SAME_LINE * run.size or abs(run.y - before.y) < _SAME_LINE * run.size
    if not same_line and not (back_up and run.y <= top + _LINE_STEP * run.size and at - first <= _CELL_LINES):
        return None
    level = [index for index in range(first, at) if abs(runs[index].y - run.y) < _SAME_LINE * run.size]
    return level[0] if level else first


def _cell_begin(runs: Sequence[Run[T]], at: int) -> int:
    """The first of the lines above each other that end with ``runs[at]``."""
    while at and _below(runs[at - 1], runs[at]):
        at -= 1
    return at


def _below(above: Run[T], below: Run[T]) -> bool:
    gap = above.y - below.y
    return above.line != below.line and _aligned(above.x, below.x) and 0 < gap <= _LINE_STEP * below.size


def _row(runs: Sequence[Run[T]], begin: int, anchors: dict[int, int]) -> tuple[Placed[T], int]:
    """The row that begins there, and where the text goes on; ``anchors`` are the beginnings of each cell's row."""
    row = Placed([[runs[begin]]])
    at = begin + 1
    while at < len(runs):
        run, before = runs[at], runs[at - 1]
        first_cell = len(row.cells) == 1
        if anchors.get(at) == begin:
            row.cells.append([run])
        elif run.line == before.line or (_below(before, run) and (first_cell or not _aligned(run.x, runs[begin].x))):
            row.cells[-1].append(run)
        else:
            break
        at += 1
    return row, at


def _aligned(one: float, other: float) -> bool:
    return abs(one - other) <= _ALIGNED_POINTS
