"""The memo in its forms: everyone's answer side by side, sources as footnotes, and on every page that it is a draft."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import Any

import docx
import pytest
from docx.document import Document
from jsonschema import Draft202012Validator
from lxml import etree

from aiact_assistant.assessment.export.blocks import sources_of
from aiact_assistant.assessment.export.markdown import to_markdown
from aiact_assistant.assessment.export.memo import BANNER, make_memo
from aiact_assistant.assessment.export.word import to_docx
from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.domain import Draft, Evidence, HumanAnswer, Language
from aiact_assistant.public_draft import draft_json
from tests.conftest import ROOT
from tests.drafts import LOGS, PLAN, QUOTE, drafted, make_proposal
from tests.fakes import AIDS, TITLES
from tests.walks import whole

BOOK = load_rules()
MADE = datetime(2026, 11, 24, 12)
REASON = "Het plant alleen | gesprekken <nu>."
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def draft() -> Draft:
    return drafted([HumanAnswer("recruitment", False, REASON), HumanAnswer("uses", True)])


def markdown(draft: Draft, language: Language = "nl") -> str:
    return to_markdown(make_memo(BOOK, draft, TITLES, language))


def section(text: str, heading: str) -> str:
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def word(draft: Draft, language: Language = "nl") -> tuple[Document, zipfile.ZipFile]:
    data = to_docx(make_memo(BOOK, draft, TITLES, language), MADE)
    return docx.Document(io.BytesIO(data)), zipfile.ZipFile(io.BytesIO(data))


def test_a_change_stands_beside_the_proposal_with_its_reason(draft: Draft) -> None:
    row = section(markdown(draft), "Waar voorstel, mens en regels verschillen")
    assert (
        "| Werft of selecteert het mensen voor werk? | ja (zekerheid 90%) | nee | nee |"
        " Het plant alleen \\| gesprekken \\<nu\\>. |" in row
    )
    assert "Klasse met alleen het voorstel" not in markdown(draft)  # both are still open
    facts = section(markdown(draft), "Feiten en bewijs")
    assert f"“{QUOTE}” ({PLAN}, blz. 2)" in facts
    assert "niet nagekeken" in facts


def test_a_whole_proposal_and_a_person_can_differ_in_class() -> None:
    everything = {fact.id: bool(fact.answer) for fact in whole().facts}
    text = markdown(drafted([HumanAnswer("recruitment", False, REASON)], make_proposal(everything)))
    outcome = section(text, "Uitkomst")
    assert "| **Klasse met alleen het voorstel** | hoog risico |" in outcome
    assert "| **Waarschijnlijkste klasse** | **minimaal risico** |" in outcome


def test_duties_say_from_when_and_what_the_documents_show() -> None:
    duties = section(markdown(drafted()), "Verplichtingen")
    logs = next(line for line in duties.split("\n") if "minstens zes maanden" in line)
    assert f"genoemd:<br>“{LOGS.quote}” ({PLAN}, blz. 3)" in logs
    assert "vanaf 2 december 2027" in logs
    assert "**voorlopig**" in logs
    oversight = next(line for line in duties.split("\n") if "Laat toezicht houden door mensen" in line)
    assert "**niets gevonden**" in oversight


def test_every_footnote_is_cited_and_every_citation_has_one(draft: Draft) -> None:
    text = markdown(draft)
    cited = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    told = re.findall(r"^\[\^(\d+)\]: ", text, re.M)
    assert told == [str(number) for number in range(1, len(told) + 1)]
    assert set(told) == cited
    assert "[artikel 5, lid 1 AI-verordening](https://eur-lex.europa.eu/" in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_says_what_it_is_made_of(draft: Draft, language: Language) -> None:
    text = markdown(draft, language)
    assert text.split("\n")[2] == f"**{BANNER[language]}**"
    account = section(text, "Verantwoording" if language == "nl" else "Account")
    assert BOOK.version in account
    assert "c0ffee" in account
    assert ("niet gebruikt" if language == "nl" else "not used") in account


def test_the_english_memo_has_no_dutch_of_its_own(draft: Draft) -> None:
    own = markdown(draft, "en").replace(QUOTE, "").replace(LOGS.quote, "").replace(PLAN, "")
    assert not re.search(r"\b(?:het|een|niet|voor|vanaf|onbekend)\b", own.replace("Het plant alleen", ""))


def test_the_word_file_has_the_banner_on_every_page(draft: Draft) -> None:
    document, _ = word(draft)
    (section_,) = document.sections
    assert section_.header.paragraphs[0].text == "Concept: beoordeling door een mens vereist"
    assert not section_.different_first_page_header_footer
    assert document.core_properties.title == "Beoordeling volgens de AI-verordening"
    assert document.core_properties.created is not None
    assert document.core_properties.created.replace(tzinfo=None) == MADE
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings[:3] == ["Let op", "Uitkomst", "Waar voorstel, mens en regels verschillen"]
    assert headings[-1] == "Bijlage: alle regels"


def test_the_word_file_has_tables_whose_heads_repeat(draft: Draft) -> None:
    document, _ = word(draft)
    heads = [table for table in document.tables if table.rows[0]._tr.findall(f"{W}trPr/{W}tblHeader")]
    assert [cell.text for cell in heads[0].rows[0].cells] == ["Vraag", "Voorstel", "Mens", "Regels", "Reden"]
    assert heads[0].rows[1].cells[4].text == REASON
    evidence = [cell.text for table in heads for row in table.rows for cell in row.cells]
    assert f"“{QUOTE}” ({PLAN}, blz. 2)" in evidence


def test_the_word_file_has_real_footnotes(draft: Draft) -> None:
    document, package = word(draft)
    marks = [int(mark.get(f"{W}id", "")) for mark in document.element.iter(f"{W}footnoteReference")]
    notes: Any = etree.fromstring(package.read("word/footnotes.xml"))
    told = {int(note.get(f"{W}id")): "".join(note.itertext()) for note in notes if note.get(f"{W}type") is None}
    assert sorted(marks) == list(told) == list(range(1, len(sources_of(make_memo(BOOK, draft, TITLES, "nl"))) + 1))
    assert any("artikel 5, lid 1 AI-verordening" in text for text in told.values())
    assert b"https://eur-lex.europa.eu/" in package.read("word/_rels/footnotes.xml.rels")
    assert b"wordprocessingml.footnotes+xml" in package.read("[Content_Types].xml")


def test_numbers_of_notes_have_the_style_that_word_and_libreoffice_know(draft: Draft) -> None:
    document, package = word(draft)
    style = next(one for one in document.styles if one.name == "footnote reference")
    named = f'<w:rStyle w:val="{style.style_id}"/>'.encode()
    for part in ("word/document.xml", "word/footnotes.xml"):
        assert package.read(part).count(named) == len(sources_of(make_memo(BOOK, draft, TITLES, "nl")))


def test_properties_of_a_table_stand_in_the_order_that_word_wants(draft: Draft) -> None:
    order = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
    for table in word(draft)[0].tables:
        names = [etree.QName(one).localname for one in table._tbl.tblPr]
        assert names == [name for name in order if name in names]
        assert {"tblBorders", "tblCellMar"} <= set(names)


def test_the_annex_has_every_rule_once_and_why_for_those_that_are_decided(draft: Draft) -> None:
    annex = section(markdown(draft), "Bijlage: alle regels")
    steps = draft.decision.trace
    rows = [line for line in annex.split("\n") if line.startswith("| ")][2:]
    decided = [step for step in steps if step.value is not None]
    assert [row.split(" | ")[1] for row in rows] == ["ja" if step.value else "nee" for step in decided]
    assert any("Werft of selecteert het mensen voor werk? nee" in row for row in rows)
    assert f"### Nog onbekend ({len(steps) - len(decided)})" in annex
    unknown = annex.partition("### Nog onbekend")[2]
    assert all(f"{step.name['nl']} (" in unknown for step in steps if step.value is None)


def test_what_xml_cannot_hold_does_not_break_the_word_file() -> None:
    answer = HumanAnswer("recruitment", False, "Nul\x00 en half \ud800 teken")
    document, _ = word(drafted([answer]))
    assert "Nul  en half   teken" in [cell.text for row in document.tables[2].rows for cell in row.cells]


def test_the_json_is_as_its_schema_says(draft: Draft) -> None:
    schemas = ROOT / "docs" / "schemas"
    found = json.loads(json.dumps(draft_json(BOOK, draft, AIDS)))
    Draft202012Validator(json.loads((schemas / "draft.json").read_text("utf8"))).validate(found)
    for name in ("decision", "proposed", "expected"):
        Draft202012Validator(json.loads((schemas / "decide.json").read_text("utf8"))).validate(found[name])
    facts = {fact["id"]: fact for fact in found["facts"]}
    assert facts["recruitment"]["proposal"]["answer"] == "yes"
    assert facts["recruitment"]["human"] == {"answer": "no", "reason": REASON}
    assert facts["profiling"]["human"] is None
    assert found["disagreements"] == ["recruitment"]


def test_a_quote_over_more_lines_stays_in_its_cell() -> None:
    proposal = make_proposal()
    quote = Evidence(PLAN, None, "Regel een\nregel | twee")
    facts = tuple(replace(one, evidence=(quote,)) if one.id == "infers" else one for one in proposal.facts)
    assert f"“Regel een regel \\| twee” ({PLAN})" in markdown(drafted(proposal=replace(proposal, facts=facts)))
