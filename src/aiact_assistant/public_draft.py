"""A draft in the form that other programs rely on, ``docs/schemas/draft.json``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aiact_assistant.assessment.export.memo import BANNER
from aiact_assistant.assessment.obligations import Aids
from aiact_assistant.assessment.rules import RuleBook
from aiact_assistant.domain import Draft, DraftFact, Evidence, Gap, Message, ProvisionId
from aiact_assistant.public_rules import decision_json

_WORDS = {True: "yes", False: "no", None: "unknown"}


def draft_json(book: RuleBook, draft: Draft, aids: Mapping[ProvisionId, Aids]) -> dict[str, object]:
    """The public form of a draft.

    Args:
        book: the rules, for the words of the questions.
        draft: the draft.
        aids: measures and tools per requirement of the Algoritmekader; empty without its pages.
    """
    return {
        "notice": dict(BANNER),
        "made_on": draft.made_on.isoformat(),
        "date": draft.decision.day.isoformat(),
        "files": list(draft.files),
        "draft_class": draft.draft_class.value,
        "draft_provisions": list(draft.draft_provisions),
        "decision": decision_json(draft.decision, aids),
        "proposed": decision_json(draft.proposed, aids),
        "expected": decision_json(draft.expected, aids),
        "facts": [_fact(book, fact) for fact in draft.facts],
        "disagreements": [fact.id for fact in draft.disagreements],
        "gaps": [_gap(gap) for gap in draft.gaps],
        "questions_for_owner": _messages(draft.questions),
        "warnings": _messages(draft.warnings),
        "rules_version": draft.decision.rules_version,
        "corpus_version": draft.corpus_version or None,
        "model": draft.model,
        "prompt": draft.prompt or None,
    }


def _fact(book: RuleBook, fact: DraftFact) -> dict[str, object]:
    proposal, human = fact.proposal, fact.human
    return {
        "id": fact.id,
        "question": dict(book.questions[fact.id].text),
        "proposal": None
        if proposal is None
        else {
            "answer": _WORDS[proposal.answer],
            "confidence": round(proposal.confidence, 3),
            "evidence": _evidence(proposal.evidence),
        },
        "human": None if human is None else {"answer": _WORDS[human.answer], "reason": human.reason},
        "rules": _WORDS[fact.ruled],
    }


def _gap(gap: Gap) -> dict[str, object]:
    return {
        "rule": gap.rule,
        "provision": gap.provision,
        "role": gap.role,
        "what": dict(gap.what),
        "status": gap.status.value,
        "certain": gap.certain,
        "evidence": _evidence(gap.evidence),
    }


def _evidence(places: Iterable[Evidence]) -> list[dict[str, object]]:
    return [{"file": one.file, "page": one.page, "quote": one.quote} for one in places]


def _messages(messages: Iterable[Message]) -> list[dict[str, str]]:
    return [{"nl": one.dutch, "en": one.english} for one in messages]
