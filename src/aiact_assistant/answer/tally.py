"""Counts what became of a language model's answers, for the administrator. No text is kept."""

from __future__ import annotations

import threading
from collections import Counter

from aiact_assistant.domain import Answer, ModelFailure, Removal


class Tally:
    """Counts since the start of the program; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers = 0
        self._claims = 0
        self._fallbacks: Counter[ModelFailure] = Counter()
        self._removed: Counter[Removal] = Counter()

    def count(self, answer: Answer) -> None:
        """Add a complete answer."""
        with self._lock:
            if answer.model is not None:
                self._answers += 1
                self._claims += len(answer.claims)
            if answer.fallback is not None:
                self._fallbacks[answer.fallback] += 1
            self._removed.update(claim.reason for claim in answer.removed)

    def counts(self) -> dict[str, object]:
        """Answers by the model, claims shown, and why answers and claims were not."""
        with self._lock:
            return {
                "answers": self._answers,
                "claims": self._claims,
                "fallbacks": {failure.value: count for failure, count in sorted(self._fallbacks.items())},
                "removed_claims": {reason.value: count for reason, count in sorted(self._removed.items())},
            }
