"""Writes provision ids the way lawyers do, in Dutch and English, and compares ids. Pure.

Comes in: an id. Goes out: "artikel 26, lid 7 AI-verordening", "Article 26(7) AI Act", or which id contains which.
``references.py`` reads the same forms back. Ids: docs/architecture.md ("Identifiers").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from aiact_assistant.domain import Language, ProvisionId

LATIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies")
"""Dutch words behind an inserted number, in order; an id has the letters a, b, c, ... there, as English does."""

LATIN_LETTERS = "abcdefgh"

ORDINALS = {
    "nl": "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde".split(),
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
}

NUMBERED_SECTIONS = frozenset({"XI"})
"""Annexes whose sections have numbers; elsewhere a number behind the annex is a point."""

LETTERED_SECTIONS = frozenset({"I", "VIII"})
"""Annexes whose sections have capitals; elsewhere a letter behind the annex is a point."""

DEFINITIONS = "art_3"
"""The article whose numbered parts are points, not leden."""

_ACT = {"nl": "AI-verordening", "en": "AI Act"}
_INSERTED = re.compile(rf"^(\d+|[a-z]|[ivx]{{2,}})([{LATIN_LETTERS}])$")
_ALINEA = re.compile(r"^al(\d+)$")


def contains(outer: ProvisionId, inner: ProvisionId) -> bool:
    """Whether ``inner`` is ``outer`` or lies in it; art_5 does not contain art_50."""
    return inner == outer or inner.startswith((f"{outer}.", f"{outer}#"))


def ancestors(provision: ProvisionId) -> tuple[ProvisionId, ...]:
    """The ids that contain this one, nearest first."""
    parts = provision.split(".")
    return tuple(".".join(parts[:depth]) for depth in range(len(parts) - 1, 0, -1))


def format_reference(provision: ProvisionId, language: Language, act: bool = True) -> str:
    """The human form of an id; an id that is not one of the law comes back as it is.

    Args:
        provision: id of a provision of the law.
        language: language of the form.
        act: whether to add the name of the AI-verordening.
    """
    head, *parts = provision.split(".")
    kind, _, number = head.partition("_")
    write = {"art": _article, "anx": _annex, "rct": _recital, "cpt": _chapter}.get(kind)
    if write is None:
        return provision
    text = write(number, parts, language)
    return f"{text} {_ACT[language]}" if act else text


def _article(number: str, parts: list[str], language: Language) -> str:
    if language == "en":
        return f"Article {number}{_english(parts)}"
    text = f"artikel {_number(number)}"
    if parts and parts[0][0].isdigit() and f"art_{number}" != DEFINITIONS:
        return f"{text}, lid {_number(parts[0])}{_points(parts[1:])}"
    return text + _points(parts)


def _annex(number: str, parts: list[str], language: Language) -> str:
    text = f"{'bijlage' if language == 'nl' else 'Annex'} {number}"
    if parts and (parts[0].isupper() or number in NUMBERED_SECTIONS):
        text += f", {'afdeling' if language == 'nl' else 'Section'} {parts[0]}"
        parts = parts[1:]
    depth = next((place for place, part in enumerate(parts) if not part.isdigit()), len(parts))
    if depth > 1:
        # "punt 4.3" is point 3 of point 4.
        parts = [".".join(parts[:depth]), *parts[depth:]]
    if language == "nl":
        return text + _points(parts)
    return f"{text}, point {_bracketed(parts[0])}{_english(parts[1:])}" if parts else text


def _recital(number: str, _: Sequence[str], language: Language) -> str:
    return f"{'overweging' if language == 'nl' else 'recital'} {number}"


def _chapter(number: str, parts: list[str], language: Language) -> str:
    text = f"{'hoofdstuk' if language == 'nl' else 'Chapter'} {number}"
    section = "afdeling" if language == "nl" else "Section"
    return f"{text}, {section} {parts[0].removeprefix('sct_')}" if parts else text


def _points(parts: list[str]) -> str:
    """Points and alinea's in Dutch: the first point of a row is named, the ones in it only have a mark."""
    text = ""
    named = False
    for part in parts:
        if alinea := _ALINEA.match(part):
            text += f", {_ordinal(int(alinea.group(1)), 'nl')} alinea"
            named = False
        else:
            mark = _number(part) if part[0].isdigit() else f"{_number(part)})"
            text += f", {mark}" if named else f", punt {mark}"
            named = True
    return text


def _english(parts: list[str]) -> str:
    text = ""
    after_alinea = False
    for part in parts:
        if alinea := _ALINEA.match(part):
            text += f", {_ordinal(int(alinea.group(1)), 'en')} subparagraph"
        else:
            text += f", point ({part})" if after_alinea else f"({part})"
        after_alinea = alinea is not None
    return text


def _bracketed(part: str) -> str:
    return part if part[0].isdigit() else f"({part})"


def _number(part: str) -> str:
    """ "4a" -> "4 bis", "ba" -> "b bis"; a plain number, letter or Roman numeral stays."""
    inserted = _INSERTED.match(part)
    return f"{inserted.group(1)} {LATIN[LATIN_LETTERS.index(inserted.group(2))]}" if inserted else part


def _ordinal(place: int, language: Language) -> str:
    words = ORDINALS[language]
    return words[place - 1] if place <= len(words) else f"{place}{'e' if language == 'nl' else 'th'}"
