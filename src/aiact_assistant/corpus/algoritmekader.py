"""Reads the Algoritmekader (MinBZK/Algoritmekader): its pages and the documents it publishes.

Comes in: a GitHub archive (``.tar.gz``) of the repository, read in memory. Goes out: per page or document a PAGE with
PAGE_SECTIONs. Ids are ``ak:<path under docs>``: without ``.md`` for a page, with extension for a document; sections
add ``#<anchor of the website>``, pages of a PDF ``#p12``. A page's ``links`` are what its own text links to, then the
vereisten, maatregelen and hulpmiddelen that it names in its front matter, or that name it.
"""

from __future__ import annotations

import io
import posixpath
import re
import tarfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import quote, unquote, urldefrag

from aiact_assistant.corpus.sections import Section, by_heading, by_page, by_part, provisions
from aiact_assistant.domain import Provision, ProvisionId, ProvisionKind, ReadError, Source, SourceError
from aiact_assistant.files.blocks import FileText
from aiact_assistant.files.markdown import MarkdownText, parse_markdown
from aiact_assistant.files.read import decode, read_file

PARSER_VERSION = 2
WEBSITE = "https://minbzk.github.io/Algoritmekader/"

# Pages about the website, its management or its publication: they say nothing of algorithms or the law.
LEFT_OUT: Mapping[str, str] = {
    "over-het-algoritmekader/CONTRIBUTING": "how to contribute on GitHub",
    "over-het-algoritmekader/cookies": "cookie statement of the website",
    "over-het-algoritmekader/copyright": "copyright statement of the website",
    "over-het-algoritmekader/kwetsbaarheid-melden": "how to report a leak in the website",
    "over-het-algoritmekader/privacy": "privacy statement of the website",
    "over-het-algoritmekader/sitemap": "list of all pages",
    "over-het-algoritmekader/toegankelijkheid": "accessibility statement of the website",
    "version": "version mark of the website",
}

_DOCUMENTS = (".pdf", ".docx", ".xlsx")
_TREE = "voldoen-aan-wetten-en-regels"
# Front matter key -> folder of the pages whose file names it holds.
_RELATIONS = {
    "vereiste": f"{_TREE}/vereisten",
    "maatregel": f"{_TREE}/maatregelen",
    "hulpmiddel": f"{_TREE}/hulpmiddelen",
}
_NOTE_MARK = re.compile(r"\[\^([\w-]+)\]")

# The real archive has 283 members of 18 MB together; the limits stop an archive made to exhaust memory.
MAX_MEMBERS = 20_000
MAX_MEMBER_BYTES = 60_000_000
MAX_TOTAL_BYTES = 400_000_000


@dataclass(frozen=True, slots=True)
class _Page:
    path: str
    text: MarkdownText
    outline: Section

    @property
    def id(self) -> ProvisionId:
        return _page_id(self.path)


def parse_algoritmekader(archive: bytes, source: Source) -> tuple[Provision, ...]:
    """Pages, then documents, each with its sections in order.

    Args:
        archive: the ``.tar.gz`` as GitHub makes it: one folder with ``docs/`` in it.
        source: its manifest entry.

    Raises:
        SourceError: the archive is damaged, over a limit, or holds a document that cannot be read.
    """
    files = dict(_members(archive))
    pages = [_read_page(path, data) for path, data in sorted(files.items()) if path.endswith(".md")]
    pages = [page for page in pages if page.path.removesuffix(".md") not in LEFT_OUT]
    documents = {path: _read_document(path, data) for path, data in sorted(files.items()) if path.endswith(_DOCUMENTS)}
    if not pages:
        raise _unusable("er staan geen pagina's in", "it holds no pages")

    outlines = {page.id: page.outline for page in pages} | {_document_id(path): doc for path, doc in documents.items()}
    known = {f"{page_id}#{section.anchor}" for page_id, top in outlines.items() for section in _inner(top)}
    known |= outlines.keys()
    relations = _relations(pages, outlines.keys())
    result: list[Provision] = []
    for page in pages:
        result += _page_provisions(page, source, known, relations.get(page.id, ()))
    for path, outline in documents.items():
        result += provisions(outline, _document_id(path), source)
    return tuple(result)


