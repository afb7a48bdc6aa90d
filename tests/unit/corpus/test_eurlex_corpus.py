"""From a parsed act to corpus, passages and labels, on the made-up regulation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from aiact_assistant.corpus import load
from aiact_assistant.corpus.chunk import chunk_corpus
from aiact_assistant.corpus.cite import label, url
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.domain import Authority, Language, Source
from aiact_assistant.settings import Settings

FIXTURES = Path(__file__).parents[2] / "fixtures" / "eurlex"


def source(celex: str, kind: str) -> Source:
    address = f"http://localhost/{celex}"
    return Source(kind, "Bakfietsen", Authority.LAW, "nl", kind, "eigen", address, celex, date(2030, 1, 1))


JOURNAL = source("39999R0001", "eurlex-oj")
CONSOLIDATED = source("09999R0001-20300101", "eurlex-consolidated")
AMENDING = source("39999R0001", "eurlex-amending")


def path(of: Source) -> Path:
    return FIXTURES / f"{of.version}.nl.html"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    monkeypatch.setattr(load, "wanted_sources", lambda _settings: (JOURNAL, CONSOLIDATED, AMENDING))
    monkeypatch.setattr(load, "local_file", lambda _settings, of: path(of))
    return load.load_corpus(Settings(data_dir=tmp_path))


@pytest.mark.parametrize(
    ("of", "articles", "annexes", "recitals"), [(JOURNAL, 9, 2, 2), (CONSOLIDATED, 10, 3, 0), (AMENDING, 9, 2, 2)]
)
def test_shape_is_that_of_the_whole_text(of: Source, articles: int, annexes: int, recitals: int) -> None:
    shape = load.source_shape(of, path(of).name, path(of).read_bytes())
    assert shape == {"articles": articles, "annexes": annexes, "recitals": recitals}


def test_of_the_journal_only_the_recitals_are_kept(corpus: Corpus) -> None:
    assert [p.id for p in corpus.provisions if p.source == JOURNAL.id] == ["rct_1", "rct_2"]
    assert not corpus.notices


def test_passages(corpus: Corpus) -> None:
    """Closing words are a passage; title, preamble and struck text are none; a quotation stays with its article."""
    chunks = {chunk.id: chunk for chunk in chunk_corpus(corpus)}
    assert chunks["fnp_1"].text == "Deze verordening geldt in de hele verkeerstuin."
    assert chunks["fnp_1"].context == "AI-verordening"
    assert chunks["art_8"].text.endswith("\n“5. Skates hebben wielen.")
    assert not chunks.keys() & {"tit_1", "pbl_1", "dob:tit_1", "dob:pbl_1", "dob:fnp_1", "art_5.2", "anx_I.A.2"}


@pytest.mark.parametrize(
    ("identifier", "language", "expected"),
    [
        ("fnp_1", "nl", "slotformule AI-verordening"),
        ("fnp_1", "en", "concluding formula AI Act"),
        ("tit_1", "nl", "titel AI-verordening"),
        ("dob:pbl_1", "nl", "aanhef Verordening (EU) 2026/1744"),
        ("dob:art_1", "en", "Article 1 Regulation (EU) 2026/1744"),
        ("art_5.1.ba", "nl", "artikel 5, lid 1, punt b bis) AI-verordening"),
    ],
)
def test_label(corpus: Corpus, identifier: str, language: Language, expected: str) -> None:
    provision = corpus.get(identifier)
    assert provision is not None
    assert label(corpus, provision, language) == expected


def test_closing_words_have_a_link(corpus: Corpus) -> None:
    provision = corpus.get("fnp_1")
    assert provision is not None
    assert url(corpus, provision, "nl").endswith("?uri=CELEX:09999R0001-20300101#fnp_1")
