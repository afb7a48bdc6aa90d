"""Citations in text and the ids that they mean, as tables: what people type, what laws write, what is no citation."""

import itertools
import random

import pytest

from aiact_assistant.corpus.cross_references import references_from
from aiact_assistant.corpus.labels import LATIN, LATIN_LETTERS, ancestors, contains, format_reference
from aiact_assistant.corpus.references import (
    Reference,
    find_references,
    parse_reference,
    resolve,
)
from aiact_assistant.domain import Language

GDPR = "Verordening (EU) 2016/679"


def articles(first: int, last: int) -> str:
    return " ".join(f"art_{number}" for number in range(first, last + 1))


def found(text: str) -> list[str]:
    """Ids in order; those of another act carry its name."""
    return [ref.id if ref.act is None else f"{ref.id} | {ref.act}" for ref in find_references(text)]


TYPED: list[tuple[str, str]] = [
    ("art. 26 lid 7", "art_26.7"),
    ("artikel 26.7", "art_26.7"),
    ("is artikel 6.3 van toepassing?", "art_6.3"),
    ("Zie artikel 6.", "art_6"),
    ("Zie artikel 6. 3 dagen later", "art_6"),
    ("art 26 (7)", "art_26.7"),
    ("art26lid7", "art_26.7"),
    ("ART26LID7", "art_26.7"),
    ("Artikel\u00a026,\u00a0lid\u00a07", "art_26.7"),
    ("artikel 26, zevende lid", "art_26.7"),
    ("artikel 26 elfde lid", "art_26.11"),
    ("art. 5(1)(ba) AI Act", "art_5.1.ba"),
    ("Article 5(1)(ba)", "art_5.1.ba"),
    ("Article 5 (1) (f)", "art_5.1.f"),
    ("artikel 5, lid 1, onder b bis", "art_5.1.ba"),
    ("artikel 5, lid 1, punt b bis)", "art_5.1.ba"),
    ("artikel 5, lid 1, punt b bis", "art_5.1.ba"),
    ("artikel 5 lid 1 sub f", "art_5.1.f"),
    ("art 5 lid 1 f", "art_5.1.f"),
    ("art.5 lid1 onderdeel f", "art_5.1.f"),
    ("art. 5, eerste lid, aanhef en onder f", "art_5.1.f"),
    ("art. 5 lid 1 sub f en g", "art_5.1.f art_5.1.g"),
    ("artikel 5 lid 1 f en lid 2", "art_5.1.f art_5.2"),
    ("artikel 5.1.b", "art_5.1.b"),
    ("wat staat in art_5.1.ba?", "art_5.1.ba"),
    ("ART 5.1.ba", "art_5.1.ba"),
    ("art. 6(3)", "art_6.3"),
    ("Article 6(1a)", "art_6.1a"),
    ("Article 9(1) and (2)", "art_9.1 art_9.2"),
    ("bijlage III punt 4", "anx_III.4"),
    ("bijlage III, 4a", "anx_III.4.a"),
    ("bijlage III 4 a", "anx_III.4.a"),
    ("bijlage III, punt 4, a)", "anx_III.4.a"),
    ("bijlage III punt 5 onder a", "anx_III.5.a"),
    ("annex III point 5(a)", "anx_III.5.a"),
    ("annex iii (4)(a)", "anx_III.4.a"),
    ("Annex III point 4 a provider", "anx_III.4"),
    ("Annex 3", "anx_III"),
    ("bijlage 3 punt 1", "anx_III.1"),
    ("bijlage 3 punt 1 sub a", "anx_III.1.a"),
    ("bijlagen VI en VII", "anx_VI anx_VII"),
    ("bijlagen 1 t/m 3", "anx_I anx_II anx_III"),
    ("bijlagen I tot en met V", "anx_I anx_II anx_III anx_IV anx_V"),
    ("annex VIII section B", "anx_VIII.B"),
    ("bijlage I deel A", "anx_I.A"),
    ("bijlage I, afdeling A, punt 2", "anx_I.A.2"),
    ("bijlage VII, punt 4.3", "anx_VII.4.3"),
    ("bijlage XI, punt 2, d)", "anx_XI.1.2.d"),
    ("bijlage XI, afdeling 2, punt 1", "anx_XI.2.1"),
    ("overweging 53", "rct_53"),
    ("recital 53", "rct_53"),
    ("recital (53)", "rct_53"),
    ("overw. 20", "rct_20"),
    ("overwegingen 12, 13 en 14", "rct_12 rct_13 rct_14"),
    ("artikel 4bis", "art_4a"),
    ("artikel 4 bis", "art_4a"),
    ("art 4a", "art_4a"),
    ("artikel 75c(2)", "art_75c.2"),
    ("art 75 quater lid 2", "art_75c.2"),
    ("artikel 75 bis t/m quinquies", "art_75a art_75b art_75c art_75d"),
    ("artikel 75 bis tot en met 75 quinquies", "art_75a art_75b art_75c art_75d"),
    ("artikelen 8 tot en met 15", articles(8, 15)),
    ("Articles 8 to 15", articles(8, 15)),
    ("art. 16-27", articles(16, 27)),
    ("artikelen 28 – 39", articles(28, 39)),
    ("artikelen 15 t/m 8", "art_15 art_8"),
    ("de artikelen 16 en 26", "art_16 art_26"),
    ("Arts. 16 and 26", "art_16 art_26"),
    ("artikel 26 of 27?", "art_26 art_27"),
    ("artikelen 16, lid 1, en 26", "art_16.1 art_26"),
    ("artikel 9, leden 1 en 2", "art_9.1 art_9.2"),
    ("artikel 99 leden 3, 4 en 5", "art_99.3 art_99.4 art_99.5"),
    ("artikel 26 lid 7 en 8", "art_26.7 art_26.8"),
    ("verschil artikel 6 lid 1 en lid 2?", "art_6.1 art_6.2"),
    ("artikel 10, lid 2, punten f) en g)", "art_10.2.f art_10.2.g"),
    ("Article 5(1), points (a) to (c)", "art_5.1.a art_5.1.b art_5.1.c"),
    ("lid 2 van artikel 6", "art_6.2"),
    ("het tweede lid van artikel 6", "art_6.2"),
    ("paragraph 2 of Article 6", "art_6.2"),
    ("points (a) and (b) of Article 5(1)", "art_5.1.a art_5.1.b"),
    ("punt a) van lid 1 van artikel 5", "art_5.1.a"),
    ("onder f van artikel 5 lid 1", "art_5.1.f"),
    ("artikel 5, lid 1, punt h), i)", "art_5.1.h.i"),
    ("artikel 13, lid 3, sub b, sub ii", "art_13.3.b.ii"),
    ("artikel 13(3)(b)(ii)", "art_13.3.b.ii"),
    ("artikel 16, punt i)", "art_16.i"),
    ("artikel 3, punt 14", "art_3.14"),
    ("art 3 lid 14", "art_3.14"),
    ("artikel 3(1)", "art_3.1"),
    ("artikel 3 onder 14", "art_3.14"),
    ("hoofdstuk III, afdeling 2", "cpt_III.sct_2"),
    ("hfst. V afd. 2", "cpt_V.sct_2"),
    ("Section 2 of Chapter III", "cpt_III.sct_2"),
    ("Chapter V", "cpt_V"),
    ("de hoofdstukken I en II", "cpt_I cpt_II"),
    ("art. 99 lid 4", "art_99.4"),
    ("artikel 140", "art_140"),
    ("artikel 43, lid 1, tweede alinea, punt a)", "art_43.1.al2.a"),
    ("Article 43(1), second subparagraph, point (a)", "art_43.1.al2.a"),
    ("artikel 5, lid 1, eerste alinea, punt h)", "art_5.1.h"),
    ("artikel 6, lid 1, tweede volzin", "art_6.1"),
    ("artikel 26 van de AI verordening", "art_26"),
    ("artikel 26 van Verordening (EU) 2024/1689", "art_26"),
    ("art. 4 bis", "art_4a"),
    ("bijlage XXII", "anx_XXII"),
    ("dit (zie artikel 5 en 6) geldt", "art_5 art_6"),
    ("dit (artikel 5, lid 1, punt a), en lid 2) geldt", "art_5.1.a art_5.2"),
    ("(art 8.5 & 8.6)", "art_8.5 art_8.6"),
    ("bijlage III, punt 1, a (systemen op afstand)", "anx_III.1.a"),
    ("artikel 26 van de EU-verordening", "art_26"),
    ("artikel 75 quinquies", "art_75d"),
    ("artikel 6 lid 1 quater", "art_6.1c"),
    ("bijlage III onder 4", "anx_III.4"),
    ("Annex III point 4(a)", "anx_III.4.a"),
    ("bijlage VIII, afdeling B, punt 6", "anx_VIII.B.6"),
    ("bijlagen I-III", "anx_I anx_II anx_III"),
    ("artikel 3(14)", "art_3.14"),
    ("artikel 113, punt c, i)", "art_113.c.i"),
    ("artikel 5 eerste lid onder f", "art_5.1.f"),
    ("art. 5 lid 1 b bis", "art_5.1.ba"),
    ("art5", "art_5"),
    ("artikel5", "art_5"),
    ("AI Act article 50", "art_50"),
    ("artikel 16 en 17", "art_16 art_17"),
    ("artikel 5 lid 99", "art_5.99"),
    ("bijlage XX", "anx_XX"),
    ("wat is anx_VII.4.3, en anx_XI.1.2.d?", "anx_VII.4.3 anx_XI.1.2.d"),
    ("artikel 26 van de AI-wet", "art_26"),
    ("artikel 26 van de Europese AI-verordening", "art_26"),
    ("artikel 26 van deze wet", "art_26"),
    ("artikel 26 van de verordening", "art_26"),
    ("Geldt artikel 26 of de AVG?", "art_26"),
    ("Naast de AVG moeten wij ook artikel 26 volgen", "art_26"),
    ("ARTIKEL 26 WAT MOETEN WE DOEN", "art_26"),
    ("moet ik art 26 lid 7 en art 27 doen", "art_26.7 art_27"),
    ("art. 27 FRIA en art 49 lid 3 en bijlage VIII afdeling C", "art_27 art_49.3 anx_VIII.C"),
]

