"""A publisher on this machine that behaves like Cellar, and the made-up regulation that it serves.

``/celex/<CELEX>`` answers with 303 for the language asked for; ``/document/...`` knows ETags and ranges. What can go
wrong on a line is an attribute; ``requests`` tells what was asked.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from aiact_assistant.corpus.load import source_shape
from aiact_assistant.corpus.manifest import load_manifest
from aiact_assistant.domain import Source

FIXTURES = Path(__file__).parent / "fixtures" / "eurlex"
ACT, JOURNAL = "09999R0001-20300101", "39999R0001"
LANGUAGES = {"nld": "nl", "eng": "en"}


def regulation(origin: str, languages: str = '"nl"', *, journal: bool = True) -> str:
    """A manifest with the made-up regulation: the consolidated text, and that of the journal."""
    entry = f"""
        [[source]]
        id = "{{name}}"
        title = "{{title}}"
        authority = "wet"
        languages = [{languages}]
        kind = "{{kind}}"
        licence = "eigen"
        celex = "{{celex}}"
        date = 2030-01-01
        shape = {{{{}}}}
        """
    act = entry.format(name="wet", title="Bakfietswet", kind="eurlex-consolidated", celex=ACT)
    recitals = entry.format(name="wet-pb", title="Publicatieblad", kind="eurlex-oj", celex=JOURNAL)
    return f'origin = "{origin}/celex/"\n{act}{recitals if journal else ""}'


def act_only(origin: str, languages: str = '"nl"') -> tuple[Source, ...]:
    """The consolidated text of the made-up regulation alone, per language, with the shape that its page has."""
    unchecked = [source for source in load_manifest(regulation(origin, languages)) if source.version == ACT]
    shape = source_shape(unchecked[0], "a.html", page(ACT))
    assert shape["articles"] >= 4
    wanted = f"{{articles = {shape['articles']}, annexes = {shape['annexes']}}}"
    found = load_manifest(regulation(origin, languages).replace("shape = {}", f"shape = {wanted}"))
    return tuple(source for source in found if source.version == ACT)


def page(celex: str, language: str = "nl") -> bytes:
    """A page of the made-up regulation."""
    return (FIXTURES / f"{celex}.{language}.html").read_bytes()


class Publisher:
    """What the server serves, what goes wrong, and what it was asked.

    Attributes:
        documents: bodies by path, for example ``/document/09999R0001-20300101.nl``.
        statuses: answers to the next requests for a document, before it is given.
        retry_after: what such an answer asks for, '' for nothing.
        cut: the next body ends after this many bytes.
        weak: the marks do not promise the same bytes.
        wrong_part: a part begins one byte too late.
        hold: a body stops half-way until this is set.
    """

    def __init__(self) -> None:
        self.documents = {
            f"/document/{celex}.{language}": page(celex, language)
            for celex in (ACT, JOURNAL)
            for language in LANGUAGES.values()
        }
        self.statuses: list[int] = []
        self.retry_after = ""
        self.cut = 0
        self.weak = False
        self.wrong_part = False
        self.hold: threading.Event | None = None
        self.held = threading.Event()
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.address = ""

    @property
    def body(self) -> bytes:
        """The Dutch consolidated text."""
        return self.documents[f"/document/{ACT}.nl"]

    @body.setter
    def body(self, data: bytes) -> None:
        self.documents[f"/document/{ACT}.nl"] = data

    @property
    def ranges(self) -> list[str]:
        """The ranges asked of documents."""
        return [headers["range"] for path, headers in self.requests if "range" in headers and "/document" in path]

    def asked(self, header: str) -> list[str | None]:
        """A header of every request, in order."""
        return [headers.get(header) for _, headers in self.requests]

    def mark(self, data: bytes) -> str:
        """The ETag of a body."""
        return f'{"W/" if self.weak else ""}"{hashlib.sha256(data).hexdigest()[:8]}"'


class Handler(BaseHTTPRequestHandler):
    """Answers for a ``Publisher``; as a proxy it is asked for whole addresses and answers for those as well."""

    def __init__(self, state: Publisher, *args: object) -> None:
        self.state = state
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        headers = {key.lower(): value for key, value in self.headers.items()}
        self.state.requests.append((self.path, headers))
        path = self.path.removeprefix("http://uitgever.invalid")
        if path.startswith("/celex/"):
            self.negotiate(path.removeprefix("/celex/"), headers)
        elif self.state.statuses:
            extra = {"Retry-After": self.state.retry_after} if self.state.retry_after else {}
            self.answer(self.state.statuses.pop(0), b"<html>Even geduld</html>", extra)
        elif (body := self.state.documents.get(path)) is None:
            self.answer(404, b"")
        else:
            self.document(body, headers)

    def negotiate(self, celex: str, headers: dict[str, str]) -> None:
        language = LANGUAGES.get(headers.get("accept-language", ""))
        if "application/xhtml+xml" not in headers.get("accept", "") or language is None:
            self.answer(406, b"")
        elif f"/document/{celex}.{language}" not in self.state.documents:
            self.answer(404, b"")
        else:
            self.answer(303, b"", {"Location": f"/document/{celex}.{language}"})

    def document(self, body: bytes, headers: dict[str, str]) -> None:
        mark = self.state.mark(body)
        if headers.get("if-none-match") == mark:
            self.answer(304, b"")
        elif "range" in headers and headers.get("if-range") == mark:
            start = int(headers["range"].removeprefix("bytes=").rstrip("-")) + self.state.wrong_part
            where = f"bytes {start}-{len(body) - 1}/{len(body)}"
            self.answer(206, body[start:], {"ETag": mark, "Content-Range": where})
        else:
            self.answer(200, body, {"ETag": mark})

    def answer(self, status: int, body: bytes, extra: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(extra or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        cut, self.state.cut = (self.state.cut, 0) if status < 300 else (0, self.state.cut)
        if status < 300 and self.state.hold is not None:
            self.wfile.write(body[: len(body) // 2])
            self.state.held.set()
            self.state.hold.wait(30)
            cut = 1
        else:
            self.wfile.write(body[: cut or None])
        self.close_connection = bool(cut)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


class Folder(SimpleHTTPRequestHandler):
    """Serves a folder, conditional requests included."""

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


@contextlib.contextmanager
def serving(handler: object, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server on this machine while the block runs; gives its port."""
    server = _Server(("127.0.0.1", 0), handler)  # type: ignore[arg-type]
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def publishing(state: Publisher, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """A publisher while the block runs; gives its address."""
    with serving(partial(Handler, state), tls) as port:
        state.address = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
        yield state.address


@contextlib.contextmanager
def sharing(folder: Path) -> Iterator[str]:
    """A mirror as a server while the block runs; gives its address."""
    with serving(partial(Folder, directory=str(folder))) as port:
        yield f"http://127.0.0.1:{port}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of what is tested."""


class Tunnel(socketserver.StreamRequestHandler):
    """A proxy for https: whatever host is asked for, it connects to one port on this machine."""

    def __init__(self, port: int, asked: list[str], *args: object) -> None:
        self.port = port
        self.asked = asked
        super().__init__(*args)  # type: ignore[arg-type]

    def handle(self) -> None:
        self.asked.append(self.rfile.readline().decode().strip())
        http.client.parse_headers(self.rfile)
        with socket.create_connection(("127.0.0.1", self.port)) as far:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_pump, args=(far, self.connection), daemon=True)
            back.start()
            _pump(self.connection, far)
            back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    """Copy bytes until one side hangs up, and tell the other."""
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
