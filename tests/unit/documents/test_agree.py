"""What a language model found and what was found without it, side by side: neither takes the other's place."""

from __future__ import annotations

import pytest

from aiact_assistant.documents.agree import MODEL_CONFIDENCE, agree
from aiact_assistant.documents.model_facts import ModelAnswer
from aiact_assistant.domain import Evidence, ProposedFact

OURS, THEIRS = Evidence("plan.pdf", 1, "Het model rangschikt."), Evidence("plan.pdf", 2, "Het zet hen op volgorde.")


@pytest.mark.parametrize(
    ("free", "said", "answer", "confidence", "evidence"),
    [
        (ProposedFact("a", True, 0.9, (OURS,)), True, True, 0.9, (OURS, THEIRS)),
        (ProposedFact("a", False, 0.5, (OURS,)), False, False, MODEL_CONFIDENCE, (OURS, THEIRS)),
        (ProposedFact("a", True, 0.9, (OURS,)), False, None, 0.9, (OURS, THEIRS)),
        (ProposedFact("a", False, 0.75, (OURS,)), True, None, 0.75, (OURS, THEIRS)),
        (ProposedFact("a", None, 0.4, (OURS,)), False, None, 0.4, (OURS, THEIRS)),
        (ProposedFact("a", None, 0.65, (OURS,)), True, True, 0.65, (OURS, THEIRS)),
        (ProposedFact("a", None, 0.0), True, True, MODEL_CONFIDENCE, (THEIRS,)),
        (ProposedFact("a", None, 0.0), False, False, MODEL_CONFIDENCE, (THEIRS,)),
        (ProposedFact("a", True, 0.9, (OURS,)), None, True, 0.9, (OURS,)),
        (ProposedFact("a", None, 0.4, (OURS,)), None, None, 0.4, (OURS,)),
    ],
)
def test_one_proposal_of_both(
    free: ProposedFact, said: bool | None, answer: bool | None, confidence: float, evidence: tuple[Evidence, ...]
) -> None:
    answers = {} if said is None else {"a": ModelAnswer(said, (THEIRS,))}
    (found,) = agree([free], answers).facts
    assert (found.answer, found.confidence, found.evidence) == (answer, confidence, evidence)


def test_it_says_what_is_disputed_and_what_only_the_model_answers() -> None:
    free = [ProposedFact("a", True, 0.9, (OURS,)), ProposedFact("b", None, 0.0), ProposedFact("c", None, 0.0)]
    said = {"a": ModelAnswer(False, (THEIRS,)), "b": ModelAnswer(True, (THEIRS,)), "z": ModelAnswer(True, (THEIRS,))}
    found = agree(free, said)
    assert (found.disputed, found.added) == (("a",), ("b",))
    assert [fact.id for fact in found.facts] == ["a", "b", "c"]


def test_a_hint_is_shown_and_does_not_answer() -> None:
    found = agree([ProposedFact("a", None, 0.0)], {"a": ModelAnswer(True, (THEIRS,))}, {"a"})
    assert found.facts == (ProposedFact("a", None, 0.0, (THEIRS,)),)
    assert found.added == ()
