"""Turns what users thought of answers into candidate questions for a person to judge.

    python -m eval.harvest [--feedback FILE] [--out FILE]

Comes in: the feedback file of the page. Goes out: a file with one candidate a line, worst first, with personal data
masked. A candidate is no question: its gold, facts and id are empty, and ``read_questions`` refuses it. A person reads
it, removes what still points at someone, writes the rest and moves it to ``data/vragen.jsonl``. Nothing is added by
this program.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiact_assistant.documents.sensitive import mask
from aiact_assistant.domain import AiactError
from aiact_assistant.settings import load_settings
from aiact_assistant.ui.feedback import FILE
from eval.questions import read_questions

OUT_NAME = "kandidaten.jsonl"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that users judged.

    Attributes:
        text: the question, masked.
        lang: its language.
        up: votes for the answer.
        down: votes against it.
        reasons: what users wrote with their vote, masked, each once.
        status: how the last answer ended.
        citations: what the last answer cited.
    """

    text: str
    lang: str
    up: int
    down: int
    reasons: tuple[str, ...]
    status: str
    citations: tuple[str, ...]


def candidates(rows: Iterable[Mapping[str, Any]], known: Iterable[str]) -> list[Candidate]:
    """One candidate per question that is not in the set yet, most votes against first.

    Args:
        rows: verdicts, oldest first.
        known: questions that are in the set.
    """
    taken = {_key(text) for text in known}
    found: dict[str, Candidate] = {}
    for row in rows:
        text = mask(str(row["question"]).strip())
        key = _key(text)
        if not key or key in taken:
            continue
        before = found.get(key)
        reason = mask(str(row["reason"]).strip())
        reasons = before.reasons if before else ()
        found[key] = Candidate(
            text=before.text if before else text,
            lang=str(row["lang"]),
            up=(before.up if before else 0) + (row["vote"] == "up"),
            down=(before.down if before else 0) + (row["vote"] == "down"),
            reasons=reasons if not reason or reason in reasons else (*reasons, reason),
            status=str(row["status"]),
            citations=tuple(row["citations"]),
        )
    return sorted(found.values(), key=lambda one: (one.up - one.down, -one.down))


def as_row(candidate: Candidate) -> dict[str, Any]:
    """A line to complete: what a question needs is empty, what users said stands beside it."""
    return {
        "id": "",
        "question": candidate.text,
        "lang": candidate.lang,
        "gold": [],
        "facts": [],
        "feedback": {
            "up": candidate.up,
            "down": candidate.down,
            "reasons": list(candidate.reasons),
            "status": candidate.status,
            "citations": list(candidate.citations),
        },
    }


def read_feedback(path: Path) -> list[dict[str, Any]]:
    """The verdicts of a file, oldest first; a line that was half written is left out."""
    found: list[dict[str, Any]] = []
    for line in path.read_text("utf8").splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0, 1 when something failed, 2 when there is no feedback."""
    parser = argparse.ArgumentParser(prog="python -m eval.harvest", description="Maak kandidaat-vragen van oordelen.")
    parser.add_argument("--feedback", type=Path, metavar="FILE", help="de oordelen; anders die van deze installatie")
    parser.add_argument("--out", type=Path, metavar="FILE", default=Path(OUT_NAME))
    options = parser.parse_args(arguments)
    try:
        path = options.feedback or load_settings().data_dir / FILE
    except AiactError as error:
        print(error.dutch, file=sys.stderr)
        return error.exit_code
    if not path.exists():
        print(f"Er zijn geen oordelen in {path}.", file=sys.stderr)
        return 2
    if options.out.exists():
        print(f"{options.out} bestaat al. Kies een andere naam met --out, of verwijder het bestand.", file=sys.stderr)
        return 1
    known = [one.text for one in read_questions(with_unanswerable=True)]
    found = candidates(read_feedback(path), known)
    lines = [json.dumps(as_row(one), ensure_ascii=False) for one in found]
    options.out.write_text("".join(f"{line}\n" for line in lines), "utf8")
    print(
        f"{len(found)} kandidaten in {options.out}. BSN, IBAN, e-mailadressen en telefoonnummers zijn weggehaald, namen"
        " niet: lees elke regel voordat u haar deelt of toevoegt."
    )
    return 0


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


if __name__ == "__main__":
    sys.exit(main())
