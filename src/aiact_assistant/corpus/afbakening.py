"""Examples of messages that are no question about the AI-verordening, or none that the sources alone can answer.

Comes in: ``corpus/afbakening.yaml``, in our own words. Goes out: the examples per kind, and ordinary questions that use
the same words. ``search`` tells how near a question is to them, ``answer.scope`` what follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

import yaml

from aiact_assistant.files.markdown import YAML_LOADER
from aiact_assistant.resources import resource

_FILE = "corpus/afbakening.yaml"
_ORDINARY = "gewoon"


class Outside(StrEnum):
    """Why a message is not answered as an ordinary question."""

    OTHER_SUBJECT = "buiten_onderwerp"
    FACTS_NEEDED = "feiten_nodig"
    INSTRUCTION = "opdracht"


def load_outside() -> Mapping[Outside, tuple[str, ...]]:
    """The examples of each kind."""
    content = _content()
    return {kind: tuple(content[kind]) for kind in Outside}


def load_ordinary() -> tuple[str, ...]:
    """Questions that are ours to answer, though they look like those of another kind."""
    return tuple(_content()[_ORDINARY])


@cache
def _content() -> Mapping[str, list[str]]:
    return yaml.load(resource(_FILE).read_text("utf8"), Loader=YAML_LOADER)
