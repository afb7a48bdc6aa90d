"""The index with passages cut by length alone: what is the cut of the product worth?

Comes in: the settings and the corpus of the product. Goes out: an index with the same parts whose passages are windows
over whole articles, annexes, recitals and pages, as a tutorial would cut them; and what counts as found by a window.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from aiact_assistant.corpus.chunk import chunk_corpus
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.domain import Chunk, Hit
from aiact_assistant.search.index import SearchIndex, build_index
from aiact_assistant.search.models import load_embedder
from aiact_assistant.settings import Settings
from eval.metrics import Found, contains
from eval.retrieval import expand

# What most tutorials use; eval.naive cuts raw text in the same way.
WINDOW, OVERLAP = 1000, 200
_VERSION = "vensters-1"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Window:
    """A passage, and the provisions that it shows: half of their text, or half of itself."""

    chunk: Chunk
    shows: tuple[str, ...]


class Recut:
    """The index of windows.

    Args:
        index: the open index.
        windows: of its corpus.
    """

    def __init__(self, index: SearchIndex, windows: Sequence[Window]) -> None:
        self.index = index
        self._shows = {_name(window.chunk): window.shows for window in windows}

    def expand(self, hits: Sequence[Hit]) -> list[Found]:
        """As ``eval.retrieval.expand``, with a window under a name of its own."""
        found: dict[str, Found] = {}
        for hit in hits:
            if hit.sources or hit.chunk is None:
                found |= {one.id: one for one in expand([hit]) if one.id not in found}
            else:
                name = _name(hit.chunk)
                found.setdefault(name, Found(name))
        return list(found.values())

    def finds(self, found: Found, gold: str) -> bool:
        """A window finds what it shows, and what that lies within; an entry finds what it rests on."""
        return any(contains(gold, name) for name in self._shows.get(found.id, (found.id,)))


def open_recut(settings: Settings, product: SearchIndex, folder: Path, progress: Progress | None = None) -> Recut:
    """The index of windows in a folder of its own; built when it is not there, which takes minutes.

    Args:
        settings: of the product.
        product: its index, on whose sources the windows are made.
        folder: where the index of windows lives.
        progress: see ``build_index``.

    Raises:
        StorageError: the folder is full or cannot be written.
    """
    corpus = product.corpus
    cut = windows(corpus)
    embedder = load_embedder(settings)
    own = settings.model_copy(update={"data_dir": folder})
    name = f"{product.fingerprint}-{_VERSION}"
    build_index(own, name, embedder, lambda: corpus, progress, cut=lambda _: tuple(one.chunk for one in cut))
    return Recut(SearchIndex(own.index_dir / name, embedder), cut)


def windows(corpus: Corpus) -> list[Window]:
    """The text of each article, annex, recital and page in windows."""
    found: list[Window] = []
    for _, pieces in groupby(chunk_corpus(corpus), key=_whole):
        found += _windows(list(pieces))
    parts: Counter[tuple[str, str]] = Counter()
    for place, window in enumerate(found):
        key = (window.chunk.id, window.chunk.language)
        found[place] = replace(window, chunk=replace(window.chunk, part=parts[key]))
        parts[key] += 1
    return found


def _windows(pieces: Sequence[Chunk]) -> Iterator[Window]:
    text = "\n".join(piece.text for piece in pieces)
    spans: list[tuple[Chunk, int, int]] = []
    ends = 0
    for piece in pieces:
        spans.append((piece, ends, ends + len(piece.text)))
        ends += len(piece.text) + 1
    start = 0
    while start < len(text):
        end = start + WINDOW
        if end < len(text):
            end = max(text.rfind(" ", start + OVERLAP + 1, end), start + OVERLAP + 1)
        shared = [(piece, min(end, last) - max(start, first), last - first) for piece, first, last in spans]
        shared = [one for one in shared if one[1] > 0]
        main = max(shared, key=lambda one: one[1])[0]
        size = min(end, len(text)) - start
        shows = tuple(dict.fromkeys(piece.id for piece, part, of in shared if 2 * part >= min(of, size)))
        yield Window(replace(main, text=text[start:end], chapeau=""), shows or (main.id,))
        if end >= len(text):
            return
        start = end - OVERLAP


def _whole(chunk: Chunk) -> tuple[str, ...]:
    """What a window may not reach beyond: the article or page, in one language and one version of the law."""
    top = chunk.id.partition("#")[0] if chunk.id.startswith("ak:") else chunk.id.partition(".")[0]
    return (top, chunk.source, chunk.language, str(chunk.valid_from), str(chunk.valid_to))


def _name(chunk: Chunk) -> str:
    return f"{chunk.id} venster {chunk.part} {chunk.language}"
