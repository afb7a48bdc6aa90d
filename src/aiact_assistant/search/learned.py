"""Learns from texts whose they are which entry, or which provision, a new question is for.

Comes in: the passages of the entries, or the signposts of the provisions, as vectors, when an index is built. Goes out:
per owner how well it suits a question. It is multinomial logistic regression on unit vectors around their mean, held
near the mean of each owner's own texts. No question of the eval is ever in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiact_assistant.search.embed import Int8Rows
from aiact_assistant.search.logistic import softmax

ENTRIES = "learned.npz"
SIGNPOSTS = "signposts.npz"
Floats = NDArray[np.float32]

# Cosines differ little between owners; this makes a difference of 0.1 count.
_SHARPNESS = 15.0
# Holds an owner near the mean of its texts: most have fewer than thirty.
_HOLD = 1e-3
# Adam with a rate that falls to nothing. Sixty times all passages at once found the same entries (dev) in four times
# the time.
_ROUNDS = 8
_BATCH = 1024
_RATE = 0.015
_SEED = 0
_MOMENTUM, _VARIANCE, _TINY = 0.9, 0.99, 1e-8


def write_learned(path: Path, rows: Int8Rows | Floats, owners: Sequence[str], questions: Floats) -> None:
    """Learn from the texts and write the result; raises ``OSError``.

    Args:
        path: of the file.
        rows: one vector per text.
        owners: the entry or provision of each text.
        questions: vectors of some texts worded as questions are. The model places questions and passages a little
            apart, so each are taken around their own mean (dev: the best entry is right for 0.71 of the Dutch and
            0.70 of the English questions, against 0.66 and 0.60 around one mean).
    """
    names = sorted(set(owners))
    place = {name: number for number, name in enumerate(names)}
    vectors = rows.astype(np.float32)
    mean = _unit(vectors).mean(axis=0)
    weights = learn(_around(vectors, mean), np.array([place[owner] for owner in owners]))
    asked = _unit(questions).mean(axis=0)
    np.savez_compressed(path, names=np.array(names), asked=asked, weights=weights)


class Learned:
    """What was learnt.

    Args:
        path: what ``write_learned`` wrote.
    """

    def __init__(self, path: Path) -> None:
        with np.load(path) as data:
            self.names = tuple(str(name) for name in data["names"])
            self._asked: Floats = data["asked"]
            self._weights: Floats = data["weights"]

    def suits(self, vector: Floats) -> dict[str, float]:
        """Per owner between 0 (as good as the mean one, or worse) and 1 (the best).

        Args:
            vector: of the question, of length 1.
        """
        return dict(zip(self.names, stretched(self._scores(vector)).tolist(), strict=True))

    def _scores(self, vector: Floats) -> Floats:
        return self._weights @ _around(vector[None], self._asked)[0]


def stretched(scores: Floats) -> Floats:
    """Scores put between 0 (the mean, or below it) and 1 (the best)."""
    middle, best = float(scores.mean()), float(scores.max())
    return np.clip((scores - middle) / (best - middle), 0, 1) if best > middle else np.zeros_like(scores)


def learn(vectors: Floats, owners: NDArray[np.intp]) -> Floats:
    """One row of weights per owner.

    Args:
        vectors: (texts, dimensions), of length 1.
        owners: number of the owner of each text; every number below the highest occurs.
    """
    count = int(owners.max()) + 1
    start = _unit(np.stack([vectors[owners == number].mean(axis=0) for number in range(count)]))
    weights, first, second = start.copy(), np.zeros_like(start), np.zeros_like(start)
    batches = [
        batch
        for order in np.random.default_rng(_SEED).permuted(np.tile(np.arange(len(vectors)), (_ROUNDS, 1)), axis=1)
        for batch in np.array_split(order, -(-len(vectors) // _BATCH))
    ]
    for step, batch in enumerate(batches, start=1):
        seen = vectors[batch]
        scores = seen @ weights.T * np.float32(_SHARPNESS)
        chances = softmax(scores)
        chances[np.arange(len(batch)), owners[batch]] -= 1
        slope = _SHARPNESS / len(batch) * (chances.T @ seen) + _HOLD * (weights - start)
        first = _MOMENTUM * first + (1 - _MOMENTUM) * slope
        second = _VARIANCE * second + (1 - _VARIANCE) * slope**2
        unbiased = np.sqrt(second / (1 - _VARIANCE**step)) + _TINY
        rate = _RATE * (1 - step / len(batches))
        weights = weights - rate * first / (1 - _MOMENTUM**step) / unbiased
    return weights.astype(np.float32)


def _around(vectors: Floats, mean: Floats) -> Floats:
    return _unit(_unit(vectors) - mean)


def _unit(vectors: Floats) -> Floats:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _TINY)
