"""Numbers of provisions and what lies between two of them: "4 bis", "III", "8 tot en met 15". Pure.

Comes in: tokens and a place. Goes out: numbers as they stand in an id, with the place behind them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from aiact_assistant.corpus.labels import LATIN, LATIN_LETTERS
from aiact_assistant.corpus.reference_paths import ROMANS
from aiact_assistant.corpus.reference_tokens import T, Token

LONGEST_RANGE = 180
"""A range that spans more than all recitals is a misreading; only its ends are kept."""

UNITS = frozenset(
    "jaar jaren maand maanden week weken dag dagen uur werkdagen kalenderdagen euro eur miljoen procent keer jaarlijks"
    " januari februari maart april mei juni juli augustus september oktober november december years months days"
    " weeks hours january february march may june july august october million percent times".split()
)
"""What may follow a number that is no provision after all: "artikel 5 en 2 jaar later"."""

_ALPHABET = tuple("abcdefghijklmnopqrstuvwxyz")

Read = tuple[str, int]
"""A number as in an id, and the place of the token behind it."""


def roman(tokens: Sequence[Token], place: int) -> Read | None:
    """ "III", or "3" read as it."""
    token = tokens[place]
    if token.kind is T.LETTERS and token.word in ROMANS:
        return token.text.upper(), place + 1
    if token.kind is T.NUMBER and 0 < int(token.text) <= len(ROMANS):
        return ROMANS[int(token.text) - 1].upper(), place + 1
    return None


def number(tokens: Sequence[Token], place: int, letters: bool = True) -> Read | None:
    """ "4", "4 bis", and with ``letters`` "4a"."""
    if tokens[place].kind is not T.NUMBER or tokens[place + 1].word in UNITS:
        return None
    plain, following = str(int(tokens[place].text)), tokens[place + 1]
    if following.kind is T.LATIN:
        return plain + latin_letter(following), place + 2
    if letters and adjacent(tokens, place + 1) and following.kind is T.LETTERS and following.word in LATIN_LETTERS:
        return plain + following.word, place + 2
    return plain, place + 1


def latin_letter(token: Token) -> str:
    """ "bis" is "a"."""
    return LATIN_LETTERS[LATIN.index(token.word)]


def adjacent(tokens: Sequence[Token], place: int) -> bool:
    """Whether no space stands before this token."""
    return tokens[place - 1].end == tokens[place].start


def between(first: str, last: str) -> list[str]:
    """All numbers from one to another, whatever they are written in; the two when they make no range."""
    if re.fullmatch(rf"\d+[{LATIN_LETTERS}]", first) and first[:-1] == last[:-1]:
        return [first[:-1] + letter for letter in _run(LATIN_LETTERS, first[-1], last[-1])] or [first, last]
    digits = re.fullmatch(rf"(\d+)([{LATIN_LETTERS}]?)", last)
    if first.isdigit() and digits:
        numbers = [str(value) for value in range(int(first), int(digits[1]) + 1)]
        if 0 < len(numbers) <= LONGEST_RANGE:
            return [*numbers, last] if digits[2] else numbers
        return [first, last]
    # "I" to "V" are annexes, "d" to "j" are points: a capital is a Roman numeral sooner than a letter.
    capital = first.isupper()
    for series in (ROMANS, _ALPHABET) if capital else (_ALPHABET, ROMANS):
        if found := _run(series, first.lower(), last.lower()):
            return [name.upper() if capital else name for name in found]
    return [first, last]


def _run(series: Sequence[str], first: str, last: str) -> Sequence[str]:
    return series[series.index(first) : series.index(last) + 1] if first in series and last in series else ()
