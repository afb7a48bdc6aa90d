"""The measuring command on a made-up corpus and a fake index."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aiact_assistant.corpus.library import Corpus
from aiact_assistant.domain import Authority, Chunk, Hit, IndexProblem, Provision, ProvisionKind, Source
from aiact_assistant.search.index import SearchMode
from eval import retrieval
from eval.metrics import Found
from eval.questions import Question

LAW = Source("wet", "Wet", Authority.LAW, "nl", "eurlex-consolidated", "", "", "1", date(2026, 1, 1))
LID = Provision("art_1.1", "wet", "nl", ProvisionKind.PARAGRAPH, "1", "", "Let op:", "art_1", ("art_1.1.a",))
POINT = Provision("art_1.1.a", "wet", "nl", ProvisionKind.POINT, "a", "", "zeg het;", "art_1.1")
ARTICLE = Provision("art_1", "wet", "nl", ProvisionKind.ARTICLE, "1", "Kop", "", None, ("art_1.1",))
CORPUS = Corpus([LAW], [ARTICLE, LID, POINT])
QUESTIONS = [Question("v1", "moet ik iets zeggen", "nl", ("art_1.1.a",)), Question("v2", "why", "en", ("art_1.1",))]


class FakeIndex:
    """Finds the point by every search except the one on words."""

    corpus = CORPUS
    fingerprint = "abc"

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def search(self, question: str, **options: Any) -> list[Hit]:
        self.asked.append({"question": question, **options})
        if options["mode"] is SearchMode.LEXICAL:
            return []
        chunk = Chunk("art_1", 0, "wet", Authority.LAW, "nl", "", "", "1. Let op: a) zeg het;")
        return [Hit("art_1", 1.0, chunk), Hit("art_9", 0.5)]


def test_a_search_is_asked_in_the_language_of_the_question_on_the_day_of_the_gold() -> None:
    index = FakeIndex()
    found = retrieval.product_retriever(index, SearchMode.DENSE)(QUESTIONS[1])  # pyright: ignore[reportArgumentType]
    assert found == [Found("art_1", "1. Let op: a) zeg het;"), Found("art_9")]
    assert index.asked == [
        {"question": "why", "language": "en", "on": date(2026, 11, 24), "limit": 20, "mode": SearchMode.DENSE}
    ]


def test_gold_that_no_source_contains_is_an_error() -> None:
    with pytest.raises(ValueError, match="art_140"):
        retrieval.provision_texts(CORPUS, ["art_1.1", "art_140"])


def test_exported_lines_leave_the_printed_numbers_out(tmp_path: Path) -> None:
    retrieval.export_provisions(CORPUS, ["art_1.1"], tmp_path / "p.jsonl")
    row = json.loads((tmp_path / "p.jsonl").read_text("utf8"))
    assert row == {"id": "art_1.1", "lines": ["Let op:", "zeg het;"]}


def test_warm_up_searches_are_not_timed() -> None:
    calls: list[str] = []
    middle, slow = retrieval.search_seconds(lambda q: calls.append(q.id) or [], QUESTIONS)
    assert calls == ["v1", "v2", "v1", "v2"]
    assert 0 <= middle <= slow


def test_the_command_prints_every_search_side_by_side_and_writes_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(retrieval, "SearchIndex", SimpleNamespace(open=lambda _: FakeIndex()))
    monkeypatch.setattr(retrieval, "read_questions", lambda **_: QUESTIONS)
    assert retrieval.main(["--split", "all", "--json", str(tmp_path / "out.json")]) == 0
    shown = capsys.readouterr().out
    assert "taal nl, n = 1" in shown
    assert "woorden    0.00" in shown
    assert "product    1.00" in shown
    report = json.loads((tmp_path / "out.json").read_text("utf8"))
    assert report["figures"]["product"]["nl"]["recall@5"] == {"mean": 1.0, "low": 1.0, "high": 1.0}
    assert report["per_question"]["v1"]["woorden"]["MRR"] == 0.0
    assert set(report["search_seconds"]) == {"p50", "p95"}


def test_without_an_index_the_command_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(_: object) -> FakeIndex:
        raise IndexProblem("Er is geen index.")

    monkeypatch.setattr(retrieval, "SearchIndex", SimpleNamespace(open=missing))
    assert retrieval.main([]) == 1
    assert "Er is geen index." in capsys.readouterr().err
