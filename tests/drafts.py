"""A proposal and a draft as a dossier on selecting staff would give, without reading anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from aiact_assistant.assessment.decide import decide, draft
from aiact_assistant.assessment.draft import make_draft
from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.domain import (
    Draft,
    Evidence,
    Fact,
    HumanAnswer,
    Message,
    Proposal,
    ProposedFact,
    ProvisionId,
    RiskClass,
)

TODAY = date(2026, 11, 24)
PLAN = "plan selectie.pdf"
QUOTE = "Het model rangschikt sollicitanten op geschiktheid voor de functie."
QUOTED = Evidence(PLAN, 2, QUOTE)
LOGS = Evidence(PLAN, 3, "Elke rangschikking wordt gelogd.")
# What the plan says; on everything else it is silent.
ANSWERS: Mapping[str, bool] = {
    "machine": True,
    "autonomy": True,
    "infers": True,
    "influences": True,
    "uses": True,
    "public_body": True,
    "established_in_union": True,
    "union_market": True,
    "area_employment": True,
    "recruitment": True,
    "emotion_recognition": False,
}


def make_proposal(
    answers: Mapping[str, bool] = ANSWERS,
    *,
    day: date = TODAY,
    risk_class: RiskClass | None = None,
    provisions: tuple[ProvisionId, ...] = ("anx_III.4.a",),
) -> Proposal:
    """A proposal with these answers; the evidence of each yes is the same sentence."""
    book = load_rules()
    facts = [Fact(name, answer) for name, answer in answers.items()]
    decision, expected = decide(book, facts, day), draft(book, facts, day)
    return Proposal(
        day=day,
        language="nl",
        facts=tuple(
            ProposedFact(name, answers.get(name), 0.9 * (name in answers), (QUOTED,) if answers.get(name) else ())
            for name in book.questions
        ),
        decision=decision,
        draft=expected,
        draft_class=risk_class or expected.risk_class,
        draft_provisions=provisions,
        questions_for_owner=(Message("Profileert het systeem mensen?", "Does the system profile people?"),),
        warnings=(Message(f"{PLAN}: bladzijde 4 is niet gelezen.", f"{PLAN}: page 4 was not read."),),
    )


def drafted(answers: Iterable[HumanAnswer] = (), proposal: Proposal | None = None) -> Draft:
    """The draft of that proposal after these answers of a person."""
    return make_draft(
        load_rules(),
        proposal or make_proposal(),
        answers,
        {"p_logging": (LOGS,), "d_logs": (LOGS,)},
        files=(PLAN,),
        corpus_version="c0ffee",
        made_on=TODAY,
    )
