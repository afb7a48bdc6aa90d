"""What the machine can hold against the law, it does: ids, figures, own words, length, coverage, changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from aiact_assistant.corpus import kennisbank_check as check
from aiact_assistant.corpus.kennisbank import Entry, Rol
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.domain import Authority, Provision, ProvisionId, ProvisionKind, Source

LAW = "Elke bakfiets die op een openbare weg rijdt heeft uiterlijk op 2 mei 2031 een goed hoorbare bel aan het stuur."
FILLER = "Controleer de bel elke week en schrijf op wat u ziet. "


def provision(name: ProvisionId, kind: ProvisionKind, text: str = "", parent: ProvisionId | None = None) -> Provision:
    return Provision(name, "wet", "nl", kind, name.rpartition("_")[2], "", text, parent)


def corpus(law: str = LAW) -> Corpus:
    source = Source("wet", "Bakfietsenwet", Authority.LAW, "nl", "eurlex-consolidated", "", "", "1", date(2030, 1, 1))
    provisions = [
        provision("cpt_I", ProvisionKind.CHAPTER),
        provision("art_1", ProvisionKind.ARTICLE, law, "cpt_I"),
        provision("art_2", ProvisionKind.ARTICLE, "De boete is ten hoogste 750 000 EUR.", "cpt_I"),
        provision("cpt_VI", ProvisionKind.CHAPTER),
        provision("art_9", ProvisionKind.ARTICLE, "Er is een bakfietsraad.", "cpt_VI"),
        provision("anx_I", ProvisionKind.ANNEX, "Geluiden van bellen."),
    ]
    return Corpus([source], provisions)


def entry(**changes: object) -> Entry:
    values = {
        "id": "bel",
        "titel": "Moet er een bel op?",
        "titel_en": "Must there be a bell?",
        "onderwerp": "bellen",
        "vragen": ("een", "twee", "drie", "vier"),
        "vragen_en": ("one",),
        "rollen": (Rol.IEDEREEN,),
        "bronnen": ("art_1",),
        "geldig_vanaf": date(2030, 1, 1),
        "gecontroleerd_op": date(2030, 1, 2),
        "samenvatting": "Ja, vanaf 2 mei 2031.",
        "samenvatting_en": "Yes, from 2 May 2031.",
        "tekst": "Ja, er moet een bel op [art_1]. " + FILLER * 9,
    }
    return Entry.model_validate(values | changes)


def messages(*entries: Entry) -> list[str]:
    return [finding.message for finding in check.check_entries(entries, corpus())]


def test_an_entry_that_is_true_has_no_findings() -> None:
    assert messages(entry()) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"samenvatting": "Ja, vanaf 3 mei 2031."}, "2031-05-03"),
        ({"samenvatting_en": "Yes, within 6 months."}, "6 month"),
        ({"tekst": "De boete is 750.000 euro [art_1]. " + FILLER * 9}, "750000"),
        ({"bronnen": ("art_1", "art_99")}, "'art_99' bestaat niet"),
        ({"tekst": "Ja [art_1] [art_2]. " + FILLER * 9}, "'art_2' staat in de tekst maar niet in 'bronnen'"),
        ({"tekst": "Ja, er moet een bel op [art_1]."}, "de tekst heeft 6 woorden"),
        ({"vragen": ("een", "twee", "drie")}, "er zijn 3 vragen"),
        ({"tekst": f"Ja [art_1]. Erg {'erg ' * 30}lang. {FILLER * 9}"}, "een zin heeft 32 woorden"),
        ({"tekst": f"{LAW} [art_1] {FILLER * 9}"}, "overgenomen uit een bron: “elke bakfiets die op"),
    ],
)
def test_what_is_not_true_is_found(changes: dict[str, object], told: str) -> None:
    assert any(told in message for message in messages(entry(**changes)))


def test_a_figure_is_backed_by_any_provision_that_the_entry_rests_on() -> None:
    text = "De boete is hoogstens 750.000 euro [art_2]. " + FILLER * 9
    assert messages(entry(tekst=text, bronnen=("art_1", "art_2"))) == []


def test_the_same_name_or_question_twice_is_found() -> None:
    other = entry(id="andere-bel", vragen=("EEN", "vijf", "zes", "zeven"), vragen_en=("two",))
    assert messages(entry(), other) == ["dezelfde vraag staat bij 'bel': EEN"]
    assert "deze naam komt vaker voor" in messages(entry(), entry())


def test_articles_of_the_covered_chapters_and_annexes_must_be_cited() -> None:
    assert check.uncovered([entry()], corpus()) == ["art_2", "anx_I"]
    assert check.uncovered([entry(bronnen=("art_1", "art_2", "anx_I"))], corpus()) == []


def test_a_changed_provision_makes_its_entries_stale() -> None:
    reviewed = {"bel": check.fingerprints(entry(), corpus())}
    assert check.stale([entry()], corpus(), reviewed) == {}
    assert check.stale([entry()], corpus(LAW.replace("2031", "2032")), reviewed) == {"bel": ["art_1"]}
    assert check.stale([entry()], corpus(), {}) == {"bel": ["art_1"]}


def test_a_review_is_recorded_beside_those_of_other_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "resource", lambda _: tmp_path)
    assert check.read_review() == {}
    check.write_review([entry()], corpus())
    check.write_review([entry(id="andere-bel", bronnen=("art_2",))], corpus())
    assert {name: list(found) for name, found in check.read_review().items()} == {
        "bel": ["art_1"],
        "andere-bel": ["art_2"],
    }


def test_hard_text_reads_worse_than_easy_text() -> None:
    hard = entry(id="moeilijk", tekst="Verantwoordelijkheidsverdelingen veronderstellen organisatievoorzieningen.")
    result = check.readability([entry(), hard])
    assert result.lowest[0][0] == "moeilijk"
    assert result.lowest[0][1] < 0 < result.lowest[1][1]
