"""What to ask next, for a page or a terminal that asks question by question. Pure.

Comes in: the rules, the facts so far (an unknown answer counts as asked), a day. Goes out: the next questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aiact_assistant.assessment.decide import decide
from aiact_assistant.assessment.rules import FactQuestion, RuleBook
from aiact_assistant.domain import Fact


def next_questions(book: RuleBook, facts: Sequence[Fact], day: date, limit: int = 1) -> tuple[FactQuestion, ...]:
    """The questions that decide most and were not put yet; empty when nothing is left to ask.

    Args:
        book: the rules.
        facts: every question that was put, also those answered with unknown (``answer=None``).
        day: the day whose law is applied.
        limit: how many questions at most.
    """
    put = {fact.id for fact in facts}
    still = [name for name in decide(book, facts, day).open_questions if name not in put]
    return tuple(book.questions[name] for name in still[:limit])
