"""Names of runs, and the results in git."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from eval.store import commit_name, committed_results, data_hashes, read_result, results_in


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@voorbeeld.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf8")
    return path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    write(tmp_path / "src" / "a.py", "a = 1\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "begin")
    return tmp_path


def test_a_run_is_named_by_its_commit_and_by_what_is_not_committed(repository: Path) -> None:
    clean, changed = commit_name(repository)
    assert len(clean) == 12
    assert not changed
    write(repository / "docs" / "x.md", "a page changes no figure")
    assert commit_name(repository) == (clean, False)
    write(repository / "src" / "a.py", "a = 2\n")
    first, changed = commit_name(repository)
    assert first.startswith(f"{clean}-gewijzigd-")
    assert changed
    write(repository / "src" / "b.py", "new\n")
    assert commit_name(repository)[0] not in (clean, first)


def test_outside_git_a_run_counts_as_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert commit_name(tmp_path) == ("zonder-git", True)
    assert committed_results("dev", tmp_path) == []


def test_only_results_in_git_count_and_the_newest_is_last(repository: Path) -> None:
    for name, made in (("bbb-dev", "2026-11-01"), ("aaa-dev", "2026-11-02"), ("ccc-test", "2026-11-03")):
        text = json.dumps({"commit": name[:3], "made": made, "split": name[4:], "suites": {}})
        write(repository / "docs" / "eval" / f"{name}.json", text)
    assert committed_results("dev", repository) == []
    assert [one["commit"] for one in results_in(repository / "docs" / "eval", "dev")] == ["bbb", "aaa"]
    git(repository, "add", "-A")
    assert [one["commit"] for one in committed_results("dev", repository)] == ["bbb", "aaa"]


def test_what_is_no_result_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="geen uitslag"):
        read_result(write(tmp_path / "x.json", '{"commit": "abc"}'))


def test_a_changed_question_changes_the_hash_of_its_set(tmp_path: Path) -> None:
    write(tmp_path / "v.jsonl", "{}")
    before = data_hashes(tmp_path)
    write(tmp_path / "v.jsonl", '{"id": 1}')
    assert list(before) == ["v.jsonl"]
    assert data_hashes(tmp_path) != before
