"""Both EUR-Lex dialects, on a small regulation of our own: as published, and as consolidated after one amendment."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from aiact_assistant.corpus.eurlex import parse_eurlex, shape
from aiact_assistant.domain import Authority, Provision, ProvisionKind, ShapeError, Source
from tests.coverage_eurlex import first_difference, left_out, page_text, parsed_text

FIXTURES = Path(__file__).parents[2] / "fixtures" / "eurlex"
PUBLISHED = "39999R0001"
CONSOLIDATED = "09999R0001-20300101"
AMENDMENT = "39999R0777"


def source(celex: str) -> Source:
    kind = "eurlex-consolidated" if celex.startswith("0") else "eurlex-oj"
    address = f"http://localhost/{celex}"
    return Source(celex, "Bakfietsen", Authority.LAW, "nl", kind, "eigen", address, celex, date(2030, 1, 1))


def page(celex: str) -> bytes:
    return (FIXTURES / f"{celex}.nl.html").read_bytes()


def parse_article(content: str) -> dict[str, Provision]:
    text = f'<html><body><div id="art_1">{content}</div></body></html>'
    return {p.id: p for p in parse_eurlex(text, source(CONSOLIDATED))}


@pytest.fixture(scope="module")
def published() -> dict[str, Provision]:
    return {p.id: p for p in parse_eurlex(page(PUBLISHED), source(PUBLISHED))}


@pytest.fixture(scope="module")
def act() -> dict[str, Provision]:
    return {p.id: p for p in parse_eurlex(page(CONSOLIDATED), source(CONSOLIDATED))}


# -- the whole text


@pytest.mark.parametrize("celex", [PUBLISHED, CONSOLIDATED])
def test_every_character_once_and_in_order(celex: str) -> None:
    expected, expected_notes = page_text(page(celex))
    found, found_notes = parsed_text(parse_eurlex(page(celex), source(celex)))
    assert not first_difference(found, expected)
    assert found_notes == expected_notes


def test_what_is_left_out_is_known() -> None:
    assert left_out(page(PUBLISHED)) == [
        *("Publicatieblad van de Verkeerstuin", "NL", "9999/1", "12.5.2029", "ELI: http://localhost/bakfietsen"),
    ]
    assert left_out(page(CONSOLIDATED)) == [
        "09999R0001 — NL — 01.01.2030 — 001.001",
        "Deze proeftekst is verzonnen en heeft geen waarde in de verkeerstuin.",
        "VERORDENING (VT) 9999/1 VAN DE RAAD VAN DE VERKEERSTUIN",
        "van 1 mei 2029",
        "betreffende bakfietsen met slimme besturing",
        "(VT 1 van 12.5.2029, blz. 1)",
        "Gewijzigd bij:",
        "Verordening (VT) 9999/777 van 1 december 2029",
    ]


def test_every_id_in_document_order(act: dict[str, Provision]) -> None:
    assert list(act) == [
        *("tit_1", "cpt_I", "art_1", "art_2", "art_2.1", "art_2.1.a", "art_2.1.b", "art_2.1.al2", "art_2.2"),
        *("art_3", "art_3.1", "art_3.2", "art_3.2a", "art_3.3", "art_3.3.a", "art_3.3.b"),
        *("art_4", "art_4.a", "art_4.b", "art_4.al2", "art_4a", "art_4a.1"),
        *("cpt_II", "cpt_II.sct_1", "art_5", "art_5.1", "art_5.1.a", "art_5.1.a.i", "art_5.1.a.ii", "art_5.1.b"),
        *("art_5.1.ba", "art_5.1.c", "art_5.1.al2", "art_5.2", "art_5.3", "art_5.3.a", "art_5.3.b", "art_5.3.al2"),
        *("art_5.3.al2.a", "art_5.3.al2.b", "art_5.3a", "art_5.4"),
        *("cpt_II.sct_2", "art_6", "art_6.1", "art_6.1.a", "art_6.1.b", "art_6.1.c", "art_6.1.d", "art_6.2", "art_6.3"),
        *("cpt_III", "art_7", "art_7.1", "art_7.2", "art_8"),
        *("art_9", "art_9.a", "art_9.b", "art_9.b.i", "art_9.b.ii", "fnp_1"),
        *("anx_I", "anx_I.A", "anx_I.A.1", "anx_I.A.2", "anx_I.A.3", "anx_I.B", "anx_I.B.4", "anx_I.B.5"),
        *("anx_II", "anx_II.1", "anx_II.2", "anx_II.2.1", "anx_II.2.1.1", "anx_II.2.1.2", "anx_II.2.1.al2"),
        *("anx_II.2.2", "anx_III", "anx_III.1", "anx_III.2", "anx_III.2.a", "anx_III.2.b"),
    ]


def test_both_dialects_give_the_same_law(act: dict[str, Provision], published: dict[str, Provision]) -> None:
    """All that differs was amended, struck or corrected, or stands in the journal only."""
    assert published.keys() - act.keys() == {"pbl_1", "rct_1", "rct_2"}
    added = {i for i in act if i.partition(".")[0] in {"art_4a", "anx_III"}} | {"art_3.2a", "art_5.1.ba", "art_5.3a"}
    assert act.keys() - published.keys() == added
    shared = [identifier for identifier in published if identifier in act]
    assert shared == [identifier for identifier in act if identifier in published]
    different = {
        identifier
        for identifier in shared
        for part in ("kind", "number", "heading", "text", "notes", "parent")
        if getattr(published[identifier], part) != getattr(act[identifier], part)
    }
    assert different == {"art_5.2", "art_6.1.b", "art_6.1.d", "art_6.2", "anx_I.A.2", "fnp_1"}


def test_shapes(act: dict[str, Provision], published: dict[str, Provision]) -> None:
    assert shape(tuple(act.values())) == {"articles": 10, "annexes": 3, "recitals": 0}
    assert shape(tuple(published.values())) == {"articles": 9, "annexes": 2, "recitals": 2}


# -- texts


@pytest.mark.parametrize(
    ("identifier", "text"),
    [
        ("art_1", "Deze regels gaan over bakfietsen met slimme besturing.\nZij gelden ook voor leenfietsen."),
        ("art_2.1.al2", "Een bouwer die verhuurt, telt twee keer mee."),
        ("art_2.2", "Deze regels gelden niet op het water.\nZij gelden wel op een brug."),
        ("art_3.1", "“bakfiets”: een fiets met een laadruimte en een sterkte van 10^25 joule;"),
        ("art_3.2", "“bel”: een “toeter” of een “fluit”;"),
        ("art_4.al2", "Hij zegt eerst wie hij is."),
        ("art_5.1", "De volgende ritten zijn verboden:"),
        ("art_5.1.a.ii", "in het donker zonder lamp;"),
        ("art_5.1.al2", "Punt b) geldt niet voor de brandweer."),
        ("art_5.3.al2.b", "de fiets niet rijdt."),
        ("art_6.3", "Vegen gebeurt met een bezem op straat."),
        ("art_9.b.ii", "1 april 2030 voor verhuurders."),
        ("anx_I.A.1", "Het frame met twee wielen"),
        ("anx_I.B.4", "De regenkap"),
        ("anx_II.2.1.al2", "Hij rijdt ook een rondje."),
    ],
)
def test_text_in_both_dialects(
    act: dict[str, Provision], published: dict[str, Provision], identifier: str, text: str
) -> None:
    assert (act[identifier].text, published[identifier].text) == (text, text)


def test_tables_are_lines(act: dict[str, Provision]) -> None:
    assert act["anx_II.1"].text.split("\n")[2:] == [
        "Code",
        "BF 01 | Bakfiets met motor",
        "BF 02 | Bakfiets zonder motor",
    ]
    assert act["anx_III.2.a"].text.split("\n")[2] == "RIT 01 | Rit met kinderen"


def test_quotations_stay_text(act: dict[str, Provision], published: dict[str, Provision]) -> None:
    for version in (act, published):
        assert version["art_7.1"].text.split("\n") == [
            *(
                "aan artikel 2 worden de volgende leden toegevoegd:",
                "“3. Een step heeft:",
                "a) een stuur;",
                "b) een rem.",
            ),
            "4. Een step valt niet om.”.",
        ]
        assert version["art_8"].text.split("\n")[1] == "“5. Skates hebben wielen."
        assert not version["art_7.1"].children
        assert not version["art_8"].children


def test_around_the_articles(published: dict[str, Provision]) -> None:
    assert published["tit_1"].text.split("\n")[1] == "van 1 mei 2029"
    assert published["pbl_1"].text.split("\n") == [
        "DE RAAD VAN DE VERKEERSTUIN,",
        "Gezien het advies van de buurt,",
        "Na overleg met de fietsenmaker,",
        "Overwegende hetgeen volgt:",
        "HEEFT DEZE VERORDENING VASTGESTELD:",
    ]
    assert published["fnp_1"].text.split("\n")[-1] == "B. AKFIETS"
    assert {published[i].parent for i in ("tit_1", "pbl_1", "rct_1", "fnp_1")} == {None}
    assert [published[i].number for i in ("pbl_1", "rct_2")] == ["", "2"]


def test_a_recital_is_one_text(published: dict[str, Provision]) -> None:
    assert published["rct_2"].text.split("\n") == [
        "Herkenning van gezichten schaadt het vertrouwen van voorbijgangers.",
        *("Dat geldt:", "a) op straat;", "b) in het park."),
    ]
    assert not published["rct_2"].children


@pytest.mark.parametrize("space", ["&#160;", "&#8239;", "&#8201;", "\n   "])
def test_wide_spaces_are_spaces(space: str) -> None:
    assert parse_article(f'<p class="norm">ten{space}minste</p>')["art_1"].text == "ten minste"


def test_loose_html_and_named_entities_lose_nothing() -> None:
    content = '<p class="norm">een&nbsp;fiets<br>met &eacute;&eacute;n bel'
    assert parse_article(content)["art_1"].text == "een fiets met één bel"


def test_superscript_that_is_no_exponent_stays() -> None:
    content = '<p class="norm">1<span class="superscript">o</span>, 5 m<span class="superscript">2</span></p>'
    assert parse_article(content)["art_1"].text == "1o, 5 m^2"


# -- what the marks mean


@pytest.mark.parametrize(
    ("identifier", "amended"),
    [
        ("art_3.1", None),
        ("art_3.2", AMENDMENT),
        ("art_3.2a", AMENDMENT),
        ("art_3.3", None),
        ("art_4a", AMENDMENT),
        ("art_4a.1", AMENDMENT),
        ("art_5", None),
        ("art_5.1", None),
        ("art_5.1.b", None),
        ("art_5.1.ba", AMENDMENT),
        ("art_5.1.c", None),
        ("art_5.1.al2", None),
        ("art_5.2", AMENDMENT),
        ("art_5.3", None),
        ("art_5.3a", AMENDMENT),
        ("art_5.4", None),
        ("art_6.2", "39999R0001R(01)"),
        ("art_6.3", AMENDMENT),
        ("anx_I.A.3", None),
        ("anx_I.B.5", AMENDMENT),
        ("anx_III", AMENDMENT),
        ("anx_III.2.a", AMENDMENT),
    ],
)
def test_markers_become_amended_by(act: dict[str, Provision], identifier: str, amended: str | None) -> None:
    assert act[identifier].amended_by == amended


def test_what_is_published_is_not_amended(published: dict[str, Provision]) -> None:
    assert {p.amended_by for p in published.values()} == {None}
    assert not any(p.repealed for p in published.values())


def test_struck_text_is_repealed_and_empty(act: dict[str, Provision]) -> None:
    """Between its neighbours or behind the last one, the number that lacks is that of the struck lid or point."""
    struck = [p for p in act.values() if p.repealed]
    assert [(p.id, p.number) for p in struck] == [
        *(("art_5.2", "2"), ("art_6.1.b", "b"), ("art_6.1.d", "d"), ("anx_I.A.2", "2")),
    ]
    assert [p.kind.value for p in struck] == ["paragraph", "point", "point", "point"]
    assert all(not p.text and not p.children for p in struck)


def test_an_article_of_which_only_dashes_are_left_is_repealed() -> None:
    mark = '<p class="modref"><a title="39999R0777: DELETED">▼M1 —————</a></p>'
    article = parse_article(f'<p class="title-article-norm">Artikel 1</p>{mark}')["art_1"]
    assert (article.repealed, article.text, article.number) == (True, "", "1")


@pytest.mark.parametrize(
    ("before", "struck", "after"),
    [("i)", 1, "iii)"), ("a)", 1, "b)"), ("1.", 2, "3."), ("—", 1, "—")],
)
def test_struck_text_without_a_certain_place_is_dropped(before: str, struck: int, after: str) -> None:
    def item(label: str) -> str:
        return f'<div class="grid-container"><div><span>{label} </span></div><div><p class="norm">x</p></div></div>'

    dashes = '<p class="modref"><a title="39999R0777: DELETED">▼M1 —————</a></p>' * struck
    found = parse_article(f'<p class="norm">y</p>{item(before)}{dashes}{item(after)}')
    assert len(found) == 3
    assert not any(p.repealed for p in found.values())


def test_misprinted_number_keeps_the_place_of_its_anchor(published: dict[str, Provision]) -> None:
    assert [published[i].number for i in ("art_6.1", "art_6.2", "art_6.3")] == ["1", "3", "3"]


def test_headings_numbers_and_kinds(act: dict[str, Provision]) -> None:
    assert (act["cpt_I"].number, act["cpt_I"].heading) == ("I", "ALGEMEEN")
    assert (act["cpt_II.sct_1"].number, act["cpt_II.sct_1"].heading) == ("1", "Verboden")
    assert (act["art_4a"].number, act["art_4a"].heading) == ("4 bis", "Bellen")
    assert (act["art_5.1.ba"].number, act["art_5.3a"].number) == ("b bis", "3 bis")
    assert (act["anx_I.B"].number, act["anx_I.B"].heading) == ("B", "Afdeling B — Losse onderdelen")
    assert (act["anx_II.2.1"].number, act["anx_II.2.1.1"].number) == ("2.1", "—")
    assert act["art_3.1"].kind is act["art_3.2a"].kind is ProvisionKind.DEFINITION
    assert act["art_3.3.a"].kind is act["art_4.a"].kind is ProvisionKind.POINT
    assert act["art_5"].parent == "cpt_II.sct_1"


def test_notes_hang_where_they_are_marked(act: dict[str, Provision], published: dict[str, Provision]) -> None:
    quoted = ("Skatebesluit van 3 maart 2028.”.",)
    assert {i: p.notes for i, p in act.items() if p.notes} == {"art_4a.1": ("Zie het bellenbesluit.",), "art_8": quoted}
    assert {i: p.notes for i, p in published.items() if p.notes} == {
        "pbl_1": ("Brief van 2 mei 2029.",),
        "rct_2": ("Onderzoek uit 2029.",),
        "art_8": quoted,
    }


@pytest.mark.parametrize(
    "text",
    [b"", b"<html><body>Checking your browser</body></html>", b"%PDF-1.7", b'<body><p class="norm">x</p></body>'],
)
def test_anything_else_is_refused(text: bytes) -> None:
    with pytest.raises(ShapeError):
        parse_eurlex(text, source(PUBLISHED))
