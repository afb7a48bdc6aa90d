"""Writes a draft to the files that were asked for, and says on stderr what a person still has to do."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from aiact_assistant.assessment.export.impact import impact_list
from aiact_assistant.assessment.export.markdown import to_markdown
from aiact_assistant.assessment.export.memo import make_memo
from aiact_assistant.assessment.export.register import register_entry
from aiact_assistant.assessment.export.word import to_docx
from aiact_assistant.assistant import Assistant, Reading
from aiact_assistant.corpus.dossier import load_dossier_words
from aiact_assistant.domain import BadInput, Language, os_reason


@dataclass(frozen=True, slots=True)
class Exports:
    """Where to write what; ``None`` is not wanted."""

    docx: Path | None
    markdown: Path | None
    register: Path | None
    impact: Path | None

    @property
    def wanted(self) -> bool:
        """Whether anything is to be written."""
        return any((self.docx, self.markdown, self.register, self.impact))


def write_exports(assistant: Assistant, reading: Reading, exports: Exports, language: Language) -> None:
    """Write the files.

    Raises:
        BadInput: a file cannot be written.
    """
    book, draft = assistant.rules(), assistant.assess(reading)
    memo = make_memo(book, draft, assistant.titles(), language)
    if exports.docx is not None:
        _write(exports.docx, to_docx(memo, datetime.combine(draft.made_on, time())))
    if exports.markdown is not None:
        _write(exports.markdown, to_markdown(memo).encode())
    if exports.register is not None:
        entry = register_entry(draft, reading.places.register, reading.places.title)
        _write(exports.register, json.dumps(dict(entry.values), ensure_ascii=False, indent=2).encode())
        fill, check = ", ".join(entry.to_fill), ", ".join(entry.to_check)
        dutch = f"Algoritmeregister. Nog in te vullen: {fill}. Nakijken: {check}."
        english = f"Algorithm Register. Still to fill in: {fill}. To check: {check}."
        print(dutch if language == "nl" else english, file=sys.stderr)
    if exports.impact is not None:
        subjects = load_dossier_words().subjects
        _write(exports.impact, impact_list(book, draft, subjects, reading.places.subjects, language).encode())


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        dutch, english = os_reason(error)
        raise BadInput(
            f"Het bestand {path} kan niet worden geschreven: {dutch}.",
            f"The file {path} cannot be written: {english}.",
        ) from error
