"""Decisions, rules and the calendar in the form that other programs rely on, see ``docs/schemas/``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from aiact_assistant.assessment.obligations import Aids
from aiact_assistant.assessment.rules import FactQuestion, RuleBook
from aiact_assistant.assessment.timeline import Moment
from aiact_assistant.domain import (
    Decision,
    Evidence,
    Fact,
    Finding,
    Language,
    Obligation,
    Proposal,
    ProvisionId,
    TraceStep,
    Transition,
)

_WORDS = {True: "yes", False: "no", None: "unknown"}


def decision_json(decision: Decision, aids: Mapping[ProvisionId, Aids]) -> dict[str, object]:
    """The public form of a decision, ``docs/schemas/decide.json``.

    Args:
        decision: the decision.
        aids: measures and tools per requirement of the Algoritmekader; empty without its pages.
    """
    return {
        "date": decision.day.isoformat(),
        "class": decision.risk_class.value,
        "findings": [_finding(finding) for finding in decision.findings],
        "roles": list(decision.roles),
        "roles_open": list(decision.roles_open),
        "gpai": decision.gpai,
        "systemic_risk": decision.systemic_risk,
        "fria": decision.fria,
        "registers": list(decision.registers),
        "obligations": [_obligation(duty, aids) for duty in decision.obligations],
        "applies_from": _day(decision.applies_from),
        "open_questions": list(decision.open_questions),
        "conflicts": list(decision.conflicts),
        "trace": [_step(step) for step in decision.trace],
        "facts": [_fact(fact) for fact in decision.facts.values()],
        "rules_version": decision.rules_version,
    }


def proposal_json(
    proposal: Proposal, book: RuleBook, aids: Mapping[ProvisionId, Aids], language: Language
) -> dict[str, object]:
    """The public form of a dossier read for a reviewer, ``docs/schemas/assess.json``.

    Args:
        proposal: what was proposed.
        book: the rules, for the text of the questions.
        aids: as for ``decision_json``.
        language: of questions and warnings.
    """
    return {
        "date": proposal.day.isoformat(),
        "language": proposal.language,
        "decision": decision_json(proposal.decision, aids),
        "draft_class": proposal.draft_class.value,
        "draft_provisions": list(proposal.draft_provisions),
        "facts": [
            {
                "id": fact.id,
                "question": book.questions[fact.id].text[language],
                "answer": _WORDS[fact.answer],
                "confidence": fact.confidence,
                "evidence": _evidence(fact.evidence),
            }
            for fact in proposal.facts
        ],
        "questions_for_owner": [question.text(language) for question in proposal.questions_for_owner],
        "warnings": [warning.text(language) for warning in proposal.warnings],
        "model": proposal.model,
        "prompt": proposal.prompt or None,
    }


def question_json(question: FactQuestion) -> dict[str, object]:
    """A question with its explanation, example and sources."""
    return {
        "id": question.id,
        "group": question.group,
        "question": dict(question.text),
        "explanation": dict(question.explanation),
        "example": dict(question.example),
        "provisions": list(question.provisions),
        "beslishulp": list(question.beslishulp),
        "within": question.within,
    }


def moment_json(moment: Moment) -> dict[str, object]:
    """An entry of the calendar, ``docs/schemas/timeline.json``."""
    return {
        "date": moment.day.isoformat(),
        "kind": moment.kind,
        "provision": moment.provision,
        "role": moment.role or None,
        "what": dict(moment.text),
        "ground": moment.ground,
    }


def rules_json(book: RuleBook, provision: ProvisionId, questions: Sequence[FactQuestion]) -> dict[str, object]:
    """The questions about a provision, with the version of the rules."""
    return {
        "provision": provision,
        "questions": [question_json(question) for question in questions],
        "rules_version": book.version,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "class": finding.risk_class.value,
        "provision": finding.provision,
        "status": finding.status.value,
        "because": list(finding.because),
        "rule": finding.rule,
        "name": dict(finding.name),
        "applies_from": _day(finding.applies_from),
        "excluded_by": finding.excluded_by,
    }


def _obligation(duty: Obligation, aids: Mapping[ProvisionId, Aids]) -> dict[str, object]:
    helping = [aids[requirement] for requirement in duty.algoritmekader if requirement in aids]
    return {
        "provision": duty.provision,
        "role": duty.role,
        "what": duty.what["nl"],
        "what_en": duty.what["en"],
        "applies_from": _day(duty.applies_from),
        "in_force": duty.in_force,
        "transitions": [_transition(transition) for transition in duty.transitions],
        "because": list(duty.because),
        "register": duty.register,
        "rule": duty.rule,
        "algoritmekader": list(duty.algoritmekader),
        "measures": list(dict.fromkeys(page for aid in helping for page in aid.measures)),
        "tools": list(dict.fromkeys(page for aid in helping for page in aid.tools)),
    }


def _transition(transition: Transition) -> dict[str, object]:
    return {
        "provision": transition.provision,
        "until": _day(transition.until),
        "status": transition.status.value,
        "name": dict(transition.name),
    }


def _step(step: TraceStep) -> dict[str, object]:
    return {
        "rule": step.rule,
        "kind": step.kind,
        "value": _WORDS[step.value],
        "provision": step.provision,
        "because": list(step.because),
        "name": dict(step.name),
    }


def _fact(fact: Fact) -> dict[str, object]:
    return {
        "id": fact.id,
        "answer": _WORDS[fact.answer],
        "source": fact.source,
        "evidence": _evidence(fact.evidence),
    }


def _evidence(evidence: Iterable[Evidence]) -> list[dict[str, object]]:
    return [{"file": one.file, "page": one.page, "quote": one.quote} for one in evidence]


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
