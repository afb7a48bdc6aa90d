"""How documentation of a system talks about duties, about fields of a register and about subjects of an assessment.

Comes in: ``corpus/dossier.yaml``, in our own words. Goes out: ``DossierWords``. ``documents.mentions`` finds places
with them; ``assessment`` puts those in a draft and its exports.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from aiact_assistant.domain import Language
from aiact_assistant.files.markdown import YAML_LOADER
from aiact_assistant.resources import resource

_FILE = "corpus/dossier.yaml"


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of an IAMA or DPIA.

    Attributes:
        id: its name in the file.
        assessments: in which of "IAMA" and "DPIA" it comes back.
        title: its heading.
        question: what to write about.
        facts: ids of facts of ``rules/feiten.yaml`` that say something about it.
        words: beginnings of words by which documents talk about it.
        headings: beginnings of words in a heading above what documents say about it.
    """

    id: str
    assessments: tuple[str, ...]
    title: Mapping[Language, str]
    question: Mapping[Language, str]
    facts: tuple[str, ...]
    words: tuple[str, ...]
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DossierWords:
    """Beginnings of words to look for, and the subjects.

    Attributes:
        duties: per id of ``rules/verplichtingen.yaml``.
        register: per field of the Algoritmeregister, words in a heading.
        subjects: in the order in which they are written about.
    """

    duties: Mapping[str, tuple[str, ...]]
    register: Mapping[str, tuple[str, ...]]
    subjects: tuple[Subject, ...]


@cache
def load_dossier_words() -> DossierWords:
    """The words that travel with this program, read once."""
    content: Mapping[str, Any] = yaml.load(resource(_FILE).read_text("utf8"), Loader=YAML_LOADER)
    return DossierWords(
        duties={duty: tuple(group["woorden"]) for group in content["verplichtingen"] for duty in group["plichten"]},
        register={field: tuple(words) for field, words in content["register"].items()},
        subjects=tuple(
            Subject(
                id=entry["id"],
                assessments=tuple(entry["toetsen"]),
                title=entry["titel"],
                question=entry["vraag"],
                facts=tuple(entry["feiten"]),
                words=tuple(entry["woorden"]),
                headings=tuple(entry["koppen"]),
            )
            for entry in content["toetsen"]
        ),
    )
