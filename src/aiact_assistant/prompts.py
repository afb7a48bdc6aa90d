"""Loads ``prompts/*.md``: what a language model is told, with the shape that it must answer in.

Comes in: the name of a prompt and its variables. Goes out: the messages. A variable that is missing or unknown is
an error, so a prompt and its code cannot drift apart. Values are put in once and never read as a prompt themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal

import yaml
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from aiact_assistant.domain import PromptError
from aiact_assistant.resources import resource

_PARTS = re.compile(r"---\n(?P<head>.*?)\n---\n# system\n(?P<system>.*?)\n# user\n(?P<user>.*)", re.DOTALL)
_VARIABLE = re.compile(r"\{\{([a-z_]+)\}\}")
_HASH_CHARS = 12


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """What one side says to a model."""

    role: Literal["system", "user", "assistant"]
    text: str


class Head(BaseModel):
    """Front matter of a prompt: what it is for, its version, its variables and the JSON schema of the answer.

    ``repair`` is what to say to a model whose answer was not in that shape; '' asks no second time.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    purpose: str
    version: Annotated[int, Field(ge=1)]
    variables: tuple[str, ...]
    output: dict[str, Any]
    repair: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as written.

    Attributes:
        name: of its file, without ``.md``.
        head: its front matter.
        system: the part that is the same for every question, apart from variables.
        user: the part with the question.
        hash: of the whole file, so that an answer can say which words made it.
    """

    name: str
    head: Head
    system: str
    user: str
    hash: str

    @property
    def label(self) -> str:
        """How an answer names it: "answer v1 0f3a…"."""
        return f"{self.name} v{self.head.version} {self.hash}"

    def messages(self, **values: str) -> tuple[ChatMessage, ChatMessage]:
        """The prompt with its variables filled in.

        Raises:
            PromptError: a variable is missing or unknown.
        """
        if set(values) != set(self.head.variables):
            wrong = ", ".join(sorted(set(values) ^ set(self.head.variables)))
            raise _bad(self.name, f"de variabelen kloppen niet: {wrong}", f"its variables do not match: {wrong}")

        def fill(text: str) -> str:
            return _VARIABLE.sub(lambda match: values[match[1]], text)

        return ChatMessage("system", fill(self.system)), ChatMessage("user", fill(self.user))

    def accepts(self, value: Any) -> bool:
        """Whether an answer has the shape that was asked for."""
        return Draft202012Validator(self.head.output).is_valid(value)  # pyright: ignore[reportUnknownMemberType]


@lru_cache
def load_prompt(name: str) -> Prompt:
    """A prompt by name.

    Raises:
        PromptError: it is not well-formed, or uses other variables than it names.
        StorageError: there is no such prompt.
    """
    text = resource(f"prompts/{name}.md").read_text("utf-8")
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise _bad(name, "de vorm klopt niet", "it is not well-formed")
    try:
        head = Head.model_validate(yaml.safe_load(parts["head"]))
    except (yaml.YAMLError, ValidationError) as error:
        raise _bad(name, "de kop klopt niet", "its front matter is not valid") from error
    used = set(_VARIABLE.findall(parts["system"] + parts["user"]))
    if used != set(head.variables):
        wrong = ", ".join(sorted(used ^ set(head.variables)))
        raise _bad(name, f"de variabelen kloppen niet: {wrong}", f"its variables do not match: {wrong}")
    digest = hashlib.sha256(text.encode()).hexdigest()[:_HASH_CHARS]
    return Prompt(name, head, parts["system"].strip(), parts["user"].strip(), digest)


def numbered(texts: Mapping[str, str]) -> str:
    """Texts below their tokens, for a prompt: "[c1] ..."."""
    return "\n\n".join(f"[{token}] {text}" for token, text in texts.items())


def _bad(name: str, dutch: str, english: str) -> PromptError:
    return PromptError(
        f"De opdracht prompts/{name}.md kan niet worden gebruikt: {dutch}.",
        f"The prompt prompts/{name}.md cannot be used: {english}.",
    )
