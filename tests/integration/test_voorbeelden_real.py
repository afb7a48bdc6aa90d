"""The exemplars and sentences against the real sources: every provision exists and nothing is copied."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.check_voorbeelden import FOLDER, mistakes, read_mirror, sentence_mistakes

from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.corpus.zinnen import load_zinnen

pytestmark = pytest.mark.integration


def test_the_examples_are_good_ones(mirror: Path) -> None:
    corpus = read_mirror(mirror)
    assert corpus is not None
    assert "art_5.1.ba" in corpus
    assert list(mistakes(FOLDER, load_rules().questions, corpus)) == []


def test_the_sentences_are_good_ones(mirror: Path) -> None:
    assert list(sentence_mistakes(load_zinnen(), load_rules().questions, read_mirror(mirror))) == []