MISSPELT: list[tuple[str, str]] = [
    ("artiekel 6", "art_6"),
    ("atrikel 6", "art_6"),
    ("wat zegt aritkel 6 lid 3", "art_6.3"),
    ("artkel 6", "art_6"),
    ("artikell 6", "art_6"),
    ("artilce 6(3)", "art_6.3"),
    ("artiekelen 8 t/m 9", "art_8 art_9"),
    ("bijalge III punt 4", "anx_III.4"),
    ("bijlag III", "anx_III"),
    ("overwegign 53", "rct_53"),
    ("hoofstuk III", "cpt_III"),
    ("artiesten 6", ""),
    ("artiekel over 6 dingen", ""),
]

LEGAL: list[tuple[str, str]] = [
    ("artikel 5, lid 1, eerste alinea, punt h), en lid 2", "art_5.1.h art_5.2"),
    ("artikel 5, lid 1, eerste alinea, punten b bis) en b ter, bedoelde", "art_5.1.ba art_5.1.bb"),
    ("artikel 5, leden 1 bis en lid 1 ter", "art_5.1a art_5.1b"),
    (
        "artikel 60, leden 2 en 3, lid 4, punten d) tot en met f), en leden 5 tot en met 7",
        "art_60.2 art_60.3 art_60.4.d art_60.4.e art_60.4.f art_60.5 art_60.6 art_60.7",
    ),
    ("artikel 9, lid 6 of lid 7, artikel 17, lid 1 of lid 3", "art_9.6 art_9.7 art_17.1 art_17.3"),
    ("bijlage III, punt 5, b) en c)", "anx_III.5.b anx_III.5.c"),
    ("bijlage III, punten 1, 6 en 7", "anx_III.1 anx_III.6 anx_III.7"),
    ("in punt 1, 6 of 7 van bijlage III", "anx_III.1 anx_III.6 anx_III.7"),
    ("bijlage III, met uitzondering van de in punt 2 van die bijlage", "anx_III anx_III.2"),
    ("afdeling A van bijlage I", "anx_I.A"),
    ("afdeling B, punten 1 en 2, en punt 8 van bijlage VIII", "anx_VIII.B.1 anx_VIII.B.2 anx_VIII.B.8"),
    ("punten 1 en 2, van bijlage IX, met uitzondering van punt 2", "anx_IX.1 anx_IX.2 anx_IX.2"),
    (
        "de punten 4.3 en 4.5 en de vijfde alinea van punt 4.6 van bijlage VII",
        "anx_VII.4.3 anx_VII.4.5 anx_VII.4.6.al5",
    ),
    ("bijlage XI, en met name punt 2, d) en e)", "anx_XI anx_XI.1.2.d anx_XI.1.2.e"),
    ("hoofdstuk III, de afdelingen 1, 2 en 3", "cpt_III.sct_1 cpt_III.sct_2 cpt_III.sct_3"),
    ("een bij artikel 75 ter bij besluit verleend", "art_75b"),
]

