"""What a dossier would come to: a decision on what it says and hints at, for a person to start from.

Comes in: the rules, answered facts, the best supported answers to the others. Goes out: a ``Decision`` and the
provisions its class rests on. Pure. Never a decision on a system.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from aiact_assistant.assessment.decide import decide, draft
from aiact_assistant.assessment.evaluation import Evaluation
from aiact_assistant.assessment.rules import RuleBook
from aiact_assistant.domain import Decision, Fact, FindingStatus, ProvisionId, RiskClass

LEANS = "vermoeden"
"""Source of a fact that a draft supposes because the dossier hints at it."""
ASSUMED = "gewoonlijk"

# These decide on dates and single duties, never on the class.
_LEFT_OPEN = frozenset({"plichten", "overgang"})
# A supposition that takes everything away.
_NO_SYSTEM = ("human_rules_only",)
# A practice that may be prohibited is never proposed as one of these.
_LOW = frozenset({RiskClass.MINIMAL, RiskClass.TRANSPARENCY, RiskClass.NOT_AI_SYSTEM})


def lean(
    book: RuleBook,
    answered: Iterable[Fact],
    leaning: Mapping[str, bool],
    day: date,
    doubts: Collection[str] = (),
) -> Decision:
    """The best supported decision.

    What was answered stands; then what the dossier hints at; then the usual answer; and what has none is a no, so that
    an exception that nobody mentioned does not apply. ``doubts`` are questions on a prohibited practice that the
    dossier gives a sign of: where the class would be a low one they stay open, and it cannot be determined.
    """
    given = [*answered]
    best = _closed(book, given, leaning, day)
    if best.risk_class not in _LOW or not doubts:
        return best
    supposed = {name: answer for name, answer in leaning.items() if name not in (*doubts, *_NO_SYSTEM)}
    return _closed(book, given, supposed, day, _with_wider(book, doubts))


def _closed(
    book: RuleBook,
    answered: Iterable[Fact],
    leaning: Mapping[str, bool],
    day: date,
    left_open: frozenset[str] = frozenset(),
) -> Decision:
    given = {fact.id: fact for fact in answered if fact.answer is not None}
    supposed = [Fact(name, answer, source=LEANS) for name, answer in leaning.items() if name not in given]
    known = [*given.values(), *supposed]
    names = {fact.id for fact in known}
    first = draft(book, known, day)
    rest = [
        Fact(question.id, False, source=ASSUMED)
        for question in book.questions.values()
        if question.usual is None and question.id not in names | left_open and question.group not in _LEFT_OPEN
    ]
    closed = [fact for fact in (*first.facts.values(), *rest) if fact.id not in left_open or fact.id in names]
    return decide(book, closed, day) if left_open else draft(book, closed, day)


def _with_wider(book: RuleBook, names: Iterable[str]) -> frozenset[str]:
    """The questions and the wider ones, whose no would answer them."""
    found: set[str] = set()
    for name in names:
        wider: str | None = name
        while wider is not None:
            found.add(wider)
            wider = book.questions[wider].within
    return frozenset(found)


def resting_on(decision: Decision, leaning: Mapping[str, bool]) -> tuple[ProvisionId, ...]:
    """The provisions that give the class, the best supported first; with the one that exempts, when one does.

    Of what cannot be determined: the prohibitions that may hold.
    """
    order = {name: place for place, name in enumerate(leaning)}
    exempt = decision.risk_class is RiskClass.HIGH_RISK_EXEMPT
    undetermined = decision.risk_class is RiskClass.UNDETERMINED
    risk_class = RiskClass.PROHIBITED if undetermined else decision.risk_class
    status = FindingStatus.EXCLUDED if exempt else FindingStatus.HOLDS
    status = FindingStatus.UNDETERMINED if undetermined else status
    found = [one for one in decision.findings if one.risk_class is risk_class and one.status is status]
    found.sort(key=lambda one: min((order[name] for name in one.because if name in order), default=len(order)))
    named = [name for one in found for name in (one.provision, one.excluded_by) if name is not None]
    return tuple(dict.fromkeys(named))


def lightening(
    book: RuleBook,
    answered: Iterable[Fact],
    leaning: Mapping[str, bool],
    added: Iterable[Fact],
    day: date,
    doubts: Collection[str] = (),
) -> frozenset[str]:
    """Those of ``added`` that may not count, so that the outcome is never lighter than without any of them.

    What a language model reads in a dossier can be put there to be read. It may point at more than was found without
    it, never take something away: that a person does.

    Args:
        book: the rules.
        answered: what the draft rests on without them.
        leaning: as for ``lean``.
        added: answers of another, on other facts than ``answered``.
        day: the day whose law is applied.
        doubts: as for ``lean``.
    """
    base, extra = list(answered), list(added)
    before = lean(book, base, leaning, day, doubts)
    supposed = Evaluation(book, {fact.id: fact.answer for fact in before.facts.values()}, day).answers
    against = [fact for fact in extra if supposed[fact.id] is not fact.answer]
    plain = [fact for fact in extra if fact not in against]

    def is_lighter(facts: list[Fact]) -> bool:
        together = [*base, *facts]
        alone = decide(book, together, day)
        decided = alone.risk_class is not RiskClass.UNDETERMINED
        return _is_lighter(lean(book, together, leaning, day, doubts), before) or (
            decided and _is_lighter(alone, before)
        )

    def harmless(facts: list[Fact]) -> list[Fact]:
        # By halves: most answers are harmless, and each look is two decisions.
        if not facts or not is_lighter(facts):
            return facts
        half = len(facts) // 2
        return [] if half == 0 else [*harmless(facts[:half]), *harmless(facts[half:])]

    kept = harmless(against)
    for usable in ([*plain, *kept], plain):
        if not is_lighter(usable):
            return frozenset(fact.id for fact in extra if fact not in usable)
    return frozenset(fact.id for fact in extra)


def _is_lighter(other: Decision, than: Decision) -> bool:
    """Whether a decision is of a lower class, or of the same with a finding less."""
    # ``lean`` only leaves a class undetermined when a practice may be prohibited.
    order = [RiskClass.PROHIBITED, RiskClass.UNDETERMINED, *RiskClass]
    if other.risk_class is not than.risk_class:
        return order.index(other.risk_class) > order.index(than.risk_class)
    return not _standing(than) <= _standing(other)


def _standing(decision: Decision) -> set[str]:
    """The findings that hold; of what cannot be determined, also the prohibitions that may."""
    held = {one.rule for one in decision.findings if one.status is FindingStatus.HOLDS}
    if decision.risk_class is not RiskClass.UNDETERMINED:
        return held
    prohibited = (one for one in decision.findings if one.risk_class is RiskClass.PROHIBITED)
    return held | {one.rule for one in prohibited if one.status is FindingStatus.UNDETERMINED}
