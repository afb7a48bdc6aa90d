"""Reads what a provision of the law refers to, from where it stands: "lid 1", "punt f)", "de eerste alinea". Pure.

Comes in: the text of a provision with its id. Goes out: the same references as ``references.py`` finds, and the
relative ones, which a question cannot have.
"""

from __future__ import annotations

from dataclasses import replace

from aiact_assistant.corpus.labels import DEFINITIONS, NUMBERED_SECTIONS
from aiact_assistant.corpus.reference_acts import OTHER_ACT
from aiact_assistant.corpus.reference_grammar import read_rows
from aiact_assistant.corpus.reference_paths import ROMANS, Level, Part, Path, Row, above, level_of
from aiact_assistant.corpus.reference_tokens import tokenise
from aiact_assistant.corpus.references import Reference, references_of
from aiact_assistant.domain import ProvisionId

_QUOTING_ARTICLES = frozenset(f"art_{number}" for number in range(102, 111))
"""These change other acts: what they cite is in those acts unless they say otherwise."""


def references_from(text: str, here: ProvisionId, chapter: ProvisionId | None = None) -> tuple[Reference, ...]:
    """Every citation in the text of a provision, relative ones ("lid 1 van dit artikel", "punt f)") too.

    Args:
        text: own text of the provision.
        here: its id, from which relative citations are read.
        chapter: id of its chapter, for "afdeling 2 van dit hoofdstuk"; without it such citations are left out.
    """
    place, tokens = _path_of(here), tokenise(text)
    rows: list[Row] = []
    for row in read_rows(tokens):
        if row.kind is not None:
            rows.append(row)
        elif not row.loose:
            found = (_absolute(path, place, chapter) for path in row.paths)
            rows.append(replace(row, paths=tuple(path for path in found if path is not None)))
    if here.partition(".")[0] in _QUOTING_ARTICLES:
        rows = [row if row.act or row.ours else replace(row, act=OTHER_ACT) for row in rows]
    return tuple(references_of(text, tokens, rows))


def _path_of(provision: ProvisionId) -> Path:
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


def _absolute(path: Path, here: Path, chapter: ProvisionId | None) -> Path | None:
    """A relative path read from a place in the law; ``None`` when that place has no such level."""
    level, name = path[0]
    in_article = here[0].text.startswith("art_")
    if level is Level.SECTION and not here[0].text.startswith("anx_"):
        if chapter is None or not name.isdigit():
            return None
        return Part(Level.HEAD, chapter.partition(".")[0]), Part(Level.SECTION, f"sct_{name}")
    if level is Level.LID and not in_article:
        return None
    if level is Level.ALINEA:
        # Of the lid, or of the point of an annex, that these words stand in.
        around = [part for part in here if part.level <= Level.LID or not in_article]
        return (*(part for part in around if part.level is not Level.ALINEA), *path)
    if level is Level.LETTERED and name in ROMANS and here[-1].level is Level.ROMAN:
        return (*above(here, Level.ROMAN), Part(Level.ROMAN, name), *path[1:])
    return (*above(here, level), *path)
