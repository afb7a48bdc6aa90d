"""The manifest of sources, and bringing them in: from Cellar, GitHub or a mirror.

Comes in: ``corpus/sources.toml`` and ``Settings``. Goes out: good copies in the sources folder, each written only
after its shape is verified, and ``corpus.lock.json`` with what was taken. One failing source never stops another.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tomllib
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from aiact_assistant.corpus.fetch import Fetched, Fetcher, Marks, NotFound, unwritable
from aiact_assistant.domain import AiactError, Authority, Language, ShapeError, Source, SourceError, StorageError
from aiact_assistant.resources import resource
from aiact_assistant.settings import Settings

log = logging.getLogger(__name__)

_ALPHA3 = {"nl": "nld", "en": "eng"}
_ACCEPT = {"html": "application/xhtml+xml, text/html", "pdf": "application/pdf"}
_KINDS = {"eurlex-consolidated", "eurlex-oj", "eurlex-amending", "algoritmekader", "paper"}
# First bytes of a file and the ending it then has; anything else is taken for HTML.
_SIGNATURES = ((b"%PDF", "pdf"), (b"\x1f\x8b", "tar.gz"), (b"PK\x03\x04", "docx"))
_MANIFEST = "corpus/sources.toml"
_LOCK = "corpus.lock.json"
_PARTS = ".deel"

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
        """What is missing and the ways to get it; '' when nothing failed."""
        if not self.failed:
            return ""
        names = ", ".join(f"{o.source.title} ({o.source.language})" for o in self.failed)
        if language == "nl":
            return (
                f"Niet opgehaald: {names}. Zo komen de bronnen er alsnog: controleer de verbinding; geef achter een"
                " proxy het adres met AIACT_PROXY, en met AIACT_CA_BUNDLE het certificaat als de proxy verkeer"
                " controleert; of gebruik zonder internet een map of server met dezelfde bestanden:"
                " aiact sync --mirror MAP (of AIACT_CORPUS_MIRROR). Wat er al was, blijft in gebruik."
            )
        return (
            f"Not fetched: {names}. To get the sources: check the connection; behind a proxy give its address with"
            " AIACT_PROXY, and its certificate with AIACT_CA_BUNDLE when it inspects traffic; or without internet use"
            " a folder or server with the same files: aiact sync --mirror FOLDER (or AIACT_CORPUS_MIRROR). What was"
            " there already stays in use."
        )


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


@dataclass(frozen=True, slots=True)
class Details:
    """What the manifest says of a source beside ``Source``.

    Attributes:
        page: where a person finds the file, '' when unknown.
        sha256: hash of the file that this program was tested with, '' when there is none.
    """

    page: str = ""
    sha256: str = ""


# -- the manifest


def load_manifest(text: str | None = None) -> tuple[Source, ...]:
    """The sources of the manifest, one per language.

    Args:
        text: TOML to read in place of the packaged manifest.

    Raises:
        SourceError: the manifest is not TOML, or an entry is incomplete, unknown or there twice.
    """
    return tuple(source for source, _ in _entries(text))


def load_details(text: str | None = None) -> Mapping[str, Details]:
    """Details by source id; arguments and errors as ``load_manifest``."""
    return {source.id: details for source, details in _entries(text)}


def _entries(text: str | None) -> list[tuple[Source, Details]]:
    try:
        content = tomllib.loads(text if text is not None else resource(_MANIFEST).read_text("utf8"))
        entries = [
            _entry(values, language, content["origin"])
            for values in content["source"]
            for language in values["languages"]
        ]
        ids = [source.id for source, _ in entries]
        if twice := {name for name in ids if ids.count(name) > 1}:
            raise ValueError(f"twee keer: {', '.join(sorted(twice))}")
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise SourceError(
            f"Het manifest met bronnen ({_MANIFEST}) klopt niet: {error!r}.", f"Bad manifest ({_MANIFEST}): {error!r}."
        ) from error
    return entries


def _entry(values: Mapping[str, Any], language: Language, origin: str) -> tuple[Source, Details]:
    if values["kind"] not in _KINDS or language not in _ALPHA3:
        raise ValueError(f"{values['id']}: {values['kind']}, {language}")
    celex = values.get("celex", "")
    source = Source(
        id=values["id"] if language == "nl" else f"{values['id']}-{language}",
        title=values["title"],
        authority=Authority(values["authority"]),
        language=language,
        kind=values["kind"],
        licence=values["licence"],
        address=f"{origin}{celex}" if celex else values.get("address", {}).get(language, ""),
        version=celex or values["version"],
        date=values["date"],
        valid_from=values.get("valid_from"),
        valid_to=values.get("valid_to"),
        optional=values.get("optional", False),
        shape=values.get("shape", {}),
    )
    return source, Details(values.get("page", ""), values.get("sha256", {}).get(language, ""))


def mirror_files(source: Source) -> tuple[str, ...]:
    """Where a source may stand in the cache or a mirror, in order of preference."""
    if source.kind.startswith("eurlex-"):
        stem = f"eurlex/{source.version}.{source.language}"
        return (f"{stem}.html", f"{stem}.pdf") if source.kind == "eurlex-amending" else (f"{stem}.html",)
    if source.kind == "algoritmekader":
        return (f"algoritmekader/Algoritmekader-{source.version}.tar.gz",)
    stem = f"richtsnoeren/{source.id.removesuffix(f'-{source.language}')}.{source.language}"
    return tuple(f"{stem}.{ending}" for ending in ("pdf", "html", "docx"))


# -- what is here


def lock_key(source: Source) -> str:
    """Name of a source in the lock file."""
    return source.id


def read_lock(settings: Settings) -> dict[str, LockEntry]:
    """What was taken, by ``lock_key``; an absent or unreadable lock is empty, so that everything is taken anew."""
    try:
        content: dict[str, dict[str, Any]] = json.loads((settings.sources_dir / _LOCK).read_text("utf8"))
        return {key: LockEntry(**entry) for key, entry in content.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def local_file(settings: Settings, source: Source) -> Path | None:
    """The good copy of a source; ``None`` when there is none, or it is no longer what was taken."""
    entry = read_lock(settings).get(lock_key(source))
    return settings.sources_dir / entry.file if entry is not None and _intact(settings, entry) else None


def _intact(settings: Settings, entry: LockEntry) -> bool:
    path = settings.sources_dir / entry.file
    try:
        return path.stat().st_size == entry.size and _sha256(path.read_bytes()) == entry.sha256
    except OSError:
        return False


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# -- bringing in


def _silent(name: str, done: int, total: int | None) -> None:
    """No progress."""


def sync(
    settings: Settings,
    sources: Sequence[Source],
    verify: Verify,
    progress: Progress = _silent,
    accept_changes: bool = False,
    details: Mapping[str, Details] | None = None,
) -> SyncReport:
    """Bring in every source that is new; a changed one is reported and only taken when asked.

    Args:
        settings: where to fetch from and to.
        sources: what to fetch.
        verify: gives the shape of a fetched text; raises when it cannot be read.
        progress: called with source id, bytes done and bytes in all (``None`` when unknown).
        accept_changes: take a text whose bytes changed although its version did not.
        details: by source id; ``None`` for those of the packaged manifest.

    Raises:
        StorageError: the folder cannot be written.
        SourceError: another synchronisation is running.
        SettingsError: the proxy address or certificate file cannot be used.
    """
    details = load_details() if details is None else details
    outcomes: list[SourceOutcome] = []
    with _alone(settings), Fetcher(settings) as fetcher:
        for source in sources:
            job = _Job(settings, source, fetcher, verify, progress, accept_changes, details.get(source.id, Details()))
            try:
                outcomes.append(job.run())
            except StorageError:
                raise
            except AiactError as error:
                outcomes.append(job.failure(error))
    return SyncReport(tuple(outcomes))


class _Job:
    """The synchronisation of one source."""

    def __init__(
        self,
        settings: Settings,
        source: Source,
        fetcher: Fetcher,
        verify: Verify,
        progress: Progress,
        accept_changes: bool,
        details: Details,
    ) -> None:
        self._settings = settings
        self._source = source
        self._fetcher = fetcher
        self._verify = verify
        self._progress = progress
        self._accept_changes = accept_changes
        self._details = details
        self._known = read_lock(settings).get(lock_key(source))
        self._copy = self._known if self._known is not None and _intact(settings, self._known) else None

    def run(self) -> SourceOutcome:
        """Fetch, compare, verify, keep; raises ``AiactError``."""
        try:
            fetched, name, address = self._fetch()
        except NotFound as missing:
            return self._absent(missing)
        if fetched is None:
            return self._unchanged()
        sha256 = _sha256(fetched.data)
        entry = LockEntry(
            sha256=sha256,
            size=len(fetched.data),
            fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
            version=self._source.version,
            address=address,
            file=name,
            etag=fetched.marks.etag,
            last_modified=fetched.marks.last_modified,
        )
        if self._copy is not None and self._copy.sha256 == sha256:
            self._lock(replace(entry, file=self._copy.file, fetched_at=self._copy.fetched_at))
            return self._unchanged()
        self._check_shape(name, fetched.data)
        if self._changed_upstream(entry) and not self._accept_changes:
            return self._outcome(
                Outcome.CHANGED_UPSTREAM,
                f"{address} geeft nu een andere tekst met hetzelfde versienummer. Die is niet overgenomen. Bekijk het"
                " verschil en neem haar over met: aiact sync --accept-changes",
                f"{address} now gives a different text under the same version. It was not taken. Look at the difference"
                " and take it over with: aiact sync --accept-changes",
            )
        _write(self._settings.sources_dir / name, fetched.data)
        self._lock(entry)
        if self._details.sha256 not in {"", sha256}:
            return self._outcome(
                Outcome.FETCHED,
                "opgehaald; de vorm klopt, maar de bytes wijken af van de gecontroleerde versie.",
                "fetched; its shape is right, but its bytes differ from the version this program was tested with.",
            )
        return self._outcome(Outcome.FETCHED, "opgehaald en gecontroleerd.", "fetched and verified.")

    def failure(self, error: AiactError) -> SourceOutcome:
        """What an error means: a notice for an optional source that was never there, else a failure."""
        if self._source.optional and self._copy is None and not isinstance(error, ShapeError):
            return self._outcome(Outcome.ABSENT_OPTIONAL, f"niet verplicht; {error.dutch}", f"optional; {error.english}")
        if self._copy is not None:
            stays_nl, stays_en = " De vorige kopie blijft in gebruik.", " The previous copy stays in use."
        else:
            stays_nl = stays_en = ""
        return self._outcome(Outcome.FAILED, f"{error.dutch}{stays_nl}", f"{error.english}{stays_en}", error)

    def _fetch(self) -> tuple[Fetched | None, str, str]:
        """The bytes (``None`` when the server says they did not change), the name to keep them under, the address."""
        mirror, source = self._settings.corpus_mirror, self._source
        names = mirror_files(source)
        if mirror is not None:
            return self._from_mirror(mirror, names)
        if not source.address:
            raise NotFound(self._details.page or source.title)
        if not source.kind.startswith("eurlex-"):
            fetched = self._get(source.address, {})
            return fetched, names[0] if fetched is None else _named(names, fetched.data, source.address), source.address
        for name in names:
            accept = {"Accept": _ACCEPT[_ending(name)], "Accept-Language": _ALPHA3[source.language]}
            with suppress(NotFound):
                return self._get(source.address, accept), name, source.address
        raise NotFound(source.address)

    def _from_mirror(self, mirror: str, names: Sequence[str]) -> tuple[Fetched | None, str, str]:
        if mirror.startswith(("http://", "https://")):
            for name in names:
                address = f"{mirror.rstrip('/')}/{name}"
                with suppress(NotFound):
                    return self._get(address, {}), name, address
            raise NotFound(mirror)
        folder = Path(mirror).expanduser()
        if not folder.is_dir():
            raise SourceError(
                f"de map {mirror} bestaat niet. Controleer --mirror of AIACT_CORPUS_MIRROR.",
                f"the folder {mirror} does not exist. Check --mirror or AIACT_CORPUS_MIRROR.",
            )
        for name in names:
            with suppress(NotFound):
                return self._fetcher.read(folder / name, self._report), name, str(folder / name)
        raise NotFound(mirror)

    def _get(self, address: str, headers: Mapping[str, str]) -> Fetched | None:
        # The marks of another place say nothing here: a date could make it answer "not changed" about another text.
        same_place = self._copy is not None and self._copy.address == address
        marks = Marks(self._copy.etag, self._copy.last_modified) if self._copy is not None and same_place else Marks()
        part = self._settings.sources_dir / _PARTS / lock_key(self._source)
        return self._fetcher.get(address, headers, part, marks, self._report)

    def _report(self, done: int, total: int | None) -> None:
        self._progress(self._source.id, done, total)

    def _check_shape(self, name: str, data: bytes) -> None:
        try:
            found = self._verify(self._source, name, data)
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

    def _changed_upstream(self, entry: LockEntry) -> bool:
        known = self._known
        return known is not None and known.version == entry.version and known.sha256 != entry.sha256

    def _absent(self, missing: NotFound) -> SourceOutcome:
        source = self._source
        if source.optional and self._copy is not None:
            return self._unchanged()
        if source.optional:
            return self._outcome(Outcome.ABSENT_OPTIONAL, *self._how_to_add())
        if source.language != "nl":
            return self._outcome(
                Outcome.ABSENT_LANGUAGE,
                f"niet aanwezig in deze taal op {missing}.",
                f"not present in this language at {missing}.",
            )
        raise SourceError(
            f"niet gevonden op {missing}. Controleer AIACT_CORPUS_MIRROR of het adres.",
            f"not found at {missing}. Check AIACT_CORPUS_MIRROR or the address.",
        )

    def _how_to_add(self) -> tuple[str, str]:
        """How an administrator adds an optional source; the cache has the layout of a mirror and can serve as one."""
        page = self._details.page
        mirror = self._settings.corpus_mirror or str(self._settings.sources_dir)
        file = mirror_files(self._source)[0]
        return (
            f"niet aanwezig; niet verplicht. Toevoegen: zet de PDF{f' van {page}' if page else ''} als {file} in"
            f" {mirror} en draai: aiact sync --mirror {mirror}",
            f"not present; optional. To add it, put the PDF{f' from {page}' if page else ''} as {file} in {mirror} and"
            f" run: aiact sync --mirror {mirror}",
        )

    def _unchanged(self) -> SourceOutcome:
        return self._outcome(Outcome.UNCHANGED, "ongewijzigd.", "unchanged.")

    def _outcome(self, outcome: Outcome, dutch: str, english: str, error: AiactError | None = None) -> SourceOutcome:
        return SourceOutcome(self._source, outcome, dutch, english, error)

    def _lock(self, entry: LockEntry) -> None:
        lock = read_lock(self._settings)
        key = lock_key(self._source)
        if lock.get(key) == entry:
            return
        lock[key] = entry
        text = json.dumps({name: asdict(lock[name]) for name in sorted(lock)}, indent=2, ensure_ascii=False)
        _write(self._settings.sources_dir / _LOCK, f"{text}\n".encode())


def _ending(name: str) -> str:
    return "tar.gz" if name.endswith(".tar.gz") else name.rpartition(".")[2]


def _named(names: Sequence[str], data: bytes, address: str) -> str:
    """The name that fits what came in; servers are not always right about its type."""
    ending = next((ending for signature, ending in _SIGNATURES if data.startswith(signature)), "html")
    for name in names:
        if _ending(name) == ending:
            return name
    raise SourceError(
        f"{address} gaf een {ending}-bestand; verwacht was {_ending(names[0])}. Probeer het later, of gebruik een"
        " spiegel met --mirror.",
        f"{address} gave a {ending} file, not {_ending(names[0])}. Try later or use a mirror with --mirror.",
    )


def _list(wrong: Sequence[tuple[str, int, int]], between: str) -> str:
    return "; ".join(f"{what}: {found} {between} {count}" for what, found, count in wrong)


def _write(target: Path, data: bytes) -> None:
    """Whole or not at all, also when the power fails."""
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise unwritable(target.parent, error) from error


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
        raise unwritable(settings.sources_dir, error) from error
    try:
        yield
    finally:
        lock.release()
