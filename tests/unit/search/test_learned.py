"""What is learnt from the passages of entries tells which entry a new question is for."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiact_assistant.search.embed import Int8Rows
from aiact_assistant.search.learned import Learned, write_learned

ASKED = np.array([[90, 0, 0, 0, 0, 0]], dtype=np.float32)
OWNERS = ["kb:a"] * 4 + ["kb:b"] * 4


def rows() -> Int8Rows:
    """Two entries that differ in one small direction, among noise that all share."""
    noise = np.random.default_rng(0).normal(scale=30, size=(8, 6))
    noise[:, 0] = 90
    noise[:4, 1], noise[4:, 1] = 20, -20
    return np.clip(noise, -127, 127).astype(np.int8)


def question(direction: float) -> NDArray[np.float32]:
    vector = np.array([90, direction, 0, 0, 0, 0], dtype=np.float32)
    return vector / np.float32(np.linalg.norm(vector))


def test_a_question_suits_the_entry_whose_passages_differ_in_the_same_way(tmp_path: Path) -> None:
    write_learned(tmp_path / "learned.npz", rows(), OWNERS, ASKED)
    learned = Learned(tmp_path / "learned.npz")
    assert learned.suits(question(20)) == {"kb:a": 1.0, "kb:b": 0.0}
    assert learned.suits(question(-20)) == {"kb:a": 0.0, "kb:b": 1.0}
