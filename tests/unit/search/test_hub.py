"""Where a model comes from: a folder, what is kept, or one hub; never a host that nobody named."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from aiact_assistant.domain import AiactError, SettingsError
from aiact_assistant.search import hub
from aiact_assistant.search.hub import folder_digest, model_folder, needed_files
from aiact_assistant.settings import Settings

KEY = "AIACT_EMBEDDER_MODEL"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
FILES = {
    "config.json": b"{}",
    "model.safetensors": b"gewichten",
    "1_Pooling/config.json": b'{"a": 1}',
    "pytorch_model.bin": b"dezelfde gewichten",
    "onnx/model.onnx": b"nog eens",
    "README.md": b"# Model",
}
NEEDED = ["1_Pooling/config.json", "config.json", "model.safetensors"]


@pytest.fixture(autouse=True)
def no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache of whoever runs the tests is not looked in."""
    constants = hub._constants()
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


class Hub(ThreadingHTTPServer):
    """A hub on this machine with one model; keeps what it was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked: list[str] = []
        self.broken = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    """The two addresses of a hub that a download needs."""

    server: Hub  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append(path)
        name = path.partition(f"/resolve/{COMMIT}/")[2]
        if path.startswith("/api/models/proef/e5-klein"):
            siblings = [{"rfilename": file} for file in FILES]
            body = json.dumps({"id": "proef/e5-klein", "sha": COMMIT, "siblings": siblings}).encode()
            if path.rpartition("/tree/")[1]:
                tree = [{"type": "file", "path": file, "size": len(FILES[file]), "oid": file} for file in FILES]
                body = json.dumps(tree).encode()
        elif name in FILES and not (self.server.broken and name == "model.safetensors"):
            body = FILES[name]
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "application/json")
        self.send_header("ETag", f'"{sha256(body).hexdigest()}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def served() -> Iterator[Hub]:
    server = Hub()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_files_that_a_model_is_read_from() -> None:
    assert needed_files(FILES) == NEEDED
    assert needed_files(["pytorch_model.bin", "code.py", ".git/config.json"]) == ["pytorch_model.bin"]


def test_the_digest_sees_what_is_read_and_nothing_else(tmp_path: Path) -> None:
    for name in ("config.json", "model.safetensors"):
        (tmp_path / name).write_bytes(FILES[name])
    first = folder_digest(tmp_path)
    (tmp_path / "README.md").write_text("anders")
    assert folder_digest(tmp_path) == first
    (tmp_path / "model.safetensors").write_bytes(b"andere gewichten")
    assert folder_digest(tmp_path) != first


def test_a_folder_is_used_where_it_is(tmp_path: Path, settings: Settings) -> None:
    assert model_folder(str(tmp_path), settings, KEY) == tmp_path


def test_a_folder_that_is_not_there_is_said(settings: Settings) -> None:
    with pytest.raises(SettingsError, match=r"De map /nergens/model bestaat niet. Controleer AIACT_EMBEDDER_MODEL"):
        model_folder("/nergens/model", settings, KEY)


def test_without_a_hub_nothing_is_asked_of_another_machine(settings: Settings) -> None:
    with pytest.raises(SettingsError) as error:
        model_folder("proef/e5-klein", settings, KEY)
    assert "staat niet op deze computer" in error.value.dutch
    assert "AIACT_MODEL_HUB" in error.value.english


def test_from_a_hub_once_and_only_what_is_needed(settings: Settings, served: Hub) -> None:
    fetching = settings.model_copy(update={"model_hub": served.address})
    folder = model_folder("proef/e5-klein", fetching, KEY)
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert found == NEEDED
    assert (folder / "model.safetensors").read_bytes() == FILES["model.safetensors"]
    asked = len(served.asked)
    assert model_folder("proef/e5-klein", settings, KEY) == folder
    assert len(served.asked) == asked
    assert hub._constants().HF_HUB_OFFLINE is True


def test_half_a_model_is_no_model(settings: Settings, served: Hub) -> None:
    fetching = settings.model_copy(update={"model_hub": served.address})
    served.broken = True
    with pytest.raises(AiactError, match="kan niet worden opgehaald"):
        model_folder("proef/e5-klein", fetching, KEY)
    assert not (settings.models_dir / "proef--e5-klein").exists()
    served.broken = False
    assert model_folder("proef/e5-klein", fetching, KEY).is_dir()
