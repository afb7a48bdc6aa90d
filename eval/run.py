"""Measures the assistant and reports it: one command for whoever wants to know how good it is.

    python -m eval.run [--suite retrieval|answers|scope|...|all] [--split dev|test|all] [--compare RESULT] [--gate]
                       [--naive SCORES] [--out DIR]

Comes in: the built index of the present settings and the questions in ``eval/data``. Goes out: ``DIR/COMMIT-SPLIT``
as ``.json``, ``.md`` and ``.html``. A run that was broken off goes on where it was. Exit codes: 0 done, 1 failed or
(with ``--gate``) worse than the last result in git, 2 bad input.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiact_assistant.assistant import Assistant
from aiact_assistant.domain import AiactError
from aiact_assistant.settings import load_settings
from eval.gate import worsened
from eval.questions import SPLITS
from eval.report import blocks, markdown, page
from eval.result import make_result
from eval.store import (
    ROOT,
    commit_name,
    committed_results,
    data_hashes,
    in_order,
    read_result,
    results_in,
    run_tasks,
    write_result,
)
from eval.suites import NAIVE, SUITES, Bench, Suite, Task, naive_records

OUT = ROOT / ".eval"
# A line of progress after this many tasks, for a log without a terminal.
_EVERY = 50


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0, 1 or 2 as above."""
    options = _parser().parse_args(arguments)
    try:
        earlier = read_result(options.compare) if options.compare else None
        naive = {("retrieval", NAIVE): naive_records(options.naive, options.split)} if options.naive else {}
    except (OSError, ValueError) as error:
        print(f"De uitslag om mee te vergelijken kan niet worden gelezen: {error}", file=sys.stderr)
        return 2
    suites = list(SUITES.values()) if options.suite == "all" else [SUITES[options.suite]]
    commit, changed = commit_name()
    try:
        bench = Bench(Assistant(load_settings()))
        tasks = _tasks(suites, bench, options.split)
        fingerprint = bench.fingerprint
        records = run_tasks(tasks, OUT / "cache" / f"{commit}-{fingerprint}.jsonl", _Progress())
    except AiactError as error:
        print(error.dutch, file=sys.stderr)
        return error.exit_code
    result = make_result(
        suites,
        {**records, **naive},
        commit=commit,
        changed=changed,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        split=options.split,
        fingerprint=fingerprint,
        data=data_hashes(),
    )
    before = [one for one in committed_results(options.split) if one["commit"] != commit]
    own = [one for one in results_in(options.out, options.split) if one["commit"] != commit]
    history = in_order({one["commit"]: one for one in (*before, *own)}.values())
    path = write_result(result, options.out)
    made = blocks(result, earlier, history)
    path.with_suffix(".md").write_text(markdown(made), "utf8")
    path.with_suffix(".html").write_text(page(made), "utf8")
    print(f"Uitslag: {path}\nVerslag: {path.with_suffix('.md')} en {path.with_suffix('.html')}")
    return _gate(result, before) if options.gate else 0


def _gate(result: dict[str, Any], before: Sequence[dict[str, Any]]) -> int:
    if not before:
        print("Er is nog geen vastgelegde uitslag van dit deel om mee te vergelijken (docs/eval).", file=sys.stderr)
        return 0
    if result["data"] != before[-1]["data"]:
        print("Let op: de vragen zijn veranderd sinds de vastgelegde uitslag.", file=sys.stderr)
    worse = worsened(result, before[-1], {suite.key: suite.measures for suite in SUITES.values()})
    for one in worse:
        print(f"Slechter: {one.dutch()}", file=sys.stderr)
    if not worse:
        print(f"Niet slechter dan {before[-1]['commit']}.")
    return 1 if worse else 0


def _tasks(suites: Sequence[Suite], bench: Bench, split: str) -> list[Task]:
    """The tasks of these suites, of a shared source once."""
    by_source = {suite.source: suite for suite in reversed(suites)}
    return [
        task for source in dict.fromkeys(s.source for s in suites) for task in by_source[source].tasks(bench, split)
    ]


class _Progress:
    """One line that is written over in a terminal; in a log a line now and then."""

    def __call__(self, source: str, system: str, done: int, of: int) -> None:
        line = f"{source}, {system}: {done} van {of}"
        if sys.stderr.isatty():
            print(f"\r\033[K{line}", end="\n" if done == of else "", file=sys.stderr, flush=True)
        elif done == of or done % _EVERY == 0:
            print(line, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.run", description="Meet de assistent en schrijf een verslag.")
    parser.add_argument("--suite", choices=(*SUITES, "all"), default="all", help="wat er gemeten wordt")
    parser.add_argument("--split", choices=SPLITS, default="dev", help="dev om mee te bouwen, test voor een eindstand")
    parser.add_argument("--compare", type=Path, metavar="RESULT", help="een eerdere uitslag (.json)")
    parser.add_argument(
        "--gate", action="store_true", help="code 1 als een cijfer slechter is dan de vastgelegde uitslag"
    )
    parser.add_argument("--naive", type=Path, metavar="SCORES", help="cijfers van de kale stapel (eval.naive --json)")
    parser.add_argument("--out", type=Path, metavar="DIR", default=OUT, help="map voor uitslag en verslag")
    return parser


if __name__ == "__main__":
    sys.exit(main())
