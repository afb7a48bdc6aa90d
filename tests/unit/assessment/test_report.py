"""The memo says what was decided, from what, from when and that a person must assess it; in both languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from aiact_assistant.assessment.decide import decide
from aiact_assistant.assessment.report import memo
from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.assessment.words import class_name, group_names, register_name, role_name
from aiact_assistant.domain import Decision, Evidence, Fact, Language, RiskClass
from tests.cases import decided, load_cases
from tests.fakes import AIDS, MEASURE, TITLES, TODAY
from tests.walks import whole

BOOK = load_rules()


def written(decision: Decision, language: Language = "nl") -> str:
    return memo(BOOK, decision, AIDS, TITLES, language)


def section(text: str, heading: str) -> str:
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def test_the_memo_holds_outcome_reasoning_duties_and_facts() -> None:
    decision = whole().decision
    text = written(decision)
    assert text.startswith("# Beoordeling volgens de AI-verordening\n\n> **Concept: beoordeling door een mens vereist.")
    assert f"- Versie van de regels: `{BOOK.version}`" in text
    assert "- Geldig op: 24 november 2026" in text
    assert "- Klasse: **hoog risico**" in section(text, "Uitkomst")
    assert "Van toepassing vanaf: 2 december 2027" in section(text, "Uitkomst")
    reasoning = section(text, "Redenering, stap voor stap")
    assert re.findall(r"^(\d)\. ", reasoning, re.M) == list("1234567")
    assert "Ja: Werving en selectie." in reasoning
    assert "Werft of selecteert het mensen voor werk? **ja**" in reasoning
    assert "[bijlage III, punt 4, a)](https://eur-lex.europa.eu/" in section(text, "Bevindingen")
    duties = section(text, "Verplichtingen")
    assert duties.count("\n- ") == len(decision.obligations)
    assert "geldt op deze dag, vanaf 2 februari 2025." in duties
    assert "geen vaste dag" in duties
    facts = section(text, "Gegeven antwoorden")
    assert facts.count("\n- ") == len(decision.facts)
    assert "Nog te beantwoorden" not in text


def test_a_page_of_the_algoritmekader_is_named_once_by_its_title() -> None:
    measures = section(written(whole().decision), "Maatregelen uit het Algoritmekader")
    assert measures.count("[Bel op tijd](https://minbzk.github.io/") == 1
    untitled = memo(BOOK, whole().decision, AIDS, {}, "nl")
    assert f"[{MEASURE.rpartition('/')[2]}](" in untitled


def test_the_english_memo_has_no_dutch_of_its_own() -> None:
    text = written(whole().decision, "en")
    assert text.startswith("# Assessment under the AI Act\n\n> **Draft: assessment by a person is required.")
    assert "- Class: **high risk**" in text
    for dutch in ("Concept", "Uitkomst", "vanaf", "Verplichtingen", "onbekend"):
        assert dutch not in text


def test_what_is_open_or_contradicts_is_said() -> None:
    text = written(decide(BOOK, [Fact("infers", True), Fact("human_rules_only", True)], TODAY))
    assert section(text, "Antwoorden die een ander tegenspreken")
    assert "(`gpai_model`)" in section(text, "Nog te beantwoorden, het belangrijkste eerst")
    assert "Uit deze antwoorden volgen geen verplichtingen." in text


def test_words_of_others_cannot_become_markup() -> None:
    nasty = Fact("machine", True, "[klik](https://x.example)", (Evidence("a|b.pdf", 3, "# kop <b>\n- lijst"),))
    decision = decide(BOOK, [nasty], TODAY)
    text = written(decision)
    assert "[klik](" not in text
    assert "<b>" not in text
    assert "\n- lijst" not in text
    assert "\\[klik\\]" in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_case_can_be_written(language: Language) -> None:
    for case in load_cases():
        text = written(decided(case), language)
        assert class_name(decided(case).risk_class, language) in text


def test_everything_in_the_rules_has_a_name() -> None:
    for language in ("nl", "en"):
        assert {rule.id: role_name(rule.id, language) for rule in BOOK.roles} == {
            rule.id: rule.name[language] for rule in BOOK.roles
        }
        assert set(group_names(language)) == {question.group for question in BOOK.questions.values()}
        for duty in BOOK.duties:
            assert role_name(duty.role, language)
            assert duty.register is None or register_name(duty.register, language)
        assert len({class_name(one, language) for one in RiskClass}) == len(RiskClass)


def test_a_duty_that_waits_for_a_change_of_design_has_no_day() -> None:
    duty = next(d for d in whole(frozenset()).decision.obligations or whole().decision.obligations if d.applies_from)
    decision = replace(whole().decision, obligations=(replace(duty, applies_from=None, in_force=False),))
    assert "geen vaste dag" in section(written(decision), "Verplichtingen")
