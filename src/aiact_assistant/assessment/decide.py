"""``decide``: what the law says about a system. One pure function over rules, facts and a day.

Comes in: a ``RuleBook``, facts (yes, no or unknown) and a date. Goes out: a ``Decision``. Unknown never becomes no:
where a deciding fact is unknown the outcome is undetermined, and the decision says which fact is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from aiact_assistant.assessment.evaluation import Evaluation
from aiact_assistant.assessment.logic import Truth
from aiact_assistant.assessment.obligations import obligations, starts
from aiact_assistant.assessment.rules import FindingRule, Rule, RuleBook
from aiact_assistant.domain import Decision, Fact, Finding, FindingStatus, RiskClass, TraceStep

_EXEMPT = "vrijgesteld.annex_iii"

# What a question is worth: first what names the class, the heaviest class first, then roles, then single duties.
_CLASS_WEIGHTS = {"out_of_scope": 4.0, "prohibited": 4.0, "high_risk": 3.0, "transparency": 2.0}
_ROLE_WEIGHT = 2.0
_DUTY_WEIGHT = 0.2
_TRANSITION_WEIGHT = 0.05
_AFTER_CLASS = 0.1
"""Share of a finding that can no longer change the class."""


def decide(book: RuleBook, facts: Iterable[Fact], day: date) -> Decision:
    """The decision on a system.

    Args:
        book: the rules.
        facts: what is known; facts left out are unknown.
        day: the day whose law is applied, and on which a duty is in force or not yet.
    """
    given = {fact.id: fact for fact in facts}
    evaluation = Evaluation(book, {name: fact.answer for name, fact in given.items()}, day)
    risk_class = _risk_class(evaluation)
    duties = obligations(evaluation)
    findings = tuple(_findings(evaluation))
    return Decision(
        day=day,
        risk_class=risk_class,
        findings=findings,
        roles=tuple(rule.id for rule in book.roles if evaluation.value(rule.id) is True),
        roles_open=tuple(rule.id for rule in book.roles if evaluation.value(rule.id) is None),
        gpai=evaluation.value("gpai"),
        systemic_risk=evaluation.value("systemic_risk"),
        fria=evaluation.value("d_fria"),
        registers=tuple(dict.fromkeys(duty.register for duty in duties if duty.register)),
        obligations=duties,
        applies_from=_applies_from(findings, risk_class),
        open_questions=evaluation.open_questions(_targets(evaluation, risk_class)),
        conflicts=evaluation.conflicts,
        trace=tuple(_trace(evaluation)),
        facts=given,
        rules_version=book.version,
    )


def draft(book: RuleBook, facts: Iterable[Fact], day: date) -> Decision:
    """The best supported decision while facts are open: unknown facts get their usual answer.

    A proposal for a person to check, never a decision.
    """
    given = {fact.id: fact for fact in facts}
    usual = [
        Fact(question.id, question.usual, source="gewoonlijk")
        for question in book.questions.values()
        if question.usual is not None and (question.id not in given or given[question.id].answer is None)
    ]
    # The usual answer gives way to what is known about a wider or a narrower fact.
    known = Evaluation(book, {name: fact.answer for name, fact in given.items()}, day).answers
    return decide(book, [*given.values(), *(fact for fact in usual if known[fact.id] is None)], day)


def _risk_class(evaluation: Evaluation) -> RiskClass:
    """The highest class that stands; undetermined as soon as a higher one may still stand."""
    value = evaluation.value
    ladder: tuple[tuple[Truth, RiskClass], ...] = (
        (_negated(value("subject")), RiskClass.NOT_AI_SYSTEM),
        (value("groep.outside"), RiskClass.OUT_OF_SCOPE),
        # What is left then is a general-purpose model, with duties of its own.
        (_negated(value("ai_system")), RiskClass.NOT_AI_SYSTEM),
        (value("klasse.prohibited"), RiskClass.PROHIBITED),
        (value("klasse.high_risk"), RiskClass.HIGH_RISK),
        (value("out_2_12"), RiskClass.OUT_OF_SCOPE),
        (value(_EXEMPT), RiskClass.HIGH_RISK_EXEMPT),
        (value("klasse.transparency"), RiskClass.TRANSPARENCY),
    )
    for holds, risk_class in ladder:
        if holds is not False:
            return risk_class if holds else RiskClass.UNDETERMINED
    return RiskClass.MINIMAL


def _findings(evaluation: Evaluation) -> Iterator[Finding]:
    for rule in evaluation.book.findings.values():
        value = evaluation.value(rule.id)
        excluded_by = _exception(evaluation, rule)
        if value is False and excluded_by is None:
            continue
        exempt = excluded_by is not None and excluded_by.id in evaluation.book.exempting
        because = evaluation.because(rule.id)
        if excluded_by is not None:
            because = (*evaluation.because(f"als:{rule.id}"), *because)
        yield Finding(
            rule=rule.id,
            risk_class=RiskClass.HIGH_RISK_EXEMPT if exempt else RiskClass(rule.risk_class),
            provision=rule.provision,
            status=(
                FindingStatus.EXCLUDED
                if excluded_by is not None
                else FindingStatus.HOLDS
                if value
                else FindingStatus.UNDETERMINED
            ),
            because=tuple(dict.fromkeys(because)),
            applies_from=starts(evaluation.book.applicability, rule.provision, evaluation.day),
            name=rule.name,
            excluded_by=None if excluded_by is None else excluded_by.provision,
        )


def _exception(evaluation: Evaluation, rule: FindingRule) -> Rule | None:
    """The exception that takes a finding away that would stand without it."""
    if evaluation.value(f"als:{rule.id}") is not True:
        return None
    found = (name for name in rule.exceptions if evaluation.value(name) is True)
    return next((evaluation.book.exceptions[name] for name in found), None)


def _applies_from(findings: Iterable[Finding], risk_class: RiskClass) -> date | None:
    """The first day of the class, from the findings that give it; none for a class without obligations of its own."""
    if risk_class in (RiskClass.OUT_OF_SCOPE, RiskClass.UNDETERMINED):
        return None
    exempt = risk_class is RiskClass.HIGH_RISK_EXEMPT
    status = FindingStatus.EXCLUDED if exempt else FindingStatus.HOLDS
    days = [f.applies_from for f in findings if f.risk_class is risk_class and f.status is status and f.applies_from]
    return min(days, default=None)


def _targets(evaluation: Evaluation, risk_class: RiskClass) -> Iterator[tuple[str, float]]:
    """What the open questions are asked for, with its weight."""
    book = evaluation.book
    decided = risk_class is not RiskClass.UNDETERMINED
    yield "subject", _CLASS_WEIGHTS["out_of_scope"]
    yield "ai_system", _CLASS_WEIGHTS["out_of_scope"]
    yield _EXEMPT, _CLASS_WEIGHTS["transparency"] * (_AFTER_CLASS if decided else 1)
    for rule in book.findings.values():
        yield rule.id, _CLASS_WEIGHTS[rule.risk_class] * (_AFTER_CLASS if decided else 1)
    for rule in book.roles:
        yield rule.id, _ROLE_WEIGHT * (_AFTER_CLASS if decided and rule.id != "provider" else 1)
    yield "gpai", _ROLE_WEIGHT
    yield "systemic_risk", _ROLE_WEIGHT
    for duty in book.duties:
        yield duty.id, _DUTY_WEIGHT
    present = {(duty.transition, duty.role) for duty in book.duties if evaluation.value(duty.id) is True}
    for transition in book.transitions:
        if any((transition.sort, role) in present for role in transition.roles):
            yield transition.id, _TRANSITION_WEIGHT


def _trace(evaluation: Evaluation) -> Iterator[TraceStep]:
    """Every term, role and finding with its value, and the exceptions that are not simply out of the question."""
    book = evaluation.book
    exceptions = [rule for rule in book.exceptions.values() if evaluation.value(rule.id) is not False]
    for rule in (*book.terms, *book.roles, *exceptions, *book.findings.values()):
        yield TraceStep(
            rule.id, rule.kind, evaluation.value(rule.id), rule.provision, evaluation.because(rule.id), rule.name
        )


def _negated(value: Truth) -> Truth:
    return None if value is None else not value
