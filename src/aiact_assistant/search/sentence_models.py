"""Models of sentence-transformers, for the extra ``st``: any for vectors, and a cross-encoder to order passages.

Comes in: a folder with a model. Goes out: an ``Embedder`` or a ``Reranker``. The only importer of
sentence-transformers and torch; both are imported when a model is loaded, because that takes seconds.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiact_assistant.domain import SettingsError
from aiact_assistant.search.hub import folder_digest, model_folder, stay_offline
from aiact_assistant.settings import Settings

log = logging.getLogger(__name__)

Floats = NDArray[np.float32]

# The models of the E5 family were taught with these, and most do not say so in their files.
_E5 = re.compile(r"(?:^|[/_-])e5[-_](?!.*instruct)", re.IGNORECASE)
_E5_PREFIXES = ("query: ", "passage: ")
# Names under which models keep what goes before a text.
_QUERY_PROMPTS = ("query",)
_PASSAGE_PROMPTS = ("document", "passage", "corpus")
_QUESTIONS_KEPT = 32
_EMBEDDER_KEY, _RERANKER_KEY = "AIACT_EMBEDDER_MODEL", "AIACT_RERANKER_MODEL"
_SLUG = 40
# Passages are cut at about this length when they are made; some cross-encoders would read 8,192.
_RERANKED_TOKENS = 512


class SentenceModel:
    """A SentenceTransformer.

    Args:
        settings: the model, what goes before texts, the device and the batch.

    Raises:
        SettingsError: the extra is not installed, or the model is not there or cannot be loaded.
        AiactError: the model cannot be fetched from the hub.
    """

    def __init__(self, settings: Settings) -> None:
        if not settings.embedder_model:
            raise SettingsError(
                "AIACT_EMBEDDER=st vraagt om een model. Zet in AIACT_EMBEDDER_MODEL een map of een naam.",
                "AIACT_EMBEDDER=st asks for a model. Set AIACT_EMBEDDER_MODEL to a folder or a name.",
            )
        library = _library()
        folder = model_folder(settings.embedder_model, settings, _EMBEDDER_KEY)
        self._model = _loaded(library.SentenceTransformer, folder, settings, _EMBEDDER_KEY)
        self._batch = settings.embedder_batch
        own: dict[str, str] = self._model.prompts or {}
        self.query_prefix, self.passage_prefix = prefixes(settings, own)
        # The fast tokenizers raise "Already borrowed" when two threads use one.
        self._lock = Lock()
        self.name = model_name(
            settings.embedder_model,
            folder_digest(folder),
            self.query_prefix,
            self.passage_prefix,
        )
        self._query = lru_cache(maxsize=_QUESTIONS_KEPT)(self._encode_question)

    def passages(self, texts: Sequence[str]) -> Floats:
        """One normalised row per text."""
        return self._encode(self._model.encode_document, list(texts), self.passage_prefix)

    def question(self, text: str) -> Floats:
        """One normalised vector."""
        return self._query(text)

    def _encode_question(self, text: str) -> Floats:
        return self._encode(self._model.encode_query, [text], self.query_prefix)[0]

    def _encode(self, encode: Any, texts: list[str], prefix: str) -> Floats:
        with self._lock:
            rows = encode(
                texts, prompt=prefix, batch_size=self._batch, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(rows, dtype=np.float32)


class CrossEncoder:
    """A cross-encoder with one score: how well a passage answers a question.

    Args:
        settings: the model and the device.

    Raises:
        SettingsError: the extra is not installed, or the model is not there, cannot be loaded or gives no one score.
        AiactError: the model cannot be fetched from the hub.
    """

    def __init__(self, settings: Settings) -> None:
        model = settings.reranker_model or ""
        library = _library()
        folder = model_folder(model, settings, _RERANKER_KEY)
        self._model = _loaded(library.CrossEncoder, folder, settings, _RERANKER_KEY, max_length=_RERANKED_TOKENS)
        if self._model.num_labels != 1:
            raise SettingsError(
                f"Het model {model} geeft {self._model.num_labels} cijfers per tekst in plaats van één. Kies in"
                " AIACT_RERANKER_MODEL een cross-encoder die tekst ordent.",
                f"The model {model} gives {self._model.num_labels} scores for a text in place of one. Choose a"
                " cross-encoder for ranking in AIACT_RERANKER_MODEL.",
            )
        import torch  # pyright: ignore[reportMissingImports]

        self._sigmoid: Any = torch.nn.Sigmoid()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        self._lock = Lock()
        self.name = model_name(model, folder_digest(folder))

    def relevance(self, question: str, passages: Sequence[str]) -> Floats:
        """How well each passage answers, between 0 and 1."""
        with self._lock:
            scores: Any = self._model.predict(
                [(question, passage) for passage in passages],
                batch_size=len(passages),
                activation_fn=self._sigmoid,
                show_progress_bar=False,
            )
        return np.asarray(scores, dtype=np.float32)


def prefixes(settings: Settings, own: dict[str, str]) -> tuple[str, str]:
    """What goes before a question and before a passage: by the settings, else by the model, else by its family.

    Args:
        settings: may name one or both.
        own: what the model keeps, by name; '' for nothing.
    """
    query = next(filter(None, map(own.get, _QUERY_PROMPTS)), "")
    passage = next(filter(None, map(own.get, _PASSAGE_PROMPTS)), "")
    if not (query or passage) and _E5.search(settings.embedder_model or ""):
        query, passage = _E5_PREFIXES
    given = settings.embedder_query_prefix, settings.embedder_passage_prefix
    return (query if given[0] is None else given[0]), (passage if given[1] is None else given[1])


def model_name(model: str, *identity: str) -> str:
    """A name that is also a file name; another for other weights or other prefixes."""
    short = re.sub(r"[^a-z0-9.]+", "-", Path(model).name.lower()).strip("-.")[:_SLUG]
    return f"st-{short}-{hashlib.sha256(repr(identity).encode()).hexdigest()[:12]}"


def _library() -> Any:
    # As in embed.py: threads that spin while they wait slow everything else on a small machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        stay_offline()
        import sentence_transformers  # pyright: ignore[reportMissingImports]
        from transformers.utils import logging as transformers_logging  # pyright: ignore
    except ImportError as error:
        raise SettingsError(
            "Het onderdeel sentence-transformers ontbreekt of werkt hier niet. Installeer het met:"
            " pip install 'aiact-assistant[st]'. Zie docs/modellen.md.",
            "The package sentence-transformers is missing or does not work here. Install it with:"
            " pip install 'aiact-assistant[st]'. See docs/modellen.md.",
        ) from error
    transformers_logging.disable_progress_bar()  # pyright: ignore
    return sentence_transformers  # pyright: ignore


def _loaded(kind: Any, folder: Path, settings: Settings, key: str, **options: Any) -> Any:
    device = None if settings.model_device == "auto" else settings.model_device
    try:
        return kind(str(folder), device=device, local_files_only=True, **options)
    except Exception as error:
        # torch and transformers raise errors of many kinds for a folder that is no model or not whole.
        log.info("cannot load %s", folder, exc_info=True)
        raise SettingsError(
            f"Het model in {folder} kan niet worden geladen ({type(error).__name__}). Controleer {key} en"
            " AIACT_MODEL_DEVICE, en of alle bestanden van het model er zijn.",
            f"The model in {folder} cannot be loaded ({type(error).__name__}). Check {key} and AIACT_MODEL_DEVICE, and"
            " whether all files of the model are there.",
        ) from error
