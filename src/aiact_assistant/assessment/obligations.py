"""Which duties follow, from when, and what of the Algoritmekader helps. Pure.

Comes in: an ``Evaluation``; for the aids the front matter of the pages. Goes out: ``Obligation``s with dates and
transitions, and the measures and tools that the pages of the Algoritmekader tie to a requirement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from aiact_assistant.assessment.evaluation import Evaluation
from aiact_assistant.assessment.rules import DutyRule, FindingRule, RuleBook
from aiact_assistant.corpus.applicability import Applicability
from aiact_assistant.domain import FindingStatus, Obligation, ProvisionId, Transition

_PREFIX = "ak:voldoen-aan-wetten-en-regels/"


@dataclass(frozen=True, slots=True)
class Aids:
    """Pages of the Algoritmekader that help with one requirement."""

    measures: tuple[ProvisionId, ...]
    tools: tuple[ProvisionId, ...]


def starts(applicability: Applicability, provision: ProvisionId, day: date) -> date | None:
    """From which day a provision applies, in the law of ``day``; ``None`` for what has no day of its own."""
    return _start(applicability, provision, day)


def obligations(evaluation: Evaluation) -> tuple[Obligation, ...]:
    """The duties that follow from what is known; a duty whose condition is unknown is not among them."""
    return tuple(_obligation(evaluation, rule) for rule in evaluation.book.duties if evaluation.value(rule.id) is True)


def standing(evaluation: Evaluation, reference: str) -> tuple[FindingRule, ...]:
    """The findings behind a name that stand, also when what stands is their exception."""
    kind, _, _ = reference.rpartition(".")
    prefix = {"vrijgesteld": "vrijgesteld:", "uitgezonderd": "uitgezonderd:"}.get(kind, "")
    return tuple(
        rule for rule in evaluation.book.findings_behind(reference) if evaluation.value(prefix + rule.id) is True
    )


def dates_of_duty(book: RuleBook, duty: DutyRule, day: date, grounds: Iterable[FindingRule]) -> tuple[date, ...]:
    """The days from which a duty applies, one per ground that it can rest on, earliest first."""
    own = starts(book.applicability, duty.provision, day)
    if own is None:
        return ()
    days = {starts(book.applicability, ground.provision, day) or own for ground in grounds}
    return tuple(sorted({max(own, ground) for ground in days} or {own}))


def read_aids(pages: Mapping[ProvisionId, Mapping[str, tuple[str, ...]]]) -> Mapping[ProvisionId, Aids]:
    """Measures and tools per requirement, from the front matter of the pages (``vereiste:``)."""
    found: dict[ProvisionId, tuple[list[ProvisionId], list[ProvisionId]]] = {}
    for page, attributes in pages.items():
        folder = page.removeprefix(_PREFIX).partition("/")[0]
        if folder not in ("maatregelen", "hulpmiddelen"):
            continue
        for requirement in attributes.get("vereiste", ()):
            both = found.setdefault(f"{_PREFIX}vereisten/{requirement}", ([], []))
            both[folder == "hulpmiddelen"].append(page)
    return {requirement: Aids(tuple(measures), tuple(tools)) for requirement, (measures, tools) in found.items()}


def read_titles(pages: Mapping[ProvisionId, Mapping[str, tuple[str, ...]]]) -> Mapping[ProvisionId, str]:
    """The title of every page that has one, from its front matter."""
    return {page: attributes["title"][0] for page, attributes in pages.items() if attributes.get("title")}


def _obligation(evaluation: Evaluation, rule: DutyRule) -> Obligation:
    book, day = evaluation.book, evaluation.day
    grounds = standing(evaluation, rule.attached) if rule.attached else ()
    days = dates_of_duty(book, rule, day, grounds)
    start = days[0] if days else None
    transitions = tuple(_transitions(evaluation, rule))
    for transition in transitions:
        if transition.status is FindingStatus.HOLDS and start is not None:
            start = transition.until and max(start, transition.until)
    return Obligation(
        rule=rule.id,
        provision=rule.provision,
        role=rule.role,
        what=rule.name,
        applies_from=start,
        in_force=start is not None and start <= day,
        because=evaluation.because(rule.id),
        transitions=transitions,
        register=rule.register,
        algoritmekader=rule.algoritmekader,
    )


def _transitions(evaluation: Evaluation, duty: DutyRule) -> Iterable[Transition]:
    for rule in evaluation.book.transitions:
        if rule.sort != duty.transition or duty.role not in rule.roles:
            continue
        value = evaluation.value(rule.id)
        if value is False:
            continue
        yield Transition(
            provision=rule.provision,
            until=evaluation.book.applicability.deadline(rule.deadline) if rule.deadline else None,
            status=FindingStatus.HOLDS if value else FindingStatus.UNDETERMINED,
            name=rule.name,
        )


@lru_cache(maxsize=4096)
def _start(applicability: Applicability, provision: ProvisionId, day: date) -> date | None:
    application = applicability.applies_from(provision, day)
    return application.date if application else None
