"""What a person or a program reads on stdout: answers and provisions as text, or JSON."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import typer

from aiact_assistant.answer.compose import show_date
from aiact_assistant.corpus.shown import Line, Shown
from aiact_assistant.domain import Answer, AnswerStatus, Language

# Longer lines are hard to read, however wide the window is.
_WIDEST = 100
_INDENT = "   "
# Readers that split on every line end of Unicode must find one object a line too.
_LINE_ENDS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"}
# A line that the other version does not have.
_CHANGED = "* "


def write(text: str) -> None:
    """Print a text; a reader that has had enough (``| head``) ends the command in peace."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # Python would try once more at exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def write_json(value: dict[str, object]) -> None:
    """Print one object on one line, in UTF-8 whatever the terminal uses."""
    stdout: Any = sys.stdout
    if isinstance(stdout, io.TextIOWrapper):
        # Half a character that came in as an escape goes out as the same escape.
        stdout.reconfigure(encoding="utf8", errors="backslashreplace")
    write(json.dumps(value, ensure_ascii=False).translate(_LINE_ENDS))


def write_answer(answer: Answer) -> None:
    """An answer with its sources."""
    dutch = answer.language == "nl"
    lines = [answer.text, ""] if answer.citations else [answer.text]
    for number, citation in enumerate(answer.citations, start=1):
        marks = [citation.authority.value]
        if citation.amended:
            marks.append("gewijzigd in 2026" if dutch else "amended in 2026")
        lines.append(f"[{number}] {citation.label} ({', '.join(marks)})")
        lines += [f"    {line}" for line in (citation.url, citation.note) if line]
    address = answer.contact.removeprefix("mailto:").partition("?")[0]
    if address and answer.status is not AnswerStatus.ANSWERED:
        lines += ["", f"{'Vraagbaak' if dutch else 'Help desk'}: {address}"]
    write("\n".join(lines))


def write_shown(shown: Shown, language: Language) -> None:
    """A provision with its context and its other version."""
    write("\n".join(_shown(shown, language)))


def _shown(shown: Shown, language: Language) -> Iterator[str]:
    dutch = language == "nl"
    yield from _wrapped(f"{shown.label} [{shown.provision.id}]")
    if shown.heading and shown.heading not in shown.label:
        yield from _wrapped(shown.heading)
    if shown.within:
        yield from _wrapped(f"{'Staat in' if dutch else 'Part of'}: {' > '.join(shown.within)}")
    yield ""
    if shown.provision.repealed:
        yield "Vervallen." if dutch else "Repealed."
    if shown.chapeau:
        yield from _wrapped(shown.chapeau)
    yield from _body(shown.lines, shown.previous_lines)
    yield ""
    if shown.applies_from and not shown.provision.repealed:
        day = show_date(shown.applies_from, language)
        yield f"{'Van toepassing vanaf' if dutch else 'Applies from'} {day}."
    if shown.amended_by:
        verb = (
            ("Ingevoegd" if shown.inserted else "Gewijzigd") if dutch else "Inserted" if shown.inserted else "Amended"
        )
        yield f"{verb} {'door' if dutch else 'by'} {shown.amended_by}."
    for note in shown.provision.notes:
        yield from _wrapped(f"{'Noot' if dutch else 'Note'}: {note}")
    # Two chapters with the same articles look the same here, although the text of an article differs.
    if shown.previous is not None and shown.previous_lines != shown.lines:
        yield from _other_version(shown, dutch)
    yield shown.url


def _other_version(shown: Shown, dutch: bool) -> Iterator[str]:
    yield ""
    yield from _wrapped(f"{'Andere versie' if dutch else 'Other version'}: {shown.previous_source}")
    if shown.lines and shown.previous_lines:
        legend = "anders dan in de andere versie" if dutch else "differs from the other version"
        yield f"({_CHANGED}= {legend})"
    yield ""
    yield from _body(shown.previous_lines, shown.lines)
    yield ""


def _body(lines: Sequence[Line], other: Sequence[Line]) -> Iterator[str]:
    """The lines, indented by depth; those that the other version (if any) lacks are marked."""
    there = {line.text for line in other}
    for line in lines:
        mark = _CHANGED if other and line.text not in there else ""
        for paragraph in line.text.splitlines():
            yield from _wrapped(mark + paragraph, _INDENT * line.depth)


def _wrapped(text: str, indent: str = "") -> list[str]:
    width = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns)
    return textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
