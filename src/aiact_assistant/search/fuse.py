"""Combines what the two searches and the begrippen say into one ranking. Pure functions, named weights.

Comes in: arrays of scores over the same passages. Goes out: one array between 0 and 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

# Set before anything was measured and not tuned since; `python -m eval.retrieval` tells what they give.
WEIGHT_DENSE = 1.0
WEIGHT_DENSE_EXPANDED = 0.6
WEIGHT_LEXICAL = 0.35
WEIGHT_LEXICAL_EXPANDED = 0.3
WEIGHT_CONCEPT = 0.9
# Added to the weighted mean of the others: what the best entries of the kennisbank say of the provisions they cite.
WEIGHT_ENTRY = 0.5
# The words of an English question say nothing about Dutch text (measured: recall@5 near 0).
WEIGHT_LEXICAL_OTHER_LANGUAGE = 0.0
# The usual constant of reciprocal rank fusion (Cormack et al. 2009), for comparison in the eval.
RANK_CONSTANT = 60


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
