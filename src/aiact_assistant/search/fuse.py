"""Combines what the two searches and the begrippen say into one ranking. Pure functions, named weights.

Comes in: arrays of scores over the same passages. Goes out: one array between 0 and 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each search counts; they need not add up to anything."""

    dense: float
    lexical: float
    lexical_expanded: float
    concept: float
    signpost: float = 0.0


# Found on the dev split of eval/data by a coarse grid; `python -m eval.retrieval` tells what they give.
# Signposts, one a language, took recall@5 of dev from 0.83 to 0.84 (Dutch) and 0.87 (English). With three a language
# and learnt from, nDCG@10 of dev went from 0.819 to 0.829 and from 0.757 to 0.764; of 260 signposts held back, the
# provision was among the first five for 0.75 (Dutch) and 0.81 (English), from 0.74 and 0.76.
SOURCE_WEIGHTS = Weights(dense=2.0, lexical=0.35, lexical_expanded=0.3, concept=0.9, signpost=2.5)
ENTRY_WEIGHTS = Weights(dense=1.0, lexical=1.0, lexical_expanded=0.0, concept=0.25)
# An entry that several of its passages point at is a safer find than one with a single near passage.
WEIGHT_SECOND = 1.0
# Beside its passages: what was learnt of all entries (learned.py). On the dev split the best entry rests on what a
# Dutch question needs in 0.80 of the cases with it, in 0.74 without.
WEIGHT_LEARNED = 0.6
# And what was learnt of their words (bayes.py): on the dev split recall@5 in Dutch went from 0.87 to 0.91, recall@10 in
# English from 0.88 to 0.91; with 1.0 recall@5 in English fell from 0.87 to 0.82.
WEIGHT_BAYES = 0.6
# Added to the score of the provisions that the best entries rest on.
WEIGHT_ENTRY = 1.1
RECITAL_BELOW = 0.1
# The best entry stands below the best provisions, which are mostly those that it and its neighbours rest on.
ENTRY_PLACE = 0.5
# The usual constant of reciprocal rank fusion (Cormack et al. 2009), for comparison in the eval.
RANK_CONSTANT = 60


@dataclass(frozen=True, slots=True)
class Evidence:
    """What each search says of every passage; ``None`` where it could not search."""

    dense: Scores | None
    lexical: Scores | None
    lexical_expanded: Scores | None
    concept: Scores
    signpost: Scores | None = None


def fused(evidence: Evidence, weights: Weights, within: NDArray[np.bool_]) -> Scores:
    """One score between 0 and 1 for the passages in ``within``, 0 for all others.

    The searches are stretched over these passages alone: entries are worded like questions, so they always lie
    nearer to one than the law does.
    """
    stretched = [
        (weights.dense, evidence.dense),
        (weights.lexical, evidence.lexical),
        (weights.lexical_expanded, evidence.lexical_expanded),
    ]
    parts = [(weight, spread(scores, within)) for weight, scores in stretched if scores is not None and weight]
    stated = [(weights.concept, evidence.concept), (weights.signpost, evidence.signpost)]
    parts += [(weight, scores) for weight, scores in stated if scores is not None and weight]
    return np.where(within, weighted_sum(parts), 0).astype(np.float32)


def weighted_sum(parts: Sequence[tuple[float, Scores]]) -> Scores:
    """Weighted mean of score arrays that lie between 0 and 1; the weights need not add up."""
    total = sum(weight for weight, _ in parts) or 1.0
    mean = np.zeros_like(parts[0][1])
    for weight, scores in parts:
        mean += np.float32(weight / total) * scores
    return mean


def spread(scores: Scores, valid: NDArray[np.bool_]) -> Scores:
    """Scores stretched so that the mean of the valid passages is 0 and the best is 1; below the mean is 0."""
    if not valid.any():
        return np.zeros_like(scores)
    mean, best = float(scores[valid].mean()), float(scores[valid].max())
    if best <= mean:
        return np.zeros_like(scores)
    return np.where(valid, np.clip((scores - mean) / (best - mean), 0, 1), 0).astype(np.float32)


def combine_boosts(size: int, boosts: Sequence[Mapping[int, float]]) -> Scores:
    """Boosts (0 to 1) of several begrippen per passage, joined as chances: two of 0.5 make 0.75."""
    rest = np.ones(size, dtype=np.float32)
    for boost in boosts:
        for row, value in boost.items():
            rest[row] *= 1 - value
    return 1 - rest


def rank_fusion(rankings: Sequence[Scores]) -> Scores:
    """Plain reciprocal rank fusion, scaled to at most 1."""
    fused = np.zeros_like(rankings[0])
    for scores in rankings:
        order = np.argsort(-scores, kind="stable")
        ranks = np.empty(len(order), dtype=np.float32)
        ranks[order] = np.arange(len(order))
        fused += np.where(scores > 0, 1 / (RANK_CONSTANT + 1 + ranks), 0)
    return fused * np.float32((RANK_CONSTANT + 1) / len(rankings))
