"""Dates, amounts, percentages and terms in Dutch and English text, in one form. Pure.

Comes in: text. Goes out: a set of figures that can be compared between an explanation and the law: "2-12-2027" and
"2 december 2027" are the same date, "35 miljoen euro" and "35 000 000 EUR" the same amount, "zes maanden" and
"6 months" the same term.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["date", "month", "amount", "percentage", "term"]

_MONTHS = {
    name: number
    for names in (
        "januari februari maart april mei juni juli augustus september oktober november december",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), start=1)
}
_NUMBERS = {
    "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10, "elf": 11,
    "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15, "twintig": 20, "dertig": 30, "één": 1,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip
_UNITS = {
    "uur": "hour", "uren": "hour", "hour": "hour", "hours": "hour",
    "dag": "day", "dagen": "day", "werkdagen": "day", "day": "day", "days": "day",
    "week": "week", "weken": "week", "weeks": "week",
    "maand": "month", "maanden": "month", "month": "month", "months": "month",
    "jaar": "year", "jaren": "year", "year": "year", "years": "year",
}  # fmt: skip
_SCALES = {"miljoen": 1_000_000, "million": 1_000_000, "miljard": 1_000_000_000, "billion": 1_000_000_000}

_MONTH = "|".join(_MONTHS)
_NUMBER = r"\d{1,3}(?:[ .\u00a0]\d{3})+|\d+(?:[.,]\d+)?"
_SPOKEN = "|".join(_NUMBERS)
_DATE = re.compile(rf"\b(\d{{1,2}}) ({_MONTH}),? (\d{{4}})\b", re.IGNORECASE)
_ENGLISH_DATE = re.compile(rf"\b({_MONTH}) (\d{{1,2}}),? (\d{{4}})\b", re.IGNORECASE)
_NUMERIC_DATE = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b")
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTH_YEAR = re.compile(rf"(?<!\d )\b({_MONTH}) (\d{{4}})\b", re.IGNORECASE)
_AMOUNT = re.compile(
    rf"(?:€|EUR) ?({_NUMBER})(?: (miljoen|miljard|million|billion))?"
    rf"|\b({_NUMBER})(?: (miljoen|miljard|million|billion))? ?(?:euro|EUR|€)",
    re.IGNORECASE,
)
_PERCENTAGE = re.compile(rf"\b({_NUMBER}) ?(?:%|procent|per ?cent)", re.IGNORECASE)
_TERM = re.compile(rf"\b(\d{{1,3}}|{_SPOKEN})[ -]({'|'.join(_UNITS)})\b", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """A date (``2027-12-02``), month (``2027-12``), amount in euro, percentage or term (``6 month``)."""

    kind: Kind
    value: str


def find_figures(text: str) -> frozenset[Figure]:
    """Every figure in a text; "een jaar" is left out because "een" is an article as well as a number."""
    text = _SPACE.sub(" ", text)
    found: set[Figure] = set()
    for match in _DATE.finditer(text):
        found.add(_date(match[3], _MONTHS[match[2].lower()], match[1]))
    for match in _ENGLISH_DATE.finditer(text):
        found.add(_date(match[3], _MONTHS[match[1].lower()], match[2]))
    for match in _NUMERIC_DATE.finditer(text):
        found.add(_date(match[3], int(match[2]), match[1]))
    for match in _ISO_DATE.finditer(text):
        found.add(_date(match[1], int(match[2]), match[3]))
    found |= {Figure("month", f"{m[2]}-{_MONTHS[m[1].lower()]:02}") for m in _MONTH_YEAR.finditer(text)}
    for match in _AMOUNT.finditer(text):
        number, scale = (match[1], match[2]) if match[1] else (match[3], match[4])
        found.add(Figure("amount", f"{_value(number) * _SCALES.get((scale or '').lower(), 1):.0f}"))
    found |= {Figure("percentage", f"{_value(m[1]):g}") for m in _PERCENTAGE.finditer(text)}
    for match in _TERM.finditer(text):
        number = _NUMBERS.get(match[1].lower()) or int(match[1])
        found.add(Figure("term", f"{number} {_UNITS[match[2].lower()]}"))
    return frozenset(found)


def without_figures(text: str) -> str:
    """A text with its figures taken out, so that what is left can be searched for other numbers."""
    text = _SPACE.sub(" ", text)
    for pattern in (_DATE, _ENGLISH_DATE, _NUMERIC_DATE, _ISO_DATE, _MONTH_YEAR, _AMOUNT, _PERCENTAGE, _TERM):
        text = pattern.sub(" ", text)
    return text


def is_backed(figure: Figure, known: frozenset[Figure]) -> bool:
    """Whether a figure is among the known ones; a month is backed by a date in it."""
    if figure.kind == "month":
        return any(one.kind in {"date", "month"} and one.value.startswith(figure.value) for one in known)
    return figure in known


def _date(year: str, month: int, day: str) -> Figure:
    return Figure("date", f"{year}-{month:02}-{int(day):02}")


def _value(number: str) -> float:
    """ "35 000 000", "750.000" and "1,5" as a number: a mark before three digits groups, any other is decimal."""
    if re.fullmatch(r"\d{1,3}(?:[ .\u00a0]\d{3})+", number):
        return float(re.sub(r"\D", "", number))
    return float(number.replace(",", "."))
