"""Walks through the questions for tests: who the visitor is, and every answer until nothing is left to ask."""

from __future__ import annotations

from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.assessment.walk import Action, Reply, Walk, walk
from tests.fakes import AIDS, TITLES, TODAY

# A Dutch public organisation that selects staff with a system of another.
RECRUITER = frozenset(
    "machine infers autonomy influences established_in_union union_market uses area_employment recruitment public_body"
    " for_public_authority workplace_use decides_on_persons".split()
)


def step(address: str, question: str | None = None, reply: Reply | None = None, **changes: object) -> Walk:
    return walk(load_rules(), address, TODAY, Action(question, reply, **changes), AIDS, TITLES)  # pyright: ignore[reportArgumentType]


def whole(yes: frozenset[str] = RECRUITER, address: str = "") -> Walk:
    """Every question until the end: yes to these, no to the others."""
    at = step(address)
    while at.question is not None:
        at = step(at.address, at.question.id, "yes" if at.question.id in yes else "no")
    return at
