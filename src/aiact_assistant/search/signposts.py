"""How near a question is to the signposts of the provisions.

Comes in: the signposts, embedded once when the index is built. Goes out: a score per provision that has one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiact_assistant.corpus.wegwijzers import load_signposts
from aiact_assistant.domain import ProvisionId
from aiact_assistant.search.embed import Embedder, VectorCache
from aiact_assistant.search.fuse import spread

FILE = "signposts.npz"


def write_signposts(folder: Path, embedder: Embedder, cache: VectorCache, known: Collection[ProvisionId]) -> None:
    """Embed the signposts of the provisions that the sources have, and write them; raises ``OSError``."""
    pairs = [(name, text) for name, texts in load_signposts().items() if name in known for text in texts]
    owners = np.array([name for name, _ in pairs], dtype=np.str_)
    rows = cache.embed(embedder, [text for _, text in pairs]) if pairs else np.zeros((0, 1), dtype=np.int8)
    np.savez_compressed(folder / FILE, owners=owners, rows=rows)


class Signposts:
    """The signposts of an index.

    Args:
        folder: what ``write_signposts`` wrote.
    """

    def __init__(self, folder: Path) -> None:
        with np.load(folder / FILE) as data:
            owners, rows = data["owners"], data["rows"].astype(np.float32)
        names, self._owners = np.unique(owners, return_inverse=True)
        self._names = tuple(str(name) for name in names)
        self._rows: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def near(self, vector: NDArray[np.float32]) -> Mapping[ProvisionId, float]:
        """Per provision with a signpost between 0 (as near as the mean, or further) and 1 (the nearest).

        Args:
            vector: of the question, of length 1.
        """
        if not self._names:
            return {}
        best = np.full(len(self._names), -1, dtype=np.float32)
        np.maximum.at(best, self._owners, self._rows @ vector)
        scores = spread(best, np.ones(len(best), dtype=np.bool_))
        return dict(zip(self._names, scores.tolist(), strict=True))
