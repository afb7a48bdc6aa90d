"""The manifest: which texts there are, where they come from and what each must look like.

Comes in: ``corpus/sources.toml``. Goes out: one ``Source`` per text and language, and where its file stands in the
cache or in a mirror.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from aiact_assistant.domain import Authority, Language, Source, SourceError
from aiact_assistant.resources import resource

MANIFEST = "corpus/sources.toml"

_LANGUAGES = ("nl", "en")
_KINDS = ("eurlex-consolidated", "eurlex-oj", "eurlex-amending", "algoritmekader", "paper")
_REQUIRED = {"id", "title", "authority", "languages", "kind", "licence", "date"}
_KEYS = _REQUIRED | {"celex", "address", "version", "valid_from", "valid_to", "shape", "optional", "page"}


def load_manifest(text: str | None = None) -> tuple[Source, ...]:
    """The sources of the manifest, one per language.

    Args:
        text: TOML to read in place of the packaged manifest.

    Raises:
        SourceError: the manifest is not TOML, or an entry is incomplete, unknown or there twice.
    """
    try:
        content = tomllib.loads(text if text is not None else resource(MANIFEST).read_text("utf8"))
        origin: str = content["origin"]
        sources = [
            _source(values, language, origin) for values in content["source"] for language in values["languages"]
        ]
        if len({source.id for source in sources}) < len(sources):
            raise ValueError("een id staat er twee keer in")
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise SourceError(
            f"De lijst van bronnen ({MANIFEST}) klopt niet: {error}. Installeer het programma opnieuw.",
            f"The list of sources ({MANIFEST}) is not right: {error}. Install the program again.",
        ) from error
    return tuple(sources)


def _source(values: Mapping[str, Any], language: Language, origin: str) -> Source:
    if wrong := values.keys() - _KEYS | _REQUIRED - values.keys():
        raise ValueError(f"{values.get('id')}: onbekend of ontbreekt: {', '.join(sorted(wrong))}")
    if values["kind"] not in _KINDS or language not in _LANGUAGES:
        raise ValueError(f"{values['id']}: {values['kind']}, {language}")
    celex: str = values.get("celex", "")
    return Source(
        id=values["id"] if language == "nl" else f"{values['id']}-{language}",
        title=values["title"],
        authority=Authority(values["authority"]),
        language=language,
        kind=values["kind"],
        licence=values["licence"],
        address=f"{origin}{celex}" if celex else values.get("address", {}).get(language, ""),
        version=celex or values["version"],
        date=values["date"],
        valid_from=values.get("valid_from"),
        valid_to=values.get("valid_to"),
        optional=values.get("optional", False),
        shape=values.get("shape", {}),
        page=values.get("page", ""),
    )


def mirror_files(source: Source) -> tuple[str, ...]:
    """Where a source may stand in the cache or in a mirror, in order of preference."""
    if source.kind == "eurlex-amending":
        return tuple(f"eurlex/{source.version}.{source.language}.{ending}" for ending in ("html", "pdf"))
    if source.kind.startswith("eurlex-"):
        return (f"eurlex/{source.version}.{source.language}.html",)
    if source.kind == "algoritmekader":
        return (f"algoritmekader/Algoritmekader-{source.version}.tar.gz",)
    name = source.id.removesuffix(f"-{source.language}")
    return tuple(f"richtsnoeren/{name}.{source.language}.{ending}" for ending in ("pdf", "html", "docx"))
