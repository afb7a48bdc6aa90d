"""Both EUR-Lex dialects, on a small regulation of our own."""

from datetime import date
from pathlib import Path

import pytest

from aiact_assistant.corpus.eurlex import parse_eurlex, shape
from aiact_assistant.domain import Authority, Provision, ProvisionKind, ShapeError, Source

FIXTURES = Path(__file__).parents[2] / "fixtures" / "eurlex"


def source(celex: str, kind: str) -> Source:
    address = f"http://localhost/{celex}"
    return Source(celex, "Bakfietsen", Authority.LAW, "nl", kind, "eigen", address, celex, date(2030, 1, 1))


@pytest.fixture(scope="module")
def act() -> dict[str, Provision]:
    celex = "09999R0001-20300101"
    page = (FIXTURES / f"{celex}.nl.html").read_bytes()
    return {p.id: p for p in parse_eurlex(page, source(celex, "eurlex-consolidated"))}


def test_every_id_in_document_order(act: dict[str, Provision]) -> None:
    assert list(act) == [
        *("cpt_I", "art_1", "art_3", "art_3.1", "art_4a", "art_4a.1", "cpt_II", "cpt_II.sct_1", "art_5"),
        *("art_5.1", "art_5.1.a", "art_5.1.a.i", "art_5.1.a.ii", "art_5.1.b", "art_5.1.ba", "art_5.1.al2"),
        *("art_5.2", "art_5.3", "art_5.3.a", "art_5.3.b", "art_5.3.al2", "art_5.3.al2.a", "art_5.3.al2.b", "art_5.3a"),
        *("anx_I", "anx_I.A", "anx_I.A.1", "anx_I.A.2", "anx_I.B", "anx_I.B.3", "anx_II", "anx_II.1", "anx_II.2"),
    ]


@pytest.mark.parametrize(
    ("identifier", "text"),
    [
        ("art_1", "Deze regels gaan over bakfietsen met slimme besturing.\nZij gelden ook voor leenfietsen."),
        ("art_3.1", "“bakfiets”: een fiets met een laadruimte en een sterkte van 10^25 joule;"),
        ("art_4a.1", "Elke bakfiets heeft een bel."),
        ("art_5.1.a.ii", "in het donker zonder lamp;"),
        ("art_5.1.al2", "Punt b) geldt niet voor de brandweer."),
        ("art_5.3.al2.b", "de fiets niet rijdt."),
        ("anx_I.B.3", "De regenkap"),
        ("anx_II.1", "Lijst\nBF 01 | Bakfiets met motor"),
    ],
)
def test_text(act: dict[str, Provision], identifier: str, text: str) -> None:
    assert act[identifier].text == text


@pytest.mark.parametrize(
    ("identifier", "amended"),
    [
        ("art_4a", "39999R0777"),
        ("art_4a.1", "39999R0777"),
        ("art_5", None),
        ("art_5.1", None),
        ("art_5.1.b", None),
        ("art_5.1.ba", "39999R0777"),
        ("art_5.1.al2", None),
        ("art_5.2", "39999R0777"),
        ("art_5.3", None),
        ("art_5.3a", "39999R0777"),
    ],
)
def test_markers_become_amended_by(act: dict[str, Provision], identifier: str, amended: str | None) -> None:
    assert act[identifier].amended_by == amended


def test_struck_lid_is_repealed_and_empty(act: dict[str, Provision]) -> None:
    assert (act["art_5.2"].repealed, act["art_5.2"].text) == (True, "")
    assert [p.id for p in act.values() if p.repealed] == ["art_5.2"]


def test_headings_numbers_kinds_and_notes(act: dict[str, Provision]) -> None:
    assert act["art_5"].heading == "Verboden ritten"
    assert act["cpt_II.sct_1"].heading == "Verboden"
    assert act["art_5.1.ba"].number == "b bis"
    assert act["art_3.1"].kind is ProvisionKind.DEFINITION
    assert act["anx_II.2"].number == "—"
    assert act["art_4a.1"].notes == ("Zie het bellenbesluit.",)


def test_no_marker_is_left_in_the_text(act: dict[str, Provision]) -> None:
    assert not [p.id for p in act.values() if "▼" in p.text or "\u00ad" in p.text or "\u00a0" in p.text]


def test_journal_gives_recitals_with_their_notes() -> None:
    page = (FIXTURES / "39999R0001.nl.html").read_bytes()
    recitals = parse_eurlex(page, source("39999R0001", "eurlex-oj"))
    assert [p.id for p in recitals] == ["rct_1", "rct_2"]
    assert recitals[1].text == "Herkenning van gezichten schaadt het vertrouwen van voorbijgangers."
    assert recitals[1].notes == ("Onderzoek uit 2029.",)
    assert shape(recitals) == {"articles": 0, "annexes": 0, "recitals": 2}


@pytest.mark.parametrize("page", [b"", b"<html><body>Checking your browser</body></html>", b"%PDF-1.7"])
def test_anything_else_is_refused(page: bytes) -> None:
    with pytest.raises(ShapeError):
        parse_eurlex(page, source("39999R0001", "eurlex-oj"))
