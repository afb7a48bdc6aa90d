"""The good copies of the sources and ``corpus.lock.json``, which records what was taken.

Comes in: ``Settings`` and verified bytes. Goes out: the copy of a source, when it is still the one that was taken.
A file is written whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from aiact_assistant.corpus.fetch import unwritable
from aiact_assistant.domain import Source
from aiact_assistant.settings import Settings

LOCK = "corpus.lock.json"


@dataclass(frozen=True, slots=True)
class LockEntry:
    """What was taken for a source: hash, size in bytes, moment (ISO, UTC), where from, and the server's marks."""

    sha256: str
    size: int
    fetched_at: str
    version: str
    address: str
    file: str
    etag: str = ""
    last_modified: str = ""


def read_lock(settings: Settings) -> dict[str, LockEntry]:
    """What was taken, by source id; an absent or unreadable lock is empty, so that everything is taken anew."""
    try:
        content: dict[str, dict[str, Any]] = json.loads((settings.sources_dir / LOCK).read_text("utf8"))
        return {key: LockEntry(**entry) for key, entry in content.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def keep(settings: Settings, source: Source, entry: LockEntry, data: bytes | None = None) -> None:
    """Record what was taken for a source, and keep its file, both or neither; raises ``StorageError``.

    Args:
        settings: says where.
        source: whose copy it is.
        entry: what to record.
        data: the file, ``None`` when it is there already.
    """
    lock = read_lock(settings)
    if data is None and lock.get(source.id) == entry:
        return
    lock[source.id] = entry
    text = json.dumps({key: asdict(lock[key]) for key in sorted(lock)}, indent=2, ensure_ascii=False)
    files = {} if data is None else {settings.sources_dir / entry.file: data}
    write_whole(files | {settings.sources_dir / LOCK: f"{text}\n".encode()})


def local_file(settings: Settings, source: Source) -> Path | None:
    """The good copy of a source; ``None`` when there is none, or it is no longer what was taken."""
    entry = read_lock(settings).get(source.id)
    return settings.sources_dir / entry.file if entry is not None and is_intact(settings, entry) else None


def is_intact(settings: Settings, entry: LockEntry) -> bool:
    """Whether the file is there, byte for byte as it was taken."""
    try:
        return sha256((settings.sources_dir / entry.file).read_bytes()) == entry.sha256
    except OSError:
        return False


def sha256(data: bytes) -> str:
    """The hash that the lock records."""
    return hashlib.sha256(data).hexdigest()


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write files whole or not at all: none is replaced before all are on disk; raises ``StorageError``."""
    parts = {target: target.with_name(f"{target.name}.{os.getpid()}.part") for target in files}
    target = Path()
    try:
        for target, part in parts.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(files[target])
                file.flush()
                os.fsync(file.fileno())
        for target, part in parts.items():
            part.replace(target)
    except OSError as error:
        raise unwritable(target.parent, error) from error
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)
