"""Measures the proposals of ``Assistant.propose``.

    python -m eval.assessment --set practices|practices-held|register|texty|texty-held|guidelines|benchmark

Reads ``../shared/bench`` (or ``--bench``). ``texty`` and ``guidelines`` may be tuned on, ``texty-held`` is the half
that is held back, ``benchmark`` is for measuring only. The label of texty means "mentions an Annex III field" and knows
no exceptions, so it is compared with the area question; ``guidelines`` is reported with its own fold left out of what
is learnt. Vectors are kept in ``--cache``, so that a second run is quick.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tools.fit_support import (
    LABELS,
    TEXTY_AREAS,
    fit,
    official_kinds,
    read_examples,
    register_half,
    stated_passages,
    texty_areas,
)

from aiact_assistant.assessment.decide import decide
from aiact_assistant.assessment.leaning import lean, resting_on
from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.corpus.zinnen import load_zinnen
from aiact_assistant.documents.facts import FactReader, Reading
from aiact_assistant.documents.support import Support, load_support
from aiact_assistant.domain import Document, Dossier, Fact, Page, ProvisionId, RiskClass
from aiact_assistant.search.embed import Embedder, packaged_embedder, quantise

BENCH = Path(__file__).parents[2] / "shared" / "bench"
PRACTICES = Path(__file__).parent / "data" / "praktijken.jsonl"
DAY = date(2026, 11, 23)
FOLDS = 5
CLASSES = {
    RiskClass.PROHIBITED: "prohibited",
    RiskClass.HIGH_RISK: "high-risk",
    RiskClass.HIGH_RISK_EXEMPT: "high-risk",
    RiskClass.TRANSPARENCY: "limited",
    RiskClass.UNDETERMINED: "undetermined",
}
# Tuned on texty 0-7, five folds: below it the description names no area.
AREA_FROM = 0.4


class KeptVectors:
    """An embedder that never reads the same text twice; ``keep`` saves what it read for a next run."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self.name = embedder.name
        self._embedder = embedder
        self._path = folder / f"{embedder.name}.npz"
        self._rows: dict[str, NDArray[np.int8]] = {}
        if self._path.exists():
            with np.load(self._path) as data:
                self._rows = dict(zip((str(key) for key in data["keys"]), data["rows"], strict=True))

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text."""
        keys = [hashlib.sha256(text.encode()).hexdigest()[:32] for text in texts]
        missing = [(key, text) for key, text in zip(keys, texts, strict=True) if key not in self._rows]
        if missing:
            found = quantise(self._embedder.passages([text for _, text in missing]))
            self._rows |= {key: row for (key, _), row in zip(missing, found, strict=True)}
        return np.stack([self._rows[key] for key in keys]).astype(np.float32)

    def question(self, text: str) -> NDArray[np.float32]:
        """One vector."""
        return self._embedder.question(text)

    def keep(self) -> None:
        """Save all vectors; no text is saved."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(self._path, keys=np.array(list(self._rows)), rows=np.stack(list(self._rows.values())))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out for one description."""

    risk_class: RiskClass
    provisions: tuple[ProvisionId, ...]
    reading: Reading
    undetermined: bool


def assess(text: str, reader: FactReader) -> Outcome:
    """A description as a dossier of one file."""
    book = load_rules()
    dossier = Dossier((Document("0" * 12, "tekst.txt", None, (Page(None, text),)),))
    reading = reader.read(dossier, tuple(book.questions))
    facts = [Fact(one.id, one.answer) for one in reading.facts if one.answer is not None]
    best = lean(book, facts, reading.leaning, DAY, reading.doubts)
    return Outcome(
        best.risk_class,
        resting_on(best, reading.leaning),
        reading,
        decide(book, facts, DAY).risk_class is RiskClass.UNDETERMINED,
    )


