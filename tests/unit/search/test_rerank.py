"""A second model orders the best hits again, but never at the cost of an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from aiact_assistant.domain import Hit
from aiact_assistant.search.rerank import Reranking, blended

HITS = [Hit("art_1", 0.9), Hit("art_2", 0.8), Hit("art_3", 0.6), Hit("art_4", 0.5)]
TEXTS = ["een", "twee", "drie", "vier"]


class Says:
    """Says of each text what it was told to; every batch takes as long as it was told to."""

    name = "proef"

    def __init__(self, relevance: Mapping[str, float], seconds: float = 0.0) -> None:
        self.relevance_of = relevance
        self.seconds = seconds
        self.now = 0.0
        self.batches: list[int] = []

    def relevance(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """What it was told."""
        assert question == "vraag"
        self.now += self.seconds
        self.batches.append(len(passages))
        return np.array([self.relevance_of[passage] for passage in passages], dtype=np.float32)


class Fails:
    """A GPU without memory."""

    name = "kapot"

    def relevance(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """Never answers."""
        raise RuntimeError(f"geheim: {question} {passages}")


def reranking(model: Says | Fails, budget: float = 1.0) -> Reranking:
    clock = (lambda: model.now) if isinstance(model, Says) else (lambda: 0.0)
    return Reranking(model, most=4, batch=2, budget=budget, clock=clock)


def ids(hits: Sequence[Hit]) -> list[str]:
    return [hit.id for hit in hits]


def test_what_the_model_finds_relevant_rises_within_the_range_of_scores() -> None:
    again = reranking(Says({"een": 0.0, "twee": 0.1, "drie": 1.0, "vier": 0.0}))
    found = again.order("vraag", HITS, TEXTS)
    assert ids(found) == ["art_3", "art_1", "art_2", "art_4"]
    assert [found[0].score, found[-1].score] == [0.9, 0.5]
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert again.state == {"model": "proef", "in_time": 1, "too_slow": 0, "failed": 0}


@pytest.mark.parametrize("same", [0.0, 1.0])
def test_a_model_without_an_opinion_changes_nothing(same: float) -> None:
    found = blended(HITS, [same] * 4)
    assert ids(found) == ids(HITS)
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in HITS])


def test_hits_with_one_score_are_ordered_too() -> None:
    equal = [Hit("art_1", 0.5), Hit("art_2", 0.5)]
    assert ids(blended(equal, [0.1, 0.9])) == ["art_2", "art_1"]
    assert blended(equal[:1], [0.1]) == equal[:1]
    assert blended([], []) == []


def test_it_stops_as_soon_as_the_budget_cannot_be_met() -> None:
    model = Says(dict.fromkeys(TEXTS, 0.5) | {"vier": 1.0}, seconds=0.6)
    again = reranking(model)
    assert again.order("vraag", HITS, TEXTS) == HITS
    assert model.batches == [2]
    assert again.state["too_slow"] == 1


def test_within_the_budget_all_batches_are_read() -> None:
    model = Says(dict.fromkeys(TEXTS, 0.0) | {"vier": 1.0}, seconds=0.5)
    found = reranking(model).order("vraag", HITS, TEXTS)
    assert model.batches == [2, 2]
    assert ids(found)[0] == "art_1"
    assert ids(found)[1] == "art_4"


def test_a_failure_keeps_the_order_and_logs_no_text(caplog: pytest.LogCaptureFixture) -> None:
    again = reranking(Fails())
    assert again.order("vraag", HITS, TEXTS) == HITS
    assert again.state["failed"] == 1
    assert "RuntimeError" in caplog.text
    assert "geheim" not in caplog.text
    assert "vraag" not in caplog.text
