"""The manifest of sources, and bringing them in: from Cellar, GitHub or a mirror.

Comes in: ``corpus/sources.toml`` and ``Settings``. Goes out: good copies in the sources folder, each written only
after its shape is verified, and ``corpus.lock.json`` with what was taken. One failing source never stops another.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from aiact_assistant.corpus.fetch import Fetched, Fetcher, NotFound
from aiact_assistant.domain import AiactError, Authority, Language, ShapeError, Source, SourceError, StorageError
from aiact_assistant.resources import resource
from aiact_assistant.settings import Settings

# Cellar, the machine interface of the Publications Office; eur-lex.europa.eu answers programs with a challenge.
CELLAR = "http://publications.europa.eu/resource/celex/"
_ALPHA3 = {"nl": "nld", "en": "eng"}
_MANIFEST = "corpus/sources.toml"
_LOCK = "corpus.lock.json"

Verify = Callable[[Source, str, bytes], Mapping[str, int]]
Progress = Callable[[str, int, int | None], None]


class Outcome(StrEnum):
    """How the synchronisation of one source ended."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    CHANGED_UPSTREAM = "changed_upstream"
    ABSENT_OPTIONAL = "absent_optional"
    ABSENT_LANGUAGE = "absent_language"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """The outcome for one source, with a sentence for the user."""

    source: Source
    outcome: Outcome
    notice_nl: str
    notice_en: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """The outcomes of one synchronisation, in manifest order."""

    outcomes: tuple[SourceOutcome, ...]

    @property
    def failed(self) -> tuple[SourceOutcome, ...]:
        """Sources that should be there and could not be had."""
        return tuple(o for o in self.outcomes if o.outcome is Outcome.FAILED)


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


def load_manifest(text: str | None = None) -> tuple[Source, ...]:
    """The sources of the manifest, one per language.

    Args:
        text: TOML to read in place of the packaged manifest.

    Raises:
        SourceError: an entry is incomplete.
    """
    content = tomllib.loads(text if text is not None else resource(_MANIFEST).read_text("utf8"))
    origin: str = content.get("origin", CELLAR)
    try:
        return tuple(
            _entry(values, language, origin) for values in content["source"] for language in values["languages"]
        )
    except (KeyError, ValueError) as error:
        raise SourceError(f"Het manifest met bronnen klopt niet: {error}.", f"Bad manifest: {error}.") from error


def _entry(values: Mapping[str, Any], language: Language, origin: str) -> Source:
    celex = values.get("celex", "")
    return Source(
        id=values["id"] if language == "nl" else f"{values['id']}-{language}",
        title=values["title"],
        authority=Authority(values["authority"]),
        language=language,
        kind=values["kind"],
        licence=values["licence"],
        address=values.get("address") or (f"{origin}{celex}" if celex else ""),
        version=values.get("version") or celex or str(values["date"]),
        date=values["date"],
        valid_from=values.get("valid_from"),
        valid_to=values.get("valid_to"),
        optional=values.get("optional", False),
        shape=values.get("shape", {}),
    )


def mirror_files(source: Source) -> tuple[str, ...]:
    """Where a source may stand in the cache or a mirror, in order of preference."""
    if source.kind.startswith("eurlex-"):
        stem = f"eurlex/{source.version}.{source.language}"
        return (f"{stem}.html", f"{stem}.pdf") if source.kind == "eurlex-amending" else (f"{stem}.html",)
    if source.kind == "algoritmekader":
        return (f"algoritmekader/Algoritmekader-{source.version}.tar.gz",)
    stem = f"richtsnoeren/{source.id.removesuffix(f'-{source.language}')}.{source.language}"
    return tuple(f"{stem}.{ending}" for ending in ("pdf", "html", "docx"))


def lock_key(source: Source) -> str:
    """Name of a source in the lock file."""
    return source.id


def read_lock(settings: Settings) -> dict[str, LockEntry]:
    """What was taken, by ``lock_key``; an absent or unreadable lock is empty, so that everything is taken anew."""
    try:
        content: dict[str, dict[str, Any]] = json.loads((settings.sources_dir / _LOCK).read_text("utf8"))
        return {key: LockEntry(**entry) for key, entry in content.items()}
    except (OSError, ValueError, TypeError):
        return {}


def local_file(settings: Settings, source: Source) -> Path | None:
    """The good copy of a source, ``None`` when there is none."""
    entry = read_lock(settings).get(lock_key(source))
    if entry is None:
        return None
    path = settings.sources_dir / entry.file
    return path if path.is_file() else None


def sync(
    settings: Settings,
    sources: Sequence[Source],
    verify: Verify,
    progress: Progress,
    accept_changes: bool = False,
) -> SyncReport:
    """Bring in every source that is new; a changed one is reported and only taken when asked.

    Args:
        settings: where to fetch from and to.
        sources: what to fetch.
        verify: gives the shape of a fetched text; raises when it cannot be read.
        progress: called with source id, bytes done and bytes in all (``None`` when unknown).
        accept_changes: take a text whose bytes changed although its version did not.

    Raises:
        StorageError: the folder cannot be written.
        SourceError: another synchronisation is running.
    """
    outcomes: list[SourceOutcome] = []
    with _alone(settings), Fetcher(settings) as fetcher:
        for source in sources:
            try:
                outcomes.append(_sync_one(settings, source, fetcher, verify, progress, accept_changes))
            except StorageError:
                raise
            except AiactError as error:
                outcomes.append(SourceOutcome(source, Outcome.FAILED, error.dutch, error.english))
    return SyncReport(tuple(outcomes))


