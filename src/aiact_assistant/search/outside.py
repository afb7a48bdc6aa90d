"""Whether a message is a question that is ours to answer, learnt from examples of what is not and of what is.

Comes in, when an index is built: examples of other messages (``corpus/afbakening.yaml``) and questions of the entries,
as vectors. Goes out: per kind the chance that a new message is of it. What tells is where a message lies, how near
what we know is, and how much nearer the examples of each kind are; how these weigh is learnt (logistic regression),
so that it holds for any embedding model. No question of the eval is ever in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiact_assistant.corpus.afbakening import Outside
from aiact_assistant.search.logistic import fit_classes, softmax

FILE = "outside.npz"
Floats = NDArray[np.float32]

# One passage or example may lie near by chance; the mean of three does not.
_NEAREST = 3
_BLOCK = 64
# How much where a message lies and how near it is to others count. In cross-validation over the examples 3 and 30, 5
# and 20, and 8 and 20 hardly differ.
_PLACE, _NEARNESS = 3.0, 30.0


def write_outside(
    folder: Path, examples: Mapping[Outside, Floats], ours: Floats, passages: Floats, same: Sequence[Sequence[int]]
) -> None:
    """Learn and write the result; raises ``OSError``.

    Args:
        folder: of the index.
        examples: vectors of length 1 of the messages of each kind, as of questions.
        ours: of questions of the entries, then of other ordinary questions.
        passages: of everything that is searched.
        same: per question of the entries the passages that are that question itself; any other is none.
    """
    rows = {kind: examples[kind] for kind in Outside}
    features = [
        _nearness(inside, {kind: one @ vector for kind, one in rows.items()})
        for vector, inside in zip(ours, _inside(ours, passages, same), strict=True)
    ]
    classes = [0] * len(ours)
    for number, (kind, own) in enumerate(rows.items(), start=1):
        for place, (vector, inside) in enumerate(zip(own, _inside(own, passages), strict=True)):
            near = {other: one @ vector for other, one in rows.items()}
            near[kind] = np.delete(near[kind], place)
            features.append(_nearness(inside, near))
            classes.append(number)
    vectors = np.concatenate([ours, *rows.values()])
    mean = vectors.mean(axis=0)
    weights, bias = fit_classes(
        np.hstack([_PLACE * _around(vectors, mean), np.stack(features)]),
        np.array(classes),
        np.ones(len(classes), dtype=np.float32),
        1 + len(rows),
    )
    kept = {kind.value: one for kind, one in rows.items()}
    np.savez_compressed(folder / FILE, mean=mean, weights=weights, bias=bias, **kept)  # pyright: ignore[reportArgumentType]


class OutsideExamples:
    """What was learnt.

    Args:
        folder: where ``write_outside`` wrote.
    """

    def __init__(self, folder: Path) -> None:
        with np.load(folder / FILE) as data:
            self._rows: Mapping[Outside, Floats] = {kind: data[kind.value] for kind in Outside}
            self._mean: Floats = data["mean"]
            self._weights: Floats = data["weights"]
            self._bias: Floats = data["bias"]

    def chances(self, vector: Floats, inside: float) -> Mapping[Outside, float]:
        """The chance (0 to 1) per kind; what they leave of 1 is the chance that the message is ours.

        Args:
            vector: of the message, of length 1.
            inside: mean cosine of the three nearest passages.
        """
        near = {kind: rows @ vector for kind, rows in self._rows.items()}
        place = _PLACE * _around(vector[None], self._mean)[0]
        found = softmax(self._weights @ np.concatenate([place, _nearness(inside, near)]) + self._bias)
        return dict(zip(self._rows, found[1:].tolist(), strict=True))


def nearest(cosines: Floats) -> float:
    """Mean of the three highest."""
    return float(np.sort(cosines)[-_NEAREST:].mean())


def _inside(vectors: Floats, passages: Floats, same: Sequence[Sequence[int]] = ()) -> list[float]:
    """Per vector the mean cosine of the three nearest passages, those of ``same`` left out; many vectors at a time."""
    found: list[float] = []
    for start in range(0, len(vectors), _BLOCK):
        cosines = vectors[start : start + _BLOCK] @ passages.T
        for row, own in enumerate(same[start : start + _BLOCK]):
            cosines[row, list(own)] = 0
        found += np.partition(cosines, -_NEAREST, axis=1)[:, -_NEAREST:].mean(axis=1).tolist()
    return found


def _nearness(inside: float, near: Mapping[Outside, Floats]) -> Floats:
    """How near what we know lies, and how much nearer the examples of each kind do."""
    return np.float32(_NEARNESS) * np.array(
        [inside, *(nearest(cosines) - inside for cosines in near.values())], dtype=np.float32
    )


def _around(vectors: Floats, mean: Floats) -> Floats:
    apart = vectors - mean
    return apart / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-8)