OTHER_ACTS: list[tuple[str, list[str]]] = [
    ("artikel 10 van Verordening (EU) 2016/679", [f"art_10 | {GDPR}"]),
    ("artikel 3, punt 4, van Richtlijn (EU) 2016/680", ["art_3.4 | Richtlijn (EU) 2016/680"]),
    ("artikel 4 van Verordening (EU) nr. 1025/2012", ["art_4 | Verordening (EU) nr. 1025/2012"]),
    ("artikel 2 van Richtlijn 2011/93/EU", ["art_2 | Richtlijn 2011/93/EU"]),
    ("Article 9 of Regulation (EU) 2016/679", ["art_9 | Regulation (EU) 2016/679"]),
    ("Verordening (EU) 2016/679, artikel 9", [f"art_9 | {GDPR}"]),
    ("artikel 6 AVG", ["art_6 | AVG"]),
    ("artikel 6 (AVG)", ["art_6 | AVG"]),
    ("AVG artikel 35", ["art_35 | AVG"]),
    ("Art. 9(2)(g) GDPR", ["art_9.2.g | GDPR"]),
    ("artikel 4:8 Awb", ["art_4:8 | Awb"]),
    ("artikel 4:8", ["art_4:8 | other"]),
    ("artikel 16 VWEU", ["art_16 | VWEU"]),
    ("artikel 22 avg", ["art_22 | avg"]),
    ("artikel 22 (geautomatiseerde besluiten) AVG", ["art_22 | AVG"]),
    (
        "artikel 22 uit de algemene verordening gegevensbescherming",
        ["art_22 | algemene verordening gegevensbescherming"],
    ),
    ("de AVG (artikel 22)", ["art_22 | AVG"]),
    ("AVG: artikel 22", ["art_22 | AVG"]),
    ("zegt de AVG in artikel 22 iets?", ["art_22 | AVG"]),
    ("artikel 22 en 35 AVG", ["art_22 | AVG", "art_35 | AVG"]),
    ("lid 3 van artikel 22 AVG", ["art_22.3 | AVG"]),
    ("atrikel 22 AVG", ["art_22 | AVG"]),
    ("artikel 22 AVG-verzoek", ["art_22 | AVG"]),
    ("artikel 35 AVG of artikel 27 AI-verordening", ["art_35 | AVG", "art_27"]),
    ("artikel 35 AVG, artikel 27", ["art_35 | AVG", "art_27"]),
    ("artikel 27, AVG artikel 35", ["art_27", "art_35 | AVG"]),
    ("AI Act artikel 14 GDPR artikel 22", ["art_14", "art_22 | GDPR"]),
    ("artikel 26 van deze wet en artikel 27 WOR", ["art_26", "art_27 | WOR"]),
    ("art. 3:2 en 3:46 Awb", ["art_3:2 | Awb", "art_3:46 | Awb"]),
    ("artikel 10 Grondwet", ["art_10 | Grondwet"]),
    ("art. 6 EVRM", ["art_6 | EVRM"]),
    (
        "artikel 8 van het Europees Verdrag voor de Rechten van de Mens",
        ["art_8 | Europees Verdrag voor de Rechten van de Mens"],
    ),
    ("artikel 2 Archiefwet", ["art_2 | Archiefwet"]),
    ("artikel 5 van de Wet beveiliging netwerken", ["art_5 | Wet beveiliging"]),
    ("artikel 11 Vreemdelingenbesluit", ["art_11 | Vreemdelingenbesluit"]),
    ("artikel 10, tweede lid, van de richtlijn", ["art_10.2 | de richtlijn"]),
    (
        "artikel 3 en 4 DSM-auteursrechtrichtlijn",
        ["art_3 | DSM-auteursrechtrichtlijn", "art_4 | DSM-auteursrechtrichtlijn"],
    ),
    ("artikel 4 Wvggz", ["art_4 | Wvggz"]),
    ("artikel 6 van het wetsvoorstel", ["art_6 | wetsvoorstel"]),
    ("artikel 2 van de bijlage bij Aanbeveling 2003/361/EG", ["art_2 | Aanbeveling 2003/361/EG"]),
    (
        "het Verdrag betreffende de Europese Unie, en met name artikel 16",
        ["art_16 | Verdrag betreffende de Europese Unie"],
    ),
    ("artikel 4, lid 2, VEU", ["art_4.2 | VEU"]),
    ("artikel 25 lid 1 sub k WOR", ["art_25.1.k | WOR"]),
    ("artikel 1 van de Grondwet", ["art_1 | Grondwet"]),
    ("artikel 6 van de Wet open overheid", ["art_6 | Wet open overheid"]),
    ("bijlage I bij Richtlijn (EU) 2020/1828", ["anx_I | Richtlijn (EU) 2020/1828"]),
    ("artikel 12, lid 1, van die verordening", ["art_12.1 | die verordening"]),
    ("de artikelen 5 en 6 van Verordening (EU) 2016/679", [f"art_5 | {GDPR}", f"art_6 | {GDPR}"]),
    (
        "artikel 5, lid 1, punt b), en artikel 9 van Verordening (EU) 2016/679",
        [f"art_5.1.b | {GDPR}", f"art_9 | {GDPR}"],
    ),
    ("verschil tussen artikel 27 en artikel 35 van de AVG?", ["art_27", "art_35 | AVG"]),
    ("artikel 9 van Verordening (EU) 2016/679 en artikel 74, lid 5", [f"art_9 | {GDPR}", "art_74.5"]),
    ("artikel 26, lid 8, van deze verordening en artikel 35 AVG", ["art_26.8", "art_35 | AVG"]),
]

