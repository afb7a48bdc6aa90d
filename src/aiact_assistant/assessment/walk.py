"""One visitor's walk through the questions, one step at a time: everything a page shows after an answer. Pure.

Comes in: the rules, an address with the answers so far, and what the visitor did. Goes out: a ``Walk``, which carries
the new address. Nothing is remembered between two steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from aiact_assistant.assessment.address import allowed, read_address, write_address
from aiact_assistant.assessment.decide import decide, draft
from aiact_assistant.assessment.obligations import Aids
from aiact_assistant.assessment.path import Stage, stages
from aiact_assistant.assessment.rules import FactQuestion, RuleBook
from aiact_assistant.domain import Decision, Fact, ProvisionId

Reply = Literal["yes", "no", "unknown", "forget"]

_REPLIES: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}


@dataclass(frozen=True, slots=True)
class Action:
    """What a visitor did.

    Attributes:
        question: id of the question that is answered, or to be shown again when there is no reply.
        reply: the answer, or ``forget`` to take the answer back.
        day: another day whose law is asked for.
    """

    question: str | None = None
    reply: Reply | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a visitor stands.

    Attributes:
        book: the rules.
        today: the day of the visit; ``decision.day`` is the day whose law was asked for.
        address: the answers as an address, see ``address.py``.
        facts: the answers, in the order in which they were given.
        decision: what follows from them.
        usual: what would follow if everything still open were as it usually is; a proposal, never a decision.
        stages: the way to it.
        question: the question to show; ``None`` when nothing is left to ask.
        previous: the answered question before it, to go back to.
        left: open questions that were not put yet: at most so many are still to come.
        skipped: parts of the address that were not understood.
        aids: measures and tools per requirement of the Algoritmekader; empty without its pages.
        titles: titles of its pages.
    """

    book: RuleBook
    today: date
    address: str
    facts: tuple[Fact, ...]
    decision: Decision
    usual: Decision
    stages: tuple[Stage, ...]
    question: FactQuestion | None
    previous: str | None
    left: int
    skipped: int
    aids: Mapping[ProvisionId, Aids]
    titles: Mapping[ProvisionId, str]


def walk(
    book: RuleBook,
    address: str,
    today: date,
    action: Action,
    aids: Mapping[ProvisionId, Aids],
    titles: Mapping[ProvisionId, str],
) -> Walk:
    """The next step.

    Args:
        book: the rules.
        address: the answers so far; what is not understood of it is counted, never an error.
        today: the day of the visit, whose law is used when no day is named.
        action: what the visitor did; a question or day that cannot be is passed over.
        aids: measures and tools per requirement.
        titles: titles of pages of the Algoritmekader.
    """
    read = read_address(address, book)
    day = action.day if action.day is not None and allowed(action.day) else read.day or today
    shown = action.question if action.question in book.questions else None
    facts = {fact.id: fact for fact in read.facts}
    if shown is not None and action.reply is not None:
        if action.reply == "forget":
            facts.pop(shown, None)
        else:
            facts[shown] = Fact(shown, _REPLIES[action.reply])
        shown = None
    given = tuple(facts.values())
    decision = decide(book, given, day)
    still = [name for name in decision.open_questions if name not in facts]
    asked = shown or (still[0] if still else None)
    return Walk(
        book=book,
        today=today,
        address=write_address(day, given),
        facts=given,
        decision=decision,
        usual=draft(book, given, day),
        stages=stages(book, decision),
        question=None if asked is None else book.questions[asked],
        previous=_before(given, asked),
        left=len(still),
        skipped=read.skipped,
        aids=aids,
        titles=titles,
    )


def _before(facts: Sequence[Fact], question: str | None) -> str | None:
    order = [fact.id for fact in facts]
    place = order.index(question) if question in order else len(order)
    return order[place - 1] if place else None
