"""The kennisbank: our own explanations in plain Dutch, each resting on provisions that it names.

Comes in: ``corpus/kennisbank/<onderwerp>/<slug>.md``. Goes out: ``Entry`` values and the passages to search them
by. Whether an entry is true to the law is checked in ``kennisbank_check.py``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from aiact_assistant.corpus.references import contains
from aiact_assistant.corpus.sentences import sentences
from aiact_assistant.domain import Authority, Chunk, KnowledgeError, ProvisionId, ReadError
from aiact_assistant.files.markdown import split_front_matter
from aiact_assistant.resources import resource

SOURCE = "kennisbank"
PREFIX = "kb:"
# multilingual-e5 reads 512 tokens, see chunk.py; a longer body is two passages.
_MAX_CHARS = 1400
_FOLDER = "corpus/kennisbank"
_ITEM = re.compile(r"\s*(?:[-*]|\d+\.) ")
_INLINE = re.compile(r"\s?\[((?:art|anx|rct|cpt|ak|ri|dob)[_:][^\[\]\s]+)\]")


class Rol(StrEnum):
    """For whom an entry is."""

    IEDEREEN = "iedereen"
    BESTUURDER = "bestuurder"
    BELEIDSMEDEWERKER = "beleidsmedewerker"
    INKOPER = "inkoper"
    JURIST = "jurist"
    ONTWIKKELAAR = "ontwikkelaar"
    PROJECTLEIDER = "projectleider"
    HR = "hr"
    OR = "or"
    CISO = "ciso"
    PRIVACY = "privacy"
    COMMUNICATIE = "communicatie"
    TOEZICHTHOUDER = "toezichthouder"


Lines = Annotated[tuple[str, ...], Field(min_length=1)]


class Entry(BaseModel):
    """One explanation.

    Attributes:
        id: short name, the file's name.
        titel, titel_en: the question it answers.
        onderwerp: subject, the folder's name.
        vragen, vragen_en: ways in which staff ask it.
        situaties, situaties_en: situations from practice that it answers, in everyday words; only searched.
        zoekwoorden: everyday words that point at it, in both languages; only searched.
        rollen: for whom it is.
        bronnen: provisions and pages it rests on, the deciding one first.
        geldig_vanaf: first day on which it is true.
        gecontroleerd_op: day on which it was last checked against the law.
        samenvatting, samenvatting_en: one sentence that answers.
        tekst: the explanation, Markdown with citations as ``[art_26.7]``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    titel: str
    titel_en: str
    onderwerp: str
    vragen: Lines
    vragen_en: Lines
    situaties: tuple[str, ...] = ()
    situaties_en: tuple[str, ...] = ()
    zoekwoorden: tuple[str, ...] = ()
    rollen: Annotated[tuple[Rol, ...], Field(min_length=1)]
    bronnen: Lines
    geldig_vanaf: date
    gecontroleerd_op: date
    samenvatting: str
    samenvatting_en: str
    tekst: str

    @property
    def key(self) -> ProvisionId:
        """Its id among all others: ``kb:<slug>``."""
        return f"{PREFIX}{self.id}"

    @property
    def cited(self) -> tuple[ProvisionId, ...]:
        """The ids cited in the text, each once, in order."""
        return tuple(dict.fromkeys(found[1] for found in _INLINE.finditer(self.tekst)))

    def said_of(self, source: ProvisionId) -> str:
        """What the text says on a provision: the sentences that cite it, its parts or what contains it, with the list
        that such a sentence announces; '' when none does."""
        said: list[str] = []
        announced = False
        for line in self.tekst.split("\n"):
            is_item = _ITEM.match(line) is not None
            announced = announced and (is_item or not line.strip())
            for sentence in sentences(line):
                cited = [found[1] for found in _INLINE.finditer(sentence)]
                if announced or any(contains(source, one) or contains(one, source) for one in cited):
                    said.append(without_citations(sentence))
                    announced = announced or (not is_item and line.rstrip().endswith(":"))
        return "\n".join(said)


