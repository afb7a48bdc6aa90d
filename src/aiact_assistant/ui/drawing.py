"""Pictures as SVG, drawn here and not in the browser: the way to an outcome, and the days on which duties start. Pure.

Comes in: short texts in the reader's language. Goes out: ``<svg>`` with a title and a description that say the same in
words, for whoever does not see it. A state is always a shape as well as a colour, and a picture is as wide as a phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Literal

State = Literal["yes", "no", "excluded", "open", "skipped"]
Tone = Literal["red", "amber", "blue", "teal", "green", "grey"]

_COLOURS: dict[Tone, str] = {
    "red": "#9c1c12",
    "amber": "#8a4b00",
    "blue": "#154273",
    "teal": "#00567a",
    "green": "#275937",
    "grey": "#4a5563",
}
_INK, _GREY, _LINE, _PALE = "#1b1f24", "#4a5563", "#c3cfdd", "#eef3f9"

_WIDTH = 360
_SPINE = 17
_TEXT = 44
_ROOM = _WIDTH - _TEXT - 6
_RADIUS = 13
_MOST_LINES = 2
"""Lines of a reason; the whole of it stands in the description."""

# Widths of letters as shares of the size, generous enough for the fonts of the page's style sheet.
_NARROW = frozenset("iljtfrI.,:;'!|()[]- ")
_BROAD = frozenset("mwMW%@—…")
_SHARES = {"narrow": 0.38, "broad": 0.96, "capital": 0.72, "other": 0.61}
_BOLD = 1.12

# A year between two days is this much room, so that the distance says something, but never more than the most.
_ROOM_A_YEAR = 28
_MOST_ROOM = 60


@dataclass(frozen=True, slots=True)
class Step:
    """A stage on the way.

    Attributes:
        name: what the stage is about.
        state: what is known of it.
        says: the same in words, with what stands.
        reasons: answers or questions behind it, the telling ones first.
        more: how many others there are, in words; '' when all are shown.
        tone: its colour when it gives the outcome, otherwise ``None``.
    """

    name: str
    state: State
    says: str
    reasons: tuple[str, ...] = ()
    more: str = ""
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A day on the time line; ``ordinal`` is ``date.toordinal()``, ``kind`` says whether it has come."""

    ordinal: int
    day: str
    kind: Literal["past", "today", "future"]
    lines: tuple[str, ...] = ()


class _Sheet:
    """Collects shapes from the top down."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.y = 8.0

    def add(self, shape: str) -> None:
        self.parts.append(shape)

    def write(
        self, words: str, size: int, colour: str = _INK, *, bold: bool = False, lines: int = 9, mark: str = ""
    ) -> None:
        """A paragraph at the place where we are, which moves down."""
        indent = 14 if mark else 0
        for place, line in enumerate(shortened(wrapped(words, size, _ROOM - indent, bold=bold), lines)):
            self.y += size * 1.35
            weight = ' font-weight="700"' if bold else ""
            if mark and place == 0:
                self.add(f'<text x="{_TEXT}" y="{self.y:.1f}" font-size="{size}" fill="{colour}">{escape(mark)}</text>')
            self.add(
                f'<text x="{_TEXT + indent}" y="{self.y:.1f}" font-size="{size}" fill="{colour}"{weight}>'
                f"{escape(line)}</text>"
            )

    def svg(self, kind: str, title: str, description: str) -> str:
        height = round(self.y + 8)
        return (
            f'<svg class="tekening tekening-{kind}" viewBox="0 0 {_WIDTH} {height}" role="img"'
            f' aria-labelledby="{kind}-titel" aria-describedby="{kind}-uitleg" xmlns="http://www.w3.org/2000/svg">'
            f'<title id="{kind}-titel">{escape(title)}</title><desc id="{kind}-uitleg">{escape(description)}</desc>'
            f"{''.join(self.parts)}</svg>"
        )


def path(steps: Sequence[Step], outcome: str, note: str, tone: Tone, title: str) -> str:
    """The way to an outcome, from the top down.

    Args:
        steps: the stages, in order.
        outcome: the class.
        note: what to say under it, such as from when; may be ''.
        tone: colour of the outcome.
        title: what the picture shows.
    """
    sheet = _Sheet()
    sure = True
    for step, after in zip(steps, [*steps[1:], None], strict=True):
        top = sheet.y + 16
        sheet.y += 2
        weak = step.state == "skipped"
        sheet.write(step.name, 16, _GREY if weak else _INK, bold=True)
        sheet.write(step.says, 15, _GREY if weak else _COLOURS[step.tone or "blue"], bold=step.tone is not None)
        for reason in step.reasons:
            sheet.write(reason, 13, _GREY, lines=_MOST_LINES, mark="•")
        if step.more:
            sheet.write(step.more, 13, _GREY)
        sheet.y += 14
        sure = sure and step.state in ("yes", "no", "excluded")
        goes_on = after is None or after.state != "skipped"
        sheet.parts.insert(0, _link(top, sheet.y + 16, sure=sure and goes_on))
        sheet.add(_node(top, step.state, _COLOURS[step.tone or "blue"]))
    _box(sheet, outcome, note, _COLOURS[tone])
    said = [f"{place}. {_sentence(step)}" for place, step in enumerate(steps, 1)]
    return sheet.svg("pad", title, " ".join([*said, f"{outcome}. {note}".strip()]))


def timeline(moments: Iterable[Moment], title: str) -> str:
    """The days from the top down, the earliest first; the room between two grows with the time between them."""
    sheet = _Sheet()
    ordered = sorted(moments, key=lambda moment: (moment.ordinal, moment.kind != "today"))
    tops: list[float] = []
    for place, moment in enumerate(ordered):
        if place:
            years = (moment.ordinal - ordered[place - 1].ordinal) / 365
            sheet.y += 10 + min(years * _ROOM_A_YEAR, _MOST_ROOM)
        tops.append(sheet.y + 15)
        if moment.kind == "today":
            _today(sheet, moment.day)
        else:
            _day(sheet, moment)
    for above, below in pairwise(tops):
        line = f'<path d="M{_SPINE} {above:.1f}V{below:.1f}" stroke="{_LINE}" stroke-width="3"/>'
        sheet.parts.insert(0, line)
    return sheet.svg("tijd", title, " ".join(f"{m.day}: {' '.join(m.lines)}".strip(": ") + "." for m in ordered))


def wrapped(words: str, size: int, room: float, *, bold: bool = False) -> list[str]:
    """Lines that fit in the room, by an estimate of the width of each letter."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and estimated(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shortened(lines: Sequence[str], most: int) -> list[str]:
    """At most so many lines; a cut is marked."""
    if len(lines) <= most:
        return list(lines)
    return [*lines[: most - 1], f"{lines[most - 1].rstrip('.,:; ')}…"]


