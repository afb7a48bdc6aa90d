"""Sentences as they stand in documentation, per fact of the rules and per answer that they give.

Comes in: ``corpus/zinnen.yaml``, in our own words. Goes out: ``Zinnen``. The reader of documents learns from them which
sentence of a dossier answers which question; they are never shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from aiact_assistant.domain import AiactError
from aiact_assistant.files.markdown import YAML_LOADER
from aiact_assistant.resources import resource

_FILE = "corpus/zinnen.yaml"


class ZinnenError(AiactError):
    """The file with sentences is not well-formed."""


@dataclass(frozen=True, slots=True)
class Antwoorden:
    """Sentences that answer one question of the rules.

    Attributes:
        ja: those that say yes.
        nee: those that say no.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    ja: tuple[str, ...]
    nee: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Zinnen:
    """All sentences.

    Attributes:
        feiten: per fact (id of ``rules/feiten.yaml``).
        niets: what stands in every paper and answers no question.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    feiten: Mapping[str, Antwoorden]
    niets: Sequence[str]

    def labelled(self) -> list[tuple[str, bool | None, str]]:
        """Fact, answer and sentence; "" and ``None`` for what answers no question."""
        found: list[tuple[str, bool | None, str]] = []
        for name, answers in self.feiten.items():
            found += [(name, True, text) for text in answers.ja]
            found += [(name, False, text) for text in answers.nee]
        return found + [("", None, text) for text in self.niets]


_ZINNEN = TypeAdapter(Zinnen)


def load_zinnen(path: Path | None = None) -> Zinnen:
    """The sentences of a file.

    Args:
        path: where to read; ``None`` is what travels with the program.

    Raises:
        ZinnenError: the file is no YAML, or a field is missing, unknown or impossible.
    """
    try:
        content: Any = yaml.load((path or resource(_FILE)).read_text("utf8"), Loader=YAML_LOADER)
        return _ZINNEN.validate_python(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise _bad(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _bad(str(error)) from error


def _bad(why: str) -> ZinnenError:
    return ZinnenError(
        f"De zinnen in {_FILE} kloppen niet: {why}. Verbeter het bestand, of installeer aiact-assistant opnieuw.",
        f"The sentences in {_FILE} are not right: {why}. Correct the file, or install aiact-assistant again.",
    )
