"""A question is near a provision when it is near one of its signposts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from aiact_assistant.search import signposts
from aiact_assistant.search.embed import VectorCache

QUESTIONS = {"art_1.1": ("far", "near"), "art_1.2": ("far", "far"), "art_9": ("near", "near")}


class Two:
    """Embeds "near" and "far" as two directions."""

    name = "two"

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[1, 0] if text == "near" else [0, 1] for text in texts], dtype=np.float32)

    def question(self, text: str) -> NDArray[np.float32]:
        return self.passages([text])[0]


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Two:
    monkeypatch.setattr(signposts, "load_signposts", lambda: QUESTIONS)
    return Two()


def test_the_nearest_signpost_counts_and_absent_provisions_have_none(tmp_path: Path, model: Two) -> None:
    signposts.write_signposts(tmp_path, model, VectorCache(tmp_path / "cache", model.name), {"art_1.1", "art_1.2"})
    assert signposts.Signposts(tmp_path).near(model.question("near")) == {"art_1.1": 1.0, "art_1.2": 0.0}


def test_without_any_of_these_provisions_nothing_is_near(tmp_path: Path, model: Two) -> None:
    signposts.write_signposts(tmp_path, model, VectorCache(tmp_path / "cache", model.name), {"art_5"})
    assert signposts.Signposts(tmp_path).near(model.question("near")) == {}
