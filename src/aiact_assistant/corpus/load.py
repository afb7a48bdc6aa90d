"""Parses every synchronised source into one ``Corpus``.

Comes in: ``Settings`` and the good copies in the sources folder. Goes out: the corpus, its fingerprint, and the
shape of a fetched text for the manifest's check.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping

from aiact_assistant.corpus import algoritmekader, eurlex, papers
from aiact_assistant.corpus.library import Corpus, Notice
from aiact_assistant.corpus.lock import local_file, read_lock
from aiact_assistant.corpus.manifest import load_manifest
from aiact_assistant.domain import AiactError, Provision, ProvisionKind, Source, SourceError, os_reason
from aiact_assistant.settings import Settings

Progress = Callable[[str], None]

_PARSERS_VERSION = (eurlex.PARSER_VERSION, algoritmekader.PARSER_VERSION, papers.PARSER_VERSION)


def wanted_sources(settings: Settings) -> tuple[Source, ...]:
    """The sources of the manifest in the configured languages.

    Raises:
        SourceError: the manifest of the settings cannot be used.
    """
    try:
        text = None if settings.manifest is None else settings.manifest.read_text("utf-8-sig")
        return tuple(source for source in load_manifest(text) if source.language in settings.languages)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        dutch, english = os_reason(error) if isinstance(error, OSError) else (str(error), str(error))
        raise SourceError(
            f"De lijst van bronnen {settings.manifest} kan niet worden gelezen: {dutch}. Controleer AIACT_MANIFEST.",
            f"The list of sources {settings.manifest} cannot be read: {english}. Check AIACT_MANIFEST.",
        ) from error


def parse_source(source: Source, name: str, data: bytes) -> tuple[Provision, ...]:
    """The provisions of one source, whole.

    Args:
        source: its manifest entry; ``kind`` says which parser reads it.
        name: file name; its ending tells HTML from PDF.
        data: the file.

    Raises:
        SourceError: the kind is unknown or the text cannot be read as what it should be.
    """
    match source.kind:
        case "eurlex-consolidated" | "eurlex-oj":
            return eurlex.parse_eurlex(data, source)
        case "eurlex-amending":
            return papers.parse_amending(data, source)
        case "algoritmekader":
            return algoritmekader.parse_algoritmekader(data, source)
        case "paper":
            return papers.parse_paper(name, data, source, f"ri:{source.id}")
        case kind:
            raise SourceError(f"Onbekende soort bron '{kind}' in het manifest.", f"Unknown kind of source '{kind}'.")


def source_shape(source: Source, name: str, data: bytes) -> Mapping[str, int]:
    """Counts of articles, annexes, recitals, pages and documents, to compare with the manifest."""
    provisions = parse_source(source, name, data)
    if source.kind == "algoritmekader":
        return algoritmekader.shape(provisions)
    return eurlex.shape(provisions)


def load_corpus(settings: Settings, progress: Progress | None = None) -> Corpus:
    """Every source of the configured languages that is there, parsed; what is not there becomes a notice."""
    sources: list[Source] = []
    provisions: list[Provision] = []
    notices: list[Notice] = []
    for source in wanted_sources(settings):
        path = local_file(settings, source)
        if path is None:
            notices.append(_absent(source))
            continue
        if progress is not None:
            progress(source.title)
        try:
            found = parse_source(source, path.name, path.read_bytes())
        except (AiactError, OSError) as error:
            notices.append(_unreadable(source, error))
            continue
        sources.append(source)
        provisions.extend(provision for provision in found if _belongs(provision, source))
    for own in settings.own_sources:
        own_source, found, remarks = papers.parse_own_source(own)
        sources.append(own_source)
        provisions.extend(found)
        notices.extend(Notice(remark.dutch, remark.english) for remark in remarks)
    return Corpus(sources, provisions, notices)


def corpus_fingerprint(settings: Settings) -> str:
    """Changes when a source, its manifest entry, a parser or an own file changes; reads no source, so it is quick."""
    lock = read_lock(settings)
    parts: list[object] = [_PARSERS_VERSION]
    parts += [(repr(source), lock[source.id].sha256) for source in wanted_sources(settings) if source.id in lock]
    for own in settings.own_sources:
        files = sorted(own.path.rglob("*")) if own.path.is_dir() else [own.path]
        parts += [(str(f), f.stat().st_size, f.stat().st_mtime_ns) for f in files if f.is_file()]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _belongs(provision: Provision, source: Source) -> bool:
    """Of the Official Journal only the recitals: the consolidated texts hold the articles, corrected."""
    return source.kind != "eurlex-oj" or provision.kind is ProvisionKind.RECITAL


def _absent(source: Source) -> Notice:
    if source.optional:
        return Notice(f"Niet aanwezig (niet verplicht): {source.title}.", f"Not present (optional): {source.title}.")
    return Notice(
        f"Ontbreekt: {source.title}. Haal de bron op met: aiact sync",
        f"Missing: {source.title}. Fetch it with: aiact sync",
    )


def _unreadable(source: Source, error: Exception) -> Notice:
    return Notice(f"Kan niet worden gelezen: {source.title} ({error}).", f"Cannot be read: {source.title} ({error}).")
