"""What the server offers, and how it starts and stops, without a browser."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from aiact_assistant.settings import Settings
from aiact_assistant.ui.guard import HEALTH, own_page
from aiact_assistant.ui.server import build_app
from tests.conftest import ROOT
from tests.fakes import FakeAssistant
from tests.walks import whole

pytestmark = pytest.mark.integration


class Unwell(FakeAssistant):
    """Has no index."""

    def health(self) -> dict[str, object]:
        """Degraded."""
        return {"status": "degraded", "reason": "There is no index."}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return TestClient(build_app(FakeAssistant(Settings(data_dir=tmp_path_factory.mktemp("data")))))


def test_a_monitor_sees_whether_it_is_well(client: TestClient, tmp_path: Path) -> None:
    well = client.get(HEALTH)
    assert (well.status_code, well.json()) == (200, {"status": "ok"})
    assert well.headers["cache-control"] == "no-store"
    assert client.head(HEALTH).status_code == 200
    unwell = TestClient(build_app(Unwell(Settings(data_dir=tmp_path)))).get(HEALTH)
    assert unwell.status_code == 503
    assert unwell.json() == {"status": "degraded", "reason": "There is no index."}


def test_every_answer_has_the_security_headers(client: TestClient) -> None:
    for path in ("/", HEALTH, "/theme.css", "/does-not-exist"):
        headers = client.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "http" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_the_page_is_dutch_and_names_no_other_host(client: TestClient) -> None:
    page = client.get("/")
    assert re.search(r'<html\s+lang="nl"', page.text)
    assert "https://" not in page.text
    assert page.headers["content-length"] == str(len(page.content))


def test_only_link_previews_and_language_of_a_page_are_changed() -> None:
    html = b'<html\n lang="en"><meta property="og:image"\n content="https://x.example/a.jpg" /><meta charset="utf-8" />'
    assert own_page(html) == b'<html\n lang="nl"><meta charset="utf-8" />'


@pytest.mark.parametrize(
    "path",
    [
        *("/gradio_api/info", "/gradio_api/openapi.json", "/gradio_api/call/ask", "/gradio_api/runs", "/monitoring"),
        *("/gradio_api/file=/etc/hostname", "/gradio_api/proxy=https://example.org/", "/gradio_api/upload_progress"),
        *("/kennisbank", "/kennisbank/", "/kennisbank/de", "/kennisbank/nl/", "/kennisbank/nl/bestaat-niet"),
        *("/kennisbank/nl/../../etc", "/kennisbank/nl/Bel", "/kennisbank/nl/bel-kopen/x", "/kennisbank/nl/%2e%2e"),
        *("/beslishulp", "/beslishulp/nl", "/beslishulp/de", "/beslishulp/nl/memo/x", "/beslishulp/nl/csv"),
        *("/docs", "/openapi.json", "/gradio_api/deep_link", "/login", "/manifest.json", "/gradio_api/stream/a"),
    ],
)
def test_nothing_but_the_page_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_list_of_the_kennisbank_has_no_bodies_and_an_entry_has_one(client: TestClient) -> None:
    listed, read = client.get("/kennisbank/nl"), client.get("/kennisbank/en/bel-kopen")
    assert "Hoe koop ik een bel?" in listed.text
    assert "luisteren" not in listed.text
    assert "luisteren" in read.text
    for answer in (listed, read):
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["cache-control"] == "no-cache"
        assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert client.post("/kennisbank/nl").status_code == 404


def test_a_step_of_the_beslishulp_comes_back_whole_and_leaves_nothing(client: TestClient) -> None:
    sent = {"address": "v1;2026-11-24;machine=j", "question": "infers", "reply": "no"}
    answer = client.post("/beslishulp/nl", json=sent)
    assert 'data-adres="v1;2026-11-24;machine=j;infers=n"' in answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert 'data-adres="v1;2026-11-24"' in client.post("/beslishulp/nl", json={}).text


def test_the_exports_are_the_memo_and_the_contract_of_decide(client: TestClient) -> None:
    sent = {"address": whole().address}
    memo = client.post("/beslishulp/en/memo", json=sent)
    assert memo.text.startswith("# Assessment under the AI Act")
    content = client.post("/beslishulp/nl/json", json=sent).json()
    schema = json.loads((ROOT / "docs/schemas/decide.json").read_text("utf8"))
    Draft202012Validator(schema).validate(content)
    assert (content["class"], len(content["facts"])) == ("high_risk", len(whole().facts))


@pytest.mark.parametrize(
    "sent",
    [{"reply": "misschien"}, {"day": "morgen"}, {"address": "v1;" + "x" * 100_000}, {"question": 3}, [], "v1"],
    ids=["no answer", "no day", "too long", "no question", "a list", "a text"],
)
def test_what_no_page_would_send_is_refused(client: TestClient, sent: object) -> None:
    assert client.post("/beslishulp/nl", json=sent).status_code == 422


@pytest.mark.parametrize("path", ["upload", "run/ask", "api/ask", "call/ask", "process_recording", "vibe-edit"])
def test_uploads_and_the_api_are_closed(client: TestClient, path: str) -> None:
    assert client.post(f"/gradio_api/{path}", json={}).status_code == 404


def start(data_dir: Path, *arguments: str, program: tuple[str, ...] = ("-m", "aiact_assistant.cli", "serve")) -> Any:
    """The server as a process of its own, with its first line."""
    environment = os.environ | {
        "AIACT_DATA_DIR": str(data_dir),
        "AIACT_EMBEDDER": "none",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUNBUFFERED": "1",
    }
    return subprocess.Popen(
        [sys.executable, *program, *arguments],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_port_in_use_is_said_in_dutch(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        server = start(tmp_path, "--port", port)
        _, errors = server.communicate(timeout=60)
    assert server.returncode == 2
    assert f"Poort {port} op 127.0.0.1 is al in gebruik" in " ".join(errors.split())
    assert "Traceback" not in errors


def test_an_address_of_another_machine_is_said_in_dutch(tmp_path: Path) -> None:
    server = start(tmp_path, "--host", "203.0.113.7", program=("app.py",))
    _, errors = server.communicate(timeout=60)
    assert server.returncode == 2
    assert "Het adres '203.0.113.7' is niet van deze computer" in " ".join(errors.split())


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told_to_also_with_a_page_open(tmp_path: Path, end: signal.Signals) -> None:
    server = start(tmp_path, "--port", "0")
    try:
        first = server.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", first)
        assert found, first
        with socket.create_connection(("127.0.0.1", int(found[1]))) as tab:
            tab.sendall(b"GET /gradio_api/heartbeat/abc HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            while b"ALIVE" not in tab.recv(4096):
                pass
            server.send_signal(end)
            _, errors = server.communicate(timeout=30)
    finally:
        server.kill()
    assert server.returncode in {-end, 128 + end, 0}
    assert "Traceback" not in errors
    assert "Er zijn nog geen bronnen" in " ".join(errors.split())
