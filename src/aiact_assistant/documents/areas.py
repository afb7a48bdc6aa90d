"""The eight areas of Annex III: the facts that name them, the points within them, and how likely each is.

Comes in: chances of the points. Goes out: chances of the areas. An area is one thing, what the system does in it
another: a system can be within an area and do nothing that its points are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from aiact_assistant.documents.chances import NEAREST, Chances
from aiact_assistant.documents.support import Floats, Support

AREAS: Mapping[str, tuple[str, ...]] = {
    "area_biometrics": ("anx_III.1.", "art_5.1.e", "art_5.1.f", "art_5.1.g", "art_5.1.h", "art_50.3"),
    "critical_infrastructure": ("anx_III.2",),
    "area_education": ("anx_III.3.",),
    "area_employment": ("anx_III.4.",),
    "area_services": ("anx_III.5.",),
    "law_enforcement_use": ("anx_III.6.", "art_5.1.d", "art_5.1.h"),
    "migration_use": ("anx_III.7.",),
    "judicial_support": ("anx_III.8.a",),
    "election_influence": ("anx_III.8.b",),
}
"""The fact that names an area of Annex III, and the points (prefixes) within it."""
AREA_FACTS: Mapping[int, tuple[str, ...]] = {
    1: ("area_biometrics",),
    2: ("critical_infrastructure",),
    3: ("area_education",),
    4: ("area_employment",),
    5: ("area_services",),
    6: ("law_enforcement_use",),
    7: ("migration_use",),
    8: ("judicial_support", "election_influence"),
}
"""Per point of Annex III the facts that name its area."""


def points_within(names: Sequence[str], facts: Iterable[str]) -> list[str]:
    """Of these points the ones in the areas that the facts name."""
    prefixes = tuple(prefix for fact in facts for prefix in AREAS[fact])
    return [name for name in names if name.startswith(prefixes)]


def area_chances(states: Chances, vectors: Floats | None, support: Support | None) -> dict[int, float]:
    """Chance per area, 1 to 8, for the dossier: half from its points, half learnt for areas as such.

    Args:
        states: chances of the points in passages that state what the system does.
        vectors: of those passages; ``None`` leaves the points alone.
        support: what was learnt.
    """
    points = {number: states.whole(points_within(states.names, facts)) for number, facts in AREA_FACTS.items()}
    if vectors is None or support is None or not len(vectors):
        return points
    rows = np.sort(support.area_chances(vectors), axis=0)[-NEAREST:].mean(axis=0)
    return {number: (chance + float(rows[number])) / 2 for number, chance in points.items()}
