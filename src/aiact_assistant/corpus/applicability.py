"""From which day each provision of the AI-verordening applies, read from ``rules/van_toepassing.yaml``.

Comes in: the id of a provision and a day. Goes out: the date, why (the points of article 113), later dates for a
part of the systems, and transition periods (article 111).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from aiact_assistant.corpus.references import ancestors, contains
from aiact_assistant.domain import ProvisionId
from aiact_assistant.resources import resource

_RULES = "rules/van_toepassing.yaml"
_HEAD = re.compile(r"^(art|anx)_(\d+|[IVX]+)([a-z]?)$")
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class Application:
    """When a provision applies.

    Attributes:
        date: the (earliest) day from which it applies.
        because: the points of article 113 that say so.
        alternatives: later day, with the condition in Dutch and English.
        transitions: last day for who was there already, with who that is in Dutch and English.
    """

    date: date
    because: tuple[ProvisionId, ...]
    alternatives: tuple[tuple[date, str, str], ...] = ()
    transitions: tuple[tuple[date, str, str], ...] = ()


class Applicability:
    """The dates of application, per version of the law.

    Args:
        path: the rules; ``None`` are those of this program.
    """

    def __init__(self, path: Path | None = None) -> None:
        text = (path or resource(_RULES)).read_text("utf8")
        content: dict[str, Any] = yaml.safe_load(text)
        self._versions: list[dict[str, Any]] = content["versies"]
        self._transitions: list[dict[str, Any]] = content["overgang"]

    def applies_from(self, provision: ProvisionId, on: date) -> Application | None:
        """The application of a provision in the version in force on a day; ``None`` for recitals and other sources."""
        rules = self._rules(on)
        for candidate in (provision, *ancestors(provision)):
            matching = [(size, rule) for rule in rules if (size := _match(rule["bepalingen"], candidate))]
            if matching:
                # Among rules at the same depth, the one that names the fewest articles is the most precise.
                _, rule = min(matching, key=lambda found: found[0])
                return Application(
                    date=rule["vanaf"],
                    because=tuple(rule["omdat"]),
                    alternatives=tuple((a["vanaf"], a["nl"], a["en"]) for a in rule.get("varieert", ())),
                    transitions=tuple(self._transitions_of(provision)),
                )
        return None

    def deadline(self, because: ProvisionId) -> date | None:
        """The last day that a transition rule gives, by the provision it stands in (``art_111.2``)."""
        return next((entry["uiterlijk"] for entry in self._transitions if entry["omdat"] == because), None)

    def _rules(self, on: date) -> list[Mapping[str, Any]]:
        for version in self._versions:
            until = version["geldig_tot"]
            if version["geldig_vanaf"] <= on and (until is None or on <= until):
                return version["regels"]
        return []

    def _transitions_of(self, provision: ProvisionId) -> list[tuple[date, str, str]]:
        return [
            (entry["uiterlijk"], entry["nl"], entry["en"])
            for entry in self._transitions
            if any(_match([entry["bepaling"]], one) for one in (provision, *ancestors(provision)))
            or contains(provision, entry["bepaling"])
        ]


def _match(names: list[str], provision: ProvisionId) -> int:
    """How many articles a rule spans when it names this provision, 0 when it does not."""
    spans = 0
    hit = False
    for name in names:
        first, _, last = name.partition("..")
        if last:
            low, high, place = _place(first), _place(last), _place(provision)
            spans += high[1] - low[1] + 1 if low and high else 1
            hit = hit or bool(place and low and high and place[0] == low[0] and low <= place <= (*high[:2], "z"))
        else:
            spans += 1
            hit = hit or name == provision
    return spans if hit else 0


def _place(provision: str) -> tuple[str, int, str] | None:
    match = _HEAD.match(provision)
    if match is None:
        return None
    kind, number, letter = match.groups()
    return kind, int(number) if number.isdigit() else _arabic(number), letter


def _arabic(numeral: str) -> int:
    values = [_ROMAN[char] for char in numeral]
    return sum(-v if any(v < w for w in values[i + 1 :]) else v for i, v in enumerate(values))
