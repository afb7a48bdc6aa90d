"""A corpus in Dutch and English, from the server to a citation, on the made-up regulation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from aiact_assistant.assistant import Assistant
from aiact_assistant.settings import Settings
from tests.publisher import Publisher, publishing, regulation

pytestmark = pytest.mark.integration

DAY = date(2030, 6, 1)
BELL = {"nl": "Elke bakfiets heeft een bel.", "en": "Every cargo bike has a bell."}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant that has synchronised and indexed both languages."""
    publisher = Publisher()
    folder = tmp_path_factory.mktemp("data")
    manifest = folder / "bronnen.toml"
    settings = Settings(data_dir=folder, manifest=manifest, languages=("nl", "en"), embedder="none")
    with publishing(publisher):
        manifest.write_text(regulation(publisher.address, '"nl", "en"'), "utf8")
        found = Assistant(settings)
        assert not found.sync().failed
        assert found.build()
        yield found


def test_both_languages_share_their_ids(assistant: Assistant) -> None:
    ids: dict[str, set[str]] = {"nl": set(), "en": set()}
    for provision in assistant.open_index().corpus.provisions:
        ids[provision.language].add(provision.id)
    assert {"art_4a.1", "art_5.1.ba", "anx_I.A.1", "rct_2"} <= ids["en"] <= ids["nl"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_provision_is_shown_in_the_language_that_is_asked_for(assistant: Assistant, language: str) -> None:
    shown = assistant.show("art_4a.1", language=language, on=DAY)  # type: ignore[arg-type]
    assert (shown.provision.language, shown.text.endswith(BELL[language])) == (language, True)


@pytest.mark.parametrize(
    ("question", "language", "quote", "link"),
    [
        ("Wat zegt artikel 4 bis, lid 1?", "nl", BELL["nl"], "/NL/"),
        ("What does Article 4a(1) say?", "en", BELL["en"], "/EN/"),
    ],
)
def test_citation_is_in_the_language_of_the_question(
    assistant: Assistant, question: str, language: str, quote: str, link: str
) -> None:
    answer = assistant.ask(question, language=language, on=DAY)  # type: ignore[arg-type]
    citation = answer.citations[0]
    assert (citation.id, citation.quote.endswith(quote)) == ("art_4a.1", True)
    assert link in citation.url


@pytest.mark.parametrize(
    ("question", "language"),
    [("Welke ritten met een bakfiets zijn verboden?", "nl"), ("Which rides with a cargo bike are prohibited?", "en")],
)
def test_what_is_found_is_in_the_language_of_the_question_where_there_is_one(
    assistant: Assistant, question: str, language: str
) -> None:
    corpus = assistant.open_index().corpus
    hits = assistant.ask(question, language=language, on=DAY).hits  # type: ignore[arg-type]
    assert hits[0].id.startswith("art_5.1")
    found = {hit.id: hit.chunk.language for hit in hits if hit.chunk is not None}
    there = {name: [version.language for version in corpus.versions(name, language)] for name in found}  # type: ignore[arg-type]
    assert found == {name: language if language in languages else "nl" for name, languages in there.items()}


def test_what_only_the_dutch_text_has_is_shown_in_dutch(assistant: Assistant) -> None:
    assert assistant.show("anx_II", language="en", on=DAY).provision.language == "nl"
