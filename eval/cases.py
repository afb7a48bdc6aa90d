"""The cases of ``rules/cases/``: facts, and what a lawyer expects the rules to make of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import yaml

from aiact_assistant.assessment.decide import decide
from aiact_assistant.assessment.logic import Truth
from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.domain import Decision, Fact
from aiact_assistant.resources import resource


@dataclass(frozen=True)
class Case:
    """One case: its name, the day, the facts and what is expected."""

    name: str
    day: date
    answers: Mapping[str, Truth]
    expected: Mapping[str, Any]


@cache
def load_cases() -> tuple[Case, ...]:
    """Every case, in the order of the files."""
    folder = resource("rules/cases")
    bases = yaml.safe_load((folder / "uitgangspunten.yaml").read_text("utf8"))["uitgangspunten"]
    found: list[Case] = []
    for path in sorted(folder.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text("utf8")).get("casussen", ()):
            found.append(
                Case(entry["naam"], entry["datum"], _answers(entry, bases[entry["uitgangspunt"]]), entry["verwacht"])
            )
    return tuple(found)


def decided(case: Case) -> Decision:
    """What the rules make of a case."""
    return decide(load_rules(), [Fact(name, answer) for name, answer in case.answers.items()], case.day)


def _answers(entry: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Truth]:
    rest = {"nee": False, "onbekend": None}[entry.get("rest", "nee")]
    answers: dict[str, Truth] = dict.fromkeys(load_rules().questions, rest)
    for names, answer in (
        (base["ja"], True),
        (entry.get("ja", ()), True),
        (entry.get("nee", ()), False),
        (entry.get("onbekend", ()), None),
    ):
        if unknown := set(names) - set(answers):
            raise AssertionError(f"{entry['naam']}: feiten bestaan niet: {unknown}")
        answers |= dict.fromkeys(names, answer)
    named = {*base["ja"], *entry.get("nee", ()), *entry.get("onbekend", ())}
    for name in [name for name, answer in answers.items() if answer]:
        # "The rest is no" does not deny the wider fact that a yes is a kind of.
        question = load_rules().questions[name]
        while question.implies and question.within is not None:
            question = load_rules().questions[question.within]
            if question.id not in named:
                answers[question.id] = True
    return answers
