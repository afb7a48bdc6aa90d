"""Fetches bytes over HTTP(S) or from a folder: retries, resume, conditional requests. The only importer of httpx.

Comes in: an address. Goes out: the bytes with the server's marks, or a ``SourceError`` that says what to do.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import TracebackType

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from aiact_assistant.domain import SettingsError, SourceError, StorageError
from aiact_assistant.settings import Settings

# The largest source is the Algoritmekader's archive, 16 MB in the mirror and more with its images.
MAX_BYTES = 200_000_000
# Seconds; a publisher that is overloaded gets time to recover.
RETRY_WAIT = wait_exponential_jitter(multiplier=0.5, max=20.0)
# The firewall of eur-lex.europa.eu marks its challenge pages with this header.
_CHALLENGE_HEADER = "x-amzn-waf-action"
_ABSENT = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.NOT_ACCEPTABLE}
_TRY_AGAIN = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}

Report = Callable[[int, int | None], None]


class NotFound(Exception):
    """The server or folder does not have the file, or not in the language or format asked for."""


class _Interrupted(Exception):
    """Worth another attempt: no connection, time-out, a server error or a body that stopped half-way."""

    def __init__(self, dutch: str, english: str) -> None:
        super().__init__(dutch)
        self.dutch = dutch
        self.english = english


@dataclass(frozen=True, slots=True)
class Marks:
    """ETag and Last-Modified as a server gave them, '' when it gave none; sent back to ask for changes only."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes with the server's marks for a next conditional request."""

    data: bytes
    marks: Marks = Marks()


