"""The exemplars against the real sources: every provision exists and nothing is copied."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.check_voorbeelden import FOLDER, mistakes, read_mirror

from aiact_assistant.assessment.rules import load_rules

pytestmark = pytest.mark.integration


def test_the_examples_are_good_ones(mirror: Path) -> None:
    corpus = read_mirror(mirror)
    assert corpus is not None
    assert "art_5.1.ba" in corpus
    assert list(mistakes(FOLDER, load_rules().questions, corpus)) == []
