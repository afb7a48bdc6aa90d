"""What to measure, from the command line and a file for the night: the flags win.

Comes in: arguments, and the TOML file that ``--config`` names. Goes out: ``Options``.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.questions import SPLITS
from eval.suites import SUITES

_PATHS = ("compare", "naive", "judge", "out")
_KEYS = {
    "suite": (str, list), "split": (str,), "model": (str,), "gate": (bool,), "chunking": (bool,),
    **dict.fromkeys(_PATHS, (str,)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """What to measure.

    Attributes:
        suites: keys of ``SUITES``, in their order.
        split: ``dev``, ``test`` or ``all``.
        model: the language model that must be the configured one; ``None`` is whichever is.
        judge: settings file of the judge.
        compare: an earlier result.
        naive: scores of the naive stack.
        chunking: whether the other cut is measured too.
        gate: whether a worse figure is a failure.
        out: folder of results.
    """

    suites: tuple[str, ...]
    split: str
    model: str | None
    judge: Path | None
    compare: Path | None
    naive: Path | None
    chunking: bool
    gate: bool
    out: Path


class ConfigError(Exception):
    """The file cannot be used; its text says why, in Dutch."""


def read_options(arguments: Sequence[str] | None, out: Path) -> Options:
    """The options of a command.

    Args:
        arguments: of the command line; ``None`` is that of the process.
        out: folder of results when nothing else is said.

    Raises:
        ConfigError: the file cannot be used.
        SystemExit: the arguments cannot be used.
    """
    parser = _parser(out)
    given = parser.parse_args(arguments)
    if given.config is not None:
        parser.set_defaults(**_read(given.config))
        given = parser.parse_args(arguments)
    wanted = [given.suite] if isinstance(given.suite, str) else list(given.suite)
    suites = tuple(key for key in SUITES if key in wanted or "all" in wanted)
    return Options(
        suites, given.split, given.model, given.judge, given.compare, given.naive, given.chunking, given.gate, given.out
    )


def _read(path: Path) -> dict[str, Any]:
    """The values of a file; its paths are relative to it.

    Raises:
        ConfigError: it cannot be read, or has a key or value that does not exist.
    """
    try:
        values: Mapping[str, Any] = tomllib.loads(path.read_text("utf8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} kan niet worden gelezen: {error}") from error
    for name, value in values.items():
        if name not in _KEYS:
            raise ConfigError(f"{path}: {name} bestaat niet. Kies uit: {', '.join(_KEYS)}.")
        if not isinstance(value, _KEYS[name]):
            raise ConfigError(f"{path}: {name} heeft een waarde van de verkeerde soort.")
    suites = values.get("suite", "all")
    for name in [suites] if isinstance(suites, str) else suites:
        if name not in (*SUITES, "all"):
            raise ConfigError(f"{path}: suite {name} bestaat niet. Kies uit: {', '.join(SUITES)} of all.")
    if values.get("split", "dev") not in SPLITS:
        raise ConfigError(f"{path}: split is {', '.join(SPLITS)}.")
    return {name: path.parent / Path(value).expanduser() if name in _PATHS else value for name, value in values.items()}


def _parser(out: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.run", description="Meet de assistent en schrijf een verslag.")
    parser.add_argument("--config", type=Path, metavar="FILE", help="TOML-bestand met deze opties; zie nightly.toml")
    parser.add_argument("--suite", choices=(*SUITES, "all"), default="all", help="wat er gemeten wordt")
    parser.add_argument("--split", choices=SPLITS, default="dev", help="dev om mee te bouwen, test voor een eindstand")
    parser.add_argument("--model", metavar="NAME", help="stop als een ander taalmodel is ingesteld (of geen)")
    parser.add_argument("--judge", type=Path, metavar="FILE", help="instellingen van het taalmodel dat oordeelt")
    parser.add_argument("--compare", type=Path, metavar="RESULT", help="een eerdere uitslag (.json)")
    parser.add_argument("--chunking", action="store_true", help="meet ook een andere knip; bouwt eerst een index")
    parser.add_argument("--gate", action="store_true", help="code 1 als een cijfer slechter is dan de vorige uitslag")
    parser.add_argument("--naive", type=Path, metavar="SCORES", help="cijfers van de kale stapel (eval.naive --json)")
    parser.add_argument("--out", type=Path, metavar="DIR", default=out, help="map voor uitslag, verslag en verloop")
    return parser
