"""Multinomial logistic regression on a small set: all examples in every step (Adam). Pure.

Comes in: features and classes. Goes out: weights and bias; ``softmax`` of what they give are chances.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# More steps changed nothing in cross-validation, neither for documents nor for messages.
_STEPS, _RATE = 120, 0.05
# Holds the weights small; the bias is free.
_HOLD = 1e-3
_MOMENTUM, _VARIANCE, _TINY = 0.9, 0.99, 1e-8


def fit_classes(features: Floats, classes: NDArray[np.intp], weights: Floats, count: int) -> tuple[Floats, Floats]:
    """Weights (count, features) and bias (count,) of multinomial logistic regression.

    Args:
        features: (examples, features).
        classes: number of the class of each.
        weights: how much each counts.
        count: number of classes.
    """
    parameters = np.zeros((count, features.shape[1] + 1), dtype=np.float32)
    first, second = np.zeros_like(parameters), np.zeros_like(parameters)
    inputs = np.hstack([features, np.ones((len(features), 1), dtype=np.float32)])
    held = np.ones_like(parameters)
    held[:, -1] = 0
    share = (weights / weights.sum())[:, None]
    own = (np.arange(len(features)), classes)
    for step in range(1, _STEPS + 1):
        chances = softmax(inputs @ parameters.T)
        chances[own] -= 1
        slope = (chances * share).T @ inputs + _HOLD * held * parameters
        first = _MOMENTUM * first + (1 - _MOMENTUM) * slope
        second = _VARIANCE * second + (1 - _VARIANCE) * slope**2
        unbiased = np.sqrt(second / (1 - _VARIANCE**step)) + _TINY
        parameters = parameters - _RATE * first / (1 - _MOMENTUM**step) / unbiased
    return parameters[:, :-1].astype(np.float32), parameters[:, -1].astype(np.float32)


def softmax(scores: Floats) -> Floats:
    """Chances over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return (powers / powers.sum(axis=-1, keepdims=True)).astype(np.float32)
