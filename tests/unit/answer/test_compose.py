"""Which sentence of a provision is quoted, and what a citation tells about the language of its quote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from aiact_assistant.answer.compose import WHOLE_CHARS, Composer, best_sentences, cite_provision
from aiact_assistant.corpus.applicability import Applicability
from aiact_assistant.corpus.kennisbank import Entry, Rol
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


RULE = "1. De koerier meldt een gebrek aan zijn bakfiets onmiddellijk aan de dienst die de bakfiets uitleent."
EXCEPTION = "Deze plicht geldt niet voor een gebrek aan een bakfiets dat de koerier zelf meteen herstelt."
REST = "De dienst houdt van elke bakfiets een kaart bij waarop staat wat er wanneer aan is hersteld en door wie, " * 3
LID = f"{RULE} {EXCEPTION} {REST.strip(', ')}."


def tokens(words: str) -> list[str]:
    return words.lower().replace(".", "").replace(",", "").split()


def entry(text: str, *sources: str) -> Entry:
    """An entry that says ``text``."""
    return Entry(
        id="gebrek-melden",
        titel="Moet een koerier een gebrek melden?",
        titel_en="Must a courier report a defect?",
        onderwerp="bakfietsen",
        vragen=("Wat bij een gebrek?",),
        vragen_en=("What about a defect?",),
        rollen=(Rol.IEDEREEN,),
        bronnen=sources,
        geldig_vanaf=DAY,
        gecontroleerd_op=DAY,
        samenvatting="Ja.",
        samenvatting_en="Yes.",
        tekst=text,
    )


def test_the_rule_is_quoted_rather_than_its_exception() -> None:
    assert len(LID) > WHOLE_CHARS
    wanted = tokens("geldt een plicht voor een gebrek aan een bakfiets")
    assert best_sentences(LID, wanted, tokens, rule_first=True).startswith(RULE)


def test_a_later_sentence_is_quoted_when_it_is_about_what_is_wanted() -> None:
    quote = best_sentences(LID, tokens("een kaart waarop staat wat is hersteld en door wie"), tokens, rule_first=True)
    assert quote.startswith("De dienst houdt")


@pytest.mark.parametrize(
    "empty", ["Wat meldt een koerier bij een gebrek?", "Gebrek melden", "Benieuwd naar een gebrek."]
)
def test_headings_and_invitations_are_not_quoted_for_their_words(empty: str) -> None:
    text = f"{empty}\nEen koerier meldt wat er mis is met zijn bakfiets. {REST * 2}."
    assert best_sentences(text, tokens("een koerier meldt een gebrek bij"), tokens).startswith("Een koerier meldt")


def test_a_point_of_a_list_is_quoted_alone_and_an_opening_with_its_first_point() -> None:
    points = "a) een bel die iedereen op straat kan horen;\nb) een rem op elk wiel;"
    text = f"De dienst controleert elk jaar:\n{points}\nDaarna volgt een verslag. {REST}"
    assert best_sentences(text, tokens("een bel die iedereen kan horen"), tokens) == points.split("\n")[0]
    assert best_sentences(text, tokens("de dienst controleert elk jaar"), tokens).endswith("horen;")


def test_what_an_entry_says_of_a_provision_decides_which_sentence_is_quoted_and_none_is_twice() -> None:
    corpus = Corpus([source("nl")], [replace(provision("nl"), id="art_2", text=LID)])
    composer = Composer(corpus, Applicability(), tokens("gebrek melden"), tokens, "nl", DAY)
    told = entry("De dienst houdt een kaart bij van wat er is hersteld [art_2].", "art_2", "art_2")
    (passage,) = composer.of_entry(told)
    assert passage.quote.startswith("De dienst houdt")


def test_what_an_entry_says_of_a_provision_includes_the_list_that_it_announces() -> None:
    text = "Ja [art_1]. Meld dit [art_2.1]:\n- een gebrek;\n- een botsing [art_3].\n\nBewaar de kaart [art_4]."
    told = entry(text, "art_2")
    assert told.said_of("art_2") == "Meld dit:\n- een gebrek;\n- een botsing."
    assert told.said_of("art_4") == "Bewaar de kaart."
    assert told.said_of("art_5") == ""