def estimated(words: str, size: int, *, bold: bool = False) -> float:
    """The width of a line, in the units of the drawing."""
    total = sum(_SHARES[_kind(letter)] for letter in words)
    return total * size * (_BOLD if bold else 1)


def _kind(letter: str) -> str:
    if letter in _NARROW:
        return "narrow"
    if letter in _BROAD:
        return "broad"
    return "capital" if letter.isupper() else "other"


def _sentence(step: Step) -> str:
    reasons = "; ".join(step.reasons)
    more = f" ({step.more})" if step.more else ""
    return f"{step.name}: {step.says}{f'. {reasons}{more}' if reasons else ''}."


def _link(top: float, bottom: float, *, sure: bool) -> str:
    drawn = f'stroke="{_COLOURS["blue"]}"' if sure else f'stroke="{_LINE}" stroke-dasharray="5 5"'
    return f'<path d="M{_SPINE} {top:.1f}V{bottom:.1f}" {drawn} stroke-width="3" fill="none"/>'


def _node(y: float, state: State, colour: str) -> str:
    """A filled mark for yes, a cross for no, a slash for an exception, a broken ring for open, a dot for the rest."""
    x, r = _SPINE, _RADIUS
    ring = f'<circle cx="{x}" cy="{y:.1f}" r="{r}"'
    white = f'{ring} fill="#ffffff" stroke-width="2.5"'
    stroke = 'stroke-width="3" fill="none" stroke-linecap="round" stroke-linejoin="round"'
    if state == "yes":
        return f'{ring} fill="{colour}"/><path d="M{x - 6} {y:.1f}l4 5l8 -9" stroke="#ffffff" {stroke}/>'
    if state == "no":
        cross = f"M{x - 4.5} {y - 4.5:.1f}l9 9m0 -9l-9 9"
        return f'{white} stroke="{colour}"/><path d="{cross}" stroke="{colour}" {stroke}/>'
    if state == "excluded":
        slash = f"M{x - 5} {y + 5:.1f}l10 -10"
        return f'{white} stroke="{colour}"/><path d="{slash}" stroke="{colour}" {stroke}/>'
    if state == "open":
        return (
            f'{white} stroke="{_GREY}" stroke-dasharray="4 4"/><text x="{x}" y="{y + 5.5:.1f}" font-size="16"'
            f' font-weight="700" fill="{_GREY}" text-anchor="middle">?</text>'
        )
    return f'{ring} fill="#ffffff"/><circle cx="{x}" cy="{y:.1f}" r="5" fill="{_LINE}"/>'


def _today(sheet: _Sheet, words: str) -> None:
    """A band with a mark that points along the line."""
    arrow = f"M{_SPINE - 11} {sheet.y + 7:.1f}h14l8 8l-8 8h-14z"
    sheet.add(f'<rect x="0" y="{sheet.y:.1f}" width="{_WIDTH}" height="30" rx="4" fill="#fff4dc"/>')
    sheet.add(f'<path d="{arrow}" fill="{_COLOURS["amber"]}"/>')
    sheet.write(words, 15, "#5c3c00", bold=True)
    sheet.y += 10


def _day(sheet: _Sheet, moment: Moment) -> None:
    """A filled mark for a day that has come, an open one for a day to come."""
    blue = _COLOURS["blue"]
    fill = blue if moment.kind == "past" else "#ffffff"
    sheet.add(f'<circle cx="{_SPINE}" cy="{sheet.y + 15:.1f}" r="8" fill="{fill}" stroke="{blue}" stroke-width="3"/>')
    sheet.write(moment.day, 16, blue, bold=True)
    for line in moment.lines:
        sheet.write(line, 14)


def _box(sheet: _Sheet, outcome: str, note: str, colour: str) -> None:
    """The outcome in a filled box at the end of the line."""
    room = _WIDTH - 32
    lines = [(line, 18, True) for line in wrapped(outcome, 18, room, bold=True)]
    lines += [(line, 14, False) for line in wrapped(note, 14, room)]
    height = 24 + sum(size * 1.35 for _, size, _ in lines)
    sheet.add(f'<rect x="2" y="{sheet.y:.1f}" width="{_WIDTH - 4}" height="{height:.1f}" rx="6" fill="{colour}"/>')
    y = sheet.y + 8
    for line, size, bold in lines:
        y += size * 1.35
        weight = ' font-weight="700"' if bold else ""
        sheet.add(f'<text x="16" y="{y:.1f}" font-size="{size}" fill="#ffffff"{weight}>{escape(line)}</text>')
    sheet.y += height
