"""The value of every rule for one set of facts on one day, each worked out once. Pure.

Comes in: the rules, the answers, the day. Goes out: values (three-valued), the facts behind them, and how much each
unknown fact decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from aiact_assistant.assessment.logic import All, AnyOf, Condition, Name, Not, Truth, evaluate, explain
from aiact_assistant.assessment.rules import RuleBook

LATER = 0.02
"""Share for a fact that only matters once an earlier part of the same condition is known."""


class Evaluation:
    """Values of facts and rules.

    Args:
        book: the rules.
        answers: facts that were answered; facts left out are unknown.
        day: the day whose law is applied.
    """

    def __init__(self, book: RuleBook, answers: Mapping[str, Truth], day: date) -> None:
        self.book = book
        self.day = day
        self.answers, self.conflicts = _closed(book, answers)
        self._values: dict[str, Truth] = dict(self.answers)
        self._reasons: dict[str, tuple[str, ...]] = {}
        # Conditions stand after what they rest on, so every value is there when it is needed.
        for name, condition in book.conditions.items():
            start = book.starts.get(name)
            self._values[name] = False if start and day < start else evaluate(condition, self._values.__getitem__)

    def value(self, name: str) -> Truth:
        """The value of a fact or rule; ``None`` is unknown."""
        return self._values[name]

    def because(self, name: str) -> tuple[str, ...]:
        """The facts behind a value; of an unknown one, those it waits for."""
        if name in self.book.questions:
            return (name,)
        if name not in self._reasons:
            self._reasons[name] = explain(self.book.conditions[name], self.value, self.because)
        return self._reasons[name]

    def open_questions(self, targets: Iterable[tuple[str, float]]) -> tuple[str, ...]:
        """The unknown facts that can still change a target, the one that decides most first.

        Args:
            targets: names of rules, each with its weight.
        """
        weights = dict.fromkeys(self.book.conditions, 0.0)
        scores: dict[str, float] = {}
        for name, weight in targets:
            weights[name] += weight
        for name in reversed(tuple(self.book.conditions)):
            if weights[name] > 0 and self._values[name] is None:
                self._spread(self.book.conditions[name], weights[name], weights, scores)
        order = {name: place for place, name in enumerate(self.book.questions)}
        return tuple(sorted(scores, key=lambda name: (-scores[name], order[name])))

    def _spread(self, condition: Condition, weight: float, weights: dict[str, float], scores: dict[str, float]) -> None:
        """Hands the weight of an unknown condition to the unknown parts of it."""
        match condition:
            case Name(name) if name in self.answers:
                self._score(name, weight, scores)
            case Name(name):
                weights[name] += weight
            case Not(part):
                self._spread(part, weight, weights, scores)
            case All(parts):
                for place, part in enumerate(self._unknown(parts)):
                    self._spread(part, weight if place == 0 else weight * LATER, weights, scores)
            case AnyOf(parts):
                unknown = self._unknown(parts)
                for part in unknown:
                    self._spread(part, weight / len(unknown), weights, scores)

    def _unknown(self, parts: Iterable[Condition]) -> list[Condition]:
        return [part for part in parts if evaluate(part, self.value) is None]

    def _score(self, fact: str, weight: float, scores: dict[str, float]) -> None:
        """A wider fact that is unknown is asked first: its no answers the narrower ones too."""
        scores[fact] = scores.get(fact, 0.0) + weight
        within = self.book.questions[fact].within
        if within is not None and self.answers[within] is None:
            scores[fact] -= weight * (1 - LATER)
            self._score(within, weight, scores)


def _closed(book: RuleBook, answers: Mapping[str, Truth]) -> tuple[dict[str, Truth], tuple[str, ...]]:
    """Every fact with its answer: a yes also answers what it implies or excludes, a no what only matters within it."""
    closed: dict[str, Truth] = {name: answers.get(name) for name in book.questions}
    conflicts: list[str] = []
    for name, question in book.questions.items():
        if answers.get(name) is not True:
            continue
        while question.implies and question.within is not None:
            if answers.get(question.within) is False:
                conflicts.append(question.within)
            closed[question.within] = True
            question = book.questions[question.within]
    for name, question in book.questions.items():
        if question.excludes is not None:
            conflicts += _excluded(closed, name, question.excludes)
    for name in book.questions:
        wider = book.questions[name].within
        while closed[name] is None and wider is not None:
            if closed[wider] is False:
                closed[name] = False
            wider = book.questions[wider].within
    return closed, tuple(dict.fromkeys(conflicts))


def _excluded(closed: dict[str, Truth], one: str, other: str) -> list[str]:
    """Answers the other of two facts that cannot both be yes; names the second when both were answered yes."""
    if closed[one] is True and closed[other] is True:
        return [other]
    for yes, no in ((one, other), (other, one)):
        if closed[yes] is True and closed[no] is None:
            closed[no] = False
    return []