class Fetcher:
    """A client with the settings' time-out, retries, proxy and certificate authorities.

    Args:
        settings: the configuration.

    Raises:
        SettingsError: the certificate file or the proxy address cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        verify = _trusted(settings.ca_bundle)
        try:
            self.client = httpx.Client(
                timeout=settings.http_timeout,
                follow_redirects=True,
                verify=verify,
                proxy=settings.proxy,
                headers={"User-Agent": "aiact-assistant", "Accept-Encoding": "identity"},
            )
        except (ValueError, ImportError, httpx.InvalidURL) as error:
            raise SettingsError(
                f"Het proxyadres '{settings.proxy}' kan niet worden gebruikt ({error}). Controleer AIACT_PROXY.",
                f"The proxy address '{settings.proxy}' cannot be used ({error}). Check AIACT_PROXY.",
            ) from error

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()

    def read(self, path: Path, report: Report) -> Fetched:
        """A file of a mirror that is a folder on this machine.

        Raises:
            NotFound: it is not there.
            SourceError: unreadable or too large.
        """
        try:
            if path.stat().st_size > MAX_BYTES:
                raise _too_large(str(path))
            data = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise NotFound(str(path)) from error
        except OSError as error:
            raise SourceError(
                f"{path} kan niet worden gelezen ({error.strerror}). Controleer de rechten van de spiegel.",
                f"{path} cannot be read ({error.strerror}). Check the permissions of the mirror.",
            ) from error
        report(len(data), len(data))
        return Fetched(data)

    def get(
        self, address: str, headers: Mapping[str, str], part: Path, marks: Marks, report: Report
    ) -> Fetched | None:
        """The body of an address; ``None`` when it did not change since ``marks``.

        Args:
            address: http(s) address; redirects are followed.
            headers: extra request headers.
            part: file for what came in so far; a next attempt or run goes on where it ends.
            marks: those of the present copy, empty to fetch in any case.
            report: progress in bytes; the total is ``None`` when the server does not say.

        Raises:
            NotFound: the server does not have it.
            SourceError: not reachable, refused, a challenge page, empty or too large.
            StorageError: the part cannot be written.
        """
        attempts = Retrying(
            stop=stop_after_attempt(self._settings.http_retries + 1),
            wait=RETRY_WAIT,
            retry=retry_if_exception_type(_Interrupted),
            reraise=True,
        )
        try:
            return attempts(self._attempt, address, headers, _Part(part, address), marks, report)
        except _Interrupted as error:
            raise SourceError(
                f"{address} is niet bereikbaar ({error.dutch}). Controleer de verbinding, AIACT_PROXY en"
                " AIACT_CA_BUNDLE, of gebruik een spiegel met --mirror.",
                f"{address} cannot be reached ({error.english}). Check the connection, AIACT_PROXY and"
                " AIACT_CA_BUNDLE, or use a mirror with --mirror.",
            ) from error

    def _attempt(
        self, address: str, headers: Mapping[str, str], part: _Part, marks: Marks, report: Report
    ) -> Fetched | None:
        have, validator = part.resumable()
        asked = dict(headers)
        if have:
            asked |= {"Range": f"bytes={have}-", "If-Range": validator}
        else:
            asked |= {"If-None-Match": marks.etag} if marks.etag else {}
            asked |= {"If-Modified-Since": marks.last_modified} if marks.last_modified else {}
        try:
            with self.client.stream("GET", address, headers=asked) as response:
                if response.status_code == HTTPStatus.NOT_MODIFIED and not have:
                    return None
                if not _continues(response, have):
                    part.discard()
                    raise _Interrupted("de server gaf een ander deel", "the server sent another part")
                _refuse(address, response)
                done = have if response.status_code == HTTPStatus.PARTIAL_CONTENT else 0
                part.receive(response, done, report)
        except httpx.TransportError as error:
            raise self._unreachable(address, error) from error
        except (httpx.RequestError, httpx.InvalidURL) as error:
            raise SourceError(
                f"{address} geeft geen bruikbaar antwoord ({error}). Controleer het adres.",
                f"{address} gives no usable answer ({error}). Check the address.",
            ) from error
        except OSError as error:
            raise unwritable(part.path.parent, error) from error
        data = part.take()
        if not data:
            raise SourceError(
                f"{address} gaf een leeg document. Probeer het later, of gebruik een spiegel met --mirror.",
                f"{address} gave an empty document. Try later or use a mirror with --mirror.",
            )
        return Fetched(data, _marks(response))

    def _unreachable(self, address: str, error: httpx.TransportError) -> Exception:
        """What to raise: another attempt helps against a failing line, not against a wrong certificate or address."""
        if isinstance(error, httpx.UnsupportedProtocol):
            return SourceError(
                f"'{address}' is geen http- of https-adres. Controleer het adres.",
                f"'{address}' is not an http or https address. Check the address.",
            )
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            return SourceError(
                f"Het certificaat van {address} wordt niet vertrouwd. Staat er een proxy tussen die verkeer"
                " controleert? Geef diens certificaat met AIACT_CA_BUNDLE.",
                f"The certificate of {address} is not trusted. Behind a proxy that inspects traffic, give its"
                " certificate with AIACT_CA_BUNDLE.",
            )
        if isinstance(error, httpx.TimeoutException):
            seconds = f"{self._settings.http_timeout:g}"
            return _Interrupted(f"geen antwoord binnen {seconds} seconden", f"no answer within {seconds} seconds")
        if isinstance(error, httpx.ProxyError):
            return _Interrupted("de proxy weigert", "the proxy refuses")
        if isinstance(error, httpx.ConnectError):
            return _Interrupted("geen verbinding", "no connection")
        return _Interrupted("de verbinding brak af", "the connection broke off")


class _Part:
    """What came in so far, beside a note of where from and of which version, so that parts of two never mix.

    Args:
        path: file for the bytes; the note lies beside it.
        address: where the bytes come from.
    """

    def __init__(self, path: Path, address: str) -> None:
        self.path = path
        self._note = path.with_name(f"{path.name}.van")
        self._address = address

    def resumable(self) -> tuple[int, str]:
        """Bytes already here and the validator they belong to; (0, '') when a fresh start is needed."""
        try:
            address, _, validator = self._note.read_text("utf8").partition("\n")
            size = self.path.stat().st_size
        except (OSError, UnicodeDecodeError):
            return 0, ""
        return (size, validator) if size and validator and address == self._address else (0, "")

    def receive(self, response: httpx.Response, done: int, report: Report) -> None:
        """Write the body after the first ``done`` bytes; raises ``OSError``, httpx errors and ``SourceError``."""
        # A server that compresses all the same: what is on disk then says nothing about where to go on.
        compressed = response.headers.get("content-encoding", "identity") != "identity"
        length = None if compressed else response.headers.get("content-length")
        total = None if length is None else int(length) + done
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._note.write_text(f"{self._address}\n{'' if compressed else _validator(response)}", "utf8")
        with self.path.open("ab" if done else "wb") as file:
            for piece in response.iter_bytes() if compressed else response.iter_raw():
                done += len(piece)
                if max(done, total or 0) > MAX_BYTES:
                    self.discard()
                    raise _too_large(self._address)
                file.write(piece)
                report(done, total)

    def take(self) -> bytes:
        """The whole body, which is then no longer kept here; raises ``StorageError``."""
        try:
            data = self.path.read_bytes()
            self.discard()
        except OSError as error:
            raise unwritable(self.path.parent, error) from error
        return data

    def discard(self) -> None:
        """Forget what came in; raises ``OSError``."""
        self._note.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)


def unwritable(folder: Path, error: OSError) -> StorageError:
    """The error for a folder that is full or may not be written."""
    return StorageError(
        f"De map {folder} kan niet worden beschreven ({error.strerror}). Maak ruimte of kies een andere map met"
        " AIACT_DATA_DIR.",
        f"Cannot write to {folder} ({error.strerror}). Free some space or choose another folder with AIACT_DATA_DIR.",
    )


def _trusted(ca_bundle: Path | None) -> ssl.SSLContext | bool:
    if ca_bundle is None:
        return True
    try:
        return ssl.create_default_context(cafile=str(ca_bundle))
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(
            f"Het certificaatbestand {ca_bundle} kan niet worden gelezen. Controleer AIACT_CA_BUNDLE.",
            f"The certificate file {ca_bundle} cannot be read. Check AIACT_CA_BUNDLE.",
        ) from error


def _continues(response: httpx.Response, have: int) -> bool:
    """Whether a part, when the server sent one, begins where ours ends (RFC 9110, section 15.3.7)."""
    if response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        return False
    if response.status_code != HTTPStatus.PARTIAL_CONTENT:
        return True
    return have > 0 and response.headers.get("content-range", "").startswith(f"bytes {have}-")


def _refuse(address: str, response: httpx.Response) -> None:
    status = response.status_code
    if status in _ABSENT:
        raise NotFound(address)
    if status in _TRY_AGAIN or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise _Interrupted(f"HTTP {status}", f"HTTP {status}")
    if status not in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT} or _CHALLENGE_HEADER in response.headers:
        raise SourceError(
            f"{address} gaf geen document maar HTTP {status} (een wachtpagina of weigering). Probeer het later, of"
            " gebruik een spiegel met --mirror.",
            f"{address} gave HTTP {status}, not a document (a challenge or refusal). Try later or use --mirror.",
        )


def _marks(response: httpx.Response) -> Marks:
    return Marks(response.headers.get("etag", ""), response.headers.get("last-modified", ""))


def _validator(response: httpx.Response) -> str:
    """What If-Range may carry: a strong ETag, or else the date (RFC 9110, section 13.1.5)."""
    marks = _marks(response)
    return marks.etag if marks.etag and not marks.etag.startswith("W/") else marks.last_modified


def _too_large(address: str) -> SourceError:
    return SourceError(
        f"{address} geeft meer dan {MAX_BYTES // 1_000_000} MB. Dat is geen bron die wij kennen.",
        f"{address} gives more than {MAX_BYTES // 1_000_000} MB. That is no source we know.",
    )
