"""Turns the blocks of a file into a page with sections.

Comes in: ``Block`` sequences. Goes out: ``Section`` outlines (by heading, page or sheet) with unique anchors, and the
provisions they become. Shared by the Algoritmekader and the papers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from aiact_assistant.domain import Provision, ProvisionId, ProvisionKind, Source
from aiact_assistant.files.blocks import Block, FileText, slug

# A longer worksheet or chapter is divided, so that a section can be shown and linked to.
MAX_SECTION_CHARS = 6000


@dataclass(slots=True)
class Section:
    """A heading with the text under it; ``level`` 0 is the file itself."""

    anchor: str
    heading: str
    level: int
    page: int | None = None
    lines: list[str] = field(default_factory=list[str])
    links: list[str] = field(default_factory=list[str])
    sections: list[Section] = field(default_factory=list["Section"])

    @property
    def text(self) -> str:
        """The section's own text, without that of the sections in it."""
        return "\n".join(self.lines)

    def add(self, block: Block) -> None:
        """Take over a block's text and links."""
        if block.text:
            self.lines.append(block.text)
        self.links.extend(block.links)


class Anchors:
    """Anchors as MkDocs makes them: a slug, with ``_1``, ``_2`` behind a repeated one."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def new(self, heading: str) -> str:
        """A unique anchor for a heading."""
        base = slug(heading) or "deel"
        anchor, count = base, 0
        while anchor in self._used:
            count += 1
            anchor = f"{base}_{count}"
        self._used.add(anchor)
        return anchor


def by_heading(blocks: Iterable[Block], title: str = "") -> Section:
    """Sections nested by heading level; the only heading of level 1, when it comes first, is the page's own."""
    blocks = tuple(blocks)
    headings = [block for block in blocks if block.kind == "heading"]
    own = headings[0] if [block.level for block in headings].count(1) == 1 and headings[0].level == 1 else None
    root = Section("", title, 0)
    anchors = Anchors()
    open_sections = [root]
    for block in blocks:
        if block.kind != "heading":
            open_sections[-1].add(block)
            continue
        anchor = anchors.new(block.text)
        if block is own:
            root.heading = block.text
            root.links.extend(block.links)
            continue
        while len(open_sections) > 1 and open_sections[-1].level >= block.level:
            open_sections.pop()
        section = Section(anchor, block.text, block.level, block.page, links=list(block.links))
        open_sections[-1].sections.append(section)
        open_sections.append(section)
    return root


def by_page(text: FileText, title: str) -> Section:
    """One section a page (``p12``), headed by the heading that the page begins under."""
    root = Section("", title, 0)
    running = ""
    for block in text.blocks:
        if not root.sections or root.sections[-1].page != block.page:
            heading = block.text if block.kind == "heading" else running
            root.sections.append(Section(f"p{block.page}", heading, 1, block.page))
            if block.kind == "heading":
                running = block.text
                root.sections[-1].links.extend(block.links)
                continue
        if block.kind == "heading":
            running = block.text
        root.sections[-1].add(block)
    return root


def by_part(blocks: Iterable[Block], title: str) -> Section:
    """Flat sections by heading or sheet; a long one is divided into ``anchor``, ``anchor-2``, ``anchor-3``."""
    flat = Section("", title, 0)
    for section in _walk(by_heading(blocks, title)):
        parts = list(_divide(section.lines))
        if section.level == 0:
            flat.heading, flat.links = section.heading, section.links
            if len(parts) <= 1:
                flat.lines = section.lines
                continue
            section = Section("begin", "", 1)
        for number, lines in enumerate(parts or [[]], start=1):
            anchor = section.anchor if number == 1 else f"{section.anchor}-{number}"
            flat.sections.append(Section(anchor, section.heading, 1, section.page, lines, section.links))
    return flat


def _walk(section: Section) -> Iterator[Section]:
    yield section
    for inner in section.sections:
        yield from _walk(inner)


def _divide(lines: list[str]) -> Iterator[list[str]]:
    part: list[str] = []
    size = 0
    for line in (piece for text in lines for piece in text.split("\n")):
        if part and size + len(line) > MAX_SECTION_CHARS:
            yield part
            part, size = [], 0
        part.append(line)
        size += len(line) + 1
    if part:
        yield part


def provisions(
    page: Section,
    page_id: ProvisionId,
    source: Source,
    *,
    attributes: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    links: Callable[[Iterable[str]], tuple[str, ...]] = tuple,
    notes: Callable[[str], tuple[str, ...]] | None = None,
) -> Iterator[Provision]:
    """The page and its sections, in document order.

    Args:
        page: outline of the file.
        page_id: id of the page; a section is ``<page_id>#<anchor>``.
        source: where it comes from.
        attributes: the page's front matter.
        links: turns addresses as written into ids or https addresses.
        notes: the footnotes that a text refers to.
    """

    def identify(section: Section) -> ProvisionId:
        return f"{page_id}#{section.anchor}" if section.level else page_id

    def emit(section: Section, parent: ProvisionId | None) -> Iterator[Provision]:
        text = section.text
        yield Provision(
            id=identify(section),
            source=source.id,
            language=source.language,
            kind=ProvisionKind.PAGE_SECTION if section.level else ProvisionKind.PAGE,
            number="",
            heading=section.heading,
            text=text,
            parent=parent,
            children=tuple(identify(inner) for inner in section.sections),
            notes=() if notes is None else notes(text),
            links=links(section.links),
            attributes=attributes if not section.level else MappingProxyType({}),
            page=section.page,
        )
        for inner in section.sections:
            yield from emit(inner, identify(section))

    return emit(page, None)
