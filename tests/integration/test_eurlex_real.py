"""No word of the real law is lost, and none is there twice."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from aiact_assistant.corpus.eurlex import parse_eurlex, shape
from aiact_assistant.domain import Authority, Provision, ProvisionKind, Source

pytestmark = pytest.mark.integration
_WORD = re.compile(r"\w+")
_LABELS = re.compile(r"^(artikel|bijlage|hoofdstuk|afdeling|bis|ter|quater|quinquies|sexies|\d+|[ivxlc]+|[a-z])$")


def parse(mirror: Path, celex: str) -> tuple[Provision, ...]:
    kind = "eurlex-consolidated" if celex.startswith("0") else "eurlex-oj"
    source = Source(celex, celex, Authority.LAW, "nl", kind, "", f"x/{celex}", celex, date(2026, 7, 27))
    return parse_eurlex((mirror / f"eurlex/{celex}.nl.html").read_bytes(), source)


@pytest.mark.parametrize("celex", ["02024R1689-20240712", "02024R1689-20260727"])
def test_every_word_of_the_enacting_terms_once(mirror: Path, celex: str) -> None:
    """Compares word counts of chapters, annexes and footnotes; labels such as "Artikel 5" and "a)" become ids."""
    root: Any = html.document_fromstring(
        (mirror / f"eurlex/{celex}.nl.html").read_bytes(), parser=html.HTMLParser(encoding="utf-8")
    )
    for element in root.xpath('//script|//style|//p[@class="modref"]'):
        element.drop_tree()
    parts = root.xpath(
        '//div[starts-with(@id,"cpt_") and not(contains(@id,"."))]|//div[starts-with(@id,"anx_")]'
        '|//p[@class="footnote"]'
    )
    wanted: Counter[str] = Counter()
    for part in parts:
        wanted.update(_WORD.findall(" ".join(part.itertext()).replace("\u00ad", "").lower()))
    found: Counter[str] = Counter()
    for provision in parse(mirror, celex):
        for text in (provision.heading, provision.text, *provision.notes):
            found.update(_WORD.findall(text.lower()))
    lost = {word: n for word, n in (wanted - found).items() if not _LABELS.match(word)}
    twice = {word: n for word, n in (found - wanted).items() if not _LABELS.match(word)}
    # A word broken by a soft hyphen or an element border in the source is whole in ours.
    assert "".join(sorted("".join(w * n for w, n in lost.items()))) == "".join(
        sorted("".join(w * n for w, n in twice.items()))
    )
    assert sum(lost.values()) < 20


@pytest.mark.parametrize(
    ("celex", "expected"),
    [
        ("02024R1689-20240712", {"articles": 113, "annexes": 13, "recitals": 0}),
        ("02024R1689-20260727", {"articles": 119, "annexes": 14, "recitals": 0}),
        ("32024R1689", {"articles": 0, "annexes": 0, "recitals": 180}),
    ],
)
def test_shape(mirror: Path, celex: str, expected: dict[str, int]) -> None:
    assert shape(parse(mirror, celex)) == expected


@pytest.fixture(scope="module")
def law(mirror: Path) -> dict[str, Provision]:
    return {p.id: p for p in parse(mirror, "02024R1689-20260727")}


def test_parents_and_children_agree(law: dict[str, Provision]) -> None:
    for provision in law.values():
        for child in provision.children:
            assert law[child].parent == provision.id
            if provision.kind not in {ProvisionKind.CHAPTER, ProvisionKind.SECTION}:
                assert child.startswith(f"{provision.id}.")


@pytest.mark.parametrize(
    "identifier",
    "art_5.1.ba art_5.1.bb art_5.1a art_5.1b art_4a.1.f art_60a art_75d art_43.1.al2.d art_113.c.ii art_5.1.al2"
    " anx_III.4.a anx_VIII.A.13 anx_VIII.B.6 anx_VII.4.3 anx_I.A.2 anx_I.B.20 anx_II.16 anx_XIV.2.a art_6.1c".split(),
)
def test_what_must_exist(law: dict[str, Provision], identifier: str) -> None:
    assert law[identifier].text or law[identifier].children


def test_meaning_of_marks(law: dict[str, Provision]) -> None:
    assert "10^25" in law["art_51.2"].text
    assert (law["art_10.5"].repealed, law["art_10.5"].text) == (True, "")
    assert law["art_5.1.ba"].amended_by == "32026R1744"
    assert law["art_26.7"].amended_by is None
    assert "AIP 0102 | " in law["anx_XIV.2.a"].text
