"""Writes the vectors of the pinned corpus for the wheel: ``python tools/ship_vectors.py`` after ``aiact index``."""

from __future__ import annotations

from pathlib import Path

from aiact_assistant.assistant import Assistant
from aiact_assistant.corpus.afbakening import load_ordinary, load_outside
from aiact_assistant.corpus.chunk import embedding_text
from aiact_assistant.corpus.kennisbank import load_entries
from aiact_assistant.corpus.wegwijzers import load_signposts
from aiact_assistant.search.embed import AsQuestions, VectorCache, packaged_embedder
from aiact_assistant.search.index import own_questions
from aiact_assistant.settings import load_settings

settings = load_settings()
embedder = packaged_embedder()
if embedder is None:
    raise SystemExit("Er is geen model om vectoren mee te maken.")


def ship(model: str, texts: list[str]) -> None:
    """Write the vectors of these texts from the cache of this machine."""
    target = Path(__file__).parents[1] / "corpus" / "vectors" / f"{model}.npz"
    VectorCache(settings.data_dir / "vectors", model).save(target, texts)
    print(f"{len(set(texts))} vectoren, {target.stat().st_size} bytes: {target}")


passages = [embedding_text(chunk) for chunk in Assistant(settings).open_index().chunks]
ship(embedder.name, passages)
others = [text for examples in load_outside().values() for text in examples]
others += [*load_ordinary(), *(text for questions in load_signposts().values() for text in questions)]
ship(AsQuestions(embedder).name, others + [question.text for question in own_questions(load_entries())])
