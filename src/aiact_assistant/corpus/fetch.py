"""Fetches bytes over HTTP(S) or from a folder: retries, resume, conditional requests. The only importer of httpx.

Comes in: an address. Goes out: the bytes with the server's marks, or a ``SourceError`` that says what is wrong.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import TracebackType

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_exponential_jitter

from aiact_assistant.domain import SettingsError, SourceError, StorageError
from aiact_assistant.settings import Settings

# The largest source is the Algoritmekader's archive, 16 MB in the mirror and more with its images.
MAX_BYTES = 200_000_000
# Seconds; a publisher that is overloaded gets time to recover, a user does not wait for minutes.
LONGEST_WAIT = 20.0
_BACK_OFF = wait_exponential_jitter(multiplier=0.5, max=LONGEST_WAIT)
# Attempts when nothing answers at all: a second one helps against a hiccup, more only make the user wait.
_ATTEMPTS_UNANSWERED = 2
_ABSENT = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.NOT_ACCEPTABLE}
_TRY_AGAIN = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}

Report = Callable[[int, int | None], None]


class NotFound(Exception):
    """The server or folder does not have the file, or not in the language asked for."""


class _Interrupted(Exception):
    """Worth another attempt.

    Args:
        dutch: what happened, for the user.
        english: the same in English.
        attempts: how many attempts make sense, ``None`` for as many as the settings allow.
        wait: seconds that the server asks us to wait.
    """

    def __init__(self, dutch: str, english: str, attempts: int | None = None, wait: float = 0) -> None:
        super().__init__(dutch)
        self.dutch = dutch
        self.english = english
        self.attempts = attempts
        self.wait = wait


class _Unanswered(_Interrupted):
    """Nothing came back at all; ``host`` is who kept silent."""

    def __init__(self, host: str, dutch: str, english: str, attempts: int | None = None) -> None:
        super().__init__(dutch, english, attempts)
        self.host = host


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
    """A client with the settings' time-outs, retries, proxy and certificate authorities.

    A host that gave no answer is not tried again: without a network, each source would cost its own time-outs.

    Args:
        settings: the configuration.
        pause: waits a number of seconds between attempts.

    Raises:
        SettingsError: the certificate file or the proxy address cannot be used.
    """

    def __init__(self, settings: Settings, pause: Callable[[float], None] = time.sleep) -> None:
        self._settings = settings
        self._pause = pause
        self._silent: set[str] = set()
        trusted = _trusted(settings.ca_bundle)
        try:
            self.client = httpx.Client(
                timeout=httpx.Timeout(settings.http_timeout, connect=settings.http_connect_timeout),
                follow_redirects=True,
                verify=trusted,
                proxy=settings.proxy,
                headers={"User-Agent": "aiact-assistant", "Accept-Encoding": "identity"},
            )
        except (ValueError, ImportError, httpx.InvalidURL) as error:
            raise SettingsError(
                f"Het adres van de proxy kan niet worden gebruikt ({error}). Controleer AIACT_PROXY en HTTPS_PROXY.",
                f"The address of the proxy cannot be used ({error}). Check AIACT_PROXY and HTTPS_PROXY.",
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

    def get(self, address: str, headers: Mapping[str, str], part: Path, marks: Marks, report: Report) -> Fetched | None:
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
        host = _host(address)
        if host in self._silent:
            raise _unreachable(
                address, f"{host} gaf in deze ronde al geen antwoord", f"{host} gave no answer earlier in this run"
            )
        attempts = Retrying(
            stop=self._is_last, wait=_wait, sleep=self._pause, retry=retry_if_exception_type(_Interrupted), reraise=True
        )
        try:
            return attempts(self._attempt, address, headers, _Part(part, address), marks, report)
        except _Interrupted as error:
            if isinstance(error, _Unanswered):
                self._silent.add(error.host)
            raise _unreachable(address, error.dutch, error.english) from error

    def _is_last(self, state: RetryCallState) -> bool:
        allowed, useful = self._settings.http_retries + 1, _interruption(state).attempts
        return state.attempt_number >= (allowed if useful is None else min(allowed, useful))

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
        with closing(self._answer(address, asked)) as response:
            if response.status_code == HTTPStatus.NOT_MODIFIED and not have:
                return None
            if not _continues(response, have):
                part.discard()
                raise _Interrupted("de server gaf een ander deel", "the server sent another part")
            _refuse(address, response)
            part.receive(response, have if response.status_code == HTTPStatus.PARTIAL_CONTENT else 0, report)
        data = part.take()
        if not data:
            raise SourceError(f"{address} gaf een leeg document.", f"{address} gave an empty document.")
        return Fetched(data, _marks(response))

    def _answer(self, address: str, headers: Mapping[str, str]) -> httpx.Response:
        """The response with its body still to be read."""
        try:
            return self.client.send(self.client.build_request("GET", address, headers=headers), stream=True)
        except httpx.ProxyError as error:
            raise _Interrupted(
                f"de proxy weigert: {error}", f"the proxy refuses: {error}", _ATTEMPTS_UNANSWERED
            ) from error
        except httpx.UnsupportedProtocol as error:
            raise SourceError(
                f"'{address}' is geen http- of https-adres. Controleer het adres.",
                f"'{address}' is not an http or https address. Check the address.",
            ) from error
        except httpx.TransportError as error:
            raise self._unanswered(address, error) from error
        except (httpx.RequestError, httpx.InvalidURL) as error:
            raise SourceError(
                f"{address} geeft geen bruikbaar antwoord ({error}). Controleer het adres.",
                f"{address} gives no usable answer ({error}). Check the address.",
            ) from error

    def _unanswered(self, address: str, error: httpx.TransportError) -> Exception:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            return SourceError(
                f"Het certificaat van {_host(address)} wordt niet vertrouwd. Staat er een proxy tussen die verkeer"
                " controleert? Geef diens certificaat met AIACT_CA_BUNDLE.",
                f"The certificate of {_host(address)} is not trusted. Behind a proxy that inspects traffic, give its"
                " certificate with AIACT_CA_BUNDLE.",
            )
        host = error.request.url.host
        if isinstance(error, httpx.ConnectTimeout):
            limit = f"{self._settings.http_connect_timeout:g}"
            return _Unanswered(
                host, f"geen verbinding binnen {limit} seconden", f"no connection within {limit} seconds", attempts=1
            )
        if isinstance(error, httpx.TimeoutException):
            limit = f"{self._settings.http_timeout:g}"
            return _Unanswered(
                host,
                f"geen antwoord binnen {limit} seconden",
                f"no answer within {limit} seconds",
                _ATTEMPTS_UNANSWERED,
            )
        if isinstance(error, httpx.ConnectError):
            return _Unanswered(host, "geen verbinding", "no connection", _ATTEMPTS_UNANSWERED)
        return _Unanswered(host, "de verbinding brak af", "the connection broke off")


class _Part:
    """What came in so far, beside a note of where from and of which version, so that parts of two never mix.

    Args:
        path: file for the bytes; the note lies beside it.
        address: where the bytes come from.
    """

    def __init__(self, path: Path, address: str) -> None:
        self._path = path
        self._note = path.with_name(f"{path.name}.van")
        self._address = address

    def resumable(self) -> tuple[int, str]:
        """Bytes already here and the validator they belong to; (0, '') when a fresh start is needed."""
        try:
            address, _, validator = self._note.read_text("utf8").partition("\n")
            size = self._path.stat().st_size
        except (OSError, UnicodeDecodeError):
            return 0, ""
        return (size, validator) if size and validator and address == self._address else (0, "")

    def receive(self, response: httpx.Response, done: int, report: Report) -> None:
        """Write the body after the first ``done`` bytes.

        Raises:
            SourceError: too large.
            StorageError: the folder is full or cannot be written.
        """
        # A server that compresses all the same: what is on disk then says nothing about where to go on.
        compressed = response.headers.get("content-encoding", "identity") != "identity"
        length = None if compressed else response.headers.get("content-length")
        total = None if length is None else int(length) + done
        pieces = response.iter_bytes() if compressed else response.iter_raw()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._note.write_text(f"{self._address}\n{'' if compressed else _validator(response)}", "utf8")
            with self._path.open("ab" if done else "wb") as file:
                for piece in pieces:
                    done += len(piece)
                    if max(done, total or 0) > MAX_BYTES:
                        break
                    file.write(piece)
                    file.flush()  # what came in stays when the program is killed
                    report(done, total)
        except httpx.TransportError as error:
            raise _Interrupted("de verbinding brak af", "the connection broke off") from error
        except OSError as error:
            raise unwritable(self._path.parent, error) from error
        if max(done, total or 0) > MAX_BYTES:
            self.discard()
            raise _too_large(self._address)

    def take(self) -> bytes:
        """The whole body, which is then no longer kept here; raises ``StorageError``."""
        try:
            data = self._path.read_bytes()
        except OSError as error:
            raise unwritable(self._path.parent, error) from error
        self.discard()
        return data

    def discard(self) -> None:
        """Forget what came in; raises ``StorageError``."""
        try:
            self._note.unlink(missing_ok=True)
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(self._path.parent, error) from error


def unwritable(folder: Path, error: OSError) -> StorageError:
    """The error for a folder that is full or may not be written."""
    return StorageError(
        f"De map {folder} kan niet worden beschreven ({error.strerror}). Maak ruimte of kies een andere map met"
        " AIACT_DATA_DIR.",
        f"Cannot write to {folder} ({error.strerror}). Free some space or choose another folder with AIACT_DATA_DIR.",
    )


def _trusted(ca_bundle: Path | None) -> ssl.SSLContext:
    """The usual certificate authorities, and those of the organisation."""
    context = httpx.create_ssl_context()
    if ca_bundle is not None:
        try:
            context.load_verify_locations(cafile=ca_bundle)
        except (OSError, ssl.SSLError) as error:
            raise SettingsError(
                f"Het certificaatbestand {ca_bundle} kan niet worden gelezen. Controleer AIACT_CA_BUNDLE.",
                f"The certificate file {ca_bundle} cannot be read. Check AIACT_CA_BUNDLE.",
            ) from error
    return context


def _interruption(state: RetryCallState) -> _Interrupted:
    error = state.outcome.exception() if state.outcome is not None else None
    assert isinstance(error, _Interrupted)  # nothing else is tried again
    return error


def _wait(state: RetryCallState) -> float:
    """Seconds until the next attempt: longer each time, and what the server asks for within reason."""
    return max(_BACK_OFF(state), min(_interruption(state).wait, LONGEST_WAIT))


def _host(address: str) -> str:
    try:
        return httpx.URL(address).host
    except httpx.InvalidURL:
        return address


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
        asked = response.headers.get("retry-after", "")
        raise _Interrupted(f"HTTP {status}", f"HTTP {status}", wait=int(asked) if asked.isdecimal() else 0)
    if status not in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
        raise SourceError(
            f"{address} gaf geen document maar HTTP {status} (een wachtpagina of weigering).",
            f"{address} gave HTTP {status}, not a document (a challenge or refusal).",
        )


def _marks(response: httpx.Response) -> Marks:
    return Marks(response.headers.get("etag", ""), response.headers.get("last-modified", ""))


def _validator(response: httpx.Response) -> str:
    """What If-Range may carry: a strong ETag, or else the date (RFC 9110, section 13.1.5)."""
    marks = _marks(response)
    return marks.etag if marks.etag and not marks.etag.startswith("W/") else marks.last_modified


def _unreachable(address: str, dutch: str, english: str) -> SourceError:
    return SourceError(f"{address} is niet bereikbaar ({dutch}).", f"{address} cannot be reached ({english}).")


def _too_large(address: str) -> SourceError:
    most = MAX_BYTES // 1_000_000
    return SourceError(
        f"{address} geeft meer dan {most} MB. Dat is geen bron die wij kennen.",
        f"{address} gives more than {most} MB. That is no source we know.",
    )
