"""A language model made of a script, so that tests say exactly what it says."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aiact_assistant.domain import ModelFailure
from aiact_assistant.llm import Piece, Usage, problem
from aiact_assistant.prompts import ChatMessage

NAME = "bakfietsmodel"


class ScriptedModel:
    """Says what it is told to say, one text per call; the last one again and again.

    Args:
        says: per call a text or JSON value, what goes wrong, or a function that makes one of these of the messages.
        pieces: characters at a time.
        pause: seconds before each piece.
        on_this_machine: whether it seems to be here.
    """

    name = NAME

    def __init__(self, *says: object, pieces: int = 7, pause: float = 0.0, on_this_machine: bool = True) -> None:
        self.on_this_machine = on_this_machine
        self._says = list(says)
        self._pieces = pieces
        self._pause = pause
        self.asked: list[Sequence[ChatMessage]] = []
        self.closed = False

    @property
    def told(self) -> list[str]:
        """All that it was told, per call."""
        return ["\n".join(message.text for message in messages) for messages in self.asked]

    def stream(self, messages: Sequence[ChatMessage], schema: Mapping[str, Any]) -> Iterator[Piece]:
        """See ``ChatModel``."""
        assert schema["type"] == "object"
        self.asked.append(messages)
        said = self._says[min(len(self.asked), len(self._says)) - 1]
        said = said(messages) if callable(said) else said
        if isinstance(said, ModelFailure):
            raise problem(said, NAME)
        text = said if isinstance(said, str) else json.dumps(said)
        try:
            for start in range(0, len(text), self._pieces):
                time.sleep(self._pause)
                yield Piece(text[start : start + self._pieces])
            yield Piece("", Usage(10, 5))
        finally:
            self.closed = True


def claim(text: str, *sources: tuple[str, str]) -> dict[str, object]:
    """A claim as a model gives it, with its passages and quotes."""
    return {"text": text, "sources": [{"passage": token, "quote": quote} for token, quote in sources]}