NOTHING = [
    "",
    "lid van de OR",
    "lid 7",
    "punt 3 op de agenda",
    "punt h), i)",
    "mag het onder de 5 blijven",
    "artikel in de krant",
    "een artikel uit 2024",
    "artikel 2024",
    "5 artikelen",
    "in 2026 staan er 3 artikelen en 2 bijlagen in",
    "bijlage bij de mail",
    "bijlage A",
    "hoofdstuk over risico's",
    "de arts van dienst",
    "state of the art 2026/12",
    "Verordening (EU) 2024/1689",
    "75 quater",
    "artikel nul",
    "artikel 15.000 euro",
    "10^25 bewerkingen",
]

NOT_THE_REST: list[tuple[str, str]] = [
    ("bijlage III, 4 jaar later", "anx_III"),
    ("artikel 5, lid 1, punten c tot a", "art_5.1.c art_5.1.a"),
    ("punt 2 van die bijlage en artikel 6", "art_6"),
    ("artikel 5 en 2 jaar later", "art_5"),
    ("artikel 50, 2 keer gelezen", "art_50"),
    ("geldt artikel 4 voor ons? We zijn met 25 mensen", "art_4"),
    ("artikel 9 ter beheersing van risico's", "art_9"),
    ("artikel 6 (2024)", "art_6"),
    ("artikel 5-systemen", "art_5"),
    ("artikel 113 met ingang van 2 augustus 2026", "art_113"),
    ("artikel 5 onder de aandacht", "art_5"),
]


