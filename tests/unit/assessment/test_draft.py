"""The draft keeps proposal, person and rules apart, and never loses a hint of a prohibited practice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aiact_assistant.assessment import decide
from aiact_assistant.assessment.draft import LONGEST_REASON, check_answer
from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.corpus.dossier import load_dossier_words
from aiact_assistant.domain import BadInput, Draft, DraftFact, Fact, Gap, GapStatus, HumanAnswer, RiskClass
from tests.drafts import ANSWERS, LOGS, QUOTED, TODAY, drafted, make_proposal
from tests.walks import whole

BOOK = load_rules()


def fact(draft: Draft, name: str) -> DraftFact:
    return next(fact for fact in draft.facts if fact.id == name)


def gaps(draft: Draft) -> dict[str, Gap]:
    return {gap.rule: gap for gap in draft.gaps}


def test_without_a_person_the_draft_is_the_proposal() -> None:
    draft = drafted()
    assert [one.id for one in draft.facts] == list(BOOK.questions)
    assert draft.decision.risk_class is draft.proposed.risk_class is RiskClass.UNDETERMINED
    assert draft.draft_class is draft.expected.risk_class is RiskClass.HIGH_RISK
    assert draft.disagreements == ()
    assert [one.dutch for one in draft.questions] == ["Profileert het systeem mensen?"]
    recruitment = fact(draft, "recruitment")
    assert recruitment.given is True
    assert recruitment.human is None
    assert recruitment.proposal is not None
    assert recruitment.proposal.evidence == (QUOTED,)


def test_a_change_stands_beside_the_proposal_and_decides() -> None:
    draft = drafted([HumanAnswer("recruitment", False, "Het systeem plant alleen gesprekken.")])
    recruitment = fact(draft, "recruitment")
    assert recruitment.proposal is not None
    assert recruitment.proposal.answer is True
    assert recruitment.given is False
    assert recruitment.changed
    assert draft.disagreements == (recruitment,)
    assert draft.decision.facts["recruitment"].answer is False
    assert draft.decision.facts["recruitment"].source == "mens"
    assert draft.decision.facts["infers"].source == "voorstel"
    assert draft.proposed.facts["recruitment"].answer is True
    assert draft.draft_class is RiskClass.MINIMAL


def test_an_answer_that_others_overrule_is_a_disagreement_with_the_rules() -> None:
    draft = drafted([HumanAnswer("area_employment", False, "Valt onder inkoop.")])
    area = fact(draft, "area_employment")
    assert area.given is False
    assert area.ruled is True
    assert area.overruled
    assert area in draft.disagreements


def test_a_confirmation_is_no_disagreement() -> None:
    draft = drafted([HumanAnswer("recruitment", True)])
    assert draft.disagreements == ()
    assert fact(draft, "recruitment").human == HumanAnswer("recruitment", True)


def test_a_person_who_does_not_know_takes_a_proposed_answer_out() -> None:
    draft = drafted([HumanAnswer("recruitment", None, "Dat moet ik navragen.")])
    assert draft.decision.facts["recruitment"].answer is None
    # Not knowing does not make the draft milder.
    assert draft.draft_class is RiskClass.HIGH_RISK
    assert "recruitment" in draft.decision.open_questions
    assert BOOK.questions["recruitment"].text["nl"] in [one.dutch for one in draft.questions]


def test_what_the_dossier_hints_at_stays_in_the_draft_as_far_as_a_person_leaves_room() -> None:
    without = {name: answer for name, answer in ANSWERS.items() if name not in ("recruitment", "area_employment")}
    proposal = make_proposal(without)
    hinted = decide.draft(BOOK, [*proposal.decision.facts.values(), Fact("recruitment", True, "vermoeden")], TODAY)
    hinting = replace(proposal, draft=hinted, draft_class=hinted.risk_class)
    assert drafted(proposal=hinting).expected.risk_class is RiskClass.HIGH_RISK
    assert drafted([HumanAnswer("machine", True)], hinting).draft_class is RiskClass.HIGH_RISK
    assert drafted([HumanAnswer("area_employment", False)], hinting).draft_class is RiskClass.MINIMAL


def test_a_hint_of_a_prohibited_practice_stays_until_it_is_answered() -> None:
    hinting = make_proposal(
        {**ANSWERS, "social_scoring": True}, risk_class=RiskClass.PROHIBITED, provisions=("art_5.1.c",)
    )
    touched = drafted([HumanAnswer("machine", True)], hinting)
    assert touched.draft_class is RiskClass.PROHIBITED
    assert touched.draft_provisions == ("art_5.1.c",)
    denied = drafted([HumanAnswer("social_scoring", False, "Het gaat om facturen.")], hinting)
    assert denied.draft_class is RiskClass.HIGH_RISK
    assert denied.draft_provisions == ("anx_III.4.a",)


def test_gaps_say_what_was_found_what_not_and_what_does_not_apply() -> None:
    found = gaps(drafted())
    assert found["d_logs"].status is GapStatus.FOUND
    assert found["d_logs"].evidence == (LOGS,)
    assert not found["d_logs"].certain
    assert found["d_oversight"].status is GapStatus.NOTHING
    assert found["t_deepfake"].status is GapStatus.NOT_APPLICABLE
    # No duties of a role that the organisation does not have.
    assert "p_risk" not in found


def test_a_certain_duty_is_one_of_the_decision() -> None:
    everything = {fact.id: bool(fact.answer) for fact in whole().facts}
    draft = drafted(proposal=make_proposal(everything))
    assert draft.decision.risk_class is draft.draft_class is RiskClass.HIGH_RISK
    assert "d_logs" in {duty.rule for duty in draft.decision.obligations}
    assert {gap.rule for gap in draft.gaps if gap.certain and gap.status is not GapStatus.NOT_APPLICABLE} == {
        duty.rule for duty in draft.decision.obligations
    }


@pytest.mark.parametrize("answer", [False, None])
def test_a_change_needs_a_reason(answer: bool | None) -> None:
    with pytest.raises(BadInput, match="waarom"):
        check_answer(BOOK, make_proposal(), HumanAnswer("recruitment", answer, "  "))
    kept = check_answer(BOOK, make_proposal(), HumanAnswer("recruitment", answer, " Nee,\n want zo is het. "))
    assert kept.reason == "Nee, want zo is het."


def test_confirming_and_filling_in_need_none() -> None:
    for answer in (HumanAnswer("recruitment", True), HumanAnswer("profiling", True), HumanAnswer("profiling", None)):
        assert check_answer(BOOK, make_proposal(), answer) == answer


def test_an_unknown_question_and_a_book_of_reasons_are_refused() -> None:
    with pytest.raises(BadInput, match="bestaat niet"):
        check_answer(BOOK, make_proposal(), HumanAnswer("bakfiets", True))
    with pytest.raises(BadInput, match="te lang"):
        check_answer(BOOK, make_proposal(), HumanAnswer("recruitment", True, "x" * (LONGEST_REASON + 1)))


def test_the_words_of_dossiers_name_what_exists() -> None:
    words = load_dossier_words()
    assert set(words.duties) <= {duty.id for duty in BOOK.duties}
    assert {fact for subject in words.subjects for fact in subject.facts} <= set(BOOK.questions)
    assert {kind for subject in words.subjects for kind in subject.assessments} == {"IAMA", "DPIA"}
