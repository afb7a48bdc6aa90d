"""The tab Beslishulp: what it shows of a walk, in both languages, and that a broken address is no danger."""

from __future__ import annotations

import re
from datetime import date

import pytest

from aiact_assistant.assessment.path import stages
from aiact_assistant.domain import Language, RiskClass
from aiact_assistant.ui.beslishulp import view
from tests.cases import decided, load_cases
from tests.walks import step, whole


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_question_stands_with_explanation_example_sources_and_three_answers() -> None:
    html = view(step(""), "nl")
    words = plain(html)
    assert "Vraag 1 · AI-systeem of model · nog hoogstens" in words
    assert "Draait de toepassing op een computer" in words
    assert "Bijvoorbeeld: Een rekenmodel" in words
    assert '#art_3" target="_blank" rel="noopener noreferrer">artikel 3, punt 1' in html
    assert re.findall(r'data-antwoord="(\w+)" aria-keyshortcuts="(\w)"', html) == [
        ("yes", "j"),
        ("no", "n"),
        ("unknown", "o"),
    ]
    assert "Verplichtingen Nog geen." in words
    assert 'id="bh-memo" disabled' in html


def test_a_given_answer_is_marked_and_can_be_left_as_it_is() -> None:
    html = view(step("v1;machine=j;infers=n", "infers"), "nl")
    assert re.findall(r'data-antwoord="(\w+)"[^>]*aria-pressed="true"', html) == ["no"]
    assert 'id="bh-verder"' in html
    assert 'id="bh-terug" data-naar="machine"' in html
    assert "Vraag 2" in html


def test_the_end_shows_the_outcome_with_duties_days_and_help() -> None:
    walk = whole()
    words = plain(view(walk, "nl"))
    assert "Alle vragen zijn beantwoord Er is niets meer" in words
    assert "Uitkomst Hoog risico" in words
    assert "Van toepassing vanaf 2 december 2027" in words
    assert f"Verplichtingen ({len(walk.decision.obligations)}) Voor de gebruiksverantwoordelijke" in words
    assert "geldt nu vanaf 2 februari 2025 artikel 4, lid 1" in words
    assert "Algoritmekader: Gebruik volgens de handleiding" in words
    assert "Maatregelen en hulpmiddelen (1) Bel op tijd" in words
    assert "Vandaag: 24 november 2026" in words
    assert walk.decision.rules_version in words


def test_a_model_that_is_no_system_is_called_a_model() -> None:
    model = frozenset(
        "machine infers gpai_model develops own_name established_in_union union_market high_compute".split()
    )
    words = plain(view(whole(model), "nl"))
    assert "Uitkomst Model voor algemene doeleinden, geen AI-systeem" in words
    assert "Algemene doeleinden Ja, met systeemrisico" in words
    assert "Verboden praktijk Niet aan de orde" in words


def test_unknown_answers_leave_an_end_that_says_so() -> None:
    at = step("")
    while at.question is not None:
        at = step(at.address, at.question.id, "unknown")
    words = plain(view(at, "nl"))
    assert "Alleen wat u niet wist, staat nog open." in words
    assert "Draait de toepassing op een computer of ander apparaat (is er een algoritme)? (onbekend)" in words


def test_contradictions_skipped_parts_and_another_day_are_said() -> None:
    at = step("v1;2028-01-01;infers=j;human_rules_only=j;rommel=j")
    words = plain(view(at, "nl"))
    assert "overgeslagen (aantal: 1)" in words
    assert "Dit antwoord spreekt een ander antwoord tegen." in words
    assert "U kijkt naar een andere dag dan vandaag, 24 november 2026." in words
    assert "overgeslagen" not in view(step(at.address), "nl")


def test_an_address_never_comes_back_as_markup_or_text() -> None:
    html = view(step('v1;machine=j;"><img src=x onerror=alert(1)>;Bel 0900-1234'), "nl")
    assert "<img" not in html
    assert "0900" not in html
    assert 'data-adres="v1;2026-11-24;machine=j"' in html


def test_english_is_whole() -> None:
    words = plain(view(whole(), "en"))
    for dutch in ("Uitkomst", "Verplichtingen", "vanaf", " antwoord", "geldt", "artikel "):
        assert dutch not in words
    assert "Outcome High risk" in words
    assert re.findall(r'aria-keyshortcuts="(\w)"', view(step(""), "en")) == ["y", "n", "u"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_case_can_be_shown(language: Language) -> None:
    base = step("")
    seen: set[RiskClass] = set()
    for case in load_cases():
        decision = decided(case)
        seen.add(decision.risk_class)
        at = step(base.address)
        shown = view(
            type(at)(
                book=at.book,
                today=date(2026, 11, 24),
                address=at.address,
                facts=tuple(decision.facts.values()),
                decision=decision,
                usual=decision,
                stages=stages(at.book, decision),
                question=None,
                previous=None,
                left=0,
                skipped=0,
                aids=at.aids,
                titles=at.titles,
            ),
            language,
        )
        assert shown.count("<svg") == 1 + any(duty.applies_from for duty in decision.obligations)
    assert seen == set(RiskClass)


def test_ids_are_unique() -> None:
    ids = re.findall(r' id="([^"]+)"', view(whole(), "nl"))
    assert len(ids) == len(set(ids))
