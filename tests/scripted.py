"""A language model that says what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from aiact_assistant.domain import ModelFailure
from aiact_assistant.llm import Piece, problem
from aiact_assistant.prompts import ChatMessage

Reply = str | Mapping[str, Any] | ModelFailure


class ScriptedModel:
    """Stands in for a ``ChatModel``.

    Args:
        reply: what it says to messages: JSON as an object, any text, or how it fails.
        on_this_machine: whether it seems to be here.
    """

    name = "proefmodel"

    def __init__(self, reply: Callable[[Sequence[ChatMessage]], Reply], *, on_this_machine: bool = True) -> None:
        self.on_this_machine = on_this_machine
        self.asked: list[str] = []
        self._reply = reply

    def stream(self, messages: Sequence[ChatMessage], schema: Mapping[str, Any]) -> Iterator[Piece]:
        """The reply in pieces of some characters."""
        del schema
        self.asked.append("\n".join(message.text for message in messages))
        reply = self._reply(messages)
        if isinstance(reply, ModelFailure):
            raise problem(reply, self.name)
        text = reply if isinstance(reply, str) else json.dumps(reply, ensure_ascii=False)
        for start in range(0, len(text), 40):
            yield Piece(text[start : start + 40])
