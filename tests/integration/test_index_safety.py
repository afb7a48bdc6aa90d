"""An index is whole or not there: damage, a full disk, a second process, and a swap under a reader."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from chromadb.errors import InternalError
from numpy.typing import NDArray

from aiact_assistant.assistant import Assistant
from aiact_assistant.settings import Settings, load_settings
from tests.bakfiets import NOW
from tests.integration.conftest import Aiact

pytestmark = pytest.mark.integration
COMMAND = [sys.executable, "-m", "aiact_assistant.cli"]
QUESTION = "Wat zegt artikel 4 bis, lid 1?"
TODAY = date(2026, 11, 24)


class HashEmbedder:
    """Vectors that depend on the text alone: Chroma works as always, no model is loaded."""

    name = "proef-1"

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text."""
        return np.stack([self.question(text) for text in texts])

    def question(self, text: str) -> NDArray[np.float32]:
        """One row."""
        row = np.frombuffer(hashlib.sha256(text.encode()).digest()[:16], dtype=np.uint8).astype(np.float32) - 127
        return (row / np.linalg.norm(row)).astype(np.float32)


@pytest.fixture
def dense(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose index has vectors too."""
    monkeypatch.setattr("aiact_assistant.assistant.load_embedder", lambda _: HashEmbedder())
    assistant = Assistant(load_settings())
    assert assistant.build()
    return data


def index_of(data: Path) -> Path:
    (found,) = [path for path in (data / "index").iterdir() if path.is_dir()]
    return found


def files_of(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribble(path: Path) -> None:
    path.write_bytes(b"\x00\xffgeen index" * 10)


# -- nothing there


def test_without_sources_each_command_says_how_to_get_them(fresh: Path, aiact: Aiact) -> None:
    for arguments in (["ask", QUESTION], ["show", "art_1"]):
        result = aiact(*arguments)
        assert (result.code, result.out) == (1, "")
        assert "aiact sync" in result.err
    assert "There are no sources yet" in aiact("ask", QUESTION, "--lang", "en").err
    assert not list(fresh.glob("index/*"))


def test_without_sources_the_kennisbank_answers_and_says_what_is_missing(fresh: Path, aiact: Aiact) -> None:
    assert fresh.parent.is_dir()
    built = aiact("index")
    assert (built.code, built.out) == (0, "")
    assert "Ontbreekt: " in built.err
    assert "aiact sync" in built.err
    answer = json.loads(aiact("ask", "Wat is een AI-systeem?", "--json").out)
    assert answer["status"] == "answered"
    assert answer["entry"].startswith("kb:")
    assert answer["citations"] == []
    assert any("aiact sync" in notice for notice in answer["notices"])
    assert answer["links"][0]["url"].startswith("https://eur-lex.europa.eu/legal-content/NL/TXT/HTML/?uri=CELEX:")


def test_a_failed_sync_is_not_taken_for_sources(fresh: Path, aiact: Aiact, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIACT_CORPUS_MIRROR", str(fresh / "weg"))
    assert aiact("sync").code == 1
    assert "Er zijn nog geen bronnen" in aiact("ask", QUESTION).err


def test_without_index(fresh: Path, aiact: Aiact) -> None:
    assert fresh.name
    assert aiact("sync").code == 0
    result = aiact("ask", QUESTION)
    assert (result.code, result.out) == (1, "")
    assert "aiact index" in result.err


# -- another version


def test_an_index_of_another_version_is_never_used(data: Path, aiact: Aiact) -> None:
    index_of(data).rename(data / "index" / "0123456789abcdef")
    result = aiact("ask", QUESTION)
    assert (result.code, result.out) == (1, "")
    assert "verouderd" in result.err
    assert "aiact index" in result.err
    assert aiact("index").err == "De index is gebouwd.\n"
    assert index_of(data).name != "0123456789abcdef"
    assert aiact("ask", QUESTION).code == 0


# -- damage


@pytest.mark.parametrize("damage", [Path.unlink, cut, scribble], ids=["weg", "half", "rommel"])
def test_damage_to_any_file_is_said_and_repaired(dense: Path, aiact: Aiact, damage: Callable[[Path], None]) -> None:
    whole = dense.with_name("heel")
    shutil.copytree(index_of(dense), whole)
    names = files_of(whole)
    assert len(names) >= 10
    for name in names:
        folder = index_of(dense)
        damage(folder / name)
        asked = aiact("ask", QUESTION, "--json")
        assert (asked.code, asked.out) == (1, ""), name
        assert f"De index in {folder} is beschadigd. Bouw hem opnieuw met: aiact index" in asked.err, name
        shutil.rmtree(folder)
        shutil.copytree(whole, folder)
    damage(index_of(dense) / "passages.json")
    assert aiact("index").err == "De index is gebouwd.\n"
    assert aiact("ask", QUESTION).code == 0


def test_a_damaged_cache_of_vectors_costs_only_time(dense: Path, aiact: Aiact) -> None:
    for damage in (cut, scribble):
        # Of passages, and of questions.
        caches = sorted((dense / "vectors").iterdir())
        assert len(caches) == 2
        for cache in caches:
            damage(cache)
        assert aiact("index", "--opnieuw").err.endswith("De index is gebouwd.\n")
        assert aiact("ask", QUESTION).code == 0


# -- no room, or no right to write


def full_disk(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def short_write(*_: object, **__: object) -> None:
    """As NumPy says it."""
    raise OSError("1000 requested and 12 written")


def full_database(*_: object, **__: object) -> None:
    raise InternalError("error returned from database: (code: 13) database or disk is full")


@pytest.mark.parametrize(
    ("where", "failure"),
    [
        ("aiact_assistant.search.index.save_snapshot", full_disk),
        ("aiact_assistant.search.index.build_lexical", short_write),
        ("aiact_assistant.search.embed.np.savez_compressed", full_disk),
        ("aiact_assistant.search.dense._fill", full_database),
        ("aiact_assistant.search.index.Path.mkdir", full_disk),
        ("aiact_assistant.search.index.Path.rename", full_disk),
    ],
)
def test_a_full_disk_leaves_the_old_index_as_it_was(
    dense: Path, aiact: Aiact, where: str, failure: Callable[..., None]
) -> None:
    shutil.rmtree(dense / "vectors")
    before = {name: (index_of(dense) / name).read_bytes() for name in files_of(index_of(dense))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(where, failure)
        result = aiact("index", "--opnieuw")
    assert (result.code, result.out) == (1, "")
    assert f"De schijf met de map {dense}" in result.err
    assert "is vol. Maak ruimte" in result.err
    assert {name: (index_of(dense) / name).read_bytes() for name in files_of(index_of(dense))} == before
    assert aiact("ask", QUESTION).code == 0


def test_the_old_index_comes_back_when_the_swap_fails_half_way(
    dense: Path, aiact: Aiact, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def fail_on_new(path: Path, target: Path) -> Path:
        if path.name.startswith(".bouw-"):
            full_disk()
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", fail_on_new)
        assert aiact("index", "--opnieuw").code == 1
    assert index_of(dense).name
    assert aiact("ask", QUESTION).code == 0


def test_writes_that_really_fail(fresh: Path) -> None:
    """A limit on the size of files, set by the system, in a process of its own."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))

    for command, limited in (("sync", None), ("index", limit)):
        result = subprocess.run(
            [*COMMAND, command], capture_output=True, text=True, timeout=60, check=False, preexec_fn=limited
        )
    assert (result.returncode, result.stdout) == (1, "")
    assert "is vol. Maak ruimte" in result.stderr
    assert "Traceback" not in result.stderr
    assert [path.name for path in (fresh / "index").iterdir()] == [".slot"]


@pytest.mark.parametrize("command", ["sync", "index"])
def test_a_file_where_the_data_folder_should_be(fresh: Path, aiact: Aiact, command: str) -> None:
    fresh.write_text("geen map")
    result = aiact(command)
    assert (result.code, result.out) == (1, "")
    assert str(fresh) in result.err
    assert "AIACT_DATA_DIR" in result.err or "aiact sync" in result.err
    assert fresh.read_text() == "geen map"


def test_a_folder_that_may_only_be_read_can_be_asked(
    dense: Path, aiact: Aiact, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite opens no database in such a folder; root may write everywhere, so the answer of the system is set."""
    before = {name: (index_of(dense) / name).stat() for name in files_of(index_of(dense))}
    monkeypatch.setattr("aiact_assistant.search.dense.os.access", lambda *_: False)
    assert aiact("ask", QUESTION).code == 0
    assert {name: (index_of(dense) / name).stat() for name in files_of(index_of(dense))} == before


def test_a_folder_that_may_not_be_written_is_said(data: Path, aiact: Aiact, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("aiact_assistant.search.index.save_snapshot", refuse)
    result = aiact("index", "--opnieuw")
    assert (result.code, result.out) == (1, "")
    assert f"{data} kan niet worden beschreven (hier mag alleen worden gelezen)" in result.err


# -- other processes


@pytest.mark.parametrize(("folder", "command"), [("index", ["index", "--opnieuw"]), ("sources", ["sync"])])
def test_a_second_process_is_told_to_wait(data: Path, aiact: Aiact, folder: str, command: list[str]) -> None:
    hold = "import sys; from filelock import FileLock\nwith FileLock(sys.argv[1]): print('vast', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(data / folder / ".slot")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "vast\n"
        result = aiact(*command)
        assert (result.code, result.out) == (1, "")
        assert "Wacht tot" in result.err
        assert aiact("ask", QUESTION).code == 0
        holder.communicate("\n")
    assert aiact(*command).code == 0


def test_what_a_killed_process_left_is_cleaned_up(data: Path, aiact: Aiact) -> None:
    for name in (".bouw-99999", ".oud-99999"):
        (data / "index" / name).mkdir()
    assert aiact("index", "--opnieuw").code == 0
    assert sorted(path.name for path in (data / "index").iterdir()) == [".slot", index_of(data).name]


@pytest.mark.usefixtures("dense")
def test_an_index_swapped_in_by_another_process_is_picked_up(aiact: Aiact) -> None:
    reader = Assistant(load_settings())
    first = reader.open_index()
    assert reader.ask(QUESTION, on=TODAY).citations
    assert aiact("index", "--opnieuw").code == 0
    assert not first.is_current()
    assert reader.ask(QUESTION, on=TODAY).citations
    assert reader.open_index() is not first


@pytest.mark.usefixtures("dense")
def test_a_question_that_is_being_answered_during_the_swap_goes_on(
    aiact: Aiact, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Assistant(load_settings())
    index = reader.open_index()
    search = type(index).search
    swapped: list[bool] = []

    def swap_first(*arguments: object, **options: object) -> object:
        if not swapped:
            swapped.append(True)
            assert aiact("index", "--opnieuw").code == 0
            assert not index.is_current()
        return search(*arguments, **options)  # pyright: ignore[reportArgumentType, reportCallIssue]

    monkeypatch.setattr(type(index), "search", swap_first)
    assert reader.ask(QUESTION, on=TODAY).citations
    assert swapped


def test_new_sources_are_picked_up_by_a_reader(data: Path, aiact: Aiact, ready: dict[str, str], tmp_path: Path) -> None:
    reader = Assistant(load_settings())
    assert "een bel" in reader.ask(QUESTION, on=TODAY).text
    mirror = tmp_path / "nieuw"
    shutil.copytree(ready["AIACT_CORPUS_MIRROR"], mirror)
    page = mirror / "eurlex" / f"{NOW}.nl.html"
    page.write_text(page.read_text("utf8").replace("een bel ", "een toeter "), "utf8")
    assert aiact("sync", "--mirror", str(mirror), "--accept-changes").code == 0
    assert aiact("index").err == "De index is gebouwd.\n"
    assert index_of(data).name
    assert "een toeter" in reader.ask(QUESTION, on=TODAY).text


def test_two_assistants_may_read_at_once(dense: Path) -> None:
    settings = Settings.model_validate(load_settings().model_dump() | {"data_dir": dense})
    one, two = Assistant(settings), Assistant(settings)
    assert one.ask(QUESTION, on=TODAY).hits == two.ask(QUESTION, on=TODAY).hits
