"""Figures, intervals and paired comparisons, worked out by hand."""

from __future__ import annotations

import pytest

from eval.measures import Measure, class_pairs, compare, estimate, percentiles, refusal_pairs
from eval.record import Details, Pair, Record, groups_of, read_record, record_json

FACTS = Measure("facts", "feiten")


def records(*pairs: Pair | None, key: str = "facts") -> list[Record]:
    return [Record(f"q{n}", "nl", {} if pair is None else {key: pair}) for n, pair in enumerate(pairs)]


def test_a_figure_is_the_sum_of_parts_over_the_sum_of_wholes_of_the_questions_it_applies_to() -> None:
    found = estimate(records((1, 3), (1, 1), None), FACTS)
    assert found is not None
    assert found.figure.mean == pytest.approx(0.5)
    assert found.n == 2
    assert 0.33 <= found.figure.low <= 0.5 <= found.figure.high <= 1


def test_a_figure_that_applies_to_nothing_is_absent() -> None:
    assert estimate(records(None, None), FACTS) is None
    assert estimate([], FACTS) is None


def test_the_interval_is_the_same_each_time_and_narrows_with_more_questions() -> None:
    few = estimate(records(*[(1, 1), (0, 1)] * 10), FACTS)
    many = estimate(records(*[(1, 1), (0, 1)] * 200), FACTS)
    assert few is not None
    assert many is not None
    assert few == estimate(records(*[(1, 1), (0, 1)] * 10), FACTS)
    assert many.figure.high - many.figure.low < few.figure.high - few.figure.low
    assert few.figure.low == pytest.approx(0.3, abs=0.06)


def test_a_paired_comparison_knows_that_one_is_always_a_little_better() -> None:
    theirs = records(*[(k / 10, 1) for k in range(8)])
    ours = records(*[(k / 10 + 0.1, 1) for k in range(8)])
    found = compare(ours, theirs, FACTS)
    assert found is not None
    assert found.difference.mean == pytest.approx(0.1)
    assert found.difference.low == pytest.approx(0.1)
    assert found.ratio is not None
    assert found.ratio.mean == pytest.approx(0.45 / 0.35)
    assert found.n == 8


def test_a_comparison_is_over_shared_questions_and_has_no_ratio_to_nothing() -> None:
    found = compare(records((1, 1), (1, 1), (0, 1)), records((0, 1), (0, 1)), FACTS)
    assert found is not None
    assert found.difference.mean == 1
    assert found.ratio is None
    assert found.n == 2
    assert compare(records((1, 1)), [Record("other", "nl", {"facts": (1, 1)})], FACTS) is None


def test_precision_recall_and_f1_of_refusing() -> None:
    # Two of three unanswerable ones refused, and one answerable one.
    cases = [(True, True), (True, True), (True, False), (False, True), (False, False)]
    found = [Record(str(n), "nl", refusal_pairs(*case)) for n, case in enumerate(cases)]
    values = {key: estimate(found, Measure(f"refusal_{key}", key)) for key in ("precision", "recall", "f1")}
    assert {key: value.figure.mean for key, value in values.items() if value} == pytest.approx(
        {"precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3}
    )


def test_macro_f1_is_the_mean_over_the_classes() -> None:
    cases = [("hoog", "hoog"), ("hoog", "laag"), ("laag", "laag"), ("geen", "geen")]
    found = [Record(str(n), "nl", class_pairs(*case)) for n, case in enumerate(cases)]
    macro, accuracy = estimate(found, Measure("f1:*", "macro")), estimate(found, Measure("accuracy", "juist"))
    assert macro is not None
    assert accuracy is not None
    assert macro.figure.mean == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert accuracy.figure.mean == 0.75


def test_percentiles() -> None:
    assert percentiles([1.0, 2.0, 3.0]) == (2.0, pytest.approx(2.9))


def test_a_record_survives_its_json_and_groups_are_kept_apart() -> None:
    record = Record("v1", "nl", {"facts": (1, 2)}, 0.5, Details("vraag", "dit", "dat", ("art_1",), ("feiten",)))
    assert read_record(record_json(record)) == record
    other = Record("v2", "en", {})
    assert read_record(record_json(other)) == other
    assert {name: len(found) for name, found in groups_of([record, other]).items()} == {"nl": 1, "en": 1, "alle": 2}
    assert list(groups_of([record])) == ["nl"]
