"""Options of the measuring command, from the command line and from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.config import ConfigError, read_options
from eval.store import ROOT
from eval.suites import SUITES


def write(folder: Path, text: str) -> str:
    path = folder / "nacht.toml"
    path.write_text(text, "utf8")
    return str(path)


def test_the_command_line_goes_before_the_file_and_the_file_before_the_usual(tmp_path: Path) -> None:
    file = write(tmp_path, 'suite = ["scope", "answers"]\nsplit = "test"\ngate = true\nout = "uit"\nmodel = "m"\n')
    options = read_options(["--config", file, "--split", "all"], Path("gewoon"))
    assert options.suites == ("answers", "scope")
    assert options.split == "all"
    assert options.gate
    assert options.model == "m"
    assert options.out == tmp_path / "uit"
    assert options.judge is None
    usual = read_options([], Path("gewoon"))
    assert usual.suites == tuple(SUITES)
    assert (usual.split, usual.gate, usual.out) == ("dev", False, Path("gewoon"))


@pytest.mark.parametrize(
    "text",
    ["splits = 'dev'", "gate = 'ja'", "suite = 'alles'", "suite = ['answers', 'x']", "split = 'beide'", "geen toml"],
)
def test_a_file_with_a_mistake_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match=r"nacht\.toml"):
        read_options(["--config", write(tmp_path, text)], tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="kan niet worden gelezen"):
        read_options(["--config", str(tmp_path / "x.toml")], tmp_path)


def test_the_file_for_the_night_can_be_used() -> None:
    options = read_options(["--config", str(ROOT / "eval" / "nightly.toml")], Path("x"))
    assert options.gate
    assert options.split == "test"
