"""Plots of a result as SVG text: figures with their intervals, and how they went over time."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.figure import Figure as Canvas

_WIDTH = 7.5
# Inches per bar, and for the axis below.
_ROW, _FOOT = 0.32, 0.9
_BLUE, _GREY, _INK = "#154273", "#8a97a3", "#222222"


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure to draw; without an interval ``low`` and ``high`` are the value."""

    label: str
    value: float
    low: float
    high: float
    ours: bool


def bars(title: str, rows: Sequence[Bar]) -> str:
    """Horizontal bars between 0 and 1 with their intervals, the first on top."""
    canvas = _canvas(_ROW * len(rows) + _FOOT)
    axes = canvas.add_subplot()
    places = range(len(rows), 0, -1)
    axes.barh(places, [row.value for row in rows], color=[_BLUE if row.ours else _GREY for row in rows], height=0.6)
    for place, row in zip(places, rows, strict=True):
        axes.plot([row.low, row.high], [place, place], color=_INK, linewidth=1.5)
    axes.set_yticks(list(places), [f"{row.label}  {row.value:.2f}".replace(".", ",") for row in rows])
    axes.set_xlim(0, 1)
    axes.set_title(title, loc="left", fontsize=10)
    return _svg(canvas)


def lines(title: str, labels: Sequence[str], series: Mapping[str, Sequence[float | None]]) -> str:
    """One line per figure over successive results; ``None`` where a result does not have it."""
    canvas = _canvas(3.2)
    axes = canvas.add_subplot()
    for number, (name, values) in enumerate(series.items()):
        points = [(place, value) for place, value in enumerate(values) if value is not None]
        marker = "osD^v*"[number % 6]
        axes.plot([p for p, _ in points], [v for _, v in points], marker=marker, label=name, linewidth=1.5)
    axes.set_xticks(range(len(labels)), list(labels), rotation=20)
    axes.set_ylim(0, 1.05)
    axes.set_title(title, loc="left", fontsize=10)
    axes.legend(fontsize=7, loc="lower left")
    return _svg(canvas)


def reliability(title: str, claimed: Sequence[float], right: Sequence[float], n: Sequence[int]) -> str:
    """How sure answers said to be against how many were right; on the diagonal both are the same."""
    canvas = _canvas(3.6)
    axes = canvas.add_subplot()
    axes.plot([0, 1], [0, 1], color=_GREY, linewidth=1, linestyle="--")
    axes.plot(claimed, right, color=_BLUE, marker="o", linewidth=1.5)
    for x, y, count in zip(claimed, right, n, strict=True):
        axes.annotate(f"n={count}", (x, y), textcoords="offset points", xytext=(4, -10), fontsize=7, color=_INK)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.05)
    axes.set_xlabel("zekerheid die het programma noemt", fontsize=8)
    axes.set_ylabel("deel dat goed is", fontsize=8)
    axes.set_title(title, loc="left", fontsize=10)
    return _svg(canvas)


def _canvas(height: float) -> Canvas:
    return Canvas(figsize=(_WIDTH, height), layout="constrained")


def _svg(canvas: Canvas) -> str:
    """Without a date and with fixed ids: the same figures give the same bytes."""
    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "aiact", "svg.fonttype": "none"}):
        canvas.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()
