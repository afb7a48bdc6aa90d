"""Our own short descriptions of prohibited practices and of what looks like them."""

from __future__ import annotations

from tools.fit_support import PROHIBITION, read_examples

from eval.assessment import read_practices

BOTH = [*read_practices(held=False), *read_practices(held=True)]


def test_both_halves_have_every_prohibition_and_its_near_misses() -> None:
    points = {one.punt for name, one in read_examples() if name.startswith(PROHIBITION)}
    for held in (False, True):
        half = read_practices(held=held)
        assert {one.point for one in half if one.gold == "prohibited"} == points
        assert len([one for one in half if one.gold != "prohibited"]) > len(half) // 3


def test_no_description_is_an_example_that_was_learnt_from() -> None:
    learnt = {text.tekst for _, one in read_examples() for text in (*one.voorbeelden, *one.tegenvoorbeelden)}
    assert not learnt & {one.text for one in BOTH}
    assert len({one.text for one in BOTH}) == len({one.id for one in BOTH}) == len(BOTH)
