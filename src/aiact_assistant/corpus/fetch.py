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

from aiact_assistant.domain import SourceError, StorageError
from aiact_assistant.settings import Settings

# The largest source is the Algoritmekader's archive, 16 MB.
MAX_BYTES = 200_000_000
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 20.0

Report = Callable[[int, int | None], None]


class NotFound(Exception):
    """The server or folder does not have the file."""


class _Interrupted(Exception):
    """Worth another attempt: no connection, time-out, a server error or a body that stopped half-way."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes with where they came from and the server's marks for a next conditional request."""

    data: bytes
    address: str
    etag: str = ""
    last_modified: str = ""


class Fetcher:
    """A client with the settings' time-out, retries, proxy and certificate authorities.

    Args:
        settings: the configuration.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        verify: ssl.SSLContext | bool = True
        if settings.ca_bundle is not None:
            try:
                verify = ssl.create_default_context(cafile=str(settings.ca_bundle))
            except (OSError, ssl.SSLError) as error:
                raise SourceError(
                    f"Het certificaatbestand {settings.ca_bundle} kan niet worden gelezen. Controleer AIACT_CA_BUNDLE.",
                    f"The certificate file {settings.ca_bundle} cannot be read. Check AIACT_CA_BUNDLE.",
                ) from error
        self.client = httpx.Client(
            timeout=settings.http_timeout,
            follow_redirects=True,
            verify=verify,
            proxy=settings.proxy,
            headers={"User-Agent": "aiact-assistant", "Accept-Encoding": "identity"},
        )

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()

    def from_mirror(self, mirror: str, name: str, part: Path, marks: tuple[str, str], report: Report) -> Fetched | None:
        """A file of a mirror, a folder or an address with the same layout.

        Raises:
            NotFound: the mirror does not have it.
            SourceError: the mirror cannot be reached.
        """
        if mirror.startswith(("http://", "https://")):
            return self.get(f"{mirror.rstrip('/')}/{name}", {}, part, marks, report)
        folder = Path(mirror)
        if not folder.is_dir():
            raise SourceError(
                f"de map {mirror} bestaat niet. Controleer --mirror of AIACT_CORPUS_MIRROR.",
                f"the folder {mirror} does not exist. Check --mirror or AIACT_CORPUS_MIRROR.",
            )
        path = folder / name
        if not path.is_file():
            raise NotFound(mirror)
        data = path.read_bytes()
        report(len(data), len(data))
        return Fetched(data, str(path))

    def get(
        self, address: str, headers: Mapping[str, str], part: Path, marks: tuple[str, str], report: Report
    ) -> Fetched | None:
        """The body of an address; ``None`` when it did not change since ``marks``.

        Args:
            address: http(s) address; redirects are followed.
            headers: extra request headers.
            part: file for what came in so far; a next attempt or run goes on where it ends.
            marks: ETag and Last-Modified of the present copy ('' when unknown).
            report: progress in bytes.

        Raises:
            NotFound: 404 or 410.
            SourceError: not reachable, refused, a challenge page, or too large.
        """
        attempts = Retrying(
            stop=stop_after_attempt(self._settings.http_retries + 1),
            wait=wait_exponential_jitter(multiplier=_FIRST_WAIT, max=_LONGEST_WAIT),
            retry=retry_if_exception_type(_Interrupted),
            reraise=True,
        )
        try:
            return attempts(self._attempt, address, headers, part, marks, report)
        except _Interrupted as error:
            raise SourceError(
                f"{address} is niet bereikbaar ({error}). Controleer de verbinding, AIACT_PROXY en AIACT_CA_BUNDLE, of"
                " gebruik een spiegel met --mirror.",
                f"{address} cannot be reached ({error}). Check the connection, AIACT_PROXY and AIACT_CA_BUNDLE, or use"
                " a mirror with --mirror.",
            ) from error

    def _attempt(
        self, address: str, headers: Mapping[str, str], part: Path, marks: tuple[str, str], report: Report
    ) -> Fetched | None:
        mark_file = part.with_name(f"{part.name}.etag")
        have = part.stat().st_size if part.exists() else 0
        resume_mark = mark_file.read_text("utf8") if have and mark_file.exists() else ""
        asked = dict(headers)
        if have and resume_mark:
            asked |= {"Range": f"bytes={have}-", "If-Range": resume_mark}
        else:
            have = 0
            asked |= {"If-None-Match": marks[0]} if marks[0] else {}
            asked |= {"If-Modified-Since": marks[1]} if marks[1] else {}
        try:
            part.parent.mkdir(parents=True, exist_ok=True)
            with self.client.stream("GET", address, headers=asked) as response:
                if response.status_code == HTTPStatus.NOT_MODIFIED:
                    return None
                self._refuse(address, response)
                resumed = response.status_code == HTTPStatus.PARTIAL_CONTENT
                done = have if resumed else 0
                total = int(response.headers["content-length"]) + done if "content-length" in response.headers else None
                mark_file.write_text(response.headers.get("etag", response.headers.get("last-modified", "")), "utf8")
                with part.open("ab" if resumed else "wb") as file:
                    for piece in response.iter_raw():
                        done += len(piece)
                        if done > MAX_BYTES:
                            raise _too_large(address)
                        file.write(piece)
                        report(done, total)
                if total is not None and done < total:
                    raise _Interrupted("de verbinding brak af")
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise _Interrupted(type(error).__name__) from error
        except OSError as error:
            raise StorageError(
                f"De map {part.parent} kan niet worden beschreven ({error.strerror}). Maak ruimte of kies een andere"
                " map met AIACT_DATA_DIR.",
                f"Cannot write to {part.parent} ({error.strerror}).",
            ) from error
        data = part.read_bytes()
        part.unlink()
        mark_file.unlink(missing_ok=True)
        return Fetched(
            data, str(response.url), response.headers.get("etag", ""), response.headers.get("last-modified", "")
        )

    def _refuse(self, address: str, response: httpx.Response) -> None:
        status = response.status_code
        if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
            raise NotFound(address)
        if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise _Interrupted(f"HTTP {status}")
        if status not in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
            raise SourceError(
                f"{address} gaf geen document maar HTTP {status} (een wachtpagina of weigering). Probeer het later, of"
                " gebruik een spiegel met --mirror.",
                f"{address} gave HTTP {status}, not a document (a challenge or refusal). Try later or use --mirror.",
            )


def _too_large(address: str) -> SourceError:
    return SourceError(
        f"{address} geeft meer dan {MAX_BYTES // 1_000_000} MB. Dat is geen bron die wij kennen.",
        f"{address} gives more than {MAX_BYTES // 1_000_000} MB. That is no source we know.",
    )
