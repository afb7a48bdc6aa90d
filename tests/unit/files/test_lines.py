"""Hyphens at line ends: which belong to the word."""

from __future__ import annotations

import pytest

from aiact_assistant.files.lines import Joiner


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
