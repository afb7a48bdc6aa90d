"""Provisions as paths: what lies in what, and how a citation goes on from the one before. Pure.

Comes in: parts of citations. Goes out: paths and ids. Used by the grammar of citations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from aiact_assistant.corpus.labels import NUMBERED_SECTIONS
from aiact_assistant.corpus.reference_tokens import T
from aiact_assistant.domain import ProvisionId

ROMANS = [tens + unit for tens in ("", "x", "xx") for unit in ("", *"i ii iii iv v vi vii viii ix".split())][1:]
"""More than the annexes and chapters that exist, so that "bijlage XX" can be said not to."""


class Level(IntEnum):
    """How deep a part of a path lies; a new part replaces what is as deep or deeper."""

    HEAD = 0
    SECTION = 1
    LID = 2
    NUMBERED = 3
    LETTERED = 4
    ROMAN = 5
    ALINEA = 6


class Part(NamedTuple):
    """One number or mark of a provision, as it stands in an id, with its depth."""

    level: Level
    text: str


Path = tuple[Part, ...]
"""The parts of an id from article, annex, recital or chapter down; a relative citation starts lower."""


@dataclass(frozen=True, slots=True)
class Row:
    """One citation with everything it lists.

    Attributes:
        kind: keyword of its head; ``None`` for a relative one ("lid 2").
        paths: the provisions cited.
        first: its first token.
        next: the token after its last, behind the name of its act when that follows.
        act: name of the other act that it cites.
        named_in_full: whether that is the full name, which counts for the citations in front of it too.
        ours: whether it says that it cites the AI-verordening.
        loose: whether it starts with a word that is no sure sign of a citation ("onder").
    """

    kind: T | None
    paths: tuple[Path, ...]
    first: int
    next: int
    act: str | None = None
    named_in_full: bool = False
    ours: bool = False
    loose: bool = False


def extend(paths: Sequence[Path], parts: Sequence[Part], joined: bool) -> list[Path]:
    """Puts a list of parts under the last path, in its place when they lie in it, or beside it.

    Args:
        paths: what is cited so far.
        parts: parts of one level.
        joined: whether "en" stands between.
    """
    last = paths[-1]
    new: list[Path] = []
    for part in parts:
        inside = above((new or paths)[-1], part.level)
        if joined and part.level is Level.ALINEA and not new:
            # "punt h), en de tweede alinea": of the lid, not of the point.
            inside = above(above(inside, Level.NUMBERED), Level.ALINEA)
        new.append((*inside, part))
    lie_in_it = new[0][:-1] == last and not (joined and last)
    return [*(paths[:-1] if lie_in_it else paths), *new]


def above(path: Path, level: Level) -> Path:
    """The parts of a path that can contain a part of this level."""
    if level is Level.ALINEA:
        # An alinea can lie in anything that is not an alinea itself.
        return path[:-1] if path and path[-1].level is Level.ALINEA else path
    kept: list[Part] = []
    for part in path:
        if part.level is not Level.ALINEA and part.level >= level:
            break
        kept.append(part)
    return tuple(kept)


def join(outer: Path, inner: Path) -> Path:
    """Puts a path in another, or beside its end when it lies as high: "de punten 4.3 en 4.4 van punt 4.6 van ..."."""
    if inner[0].level is Level.SECTION and outer and outer[0].text.startswith("cpt_"):
        inner = (Part(Level.SECTION, f"sct_{inner[0].text}"), *inner[1:])
    return (*above(outer, inner[0].level), *inner)


def level_of(name: str, under: Sequence[Part], deeper: bool) -> Level:
    """How deep a point lies: "i" is a letter beside "h" and a Roman numeral in it."""
    if name[0].isdigit():
        return Level.NUMBERED
    if name not in ROMANS:
        return Level.LETTERED
    last = under[-1].level if under else Level.HEAD
    if len(name) > 1 or last is Level.ROMAN or (deeper and last is Level.LETTERED):
        return Level.ROMAN
    return Level.LETTERED


def id_of(path: Path) -> ProvisionId:
    """The id of a path; a point of annex XI without a section is one of its first, as the law cites it."""
    # The first alinea is where the id of its lid leads already.
    parts = [part.text for part in path if part.text != "al1"]
    annex = parts[0].removeprefix("anx_")
    if annex in NUMBERED_SECTIONS and len(path) > 1 and path[1].level is not Level.SECTION:
        parts.insert(1, "1")
    return ".".join(parts)
