"""The lock and the copies: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aiact_assistant.corpus.lock import LockEntry, keep, local_file, read_lock, sha256, write_whole
from aiact_assistant.corpus.manifest import load_manifest
from aiact_assistant.domain import StorageError
from aiact_assistant.settings import Settings

SOURCE = load_manifest()[0]
WHOLE = '{"ai-act": {"sha256": "", "size": 1, "fetched_at": "", "version": "", "address": "", "file": ""}}'


def entry(data: bytes) -> LockEntry:
    return LockEntry(sha256(data), len(data), "2030-01-01T00:00:00+00:00", "1", "http://hier", "a.html")


@pytest.mark.parametrize(
    "text", [None, "", "stuk", "[]", '{"wet": 1}', '{"wet": {"onbekend": 1}}', WHOLE[:-1], WHOLE[: len(WHOLE) // 2]]
)
def test_absent_half_written_or_damaged_lock_is_empty(tmp_path: Path, text: str | None) -> None:
    settings = Settings(data_dir=tmp_path)
    settings.sources_dir.mkdir()
    if text is not None:
        (settings.sources_dir / "corpus.lock.json").write_text(text, "utf8")
    assert read_lock(settings) == {}
    assert local_file(settings, SOURCE) is None


def test_copy_counts_only_while_it_is_what_was_taken(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    path = settings.sources_dir / "a.html"
    keep(settings, SOURCE, entry(b"tekst"), b"tekst")
    assert local_file(settings, SOURCE) == path
    path.write_bytes(b"tekst?")
    assert local_file(settings, SOURCE) is None
    path.unlink()
    assert local_file(settings, SOURCE) is None


def test_other_entries_are_kept_and_the_file_is_readable_for_people(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    other = load_manifest()[1]
    keep(settings, SOURCE, entry(b"a"))
    keep(settings, other, entry(b"b"))
    assert read_lock(settings) == {SOURCE.id: entry(b"a"), other.id: entry(b"b")}
    assert '\n  "ai-act": {\n' in (settings.sources_dir / "corpus.lock.json").read_text("utf8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="geen /dev/full op dit systeem")
@pytest.mark.parametrize("full", ["a.html", "corpus.lock.json"])
def test_full_disk_keeps_the_copy_that_was_there(tmp_path: Path, full: str) -> None:
    settings = Settings(data_dir=tmp_path)
    keep(settings, SOURCE, entry(b"oud"), b"oud")
    (settings.sources_dir / f"{full}.{os.getpid()}.part").symlink_to("/dev/full")
    with pytest.raises(StorageError, match="Maak ruimte"):
        keep(settings, SOURCE, entry(b"nieuw"), b"nieuw")
    path = local_file(settings, SOURCE)
    assert path is not None
    assert path.read_bytes() == b"oud"
    assert sorted(file.name for file in settings.sources_dir.iterdir()) == ["a.html", "corpus.lock.json"]


def test_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "map").write_text("geen map", "utf8")
    with pytest.raises(StorageError, match="AIACT_DATA_DIR"):
        write_whole({tmp_path / "map" / "a.html": b"tekst"})
