"""Finds passages by meaning, in a Chroma collection on disk. The only importer of chromadb.

Comes in: int8 rows with days of validity and authority. Goes out: row numbers with their cosine similarity. What
goes wrong in Chroma leaves this module as ``OSError`` (building) or ``IndexProblem`` (asking).
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError
from numpy.typing import NDArray

from aiact_assistant.domain import Authority, Chunk, IndexProblem
from aiact_assistant.search.embed import Int8Rows

_NAME = "passages"
# SQLite writes in its file when it is opened; it is the only file of an index that changes.
DATABASE = "chroma.sqlite3"
# Chroma searches its graph with at least this many candidates.
_EF_SEARCH = 300
_BATCH = 100
_DISK_FULL = ("disk is full", "No space left")
_ALMOST_FULL = 1_000_000
_FIRST_DAY, _LAST_DAY = 0, 99991231


def build_dense(folder: Path, chunks: Sequence[Chunk], rows: Int8Rows) -> None:
    """Write a collection with one row per chunk; the id of a row is its position. Raises ``OSError``."""
    client: Any = None
    try:
        client = _client(folder)
        _fill(client, chunks, rows)
    except ChromaError as error:
        # Chroma words what SQLite and its own writers say; only a full disk has a remedy of its own.
        full = any(words in str(error) for words in _DISK_FULL) or shutil.disk_usage(folder).free < _ALMOST_FULL
        number = errno.ENOSPC if full else errno.EIO
        raise OSError(number, os.strerror(number)) from error
    finally:
        if client is not None:
            client.close()


def _fill(client: Any, chunks: Sequence[Chunk], rows: Int8Rows) -> None:
    collection = client.create_collection(
        _NAME,
        embedding_function=None,
        configuration={
            "hnsw": {
                "space": "cosine",
                "ef_search": _EF_SEARCH,
                "ef_construction": 200,
                # The graph is written once, with all rows in it: twice as fast, and complete on disk.
                "sync_threshold": len(chunks),
                "batch_size": min(_BATCH, len(chunks)),
            }
        },
    )
    step: int = client.get_max_batch_size()
    for start in range(0, len(chunks), step):
        part = chunks[start : start + step]
        collection.add(
            ids=[str(start + offset) for offset in range(len(part))],
            embeddings=rows[start : start + step].astype(np.float32),
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

    Raises:
        Exception: of many kinds, when the folder is damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        if not os.access(folder / DATABASE, os.W_OK):
            # SQLite does not open a database in a folder that may only be read: this process gets its own copy.
            self._copy = tempfile.TemporaryDirectory(prefix="aiact-", ignore_cleanup_errors=True)
            folder = _copied(folder, Path(self._copy.name))
        self._client = _client(folder)
        try:
            self._collection = self._client.get_collection(_NAME, embedding_function=None)
            # Chroma reads its vectors at the first question; better here, where damage can be told.
            self._collection.query(query_embeddings=self._collection.peek(1)["embeddings"], n_results=1)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the files; a closed index cannot be searched."""
        self._client.close()
        if self._copy is not None:
            self._copy.cleanup()

    def __len__(self) -> int:
        return self._collection.count()

    def search(
        self, vector: NDArray[np.float32], on: date, authorities: Sequence[Authority] | None, limit: int
    ) -> dict[int, float]:
        """The nearest rows that are valid on a day, with their cosine similarity (-1 to 1).

        Raises:
            IndexProblem: the files of the index are gone or damaged.
        """
        day = _day(on, 0)
        conditions: list[dict[str, Any]] = [{"valid_from": {"$lte": day}}, {"valid_to": {"$gte": day}}]
        if authorities is not None:
            conditions.append({"authority": {"$in": [authority.value for authority in authorities]}})
        try:
            found: Any = self._collection.query(
                query_embeddings=vector[None, :], n_results=limit, where={"$and": conditions}, include=["distances"]
            )
        except Exception as error:
            # Chroma raises many kinds for a file that is damaged or gone; all mean the same to the user.
            raise IndexProblem(
                "De zoekindex kan niet meer worden gelezen. Bouw hem opnieuw met: aiact index --opnieuw",
                "The search index can no longer be read. Build it again with: aiact index --opnieuw",
            ) from error
        distances: list[float] = found["distances"][0]
        return {int(row): 1.0 - distance for row, distance in zip(found["ids"][0], distances, strict=True)}


def _copied(folder: Path, target: Path) -> Path:
    """The files of a folder in a target, without their permissions."""
    for path in folder.rglob("*"):
        if path.is_file():
            copy = target / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    return target


def _client(folder: Path) -> Any:
    """A client that must be closed: Chroma keeps one open system for each path."""
    try:
        return chromadb.PersistentClient(path=str(folder), settings=ChromaSettings(anonymized_telemetry=False))
    except Exception:
        # Chroma keeps a system that did not start, and would give it again for this path when the file is repaired.
        SharedSystemClient.clear_system_cache()
        raise


def _day(value: date | None, default: int) -> int:
    return default if value is None else value.year * 10000 + value.month * 100 + value.day
