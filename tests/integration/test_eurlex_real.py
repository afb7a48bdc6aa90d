"""The real law in both dialects: no character lost, none twice, and the same ids in both."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from aiact_assistant.corpus.eurlex import parse_eurlex, shape
from aiact_assistant.domain import Authority, Provision, ProvisionKind, Source
from tests.coverage_eurlex import first_difference, left_out, page_text, parsed_text

pytestmark = pytest.mark.integration

FORMER = "02024R1689-20240712"
PRESENT = "02024R1689-20260727"
JOURNAL = "32024R1689"
SHAPES = {
    FORMER: {"articles": 113, "annexes": 13, "recitals": 0},
    PRESENT: {"articles": 119, "annexes": 14, "recitals": 0},
    JOURNAL: {"articles": 113, "annexes": 13, "recitals": 180},
}

# What the Official Journal has and its consolidation of the same day lacks.
ONLY_IN_JOURNAL = {"pbl_1", *(f"rct_{number}" for number in range(1, 181))}
# Other words: the place, the date and the signatures stand below the closing words of the Official Journal only.
OTHER_TEXT = {"fnp_1"}
# Other number: the journal printed "11" twice, a corrigendum (32024R1689R(04)) made the first of them "10".
OTHER_NUMBER = {"art_73.10"}
# Quoted footnotes: the journal's page lacks those that seven articles quote, and prints a stray '"' behind the eighth.
OTHER_NOTES = {
    *("art_102", "art_103", "art_104", "art_105", "art_106", "art_107", "art_108.1", "art_109"),
}


def page(mirror: Path, celex: str) -> bytes:
    return (mirror / f"eurlex/{celex}.nl.html").read_bytes()


def parse(mirror: Path, celex: str) -> dict[str, Provision]:
    kind = "eurlex-oj" if celex == JOURNAL else "eurlex-consolidated"
    source = Source(celex, celex, Authority.LAW, "nl", kind, "", f"x/{celex}", celex, date(2026, 7, 27))
    provisions = parse_eurlex(page(mirror, celex), source)
    by_id = {p.id: p for p in provisions}
    assert len(by_id) == len(provisions), "an id is there twice"
    return by_id


@pytest.fixture(scope="module")
def acts(mirror: Path) -> dict[str, dict[str, Provision]]:
    return {celex: parse(mirror, celex) for celex in SHAPES}


@pytest.fixture(scope="module")
def law(acts: dict[str, dict[str, Provision]]) -> dict[str, Provision]:
    return acts[PRESENT]


@pytest.mark.parametrize("celex", SHAPES)
def test_every_character_once_and_in_order(mirror: Path, acts: dict[str, dict[str, Provision]], celex: str) -> None:
    expected, expected_notes = page_text(page(mirror, celex))
    found, found_notes = parsed_text(tuple(acts[celex].values()))
    assert not first_difference(found, expected)
    assert found_notes == expected_notes
    assert len(found) > 300_000


def test_what_is_left_out_is_known(mirror: Path) -> None:
    masthead = ["Publicatieblad van de Europese Unie", "NL", "L-serie", "2024/1689", "12.7.2024"]
    colophon = ["ELI: http://", "ISSN 1977-0758"]
    consolidated = [
        *("02024R1689 — NL — ", "Onderstaande tekst dient louter ter informatie", "VERORDENING (EU) 2024/1689"),
        *("van 13 juni 2024", "tot vaststelling", "(Voor de EER", "(PB L 1689", "Gerectificeerd bij:"),
        *("C1", "Rectificatie, PB L 91038", "Rectificatie, PB L 90343"),
    ]
    for celex, begins in ((JOURNAL, masthead + colophon), (FORMER, consolidated), (PRESENT, consolidated)):
        texts = left_out(page(mirror, celex))
        assert [text[: len(begin)] for text, begin in zip(texts, begins, strict=True)] == begins


@pytest.mark.parametrize(("celex", "expected"), SHAPES.items())
def test_shape(acts: dict[str, dict[str, Provision]], celex: str, expected: dict[str, int]) -> None:
    assert shape(tuple(acts[celex].values())) == expected


def test_both_dialects_give_the_same_law(acts: dict[str, dict[str, Provision]]) -> None:
    journal, consolidated = acts[JOURNAL], acts[FORMER]
    assert journal.keys() - consolidated.keys() == ONLY_IN_JOURNAL
    shared = [identifier for identifier in journal if identifier in consolidated]
    assert shared == list(consolidated)

    def different(part: str) -> set[str]:
        return {i for i in shared if getattr(journal[i], part) != getattr(consolidated[i], part)}

    assert different("text") == OTHER_TEXT
    assert different("number") == OTHER_NUMBER
    assert different("notes") == OTHER_NOTES
    assert different("heading") == different("kind") == different("parent") == different("children") == set()
    assert journal["fnp_1"].text.startswith(consolidated["fnp_1"].text)
    assert (journal["art_73.10"].number, consolidated["art_73.10"].number) == ("11", "10")


@pytest.mark.parametrize("celex", SHAPES)
def test_parents_and_children_agree(acts: dict[str, dict[str, Provision]], celex: str) -> None:
    act = acts[celex]
    for provision in act.values():
        assert provision.parent is None or provision.id in act[provision.parent].children
        for child in provision.children:
            assert act[child].parent == provision.id
            if provision.kind not in {ProvisionKind.CHAPTER, ProvisionKind.SECTION}:
                assert child.startswith(f"{provision.id}.")


@pytest.mark.parametrize("celex", SHAPES)
def test_nothing_but_text(acts: dict[str, dict[str, Provision]], celex: str) -> None:
    """No marker, soft hyphen, wide or private-use space, or empty provision is left."""
    for p in acts[celex].values():
        for text in (p.number, p.heading, p.text, *p.notes):
            assert not set(text) & set("▼►◄\u00ad\u00a0\u202f\u2009\ue000"), p.id
            assert "  " not in text, p.id
        assert p.text or p.children or p.repealed, p.id
        assert set(p.id) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._"), p.id


@pytest.mark.parametrize(
    "identifier",
    "art_5.1.ba art_5.1.bb art_5.1a art_5.1b art_4a.1.f art_60a art_75a art_75b art_75c art_75d art_43.1.al2.d"
    " art_113.c.ii art_5.1.al2 art_3.14 cpt_III.sct_2 anx_III.4.a anx_VIII.A.13 anx_VIII.B.6 anx_VII.4.3 anx_I.A.2"
    " anx_I.B.20 anx_II.16 anx_XIV.2.a art_6.1c".split(),
)
def test_what_must_exist(law: dict[str, Provision], identifier: str) -> None:
    assert law[identifier].text or law[identifier].children


def test_continuation_texts(law: dict[str, Provision]) -> None:
    """After a list they are an alinea of their own, after a lid part of it; both stand beside it on the page."""
    assert law["art_5.1.al2"].text.startswith("Punt h)")
    assert law["art_5.2.al2"].text.startswith("Daarnaast")
    assert [len(law[i].text.split("\n")) for i in ("art_5.3", "art_11.1", "art_11.2", "art_111.1")] == [2, 2, 1, 2]


def test_acts_behind_the_markers(law: dict[str, Provision]) -> None:
    assert law["art_5.1.ba"].amended_by == "32026R1744"
    assert law["art_26.7"].amended_by is None
    assert law["art_73.10"].amended_by == "32024R1689R(04)"
    assert {p.amended_by for p in law.values()} == {None, "32026R1744", "32024R1689R(04)"}
    new_articles = {"art_4a", "art_60a", "art_75a", "art_75b", "art_75c", "art_75d"}
    new = {i for i in law if i.split(".")[0] in new_articles | {"anx_XIV"}}
    assert {law[i].amended_by for i in new} == {"32026R1744"}


def test_struck_text(law: dict[str, Provision]) -> None:
    assert [(p.id, p.text, p.children) for p in law.values() if p.repealed] == [("art_10.5", "", ())]
    assert law["art_10.5"].amended_by == "32026R1744"


def test_superscripts_and_tables_keep_their_meaning(law: dict[str, Provision]) -> None:
    assert "10^25" in law["art_51.2"].text
    lines = law["anx_XIV.2.b"].text.split("\n")
    assert [line.partition(" | ")[0] for line in lines[2:]] == ["AIB 0201", "AIB 0202", "AIB 0203"]


def test_quotations_from_other_acts_have_no_ids(acts: dict[str, dict[str, Provision]]) -> None:
    for act in acts.values():
        below = [i for i in act if i.partition(".")[0] in {f"art_{number}" for number in range(102, 111)} and "." in i]
        assert below == [f"art_108.{number}" for number in range(1, 7)]
        assert act["art_105"].text.split("\n")[1].startswith("“5. ")
        assert act["art_110"].text.split("\n")[1].startswith("“68) ")


def test_footnotes_hang_where_they_are_marked(law: dict[str, Provision], acts: dict[str, dict[str, Provision]]) -> None:
    assert [i for i, p in law.items() if p.notes] == ["art_78.1.a", *sorted(OTHER_NOTES), "art_110"]
    assert sum(len(p.notes) for p in acts[JOURNAL].values()) == 59
    assert len(acts[JOURNAL]["pbl_1"].notes) == 4
