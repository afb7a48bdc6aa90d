"""Lays what a language model found beside what was found without it. Pure.

Comes in: proposals without a model and the answers of one. Goes out: one proposal per question:

- both say the same: that, with the higher confidence and the evidence of both;
- one says yes, the other no: unknown, with the evidence of both as hints;
- the model says no where the other has a hint of a yes: unknown too, so that no model takes a hint away;
- only the model answers: its answer, with one modest confidence for all, or that of the hint that it confirms;
- only the other answers, or neither: as it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from aiact_assistant.documents.model_facts import ModelAnswer
from aiact_assistant.domain import Evidence, ProposedFact

# Below what the reader without a model needs to answer: how often a model is right was not measured.
MODEL_CONFIDENCE = 0.6
_SENTENCES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Agreed:
    """Proposals of both.

    Attributes:
        facts: one per question, in the order of those without a model.
        disputed: facts on which they contradict each other.
        added: facts that only the model answers.
    """

    facts: tuple[ProposedFact, ...]
    disputed: tuple[str, ...]
    added: tuple[str, ...]


def agree(free: Iterable[ProposedFact], said: Mapping[str, ModelAnswer], hints: Collection[str] = ()) -> Agreed:
    """The proposals of both.

    Args:
        free: what was found without a model.
        said: what the model says.
        hints: facts on which an answer of the model alone is only a hint.
    """
    facts: list[ProposedFact] = []
    disputed: list[str] = []
    added: list[str] = []
    for fact in free:
        model = said.get(fact.id)
        if model is None:
            facts.append(fact)
            continue
        both = replace(fact, evidence=_both(fact.evidence, model.evidence))
        hinted = fact.answer is None and bool(fact.evidence)
        if fact.answer is model.answer:
            facts.append(replace(both, confidence=max(fact.confidence, MODEL_CONFIDENCE)))
        elif fact.answer is not None or (hinted and not model.answer):
            facts.append(replace(both, answer=None))
            disputed.append(fact.id)
        elif fact.id in hints:
            facts.append(both)
        else:
            facts.append(replace(both, answer=model.answer, confidence=max(fact.confidence, MODEL_CONFIDENCE)))
            added.append(fact.id)
    return Agreed(tuple(facts), tuple(disputed), tuple(added))


def _both(first: Iterable[Evidence], second: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys((*first, *second)))[:_SENTENCES_SHOWN]
