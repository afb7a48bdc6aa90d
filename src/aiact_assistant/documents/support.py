"""How much a passage supports each point of the law, learnt from our own texts in ``corpus``.

Comes in: vectors of passages and sentences. Goes out: chances per point, what kind of task it is, and which question of
the rules a sentence answers. The weights travel with the program (``corpus/geleerd/punten.npz``);
``tools/fit_support.py`` makes them. Numbers only, no text of any example.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiact_assistant.corpus.voorbeelden import Voorbeelden
from aiact_assistant.corpus.zinnen import Zinnen
from aiact_assistant.domain import AiactError
from aiact_assistant.resources import resource
from aiact_assistant.search.learned import learn
from aiact_assistant.search.logistic import fit_classes, softmax

Floats = NDArray[np.float32]

KINDS = ("decides", "near_miss", "exempt")
"""Does what the point is about; looks like it and is not; is within it and falls under article 6(3)."""

AREA_COUNT = 9
"""No area, and the eight of Annex III."""

PROHIBITION = "art_5."
"""How the names of the points of article 5 begin."""

NEAR = "bijna-"
"""Before the point of a prohibition: what looks like it and is lawful; a name among the points that no question has."""

_FILE = "corpus/geleerd/punten.npz"
_SHARPNESS = 15.0
_TINY = 1e-8


@dataclass(frozen=True, slots=True)
class Support:
    """What was learnt.

    Attributes:
        model: name of the embedding model whose vectors it reads.
        names: the points, by name of the file with their examples, and what is near to a prohibition (``NEAR``).
        facts: per point, and per point of article 6(3), the facts (ids of ``rules/feiten.yaml``) true of its examples.
        mean: of all examples, (dimensions,).
        points: (names, dimensions).
        exempt_names: the points of article 6(3), a to d.
        exempt: (exempt_names, dimensions).
        kind: (KINDS, dimensions and cues).
        kind_bias: (KINDS,).
        area: (areas of Annex III and none first, dimensions).
        area_bias: one for each row of ``area``.
        telling_names: fact and answer, "infers:ja", and "" for a sentence that answers no question.
        telling_mean: of the sentences, (dimensions,).
        telling: (telling_names, dimensions).
        digest: of the examples and sentences it was learnt from.
    """

    model: str
    names: tuple[str, ...]
    facts: Mapping[str, tuple[str, ...]]
    mean: Floats
    points: Floats
    exempt_names: tuple[str, ...]
    exempt: Floats
    kind: Floats
    kind_bias: Floats
    area: Floats
    area_bias: Floats
    telling_names: tuple[str, ...]
    telling_mean: Floats
    telling: Floats
    digest: str

    def around(self, vectors: Floats) -> Floats:
        """Unit vectors around the mean of the examples."""
        return unit(unit(vectors) - self.mean)

    def point_scores(self, vectors: Floats) -> Floats:
        """Logits (passages, names); a softmax over a row gives chances."""
        return self.around(vectors) @ self.points.T * np.float32(_SHARPNESS)

    def exempt_chances(self, vectors: Floats) -> Floats:
        """Chances (passages, exempt_names), given that one of them holds."""
        return softmax(self.around(vectors) @ self.exempt.T * np.float32(_SHARPNESS))

    def kind_chances(self, vectors: Floats, cues: Floats) -> Floats:
        """Chances (``KINDS``) of the description as a whole.

        Args:
            vectors: its passages.
            cues: ``kind_cues`` of its text.
        """
        whole = np.concatenate([unit(self.around(vectors).mean(axis=0)), cues])
        return softmax(self.kind @ whole + self.kind_bias)

    def area_chances(self, vectors: Floats) -> Floats:
        """Chances (passages, 9): no area of Annex III, then areas 1 to 8."""
        return softmax(self.around(vectors) @ self.area.T * np.float32(_SHARPNESS) + self.area_bias)

    def telling_scores(self, vectors: Floats) -> Floats:
        """Logits (sentences, telling_names)."""
        return unit(unit(vectors) - self.telling_mean) @ self.telling.T * np.float32(_SHARPNESS)

    def save(self, path: Path) -> None:
        """Write it as ``.npz``."""
        np.savez_compressed(
            path,
            model=np.array(self.model),
            names=np.array(self.names),
            facts=np.array(json.dumps({name: list(facts) for name, facts in self.facts.items()})),
            mean=self.mean,
            points=self.points,
            exempt_names=np.array(self.exempt_names),
            exempt=self.exempt,
            kind=self.kind,
            kind_bias=self.kind_bias,
            area=self.area,
            area_bias=self.area_bias,
            telling_names=np.array(self.telling_names),
            telling_mean=self.telling_mean,
            # Half the digits are enough, and half the bytes.
            telling=self.telling.astype(np.float16),
            digest=np.array(self.digest),
        )


@cache
def load_support() -> Support:
    """What travels with the program.

    Raises:
        AiactError: the file is missing or damaged.
    """
    path = resource(_FILE)
    try:
        with np.load(path) as data:
            facts: dict[str, list[str]] = json.loads(str(data["facts"]))
            return Support(
                model=str(data["model"]),
                names=tuple(str(name) for name in data["names"]),
                facts={name: tuple(ids) for name, ids in facts.items()},
                mean=data["mean"],
                points=data["points"],
                exempt_names=tuple(str(name) for name in data["exempt_names"]),
                exempt=data["exempt"],
                kind=data["kind"],
                kind_bias=data["kind_bias"],
                area=data["area"],
                area_bias=data["area_bias"],
                telling_names=tuple(str(name) for name in data["telling_names"]),
                telling_mean=data["telling_mean"],
                telling=data["telling"].astype(np.float32),
                digest=str(data["digest"]),
            )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise AiactError(
            f"Het bestand {path} is beschadigd. Installeer aiact-assistant opnieuw.",
            f"The file {path} is damaged. Install aiact-assistant again.",
        ) from error


def examples_digest(examples: Sequence[tuple[str, Voorbeelden]], sentences: Zinnen) -> str:
    """Changes when an example or a sentence does."""
    return hashlib.sha256(repr((examples, sentences)).encode()).hexdigest()[:16]


def fit_points(vectors: Floats, owners: Sequence[str]) -> tuple[tuple[str, ...], Floats]:
    """The names in order and a row of weights for each.

    Args:
        vectors: (examples, dimensions), unit vectors around the mean.
        owners: the point of each.
    """
    names = tuple(sorted(set(owners)))
    place = {name: number for number, name in enumerate(names)}
    return names, learn(vectors, np.array([place[owner] for owner in owners]))


def fit_areas(vectors: Floats, areas: NDArray[np.intp], weights: Floats) -> tuple[Floats, Floats]:
    """Weights and bias for ``area_chances``.

    Args:
        vectors: (examples, dimensions), unit vectors around the mean.
        areas: 0 for none, else 1 to 8.
        weights: how much each counts.
    """
    return fit_classes(vectors * np.float32(_SHARPNESS), areas, weights, AREA_COUNT)


def centre(vectors: Floats) -> tuple[Floats, Floats]:
    """The mean of unit vectors, and unit vectors around it."""
    mean = unit(vectors).mean(axis=0)
    return mean, unit(unit(vectors) - mean)


def unit(vectors: Floats) -> Floats:
    """Rows of length 1."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), _TINY)
