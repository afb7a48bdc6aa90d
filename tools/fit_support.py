"""Learns ``corpus/geleerd/punten.npz`` from our own texts: ``python tools/fit_support.py [BENCH]``.

BENCH is ``shared/bench``; of it only what may be used for tuning is read. The Commission's draft examples
(``ec_guidelines_dev``) teach, next to our own, what tells a decision about people from a near miss and from a task
under article 6(3): three classes right from 0.51 to 0.68 in five-fold cross-validation. The Dutch texts (``texty_nl``,
ids 0-7) teach the areas: high against not high from F1 0.97 to 0.99, area from 0.81 to 0.85. Half of the descriptions
in the Algoritmeregister teaches what looks like a prohibited practice and is ordinary work of government; it has no
labels, and what is in use there is taken not to be prohibited. Which question a sentence answers is learnt from
``corpus/zinnen.yaml`` alone. Only weights are kept, no text.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from aiact_assistant.corpus.voorbeelden import FURNITURE, Voorbeelden, read_voorbeelden
from aiact_assistant.corpus.zinnen import Zinnen, load_zinnen
from aiact_assistant.documents.areas import AREA_FACTS, points_within
from aiact_assistant.documents.chances import chances
from aiact_assistant.documents.cues import kind_cues
from aiact_assistant.documents.passages import passages_of, sentences_of
from aiact_assistant.documents.stance import Stance
from aiact_assistant.documents.support import (
    AREA_COUNT,
    KINDS,
    NEAR,
    PROHIBITION,
    Floats,
    Support,
    centre,
    examples_digest,
    fit_areas,
    fit_points,
    unit,
)
from aiact_assistant.documents.telling import answer_name
from aiact_assistant.domain import Document, Dossier, Page
from aiact_assistant.search.embed import VectorCache, packaged_embedder
from aiact_assistant.search.logistic import fit_classes
from aiact_assistant.settings import load_settings

FOLDER = Path(__file__).parents[1] / "corpus"
# The Commission's examples count twice as much as ours: they are the kind of text that is meant.
OFFICIAL_WEIGHT = 2.0
LABELS = {"high_risk": 0, "outside_use_case": 1, "exempted_art6_3": 2}
TEXTY_AREAS = {
    "biometric": 1, "critical_infrastructure": 2, "education": 3, "work_hr": 4, "essential_services": 5,
    "law_enforcement": 6, "migration_border": 7, "justice_democracy": 8,
}  # fmt: skip
# The file of the situations that such a provision has most examples of.
FILE_OF = {"art_50.3": "art_50.3-emotie", "art_50.4": "art_50.4-deepfake"}
TEXTY_TUNING = "01234567"
# In all three times as much as our own examples: they are written as people ask.
TEXTY_WEIGHT = 3.0
# Passages of the register from this chance of a prohibited practice, unless they clearly are about another point.
REGISTER_FROM = 0.1
REGISTER_CLEAR = 0.35
REGISTER = "geen-register"
# How many sentences a made paragraph has, and in how many each sentence comes.
_PARAGRAPH = (2, 3, 4)
_PARAGRAPHS_OF_EACH = 2
_NO_TASK = "art_6.3.al3"

Labelled = tuple[str, int]
Vectors = Callable[[list[str]], Floats]


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


def furniture(sentences: Sequence[str]) -> list[str]:
    """What stands in every paper, by the sentence and in paragraphs of two to four, as passages of a paper are.

    Without it, a paper's ordinary paragraphs look like the point with most examples: on the dossiers of dev the class
    was right for 40 of 68, with it for 49.
    """
    chosen = Random(0)
    found = list(sentences)
    for _ in range(_PARAGRAPHS_OF_EACH):
        left = chosen.sample(list(sentences), len(sentences))
        while left:
            size = chosen.choice(_PARAGRAPH)
            found.append(" ".join(left[:size]))
            left = left[size:]
    return list(dict.fromkeys(found))


def near_misses(examples: list[tuple[str, Voorbeelden]]) -> list[tuple[str, str]]:
    """What looks like a prohibited practice and is none, with the point that it is about, or else a name of its own."""
    files = {name for name, _ in examples}
    found: list[tuple[str, str]] = []
    for name, one in examples:
        if not name.startswith(PROHIBITION):
            continue
        for near in one.tegenvoorbeelden:
            decides = FILE_OF.get(near.bepaling or "", near.bepaling or "")
            known = decides in files and not decides.startswith(PROHIBITION)
            found.append((decides if known else NEAR + one.punt, near.tekst))
    return found


def official_kinds(path: Path | None) -> list[Labelled]:
    """The Commission's descriptions; none without the file."""
    if path is None:
        return []
    rows = [json.loads(line) for line in path.read_text("utf8").splitlines()]
    return [(row["description"], LABELS[row["label"]]) for row in rows]


def texty_areas(path: Path) -> list[Labelled]:
    """The passages of the Dutch texts that may be tuned on, with their area."""
    rows = [json.loads(line) for line in path.read_text("utf8").splitlines()]
    return [
        (passage, TEXTY_AREAS.get(row["category"], 0))
        for row in rows
        if row["id"][0] in TEXTY_TUNING
        for passage in stated_passages(row["text"])
    ]


def register_half(path: Path, *, held: bool) -> list[str]:
    """Half of the descriptions in the Algoritmeregister, title and purpose; each purpose once, for many are copies."""
    rows = json.loads(path.read_text("utf8"))["algoritmes"]
    once = {" ".join(row["doel"].split()).casefold(): f"{row['title']}. {row['doel']}" for row in rows}
    return list(once.values())[int(held) :: 2]