@pytest.mark.parametrize(("text", "ids"), [*TYPED, *MISSPELT, *LEGAL, *NOT_THE_REST])
def test_found_in_text(text: str, ids: str) -> None:
    assert found(text) == ids.split()


@pytest.mark.parametrize(("text", "ids"), OTHER_ACTS)
def test_other_acts_are_not_ours(text: str, ids: list[str]) -> None:
    assert found(text) == ids


@pytest.mark.parametrize("text", NOTHING)
def test_no_citation(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "here", "ids"),
    [
        ("In afwijking van lid 1", "art_26.7", "art_26.1"),
        ("de leden 2, 3 en 4 van dit artikel", "art_6.1.a", "art_6.2 art_6.3 art_6.4"),
        ("paragraphs 2 and 3 of this Article", "art_6.1", "art_6.2 art_6.3"),
        ("lid 1, eerste alinea, punt h)", "art_5.2", "art_5.1.h"),
        ("bedoeld in punt f)", "art_5.1.h", "art_5.1.f"),
        ("bedoeld in punt f)", "art_5.1.h.iii", "art_5.1.f"),
        ("punt h), i)", "art_5.1.h.iii", "art_5.1.h.i"),
        ("punt i)", "art_5.1.h.iii", "art_5.1.h.i"),
        ("punt i)", "art_16.h", "art_16.i"),
        ("point (a)", "art_16.h", "art_16.a"),
        ("punt a)", "art_43.1.al2.b", "art_43.1.al2.a"),
        ("de eerste alinea", "art_6.3.al3", "art_6.3"),
        ("de eerste en de tweede alinea van dit lid", "art_75.1", "art_75.1 art_75.1.al2"),
        ("punt 14", "art_3.20", "art_3.14"),
        ("het in punt 1 bedoelde model", "anx_XI.1.2", "anx_XI.1.1"),
        ("punt e)", "anx_XI.1.2.al2", "anx_XI.1.2.al2.e"),
        ("punt 8", "anx_VIII.A.9", "anx_VIII.A.8"),
        ("punt 3", "anx_VII.4.1", "anx_VII.3"),
        ("afdeling B", "anx_I.A.2", "anx_I.B"),
        ("afdeling 2 van dit hoofdstuk", "art_40.1", "cpt_III.sct_2"),
        ("artikel 26, lid 7, en lid 1", "art_5.1", "art_26.7 art_26.1"),
        ("lid 1, punt h), en de voorwaarden van punt h), iii), daarvan", "art_5.5", "art_5.1.h art_5.1.h.iii"),
        ("lid 1", "anx_III.4", ""),
        ("onder a", "art_16.h", ""),
    ],
)
def test_relative_citations_are_read_from_their_place(text: str, here: str, ids: str) -> None:
    assert [ref.id for ref in references_from(text, here, chapter="cpt_III.sct_5")] == ids.split()


