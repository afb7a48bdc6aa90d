"""Learns ``corpus/geleerd/punten.npz`` from ``corpus/voorbeelden``: ``python tools/fit_support.py [examples.jsonl]``.

The file is the half of the Commission's draft examples that may be used for tuning (``ec_guidelines_dev``). It
teaches, next to our own, what tells a decision about people from a near miss and from a task under article 6(3); that
raised three classes right from 0.51 to 0.68 in five-fold cross-validation. Only weights are kept, no text.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aiact_assistant.corpus.voorbeelden import Voorbeelden, read_voorbeelden
from aiact_assistant.documents.cues import kind_cues
from aiact_assistant.documents.support import (
    KINDS,
    Floats,
    Support,
    centre,
    examples_digest,
    fit_kind,
    fit_points,
)
from aiact_assistant.search.embed import VectorCache, load_embedder
from aiact_assistant.settings import load_settings

FOLDER = Path(__file__).parents[1] / "corpus"
# The Commission's examples count twice as much as ours: they are the kind of text that is meant.
OFFICIAL_WEIGHT = 2.0
LABELS = {"high_risk": 0, "outside_use_case": 1, "exempted_art6_3": 2}
_NO_TASK = "art_6.3.al3"

Labelled = tuple[str, int]


def read_examples() -> list[tuple[str, Voorbeelden]]:
    """The files with their names."""
    return [(path.stem, read_voorbeelden(path)) for path in sorted((FOLDER / "voorbeelden").glob("*.yaml"))]


def own_kinds(examples: list[tuple[str, Voorbeelden]]) -> list[Labelled]:
    """Our descriptions of which the kind of task is known."""
    found: list[Labelled] = []
    for name, one in examples:
        if name.startswith("anx_III"):
            found += [(example.tekst, 0) for example in one.voorbeelden]
            for near in one.tegenvoorbeelden:
                exempt = (near.bepaling or "").startswith("art_6.3.") and near.bepaling != _NO_TASK
                found.append((near.tekst, 2 if exempt else 1))
        elif name.startswith("art_6.3") and name != _NO_TASK:
            found += [(example.tekst, 2) for example in one.voorbeelden]
            found += [(near.tekst, 0) for near in one.tegenvoorbeelden]
    return found


def official_kinds(path: Path | None) -> list[Labelled]:
    """The Commission's descriptions; none without the file."""
    if path is None:
        return []
    rows = [json.loads(line) for line in path.read_text("utf8").splitlines()]
    return [(row["description"], LABELS[row["label"]]) for row in rows]


def fit(
    examples: list[tuple[str, Voorbeelden]],
    official: list[Labelled],
    model: str,
    vectors: Callable[[list[str]], Floats],
) -> Support:
    """Everything that is learnt, for the vectors of a model."""
    told = [(name, example.tekst) for name, one in examples for example in one.voorbeelden]
    points = [(name, text) for name, text in told if not name.startswith("art_6.3")]
    tasks = [(name, text) for name, text in told if name.startswith("art_6.3") and name != _NO_TASK]
    mean, around = centre(vectors([text for _, text in told]))
    place = {text: number for number, (_, text) in enumerate(told)}

    def rows(pairs: list[tuple[str, str]]) -> Floats:
        return around[[place[text] for _, text in pairs]]

    names, weights = fit_points(rows(points), [name for name, _ in points])
    exempt_names, exempt = fit_points(rows(tasks), [name for name, _ in tasks])
    bare = Support(
        model=model,
        names=names,
        facts={name: one.feiten for name, one in examples},
        mean=mean,
        points=weights,
        exempt_names=exempt_names,
        exempt=exempt,
        kind=around[:0],
        kind_bias=around[0, :0],
        digest=examples_digest(examples),
    )
    kind, bias = kind_weights(bare, own_kinds(examples), official, vectors)
    return replace(bare, kind=kind, kind_bias=bias)


def kind_weights(
    bare: Support, own: list[Labelled], official: list[Labelled], vectors: Callable[[list[str]], Floats]
) -> tuple[Floats, Floats]:
    """Weights and bias; each of our kinds weighs the same."""
    texts = [text for text, _ in (*own, *official)]
    kinds = np.array([kind for _, kind in (*own, *official)])
    cues = np.array([kind_cues(text) for text in texts], dtype=np.float32)
    features = np.hstack([bare.around(vectors(texts)), cues])
    counts = np.bincount(kinds[: len(own)], minlength=len(KINDS))
    weights: NDArray[np.float64] = np.concatenate(
        [1 / counts[kinds[: len(own)]], np.full(len(official), OFFICIAL_WEIGHT * len(KINDS) / max(1, len(official)))]
    )
    return fit_kind(features, kinds, weights.astype(np.float32))


def main() -> None:
    """Fit and write."""
    settings = load_settings()
    embedder = load_embedder(settings.embedder)
    if embedder is None:
        raise SystemExit("Er is geen model om vectoren mee te maken.")
    cache = VectorCache(settings.data_dir / "vectors", embedder.name)
    target = FOLDER / "geleerd" / "punten.npz"
    target.parent.mkdir(exist_ok=True)
    official = official_kinds(Path(sys.argv[1]) if len(sys.argv) > 1 else None)

    def vectors(texts: list[str]) -> Floats:
        return cache.embed(embedder, texts).astype(np.float32)

    fit(read_examples(), official, embedder.name, vectors).save(target)
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
