"""The index with another cut, on the made-up regulation."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval import chunking
from eval.chunking import open_recut, windows
from eval.metrics import Found
from eval.retrieval import GOLD_DATE
from tests.bakfiets import build_assistant, write_sources

pytestmark = pytest.mark.integration


def test_windows_are_cut_by_length_and_find_what_they_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunking, "WINDOW", 300)
    monkeypatch.setattr(chunking, "OVERLAP", 60)
    assistant = build_assistant(write_sources(tmp_path / "bron"))
    index = assistant.open_index()
    cut = windows(index.corpus)
    assert max(len(window.chunk.text) for window in cut) <= 300
    assert any(len(window.shows) > 1 for window in cut)
    keys = [(window.chunk.id, window.chunk.part, window.chunk.language) for window in cut]
    assert len(set(keys)) == len(keys)
    # Nothing of the law is lost.
    text = "".join("".join(window.chunk.text for window in cut).split())
    article = index.corpus.get("art_1", on=GOLD_DATE)
    assert article is not None
    assert "".join(article.text.split())[:40] in text

    recut = open_recut(assistant.settings, index, tmp_path / "knip")
    found = recut.expand(recut.index.search("artikel 4 bis", on=GOLD_DATE))
    assert len({one.id for one in found}) == len(found)
    assert any(recut.finds(one, "art_4a") for one in found)
    assert recut.finds(Found("art_1"), "art_1")
    assert not recut.finds(Found("art_1"), "art_2")
    before = recut.index.fingerprint
    assert open_recut(assistant.settings, index, tmp_path / "knip").index.fingerprint == before != index.fingerprint