def test_a_section_of_this_chapter_needs_the_chapter() -> None:
    assert references_from("afdeling 2 van dit hoofdstuk", "art_40.1") == ()


def test_articles_that_change_other_acts_cite_those() -> None:
    text = "in artikel 17, lid 5, van hoofdstuk III van Verordening (EU) 2024/1689"
    assert [(ref.id, ref.act) for ref in references_from(text, "art_105")] == [
        ("art_17.5", "other"),
        ("cpt_III", None),
    ]


def test_place_of_a_citation() -> None:
    text = "Zie\u00a0artikel 26, lid 7, en de artikelen 8 tot en met 9."
    first, second, third = find_references(text)
    assert first == Reference("art_26.7", 4, 21, "artikel 26, lid 7")
    assert (second.text, third.text) == ("artikelen 8 tot en met 9", "artikelen 8 tot en met 9")


@pytest.mark.parametrize("text", ["artikel 22 van de AVG", "AVG, artikel 22", "artikel 4:8 Awb"])
def test_a_citation_of_another_act_has_its_name(text: str) -> None:
    assert [ref.text for ref in find_references(f"Mag dat volgens de {text} wel?")] == [text]


IDS = """
    art_1 art_26.7 art_3.14 art_3.14a art_3.49.c art_3.61.a.ii art_4a art_4a.1 art_4a.1.f art_5.1 art_5.1.ba art_5.1.bb
    art_5.1a art_5.1a.a.ii art_5.1.h.iii art_5.1.al2 art_43.1.al2 art_43.1.al2.a art_43.1.al12 art_43.1.al13 art_60a.5.d
    art_75d.2 art_75.1e art_75.2a.al3 art_75b.c art_75b.al2 art_66.e.vii art_16.i art_16.l art_16.v art_16.x art_99.4.da
    art_113.c.i art_113.c.ii art_113.al3 art_140 anx_III anx_III.4 anx_III.4.a anx_I.A anx_I.A.2 anx_I.B.20 anx_VIII.B.6
    anx_VII.4.3 anx_VII.3.1.f anx_VII.4.6.al5 anx_XI.1 anx_XI.1.2 anx_XI.1.2.d anx_XI.1.2.al2 anx_XI.2.3 anx_II.16
    anx_XIII.a anx_XIII.d anx_XIV.3.c rct_1 rct_53 rct_180 cpt_I cpt_III.sct_2 cpt_XIII
""".split()
LETTERED = [f"art_5.1.{letter}{rest}" for letter in "abcdefghijklmnopqrstuvwxyz" for rest in ("", "a", "b", "e")]
NESTED = [f"art_5.1.{letter}.{roman}" for letter in "adhx" for roman in "i ii iii iv v vi vii viii ix x xi".split()]
INSERTED = [shape.format(x) for shape in ("art_75{}", "art_5.1{}", "art_3.14{}") for x in LATIN_LETTERS]


