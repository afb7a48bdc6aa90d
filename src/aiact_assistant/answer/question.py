"""A question as it goes through the pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aiact_assistant.domain import Language


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked.

    Attributes:
        text: as typed, not empty.
        language: language of the answer.
        on: day for which the answer must hold.
        history: earlier questions of the conversation, oldest first.
    """

    text: str
    language: Language
    on: date
    history: tuple[str, ...] = ()
