"""Reads sources that are neither EUR-Lex acts nor the Algoritmekader.

Comes in: the amending regulation as PDF, guidelines (PDF, HTML, DOCX), files of the organisation's own. Goes out: for
the amending regulation RECITALs and ARTICLEs under ``dob:`` (digitale omnibus), for the others a PAGE with
PAGE_SECTIONs; a PDF's sections are its pages (``#p3``), other files' sections their headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from aiact_assistant.corpus.eurlex import parse_eurlex
from aiact_assistant.corpus.sections import by_heading, by_page, by_part, provisions
from aiact_assistant.domain import (
    Authority,
    Provision,
    ProvisionKind,
    ReadError,
    Source,
    SourceError,
)
from aiact_assistant.files.blocks import Block, FileText
from aiact_assistant.files.read import MAX_BYTES, read_file, readable
from aiact_assistant.settings import OwnSource

PARSER_VERSION = 2
AMENDING_PREFIX = "dob:"
AMENDING_NAMES = re.compile(r"2026/1744|omnibus", re.IGNORECASE)
MAX_OWN_FILES = 5_000

_RECITALS_BEGIN = "Overwegende hetgeen volgt"
_ENACTING = "HEBBEN DE VOLGENDE VERORDENING VASTGESTELD"
_SIGNATURES = "Gedaan te "
_RECITAL = re.compile(r"\((\d+)\) (.*)", re.DOTALL)
_ARTICLE = re.compile(r"Artikel (\d+)(?: (?!bis|ter|quater|quinquies|sexies)(\S.*))?")
_NOTE = re.compile(r"\[(\d+)\] (.*)", re.DOTALL)
_NOTE_MARK = re.compile(r" ?\[(\d+)\]")
_SENTENCE_END = (".", ":", ";", "?", "!")


# -- papers


def parse_paper(name: str, data: bytes, source: Source, prefix: str) -> tuple[Provision, ...]:
    """A document as one PAGE with its sections.

    Args:
        name: file name; its ending says what kind of file it is.
        data: the file.
        source: its manifest entry.
        prefix: id of the PAGE, for example ``ri:verboden-praktijken``.

    Raises:
        SourceError: the file cannot be read.
    """
    try:
        text = read_file(name, data)
    except ReadError as error:
        raise SourceError(error.dutch, error.english) from error
    return _pages(name, text, source, prefix, source.title)


def _pages(name: str, text: FileText, source: Source, page_id: str, title: str) -> tuple[Provision, ...]:
    ending = Path(name).suffix.lower()
    if ending == ".pdf":
        outline = by_page(text, title)
    elif ending == ".xlsx":
        outline = by_part(text.blocks, title)
    else:
        outline = by_heading(text.blocks, title)
    return tuple(provisions(outline, page_id, source, links=_web_addresses))


def _web_addresses(links: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link for link in links if link.startswith(("https://", "http://"))))


# -- the amending regulation


@dataclass(slots=True)
class _Unit:
    """A recital or article while it is being read; ``page`` is where it begins."""

    kind: ProvisionKind
    number: str
    heading: str
    page: int | None
    paragraphs: list[str] = field(default_factory=list[str])
    last_page: int | None = None

    def add(self, text: str, page: int | None) -> None:
        """Add a paragraph, or the rest of one that was cut by the end of a page."""
        if self.paragraphs and page != self.last_page and not self.paragraphs[-1].endswith(_SENTENCE_END):
            glue = "" if self.paragraphs[-1].endswith("-") else " "
            self.paragraphs[-1] += glue + text
        else:
            self.paragraphs.append(text)
        self.last_page = page


def parse_amending(data: bytes, source: Source) -> tuple[Provision, ...]:
    """Recitals (``dob:rct_12``) and articles (``dob:art_1``) of the amending regulation.

    The PDF is what the Council adopted; Cellar serves the Official Journal's HTML, which becomes the same ids. Of a
    PDF, title, visas and signatures are left out and articles are whole texts without lower levels: what they change
    stands in the consolidated regulation.

    Raises:
        SourceError: unreadable, or without recitals.
    """
    if not data.startswith(b"%PDF"):
        return tuple(_prefixed(provision) for provision in parse_eurlex(data, source))
    try:
        text = read_file("32026R1744.pdf", data)
    except ReadError as error:
        raise SourceError(error.dutch, error.english) from error
    units = _units(block for block in text.blocks if block.kind != "note")
    if not any(unit.kind is ProvisionKind.RECITAL for unit in units):
        raise SourceError(
            "In de wijzigingsverordening zijn geen overwegingen gevonden. Haal haar opnieuw op met: aiact sync",
            "No recitals were found in the amending regulation. Fetch it again with: aiact sync",
        )
    notes = {found[1]: found[2] for b in text.blocks if b.kind == "note" and (found := _NOTE.fullmatch(b.text))}
    return tuple(_provision(unit, notes, source) for unit in units)


def _units(blocks: Iterable[Block]) -> list[_Unit]:
    """Recitals and articles, recognised by their place and the next expected number."""
    units: list[_Unit] = []
    kind: ProvisionKind | None = None
    for block in blocks:
        if block.text.startswith(_RECITALS_BEGIN):
            kind = ProvisionKind.RECITAL
        elif block.text.startswith(_ENACTING):
            kind = ProvisionKind.ARTICLE
        elif block.text.startswith(_SIGNATURES) and kind is ProvisionKind.ARTICLE:
            break
        elif kind is not None:
            expected = 1 + sum(unit.kind is kind for unit in units)
            pattern = _RECITAL if kind is ProvisionKind.RECITAL else _ARTICLE
            found = pattern.fullmatch(block.text)
            if found and int(found[1]) == expected:
                units.append(_Unit(kind, found[1], "", block.page))
                if kind is ProvisionKind.RECITAL:
                    units[-1].add(found[2], block.page)
                else:
                    units[-1].heading = found[2] or ""
            elif units and units[-1].kind is kind:
                units[-1].add(block.text, block.page)
    return units


def _provision(unit: _Unit, notes: dict[str, str], source: Source) -> Provision:
    text = "\n".join(unit.paragraphs)
    marks = [mark for mark in dict.fromkeys(_NOTE_MARK.findall(text)) if mark in notes]
    name = "rct" if unit.kind is ProvisionKind.RECITAL else "art"
    return Provision(
        id=f"{AMENDING_PREFIX}{name}_{unit.number}",
        source=source.id,
        language=source.language,
        kind=unit.kind,
        number=unit.number,
        heading=unit.heading,
        text=_NOTE_MARK.sub(lambda found: "" if found[1] in notes else found[0], text),
        notes=tuple(notes[mark] for mark in marks),
        page=unit.page,
    )


def _prefixed(provision: Provision) -> Provision:
    return replace(
        provision,
        id=AMENDING_PREFIX + provision.id,
        parent=None if provision.parent is None else AMENDING_PREFIX + provision.parent,
        children=tuple(AMENDING_PREFIX + child for child in provision.children),
    )


# -- the organisation's own files


def parse_own_source(own: OwnSource) -> tuple[Source, tuple[Provision, ...], tuple[ReadError, ...]]:
    """A file or folder of the organisation's own.

    Ids are ``eigen:<id>/<path in the folder>``, without ``.md``. A file that cannot be read becomes a remark, the
    others are read. Hidden files and links that lead out of the folder are skipped.

    Returns:
        The source, its provisions, and the remarks.
    """
    source = Source(
        id=f"eigen:{own.id}",
        title=own.title,
        authority=Authority.OWN,
        language=own.language,
        kind="own",
        licence="",
        address="",  # a path on the server is nobody's business but the administrator's
        version="",
        date=date.min,
    )
    if not own.path.exists():
        absent = ReadError(
            f"De eigen bron '{own.id}' is er niet. Controleer het pad (path) in het instellingenbestand.",
            f"Own source '{own.id}' is not there. Check its path in the settings file.",
        )
        return source, (), (absent,)
    found: list[Provision] = []
    remarks: list[ReadError] = []
    for path in _own_files(own, remarks):
        relative = path.relative_to(own.path if own.path.is_dir() else own.path.parent).as_posix()
        try:
            text = _read_own(path, relative)
        except ReadError as error:
            remarks.append(error)
            continue
        remarks += [
            ReadError(f"{relative}: {remark.dutch}", f"{relative}: {remark.english}") for remark in text.warnings
        ]
        page_id = f"eigen:{own.id}/{relative.removesuffix('.md')}"
        found += _pages(relative, text, source, page_id, text.title or path.stem)
    return source, tuple(found), tuple(remarks)


def _own_files(own: OwnSource, remarks: list[ReadError]) -> Iterator[Path]:
    root = own.path
    if root.is_file():
        yield root
        return
    base = root.resolve()
    files = [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(root).parts)
        and path.resolve().is_relative_to(base)
    ]
    wanted = [path for path in files if readable(path.name)]
    if skipped := len(files) - len(wanted):
        remarks.append(
            ReadError(
                f"In de eigen bron '{own.id}' zijn {skipped} bestanden van een andere soort overgeslagen.",
                f"In own source '{own.id}', {skipped} files of a kind that is not read were skipped.",
            )
        )
    if len(wanted) > MAX_OWN_FILES:
        remarks.append(
            ReadError(
                f"In de eigen bron '{own.id}' staan meer dan {MAX_OWN_FILES} bestanden; alleen de eerste zijn gelezen.",
                f"There are more than {MAX_OWN_FILES} files in own source '{own.id}'; only the first were read.",
            )
        )
    yield from wanted[:MAX_OWN_FILES]


def _read_own(path: Path, relative: str) -> FileText:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReadError(f"{relative}: het bestand is te groot.", f"{relative}: the file is too large.")
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(
            f"{relative}: het bestand kan niet worden geopend ({error.strerror}).",
            f"{relative}: the file cannot be opened ({error.strerror}).",
        ) from error
    return read_file(relative, data)
