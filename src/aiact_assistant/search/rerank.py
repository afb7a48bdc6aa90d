"""Orders the best passages again with a model that reads question and passage together, within a time budget.

Comes in: hits, best first. Goes out: the same hits in the order that search and model find together; the order of
the search when the model fails or takes too long.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from aiact_assistant.domain import Hit

log = logging.getLogger(__name__)

# How much the model says against the order of the search, which also knows begrippen and what entries rest on. Set
# by reason: no cross-encoder that reads Dutch could be measured where this was made.
WEIGHT_MODEL = 0.5


class Reranker(Protocol):
    """A model that says how well passages answer a question."""

    name: str

    def relevance(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """One number between 0 and 1 per passage."""
        ...


class Reranking:
    """A model with its limits, and how often it was in time.

    Args:
        model: the model.
        most: how many hits it orders.
        batch: passages that go through it at once.
        budget: seconds that it may take for a question.
        clock: tells the time, in seconds.
    """

    def __init__(
        self,
        model: Reranker,
        *,
        most: int,
        batch: int,
        budget: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.most = most
        self._model = model
        self._batch = batch
        self._budget = budget
        self._clock = clock
        self._counting = Lock()
        self._counts = {"in_time": 0, "too_slow": 0, "failed": 0}

    @property
    def state(self) -> dict[str, object]:
        """Name of the model, and how many questions it was in time for, too slow for and failed on."""
        return {"model": self._model.name, **self._counts}

    def order(self, question: str, hits: Sequence[Hit], texts: Sequence[str]) -> list[Hit]:
        """The hits in their new order, with scores in the range that they had.

        Args:
            question: what was asked.
            hits: best first.
            texts: what to read of each.
        """
        try:
            relevance = self._relevance(question, texts)
        except Exception as error:
            # A GPU that is out of memory, above all. The search has an order of its own.
            self._count("failed", type(error).__name__)
            return list(hits)
        if relevance is None:
            self._count("too_slow", f"more than {self._budget * 1000:.0f} ms")
            return list(hits)
        self._count("in_time", "")
        return blended(hits, relevance)

    def _relevance(self, question: str, texts: Sequence[str]) -> list[float] | None:
        """``None`` when the budget is spent, or will be at the present speed."""
        start = self._clock()
        found: list[float] = []
        for at in range(0, len(texts), self._batch):
            found += self._model.relevance(question, texts[at : at + self._batch]).tolist()
            spent = self._clock() - start
            if spent * len(texts) > self._budget * len(found):
                return None
        return found

    def _count(self, what: str, why: str) -> None:
        with self._counting:
            self._counts[what] += 1
            first = self._counts[what] == 1
        if why:
            log.log(logging.WARNING if first else logging.INFO, "passages keep the order of the search: %s", why)


def blended(hits: Sequence[Hit], relevance: Sequence[float]) -> list[Hit]:
    """Hits by the mean of their own score, stretched to 0 to 1, and what the model says.

    A model that finds nothing relevant, or everything, leaves the order as it is.
    """
    if len(hits) < 2:
        return list(hits)
    low, high = hits[-1].score, hits[0].score
    range_ = high - low or 1.0
    mixed = [
        (1 - WEIGHT_MODEL) * (hit.score - low) / range_ + WEIGHT_MODEL * said
        for hit, said in zip(hits, relevance, strict=True)
    ]
    most, least = max(mixed), min(mixed)
    width = most - least or 1.0
    order = sorted(range(len(hits)), key=lambda place: -mixed[place])
    return [
        replace(hits[place], score=round(low + (mixed[place] - least) / width * (high - low), 4)) for place in order
    ]
