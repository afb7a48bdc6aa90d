"""Provisions as paths: what lies in what, and how a citation goes on from the one before. Pure.

Comes in: parts of citations, or ids. Goes out: paths and ids. Used by the grammar of citations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from aiact_assistant.corpus.labels import DEFINITIONS, NUMBERED_SECTIONS
from aiact_assistant.corpus.reference_tokens import Token
from aiact_assistant.domain import ProvisionId

ROMANS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()


class Level(IntEnum):
    """How deep a part of a path lies; a new part replaces what is as deep or deeper."""

    HEAD = 0
    SECTION = 1
    LID = 2
    NUMBERED = 3
    LETTERED = 4
    ROMAN = 5
    ALINEA = 6


@dataclass(frozen=True, slots=True)
class Part:
    """One number or mark of a provision, as it stands in an id, with its depth."""

    level: Level
    text: str


Path = tuple[Part, ...]
"""The parts of an id from article, annex, recital or chapter down; a relative citation starts lower."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One cited provision with its place in the text; ``start`` and ``end`` count characters."""

    path: Path
    start: int
    end: int


def extend(leaves: list[Leaf], parts: Sequence[Part], first: Token, last: Token, joined: bool) -> list[Leaf]:
    """Puts a list of parts under the last leaf, in its place when they lie in it, or beside it."""
    final = leaves[-1]
    new: list[Leaf] = []
    for part in parts:
        inside = above((new[-1] if new else final).path, part.level)
        if joined and part.level is Level.ALINEA and not new:
            # "punt h), en de tweede alinea": of the lid, not of the point.
            inside = above(above(inside, Level.NUMBERED), Level.ALINEA)
        new.append(Leaf((*inside, part), first.start, last.end))
    deeper = new[0].path[:-1] == final.path and not (joined and final.path)
    if deeper:
        # Together they are one citation; the first keeps the words that led to it.
        shared = final.start
        new = [replace(leaf, start=shared if leaf is new[0] else leaf.start) for leaf in new]
        return [*leaves[:-1], *new]
    return [*leaves, *new]


def above(path: Path, level: Level) -> Path:
    """The parts of a path that can contain a part of this level."""
    if level is Level.ALINEA:
        # An alinea can lie in anything that is not an alinea itself.
        return path[:-1] if path and path[-1].level is Level.ALINEA else path
    kept: list[Part] = []
    for part in path:
        if part.level is Level.ALINEA or part.level < level:
            kept.append(part)
        else:
            break
    while kept and kept[-1].level is Level.ALINEA and level < Level.NUMBERED:
        kept.pop()
    return tuple(kept)


def join(outer: Path, inner: Path) -> Path:
    """Puts a path in another, or beside its end when it lies as high: "de punten 4.3 en 4.4 van punt 4.6 van ..."."""
    if inner and outer and inner[0].level is Level.SECTION and outer[0].text.startswith("cpt_"):
        inner = (Part(Level.SECTION, f"sct_{inner[0].text}"), *inner[1:])
    return (*(above(outer, inner[0].level) if inner else outer), *inner)


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


def path_of(provision: ProvisionId) -> Path:
    """The parts of an id with their levels."""
    head, *parts = provision.split(".")
    path: list[Part] = [Part(Level.HEAD, head)]
    for part in parts:
        if part.startswith("al") and part[2:].isdigit():
            level = Level.ALINEA
        elif part.isupper() or part.startswith("sct_") or (len(path) == 1 and head[4:] in NUMBERED_SECTIONS):
            level = Level.SECTION
        elif part[0].isdigit() and len(path) == 1 and head.startswith("art_") and head != DEFINITIONS:
            level = Level.LID
        else:
            level = level_of(part, path, deeper=True)
        path.append(Part(level, part))
    return tuple(path)


def absolute(path: Path, here: Path, chapter: ProvisionId | None) -> Path | None:
    """A relative path read from a place in the law; ``None`` when that place has no such level."""
    level = path[0].level if path else Level.ALINEA
    article = here[0].text.startswith("art_")
    if level is Level.SECTION and not here[0].text.startswith("anx_"):
        if chapter is None or not path[0].text.isdigit():
            return None
        return (Part(Level.HEAD, chapter.partition(".")[0]), Part(Level.SECTION, f"sct_{path[0].text}"))
    if level is Level.LID and not article:
        return None
    if level is Level.ALINEA:
        lid = [part for part in here if part.level <= Level.LID] if article else list(here)
        return (*_strip_alinea(tuple(lid)), *path)
    if level is Level.LETTERED and path[0].text in ROMANS and here[-1].level is Level.ROMAN:
        level = Level.ROMAN
        path = (Part(level, path[0].text), *path[1:])
    return (*above(here, level), *path)


def _strip_alinea(path: Path) -> Path:
    return tuple(part for part in path if part.level is not Level.ALINEA)
