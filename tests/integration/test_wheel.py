"""The wheel, installed where nothing of the checkout can be seen, answers a question with the data inside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.bakfiets import write_sources

pytestmark = pytest.mark.integration
ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Stdout of a command that knows nothing of the checkout; its failure is the test's."""
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by way of the source archive, so that both are complete."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment with the wheel; its requirements come from this one, no index is asked."""
    folder = tmp_path_factory.mktemp("omgeving met spatie")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    programs = folder / "venv" / "bin"
    pip = [sys.executable, "-m", "pip", "--python", programs / "python"]
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", "--no-compile", wheel, cwd=folder)
    query = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(run(programs / "python", "-c", query, cwd=folder).strip())
    (site / "vereisten.pth").write_text(f"{sysconfig.get_path('purelib')}\n{sysconfig.get_path('platlib')}\n")
    return programs


def test_the_wheel_has_what_the_program_needs_and_no_more(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ("corpus", "rules"):
        expected = {path for path in (ROOT / folder).rglob("*") if path.is_file()}
        inside = {name for name in names if name.startswith(f"aiact_assistant/data/{folder}/")}
        assert {f"aiact_assistant/data/{path.relative_to(ROOT)}" for path in expected} == inside
    assert "aiact_assistant/py.typed" in names
    assert not [name for name in names if name.split("/")[0] not in {"aiact_assistant"} and ".dist-info/" not in name]
    assert [name for name in names if name.endswith("licenses/LICENSE")]


def test_data_comes_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    script = (
        "import json, aiact_assistant; from aiact_assistant.resources import resource;"
        "print(json.dumps([aiact_assistant.__file__, *(str(resource(name)) for name in"
        " ('corpus/sources.toml', 'corpus/begrippen', 'corpus/vectors', 'rules/van_toepassing.yaml'))]))"
    )
    found = json.loads(run(installed / "python", "-c", script, cwd=tmp_path))
    assert len(found) == 5
    for path in found:
        assert Path(path).is_relative_to(installed.parent)
        assert not Path(path).is_relative_to(ROOT)


def test_the_console_script_answers_and_keeps_its_data_in_its_own_folder(installed: Path, tmp_path: Path) -> None:
    environment = write_sources(tmp_path)
    before = {path for path in installed.parent.rglob("*") if "__pycache__" not in path.parts}
    work = tmp_path / "werkmap"
    work.mkdir()
    for command in ("sync", "index"):
        run(installed / "aiact", command, cwd=work, **environment)
    answer = json.loads(
        run(installed / "aiact", "ask", "Wat zegt artikel 4 bis, lid 1?", "--json", cwd=work, **environment)
    )
    assert answer["status"] == "answered"
    assert answer["citations"][0]["id"] == "art_4a.1"
    assert answer["citations"][0]["quote"].endswith("Elke bakfiets heeft een bel.")
    data = Path(environment["AIACT_DATA_DIR"])
    assert (data / "sources" / "corpus.lock.json").is_file()
    assert sorted(path.name for path in data.iterdir()) == ["index", "sources"]
    assert list(work.iterdir()) == []
    assert {path for path in installed.parent.rglob("*") if "__pycache__" not in path.parts} == before