def _sync_one(
    settings: Settings, source: Source, fetcher: Fetcher, verify: Verify, progress: Progress, accept_changes: bool
) -> SourceOutcome:
    lock = read_lock(settings)
    known = lock.get(lock_key(source))
    if known is not None and not (settings.sources_dir / known.file).is_file():
        known = None
    try:
        fetched, name = _fetch(settings, source, fetcher, known, progress)
    except NotFound as missing:
        return _absent(source, missing)
    if fetched is None or (known is not None and known.sha256 == hashlib.sha256(fetched.data).hexdigest()):
        return SourceOutcome(source, Outcome.UNCHANGED, "ongewijzigd.", "unchanged.")
    if known is not None and known.version == source.version and not accept_changes:
        return SourceOutcome(
            source,
            Outcome.CHANGED_UPSTREAM,
            "de uitgever geeft nu een andere tekst met hetzelfde versienummer. De bestaande kopie blijft. Bekijk het"
            " verschil en neem haar over met: aiact sync --accept-changes",
            "the publisher now serves a different text under the same version. The present copy stays. Take it over"
            " with: aiact sync --accept-changes",
        )
    _check_shape(source, verify(source, name, fetched.data))
    _store(settings, source, name, fetched, lock)
    return SourceOutcome(source, Outcome.FETCHED, "opgehaald en gecontroleerd.", "fetched and verified.")


def _fetch(
    settings: Settings, source: Source, fetcher: Fetcher, known: LockEntry | None, progress: Progress
) -> tuple[Fetched | None, str]:
    """The bytes (``None`` when the server says they did not change) and the file name to keep them under."""

    def report(done: int, total: int | None) -> None:
        progress(source.id, done, total)

    part = settings.sources_dir / ".deel" / lock_key(source)
    names = mirror_files(source)
    if settings.corpus_mirror is not None:
        for name in names:
            try:
                return fetcher.from_mirror(settings.corpus_mirror, name, part, known_marks(known), report), name
            except NotFound:
                continue
        raise NotFound(settings.corpus_mirror)
    if not source.address:
        raise NotFound(source.title)
    headers = {}
    if source.kind.startswith("eurlex-"):
        headers = {"Accept": "application/xhtml+xml, text/html", "Accept-Language": _ALPHA3[source.language]}
    return fetcher.get(source.address, headers, part, known_marks(known), report), names[0]


def known_marks(known: LockEntry | None) -> tuple[str, str]:
    """ETag and Last-Modified of the present copy, for a conditional request."""
    return ("", "") if known is None else (known.etag, known.last_modified)


def _absent(source: Source, missing: NotFound) -> SourceOutcome:
    if source.optional:
        return SourceOutcome(
            source,
            Outcome.ABSENT_OPTIONAL,
            f"niet aanwezig; niet verplicht. Toevoegen: zet het bestand als {mirror_files(source)[0]} in een spiegel.",
            f"not present; optional. To add it, put it in a mirror as {mirror_files(source)[0]}.",
        )
    if source.language != "nl":
        return SourceOutcome(
            source,
            Outcome.ABSENT_LANGUAGE,
            f"niet aanwezig in deze taal op {missing}.",
            f"not present in this language at {missing}.",
        )
    raise SourceError(
        f"niet gevonden op {missing}. Controleer AIACT_CORPUS_MIRROR of het adres.",
        f"not found at {missing}. Check AIACT_CORPUS_MIRROR or the address.",
    )


def _check_shape(source: Source, found: Mapping[str, int]) -> None:
    wrong = [
        f"{name}: {found.get(name, 0)} in plaats van {n}" for name, n in source.shape.items() if found.get(name) != n
    ]
    if wrong:
        raise ShapeError(
            f"de opgehaalde tekst klopt niet ({'; '.join(wrong)}). De vorige kopie blijft. Probeer het later opnieuw.",
            f"the fetched text is not right ({'; '.join(wrong)}). The previous copy stays. Try again later.",
        )


def _store(settings: Settings, source: Source, name: str, fetched: Fetched, lock: dict[str, LockEntry]) -> None:
    target = settings.sources_dir / name
    _write(target, fetched.data)
    lock[lock_key(source)] = LockEntry(
        sha256=hashlib.sha256(fetched.data).hexdigest(),
        size=len(fetched.data),
        fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
        version=source.version,
        address=fetched.address,
        file=name,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
    )
    text = json.dumps({key: asdict(entry) for key, entry in sorted(lock.items())}, indent=2, ensure_ascii=False)
    _write(settings.sources_dir / _LOCK, text.encode())


def _write(target: Path, data: bytes) -> None:
    """Whole or not at all."""
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _unwritable(target.parent, error) from error


@contextmanager
def _alone(settings: Settings) -> Generator[None, None, None]:
    try:
        settings.sources_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(settings.sources_dir / ".slot", timeout=0.5)
        lock.acquire()
    except Timeout as error:
        raise SourceError(
            "Er wordt al gesynchroniseerd. Wacht tot dat klaar is en probeer het opnieuw.",
            "A synchronisation is already running. Wait until it is done and try again.",
        ) from error
    except OSError as error:
        raise _unwritable(settings.sources_dir, error) from error
    try:
        yield
    finally:
        lock.release()


def _unwritable(folder: Path, error: OSError) -> StorageError:
    return StorageError(
        f"De map {folder} kan niet worden beschreven ({error.strerror}). Maak ruimte of kies een andere map met"
        " AIACT_DATA_DIR.",
        f"Cannot write to {folder} ({error.strerror}). Free some space or choose another with AIACT_DATA_DIR.",
    )