def stated_passages(text: str) -> list[str]:
    """The passages that say what a system does."""
    passages = passages_of(sentences_of(_dossier(text)))
    return [passage.text for passage in passages if passage.stance is Stance.STATES]


def fit(
    examples: list[tuple[str, Voorbeelden]],
    sentences: Zinnen,
    official: list[Labelled],
    areas: list[Labelled],
    register: list[str],
    model: str,
    vectors: Vectors,
) -> Support:
    """Everything that is learnt, for the vectors of a model."""
    told = [(name, example.tekst) for name, one in examples for example in one.voorbeelden]
    told += [(FURNITURE, text) for text in furniture(sentences.niets)]
    near = near_misses(examples)
    points = [(name, text) for name, text in told if not name.startswith("art_6.3")]
    tasks = [(name, text) for name, text in told if name.startswith("art_6.3") and name != _NO_TASK]
    mean, around = centre(vectors([text for _, text in told]))
    place = {text: number for number, (_, text) in enumerate(told)}

    def rows(pairs: list[tuple[str, str]]) -> Floats:
        return around[[place[text] for _, text in pairs]]

    aside = unit(unit(vectors([text for _, text in near])) - mean)
    owners = [name for name, _ in (*points, *near)]
    told_points = np.concatenate([rows(points), aside])
    names, weights = fit_points(told_points, owners)
    exempt_names, exempt = fit_points(rows(tasks), [name for name, _ in tasks])
    answers = sentences.labelled()
    telling_mean, told_answers = centre(vectors([text for *_, text in answers]))
    telling_names, telling = fit_points(told_answers, [answer_name(fact, answer) for fact, answer, _ in answers])
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
        area=around[:0],
        area_bias=around[0, :0],
        telling_names=telling_names,
        telling_mean=telling_mean,
        telling=telling,
        digest=examples_digest(examples, sentences),
    )
    seen = ordinary_work(bare, register, vectors)
    if len(seen):
        owners += [REGISTER] * len(seen)
        names, weights = fit_points(np.concatenate([told_points, bare.around(seen)]), owners)
        bare = replace(bare, names=names, points=weights)
    kind, kind_bias = kind_weights(bare, own_kinds(examples), official, vectors)
    own = [(text, _area_of(name)) for name, text in points]
    area, area_bias = area_weights(bare, own, areas, vectors)
    return replace(bare, kind=kind, kind_bias=kind_bias, area=area, area_bias=area_bias)


def ordinary_work(bare: Support, register: list[str], vectors: Vectors) -> Floats:
    """Vectors of the passages of the register that look a little like a prohibited practice."""
    if not register:
        return bare.mean[None, :][:0]
    rows = vectors(register)
    found = chances(register, rows, bare)
    prohibited = np.array([name.startswith(PROHIBITION) for name in found.names])
    clear = found.rows[:, ~prohibited].max(axis=1) >= REGISTER_CLEAR
    return rows[(found.rows[:, prohibited].sum(axis=1) >= REGISTER_FROM) & ~clear]


def kind_weights(
    bare: Support, own: list[Labelled], official: list[Labelled], vectors: Vectors
) -> tuple[Floats, Floats]:
    """Weights and bias; each of our kinds weighs the same."""
    texts, kinds, weights = _weighed(own, official, OFFICIAL_WEIGHT, len(KINDS))
    cues = np.array([kind_cues(text) for text in texts], dtype=np.float32)
    return fit_classes(np.hstack([bare.around(vectors(texts)), cues]), kinds, weights, len(KINDS))


def area_weights(bare: Support, own: list[Labelled], areas: list[Labelled], vectors: Vectors) -> tuple[Floats, Floats]:
    """Weights and bias; each area weighs the same in our own examples."""
    texts, numbers, weights = _weighed(own, areas, TEXTY_WEIGHT, AREA_COUNT)
    return fit_areas(bare.around(vectors(texts)), numbers, weights)


def _weighed(
    own: list[Labelled], others: list[Labelled], weight: float, count: int
) -> tuple[list[str], NDArray[np.intp], Floats]:
    """All texts with their class; each class of our own counts for one, the others together for ``weight`` a class."""
    classes = np.array([number for _, number in (*own, *others)], dtype=np.intp)
    mine = classes[: len(own)]
    share = np.full(len(others), weight * count / max(1, len(others)))
    weights = np.concatenate([1 / np.bincount(mine, minlength=count)[mine], share])
    return [text for text, _ in (*own, *others)], classes, weights.astype(np.float32)


def _area_of(name: str) -> int:
    return next((number for number, facts in AREA_FACTS.items() if points_within([name], facts)), 0)


def _dossier(text: str) -> Dossier:
    return Dossier((Document("0" * 12, "tekst.txt", None, (Page(None, text),)),))


def main() -> None:
    """Fit and write."""
    settings = load_settings()
    embedder = packaged_embedder()
    if embedder is None:
        raise SystemExit("Er is geen model om vectoren mee te maken.")
    cache = VectorCache(settings.data_dir / "vectors", embedder.name)
    target = FOLDER / "geleerd" / "punten.npz"
    target.parent.mkdir(exist_ok=True)
    bench = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    official = official_kinds(bench and bench / "ec_guidelines_dev" / "examples.jsonl")
    areas = texty_areas(bench / "texty_nl" / "texty_nl_risk.jsonl") if bench else []

    def vectors(texts: list[str]) -> Floats:
        return cache.embed(embedder, texts).astype(np.float32)

    texts = register_half(bench / "algoritmeregister" / "algoritmes.json", held=False) if bench else []
    register = [passage for text in texts for passage in stated_passages(text)]
    fit(read_examples(), load_zinnen(), official, areas, register, embedder.name, vectors).save(target)
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
