"""Keeps what was measured: records while a run is under way, results when it is done.

A run is named by its commit; with changes that are not committed, also by a hash of these. Records are kept under that
name and the fingerprint of the index, so that a run that was broken off goes on where it was and never mixes versions.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from eval.record import Record, read_record, record_json
from eval.suites import Task

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"
# What a figure depends on; a change of the docs is another commit but the same program.
_PROGRAM = ("src", "corpus", "rules", "prompts", "eval", "pyproject.toml")
_SHORT = 12
_NO_NAME = re.compile(r"[^A-Za-z0-9._-]+")

# Called after each task with the source and system, how many are done and how many there are.
Progress = Callable[[str, str, int, int], None]
Key = tuple[str, str]


def commit_name(root: Path = ROOT) -> tuple[str, bool]:
    """The name of the present program, and whether it has changes that are not committed.

    Without git (an unpacked sdist) it is ``zonder-git``, and counts as changed.
    """
    try:
        commit = _git(root, "rev-parse", f"--short={_SHORT}", "HEAD").strip()
        changes = _git(root, "diff", "HEAD", "--", *_PROGRAM)
        others = _git(root, "ls-files", "--others", "--exclude-standard", "--", *_PROGRAM).splitlines()
    except (OSError, subprocess.CalledProcessError):
        return "zonder-git", True
    if not changes and not others:
        return commit, False
    digest = hashlib.sha256(changes.encode())
    for name in sorted(others):
        digest.update(name.encode())
        digest.update((root / name).read_bytes())
    return f"{commit}-gewijzigd-{digest.hexdigest()[:8]}", True


def data_hashes(folder: Path = DATA) -> dict[str, str]:
    """The first characters of the SHA-256 of each data set, to see that two results asked the same questions."""
    paths = sorted([*folder.glob("*.jsonl"), *folder.glob("*/*.yaml")])
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:_SHORT] for path in paths
    }


def run_tasks(tasks: Sequence[Task], cache: Path, progress: Progress | None = None) -> dict[Key, list[Record]]:
    """Run what is not in the cache yet; gives the records per source and system, in the order of the tasks."""
    known = _read_cache(cache)
    cache.parent.mkdir(parents=True, exist_ok=True)
    found: dict[Key, list[Record]] = {}
    totals: dict[Key, int] = {}
    for task in tasks:
        key = (task.source, task.system)
        totals[key] = totals.get(key, 0) + 1
    with cache.open("a", encoding="utf8") as file:
        for task in tasks:
            key = (task.source, task.system)
            record = known.get((*key, task.id))
            if record is None:
                record = task.run()
                row = {"source": task.source, "system": task.system, "record": record_json(record)}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                file.flush()
            records = found.setdefault(key, [])
            records.append(record)
            if progress is not None:
                progress(task.source, task.system, len(records), totals[key])
    return found


def result_name(*parts: str | None) -> str:
    """Parts of a name joined, those that are there, with what no file name should have made a dash."""
    return "-".join(_NO_NAME.sub("-", part) for part in parts if part)


def write_result(result: dict[str, Any], folder: Path) -> Path:
    """Write a result as JSON, named by its commit, model (if any) and split."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{result_name(result['commit'], result.get('model'), result['split'])}.json"
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf8")
    return path


def read_result(path: Path) -> dict[str, Any]:
    """A result that ``write_result`` wrote.

    Raises:
        ValueError: it is something else.
    """
    result = json.loads(path.read_text("utf8"))
    if not isinstance(result, dict) or not {"commit", "made", "split", "suites"} <= set(result):
        raise ValueError(f"geen uitslag van eval.run: {path}")
    return result


def committed_results(split: str, root: Path = ROOT) -> list[dict[str, Any]]:
    """The results of a split that are in git under ``docs/eval``, oldest first."""
    try:
        names = _git(root, "ls-files", "--", "docs/eval").splitlines()
    except (OSError, subprocess.CalledProcessError):
        names = []
    return in_order(read_result(root / name) for name in names if name.endswith(f"-{split}.json"))


def results_in(folder: Path, split: str) -> list[dict[str, Any]]:
    """The results of a split in a folder, oldest first: of an organisation that measures every night."""
    return in_order(read_result(path) for path in folder.glob(f"*-{split}.json"))


def in_order(results: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Results by the time at which they were made."""
    return sorted(results, key=lambda result: str(result["made"]))


def _read_cache(path: Path) -> dict[tuple[str, str, str], Record]:
    if not path.exists():
        return {}
    found: dict[tuple[str, str, str], Record] = {}
    for line in path.read_text("utf8").splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            # A run that was killed while writing leaves half a line: that question is asked again.
            continue
        record = read_record(row["record"])
        found[row["source"], row["system"], record.id] = record
    return found


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout
