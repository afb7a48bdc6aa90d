"""Words are folded, stemmed and split so that a compound finds its parts."""

import pytest

from aiact_assistant.search.words import Analyser, guess_language, language_of

ANALYSER = Analyser.learn(
    ["systeem met een hoog risico. Hoog risico systeem; risico van fiets beheer fiets beheer"] * 2
)


def test_compound_gives_its_parts() -> None:
    assert set(ANALYSER.tokens("een hoog risico systeem", "nl")) <= set(ANALYSER.tokens("hoogrisicosysteem", "nl"))


def test_linking_s_is_dropped() -> None:
    assert {"fiet", "risico"} <= set(Analyser(["fiet", "risico"]).tokens("fietsrisico", "nl"))


def test_unknown_compound_stays_whole() -> None:
    assert len(ANALYSER.tokens("kwartelkoning", "nl")) == 1


def test_accents_and_case_do_not_matter() -> None:
    assert ANALYSER.tokens("Beoordélingen", "nl") == ANALYSER.tokens("beoordelingen", "nl")


def test_stop_words_are_left_out() -> None:
    assert ANALYSER.tokens("moeten wij het ook", "nl") == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Must we register our chatbot?", "en"),
        ("Moeten wij onze chatbot registreren?", "nl"),
        ("chatbot", "nl"),
    ],
)
def test_language_is_guessed_from_small_words(question: str, expected: str) -> None:
    assert guess_language(question, "nl") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Het systeem leest brieven van burgers en kiest een afdeling die ze behandelt.", "nl"),
        ("The system reads the letters of citizens and chooses a department for them.", "en"),
        ("Das System liest die Briefe der Bürger und wählt eine Abteilung, die sie bearbeitet.", None),
        ("Le système lit les lettres des citoyens et choisit un service qui les traite.", None),
        ("12 34 TellerBot v2.1 | 3 | 4", None),
        ("nog een", None),
        ("", None),
    ],
)
def test_the_language_of_a_document(text: str, expected: str | None) -> None:
    assert language_of(text) == expected
