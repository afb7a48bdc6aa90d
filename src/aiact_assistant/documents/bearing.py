"""Which passages of a long dossier bear on a few questions, best first for each.

Comes in: passages with their vectors, and questions. Goes out: numbers of passages. Likeness in meaning and shared
words count the same; what the reader without a language model found goes first. Pure, apart from the embedding model.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from aiact_assistant.documents.passages import Passage
from aiact_assistant.documents.support import Floats
from aiact_assistant.domain import Evidence, Language
from aiact_assistant.search.embed import Embedder
from aiact_assistant.search.words import Analyser, guess_language

# A passage that is eleventh both in meaning and in words is worth one that is first in one and nowhere in the other.
_RANK_OFFSET = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the rules.

    Attributes:
        id: of the fact.
        group: of the rules.
        text: the question, in Dutch.
        explanation: what it means, in Dutch.
        words: question, explanation and example per language.
    """

    id: str
    group: str
    text: str
    explanation: str
    words: Mapping[Language, str]


class Bearing:
    """Finds passages of one dossier.

    Args:
        passages: all of them.
        vectors: a row per passage; ``None`` leaves words alone.
        embedder: that made the vectors.
    """

    def __init__(self, passages: Sequence[Passage], vectors: Floats | None, embedder: Embedder | None) -> None:
        self._vectors = vectors
        self._embedder = embedder
        texts = [passage.text for passage in passages]
        self._analyser = Analyser.learn(texts)
        self._languages: list[Language] = [guess_language(text, "nl") for text in texts]
        self._stems = [
            frozenset(self._analyser.tokens(text, language))
            for text, language in zip(texts, self._languages, strict=True)
        ]
        counts = Counter(stem for stems in self._stems for stem in stems)
        # A word that every passage has says little.
        self._weights = {stem: math.log(1 + len(texts) / count) for stem, count in counts.items()}
        self._places: dict[Evidence, int] = {
            sentence.evidence: number for number, passage in enumerate(passages) for sentence in passage.sentences
        }

    def order(self, question: Asked, found: Iterable[Evidence] = ()) -> list[int]:
        """Numbers of all passages, the most telling first.

        Args:
            question: what is asked.
            found: sentences that are known to bear on it.
        """
        scores = np.zeros(len(self._stems))
        rows = [self._shared_words(question)]
        if self._vectors is not None and self._embedder is not None:
            rows.append(self._vectors @ self._embedder.question(question.text))
        for row in rows:
            ranks = np.argsort(np.argsort(-row, kind="stable"), kind="stable")
            scores += 1 / (_RANK_OFFSET + ranks)
        first = dict.fromkeys(self._places[one] for one in found if one in self._places)
        rest = (int(number) for number in np.argsort(-scores, kind="stable"))
        return list(dict.fromkeys([*first, *rest]))

    def _shared_words(self, question: Asked) -> Floats:
        asked = {
            language: frozenset(self._analyser.tokens(text, language)) for language, text in question.words.items()
        }
        return np.array(
            [
                sum(self._weights[stem] for stem in stems & asked[language])
                for stems, language in zip(self._stems, self._languages, strict=True)
            ],
            dtype=np.float32,
        )


def within(orders: Sequence[Sequence[int]], sizes: Sequence[int], budget: int) -> list[int]:
    """Passages for several questions together, in reading order.

    The best of each question goes in before the second of any.

    Args:
        orders: per question the numbers of the passages, best first.
        sizes: of each passage, in characters.
        budget: characters that there is room for.
    """
    chosen: dict[int, None] = {}
    for number in (order[place] for place in range(len(sizes)) for order in orders):
        if number not in chosen and sizes[number] <= budget:
            chosen[number] = None
            budget -= sizes[number]
    return sorted(chosen)
