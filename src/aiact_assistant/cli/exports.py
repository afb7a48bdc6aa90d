"""Writes a draft to the files that were asked for, and says on stderr what a person still has to do."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from aiact_assistant.assistant import Assistant, Reading
from aiact_assistant.cli.values import write_file
from aiact_assistant.domain import Language
from aiact_assistant.exports import ExportKind, export, register_of


@dataclass(frozen=True, slots=True)
class Exports:
    """Where to write what; ``None`` is not wanted."""

    docx: Path | None
    markdown: Path | None
    register: Path | None
    impact: Path | None

    @property
    def wanted(self) -> dict[ExportKind, Path]:
        """The file per kind that is to be written."""
        targets = {
            ExportKind.WORD: self.docx,
            ExportKind.MARKDOWN: self.markdown,
            ExportKind.REGISTER: self.register,
            ExportKind.IMPACT: self.impact,
        }
        return {kind: path for kind, path in targets.items() if path is not None}


def write_exports(assistant: Assistant, reading: Reading, exports: Exports, language: Language) -> None:
    """Write the files, each whole or not at all.

    Raises:
        BadInput: a file cannot be written.
    """
    book, draft = assistant.rules(), assistant.assess(reading)
    titles, aids = assistant.titles(), assistant.aids()
    for kind, path in exports.wanted.items():
        made = export(kind, book, reading, draft, titles=titles, aids=aids, language=language)
        write_file(path, made.content)
    if exports.register is not None:
        entry = register_of(reading, draft)
        fill, check = ", ".join(entry.to_fill), ", ".join(entry.to_check)
        dutch = f"Algoritmeregister. Nog in te vullen: {fill}. Nakijken: {check}."
        english = f"Algorithm Register. Still to fill in: {fill}. To check: {check}."
        print(dutch if language == "nl" else english, file=sys.stderr)