_ENTRIES = TypeAdapter(tuple[Entry, ...])


def load_entries(folder: Path | None = None) -> tuple[Entry, ...]:
    """The entries below a folder, by subject and name.

    Args:
        folder: where to read; ``None`` is the kennisbank that travels with the program.

    Raises:
        KnowledgeError: a file is not an entry: a field is missing, unknown or impossible.
    """
    return tuple(_read(path) for path in sorted((folder or resource(_FOLDER)).rglob("*.md")))


def entries_fingerprint() -> str:
    """Changes when an entry that travels with the program changes; parses nothing, so it is quick."""
    digest = hashlib.sha256()
    for path in sorted(resource(_FOLDER).rglob("*.md")):
        digest.update(f"{path.parent.name}/{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def save_entries(path: Path, entries: Sequence[Entry]) -> None:
    """Write entries so that they can be read without parsing; raises ``OSError``."""
    path.write_bytes(_ENTRIES.dump_json(tuple(entries)))


def read_entries(path: Path) -> tuple[Entry, ...]:
    """Read what ``save_entries`` wrote; raises ``OSError`` or ``ValueError``."""
    return _ENTRIES.validate_json(path.read_bytes())


def entry_chunks(entries: Iterable[Entry]) -> Iterator[Chunk]:
    """Several passages an entry, one per way to ask it, so that each has a vector of its own."""
    for entry in entries:
        body = f"{entry.samenvatting}\n{without_citations(entry.tekst)}"
        words = [", ".join(entry.zoekwoorden)] if entry.zoekwoorden else []
        dutch = [*_halves(body), entry.titel, *entry.vragen, *entry.situaties, *words]
        english = [entry.samenvatting_en, entry.titel_en, *entry.vragen_en, *entry.situaties_en]
        for part, text in enumerate([*dutch, *english]):
            yield Chunk(
                id=entry.key,
                part=part,
                source=SOURCE,
                authority=Authority.KNOWLEDGE,
                language="nl" if part < len(dutch) else "en",
                context=entry.titel if text in body else "",
                chapeau="",
                text=text,
                valid_from=entry.geldig_vanaf,
            )


def render_citations(text: str, label: Callable[[ProvisionId], str]) -> str:
    """The text with each ``[id]`` in human form, neighbours in one pair of brackets."""
    runs = re.compile(rf"(?:{_INLINE.pattern})+")
    return runs.sub(lambda run: f" ({', '.join(label(found[1]) for found in _INLINE.finditer(run[0]))})", text)


def without_citations(text: str) -> str:
    """The text without its ``[id]`` marks."""
    return _INLINE.sub("", text)


def _halves(body: str) -> list[str]:
    """The body, in two parts at a line end when it is longer than the embedding model reads."""
    if len(body) <= _MAX_CHARS:
        return [body]
    middle = body.rfind("\n", 0, _MAX_CHARS)
    return [body[:middle], body[middle + 1 :]] if middle > 0 else [body]


def _read(path: Path) -> Entry:
    try:
        header, text = split_front_matter(path.read_text("utf8"))
        entry = Entry.model_validate({**header, "tekst": text.strip()})
    except ValidationError as error:
        first = error.errors()[0]
        raise _bad(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (ReadError, UnicodeDecodeError) as error:
        raise _bad(path, str(error)) from error
    if (entry.id, entry.onderwerp) != (path.stem, path.parent.name):
        raise _bad(path, f"id en onderwerp moeten '{path.stem}' en '{path.parent.name}' zijn")
    return entry


def _bad(path: Path, why: str) -> KnowledgeError:
    return KnowledgeError(
        f"De kennisbank klopt niet: {path.parent.name}/{path.name} ({why}).",
        f"The knowledge base is not right: {path.parent.name}/{path.name} ({why}).",
    )
