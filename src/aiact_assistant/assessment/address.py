"""Answers as a short text for an address: ``v1;2026-11-25;machine=j;infers=n;autonomy=o``. Pure.

It holds ids of facts, answers and a day, never words that someone typed, so an address can be shared. Whatever is not
understood is left out and counted: an address may come from another version, or from a mail program that broke it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

from aiact_assistant.assessment.rules import RuleBook
from aiact_assistant.domain import Fact

FIRST_DAY = date(2024, 8, 1)
"""Article 113: the regulation entered into force."""
LAST_DAY = date(2099, 12, 31)
LONGEST = 10_000
"""Characters; with every question answered an address has some 3,000."""

_VERSION = "v1"
_LETTERS: dict[bool | None, str] = {True: "j", False: "n", None: "o"}
_ANSWERS = {letter: answer for answer, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says.

    Attributes:
        day: the day whose law is meant; ``None`` when it names none.
        facts: the answers, in the order in which they were given.
        skipped: how many parts were not understood.
    """

    day: date | None = None
    facts: tuple[Fact, ...] = ()
    skipped: int = 0


def read_address(text: str, book: RuleBook) -> Address:
    """What can be understood of an address; never fails.

    Args:
        text: the address, '' for a new beginning.
        book: the rules, which know what facts there are.
    """
    parts = [part for part in unquote(text[:LONGEST]).split(";") if part]
    cut = int(len(text) > LONGEST)
    if not parts:
        return Address(skipped=cut)
    if parts[0] != _VERSION:
        return Address(skipped=len(parts) + cut)
    day: date | None = None
    facts: dict[str, Fact] = {}
    for part in parts[1:]:
        name, _, letter = part.partition("=")
        if name in book.questions and name not in facts and letter in _ANSWERS:
            facts[name] = Fact(name, _ANSWERS[letter])
        elif day is None:
            day = _day(part)
    understood = len(facts) + (day is not None)
    return Address(day, tuple(facts.values()), len(parts) - 1 - understood + cut)


def write_address(day: date, facts: Iterable[Fact]) -> str:
    """The address of these answers, which ``read_address`` reads back."""
    return ";".join([_VERSION, day.isoformat(), *(f"{fact.id}={_LETTERS[fact.answer]}" for fact in facts)])


def allowed(day: date) -> bool:
    """Whether a decision can be asked for that day: the regulation exists, and it is not a typing error."""
    return FIRST_DAY <= day <= LAST_DAY


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if allowed(day) else None
