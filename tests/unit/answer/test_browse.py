"""Entries as a reader sees them, with sources and without."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from aiact_assistant.answer.browse import browse
from aiact_assistant.assistant import Assistant
from aiact_assistant.corpus.kennisbank import Entry, Rol, load_entries
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.domain import Authority, Language, Provision, ProvisionKind, Source
from aiact_assistant.settings import Settings

EMPTY = Corpus((), ())
DAY = date(2026, 11, 24)
ENTRY = Entry(
    id="bel",
    titel="Eén bel?",
    titel_en="One bell?",
    onderwerp="inkoop",
    vragen=("Moet de bel-knop AAN?",),
    vragen_en=("Must it ring?",),
    situaties=("een verhaal",),
    zoekwoorden=("toeter",),
    rollen=(Rol.INKOPER, Rol.HR),
    bronnen=("art_26.7", "ak:map/1-pba-06-een-goede-bel", "dob:rct_2", "rct_53"),
    geldig_vanaf=DAY,
    gecontroleerd_op=DAY,
    samenvatting="Ja.",
    samenvatting_en="Yes.",
    tekst="Ja [art_26.7] [dob:rct_2].",
)


def test_words_are_folded_once_and_in_the_readers_language() -> None:
    (dutch,), (english,) = browse([ENTRY], EMPTY, "nl"), browse([ENTRY], EMPTY, "en")
    assert dutch.words == ("een", "bel", "ja", "moet", "de", "knop", "aan", "toeter")
    assert english.words == ("one", "bell", "yes", "must", "it", "ring", "toeter")


def test_without_sources_all_is_named_and_led_to_the_official_text() -> None:
    (shown,) = browse([ENTRY], EMPTY, "en")
    assert shown.text == "Ja (artikel 26, lid 7, overweging 2 Verordening (EU) 2026/1744)."
    assert [link.label for link in shown.links] == ["artikel 26, lid 7", "overweging 2 Verordening (EU) 2026/1744"]
    assert shown.links[1].url.endswith("CELEX:32026R1744#rct_2")
    law, page, amending, recital = shown.grounds
    assert (law.label, law.authority) == ("Article 26(7) AI Act", Authority.LAW)
    assert law.url.startswith("https://eur-lex.europa.eu/legal-content/EN/")
    assert law.url.endswith("#art_26")
    assert (page.label, page.authority) == ("Algoritmekader: een goede bel", Authority.ALGORITMEKADER)
    assert page.url.startswith("https://")
    assert amending.label.endswith("Regulation (EU) 2026/1744")
    assert "AI Act" not in amending.label
    assert recital.label == "recital 53 AI Act"


def test_with_sources_a_page_has_its_own_title() -> None:
    source = Source("ak", "Kader", Authority.ALGORITMEKADER, "nl", "page", "mit", "", "1", DAY)
    page = Provision(ENTRY.bronnen[1], "ak", "nl", ProvisionKind.PAGE, "", "Een goede bel kiezen", "Tekst.")
    (shown,) = browse([ENTRY], Corpus([source], [page]), "nl")
    assert shown.grounds[1].label == "Een goede bel kiezen"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_real_kennisbank_is_there_without_index_or_sources(tmp_path: Path, language: Language) -> None:
    shown = Assistant(Settings(data_dir=tmp_path, embedder="none")).entries(language)
    assert [entry.slug for entry in shown] == [entry.id for entry in load_entries()]
    for entry in shown:
        assert "[art" not in entry.text
        assert "(ak:" not in entry.text
        assert all(ground.url or "2026/1744" in ground.label for ground in entry.grounds), entry.slug
