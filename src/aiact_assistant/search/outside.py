"""How near a question is to the examples of messages that are no ordinary question.

Comes in: the examples, embedded once when the index is built. Goes out: per kind the similarity of the nearest ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiact_assistant.corpus.afbakening import Outside, load_outside
from aiact_assistant.search.embed import Embedder, Progress, VectorCache

FILE = "outside.npz"
# One passage or example may lie near by chance; the mean of three does not.
_NEAREST = 3


def write_outside(folder: Path, embedder: Embedder, cache: VectorCache, progress: Progress | None) -> None:
    """Embed the examples and write them, one array per kind; raises ``OSError``."""
    examples = load_outside()
    rows = {kind.value: cache.embed(embedder, texts, progress) for kind, texts in examples.items()}
    np.savez_compressed(folder / FILE, **rows)  # pyright: ignore[reportArgumentType]


class OutsideExamples:
    """The examples of an index.

    Args:
        folder: what ``write_outside`` wrote.
    """

    def __init__(self, folder: Path) -> None:
        with np.load(folder / FILE) as data:
            self._rows = {kind: _normalised(data[kind.value]) for kind in Outside}

    def similarities(self, vector: NDArray[np.float32]) -> Mapping[Outside, float]:
        """Mean cosine of the three nearest examples of each kind."""
        return {kind: nearest(rows @ vector) for kind, rows in self._rows.items()}


def nearest(cosines: NDArray[np.float32]) -> float:
    """Mean of the three highest."""
    return float(np.sort(cosines)[-_NEAREST:].mean())


def _normalised(rows: NDArray[np.int8]) -> NDArray[np.float32]:
    floats = rows.astype(np.float32)
    return floats / np.linalg.norm(floats, axis=1, keepdims=True)
