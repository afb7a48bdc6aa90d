"""Signposts: for a provision or page, questions in everyday words that it answers, in both languages.

Comes in: ``corpus/wegwijzers.yaml``, in our own words. Goes out: the questions per id. ``search`` finds a provision by
them where the law's own words are far from those of a question; they are never shown.
"""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from aiact_assistant.domain import ProvisionId
from aiact_assistant.files.markdown import YAML_LOADER
from aiact_assistant.resources import resource

_FILE = "corpus/wegwijzers.yaml"


def load_signposts() -> Mapping[ProvisionId, tuple[str, ...]]:
    """The questions of each provision or page."""
    content: Mapping[str, list[str]] = yaml.load(resource(_FILE).read_text("utf8"), Loader=YAML_LOADER)
    return {name: tuple(questions) for name, questions in content.items()}
