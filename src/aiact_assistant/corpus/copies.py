"""Finds what is copied from the sources in texts that must be our own words.

Comes in: a ``Corpus`` and a text. Goes out: the runs of words that stand in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from aiact_assistant.corpus.folding import fold
from aiact_assistant.corpus.library import Corpus

# A run of this many words that stands in a source is a copy, not our own words.
COPIED_WORDS = 12
_WORD = re.compile(r"\w+")


class Copies:
    """The runs of words that stand in the sources; reads them once, for many texts."""

    def __init__(self, corpus: Corpus) -> None:
        self._runs: set[int] = set()
        for provision in corpus.provisions:
            self._runs.update(hash(run) for run in _runs(_words(provision.text)))

    def of(self, text: str) -> Iterator[str]:
        """The first run of each stretch of a text that is copied, in lower case."""
        last = -COPIED_WORDS
        for place, run in enumerate(_runs(_words(text))):
            if hash(run) in self._runs and place - last >= COPIED_WORDS:
                last = place
                yield " ".join(run)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[start : start + COPIED_WORDS]) for start in range(len(words) - COPIED_WORDS + 1))
