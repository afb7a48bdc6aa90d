"""The gate: is any figure of the product worse than in an earlier result, beyond its interval there?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from eval.measures import Measure
from eval.suites import PRODUCT

# Figures are rounded in a result; a difference in the last digit is none.
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Worse:
    """A figure that got worse; ``now`` is ``None`` when it is no longer there."""

    suite: str
    group: str
    measure: Measure
    before: float
    edge: float
    now: float | None

    def dutch(self) -> str:
        """One line for whoever runs the gate."""
        now = "ontbreekt" if self.now is None else f"{self.now:.3f}"
        side = "bovengrens" if self.measure.lower_is_better else "ondergrens"
        return (
            f"{self.suite}, {self.group}, {self.measure.dutch}: nu {now}, eerder {self.before:.3f}"
            f" ({side} {self.edge:.3f})"
        )


def worsened(
    now: Mapping[str, Any], before: Mapping[str, Any], measures: Mapping[str, Iterable[Measure]]
) -> list[Worse]:
    """Every gated figure that is below its earlier interval (above it, where lower is better) or that vanished.

    Args:
        now: the new result.
        before: the earlier one.
        measures: per suite those to look at; a suite that was not run now is left alone.
    """
    found: list[Worse] = []
    for suite, ours in now["suites"].items():
        earlier = before["suites"].get(suite, {}).get("figures", {}).get(PRODUCT, {})
        for group, figures in earlier.items():
            for measure in measures.get(suite, ()):
                old = figures.get(measure.key)
                if old is None or not measure.gated:
                    continue
                new = ours["figures"].get(PRODUCT, {}).get(group, {}).get(measure.key)
                edge = old["high"] if measure.lower_is_better else old["low"]
                edge = old["value"] if edge is None else edge
                value = None if new is None else new["value"]
                if value is None or _is_beyond(value, edge, measure):
                    found.append(Worse(suite, group, measure, old["value"], edge, value))
    return found


def _is_beyond(value: float, edge: float, measure: Measure) -> bool:
    return value > edge + _ROUNDING if measure.lower_is_better else value < edge - _ROUNDING