def page_attributes(archive: bytes) -> Mapping[ProvisionId, Mapping[str, tuple[str, ...]]]:
    """The front matter of every page, read without the documents, which take most of the time.

    Raises:
        SourceError: the archive is damaged or over a limit.
    """
    pages = (_read_page(path, data) for path, data in _members(archive) if path.endswith(".md"))
    return {page.id: dict(_attributes(page.text.front_matter)) for page in pages}


def page_url(provision_id: ProvisionId) -> str:
    """The public address of an ``ak:`` page, section, document or page of a PDF."""
    path, _, anchor = provision_id.removeprefix("ak:").partition("#")
    if path.endswith(_DOCUMENTS):
        page = f"#page={anchor.removeprefix('p')}" if path.endswith(".pdf") and anchor else ""
        return WEBSITE + quote(path) + page
    folder = "" if path == "index" else quote(path) + "/"
    return WEBSITE + folder + (f"#{anchor}" if anchor else "")


def shape(parsed: Iterable[Provision]) -> dict[str, int]:
    """How many pages and documents there are, to compare with the manifest."""
    tops = [provision.id for provision in parsed if provision.kind is ProvisionKind.PAGE]
    documents = sum(top.endswith(_DOCUMENTS) for top in tops)
    return {"pages": len(tops) - documents, "documents": documents}


# -- the archive


def _members(archive: bytes) -> Iterator[tuple[str, bytes]]:
    """The regular files under ``docs/`` as path and content; links are skipped, nothing is written to disk."""
    total = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
            for count, member in enumerate(tar, start=1):
                total += member.size
                if count > MAX_MEMBERS or member.size > MAX_MEMBER_BYTES or total > MAX_TOTAL_BYTES:
                    raise _unusable("er zit te veel in", "it holds too much")
                _, _, path = member.name.partition("/docs/")
                if not member.isreg() or not path.endswith((".md", *_DOCUMENTS)):
                    continue
                content = tar.extractfile(member)
                if content is not None:
                    yield path, content.read()
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise _unusable(str(error), str(error)) from error


def _read_page(path: str, data: bytes) -> _Page:
    try:
        text = parse_markdown(decode(data))
    except ReadError as error:
        raise _unusable(f"{path}: {error.dutch}", f"{path}: {error.english}") from error
    title = str(text.front_matter.get("title") or "") or posixpath.basename(path).removesuffix(".md")
    return _Page(path, text, by_heading(text.blocks, title))


def _read_document(path: str, data: bytes) -> Section:
    try:
        text = read_file(path, data)
    except ReadError as error:
        raise _unusable(error.dutch, error.english) from error
    return document_outline(path, text)


def document_outline(path: str, text: FileText) -> Section:
    """A PDF by page, another document by heading or sheet."""
    title = text.title or posixpath.splitext(posixpath.basename(path))[0].replace("_", " ")
    return by_page(text, title) if path.lower().endswith(".pdf") else by_part(text.blocks, title)


def _unusable(dutch: str, english: str) -> SourceError:
    return SourceError(
        f"Het archief van het Algoritmekader is niet bruikbaar: {dutch}. Haal het opnieuw op met: aiact sync",
        f"The archive of the Algoritmekader cannot be used: {english}. Fetch it again with: aiact sync",
    )


# -- ids, links and relations


def _page_id(path: str) -> ProvisionId:
    name = path.removesuffix(".md")
    return f"ak:{name if name == 'index' else name.removesuffix('/index')}"


def _document_id(path: str) -> ProvisionId:
    return f"ak:{path}"


def _inner(section: Section) -> Iterator[Section]:
    for inner in section.sections:
        yield inner
        yield from _inner(inner)


