"""Writes the vectors of the pinned corpus for the wheel: ``python tools/ship_vectors.py`` after ``aiact index``."""

from __future__ import annotations

from pathlib import Path

from aiact_assistant.assistant import Assistant
from aiact_assistant.corpus.afbakening import load_outside
from aiact_assistant.corpus.chunk import embedding_text
from aiact_assistant.corpus.wegwijzers import load_signposts
from aiact_assistant.search.embed import VectorCache, packaged_embedder
from aiact_assistant.settings import load_settings

settings = load_settings()
embedder = packaged_embedder()
if embedder is None:
    raise SystemExit("Er is geen model om vectoren mee te maken.")
texts = [embedding_text(chunk) for chunk in Assistant(settings).open_index().chunks]
texts += [text for examples in load_outside().values() for text in examples]
texts += [text for questions in load_signposts().values() for text in questions]
target = Path(__file__).parents[1] / "corpus" / "vectors" / f"{embedder.name}.npz"
VectorCache(settings.data_dir / "vectors", embedder.name).save(target, texts)
print(f"{len(set(texts))} vectoren, {target.stat().st_size} bytes: {target}")
