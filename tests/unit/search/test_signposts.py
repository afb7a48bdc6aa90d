"""A question is for the provision whose signposts it resembles most."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from aiact_assistant.search import signposts
from aiact_assistant.search.embed import AsQuestions, VectorCache
from aiact_assistant.search.learned import SIGNPOSTS, Learned

QUESTIONS = {"art_1.1": ("far", "near"), "art_1.2": ("far", "far"), "art_9": ("near", "near")}


class Two:
    """Embeds "near" and "far" as two directions."""

    name = "two"

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[1, 0] if text == "near" else [0, 1] for text in texts], dtype=np.float32)

    def question(self, text: str) -> NDArray[np.float32]:
        return self.passages([text])[0]

    def tokens(self, text: str) -> int:
        return len(text)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> AsQuestions:
    monkeypatch.setattr(signposts, "load_signposts", lambda: QUESTIONS)
    return AsQuestions(Two())


def test_the_provision_that_it_resembles_is_best_and_absent_ones_have_none(tmp_path: Path, model: AsQuestions) -> None:
    cache = VectorCache(tmp_path / "cache", model.name)
    signposts.write_signposts(tmp_path, model, cache, {"art_1.1", "art_1.2"})
    learned = Learned(tmp_path / SIGNPOSTS)
    assert learned.suits(model.question("near")) == {"art_1.1": 1.0, "art_1.2": 0.0}


def test_without_any_of_these_provisions_nothing_is_learnt(tmp_path: Path, model: AsQuestions) -> None:
    signposts.write_signposts(tmp_path, model, VectorCache(tmp_path / "cache", model.name), {"art_5"})
    assert not (tmp_path / SIGNPOSTS).exists()
