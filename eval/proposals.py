"""What a proposal on a dossier was worth: pure, from a case and what the program made of its papers.

Comes in: a case of ``eval.dossiers`` and a ``Proposal``. Goes out: pairs for a record, and words on what went wrong.

Answers are judged where the papers decide: on the labelled questions, and on every practice of article 5 and every
point of Annex III that the case does not touch (there a yes is wrong). On the other questions nothing is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aiact_assistant.domain import Proposal, ProposedFact
from eval.dossiers import Case, Label
from eval.measures import class_pairs
from eval.record import Details, Pair, Record

# From here a reader is likely to take an answer for certain.
SURE_FROM = 0.8
_BIN = 0.1
# A practice of article 5 or a point of Annex III; point 2 has no letters.
_POINT = re.compile(r"(?P<topic>art_5\.1\.[a-z]|anx_III\.\d)(?P<letter>\.[a-z])?")
_SPACE = re.compile(r"[\s\u00ad]+")
_SHOWN_QUOTES = 3
_SHOWN_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a reliability plot: what answers of about the same confidence claimed, and how many were right."""

    claimed: float
    right: float
    n: int


def assessment_pairs(case: Case, proposal: Proposal, provisions: Mapping[str, tuple[str, ...]]) -> dict[str, Pair]:
    """One dossier as parts of every figure.

    Args:
        case: what should come out.
        proposal: what came out.
        provisions: of every question of the rules, the deciding one first.
    """
    facts = {fact.id: fact for fact in proposal.facts}
    labelled = [(label, facts[label.fact]) for label in case.labels]
    answered = [(label, fact) for label, fact in labelled if fact.answer is not None]
    pairs = class_pairs(case.risk_class.value, proposal.draft_class.value)
    pairs["roles"] = (float(set(proposal.draft.roles) == set(case.roles)), 1.0)
    if case.provisions:
        found = sum(name in proposal.draft_provisions for name in case.provisions)
        pairs["provisions"] = (float(found), float(len(case.provisions)))
    if (area := _area(case.provisions)) is not None:
        pairs["area"] = (float(_area(proposal.draft_provisions) == area), 1.0)
    right = sum(label.answer is fact.answer for label, fact in answered)
    pairs["facts_right"] = (float(right), float(len(labelled)))
    pairs["facts_unknown"] = (float(len(labelled) - len(answered)), float(len(labelled)))
    pairs["evidence"] = (float(sum(_shows(fact, label) for label, fact in labelled)), float(len(labelled)))
    judged = [*((label.answer, fact) for label, fact in answered), *_untouched(case, proposal, provisions)]
    if judged:
        wrong = sum(answer is not fact.answer for answer, fact in judged)
        sure = sum(answer is not fact.answer and fact.confidence >= SURE_FROM for answer, fact in judged)
        pairs["answers_wrong"] = (float(wrong), float(len(judged)))
        pairs["wrong_and_sure"] = (float(sure), float(len(judged)))
    return pairs | _confidences(judged)


def assessment_details(case: Case, proposal: Proposal, provisions: Mapping[str, tuple[str, ...]]) -> Details:
    """For the table of failures (dev only): what was wanted, what came, and why that is wrong."""
    facts = {fact.id: fact for fact in proposal.facts}
    wrong: list[str] = []
    if proposal.draft_class is not case.risk_class:
        wrong.append(f"klasse {proposal.draft_class.value}")
    for label in case.labels:
        answer = facts[label.fact].answer
        if answer is not None and answer is not label.answer:
            wrong.append(f"{label.fact}: {'ja' if answer else 'nee'}")
    wrong += [f"{fact.id}: ja" for _, fact in _untouched(case, proposal, provisions)]
    told = [fact for fact in proposal.facts if fact.answer is not None and fact.evidence]
    return Details(
        question=case.title,
        expected=f"{case.risk_class.value}: {', '.join(case.provisions) or '–'}",
        got=f"{proposal.draft_class.value}: {', '.join(proposal.draft_provisions) or '–'}",
        passages=tuple(f"{fact.id}: {fact.evidence[0].quote[:_SHOWN_CHARACTERS]}" for fact in told[:_SHOWN_QUOTES]),
        wrong=tuple(wrong),
    )


def reliability(records: Iterable[Record]) -> list[Point]:
    """The points of a reliability plot, least sure first."""
    right: dict[str, list[Pair]] = {}
    claimed: dict[str, list[Pair]] = {}
    for record in records:
        for name, pair in record.values.items():
            kind, _, place = name.partition("@")
            if kind == "right":
                right.setdefault(place, []).append(pair)
            elif kind == "claimed":
                claimed.setdefault(place, []).append(pair)
    points: list[Point] = []
    for place in sorted(right):
        n = sum(whole for _, whole in right[place])
        points.append(Point(sum(p for p, _ in claimed[place]) / n, sum(p for p, _ in right[place]) / n, int(n)))
    return points


def calibration_error(points: Sequence[Point]) -> float:
    """Expected calibration error: the mean distance between claimed and right, weighed by answers; NaN of none."""
    total = sum(point.n for point in points)
    return sum(point.n * abs(point.claimed - point.right) for point in points) / total if total else math.nan


def _confidences(judged: Sequence[tuple[bool, ProposedFact]]) -> dict[str, Pair]:
    """What answers claimed and whether they were right, per bin of confidence."""
    pairs: dict[str, Pair] = {}
    for answer, fact in judged:
        # 1.0 belongs to the last bin.
        place = f"{min(math.floor(fact.confidence / _BIN + 1e-9), 9) * _BIN:.1f}"
        for name, part in ((f"right@{place}", float(answer is fact.answer)), (f"claimed@{place}", fact.confidence)):
            before = pairs.get(name, (0.0, 0.0))
            pairs[name] = (before[0] + part, before[1] + 1.0)
    return pairs


def _untouched(
    case: Case, proposal: Proposal, provisions: Mapping[str, tuple[str, ...]]
) -> list[tuple[bool, ProposedFact]]:
    """Proposed yeses on practices and points that have nothing to do with the case."""
    labelled = {label.fact for label in case.labels}
    touched = {topic for name in case.provisions if (topic := _topic(name))}
    touched |= {topic for name in labelled if (topic := _topic(provisions[name][0]))}
    return [
        (False, fact)
        for fact in proposal.facts
        if fact.answer
        and fact.id not in labelled
        and _names_point(provisions[fact.id][0])
        and _topic(provisions[fact.id][0]) not in touched
    ]


def _topic(provision: str) -> str | None:
    found = _POINT.match(provision)
    return found["topic"] if found else None


def _names_point(provision: str) -> bool:
    found = _POINT.match(provision)
    return found is not None and (bool(found["letter"]) or not provision.startswith("anx") or provision == "anx_III.2")


def _area(provisions: Sequence[str]) -> str | None:
    """The area of Annex III that comes first, "anx_III.4"."""
    return next((topic for name in provisions if (topic := _topic(name)) and topic.startswith("anx")), None)


def _shows(fact: ProposedFact, label: Label) -> bool:
    """Whether a quote is the deciding sentence, holds it, or is a good part of it."""
    wanted = _flat(label.sentence)
    quotes = [_flat(evidence.quote) for evidence in fact.evidence]
    return any(wanted in quote or (quote in wanted and 2 * len(quote) >= len(wanted)) for quote in quotes)


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip().casefold()
