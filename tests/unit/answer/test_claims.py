"""What a language model may say: nothing that its quotes do not carry."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from aiact_assistant.answer.claims import Checker, Passage, Quote, without_tokens
from aiact_assistant.domain import Authority, Language, Provision, ProvisionKind, Removal

LID = (
    "7. Voordat zij een bakfiets met een motor op de werkplek in gebruik nemen, informeren gebruikers die werkgever"
    " zijn de werknemers, uiterlijk zes maanden van tevoren. Dit geldt niet voor een kinderbakfiets."
    " Zie artikel 9, lid 2."
)
BEL = "De boete is ten hoogste 35 000 000 EUR of 7 % van de omzet."
OLD = "Vanaf 2 augustus 2026 informeren gebruikers de werknemers over de bakfiets."


def provision(name: str) -> Provision:
    return Provision(name, "wet", "nl", ProvisionKind.PARAGRAPH, "7", "", "")


PASSAGES = {
    "c1": Passage(
        "kennisbank: Moet ik het zeggen?",
        "U informeert werknemers.",
        Authority.KNOWLEDGE,
        None,
        "U informeert de werknemers over de bakfiets.",
    ),
    "c2": Passage(
        "wet: artikel 26, lid 7; van toepassing vanaf 2 december 2027", LID, Authority.LAW, provision("art_26.7"), LID
    ),
    "c3": Passage("wet: artikel 99, lid 3", BEL, Authority.LAW, provision("art_99.3"), BEL),
    "c4": Passage(
        "algoritmekader: Toelichting", OLD, Authority.ALGORITMEKADER, provision("ak:uitleg"), OLD, outdated=True
    ),
}
INFORM = Quote("c2", "informeren gebruikers die werkgever zijn de werknemers, uiterlijk zes maanden van tevoren")
NOT_CHILDREN = Quote("c2", "Dit geldt niet voor een kinderbakfiets.")
FINE = Quote("c3", "ten hoogste 35 000 000 EUR of 7 % van de omzet")


def stems(text: str, language: Language) -> list[str]:
    del language
    return [word[:6] for word in re.findall(r"[a-z]{4,}", text.lower())]


CHECKER = Checker(PASSAGES, "Moet ik 12 werknemers iets vertellen?", "nl", stems, lambda *_: 0.0, lambda one, _: one)

KEPT = [
    ("Een werkgever informeert zijn werknemers uiterlijk zes maanden van tevoren.", [INFORM]),
    ("Werkgevers die gebruikers zijn, informeren de werknemers (artikel 26, lid 7).", [INFORM]),
    ("Het informeren van werknemers door gebruikers is verplicht vanaf 2 december 2027.", [INFORM]),
    ("Gebruikers informeren de 12 werknemers van de werkgever.", [INFORM]),
    ("Het geldt niet voor de kinderbakfiets.", [NOT_CHILDREN]),
    ("De boete is hoogstens 35 miljoen euro of 7 procent van de omzet.", [FINE]),
    ("Gebruikers die werkgever zijn informeren de werknemers.", [Quote("c1", "U informeert de werknemers"), INFORM]),
    (
        "Voor een kinderbakfiets geldt het niet: zie artikel 9, lid 2.",
        [Quote("c2", "niet voor een kinderbakfiets. Zie artikel 9, lid 2.")],
    ),
]

REMOVED = [
    ("Een werkgever informeert zijn werknemers.", [], Removal.NO_SOURCE),
    ("Een werkgever informeert zijn werknemers.", [Quote("c9", INFORM.text)], Removal.UNKNOWN_PASSAGE),
    ("Een werkgever informeert zijn werknemers.", [Quote("c3", INFORM.text)], Removal.NOT_VERBATIM),
    (
        "Een werkgever informeert zijn werknemers.",
        [replace(INFORM, text=INFORM.text.replace("zes", "drie"))],
        Removal.NOT_VERBATIM,
    ),
    (
        "Een werkgever informeert zijn werknemers.",
        [INFORM, Quote("c2", "verzonnen woorden hier")],
        Removal.NOT_VERBATIM,
    ),
    (
        "U informeert de werknemers over de bakfiets.",
        [Quote("c1", "U informeert de werknemers")],
        Removal.EXPLANATION_ONLY,
    ),
    ("Een werkgever informeert zijn werknemers uiterlijk drie maanden van tevoren.", [INFORM], Removal.FIGURE),
    ("Gebruikers informeren werknemers vanaf 2 augustus 2027.", [INFORM], Removal.FIGURE),
    ("Gebruikers die werkgever zijn informeren 40 werknemers.", [INFORM], Removal.FIGURE),
    ("De boete is hoogstens 15 miljoen euro of 7 procent van de omzet.", [FINE], Removal.FIGURE),
    ("Gebruikers informeren de werknemers vanaf 2 augustus 2026.", [Quote("c4", OLD)], Removal.FIGURE),
    ("Gebruikers informeren de werknemers (artikel 26, lid 5).", [INFORM], Removal.REFERENCE),
    ("Gebruikers informeren de werknemers, zegt artikel 26, lid 7, AVG.", [INFORM], Removal.REFERENCE),
    ("Gebruikers informeren de werknemers, zegt artikel 27.", [INFORM], Removal.REFERENCE),
    ("Aanbieders informeren de werknemers zes maanden van tevoren.", [INFORM], Removal.UNSUPPORTED),
    ("De bakfiets op de werkplek heeft een hoog risico voor werknemers.", [INFORM], Removal.UNSUPPORTED),
    ("Gebruikers hoeven de werknemers niet te informeren.", [INFORM], Removal.NEGATION),
    ("Het geldt voor een kinderbakfiets.", [NOT_CHILDREN], Removal.NEGATION),
    ("Het gebruik van de bakfiets op de werkplek is verboden.", [INFORM], Removal.NEGATION),
    ("De gemeente heeft een vergunning voor het terras nodig.", [INFORM], Removal.UNSUPPORTED),
    ("The employer informs the workers about this before the bike is used at work.", [INFORM], Removal.LANGUAGE),
    (
        "Der Arbeitgeber informiert seine Mitarbeiter rechtzeitig vor dem Einsatz des neuen Fahrzeugs im Betrieb.",
        [INFORM],
        Removal.LANGUAGE,
    ),
    ("Gebruikers informeren de werknemers via https://kwaad.example/x.", [INFORM], Removal.LINK),
    ("Gebruikers informeren [de werknemers](kwaad.example/x).", [INFORM], Removal.LINK),
    ("Gebruikers informeren de werknemers <img src=x>", [INFORM], Removal.LINK),
    ("Gebruikers informeren de werknemers op kwaad.example/stuur?", [INFORM], Removal.LINK),
    ("werknemers " * 61, [INFORM], Removal.TOO_LONG),
]


@pytest.mark.parametrize(("text", "quotes"), KEPT, ids=[text for text, _ in KEPT])
def test_what_its_quotes_carry_is_shown(text: str, quotes: list[Quote]) -> None:
    assert CHECKER.check(text, quotes) is None


@pytest.mark.parametrize(("text", "quotes", "reason"), REMOVED, ids=[f"{row[2]}: {row[0][:60]}" for row in REMOVED])
def test_what_its_quotes_do_not_carry_is_removed(text: str, quotes: list[Quote], reason: Removal) -> None:
    assert CHECKER.check(text, quotes) is reason


def test_across_languages_the_meaning_must_be_near() -> None:
    english = replace(CHECKER, language="en", question="Must I tell the workers?")
    claim = "Employers who use the bike inform the workers six months before."
    assert english.check(claim, [INFORM]) is None
    assert replace(english, nearer_share=lambda *_: 0.5).check(claim, [INFORM]) is Removal.UNSUPPORTED


def test_across_languages_a_claim_is_compared_with_the_provision_that_its_quote_stands_in() -> None:
    asked: list[tuple[str, str, Language]] = []

    def nearer(text: str, source: str, language: Language) -> float:
        asked.append((text, source, language))
        return 0.0

    whole = {"c1": replace(PASSAGES["c2"], provision=provision("art_26"))}
    english = replace(
        CHECKER, passages=whole, language="en", nearer_share=nearer, pin=lambda one, _: replace(one, id="art_26.7")
    )
    claim = "Employers who use the bike inform the workers six months before."
    assert english.check(claim, [replace(INFORM, token="c1")]) is None
    assert asked == [(claim, "art_26.7", "nl")]


def test_a_claim_is_compared_ahead_only_across_languages_and_when_it_can_be_one() -> None:
    asked: list[str] = []

    def nearer(text: str, source: str, language: Language) -> float:
        del source, language
        asked.append(text)
        return 0.0

    dutch = replace(CHECKER, nearer_share=nearer)
    dutch.expect("Employers inform the workers beforehand.")
    english = replace(dutch, language="en")
    english.expect("Two words.")
    english.expect("word " * 61)
    english.expect("Employers inform the workers beforehand.")
    assert asked == ["Employers inform the workers beforehand."]


def test_a_citation_is_pinned_to_where_the_quote_stands() -> None:
    whole = {"c1": replace(PASSAGES["c2"], provision=provision("art_26"))}
    pinned = replace(CHECKER, passages=whole, pin=lambda one, _: replace(one, id="art_26.7"))
    quotes = [replace(INFORM, token="c1")]
    assert pinned.check("Gebruikers informeren de werknemers (artikel 26).", quotes) is None
    assert pinned.check("Gebruikers informeren de werknemers (artikel 26, lid 5).", quotes) is Removal.REFERENCE


def test_tokens_are_not_part_of_what_is_said() -> None:
    assert without_tokens("Dat moet [c1]. Meteen [c2, c3].") == "Dat moet. Meteen."
