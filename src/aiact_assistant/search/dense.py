"""Finds passages by meaning, in a Chroma collection on disk. The only importer of chromadb.

Comes in: int8 rows with days of validity and authority. Goes out: row numbers with their cosine similarity.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from numpy.typing import NDArray

from aiact_assistant.domain import Authority, Chunk
from aiact_assistant.search.embed import Int8Rows

_NAME = "passages"
# Chroma searches its graph with at least this many candidates.
_EF_SEARCH = 300
_FIRST_DAY, _LAST_DAY = 0, 99991231


def build_dense(folder: Path, chunks: Sequence[Chunk], rows: Int8Rows) -> None:
    """Write a collection with one row per chunk; the id of a row is its position."""
    client = _client(folder)
    collection = client.create_collection(
        _NAME,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine", "ef_search": _EF_SEARCH, "ef_construction": 200}},
    )
    step = client.get_max_batch_size()
    for start in range(0, len(chunks), step):
        part = chunks[start : start + step]
        collection.add(
            ids=[str(start + offset) for offset in range(len(part))],
            embeddings=cast("Any", rows[start : start + step].astype(np.float32)),
            metadatas=[
                {
                    "authority": chunk.authority.value,
                    "valid_from": _day(chunk.valid_from, _FIRST_DAY),
                    "valid_to": _day(chunk.valid_to, _LAST_DAY),
                }
                for chunk in part
            ],
        )


class DenseIndex:
    """An open collection.

    Args:
        folder: what ``build_dense`` wrote.
    """

    def __init__(self, folder: Path) -> None:
        self._collection = _client(folder).get_collection(_NAME, embedding_function=None)

    def __len__(self) -> int:
        return self._collection.count()

    def search(
        self, vector: NDArray[np.float32], on: date, authorities: Sequence[Authority] | None, limit: int
    ) -> dict[int, float]:
        """The nearest rows that are valid on a day, with their cosine similarity (-1 to 1)."""
        day = _day(on, 0)
        conditions: list[dict[str, Any]] = [{"valid_from": {"$lte": day}}, {"valid_to": {"$gte": day}}]
        if authorities is not None:
            conditions.append({"authority": {"$in": [authority.value for authority in authorities]}})
        found: Any = self._collection.query(
            query_embeddings=cast("Any", vector[None, :]),
            n_results=limit,
            where=cast("Any", {"$and": conditions}),
            include=["distances"],
        )
        distances: list[float] = found["distances"][0]
        return {int(row): 1.0 - distance for row, distance in zip(found["ids"][0], distances, strict=True)}


def _client(folder: Path) -> Any:
    return chromadb.PersistentClient(path=str(folder), settings=ChromaSettings(anonymized_telemetry=False))


def _day(value: date | None, default: int) -> int:
    return default if value is None else value.year * 10000 + value.month * 100 + value.day
