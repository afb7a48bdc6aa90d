"""A second model in a real index: what is named stays first, all else may move, and the monitor can see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from aiact_assistant.assistant import Assistant
from aiact_assistant.domain import Hit
from aiact_assistant.search.index import SearchIndex
from aiact_assistant.search.rerank import Reranking
from aiact_assistant.settings import load_settings

pytestmark = pytest.mark.integration
TODAY = date(2026, 11, 24)
QUESTION = "Moet er een bel op de bakfiets?"


class Favours:
    """Finds one passage relevant, and keeps what it read."""

    name = "proef"

    def __init__(self, place: int) -> None:
        self.place = place
        self.read: list[str] = []

    def relevance(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """1 for the passage on a place, 0 for all others."""
        assert question
        first = len(self.read)
        self.read += passages
        return np.array([float(first + at == self.place) for at in range(len(passages))], dtype=np.float32)


def reranking(model: Favours, most: int) -> Reranking:
    return Reranking(model, most=most, batch=2, budget=60)


@pytest.fixture
def index(ready: dict[str, str]) -> SearchIndex:
    assert ready
    return SearchIndex.open(load_settings())


def hits(index: SearchIndex, question: str, again: Reranking | None) -> list[Hit]:
    index.reranking = again
    return index.search(question, on=TODAY, limit=8)


def test_the_best_hits_move_and_the_rest_stays(index: SearchIndex) -> None:
    before = hits(index, QUESTION, None)
    model = Favours(1)
    after = hits(index, QUESTION, reranking(model, 6))
    assert len(model.read) == 6
    assert after[0].id == before[1].id
    assert {hit.id for hit in after[:6]} == {hit.id for hit in before[:6]}
    assert [hit.id for hit in after[6:]] == [hit.id for hit in before[6:]]
    assert [hit.score for hit in after] == sorted((hit.score for hit in after), reverse=True)


def test_it_reads_more_than_is_asked_for(index: SearchIndex) -> None:
    before = hits(index, QUESTION, None)
    index.reranking = reranking(Favours(1), 6)
    (first, _) = index.search(QUESTION, on=TODAY, limit=2)
    assert first.id == before[1].id


def test_of_an_entry_it_reads_what_it_answers(index: SearchIndex) -> None:
    model = Favours(0)
    entry = next(hit for hit in hits(index, QUESTION, reranking(model, 8)) if hit.id in index.entries)
    assert any(text.startswith(index.entries[entry.id].titel) for text in model.read)


def test_a_provision_that_is_named_stays_first(index: SearchIndex) -> None:
    named = hits(index, "artikel 3", None)
    first = [hit.id for hit in named if hit.id.startswith("art_3")]
    assert first
    assert [hit.id for hit in hits(index, "artikel 3", reranking(Favours(len(first)), 8))][: len(first)] == first


def test_a_monitor_sees_how_often_it_was_in_time(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiact_assistant.assistant.load_reranking", lambda _: reranking(Favours(1), 4))
    assistant = Assistant(load_settings())
    assert data.is_dir()
    assert assistant.ask("Moet er een toeter op de fiets volgens artikel 4 bis?", on=TODAY).citations
    assert assistant.health()["reranker"] == {"model": "proef", "in_time": 1, "too_slow": 0, "failed": 0}
