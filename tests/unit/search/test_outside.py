"""What a message is, is learnt from examples of other messages and from questions that are ours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from aiact_assistant.corpus.afbakening import Outside
from aiact_assistant.search.outside import OutsideExamples, nearest, write_outside

DIRECTIONS = {"ours": 0, Outside.OTHER_SUBJECT: 1, Outside.FACTS_NEEDED: 2, Outside.INSTRUCTION: 3}
MANY = 40


def around(direction: int, seed: int, many: int = MANY) -> NDArray[np.float32]:
    """Unit vectors near one axis of eight."""
    rows = np.random.default_rng(seed).normal(scale=0.15, size=(many, 8))
    rows[:, direction] += 1
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def learnt(tmp_path: Path) -> OutsideExamples:
    examples = {kind: around(DIRECTIONS[kind], seed) for seed, kind in enumerate(Outside)}
    passages = around(DIRECTIONS["ours"], 7, 3 * MANY)
    # The first questions are passages themselves, as the questions of entries are.
    ours = passages[:MANY]
    write_outside(tmp_path, examples, ours, passages, [[row] for row in range(MANY)])
    return OutsideExamples(tmp_path)


@pytest.mark.parametrize("kind", list(Outside))
def test_a_message_like_the_examples_of_a_kind_is_of_that_kind(learnt: OutsideExamples, kind: Outside) -> None:
    chances = learnt.chances(around(DIRECTIONS[kind], 11, 1)[0], 0.2)
    assert max(chances, key=lambda one: chances[one]) is kind
    assert chances[kind] > 0.5
    assert sum(chances.values()) < 1 + 1e-6


def test_a_message_like_what_we_know_is_ours(learnt: OutsideExamples) -> None:
    assert sum(learnt.chances(around(DIRECTIONS["ours"], 11, 1)[0], 0.95).values()) < 0.5


def test_the_nearer_what_we_know_the_more_it_is_ours(learnt: OutsideExamples) -> None:
    between = around(0, 3, 1)[0] + around(1, 3, 1)[0]
    between /= np.linalg.norm(between)
    far, near = (learnt.chances(between, inside)[Outside.OTHER_SUBJECT] for inside in (0.2, 0.95))
    assert far > near


def test_nearness_is_the_mean_of_the_three_nearest() -> None:
    assert nearest(np.array([0.9, 0.1, 0.6, 0.3], dtype=np.float32)) == pytest.approx(0.6)