@pytest.mark.parametrize("provision", [*IDS, *LETTERED, *NESTED, *INSERTED])
def test_written_and_read_back(provision: str) -> None:
    languages: tuple[Language, ...] = ("nl", "en")
    for language, act in itertools.product(languages, (True, False)):
        assert parse_reference(format_reference(provision, language, act)) == provision
    assert parse_reference(provision) == provision
    assert parse_reference(provision.upper().replace("_", " ", 1)) == provision


@pytest.mark.parametrize(
    ("provision", "dutch", "english"),
    [
        ("art_26.7", "artikel 26, lid 7 AI-verordening", "Article 26(7) AI Act"),
        ("anx_III.4.a", "bijlage III, punt 4, a) AI-verordening", "Annex III, point 4(a) AI Act"),
        ("rct_53", "overweging 53 AI-verordening", "recital 53 AI Act"),
        ("art_3.14", "artikel 3, punt 14 AI-verordening", "Article 3(14) AI Act"),
        ("art_4a.1", "artikel 4 bis, lid 1 AI-verordening", "Article 4a(1) AI Act"),
        ("art_5.1.ba", "artikel 5, lid 1, punt b bis) AI-verordening", "Article 5(1)(ba) AI Act"),
        ("art_5.1.h.iii", "artikel 5, lid 1, punt h), iii) AI-verordening", "Article 5(1)(h)(iii) AI Act"),
        (
            "art_43.1.al2.a",
            "artikel 43, lid 1, tweede alinea, punt a) AI-verordening",
            "Article 43(1), second subparagraph, point (a) AI Act",
        ),
        ("anx_I.A.2", "bijlage I, afdeling A, punt 2 AI-verordening", "Annex I, Section A, point 2 AI Act"),
        ("anx_XIII.d", "bijlage XIII, punt d) AI-verordening", "Annex XIII, point (d) AI Act"),
        ("anx_VII.4.3", "bijlage VII, punt 4.3 AI-verordening", "Annex VII, point 4.3 AI Act"),
        ("cpt_III.sct_2", "hoofdstuk III, afdeling 2 AI-verordening", "Chapter III, Section 2 AI Act"),
        ("ak:voldoen-aan-wetten", "ak:voldoen-aan-wetten", "ak:voldoen-aan-wetten"),
    ],
)
def test_labels(provision: str, dutch: str, english: str) -> None:
    assert (format_reference(provision, "nl"), format_reference(provision, "en")) == (dutch, english)


