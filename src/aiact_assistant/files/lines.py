"""Joins lines into paragraphs: printed ones, whose words may be cut, and those of a plain text that was wrapped.

Comes in: the lines of a document. Goes out: ``Joiner``, which puts one line behind another; the paragraphs of a text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from aiact_assistant.files.blocks import clean

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CUT = re.compile(r"(?P<left>[^\W\d_]+(?:-[^\W\d_]+)*)-$")
_CONTINUED = re.compile(r"[^\W\d_]+")
# "aanbieders- en gebruikersrol": a hyphen that stands for the rest of the word is not a cut.
_CONJUNCTIONS = frozenset({"en", "of", "and", "or", "dan", "noch", "resp"})

# Editors and mail programs wrap at 72 to 80; wider lines end where their writer ended them.
_WIDEST_WRAP = 100
_ITEM = re.compile(r"(?:[-*•–]|\d{1,2}[.)]|[a-z]\))\s")


def unwrapped(text: str) -> list[str]:
    """The paragraphs of a plain text; a line break inside one is left out where a wrap put it.

    A writer ended a line where the next word would still have fitted: a heading, an item of a list. In a text with
    lines wider than any wrap, every line break is the writer's.

    Args:
        text: with any line ends.
    """
    paragraphs = [clean(part).split("\n") for part in text.replace("\r\n", "\n").split("\n\n")]
    width = max((len(line) for lines in paragraphs for line in lines), default=0)
    return [_filled(lines, width) for lines in paragraphs if lines != [""]]


def _filled(lines: list[str], width: int) -> str:
    filled = lines[0]
    for before, line in pairwise(lines):
        fits = len(before) + 1 + len(line.split(" ", 1)[0]) <= width
        ended = fits or width > _WIDEST_WRAP or _ITEM.match(line)
        filled += ("\n" if ended else " ") + line
    return filled


class Joiner:
    """Knows which words a document writes with a hyphen and which without.

    Args:
        lines: all lines of the document.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        cuts: list[tuple[str, str]] = []
        before = ""
        for line in lines:
            words = _WORD.findall(line)
            if cut := _CUT.search(before):
                if found := _CONTINUED.match(line):
                    cuts.append((cut["left"], found[0]))
                words = words[1:]
            if _CUT.search(line):
                words = words[:-1]
            self._words.update(word.lower() for word in words)
            before = line
        # A document set without hyphenation cuts only at hyphens that belong to the word.
        cut_words = sum(self._seen(left, right) > 0 for left, right in cuts)
        hyphenated = sum(self._seen(left, right) < 0 for left, right in cuts)
        self._cuts_words = cut_words > hyphenated or not hyphenated

    def join(self, before: str, line: str) -> str:
        """``before`` continued by ``line``."""
        if not before or not line:
            return before or line
        if before.endswith("/"):
            return before + line
        cut = _CUT.search(before)
        next_word = _CONTINUED.match(line)
        if not before.endswith("-") or before.endswith((" -", "--")):
            return f"{before} {line}"
        if next_word is not None and next_word[0].lower() in _CONJUNCTIONS:
            return f"{before} {line}"
        if cut is None or next_word is None or self._keeps_hyphen(before, cut["left"], next_word[0]):
            return before + line
        return before[:-1] + line

    def _keeps_hyphen(self, before: str, left: str, right: str) -> bool:
        last = left.rpartition("-")[2]
        if "://" in before.rpartition(" ")[2] or last[1:] != last[1:].lower():
            return True  # a web address, or an abbreviation such as AI-
        if right[0].isupper() or (len(last) == 1 and last.isupper()):
            return True
        seen = self._seen(left, right)
        return seen < 0 or (seen == 0 and not self._cuts_words)

    def _seen(self, left: str, right: str) -> int:
        """How much more often the document writes the two as one word than with a hyphen."""
        return self._words[f"{left}{right}".lower()] - self._words[f"{left}-{right}".lower()]
