"""The made-up regulation, synchronised and indexed once, and the command line in this process."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from aiact_assistant.cli.commands import run
from tests.bakfiets import build_assistant, write_sources


@dataclass(frozen=True, slots=True)
class Result:
    """What a command gave."""

    code: int
    out: str
    err: str


Aiact = Callable[..., Result]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Settings of a data folder with sources and index; not to be changed."""
    environment = write_sources(tmp_path_factory.mktemp("bakfiets met spatie"))
    build_assistant(environment)
    return environment


@pytest.fixture
def ready(built: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The built data folder, as this process and those that it starts see it."""
    for key, value in built.items():
        monkeypatch.setenv(key, value)
    return built


@pytest.fixture
def data(ready: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the built data folder that a test may damage."""
    copy = tmp_path / "gegevens"
    shutil.copytree(ready["AIACT_DATA_DIR"], copy)
    monkeypatch.setenv("AIACT_DATA_DIR", str(copy))
    return copy


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sources that can be fetched, and a data folder that does not exist yet."""
    environment = write_sources(tmp_path)
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    return Path(environment["AIACT_DATA_DIR"])


@pytest.fixture
def aiact(capsys: pytest.CaptureFixture[str]) -> Aiact:
    """Runs a command line in this process; no stack trace may ever be in what it says."""

    def call(*arguments: str) -> Result:
        capsys.readouterr()
        code = run(arguments)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Result(code, out, err)

    return call