def _page_provisions(
    page: _Page, source: Source, known: set[ProvisionId], related: tuple[ProvisionId, ...]
) -> Iterator[Provision]:
    notes = page.text.notes

    def resolve(links: Iterable[str]) -> tuple[str, ...]:
        found = (_resolve(link, page.path, known) for link in links)
        return tuple(dict.fromkeys(link for link in found if link))

    def notes_of(text: str) -> tuple[str, ...]:
        marks = dict.fromkeys(_NOTE_MARK.findall(text))
        return tuple(f"[{label}] {notes[label].text}" for label in marks if label in notes)

    for section in (page.outline, *_inner(page.outline)):
        marks = dict.fromkeys(_NOTE_MARK.findall(section.text))
        section.links += [link for label in marks if label in notes for link in notes[label].links]
    attributes = dict(_attributes(page.text.front_matter))
    for provision in provisions(page.outline, page.id, source, attributes=attributes, links=resolve, notes=notes_of):
        text = _NOTE_MARK.sub(r"[\1]", provision.text)
        links = provision.links
        if provision.id == page.id:
            links = tuple(dict.fromkeys((*links, *related)))
        yield replace(provision, text=text, links=links)


def _resolve(link: str, path: str, known: set[ProvisionId]) -> str:
    """A link as an id where it leads to something we have, else as a web address; empty for mail and scripts.

    A link to a file (``.md``, ``.pdf``) is relative to the file it stands in; any other is relative to the page's web
    address, as MkDocs and browsers read it.
    """
    if re.match(r"https?://", link):
        if not link.startswith(WEBSITE):
            return link
        link = "/" + link.removeprefix(WEBSITE)
    if re.match(r"[a-z][a-z+.-]*:", link, re.IGNORECASE) or link in {"", "#"}:
        return ""
    target, anchor = urldefrag(unquote(link))
    if target.endswith((".md", *_DOCUMENTS)) or not target:
        full = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
    else:
        folder = _page_id(path).removeprefix("ak:")
        full = posixpath.normpath(posixpath.join("" if folder == "index" else folder, target.rstrip("/") or "/"))
    full = full.lstrip("/")
    page_id = f"ak:{full}" if full.endswith(_DOCUMENTS) else _page_id(full if full not in {"", "."} else "index")
    if anchor and f"{page_id}#{anchor}" in known:
        return f"{page_id}#{anchor}"
    return page_id if page_id in known else page_url(f"{page_id}#{anchor}" if anchor else page_id)


def _relations(pages: list[_Page], known: Iterable[ProvisionId]) -> Mapping[ProvisionId, tuple[ProvisionId, ...]]:
    """What each page names in its front matter, and what names it, as the website's lists show."""
    existing = set(known)
    related: defaultdict[ProvisionId, list[ProvisionId]] = defaultdict(list)
    named_by: defaultdict[ProvisionId, list[ProvisionId]] = defaultdict(list)
    for page in pages:
        for key, folder in _RELATIONS.items():
            for name in _strings(page.text.front_matter.get(key)):
                target = f"ak:{folder}/{name}"
                if target in existing:
                    related[page.id].append(target)
                    named_by[target].append(page.id)
    for target, sources in named_by.items():
        related[target] += sources
    return {page_id: tuple(dict.fromkeys(targets)) for page_id, targets in related.items()}


def _attributes(front_matter: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Front matter with every value as a tuple of strings; a nested key is written ``sources.ADR``."""
    for key, value in front_matter.items():
        if isinstance(value, dict):
            yield from _attributes(cast("Mapping[str, Any]", value), f"{prefix}{key}.")
        elif strings := _strings(value):
            yield f"{prefix}{key}", strings


def _strings(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, bool):
        return (str(value).lower(),)
    items = cast("list[object]", value) if isinstance(value, list) else [value]
    return tuple(str(item) for item in items if item is not None)
