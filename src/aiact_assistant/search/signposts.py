"""Learns from the signposts of the provisions which provision a new question is for.

Comes in: ``corpus/wegwijzers.yaml`` and the provisions that the sources have. Goes out: a file for ``learned.Learned``.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from aiact_assistant.corpus.wegwijzers import load_signposts
from aiact_assistant.domain import ProvisionId
from aiact_assistant.search.embed import AsQuestions, VectorCache, unit_rows
from aiact_assistant.search.learned import SIGNPOSTS, write_learned


def write_signposts(folder: Path, embedder: AsQuestions, cache: VectorCache, known: Collection[ProvisionId]) -> None:
    """Embed the signposts of the provisions that are known and write what is learnt; raises ``OSError``.

    Without any, no file is written.
    """
    pairs = [(name, text) for name, texts in load_signposts().items() if name in known for text in texts]
    if pairs:
        rows = unit_rows(cache.embed(embedder, [text for _, text in pairs]))
        write_learned(folder / SIGNPOSTS, rows, [name for name, _ in pairs], rows)
