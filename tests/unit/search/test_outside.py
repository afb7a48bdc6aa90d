"""Nearness to examples is the mean of the three nearest, per kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from aiact_assistant.corpus.afbakening import Outside
from aiact_assistant.search import outside
from aiact_assistant.search.embed import VectorCache

TEXTS = {
    Outside.OTHER_SUBJECT: ("a", "a", "a", "z"),
    Outside.FACTS_NEEDED: ("z", "z", "z"),
    Outside.INSTRUCTION: ("a", "z", "z"),
}


class Letters:
    """Embeds "a" and "z" as two directions."""

    name = "letters"

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[1, 0] if text == "a" else [0, 1] for text in texts], dtype=np.float32)

    def question(self, text: str) -> NDArray[np.float32]:
        return self.passages([text])[0]


def test_mean_of_the_three_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "load_outside", lambda: TEXTS)
    model = Letters()
    outside.write_outside(tmp_path, model, VectorCache(tmp_path / "cache", model.name), None)
    found = outside.OutsideExamples(tmp_path).similarities(model.question("a"))
    assert found[Outside.OTHER_SUBJECT] == pytest.approx(1.0)
    assert found[Outside.INSTRUCTION] == pytest.approx(1 / 3)
    assert found[Outside.FACTS_NEEDED] == pytest.approx(0.0)
