"""Line ends: which hyphens belong to the word, and which breaks a writer meant."""

from __future__ import annotations

import pytest

from aiact_assistant.files.lines import Joiner, unwrapped


@pytest.mark.parametrize(
    ("before", "line", "expected"),
    [
        ("de ver-", "ordening geldt", "de verordening geldt"),
        ("een AI-", "systeem is", "een AI-systeem is"),
        ("in de EU-", "databank", "in de EU-databank"),
        ("van Noord-", "Holland", "van Noord-Holland"),
        ("governance-", "en toezichtstaken", "governance- en toezichtstaken"),
        ("sociale/", "economische positie", "sociale/economische positie"),
        ("zie https://example.org/tijdlijn-", "nieuw/", "zie https://example.org/tijdlijn-nieuw/"),
        ("gewone", "regel", "gewone regel"),
        ("een streepje -", "los", "een streepje - los"),
        ("", "begin", "begin"),
    ],
)
def test_join(before: str, line: str, expected: str) -> None:
    assert Joiner([before, line]).join(before, line) == expected


def test_the_document_decides() -> None:
    joiner = Joiner(["Een hoog-risico systeem.", "De transparantieverplichtingen gelden."])
    assert joiner.join("een hoog-", "risico toepassing") == "een hoog-risico toepassing"
    assert joiner.join("de transparantie-", "verplichtingen") == "de transparantieverplichtingen"


def test_a_document_without_cut_words_keeps_unknown_hyphens() -> None:
    joiner = Joiner(
        ["start-ups en niet-", "naleving. Ook niet-naleving door", "start-", "ups. Een zelf-", "gemaakt woord"]
    )
    assert joiner.join("Een zelf-", "gemaakt woord") == "Een zelf-gemaakt woord"


WRAPPED = """Doel

Het systeem rangschikt aanvragen die bij de afdeling
binnenkomen, zodat de oudste niet blijft liggen.

2. Werking
Het model is op duizenden aanvragen getraind en geeft
elke aanvraag een score.
- lage score: later behandelen en dat melden aan allen
- hoge score: eerst"""


def test_a_wrap_is_undone_and_a_heading_or_item_stays_apart() -> None:
    assert unwrapped(WRAPPED.replace("\n", "\r\n")) == [
        "Doel",
        "Het systeem rangschikt aanvragen die bij de afdeling binnenkomen, zodat de oudste niet blijft liggen.",
        "2. Werking\nHet model is op duizenden aanvragen getraind en geeft elke aanvraag een score.\n"
        "- lage score: later behandelen en dat melden aan allen\n- hoge score: eerst",
    ]


def test_in_a_text_that_is_not_wrapped_every_line_end_is_meant() -> None:
    lines = ["Kop", "Een alinea van " + "veel " * 30 + "woorden", "Nog een " + "lange " * 28 + "alinea"]
    assert unwrapped("\n".join(lines)) == ["\n".join(lines)]


def test_an_empty_text_has_no_paragraphs() -> None:
    assert unwrapped("\n\n \n") == []
