"""Our own descriptions of systems per legal point, which the reader of documents compares passages with.

Comes in: ``corpus/voorbeelden/*.yaml``, in our own words. Goes out: a ``Voorbeelden`` per file. The shape is in
``docs/schemas/voorbeelden.json``; whether the examples are good ones is checked by ``tools/check_voorbeelden.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from aiact_assistant.domain import AiactError, Language, ProvisionId
from aiact_assistant.files.markdown import YAML_LOADER
from aiact_assistant.resources import resource

# What a file is about when it is about no provision: a system without obligations, and what is no AI system.
NONE = "geen"
NO_AI = "geen-ai"
FURNITURE = "geen-dossiertekst"
"""Sentences that stand in every dossier and say nothing of what a system does."""
_FOLDER = "corpus/voorbeelden"


class VoorbeeldenError(AiactError):
    """A file with exemplar descriptions is not well-formed."""


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """A description of a system as it would stand in its documentation.

    Attributes:
        tekst: the description.
        taal: its language.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    tekst: str
    taal: Language


@dataclass(frozen=True, slots=True)
class Tegenvoorbeeld(Voorbeeld):
    """A description that resembles the point and is not about it.

    Attributes:
        waarom: why not, in a few Dutch words.
        bepaling: the provision that decides it, when one does.
    """

    waarom: str
    bepaling: ProvisionId | None = None


@dataclass(frozen=True, slots=True)
class Voorbeelden:
    """The descriptions of one file; a point that holds several situations can have several files.

    Attributes:
        punt: the provision, or ``NONE`` or ``NO_AI``.
        feiten: the facts (ids of ``rules/feiten.yaml``) that are true of every one of the ``voorbeelden``.
        voorbeelden: descriptions of systems to which the point applies.
        tegenvoorbeelden: near misses.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    punt: ProvisionId
    feiten: tuple[str, ...]
    voorbeelden: tuple[Voorbeeld, ...]
    tegenvoorbeelden: tuple[Tegenvoorbeeld, ...] = ()

    @property
    def is_provision(self) -> bool:
        """Whether the point is a provision of the law."""
        return self.punt not in {NONE, NO_AI}


_VOORBEELDEN = TypeAdapter(Voorbeelden)


def load_voorbeelden(folder: Path | None = None) -> tuple[Voorbeelden, ...]:
    """The exemplars of a folder, by file name.

    Args:
        folder: where to read; ``None`` is what travels with the program.

    Raises:
        VoorbeeldenError: a file is no YAML, a field is missing, unknown or impossible, or the file does not bear the
            name of its point (``<punt>.yaml``, or ``<punt>-<situatie>.yaml``).
    """
    return tuple(read_voorbeelden(path) for path in sorted((folder or resource(_FOLDER)).glob("*.yaml")))


def read_voorbeelden(path: Path) -> Voorbeelden:
    """The exemplars of one file.

    Raises:
        VoorbeeldenError: as for ``load_voorbeelden``.
    """
    try:
        content: Any = yaml.load(path.read_text("utf8"), Loader=YAML_LOADER)
        found = _VOORBEELDEN.validate_python(content)
    except ValidationError as error:
        first = error.errors()[0]
        raise _bad(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _bad(path, str(error)) from error
    if path.stem != found.punt and not path.stem.startswith(f"{found.punt}-"):
        raise _bad(path, f"de naam van het bestand begint niet met '{found.punt}'")
    return found


def _bad(path: Path, why: str) -> VoorbeeldenError:
    return VoorbeeldenError(
        f"De voorbeelden in {path.name} kloppen niet: {why}. Verbeter het bestand, of installeer aiact-assistant"
        " opnieuw.",
        f"The examples in {path.name} are not right: {why}. Correct the file, or install aiact-assistant again.",
    )
