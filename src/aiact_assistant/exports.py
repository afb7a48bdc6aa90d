"""The files that a draft can leave as: one place for the page and the command line.

Comes in: what was read of a dossier and the draft on it. Goes out: bytes, with the name and kind that a browser needs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from aiact_assistant.assessment.export.impact import impact_list
from aiact_assistant.assessment.export.markdown import to_markdown
from aiact_assistant.assessment.export.memo import make_memo
from aiact_assistant.assessment.export.register import RegisterEntry, register_entry
from aiact_assistant.assessment.export.word import to_docx
from aiact_assistant.assessment.obligations import Aids
from aiact_assistant.assessment.rules import RuleBook
from aiact_assistant.assistant import Reading
from aiact_assistant.corpus.dossier import load_dossier_words
from aiact_assistant.domain import Draft, Language, ProvisionId
from aiact_assistant.public_draft import draft_json


class ExportKind(StrEnum):
    """What to make of a draft; the value stands in the address of the page."""

    WORD = "word"
    MARKDOWN = "markdown"
    JSON = "json"
    REGISTER = "register"
    IMPACT = "toetsen"


@dataclass(frozen=True, slots=True)
class Export:
    """A file: its content, the name to save it under, and its media type."""

    content: bytes
    name: str
    media: str


def export(
    kind: ExportKind,
    book: RuleBook,
    reading: Reading,
    draft: Draft,
    *,
    titles: Mapping[ProvisionId, str],
    aids: Mapping[ProvisionId, Aids],
    language: Language,
) -> Export:
    """A draft as a file.

    Args:
        kind: which file.
        book: the rules that decided.
        reading: what was read of the dossier.
        draft: the draft on it.
        titles: titles of pages of the Algoritmekader.
        aids: measures and tools per requirement; only JSON tells them.
        language: language of a memo or list; JSON has both, the register is Dutch.
    """
    match kind:
        case ExportKind.WORD:
            content = to_docx(make_memo(book, draft, titles, language), datetime.combine(draft.made_on, time()))
            media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            return Export(content, "concept-beoordeling.docx", media)
        case ExportKind.MARKDOWN:
            return _text(to_markdown(make_memo(book, draft, titles, language)), "concept-beoordeling.md")
        case ExportKind.JSON:
            return _json(draft_json(book, draft, aids), "concept-beoordeling.json")
        case ExportKind.REGISTER:
            return _json(dict(register_of(reading, draft).values), "algoritmeregister.json")
        case ExportKind.IMPACT:
            subjects = load_dossier_words().subjects
            listed = impact_list(book, draft, subjects, reading.places.subjects, language)
            return _text(listed, "iama-dpia-onderwerpen.md")


def register_of(reading: Reading, draft: Draft) -> RegisterEntry:
    """The entry for the Algoritmeregister, with what a person still has to fill in and check."""
    return register_entry(draft, reading.places.register, reading.places.title)


def _text(content: str, name: str) -> Export:
    return Export(content.encode(), name, "text/markdown; charset=utf-8")


def _json(content: dict[str, object], name: str) -> Export:
    return Export(json.dumps(content, ensure_ascii=False, indent=2).encode(), name, "application/json")