def f1(gold: Sequence[object], found: Sequence[object], label: object) -> tuple[float, float, float]:
    """Precision, recall and F1 of a label."""
    right = sum(g == f == label for g, f in zip(gold, found, strict=True))
    precision = right / max(1, sum(one == label for one in found))
    recall = right / max(1, sum(one == label for one in gold))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def texty(bench: Path, reader: FactReader, first: str) -> None:
    """High against not high, and the area, for ids that begin with one of ``first``."""
    lines = (bench / "texty_nl" / "texty_nl_risk.jsonl").read_text("utf8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["id"][0] in first]
    outcomes = [assess(row["text"], reader) for row in rows]
    gold = [TEXTY_AREAS.get(row["category"], 0) for row in rows]
    found = [_area(outcome.reading) for outcome in outcomes]
    high = [bool(area) for area in found]
    print(f"{len(rows)} texts")
    _print("high (names an area)", f1([bool(one) for one in gold], high, True))
    asked = [
        (g, max(o.reading.areas, key=lambda n: o.reading.areas[n])) for g, o in zip(gold, outcomes, strict=True) if g
    ]
    print(f"area right, of the high ones: {np.mean([g == f for g, f in asked]):.3f}")
    print(f"area right or rightly none, of all: {np.mean([g == f for g, f in zip(gold, found, strict=True)]):.3f}")
    _shares(outcomes)


@dataclass(frozen=True, slots=True)
class Practice:
    """A short description of our own with its class.

    Attributes:
        id: its name; an odd number may be tuned on, an even one is held back.
        text: the description.
        gold: ``prohibited``, ``high-risk``, ``limited`` or ``minimal``; ``lawful`` is any but the first.
        point: the point of the law that it is about, or that it comes near to.
    """

    id: str
    text: str
    gold: str
    point: str


def read_practices(*, held: bool) -> list[Practice]:
    """One half of ``data/praktijken.jsonl``."""
    names = {"near": "lawful", "high_risk": "high-risk", "transparency": "limited"}
    rows: list[dict[str, str]] = [json.loads(line) for line in PRACTICES.read_text("utf8").splitlines()]
    found = [Practice(row["id"], row["text"], names.get(row["class"], row["class"]), row["point"]) for row in rows]
    return [one for one in found if (int(one.id[1:]) % 2 == 0) == held]


def practices(reader: FactReader, *, held: bool) -> None:
    """What the draft makes of prohibited practices, and of what looks like them."""
    cases = read_practices(held=held)
    outcomes = [assess(one.text, reader) for one in cases]
    gold = [one.gold for one in cases]
    found = [CLASSES.get(outcome.risk_class, "minimal") for outcome in outcomes]
    print(f"{len(cases)} descriptions")
    for label in dict.fromkeys(gold):
        row = Counter(f for g, f in zip(gold, found, strict=True) if g == label)
        print(f"  {label} as {dict(row)}")
        # Of a near miss only is known that it is not prohibited.
        known = [(g, f) for g, f in zip(gold, found, strict=True) if label == "prohibited" or g != "lawful"]
        if label != "lawful":
            _print(f"  {label}", f1([g for g, _ in known], [f for _, f in known], label))
    _shares(outcomes)
    if not held:
        for one, outcome, label in zip(cases, outcomes, found, strict=True):
            if label != one.gold and (one.gold != "lawful" or label == "prohibited"):
                print(f"  {one.id} {one.gold} {one.point} -> {label} {' '.join(outcome.provisions)}: {one.text[:90]}")


def in_use(bench: Path, reader: FactReader) -> None:
    """What the draft makes of the half of the Algoritmeregister that nothing was learnt from; it has no labels."""
    texts = register_half(bench / "algoritmeregister" / "algoritmes.json", held=True)
    outcomes = [assess(text, reader) for text in texts]
    shares = Counter(CLASSES.get(outcome.risk_class, "minimal") for outcome in outcomes)
    print(f"{len(texts)} descriptions: { ({name: round(count / len(texts), 3) for name, count in shares.items()}) }")
    _shares(outcomes)


def guidelines(bench: Path, embedder: KeptVectors) -> None:
    """Three classes, each fifth by what was learnt without it."""
    path = bench / "ec_guidelines_dev" / "examples.jsonl"
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text("utf8").splitlines()]
    fold = np.random.default_rng(0).integers(0, FOLDS, len(rows))
    official, examples = official_kinds(path), read_examples()
    found, gold, outcomes = [0] * len(rows), [LABELS[row["label"]] for row in rows], list[Outcome]()
    near = [0] * len(rows)
    areas = texty_areas(bench / "texty_nl" / "texty_nl_risk.jsonl")
    texts = register_half(bench / "algoritmeregister" / "algoritmes.json", held=False)
    register = [passage for text in texts for passage in stated_passages(text)]
    for number in range(FOLDS):
        others = [one for one, its in zip(official, fold, strict=True) if its != number]
        reader = FactReader(
            embedder, fit(examples, load_zinnen(), others, areas, register, embedder.name, embedder.passages)
        )
        for place in np.flatnonzero(fold == number):
            outcome = assess(rows[place]["description"], reader)
            outcomes.append(outcome)
            point = "anx_III." + rows[place]["annex_iii_point"].replace("(", ".").replace(")", "")
            found[place] = _three(outcome, lambda name, point=point: name == point)
            near[place] = _three(outcome, lambda name, point=point: name.startswith(point[:9]))
    print(f"{len(rows)} texts, {FOLDS} folds")
    for title, predicted in (("point itself", found), ("its area", near)):
        print(f"{title}: three classes right {np.mean([g == f for g, f in zip(gold, predicted, strict=True)]):.3f}")
        for label, value in LABELS.items():
            _print(f"  {label}", f1(gold, predicted, value))
    _shares(outcomes)


