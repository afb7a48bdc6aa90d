"""Brings the sources in: from Cellar, GitHub, the Commission, or a mirror.

Comes in: the manifest's sources and ``Settings``. Goes out: good copies in the sources folder, each written only
after its shape is verified, and a report for the user. One failing source never stops another.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout

from aiact_assistant.corpus.fetch import Fetched, Fetcher, Marks, NotFound, unwritable
from aiact_assistant.corpus.lock import LockEntry, is_intact, keep, read_lock, sha256
from aiact_assistant.corpus.manifest import mirror_files
from aiact_assistant.domain import AiactError, Language, ShapeError, Source, SourceError, StorageError
from aiact_assistant.settings import Settings

log = logging.getLogger(__name__)

# Cellar answers with HTML only to who asks for it, in the language asked for by its ISO 639-2 code.
_CELLAR_HEADERS = {
    "nl": {"Accept": "application/xhtml+xml, text/html", "Accept-Language": "nld"},
    "en": {"Accept": "application/xhtml+xml, text/html", "Accept-Language": "eng"},
}
_PARTS = ".deel"
_SLOT = ".slot"
# Seconds to wait for another synchronisation that is just ending.
_SLOT_WAIT = 0.5

Verify = Callable[[Source, str, bytes], Mapping[str, int]]
Progress = Callable[[Source, int, int | None], None]


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
    """The outcome for one source, with a sentence for the user; ``error`` is set when it failed."""

    source: Source
    outcome: Outcome
    notice_nl: str
    notice_en: str
    error: AiactError | None = None


@dataclass(frozen=True, slots=True)
class SyncReport:
    """The outcomes of one synchronisation, in manifest order."""

    outcomes: tuple[SourceOutcome, ...]

    @property
    def failed(self) -> tuple[SourceOutcome, ...]:
        """Sources that should be there and could not be had."""
        return tuple(o for o in self.outcomes if o.outcome is Outcome.FAILED)

    def advice(self, language: Language) -> str:
        """The ways to get what is missing; '' when nothing failed."""
        if not self.failed:
            return ""
        if language == "nl":
            return (
                "Niet alles is opgehaald. Controleer de verbinding. Achter een proxy: geef het adres met AIACT_PROXY,"
                " en het certificaat van uw organisatie met AIACT_CA_BUNDLE. Zonder internet: gebruik een map of"
                " server met dezelfde bestanden, met --mirror of AIACT_CORPUS_MIRROR (zie docs/luchtdicht.md). Wat er"
                " al was, blijft in gebruik."
            )
        return (
            "Not everything was fetched. Check the connection. Behind a proxy: give its address with AIACT_PROXY, and"
            " the certificate of your organisation with AIACT_CA_BUNDLE. Without internet: use a folder or server with"
            " the same files, with --mirror or AIACT_CORPUS_MIRROR (see docs/luchtdicht.md). What was there already"
            " stays in use."
        )


@dataclass(frozen=True, slots=True)
class _Run:
    """What the sources of one synchronisation share."""

    settings: Settings
    fetcher: Fetcher
    verify: Verify
    progress: Progress
    accept_changes: bool


def sync(
    settings: Settings,
    sources: Sequence[Source],
    verify: Verify,
    progress: Progress | None = None,
    *,
    accept_changes: bool = False,
    pause: Callable[[float], None] = time.sleep,
) -> SyncReport:
    """Bring in every source that is new; a changed one is reported and only taken when asked.

    Args:
        settings: where to fetch from and to.
        sources: what to fetch.
        verify: gives the shape of a fetched text; raises when it cannot be read.
        progress: called with the source, bytes done and bytes in all (``None`` when unknown).
        accept_changes: take a text whose bytes changed although its version did not.
        pause: waits a number of seconds between attempts.

    Raises:
        StorageError: the folder is full or cannot be written.
        SourceError: another synchronisation is running.
        SettingsError: the proxy address or certificate file cannot be used.
    """
    with _alone(settings), Fetcher(settings, pause) as fetcher:
        run = _Run(settings, fetcher, verify, progress or _silent, accept_changes)
        return SyncReport(tuple(_Job(run, source).outcome() for source in sources))


def _silent(source: Source, done: int, total: int | None) -> None:
    """No progress is shown."""
    del source, done, total


class _Job:
    """The synchronisation of one source."""

    def __init__(self, run: _Run, source: Source) -> None:
        self._run = run
        self._source = source
        self._settings = run.settings
        self._known = read_lock(run.settings).get(source.id)
        self._copy = self._known if self._known is not None and is_intact(run.settings, self._known) else None

    def outcome(self) -> SourceOutcome:
        """How it ended; raises ``StorageError``, which the other sources would meet as well."""
        try:
            return self._bring_in()
        except NotFound as missing:
            return self._absent(missing)
        except StorageError:
            raise
        except AiactError as error:
            return self._failure(error)

    def _bring_in(self) -> SourceOutcome:
        fetched, name, address = self._fetch()
        if fetched is None:
            return self._unchanged()
        entry = LockEntry(
            sha256=sha256(fetched.data),
            size=len(fetched.data),
            fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
            version=self._source.version,
            address=address,
            file=name,
            etag=fetched.marks.etag,
            last_modified=fetched.marks.last_modified,
        )
        if self._copy is not None and self._copy.sha256 == entry.sha256:
            if fetched.marks != Marks():  # a folder has none; what the publisher gave stays worth more
                keep(self._settings, self._source, replace(entry, fetched_at=self._copy.fetched_at))
            return self._unchanged()
        self._check_shape(name, fetched.data)
        if self._is_change(entry) and not self._run.accept_changes:
            return self._changed(address)
        keep(self._settings, self._source, entry, fetched.data)
        return self._ended(Outcome.FETCHED, "opgehaald en gecontroleerd.", "fetched and verified.")

    # -- where from

    def _fetch(self) -> tuple[Fetched | None, str, str]:
        """The bytes (``None`` when the server says they did not change), the name to keep them under, the address."""
        mirror, source = self._settings.corpus_mirror, self._source
        if mirror is None:
            if not source.address:  # an administrator may have put the file in place
                return self._from_folder(self._settings.sources_dir)
            headers = _CELLAR_HEADERS[source.language] if source.kind.startswith("eurlex-") else {}
            return self._get(source.address, headers), mirror_files(source)[0], source.address
        if mirror.startswith(("http://", "https://")):
            return self._from_server(mirror.rstrip("/"))
        return self._from_folder(Path(mirror).expanduser())

    def _from_server(self, mirror: str) -> tuple[Fetched | None, str, str]:
        for name in mirror_files(self._source):
            with suppress(NotFound):
                return self._get(f"{mirror}/{name}", {}), name, f"{mirror}/{name}"
        raise NotFound(mirror)

    def _from_folder(self, folder: Path) -> tuple[Fetched | None, str, str]:
        if not folder.is_dir():
            raise SourceError(
                f"de map {folder} bestaat niet. Controleer --mirror of AIACT_CORPUS_MIRROR.",
                f"the folder {folder} does not exist. Check --mirror or AIACT_CORPUS_MIRROR.",
            )
        for name in mirror_files(self._source):
            with suppress(NotFound):
                return self._run.fetcher.read(folder / name, self._report), name, str(folder / name)
        raise NotFound(str(folder))

    def _get(self, address: str, headers: Mapping[str, str]) -> Fetched | None:
        # The marks of another place say nothing here: a date could make it answer "not changed" about another text.
        copy = self._copy if self._copy is not None and self._copy.address == address else None
        marks = Marks() if copy is None else Marks(copy.etag, copy.last_modified)
        part = self._settings.sources_dir / _PARTS / self._source.id
        return self._run.fetcher.get(address, headers, part, marks, self._report)

    def _report(self, done: int, total: int | None) -> None:
        self._run.progress(self._source, done, total)

    # -- what came in

    def _check_shape(self, name: str, data: bytes) -> None:
        try:
            found = self._run.verify(self._source, name, data)
        except AiactError:
            raise
        except Exception as error:  # a parser meeting bytes that nobody foresaw: this source fails, not the others
            log.warning("parser failed on %s", self._source.id, exc_info=True)
            raise ShapeError(
                "de opgehaalde tekst kan niet worden gelezen. Probeer het later opnieuw.",
                "the fetched text cannot be read. Try again later.",
            ) from error
        wanted = self._source.shape.items()
        wrong = [(what, found.get(what, 0), count) for what, count in wanted if found.get(what) != count]
        if wrong:
            raise ShapeError(
                f"de opgehaalde tekst klopt niet ({_list(wrong, 'in plaats van')}). Probeer het later opnieuw.",
                f"the fetched text is not right ({_list(wrong, 'instead of')}). Try again later.",
            )

    def _is_change(self, entry: LockEntry) -> bool:
        """Whether this is another text under the version that was taken before (also when that copy was lost)."""
        known = self._known
        return known is not None and known.version == entry.version and known.sha256 != entry.sha256

    # -- how it ended

    def _ended(self, outcome: Outcome, dutch: str, english: str, error: AiactError | None = None) -> SourceOutcome:
        return SourceOutcome(self._source, outcome, dutch, english, error)

    def _unchanged(self) -> SourceOutcome:
        return self._ended(Outcome.UNCHANGED, "ongewijzigd.", "unchanged.")

    def _changed(self, address: str) -> SourceOutcome:
        return self._ended(
            Outcome.CHANGED_UPSTREAM,
            f"{address} geeft nu een andere tekst met hetzelfde versienummer. Die is niet overgenomen. Overnemen:"
            " aiact sync --accept-changes",
            f"{address} now gives a different text under the same version. It was not taken. To take it:"
            " aiact sync --accept-changes",
        )

    def _failure(self, error: AiactError) -> SourceOutcome:
        """What an error means: a notice for an optional source that was never there, else a failure."""
        dutch, english = error.dutch, error.english
        if self._copy is not None:
            dutch += " De vorige kopie blijft in gebruik."
            english += " The previous copy stays in use."
        elif self._source.optional and not isinstance(error, ShapeError):
            return self._ended(Outcome.ABSENT_OPTIONAL, f"niet verplicht; {dutch}", f"optional; {english}")
        return self._ended(Outcome.FAILED, dutch, english, error)

    def _absent(self, missing: NotFound) -> SourceOutcome:
        spared = self._source.optional or self._source.language != "nl"
        if spared and self._copy is not None:
            return self._unchanged()
        if self._source.optional:
            return self._ended(Outcome.ABSENT_OPTIONAL, *self._how_to_add())
        if spared:
            dutch, english = f"niet aanwezig op {missing}.", f"not present at {missing}."
            return self._ended(Outcome.ABSENT_LANGUAGE, dutch, english)
        return self._failure(
            SourceError(
                f"niet gevonden op {missing}. Controleer AIACT_CORPUS_MIRROR.",
                f"not found at {missing}. Check AIACT_CORPUS_MIRROR.",
            )
        )

    def _how_to_add(self) -> tuple[str, str]:
        """How an administrator adds an optional source."""
        page = self._source.page
        place = f"{self._settings.corpus_mirror or self._settings.sources_dir}/{mirror_files(self._source)[0]}"
        return (
            f"niet aanwezig, niet verplicht. Toevoegen: zet de pdf{f' van {page}' if page else ''} als {place} en draai"
            " aiact sync opnieuw.",
            f"not present, optional. To add it, put the PDF{f' from {page}' if page else ''} at {place} and run aiact"
            " sync again.",
        )


def _list(wrong: Sequence[tuple[str, int, int]], between: str) -> str:
    return "; ".join(f"{what}: {found} {between} {count}" for what, found, count in wrong)


@contextmanager
def _alone(settings: Settings) -> Generator[None, None, None]:
    lock = FileLock(settings.sources_dir / _SLOT, timeout=_SLOT_WAIT)
    try:
        settings.sources_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise SourceError(
            "Er wordt al gesynchroniseerd. Wacht tot dat klaar is en probeer het opnieuw.",
            "A synchronisation is already running. Wait until it is done and try again.",
        ) from error
    except OSError as error:
        raise unwritable(settings.sources_dir, error) from error
    try:
        yield
    finally:
        lock.release()
