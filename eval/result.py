"""Makes a result of records: every figure of every suite, as plain data that the reports and the gate read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from eval.judge import kappa, verdict_pairs
from eval.measures import SEED, Measure, compare, estimate, percentiles
from eval.metrics import Figure
from eval.proposals import calibration_error, reliability
from eval.record import Record, groups_of, record_json
from eval.suites import PRODUCT, Suite

Records = Mapping[tuple[str, str], Sequence[Record]]


def make_result(
    suites: Sequence[Suite],
    records: Records,
    *,
    commit: str,
    changed: bool,
    made: str,
    split: str,
    fingerprint: str,
    data: Mapping[str, str],
    model: str | None = None,
    judge: str | None = None,
) -> dict[str, Any]:
    """Everything that was measured.

    Of the product's records those with details are added: never those of the test split, where only figures are shown.
    """
    return {
        "version": 1,
        "commit": commit,
        "changed": changed,
        "made": made,
        "split": split,
        "fingerprint": fingerprint,
        "model": model,
        "judge": judge,
        "seed": SEED,
        "data": dict(data),
        "suites": {suite.key: _suite(suite, records) for suite in suites},
        "records": [
            {"source": source, **record_json(record)}
            for (source, system), found in records.items()
            if system == PRODUCT
            for record in found
            if record.details is not None
        ],
    }


def differences(
    ours: Sequence[Record], theirs: Sequence[Record], measures: Iterable[Measure]
) -> dict[str, dict[str, Any]]:
    """Per group and measure: difference and ratio with their intervals."""
    others = groups_of(theirs)
    found: dict[str, dict[str, Any]] = {}
    for group, records in groups_of(ours).items():
        for measure in measures:
            compared = compare(records, others.get(group, []), measure)
            if compared is not None:
                found.setdefault(group, {})[measure.key] = {
                    "difference": _figure(compared.difference),
                    "ratio": None if compared.ratio is None else _figure(compared.ratio),
                    "n": compared.n,
                }
    return found


def _suite(suite: Suite, records: Records) -> dict[str, Any]:
    systems = {system: found for (source, system), found in records.items() if source == suite.source}
    product = systems.get(PRODUCT, [])
    return {
        "questions": len(product),
        "figures": {
            system: figures
            for system, found in systems.items()
            if system == PRODUCT or system in suite.baselines
            if (figures := _figures(found, (*suite.measures, *(suite.parts if system == PRODUCT else ()))))
        },
        "differences": {
            system: differences(product, systems[system], suite.measures)
            for system in suite.baselines
            if system in systems
        },
        "seconds": _seconds(product),
        "reliability": _reliability(product),
        "tokens": _tokens(product),
        "kappa": _kappa(product),
    }


def _figures(records: Sequence[Record], measures: Iterable[Measure]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for group, ours in groups_of(records).items():
        for measure in measures:
            one = estimate(ours, measure)
            if one is not None:
                found.setdefault(group, {})[measure.key] = {**_figure(one.figure), "n": one.n}
    return found


def _figure(figure: Figure) -> dict[str, float | None]:
    """As JSON, which has no NaN."""
    values = {"value": figure.mean, "low": figure.low, "high": figure.high}
    return {name: None if math.isnan(value) else round(value, 6) for name, value in values.items()}


def _seconds(records: Sequence[Record]) -> dict[str, float] | None:
    seconds = [record.seconds for record in records if record.seconds is not None]
    if not seconds:
        return None
    middle, slow = percentiles(seconds)
    return {"p50": round(middle, 4), "p95": round(slow, 4)}


def _reliability(records: Sequence[Record]) -> dict[str, Any] | None:
    points = reliability(records)
    if not points:
        return None
    return {
        "points": [{"claimed": round(p.claimed, 4), "right": round(p.right, 4), "n": p.n} for p in points],
        "error": round(calibration_error(points), 4),
    }


def _tokens(records: Sequence[Record]) -> dict[str, int] | None:
    """What a language model read and wrote for all questions together; 0 without one, ``None`` where it has no part."""
    kinds = {"read": "tokens_read", "written": "tokens_written"}
    if not any(name in record.values for record in records for name in kinds.values()):
        return None
    return {
        kind: int(sum(record.values[name][0] for record in records if name in record.values))
        for kind, name in kinds.items()
    }


def _kappa(records: Sequence[Record]) -> float | None:
    found = kappa(verdict_pairs(records))
    return None if math.isnan(found) else round(found, 4)
