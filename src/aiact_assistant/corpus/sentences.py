"""Splits running text into sentences, for Dutch and English legal and policy prose.

Comes in: a string. Goes out: spans into that same string, so a sentence is always verbatim.
"""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    """
    art artt nr nrs blz pag bijv bv vgl enz jl ca dr mr drs prof ing ir m.b.t d.w.z i.v.m o.a t.a.v m.n z.g e.d incl
    excl resp afd hfst etc no e.g i.e vs st p par lid
    """.split()
)
_BOUNDARY = re.compile(r"([.!?][”\"’')\]]*|;)\s+(?=[\"“‘'(\[]?[A-ZÀ-Þ0-9-])|\n+")
_LAST_WORD = re.compile(r"([^\s(\[“\"]+)$")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence in ``text``, in order, without surrounding white space.

    A line break always ends a sentence; a semicolon does when a capital or digit follows; a full stop does
    not after a usual abbreviation, a single letter or a list number ("1.").
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        mark = boundary.group(1)
        if mark is not None and mark[0] == "." and _is_abbreviation(text[start : boundary.start()]):
            continue
        _append(spans, text, start, boundary.end(1) if mark is not None else boundary.start())
        start = boundary.end()
    _append(spans, text, start, len(text))
    return spans


def sentences(text: str) -> list[str]:
    """The sentences of ``text``, verbatim."""
    return [text[start:end] for start, end in sentence_spans(text)]


def _is_abbreviation(before: str) -> bool:
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    last = word.group(1)
    alone = before.strip() == last
    return last.lower() in _ABBREVIATIONS or (len(last) == 1 and last.isalpha()) or (alone and last.isdigit())


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))
