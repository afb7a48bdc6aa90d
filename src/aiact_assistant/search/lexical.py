"""Finds passages by their words (BM25). The only importer of bm25s.

Comes in: texts. Goes out: a score per text for a bag of tokens.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bm25s  # pyright: ignore[reportMissingTypeStubs]
import numpy as np
from numpy.typing import NDArray

from aiact_assistant.domain import Language
from aiact_assistant.search.words import Analyser

logging.getLogger("bm25s").setLevel(logging.WARNING)

_VOCABULARY = "vocabulary.json"
# Passages are of one kind and length; longer ones should not be punished as hard as BM25's default does.
_B = 0.6
_K1 = 1.2


def build_lexical(folder: Path, texts: Sequence[str], languages: Sequence[Language]) -> None:
    """Write a BM25 index with one document per text, and the vocabulary that splits compounds."""
    analyser = Analyser.learn(texts)
    documents = [analyser.tokens(text, language) for text, language in zip(texts, languages, strict=True)]
    index: Any = bm25s.BM25(k1=_K1, b=_B)
    index.index(documents, show_progress=False)
    folder.mkdir(parents=True, exist_ok=True)
    index.save(str(folder), show_progress=False)
    (folder / _VOCABULARY).write_text(json.dumps(sorted(analyser.vocabulary)), "utf8")


class LexicalIndex:
    """An open BM25 index.

    Args:
        folder: what ``build_lexical`` wrote.
    """

    def __init__(self, folder: Path) -> None:
        self._index: Any = bm25s.BM25.load(str(folder), show_progress=False)  # pyright: ignore
        self._size = int(self._index.scores["num_docs"])
        self.analyser = Analyser(json.loads((folder / _VOCABULARY).read_text("utf8")))

    def __len__(self) -> int:
        return self._size

    def scores(self, text: str, language: Language) -> NDArray[np.float32]:
        """A BM25 score (0 and up) for each document."""
        known = [token for token in self.analyser.tokens(text, language) if token in self._index.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._index.get_scores(known), dtype=np.float32)