def benchmark(bench: Path, reader: FactReader) -> None:
    """Four classes; texts are never shown."""
    rows = json.loads((bench / "ai_act_evaluation_benchmark" / "scenarios.json").read_text("utf8"))["data"]
    texts = [
        f"{row['intended_use'].rstrip('.')}. System: {row['system_type']}. Input: {row['input_data']}."
        f" Domain: {row['domain']}."
        for row in rows
    ]
    outcomes = [assess(text, reader) for text in texts]
    gold = [row["risk_level"] for row in rows]
    found = [CLASSES.get(outcome.risk_class, "minimal") for outcome in outcomes]
    print(f"{len(rows)} scenarios; right: {np.mean([g == f for g, f in zip(gold, found, strict=True)]):.3f}")
    for label in ("prohibited", "high-risk", "limited", "minimal"):
        _print(label, f1(gold, found, label))
        row = [
            sum(g == label and f == other for g, f in zip(gold, found, strict=True)) for other in dict.fromkeys(gold)
        ]
        print(f"  as {dict(zip(dict.fromkeys(gold), row, strict=True))}")
    _shares(outcomes)


def _area(reading: Reading) -> int:
    best = max(reading.areas, key=lambda number: reading.areas[number])
    return best if reading.areas[best] >= AREA_FROM else 0


def _three(outcome: Outcome, within: Callable[[ProvisionId], bool]) -> int:
    if not any(within(name) for name in outcome.provisions):
        return LABELS["outside_use_case"]
    exempt = outcome.risk_class is RiskClass.HIGH_RISK_EXEMPT
    return LABELS["exempted_art6_3"] if exempt else LABELS["high_risk"]


def _shares(outcomes: Sequence[Outcome]) -> None:
    facts = [fact for outcome in outcomes for fact in outcome.reading.facts]
    told = [fact for fact in facts if fact.answer is not None]
    print(f"answered {len(told) / len(facts):.3f} of the questions, {len(told) / len(outcomes):.1f} per description")
    print(f"of the answered, with evidence: {np.mean([bool(fact.evidence) for fact in told]):.3f}")
    print(f"undetermined without the draft: {np.mean([outcome.undetermined for outcome in outcomes]):.3f}")


def _print(title: str, scores: tuple[float, float, float]) -> None:
    print(f"{title}: precision {scores[0]:.3f}, recall {scores[1]:.3f}, F1 {scores[2]:.3f}")


def main() -> None:
    """Run one set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--set",
        dest="chosen",
        choices=("practices", "practices-held", "register", "texty", "texty-held", "guidelines", "benchmark"),
        required=True,
    )
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--cache", type=Path, default=Path(".cache/assessment"))
    given = parser.parse_args()
    embedder = packaged_embedder()
    if embedder is None:
        raise SystemExit("There is no embedding model.")
    kept = KeptVectors(embedder, given.cache)
    support: Support = load_support()
    if given.chosen == "guidelines":
        guidelines(given.bench, kept)
    elif given.chosen.startswith("practices"):
        practices(FactReader(kept, support), held=given.chosen == "practices-held")
    elif given.chosen == "register":
        in_use(given.bench, FactReader(kept, support))
    elif given.chosen == "benchmark":
        benchmark(given.bench, FactReader(kept, support))
    else:
        texty(given.bench, FactReader(kept, support), "01234567" if given.chosen == "texty" else "89abcdef")
    kept.keep()


if __name__ == "__main__":
    main()
