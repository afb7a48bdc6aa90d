"""Every reference that the law makes leads somewhere, and every id of the law can be written and read back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from aiact_assistant.corpus.cross_references import references_from
from aiact_assistant.corpus.eurlex import parse_eurlex
from aiact_assistant.corpus.labels import ORDINALS
from aiact_assistant.corpus.references import Reference, format_reference, parse_reference, resolve
from aiact_assistant.domain import Authority, Language, Provision, ProvisionId, Source

pytestmark = pytest.mark.integration

BEFORE, NOW, JOURNAL = "02024R1689-20240712", "02024R1689-20260727", "32024R1689"
LANGUAGES: tuple[Language, ...] = ("nl", "en")

# The law's own slips and shorthand: (article or annex that cites, id cited) -> why no such provision exists.
ODDITIES = {
    ("art_111", "art_113.3.a"): "article 113 has no leden; point a) of its third alinea is meant",
    ("anx_II", "art_5.1.e.iii"): "a slip of the Dutch text: point h), iii) is meant",
}
NEW_ODDITIES = {
    ("art_49", "anx_VIII.B.9"): "the change of 2026 struck point 9 of section B and left this citation",
    ("anx_XIV", "anx_I.1"): "leaves out 'afdeling A', which the lines below it have",
}

_ORDINAL = "|".join(ORDINALS["nl"])
# A word for a part of the law with its number; whatever stands so must have been read.
_CITED = re.compile(
    r"\b(?:artikel(?:en)?|bijlagen?|lid|leden|punt(?:en)?|afdeling(?:en)?|hoofdstuk(?:ken)?|overweging(?:en)?)"
    rf"\s(?:\d|[IVX]+\b|[a-z]\))|\b(?:{_ORDINAL})\s(?:lid|alinea)\b",
    re.IGNORECASE,
)


def parse(mirror: Path, celex: str) -> dict[ProvisionId, Provision]:
    kind = "eurlex-oj" if celex == JOURNAL else "eurlex-consolidated"
    source = Source(celex, celex, Authority.LAW, "nl", kind, "", f"x/{celex}", celex, date(2026, 7, 27))
    return {p.id: p for p in parse_eurlex((mirror / f"eurlex/{celex}.nl.html").read_bytes(), source)}


@pytest.fixture(scope="module")
def recitals(mirror: Path) -> dict[ProvisionId, Provision]:
    return {one: provision for one, provision in parse(mirror, JOURNAL).items() if one.startswith("rct_")}


@pytest.fixture(scope="module", params=[BEFORE, NOW])
def law(mirror: Path, request: pytest.FixtureRequest) -> tuple[str, dict[ProvisionId, Provision]]:
    return request.param, parse(mirror, request.param)


def references(law: dict[ProvisionId, Provision]) -> Iterator[tuple[Provision, tuple[Reference, ...]]]:
    for provision in law.values():
        above: Provision | None = provision
        while above is not None and not above.id.startswith("cpt_"):
            above = law.get(above.parent or "")
        yield provision, references_from(provision.text, provision.id, above.id if above else None)


def test_every_reference_leads_to_a_provision(
    law: tuple[str, dict[ProvisionId, Provision]], recitals: dict[ProvisionId, Provision]
) -> None:
    celex, provisions = law
    known = provisions | recitals
    external: Counter[str] = Counter()
    internal = 0
    lost: set[tuple[str, ProvisionId]] = set()
    for provision, found in references(known):
        for reference in found:
            if reference.act is not None:
                external[reference.act] += 1
            elif resolve(reference.id, known.__contains__):
                internal += 1
            else:
                lost.add((provision.id.partition(".")[0], reference.id))
    print(f"{celex}: {internal} internal, {external.total()} external in {len(external)} acts, {len(lost)} oddities")
    assert lost == set(ODDITIES if celex == BEFORE else ODDITIES | NEW_ODDITIES)
    assert internal > 900
    assert external.total() > 100


def test_no_reference_is_overlooked(
    law: tuple[str, dict[ProvisionId, Provision]], recitals: dict[ProvisionId, Provision]
) -> None:
    seen = 0
    for provision, found in references(law[1] | recitals):
        for cited in _CITED.finditer(provision.text):
            seen += 1
            assert any(ref.start <= cited.start() < ref.end for ref in found), (provision.id, cited.group())
    assert seen > 900


def test_only_articles_that_change_other_acts_cite_acts_they_do_not_name(
    law: tuple[str, dict[ProvisionId, Provision]],
) -> None:
    unnamed = {p.id.partition(".")[0] for p, found in references(law[1]) if any(ref.act == "other" for ref in found)}
    assert unnamed <= {f"art_{number}" for number in range(102, 111)}
    assert "art_108" in unnamed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_is_written_and_read_back(
    law: tuple[str, dict[ProvisionId, Provision]], recitals: dict[ProvisionId, Provision], language: Language
) -> None:
    # Points that articles 105 to 110 quote from other acts are none of ours; nobody cites the title.
    ids = [one for one in law[1] | recitals if re.match(r"(art|anx|rct|cpt)_[^“]*$", one)]
    assert len(ids) > 1500
    assert [one for one in ids if parse_reference(format_reference(one, language)) != one] == []
    assert [one for one in ids if parse_reference(one) != one] == []
