"""The cases of ``rules/cases/``, compared with what they expect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aiact_assistant.assessment.logic import All, AnyOf, Condition, Not, Truth, evaluate
from aiact_assistant.assessment.rules import RuleBook
from aiact_assistant.domain import Decision, FindingStatus
from eval.cases import Case as Case
from eval.cases import decided as decided
from eval.cases import load_cases as load_cases

WORDS = {True: "ja", False: "nee", None: "onbekend"}


def outcome(decision: Decision, expected: Mapping[str, Any]) -> dict[str, Any]:
    """What the decision says of each thing a case expects, in the form in which the case writes it."""
    provisions = {duty.provision for duty in decision.obligations}
    found: dict[str, Any] = {
        "klasse": decision.risk_class.value,
        "bevindingen": sorted(f.provision for f in decision.findings if f.status is FindingStatus.HOLDS),
        "uitgezonderd": {f.provision: f.excluded_by for f in decision.findings if f.excluded_by},
        "rollen": sorted(decision.roles),
        "alle_plichten": sorted(provisions),
        "plichten": sorted(set(expected.get("plichten", ())) & provisions),
        "geen_plichten": sorted(set(expected.get("geen_plichten", ())) - provisions),
        "datums": {
            d.provision: d.applies_from for d in decision.obligations if d.provision in expected.get("datums", ())
        },
        "overgang": {
            d.provision: t.provision
            for d in decision.obligations
            for t in d.transitions
            if t.status is FindingStatus.HOLDS and d.provision in expected.get("overgang", ())
        },
        "registers": sorted(decision.registers),
        "grondrechteneffectbeoordeling": WORDS[decision.fria],
        "algemene_doeleinden": WORDS[decision.gpai],
        "systeemrisico": WORDS[decision.systemic_risk],
        "vanaf": decision.applies_from,
        "open_vragen": sorted(set(expected.get("open_vragen", ())) & set(decision.open_questions)),
    }
    return {key: found[key] for key in expected}


def written(expected: Mapping[str, Any]) -> dict[str, Any]:
    """What a case expects, with its lists in order."""
    return {key: sorted(value) if isinstance(value, list) else value for key, value in expected.items()}


def branches(book: RuleBook) -> Iterator[tuple[str, Condition]]:
    """Every part of every condition that is written in the rules."""
    for name, condition in book.conditions.items():
        if not name.startswith(("groep.", "klasse.", "vrijgesteld", "uitgezonderd")):
            yield from ((name, part) for part in _parts(condition))


def seen(book: RuleBook, cases: tuple[Case, ...]) -> set[tuple[str, Condition, Truth]]:
    """Every value that a part of a condition took in these cases."""
    from aiact_assistant.assessment.evaluation import Evaluation

    every = tuple(branches(book))
    found: set[tuple[str, Condition, Truth]] = set()
    for case in cases:
        evaluation = Evaluation(book, case.answers, case.day)
        found |= {(name, part, evaluate(part, evaluation.value)) for name, part in every}
    return found


def _parts(condition: Condition) -> Iterator[Condition]:
    yield condition
    match condition:
        case Not(part):
            yield from _parts(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _parts(part)
        case _:
            pass
