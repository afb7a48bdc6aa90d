"""Fusion is a weighted mean of stretched scores; boosts add up as chances."""

import numpy as np

from aiact_assistant.search import fuse

ALL = np.array([True, True, True])


def test_spread_puts_mean_at_zero_and_best_at_one() -> None:
    assert fuse.spread(np.array([0.8, 0.9, 0.85], dtype=np.float32), ALL).round(3).tolist() == [0, 1, 0]


def test_spread_ignores_what_is_not_valid() -> None:
    spread = fuse.spread(np.array([9.0, 2.0, 1.0], dtype=np.float32), np.array([False, True, True]))
    assert spread.tolist() == [0, 1, 0]


def test_spread_of_equal_scores_says_nothing() -> None:
    assert fuse.spread(np.zeros(3, dtype=np.float32), ALL).tolist() == [0, 0, 0]


def test_weighted_sum_is_a_mean() -> None:
    one, two = np.array([1, 0], dtype=np.float32), np.array([0, 1], dtype=np.float32)
    assert np.allclose(fuse.weighted_sum([(3.0, one), (1.0, two)]), [0.75, 0.25])


def test_boosts_join_as_chances() -> None:
    assert np.allclose(fuse.combine_boosts(2, [{0: 0.5}, {0: 0.5, 1: 0.2}]), [0.75, 0.2])


def test_rank_fusion_prefers_what_both_find() -> None:
    fused = fuse.rank_fusion([np.array([3.0, 2.0, 0.0]), np.array([0.0, 2.0, 3.0])])
    assert fused.argmax() == 1


def test_each_kind_of_passage_is_stretched_by_itself() -> None:
    """An entry that is nearer than any provision does not push the best provision down."""
    near = np.array([0.80, 0.84, 0.90, 0.95], dtype=np.float32)
    none = np.zeros(4, dtype=np.float32)
    evidence = fuse.Evidence(near, none, None, none)
    weights = fuse.Weights(dense=1.0, lexical=0.0, lexical_expanded=0.0, concept=1.0)
    sources = fuse.fused(evidence, weights, np.array([True, True, False, False]))
    assert sources.tolist() == [0.0, 0.5, 0.0, 0.0]


def test_a_search_that_could_not_run_does_not_count() -> None:
    words = np.array([0.0, 1.0], dtype=np.float32)
    evidence = fuse.Evidence(None, words, None, np.zeros(2, dtype=np.float32))
    assert np.allclose(fuse.fused(evidence, fuse.SOURCE_WEIGHTS, np.array([True, True]))[1], 0.35 / (0.35 + 0.9))
