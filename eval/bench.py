"""Public sets beside our own: read in place, never copied into the project.

    python -m eval.bench                                    # what there is, whose it is, what it may be used for
    python -m eval.bench algoritmekader_vereisten [--bench FOLDER]
    python -m eval.bench ai_act_evaluation_benchmark --once # measuring only: once, for a final figure

Comes in: the folder ``shared/bench``. Goes out: questions and labelled texts, and recall of the law alone for the sets
that have gold. What each NOTE.md there allows is kept here: ``tuning`` gives only what may be tuned on.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiact_assistant.domain import AiactError, Authority
from aiact_assistant.search.index import SearchIndex
from aiact_assistant.settings import load_settings
from eval.metrics import Found, evaluate, finds_by_id, table
from eval.questions import Question
from eval.retrieval import GOLD_DATE, LIMIT
from eval.store import ROOT

FOLDER = ROOT.parent / "shared" / "bench"
# texty_nl: ids that begin with one of these may be tuned on; the others, also what is no hex digit, are held back.
_TEXTY_TUNING = "01234567"


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A public set and its terms.

    Attributes:
        name: its folder.
        file: the file that is read.
        about: what it is, in Dutch.
        licence: its licence, and whom to name.
        tuning: whether anything of it may be used while building.
        has_gold: whether its items are questions with provisions.
    """

    name: str
    file: str
    about: str
    licence: str
    tuning: bool
    has_gold: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with the class that the set gives it; ``point`` of annex III where the set names one."""

    id: str
    text: str
    label: str
    point: str = ""


SETS = {
    one.name: one
    for one in (
        PublicSet(
            "ai_act_evaluation_benchmark",
            "qa_pairs_flagged.jsonl",
            "137 Engelse vragen met hun artikel en 339 situaties met hun klasse, bij de tekst van 2024",
            "CC BY 4.0, Davvetas e.a., arXiv 2603.09435",
            tuning=False,
            has_gold=True,
        ),
        PublicSet(
            "algoritmekader_vereisten",
            "vereisten.jsonl",
            "40 vereisten van het Algoritmekader met de artikelen waarop zij rusten, van vóór de wijziging van 2026",
            "EUPL-1.2, Ministerie van BZK",
            tuning=True,
            has_gold=True,
        ),
        PublicSet(
            "algoritmeregister",
            "algoritmes.json",
            "1.530 beschrijvingen uit het Algoritmeregister, zonder oordeel over het risico",
            "CC0, schellevis/algoritmeregister",
            tuning=True,
        ),
        PublicSet(
            "ec_guidelines_dev",
            "examples.jsonl",
            "146 voorbeelden uit de concept-richtsnoeren van de Commissie bij artikel 6",
            "hergebruik met bronvermelding, Europese Unie; omgezet in AI-Act-Implementation-Tool (EUPL-1.2)",
            tuning=True,
        ),
        PublicSet(
            "texty_nl",
            "texty_nl_risk.jsonl",
            "1.032 Nederlandse teksten over een systeem, met hoog of laag risico; kunstmatig gemaakt",
            "MIT, © 2025 Anthony Potappel (aprxi/texty)",
            tuning=True,
        ),
    )
}


def questions(name: str, folder: Path = FOLDER) -> list[Question]:
    """The questions of a set with gold, at the level of articles and annexes.

    Raises:
        ValueError: the set has no gold.
    """
    if not SETS[name].has_gold:
        raise ValueError(f"no gold in {name}")
    rows = _rows(folder / name / SETS[name].file)
    if name == "ai_act_evaluation_benchmark":
        return [Question(row["id"], row["question"], "en", (f"art_{row['relevant_article']}",)) for row in rows]
    found: list[Question] = []
    for row in rows:
        # A range of recitals ("29 - 44") is no one place to find.
        prefix = {"article": "art", "annex": "anx"}
        gold = tuple(f"{prefix[one['type']]}_{one['n']}" for one in row["gold"] if one["type"] in prefix)
        if gold:
            found.append(Question(row["id"], row["title"], "nl", tuple(dict.fromkeys(gold))))
    return found


def labelled(name: str, folder: Path = FOLDER, *, tuning: bool) -> list[Labelled]:
    """The texts of a set with classes.

    Args:
        name: the set.
        folder: where the sets are.
        tuning: whether they are used while building: then only what may be. Otherwise what was held back; of a set
            without such a part, everything.

    Raises:
        ValueError: the set has no classes, or may not be tuned on.
    """
    if tuning and not SETS[name].tuning:
        raise ValueError(f"measuring only: {name}")
    if name == "ec_guidelines_dev":
        rows = _rows(folder / name / SETS[name].file)
        return [Labelled(row["id"], row["description"], row["label"], row["annex_iii_point"]) for row in rows]
    if name == "texty_nl":
        rows = _rows(folder / name / SETS[name].file)
        kept = [row for row in rows if (row["id"][0] in _TEXTY_TUNING) == tuning]
        return [Labelled(row["id"], row["text"], row["label"]) for row in kept]
    if name == "ai_act_evaluation_benchmark":
        scenarios = json.loads((folder / name / "scenarios.json").read_text("utf8"))["data"]
        fields = ("role", "intended_use", "system_type", "input_data", "domain")
        return [
            Labelled(f"s{number:03d}", ". ".join(str(row[field]) for field in fields), row["risk_level"])
            for number, row in enumerate(scenarios, start=1)
        ]
    raise ValueError(f"no classes in {name}")


def register(folder: Path = FOLDER) -> list[Labelled]:
    """Descriptions of the Algoritmeregister, each purpose once: many are copies of a supplier's text; no label."""
    path = folder / "algoritmeregister" / SETS["algoritmeregister"].file
    rows = json.loads(path.read_text("utf8"))["algoritmes"]
    once = {" ".join(row["doel"].split()).casefold(): row for row in reversed(rows)}
    return [Labelled(row["id"], f"{row['title']}. {row['doel']}", "") for row in reversed(once.values())]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0, or that of the error."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description="Meet op openbare sets.")
    parser.add_argument("name", nargs="?", choices=[one.name for one in SETS.values() if one.has_gold])
    parser.add_argument("--bench", type=Path, default=FOLDER, metavar="FOLDER", help="de map met de sets")
    parser.add_argument("--once", action="store_true", help="nodig bij een set die alleen voor een eindstand is")
    options = parser.parse_args(arguments)
    if options.name is None:
        for one in SETS.values():
            use = "mag bij het bouwen" if one.tuning else "alleen om te meten"
            print(f"{one.name}: {one.about}. Licentie: {one.licence}. {use}.")
        return 0
    if not SETS[options.name].tuning and not options.once:
        parser.error(f"{options.name} is alleen voor een eindstand: stel er niets op af. Meet met --once.")
    try:
        index = SearchIndex.open(load_settings())
    except AiactError as error:
        print(error.dutch, file=sys.stderr)
        return error.exit_code
    asked = questions(options.name, options.bench)
    print(table(asked, {"product, alleen de wet": evaluate(asked, lambda one: _law(index, one), finds_by_id({}))}))
    print(f"\n{SETS[options.name].about}. {SETS[options.name].licence}.")
    return 0


def _law(index: SearchIndex, question: Question) -> list[Found]:
    """The law alone: the pages of the Algoritmekader in the index hold the answers to its own requirements."""
    hits = index.search(question.text, language=question.lang, on=GOLD_DATE, limit=LIMIT, authorities=(Authority.LAW,))
    return [Found(hit.id) for hit in hits]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf8").splitlines() if line.strip()]


if __name__ == "__main__":
    sys.exit(main())
