"""Writes a parsed corpus and its passages into an index folder and reads them back, so that asking never parses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

from aiact_assistant.corpus.library import Corpus, Notice
from aiact_assistant.domain import Authority, Chunk, Provision, ProvisionKind, Source

_CORPUS = "corpus.json"
_CHUNKS = "passages.json"
_TUPLES = ("children", "notes", "links")


def save_snapshot(folder: Path, corpus: Corpus, chunks: Sequence[Chunk]) -> None:
    """Write both as JSON; raises ``OSError``."""
    content = {
        "sources": [asdict(source) for source in corpus.sources.values()],
        "notices": [asdict(notice) for notice in corpus.notices],
        "provisions": [_slim(provision) for provision in corpus.provisions],
    }
    (folder / _CORPUS).write_text(json.dumps(content, default=_plain, ensure_ascii=False), "utf8")
    (folder / _CHUNKS).write_text(
        json.dumps([_values(chunk) for chunk in chunks], default=_plain, ensure_ascii=False), "utf8"
    )


def load_snapshot(folder: Path) -> tuple[Corpus, tuple[Chunk, ...]]:
    """Read what ``save_snapshot`` wrote; raises ``OSError``, ``ValueError``, ``KeyError`` or ``TypeError``."""
    content: dict[str, Any] = json.loads((folder / _CORPUS).read_text("utf8"))
    corpus = Corpus(
        [_source(values) for values in content["sources"]],
        [_provision(values) for values in content["provisions"]],
        [Notice(**values) for values in content["notices"]],
    )
    rows: list[list[Any]] = json.loads((folder / _CHUNKS).read_text("utf8"))
    return corpus, tuple(_chunk(row) for row in rows)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, frozenset)):
        return list(value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return dict(value)  # type: ignore[call-overload]  # pyright: ignore


def _slim(provision: Provision) -> dict[str, object]:
    """Only what differs from the defaults, to keep the file small and quick to read."""
    values: dict[str, object] = {f.name: getattr(provision, f.name) for f in fields(provision)}
    return {key: value for key, value in values.items() if value not in (None, (), False, "")} | {
        "attributes": dict(provision.attributes)
    }


def _values(chunk: Chunk) -> list[object]:
    return [getattr(chunk, f.name) for f in fields(chunk)]


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _source(values: dict[str, Any]) -> Source:
    dates: dict[str, Any] = {key: _day(values[key]) for key in ("date", "valid_from", "valid_to")}
    converted: dict[str, Any] = values | dates | {"authority": Authority(values["authority"])}
    return Source(**converted)


def _provision(values: dict[str, Any]) -> Provision:
    converted: dict[str, Any] = {"number": "", "heading": "", "text": ""} | values
    converted |= {key: tuple(values[key]) for key in _TUPLES if key in values}
    converted["attributes"] = {key: tuple(entries) for key, entries in values["attributes"].items()}
    converted["kind"] = ProvisionKind(values["kind"])
    return Provision(**converted)


def _chunk(row: list[Any]) -> Chunk:
    *rest, start, end = row
    identifier, part, source, authority, language, context, chapeau, text = rest
    return Chunk(
        identifier, part, source, Authority(authority), language, context, chapeau, text, _day(start), _day(end)
    )
