"""What a citation tells the reader about the language of its quote."""

from __future__ import annotations

from datetime import date

import pytest

from aiact_assistant.answer.compose import cite_provision
from aiact_assistant.corpus.applicability import Applicability
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.domain import Authority, Language, Provision, ProvisionKind, Source

DAY = date(2026, 11, 24)


def source(language: Language) -> Source:
    return Source(
        f"gids-{language}", "Gids", Authority.GUIDELINE, language, "pdf", "eigen", "https://voorbeeld.example", "1", DAY
    )


def provision(language: Language) -> Provision:
    return Provision(
        "gids:1", f"gids-{language}", language, ProvisionKind.PAGE, "1", "Bel", "Elke bakfiets heeft een bel."
    )


@pytest.mark.parametrize(
    ("quoted", "reader", "present", "note"),
    [
        ("nl", "nl", ("nl",), ""),
        ("nl", "nl", ("nl", "en"), ""),
        ("en", "en", ("nl", "en"), ""),
        ("en", "nl", ("en",), "Het citaat is Engels; de Nederlandse tekst is niet bij deze bronnen."),
        ("en", "nl", ("nl", "en"), "Het citaat is Engels; er is ook een Nederlandse tekst."),
        ("nl", "en", ("nl",), "The quote is in Dutch; the English text is not among these sources."),
        ("nl", "en", ("nl", "en"), "The quote is in Dutch; there is an English text too."),
    ],
)
def test_the_note_names_the_language_of_the_quote(
    quoted: Language, reader: Language, present: tuple[Language, ...], note: str
) -> None:
    corpus = Corpus([source(language) for language in present], [provision(language) for language in present])
    cited = next(found for found in corpus.provisions if found.language == quoted)
    citation = cite_provision(corpus, Applicability(), cited, cited.text, reader, DAY)
    assert citation.note == note
    assert citation.language == quoted
