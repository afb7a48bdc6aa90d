"""The gate on made-up results."""

from __future__ import annotations

from typing import Any

import pytest

from eval.gate import worsened
from eval.measures import Measure

MEASURES = {
    "answers": (
        Measure("facts", "feiten"),
        Measure("stale", "oud recht", lower_is_better=True),
        Measure("reserved", "voorbehoud", gated=False),
    )
}


def result(facts: float | None = 0.8, stale: float = 0.1, reserved: float = 0.5) -> dict[str, Any]:
    figures = {
        "stale": {"value": stale, "low": 0.0, "high": 0.2, "n": 9},
        "reserved": {"value": reserved, "low": reserved, "high": reserved, "n": 9},
    }
    if facts is not None:
        figures["facts"] = {"value": facts, "low": 0.7, "high": 0.9, "n": 9}
    return {"suites": {"answers": {"figures": {"product": {"nl": figures}}}}}


@pytest.mark.parametrize(
    ("now", "keys"),
    [
        (result(), []),
        (result(facts=0.7), []),
        (result(facts=0.69), ["facts"]),
        (result(facts=1.0, stale=0.2), []),
        (result(stale=0.21), ["stale"]),
        (result(facts=0.1, stale=0.9), ["facts", "stale"]),
        (result(reserved=0.0), []),
        (result(facts=None), ["facts"]),
        ({"suites": {}}, []),
    ],
    ids=["same", "within", "below", "better", "above", "both", "not gated", "vanished", "not run"],
)
def test_worse_is_beyond_the_interval_of_the_earlier_result(now: dict[str, Any], keys: list[str]) -> None:
    assert [one.measure.key for one in worsened(now, result(), MEASURES)] == keys


def test_a_perfect_figure_may_not_drop_at_all() -> None:
    before = result()
    before["suites"]["answers"]["figures"]["product"]["nl"]["facts"] = {"value": 1.0, "low": 1.0, "high": 1.0, "n": 9}
    (worse,) = worsened(result(facts=0.99), before, MEASURES)
    assert worse.dutch() == "answers, nl, feiten: nu 0.990, eerder 1.000 (ondergrens 1.000)"


def test_what_was_not_measured_before_is_not_worse() -> None:
    assert worsened(result(facts=0.0), {"suites": {}}, MEASURES) == []
