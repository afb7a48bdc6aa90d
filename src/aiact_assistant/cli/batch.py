"""Reads the questions of a batch file, one JSON object a line.

Comes in: a path. Goes out: a question or a ``BadInput`` for each line that is not empty, so that one bad line costs
no other.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from aiact_assistant.cli.values import read_day
from aiact_assistant.domain import BadInput, Language, os_reason

_EXAMPLE = '{"id": "1", "question": "Wat is een AI-systeem?"}'


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """A question of a batch; ``language`` and ``on`` are ``None`` where the line does not say."""

    id: str | int
    question: str
    language: Language | None = None
    on: date | None = None
    history: tuple[str, ...] = ()


def read_batch(path: Path) -> Iterator[BatchQuestion | BadInput]:
    """The questions of a file in order; a line that is none gives the error that says so.

    Raises:
        BadInput: the file cannot be read, is not text, or has no lines.
    """
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
                    yield _question(line, number)
    except OSError as error:
        dutch, english = os_reason(error)
        raise BadInput(
            f"Het bestand {path} kan niet worden gelezen: {dutch}.", f"The file {path} cannot be read: {english}."
        ) from error
    if empty:
        raise BadInput(
            f"In het bestand {path} staan geen vragen. Schrijf per regel: {_EXAMPLE}",
            f"There are no questions in the file {path}. Write on each line: {_EXAMPLE}",
        )


def _question(line: bytes, number: int) -> BatchQuestion | BadInput:
    try:
        return _checked(json.loads(line.decode("utf8")))
    except BadInput as error:
        return BadInput(f"Regel {number}: {error.dutch}", f"Line {number}: {error.english}")
    except UnicodeDecodeError:
        return BadInput(f"Regel {number} is geen UTF-8.", f"Line {number} is not UTF-8.")
    except (ValueError, RecursionError):
        return BadInput(
            f"Regel {number} is geen JSON. Schrijf: {_EXAMPLE}", f"Line {number} is not JSON. Write: {_EXAMPLE}"
        )


def _checked(content: object) -> BatchQuestion:
    if not isinstance(content, dict):
        raise BadInput(f"dit is geen vraag. Schrijf: {_EXAMPLE}", f"this is not a question. Write: {_EXAMPLE}")
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
