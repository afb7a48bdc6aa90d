"""``aiact sync`` as a program of its own: what a user sees, Ctrl+C, and two at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publisher import ACT, Publisher, page, publishing, regulation, sharing

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    state = Publisher()
    with publishing(state):
        yield state


def start(folder: Path, sources: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start ``aiact sync`` on a list of sources."""
    inherited = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}
    manifest = folder / "bronnen.toml"
    manifest.write_text(sources, "utf8")
    ours = {"PYTHONPATH": str(ROOT / "src"), "AIACT_DATA_DIR": str(folder), "AIACT_MANIFEST": str(manifest)}
    return subprocess.Popen(
        [sys.executable, "-m", "aiact_assistant.cli", "sync", *arguments],
        env=inherited | ours | environment,
        cwd=folder,
        text=True,
        encoding="utf8",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code and messages; nothing may be printed on stdout, and no stack trace."""
    stdout, stderr = process.communicate(timeout=60)
    assert stdout == ""
    assert "Traceback" not in stderr
    return process.returncode, stderr


def test_each_source_is_named_by_its_title(publisher: Publisher, tmp_path: Path) -> None:
    sources = regulation(publisher.address, '"nl", "en"')
    code, said = finish(start(tmp_path, sources, AIACT_LANGUAGES="nl,en"))
    assert code == 0
    assert said.strip().splitlines() == [
        "Bakfietswet: opgehaald en gecontroleerd.",
        "Bakfietswet (Engels): opgehaald en gecontroleerd.",
        "Publicatieblad: opgehaald en gecontroleerd.",
        "Publicatieblad (Engels): opgehaald en gecontroleerd.",
    ]


def test_only_the_languages_that_are_asked_for(publisher: Publisher, tmp_path: Path) -> None:
    code, said = finish(start(tmp_path, regulation(publisher.address, '"nl", "en"')))
    assert code == 0
    assert "Engels" not in said
    assert set(publisher.asked("accept-language")) == {"nld"}


def test_without_a_network_every_source_gets_a_message_and_the_advice_comes_once(tmp_path: Path) -> None:
    code, said = finish(start(tmp_path, regulation(NOWHERE)))
    assert code == 1
    assert said.count("is niet bereikbaar") == 2
    assert said.count("AIACT_PROXY") == said.count("--mirror") == 1


def test_mirror_is_an_option_and_a_setting(tmp_path: Path) -> None:
    path = tmp_path / "spiegel" / f"eurlex/{ACT}.nl.html"
    path.parent.mkdir(parents=True)
    path.write_bytes(page(ACT))
    act = regulation(NOWHERE, journal=False)
    with sharing(tmp_path / "spiegel") as address:
        assert finish(start(tmp_path, act, "--mirror", address))[0] == 0
    code, said = finish(start(tmp_path, act, AIACT_CORPUS_MIRROR=str(tmp_path / "spiegel")))
    assert (code, said.strip()) == (0, "Bakfietswet: ongewijzigd.")


def test_changed_source_is_taken_with_the_option_that_the_message_names(publisher: Publisher, tmp_path: Path) -> None:
    sources = regulation(publisher.address)
    finish(start(tmp_path, sources))
    publisher.body = publisher.body.replace(b"leenfietsen", b"deelfietsen")
    code, said = finish(start(tmp_path, sources))
    assert (code, said.count("--accept-changes")) == (0, 1)
    code, said = finish(start(tmp_path, sources, "--accept-changes"))
    assert (code, said.strip().splitlines()[0]) == (0, "Bakfietswet: opgehaald en gecontroleerd.")


def test_settings_that_cannot_be_used_are_bad_input(tmp_path: Path) -> None:
    code, said = finish(start(tmp_path, regulation(NOWHERE), AIACT_CA_BUNDLE=str(tmp_path / "weg.pem")))
    assert code == 2
    assert "AIACT_CA_BUNDLE" in said


@pytest.mark.skipif(sys.platform == "win32", reason="signalen werken daar anders")
@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_after_ctrl_c_or_worse_the_next_run_goes_on_where_it_stopped(
    publisher: Publisher, tmp_path: Path, stop: signal.Signals, code: int
) -> None:
    sources = regulation(publisher.address)
    publisher.hold = threading.Event()
    process = start(tmp_path, sources)
    half = len(publisher.body) // 2
    _wait_for(tmp_path / "sources/.deel/wet", half)
    process.send_signal(stop)
    assert finish(process)[0] == code
    publisher.hold.set()
    publisher.hold = None
    assert finish(start(tmp_path, sources))[0] == 0
    assert publisher.ranges == [f"bytes={half}-"]
    assert (tmp_path / f"sources/eurlex/{ACT}.nl.html").read_bytes() == publisher.body


def test_second_program_waits_for_nobody_and_says_so(publisher: Publisher, tmp_path: Path) -> None:
    sources = regulation(publisher.address)
    publisher.hold = threading.Event()
    first = start(tmp_path, sources)
    assert publisher.held.wait(60)
    code, said = finish(start(tmp_path, sources))
    assert code == 1
    assert "Er wordt al gesynchroniseerd" in said
    publisher.hold.set()
    publisher.hold = None
    assert finish(first)[0] == 0


def _wait_for(path: Path, size: int) -> None:
    """Until the program has kept that many bytes."""
    pause = threading.Event()
    for _ in range(1200):
        if path.exists() and path.stat().st_size == size:
            return
        pause.wait(0.05)
    raise AssertionError(f"{path} has no {size} bytes")
