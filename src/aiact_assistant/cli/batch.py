"""Reads the lines of a batch file, one JSON object a line: questions, or dossiers to assess.

Comes in: a path. Goes out: a question, a dossier or a ``BadInput`` for each line that is not empty, so that one bad
line costs no other.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

from aiact_assistant.cli.values import read_day
from aiact_assistant.domain import BadInput, Language, os_reason

_QUESTION = '{"id": "1", "question": "Wat is een AI-systeem?"}'
_DOSSIER = '{"id": "1", "files": ["aanvraag.pdf"]}'
_Line = TypeVar("_Line")


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """A question of a batch; ``language`` and ``on`` are ``None`` where the line does not say."""

    id: str | int
    question: str
    language: Language | None = None
    on: date | None = None
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchDossier:
    """A dossier of a batch: its files, and the day whose law is applied when the line says so."""

    id: str | int
    files: tuple[Path, ...]
    on: date | None = None


def read_batch(path: Path) -> Iterator[BatchQuestion | BadInput]:
    """The questions of a file in order; a line that is none gives the error that says so.

    Raises:
        BadInput: the file cannot be read, is not text, or has no lines.
    """
    return (line for _, line in _read(path, _question, _QUESTION, ("vragen", "questions")))


def read_dossiers(path: Path) -> Iterator[tuple[int, BatchDossier | BadInput]]:
    """The dossiers of a file in order, each with its line; a line that is none gives the error that says so.

    Paths are relative to the file.

    Raises:
        BadInput: the file cannot be read, is not text, or has no lines.
    """
    return _read(path, lambda content: _dossier(content, path.parent), _DOSSIER, ("dossiers", "dossiers"))


def numbered(error: BadInput, number: int) -> BadInput:
    """The error with the line that it is about."""
    return BadInput(f"Regel {number}: {error.dutch}", f"Line {number}: {error.english}")


def _read(
    path: Path, parse: Callable[[object], _Line], example: str, things: tuple[str, str]
) -> Iterator[tuple[int, _Line | BadInput]]:
    empty = True
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                if number == 1 and raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                    raise BadInput(
                        f"Het bestand {path} is UTF-16. Bewaar het als UTF-8.",
                        f"The file {path} is UTF-16. Save it as UTF-8.",
                    )
                line = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
                if line.strip():
                    empty = False
                    yield number, _parsed(line, number, parse, example)
    except OSError as error:
        dutch, english = os_reason(error)
        raise BadInput(
            f"Het bestand {path} kan niet worden gelezen: {dutch}.", f"The file {path} cannot be read: {english}."
        ) from error
    if empty:
        raise BadInput(
            f"In het bestand {path} staan geen {things[0]}. Schrijf per regel: {example}",
            f"There are no {things[1]} in the file {path}. Write on each line: {example}",
        )


def _parsed(line: bytes, number: int, parse: Callable[[object], _Line], example: str) -> _Line | BadInput:
    try:
        return parse(json.loads(line.decode("utf8")))
    except BadInput as error:
        return numbered(error, number)
    except UnicodeDecodeError:
        return BadInput(f"Regel {number} is geen UTF-8.", f"Line {number} is not UTF-8.")
    except (ValueError, RecursionError):
        return BadInput(
            f"Regel {number} is geen JSON. Schrijf: {example}", f"Line {number} is not JSON. Write: {example}"
        )


def _question(content: object) -> BatchQuestion:
    if not isinstance(content, dict):
        raise BadInput(f"dit is geen vraag. Schrijf: {_QUESTION}", f"this is not a question. Write: {_QUESTION}")
    values = cast("dict[str, Any]", content)
    identifier, question = values.get("id"), values.get("question")
    if isinstance(identifier, bool) or not isinstance(identifier, (str, int)):
        raise BadInput("'id' moet tekst of een heel getal zijn.", "'id' must be text or a whole number.")
    if not isinstance(question, str):
        raise BadInput("'question' moet tekst zijn.", "'question' must be text.")
    language = values.get("lang")
    if language not in ("nl", "en", None):
        raise BadInput("'lang' moet nl of en zijn.", "'lang' must be nl or en.")
    day = values.get("date")
    if not isinstance(day, (str, type(None))):
        raise BadInput("'date' moet tekst zijn: JJJJ-MM-DD.", "'date' must be text: YYYY-MM-DD.")
    history: object = values.get("history") or []
    earlier = cast("list[object]", history) if isinstance(history, list) else [None]
    if not all(isinstance(one, str) for one in earlier):
        raise BadInput(
            "'history' moet een lijst van eerdere vragen zijn.", "'history' must be a list of earlier questions."
        )
    return BatchQuestion(
        identifier, question, language, read_day(day) if day else None, tuple(cast("list[str]", earlier))
    )


def _dossier(content: object, folder: Path) -> BatchDossier:
    values = cast("dict[str, Any]", content) if isinstance(content, dict) else {}
    identifier, names, day = values.get("id"), values.get("files"), values.get("date")
    listed = cast("list[object]", names) if isinstance(names, list) else []
    if (
        isinstance(identifier, bool)
        or not isinstance(identifier, (str, int))
        or not listed
        or not all(isinstance(name, str) for name in listed)
        or not isinstance(day, (str, type(None)))
    ):
        raise BadInput(f"dit is geen dossier. Schrijf: {_DOSSIER}", f"this is not a dossier. Write: {_DOSSIER}")
    files = tuple(folder / name for name in cast("list[str]", listed))
    return BatchDossier(identifier, files, read_day(day) if day else None)
