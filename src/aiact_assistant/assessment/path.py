"""The way to an outcome in seven stages, each with its state and the answers that decided it. Pure.

Comes in: the rules and a decision. Goes out: ``Stage``s, in the order in which the regulation is applied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from aiact_assistant.assessment.rules import RuleBook, Text
from aiact_assistant.domain import Decision, Finding, FindingStatus, ProvisionId, RiskClass, TraceStep

_PROVISIONS: dict[str, ProvisionId] = {
    "system": "art_3.1",
    "scope": "art_2",
    "role": "art_2.1",
    "prohibited": "art_5",
    "high_risk": "art_6",
    "transparency": "art_50",
    "gpai": "art_51",
}
_DECIDING: Mapping[RiskClass, str] = {
    RiskClass.PROHIBITED: "prohibited",
    RiskClass.HIGH_RISK: "high_risk",
    RiskClass.HIGH_RISK_EXEMPT: "high_risk",
    RiskClass.TRANSPARENCY: "transparency",
    RiskClass.NOT_AI_SYSTEM: "system",
    RiskClass.OUT_OF_SCOPE: "scope",
}

# Answers about the role also tell whether the regulation applies, which comes first: they are told with the role.
_ROLE, _SCOPE, _ROLE_GROUP = "role", "scope", "rol"


class StageState(StrEnum):
    """What is known of a stage; ``SKIPPED`` when an earlier stage ended the way."""

    YES = "yes"
    NO = "no"
    EXCLUDED = "excluded"
    OPEN = "open"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage.

    Attributes:
        id: ``system``, ``scope``, ``role``, ``prohibited``, ``high_risk``, ``transparency`` or ``gpai``.
        state: whether it holds.
        provision: where the regulation has it.
        names: what stands in it: findings, roles, the kind of system; for an exclusion what was excluded.
        because: ids of given answers that decided it, the telling ones first; for an open stage, of open questions.
    """

    id: str
    state: StageState
    provision: ProvisionId
    names: tuple[Text, ...]
    because: tuple[str, ...]


def deciding_stage(decision: Decision) -> str | None:
    """The stage that gives the class; what is left over when nothing stands has none."""
    if decision.risk_class is RiskClass.NOT_AI_SYSTEM and decision.gpai:
        return "gpai"
    return _DECIDING.get(decision.risk_class)


def stages(book: RuleBook, decision: Decision) -> tuple[Stage, ...]:
    """All seven stages of a decision."""
    steps = {step.rule: step for step in decision.trace}
    told: set[str] = set()
    found: list[Stage] = []
    for name, state, names, because in _states(book, decision, steps):
        reasons = because if state is StageState.OPEN else _given(book, decision, because, told, name)
        told.update(reasons)
        found.append(Stage(name, state, _PROVISIONS[name], names, reasons))
    return tuple(found)


_State = tuple[str, StageState, tuple[Text, ...], tuple[str, ...]]


def _states(book: RuleBook, decision: Decision, steps: dict[str, TraceStep]) -> Iterator[_State]:
    subject, system = steps["subject"], steps["ai_system"]
    waits = tuple(decision.open_questions)
    kinds = tuple(step.name for step in (system, steps["gpai"]) if step.value)
    yield "system", _state(subject.value), kinds, _reasons(subject, waits)

    # What ends the way: no system or model, or a reason why the regulation does not apply to it.
    ended = subject.value is False
    outside = [f for f in decision.findings if f.risk_class is RiskClass.OUT_OF_SCOPE]
    out = [f for f in outside if f.status is FindingStatus.HOLDS]
    reaching = [steps["in_scope"], steps["model_in_scope"]]
    met = [step for step in reaching if step.value] or reaching
    applies = StageState.NO if out else _state(_any(reaching[0].value, reaching[1].value))
    behind = out[0].because if out else tuple(name for step in met for name in step.because)
    yield _unless(ended, "scope", applies, tuple(f.name for f in out), _open_first(behind, waits, applies))
    ended = ended or decision.risk_class is RiskClass.OUT_OF_SCOPE

    roles = [steps[rule.id] for rule in book.roles]
    holding = [step for step in roles if step.value]
    state = StageState.YES if holding else StageState.OPEN if decision.roles_open else StageState.NO
    reasons = tuple(name for step in holding or roles for name in step.because)
    yield _unless(
        subject.value is False, "role", state, tuple(s.name for s in holding), _open_first(reasons, waits, state)
    )

    for risk_class in (RiskClass.PROHIBITED, RiskClass.HIGH_RISK, RiskClass.TRANSPARENCY):
        yield _unless(
            ended or system.value is False, risk_class.value, *_of_class(book, decision, steps, risk_class, waits)
        )

    gpai, systemic = steps["gpai"], steps["systemic_risk"]
    names = tuple(step.name for step in (gpai, systemic) if step.value)
    yield _unless(ended, "gpai", _state(gpai.value), names, _reasons(gpai, waits))