@pytest.mark.parametrize(
    "text", ["", "wat moet ik doen?", "artikel 5 en 6", "lid 1", "artikel 6 AVG", "artikel 5 over"]
)
def test_not_one_whole_reference(text: str) -> None:
    assert parse_reference(text) is None


@pytest.mark.parametrize(
    "text", ["  artikel 26, lid 7 van de AI-verordening.", "ART 26.7", "Artikel 26 lid 7?", "art_26.7"]
)
def test_one_whole_reference(text: str) -> None:
    assert parse_reference(text) == "art_26.7"


def test_containment_goes_by_parts() -> None:
    assert ancestors("art_5.1.ba") == ("art_5.1", "art_5")
    assert ancestors("rct_53") == ()
    assert contains("art_5", "art_5")
    assert contains("art_5", "art_5.1.ba")
    assert not contains("art_5", "art_50")
    assert not contains("art_5.1", "art_5.1a")


@pytest.mark.parametrize(
    ("cited", "meant"),
    [
        ("art_6.3", "art_6.3"),
        ("art_6.3.al2", "art_6.3"),
        ("art_6.3.al2.a", "art_6.3.a"),
        ("art_6.3a", "art_6.3.a"),
        ("anx_I.11", "anx_I.A.11"),
        ("anx_VIII.1", None),
        ("art_140", None),
    ],
)
def test_what_a_citation_means_in_the_parsed_law(cited: str, meant: str | None) -> None:
    law = {"art_6", "art_6.3", "art_6.3.a", "anx_I", "anx_I.A.11", "anx_VIII.A.1", "anx_VIII.B.1"}
    assert resolve(cited, law.__contains__) == meant


def test_latin_and_letters_pair() -> None:
    assert len(LATIN) == len(LATIN_LETTERS)
    assert found("artikel 4 quinquies") == ["art_4d"]


@pytest.mark.parametrize("text", ["lid 1 van " * 1000, "artikel 5, " * 900, "(" * 10_000, "artikel 5" + ".1" * 4000])
def test_long_nonsense_ends(text: str) -> None:
    assert all(text[ref.start : ref.end] == ref.text for ref in find_references(text))


def test_shuffled_words_give_places_within_the_text() -> None:
    random.seed(20261124)
    words = (
        "artikel artikelen lid leden punt punten en of van dit , ( ) 1 2 a b ba bis ter tot en met bijlage III afdeling"
    )
    pool = [*words.split(), "A", "eerste", "alinea", "AVG", GDPR, ".", "-", "die", "overweging", "daarvan"]
    for _ in range(500):
        text = " ".join(random.choices(pool, k=14))
        for ref in (*find_references(text), *references_from(text, "anx_XI.1.2.e", chapter="cpt_III")):
            assert text[ref.start : ref.end] == ref.text
            assert ref.text
