"""Made-up dossiers with what a careful reader should make of them: text in, one real file each out.

Comes in: ``eval/data/dossiers`` (a file per language, and the noise that stands in any paper). Goes out: cases, and a
Markdown, Word or PDF file for each. Form of the data: eval/README.md. The same case always gives the same words.
"""

from __future__ import annotations

import hashlib
import io
import random
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import yaml
from docx import Document
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure as Canvas

from aiact_assistant.domain import RiskClass
from eval.questions import Language, split_of

FOLDER = Path(__file__).parent / "data" / "dossiers"
KINDS = ("md", "docx", "pdf")
# Papers of this kind say more about planning and money than about what a system does.
_NOISE_BLOCKS = (8, 12)
_MARKED = re.compile(r"\[(?P<facts>[a-z0-9_ -]+)\] ")
# A4 at 10 points: what fits beside and below each other.
_LINE_CHARS, _PAGE_LINES = 92, 52
_BODY: Mapping[str, Any] = {"fontsize": 10}
_HEADING: Mapping[str, Any] = {"fontsize": 13, "fontweight": "bold"}


@dataclass(frozen=True, slots=True)
class Label:
    """The answer on a question of ``rules/feiten.yaml``, and the sentence that decides it."""

    fact: str
    answer: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its sentences."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One dossier.

    Attributes:
        id: short name; decides the split.
        lang: language of the papers.
        title: what the system is called.
        risk_class: the class that belongs to it on ``GOLD_DATE``.
        provisions: what that class rests on; empty for a minimal system.
        roles: of the organisation that wrote the papers.
        labels: the answers that the papers give, with their sentences.
        sections: what the papers say, without the noise.
    """

    id: str
    lang: Language
    title: str
    risk_class: RiskClass
    provisions: tuple[str, ...]
    roles: tuple[str, ...]
    labels: tuple[Label, ...]
    sections: tuple[Section, ...]


def read_cases(split: str = "all", folder: Path = FOLDER) -> list[Case]:
    """The cases of a split (``dev``, ``test`` or ``all``), Dutch first.

    Raises:
        ValueError: an id occurs twice, or a case has no text or no labels.
    """
    languages: tuple[Language, ...] = ("nl", "en")
    cases = [
        _case(row, lang) for lang in languages for row in yaml.safe_load((folder / f"{lang}.yaml").read_text("utf8"))
    ]
    if len({case.id for case in cases}) != len(cases):
        raise ValueError(f"an id occurs twice in {folder}")
    return [case for case in cases if split in ("all", split_of(case.id))]


def kind_of(case: Case) -> str:
    """The kind of file that holds the dossier, one of ``KINDS``."""
    return KINDS[_number(case.id) % len(KINDS)]


def papers(case: Case) -> tuple[str, bytes]:
    """The dossier of a case as a file: its name and its bytes."""
    kind = kind_of(case)
    write = {"md": _markdown, "docx": _word, "pdf": _pdf}[kind]
    return f"{case.id}.{kind}", write(case.title, composed(case))


def composed(case: Case) -> list[Section]:
    """What the papers say, in order, with blocks between that say nothing on the case itself."""
    fitting = [
        Section(block["kop"], (block["tekst"],))
        for block in _noise()[case.lang]
        if not any(name.startswith(point) for point in block.get("niet_bij", ()) for name in case.provisions)
    ]
    chance = random.Random(_number(case.id))
    noise = chance.sample(fitting, chance.randint(*_NOISE_BLOCKS))
    places = sorted(chance.choices(range(len(case.sections) + 1), k=len(noise)))
    found: list[Section] = []
    for place in range(len(case.sections) + 1):
        found += [section for section, at in zip(noise, places, strict=True) if at == place]
        found += case.sections[place : place + 1]
    return found


@cache
def _noise() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    return yaml.safe_load((FOLDER / "ruis.yaml").read_text("utf8"))


def _case(row: Mapping[str, Any], lang: Language) -> Case:
    labels: list[Label] = []
    sections: list[Section] = []
    for part in re.split(r"^## ", row["text"], flags=re.MULTILINE)[1:]:
        heading, *lines = part.strip().splitlines()
        sentences: list[str] = []
        for line in lines:
            marked = _MARKED.match(line)
            sentence = line[marked.end() :] if marked else line
            sentences.append(sentence)
            for fact in marked["facts"].split() if marked else ():
                labels.append(Label(fact.removeprefix("-"), not fact.startswith("-"), sentence))
        sections.append(Section(heading, tuple(sentences)))
    if not sections or not labels:
        raise ValueError(f"not a dossier: {row['id']}")
    return Case(
        id=row["id"],
        lang=lang,
        title=row["title"],
        risk_class=RiskClass(row["class"]),
        provisions=tuple(row["provisions"]),
        roles=tuple(row.get("roles", ("deployer",))),
        labels=tuple(labels),
        sections=tuple(sections),
    )


def _number(name: str) -> int:
    """The same on every machine; not of the byte that decides the split."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[1:5])


def _markdown(title: str, sections: Sequence[Section]) -> bytes:
    parts = [f"# {title}", *(f"## {one.heading}\n\n{' '.join(one.sentences)}" for one in sections)]
    return ("\n\n".join(parts) + "\n").encode()


def _word(title: str, sections: Sequence[Section]) -> bytes:
    document = Document()
    document.add_heading(title, 1)
    for section in sections:
        document.add_heading(section.heading, 2)
        document.add_paragraph(" ".join(section.sentences))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _pdf(title: str, sections: Sequence[Section]) -> bytes:
    """Plain pages; lines are broken in the middle of sentences, as a word processor does."""
    lines = [(title, _HEADING), ("", _BODY)]
    for section in sections:
        body = textwrap.wrap(" ".join(section.sentences), _LINE_CHARS)
        lines += [(section.heading, _HEADING), *((line, _BODY) for line in body), ("", _BODY)]
    out = io.BytesIO()
    # Type 42 keeps letters as letters; type 3 would be drawings.
    with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(out, metadata={"CreationDate": None}) as pages:
        for start in range(0, len(lines), _PAGE_LINES):
            canvas = Canvas(figsize=(8.27, 11.69))
            for place, (line, style) in enumerate(lines[start : start + _PAGE_LINES]):
                canvas.text(0.1, 0.93 - place * 0.0165, line, **style)
            pages.savefig(canvas)
    return out.getvalue()