def _of_class(
    book: RuleBook, decision: Decision, steps: dict[str, TraceStep], risk_class: RiskClass, waits: tuple[str, ...]
) -> tuple[StageState, tuple[Text, ...], tuple[str, ...]]:
    rules = {rule.id for rule in book.findings.values() if rule.risk_class == risk_class.value}
    findings = [finding for finding in decision.findings if finding.rule in rules]
    for status, state in (
        (FindingStatus.HOLDS, StageState.YES),
        (FindingStatus.UNDETERMINED, StageState.OPEN),
        (FindingStatus.EXCLUDED, StageState.EXCLUDED),
    ):
        if met := [finding for finding in findings if finding.status is status]:
            return state, _names(met, state), _open_first(_because(met), waits, state)
    denied = (name for rule in rules for name in steps[rule].because)
    # The rules are a set; the order of the answers comes from the facts.
    behind = set(denied)
    return StageState.NO, (), tuple(name for name in book.questions if name in behind)


def _names(findings: Iterable[Finding], state: StageState) -> tuple[Text, ...]:
    return () if state is StageState.OPEN else tuple(finding.name for finding in findings)


def _because(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for finding in findings for name in finding.because))


def _unless(skipped: bool, name: str, state: StageState, names: tuple[Text, ...], because: tuple[str, ...]) -> _State:
    return (name, StageState.SKIPPED, (), ()) if skipped else (name, state, names, because)


def _state(value: bool | None) -> StageState:
    return {True: StageState.YES, False: StageState.NO, None: StageState.OPEN}[value]


def _any(one: bool | None, other: bool | None) -> bool | None:
    if one or other:
        return True
    return None if None in (one, other) else False


def _reasons(step: TraceStep, waits: tuple[str, ...]) -> tuple[str, ...]:
    return _open_first(step.because, waits, _state(step.value))


def _open_first(because: Iterable[str], waits: tuple[str, ...], state: StageState) -> tuple[str, ...]:
    """The reasons as they are; of an open stage the questions it waits for, the most deciding first."""
    if state is not StageState.OPEN:
        return tuple(because)
    waiting = set(because)
    return tuple(name for name in waits if name in waiting)


def _given(book: RuleBook, decision: Decision, because: Iterable[str], told: set[str], stage: str) -> tuple[str, ...]:
    """The given answers behind facts, yes before no, without what another stage tells, unless there is nothing else."""
    given = {name: fact.answer for name, fact in decision.facts.items() if fact.answer is not None}
    found = dict.fromkeys(one for name in because if (one := _source(book, given, name)) is not None)

    def fresh(name: str) -> bool:
        of_role = book.questions[name].group == _ROLE_GROUP
        return stage == _ROLE if of_role and stage in (_ROLE, _SCOPE) else name not in told

    return tuple(sorted([name for name in found if fresh(name)] or found, key=lambda name: not given[name]))


def _source(book: RuleBook, given: dict[str, bool], name: str) -> str | None:
    """The answer that a fact comes from: itself, a wider no, a narrower yes, or a yes that excludes it."""
    if name in given:
        return name
    wider = book.questions[name].within
    while wider is not None:
        if given.get(wider) is False:
            return wider
        wider = book.questions[wider].within
    for one, answer in given.items():
        question = book.questions[one]
        if answer and (question.excludes == name or book.questions[name].excludes == one):
            return one
        while answer and question.implies and question.within is not None:
            if question.within == name:
                return one
            question = book.questions[question.within]
    return None
