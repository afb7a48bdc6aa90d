"""The made-up dossiers: their labels, their files, and what a proposal on one is worth."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from docx import Document
from pypdf import PdfReader

from aiact_assistant.assessment.leaning import lean, resting_on
from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.domain import Evidence, Fact, Proposal, ProposedFact, RiskClass
from eval.dossiers import KINDS, Case, Label, Section, composed, kind_of, papers, read_cases
from eval.proposals import assessment_details, assessment_pairs, calibration_error, reliability
from eval.questions import split_of
from eval.record import Record

DAY = date(2026, 11, 24)
CASES = read_cases()
PROVISIONS = {name: question.provisions for name, question in load_rules().questions.items()}
DECIDING = "Het rangschikt de brieven van sollicitanten."
CASE = Case(
    "x1", "nl", "Proef", RiskClass.HIGH_RISK, ("anx_III.4.a",), ("deployer",),
    (Label("recruitment", True, DECIDING), Label("emotion_recognition", False, "Gevoelens telt het niet.")),
    (Section("Werking", (DECIDING, "Gevoelens telt het niet.")),),
)  # fmt: skip


def proposal(*facts: ProposedFact, risk_class: RiskClass = RiskClass.HIGH_RISK, on: tuple[str, ...] = ()) -> Proposal:
    """What a program could make of ``CASE``; questions that are not named stay open."""
    given = {fact.id: fact for fact in facts}
    return cast(
        "Proposal",
        SimpleNamespace(
            facts=tuple(given.get(name, ProposedFact(name, None, 0.0)) for name in PROVISIONS),
            draft=SimpleNamespace(roles=("deployer",)),
            draft_class=risk_class,
            draft_provisions=on,
        ),
    )


def quoted(name: str, answer: bool | None, confidence: float, quote: str) -> ProposedFact:
    return ProposedFact(name, answer, confidence, (Evidence("x1.md", None, quote),))


def values(made: Proposal) -> dict[str, tuple[float, float]]:
    return assessment_pairs(CASE, made, PROVISIONS)


def test_there_are_enough_cases_of_every_kind() -> None:
    assert Counter(case.lang for case in CASES) == {"nl": 80, "en": 40}
    classes = Counter(case.risk_class for case in CASES)
    assert set(classes) == set(RiskClass) - {RiskClass.UNDETERMINED}
    assert min(classes.values()) >= 5
    named = {name for case in CASES for name in case.provisions}
    findings = {
        one.provision
        for one in load_rules().findings.values()
        if one.risk_class in (RiskClass.PROHIBITED, RiskClass.HIGH_RISK)
    }
    assert findings <= named
    assert {f"art_6.3.{letter}" for letter in "abcd"} <= named
    assert {f"art_50.{number}" for number in "1234"} <= named
    assert 60 <= sum(split_of(case.id) == "dev" for case in CASES) <= 84


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_labels_of_a_case_give_its_class_provisions_and_roles(case: Case) -> None:
    book = load_rules()
    decision = lean(book, [Fact(label.fact, label.answer) for label in case.labels], {}, DAY)
    assert decision.risk_class is case.risk_class
    assert set(resting_on(decision, {})) == set(case.provisions)
    assert set(decision.roles) == set(case.roles)


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_stands_in_the_file_in_every_form(kind: str) -> None:
    case = next(one for one in CASES if kind_of(one) == kind)
    name, data = papers(case)
    assert name == f"{case.id}.{kind}"
    text = re.sub(r"\s+", " ", text_of(kind, data))
    for section in composed(case):
        assert section.heading in text
        assert all(sentence in text for sentence in section.sentences)


def text_of(kind: str, data: bytes) -> str:
    if kind == "md":
        return data.decode()
    if kind == "docx":
        return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_noise_that_would_contradict_a_case_is_left_out() -> None:
    headings = {"nl": "Andere projecten", "en": "Other projects"}  # on recognising faces
    with_faces = [case for case in CASES if headings[case.lang] in {section.heading for section in composed(case)}]
    assert with_faces
    assert not [case.id for case in with_faces if any(name.startswith("anx_III.1") for name in case.provisions)]
    assert all(len(composed(case)) >= len(case.sections) + 8 for case in CASES)


@pytest.mark.parametrize("text", ["zonder kop", "## Kop\nZonder label."])
def test_a_case_without_text_or_labels_is_refused(tmp_path: Path, text: str) -> None:
    row: dict[str, Any] = {"id": "d1", "class": "minimal", "provisions": [], "title": "x", "text": text}
    (tmp_path / "nl.yaml").write_text(f"[{row}]", "utf8")
    (tmp_path / "en.yaml").write_text("[]", "utf8")
    with pytest.raises(ValueError, match="d1"):
        read_cases(folder=tmp_path)


def test_a_right_proposal_with_its_sentence_counts_as_such() -> None:
    found = values(proposal(quoted("recruitment", True, 0.9, f"Werking {DECIDING}"), on=("anx_III.4.a",)))
    assert found["accuracy"] == (1.0, 1.0)
    assert found["area"] == found["provisions"] == found["roles"] == (1.0, 1.0)
    assert found["facts_right"] == found["facts_unknown"] == found["evidence"] == (1.0, 2.0)
    assert found["wrong_and_sure"] == (0.0, 1.0)
    assert found["right@0.9"] == (1.0, 1.0)


def test_a_hint_without_an_answer_is_evidence_and_no_answer() -> None:
    found = values(proposal(quoted("recruitment", None, 0.4, DECIDING[:30]), risk_class=RiskClass.MINIMAL))
    assert found["evidence"] == (1.0, 2.0)
    assert found["facts_unknown"] == (2.0, 2.0)
    assert found["area"] == (0.0, 1.0)
    assert "answers_wrong" not in found
    assert values(proposal(quoted("recruitment", None, 0.4, "Het")))["evidence"] == (0.0, 2.0)


def test_a_yes_on_what_the_papers_do_not_touch_is_wrong() -> None:
    wrong = proposal(quoted("exam_proctoring", True, 0.85, "x"), quoted("emotion_recognition", True, 0.6, "x"))
    found = values(wrong)
    assert found["answers_wrong"] == (2.0, 2.0)
    assert found["wrong_and_sure"] == (1.0, 2.0)
    assert assessment_details(CASE, wrong, PROVISIONS).wrong == ("emotion_recognition: ja", "exam_proctoring: ja")
    # The same point of Annex III, a whole area, and what is no point at all are not judged.
    for name in ("staff_decisions", "area_education", "profiling"):
        assert "answers_wrong" not in values(proposal(quoted(name, True, 0.9, "x")))


def test_reliability_weighs_every_answer_once() -> None:
    records = [
        Record("a", "nl", {"right@0.9": (1.0, 2.0), "claimed@0.9": (1.8, 2.0)}),
        Record("b", "nl", {"right@0.9": (1.0, 1.0), "claimed@0.9": (0.9, 1.0), "right@0.5": (0.0, 1.0),
                           "claimed@0.5": (0.5, 1.0)}),
    ]  # fmt: skip
    low, high = reliability(records)
    assert (low.n, high.n) == (1, 3)
    assert high.claimed == pytest.approx(0.9)
    assert high.right == pytest.approx(2 / 3)
    assert calibration_error([low, high]) == pytest.approx((0.5 + 3 * (0.9 - 2 / 3)) / 4)
    assert reliability([]) == []
