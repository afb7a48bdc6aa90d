"""Learns from the words of texts whose they are: which entry a new question is for, which fact a sentence is about.

Comes in: texts with their owners. Goes out: per owner how well it suits a new text. It is multinomial naive Bayes over
pieces of words (three and four letters), so that a misspelt word, an inflection or a part of a compound still counts;
each text weighs the same, and a piece that few texts have weighs more (Rennie et al. 2003). No question of the eval is
ever in it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from aiact_assistant.corpus.folding import fold
from aiact_assistant.search.learned import stretched
from aiact_assistant.search.words import words

FILE = "bayes.npz"
Floats = NDArray[np.float32]

_LENGTHS = (3, 4)
# A piece of one text alone says nothing about another.
_TEXTS = 2
# What a piece that an entry does not have counts for; from 0.02 to 0.2 the same entries came first (dev).
_UNSEEN = 0.05


@dataclass(frozen=True, slots=True)
class Bayes:
    """What was learnt.

    Attributes:
        names: of the owners.
        logs: (pieces, names), logarithms of chances.
    """

    names: tuple[str, ...]
    logs: NDArray[np.float16]
    _column: Mapping[str, int]
    _rarity: Floats

    @classmethod
    def learn(cls, texts: Sequence[str], owners: Sequence[str]) -> Self:
        """Learn from texts and the owner of each."""
        names = sorted(set(owners))
        place = {name: number for number, name in enumerate(names)}
        counted = [Counter(_pieces(text)) for text in texts]
        having = Counter(piece for pieces in counted for piece in pieces)
        known = sorted(piece for piece, number in having.items() if number >= _TEXTS)
        column = {piece: number for number, piece in enumerate(known)}
        rarity = np.array([1 + math.log(len(texts) / having[piece]) for piece in known], dtype=np.float32)
        totals = np.zeros((len(known), len(names)), dtype=np.float32)
        for pieces, owner in zip(counted, owners, strict=True):
            columns, weights = _weighed(pieces, column, rarity)
            totals[columns, place[owner]] += weights
        chances = (totals + _UNSEEN) / (totals + _UNSEEN).sum(axis=0)
        return cls(tuple(names), np.log(chances).astype(np.float16), column, rarity)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """What ``save`` wrote in a folder."""
        with np.load(folder / FILE) as data:
            column = {str(piece): number for number, piece in enumerate(data["pieces"])}
            return cls(tuple(str(name) for name in data["names"]), data["logs"], column, data["rarity"])

    def save(self, folder: Path) -> None:
        """Write it; raises ``OSError``."""
        pieces = np.array(list(self._column))
        np.savez_compressed(
            folder / FILE, names=np.array(self.names), pieces=pieces, rarity=self._rarity, logs=self.logs
        )

    def scores(self, text: str) -> Floats:
        """Per name the logarithm of a likelihood, to be compared with one another only."""
        columns, weights = _weighed(Counter(_pieces(text)), self._column, self._rarity)
        return weights @ self.logs[columns].astype(np.float32)

    def suits(self, text: str) -> dict[str, float]:
        """Per name between 0 (as good as the mean one, or worse) and 1 (the best)."""
        return dict(zip(self.names, stretched(self.scores(text)).tolist(), strict=True))


def _pieces(text: str) -> Iterator[str]:
    for word in words(fold(text)):
        bounded = f" {word} "
        for length in _LENGTHS:
            for start in range(max(1, len(bounded) - length + 1)):
                yield bounded[start : start + length]


def _weighed(pieces: Counter[str], column: Mapping[str, int], rarity: Floats) -> tuple[NDArray[np.intp], Floats]:
    """The known pieces of a text and their weights, together of length 1."""
    found = [(column[piece], 1 + math.log(number)) for piece, number in pieces.items() if piece in column]
    columns = np.array([number for number, _ in found], dtype=np.intp)
    weights = np.array([weight for _, weight in found], dtype=np.float32) * rarity[columns]
    return columns, weights / max(float(np.linalg.norm(weights)), 1e-8)
