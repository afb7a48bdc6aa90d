"""The measures of every suite, and figures with intervals made from records.

Comes in: records. Goes out: figures with a 95 % percentile bootstrap over questions, and paired differences and ratios
between two systems that answered the same questions. Pure; the same on every run.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.metrics import Figure
from eval.record import Pair, Record

SEED = 0
# 2,000 resamples move the ends of an interval by less than 0.01.
_RESAMPLES = 2000
_ENDS = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a report.

    Attributes:
        key: name of its pairs in the records; a key that ends in ``*`` is the mean of all figures that begin so
            (macro F1 of ``f1:*``).
        dutch: name in the report.
        lower_is_better: for what should not happen.
        gated: whether the gate looks at it; not for what only explains another figure.
    """

    key: str
    dutch: str
    lower_is_better: bool = False
    gated: bool = True


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval, over ``n`` questions to which the measure applies."""

    figure: Figure
    n: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one system differs from another on the ``n`` questions that both answered (paired bootstrap).

    ``ratio`` is ``None`` when the other has 0.
    """

    difference: Figure
    ratio: Figure | None
    n: int


def estimate(records: Sequence[Record], measure: Measure) -> Estimate | None:
    """The figure; ``None`` when it applies to no question."""
    parts, wholes = _columns(records, measure)
    if not wholes.sum():
        return None
    value = float(_value(parts.sum(axis=0), wholes.sum(axis=0)))
    samples = _resampled(parts, wholes, _draws(len(parts)))
    return Estimate(_figure(value, samples), int(wholes.any(axis=1).sum()))


def compare(ours: Sequence[Record], theirs: Sequence[Record], measure: Measure) -> Comparison | None:
    """Ours minus theirs, and ours over theirs; ``None`` when they share no question to which the measure applies."""
    other = {record.id: record for record in theirs}
    shared = [record for record in ours if record.id in other]
    our_parts, our_wholes = _columns(shared, measure)
    their_parts, their_wholes = _columns([other[record.id] for record in shared], measure)
    if not our_wholes.sum() or not their_wholes.sum():
        return None
    first = float(_value(our_parts.sum(axis=0), our_wholes.sum(axis=0)))
    second = float(_value(their_parts.sum(axis=0), their_wholes.sum(axis=0)))
    draws = _draws(len(shared))
    firsts, seconds = _resampled(our_parts, our_wholes, draws), _resampled(their_parts, their_wholes, draws)
    ratio = None
    if second > 0:
        possible = seconds > 0
        ratio = _figure(first / second, firsts[possible] / seconds[possible])
    applies = our_wholes.any(axis=1) | their_wholes.any(axis=1)
    return Comparison(_figure(first - second, firsts - seconds), ratio, int(applies.sum()))


def f1_pair(truly: bool, said: bool) -> Pair:
    """One case as part and whole of F1 = 2 tp / (2 tp + fp + fn); (0, 0) for a true negative."""
    return (2.0 * (truly and said), 2.0 * (truly and said) + (truly != said))


def class_pairs(expected: str, got: str) -> dict[str, Pair]:
    """One classified case: whether it is right, and what it adds to the figures of the two classes concerned."""
    right = float(expected == got)
    pairs: dict[str, Pair] = {
        "accuracy": (right, 1.0),
        f"precision:{got}": (right, 1.0),
        f"recall:{expected}": (right, 1.0),
    }
    for name in sorted({expected, got}):
        pairs[f"f1:{name}"] = f1_pair(expected == name, got == name)
    return pairs


def refusal_pairs(unanswerable: bool, refused: bool) -> dict[str, Pair]:
    """One question as parts of precision, recall and F1 of refusing."""
    pairs: dict[str, Pair] = {}
    if refused:
        pairs["refusal_precision"] = (float(unanswerable), 1.0)
    if unanswerable:
        pairs["refusal_recall"] = (float(refused), 1.0)
    if unanswerable or refused:
        pairs["refusal_f1"] = f1_pair(unanswerable, refused)
    return pairs


def percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile; NaN of nothing."""
    if not seconds:
        return math.nan, math.nan
    return float(np.percentile(seconds, 50)), float(np.percentile(seconds, 95))


def _columns(records: Sequence[Record], measure: Measure) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Parts and wholes, a row per record and a column per figure that the measure is the mean of."""
    names = [measure.key]
    if measure.key.endswith("*"):
        start = measure.key[:-1]
        names = sorted({name for record in records for name in record.values if name.startswith(start)})
    shape = (len(records), len(names))
    values: list[Mapping[str, Pair]] = [record.values for record in records]
    parts = np.array([[row.get(name, (0.0, 0.0))[0] for name in names] for row in values], dtype=float).reshape(shape)
    wholes = np.array([[row.get(name, (0.0, 0.0))[1] for name in names] for row in values], dtype=float).reshape(shape)
    return parts, wholes


def _value(parts: NDArray[np.float64], wholes: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean over the last axis of parts over wholes, leaving out what is 0 over 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        ratios = np.where(wholes > 0, parts / np.where(wholes > 0, wholes, 1), np.nan)
        known = ~np.isnan(ratios)
        return np.where(known, ratios, 0).sum(axis=-1) / known.sum(axis=-1)


def _draws(size: int) -> NDArray[np.int64]:
    """Which records each resample takes; the same for the same number of records, so that pairs stay pairs."""
    return np.random.default_rng(SEED).integers(0, size, (_RESAMPLES, size))


def _resampled(
    parts: NDArray[np.float64], wholes: NDArray[np.float64], draws: NDArray[np.int64]
) -> NDArray[np.float64]:
    return _value(parts[draws].sum(axis=1), wholes[draws].sum(axis=1))


def _figure(value: float, samples: NDArray[np.float64]) -> Figure:
    known = samples[~np.isnan(samples)]
    if not len(known):
        return Figure(value, math.nan, math.nan)
    low, high = np.percentile(known, _ENDS)
    return Figure(value, float(low), float(high))
