"""Keeps the vectors of the passages in a Chroma collection on disk. The only importer of chromadb.

Comes in: int8 rows. Goes out: the same rows, normalised, for exact search in memory: the fusion needs the similarity
of every passage, and asking Chroma's graph for all of 14,189 took 73 ms against 2 ms for a product of matrices.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError
from numpy.typing import NDArray

from aiact_assistant.search.embed import Int8Rows

_NAME = "passages"
# SQLite writes in its file when it is opened; it is the only file of an index that changes.
DATABASE = "chroma.sqlite3"
_BATCH = 100
_DISK_FULL = ("disk is full", "No space left")
_ALMOST_FULL = 1_000_000


def build_dense(folder: Path, rows: Int8Rows) -> None:
    """Write a collection with one row per passage; the id of a row is its position. Raises ``OSError``."""
    client: Any = None
    try:
        client = _client(folder)
        _fill(client, rows)
    except ChromaError as error:
        # Chroma words what SQLite and its own writers say; only a full disk has a remedy of its own.
        full = any(words in str(error) for words in _DISK_FULL) or shutil.disk_usage(folder).free < _ALMOST_FULL
        number = errno.ENOSPC if full else errno.EIO
        raise OSError(number, os.strerror(number)) from error
    finally:
        if client is not None:
            client.close()


def _fill(client: Any, rows: Int8Rows) -> None:
    collection = client.create_collection(
        _NAME,
        embedding_function=None,
        configuration={
            "hnsw": {
                "space": "cosine",
                "ef_construction": 200,
                # The graph is written once, with all rows in it: twice as fast, and complete on disk.
                "sync_threshold": len(rows),
                "batch_size": min(_BATCH, len(rows)),
            }
        },
    )
    step: int = client.get_max_batch_size()
    for start in range(0, len(rows), step):
        part = rows[start : start + step].astype(np.float32)
        collection.add(ids=[str(start + offset) for offset in range(len(part))], embeddings=part)


def read_dense(folder: Path) -> NDArray[np.float32]:
    """The rows that ``build_dense`` wrote, each of length 1, in the order of the passages.

    Raises:
        Exception: of many kinds, when the folder is damaged.
    """
    if os.access(folder / DATABASE, os.W_OK):
        return _read(folder)
    # SQLite does not open a database in a folder that may only be read: it gets a copy.
    with tempfile.TemporaryDirectory(prefix="aiact-", ignore_cleanup_errors=True) as copy:
        return _read(_copied(folder, Path(copy)))


def _read(folder: Path) -> NDArray[np.float32]:
    client = _client(folder)
    try:
        stored: Any = client.get_collection(_NAME, embedding_function=None).get(include=["embeddings"])
    finally:
        client.close()
    rows = np.asarray(stored["embeddings"], dtype=np.float32)[np.argsort([int(row) for row in stored["ids"]])]
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


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
