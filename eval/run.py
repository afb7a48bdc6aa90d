"""Measures the assistant and reports it: one command for whoever wants to know how good it is.

    python -m eval.run [--config FILE] [--suite retrieval|answers|scope|...|all] [--split dev|test|all] [--model NAME]
                       [--judge FILE] [--compare RESULT] [--gate] [--chunking] [--naive SCORES] [--out DIR]

Comes in: the built index of the present settings and the data in ``eval/data``. Goes out: ``DIR/COMMIT-SPLIT`` (with
the model's name between, if there is one) as ``.json``, ``.md`` and ``.html``, and ``DIR/trend-SPLIT.html``. A run
that was broken off goes on where it was. Exit codes: 0 done, 1 failed or (with ``--gate``) worse than the last result
in git, or without one than the last in ``DIR``; 2 bad input.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from aiact_assistant.assistant import Assistant
from aiact_assistant.domain import AiactError
from aiact_assistant.settings import load_settings
from eval.chunking import Recut, open_recut
from eval.config import ConfigError, Options, read_options
from eval.gate import worsened
from eval.judge import Judge, load_judge
from eval.report import blocks, markdown, page, trend
from eval.result import make_result
from eval.store import (
    ROOT,
    commit_name,
    committed_results,
    data_hashes,
    in_order,
    read_result,
    result_name,
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
    try:
        options = read_options(arguments, OUT)
        earlier = read_result(options.compare) if options.compare else None
        naive = {("retrieval", NAIVE): naive_records(options.naive, options.split)} if options.naive else {}
        judge = load_judge(options.judge) if options.judge else None
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    except (OSError, ValueError) as error:
        print(f"Een bestand dat u noemt kan niet worden gebruikt: {error}", file=sys.stderr)
        return 2
    except AiactError as error:
        print(error.dutch, file=sys.stderr)
        return error.exit_code
    suites = [SUITES[key] for key in options.suites]
    commit, changed = commit_name()
    try:
        bench = _bench(options, judge)
        if options.model is not None and options.model != bench.model:
            print(_other_model(options.model, bench.model), file=sys.stderr)
            return 2
        fingerprint = bench.fingerprint
        cache = result_name(commit, fingerprint, bench.model, judge.name if judge else None)
        records = run_tasks(_tasks(suites, bench, options.split), OUT / "cache" / f"{cache}.jsonl", _Progress())
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
        model=bench.model,
        judge=judge.name if judge else None,
    )
    before = _same_series(committed_results(options.split), result)
    own = _same_series(results_in(options.out, options.split), result)
    history = in_order({one["commit"]: one for one in (*before, *own)}.values())
    path = write_result(result, options.out)
    made = blocks(result, earlier, history)
    path.with_suffix(".md").write_text(markdown(made), "utf8")
    path.with_suffix(".html").write_text(page(made), "utf8")
    if history:
        trend_page = options.out / f"{result_name('trend', bench.model, options.split)}.html"
        trend_page.write_text(page(trend([*history, result])), "utf8")
        print(f"Verloop: {trend_page}")
    print(f"Uitslag: {path}\nVerslag: {path.with_suffix('.md')} en {path.with_suffix('.html')}")
    return _gate(result, before or own) if options.gate else 0


def _bench(options: Options, judge: Judge | None) -> Bench:
    settings = load_settings()
    assistant = Assistant(settings)

    def recut() -> Recut:
        return open_recut(settings, assistant.open_index(), OUT / "andere-knip", _Building())

    return Bench(assistant, judge, recut if options.chunking else None)


def _same_series(results: Sequence[dict[str, Any]], result: dict[str, Any]) -> list[dict[str, Any]]:
    """Earlier results that can be compared: with the same language model, of another version."""
    return [one for one in results if one.get("model") == result["model"] and one["commit"] != result["commit"]]


def _other_model(wanted: str, configured: str | None) -> str:
    there = f"Ingesteld is taalmodel {configured}" if configured else "Er is geen taalmodel ingesteld"
    return f"{there}, en u vraagt om {wanted}. Zet AIACT_LLM_MODEL en AIACT_LLM_BASE_URL goed; zie docs/taalmodel.md."


def _gate(result: dict[str, Any], before: Sequence[dict[str, Any]]) -> int:
    if not before:
        print("Er is nog geen eerdere uitslag van dit deel om mee te vergelijken (docs/eval).", file=sys.stderr)
        return 0
    if result["data"] != before[-1]["data"]:
        print("Let op: de vragen zijn veranderd sinds de vorige uitslag.", file=sys.stderr)
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


class _Building:
    """Now and then a line while the index of the other cut is built."""

    def __call__(self, _: str, done: int, of: int) -> None:
        if done == of or done % (10 * _EVERY) == 0:
            print(f"andere knip: {done} van {of}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
