"""``aiact assess`` with a language model on a real server of the OpenAI protocol, on this machine."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from aiact_assistant.cli.commands import app

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "assess.json"
NAME = "proef-8b"
HIRING = (
    "Het model leest cv's en motivatiebrieven van sollicitanten. Het geeft elke kandidaat een score en zet de"
    " kandidaten op volgorde. Vragen? Mail anna@voorbeeld.nl."
)
_ASKED = re.compile(r"^id: (\w+)$", re.MULTILINE)


class Server(ThreadingHTTPServer):
    """Says yes to ``personal_data`` and no to ``recruitment``; another ``status`` fails, and 0 says nothing."""

    daemon_threads = True
    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict[str, Any]] = []
        self.done = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = cast("Server", self.server)
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.asked.append(asked)
        if server.status == 0:
            server.done.wait(20)
            return
        self.send_response(server.status)
        self.send_header("Content-Type", "text/event-stream" if server.status == 200 else "application/json")
        self.end_headers()
        if server.status != 200:
            self.wfile.write(b'{"error": {"message": "stuk"}}')
            return
        text = json.dumps({"facts": [_fact(name) for name in _ASKED.findall(asked["messages"][-1]["content"])]})
        for start in range(0, len(text), 200):
            self._event({"content": text[start : start + 200]}, None)
        self._event({}, "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, delta: dict[str, str], reason: str | None) -> None:
        choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": reason}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": NAME, "choices": [choice]}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""
        del format, args


def _fact(name: str) -> dict[str, Any]:
    answer = {"personal_data": "yes", "recruitment": "no"}.get(name, "unknown")
    quotes = [{"passage": "p1", "quote": "leest cv's en motivatiebrieven"}] if answer != "unknown" else []
    return {"id": name, "answer": answer, "quotes": quotes}


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.done.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving() as made:
        monkeypatch.setenv("AIACT_DATA_DIR", str(tmp_path / "data"))
        monkeypatch.setenv("AIACT_LLM_BASE_URL", f"http://127.0.0.1:{made.server_port}/v1")
        monkeypatch.setenv("AIACT_LLM_MODEL", NAME)
        yield made


def run(folder: Path, *flags: str) -> str:
    path = folder / "plan.txt"
    path.write_text(HIRING, "utf8")
    return CliRunner().invoke(app, ["assess", str(path), *flags], catch_exceptions=False).stdout


def assess(folder: Path) -> dict[str, Any]:
    content = json.loads(run(folder, "--json"))
    Draft202012Validator(json.loads(SCHEMA.read_text("utf8"))).validate(content)
    return content


def test_the_json_names_the_model_and_its_prompt(server: Server, tmp_path: Path) -> None:
    content = assess(tmp_path)
    facts = {fact["id"]: fact for fact in content["facts"]}
    assert content["model"] == NAME
    assert content["prompt"].startswith("facts v1 ")
    assert facts["personal_data"]["answer"] == "yes"
    assert facts["personal_data"]["evidence"][-1]["quote"] in HIRING
    assert facts["recruitment"]["answer"] == "unknown"
    assert content["draft_class"] == "high_risk"
    (shape,) = {json.dumps(asked["response_format"]) for asked in server.asked}
    assert '"strict": true' in shape
    assert "anna@voorbeeld.nl" in server.asked[0]["messages"][-1]["content"]


@pytest.mark.usefixtures("server")
def test_a_person_reads_which_model_read_along(tmp_path: Path) -> None:
    assert f"Mede gelezen door het taalmodel {NAME}." in run(tmp_path)


@pytest.mark.parametrize(("status", "reason"), [(500, "geeft een fout op de server"), (401, "weigert de sleutel")])
def test_a_server_that_fails_costs_only_the_model(server: Server, tmp_path: Path, status: int, reason: str) -> None:
    server.status = status
    content = assess(tmp_path)
    assert (content["model"], content["prompt"], content["draft_class"]) == (None, None, "high_risk")
    assert any(reason in one and "zonder taalmodel" in one for one in content["warnings"])


def test_a_server_that_says_nothing_is_given_up(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.status = 0
    monkeypatch.setenv("AIACT_LLM_TIMEOUT", "0.5")
    content = assess(tmp_path)
    assert content["model"] is None
    assert any("antwoordt niet op tijd" in one for one in content["warnings"])
