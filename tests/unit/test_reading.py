"""What was read of a dossier, shown on another day and without personal data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from aiact_assistant.assistant import Assistant, Reading
from aiact_assistant.corpus.dossier import load_dossier_words
from aiact_assistant.documents.mentions import find_places
from aiact_assistant.domain import Document, Dossier, Evidence, Message, Page, ProposedFact
from aiact_assistant.proposing import come_to
from aiact_assistant.search.index import index_fingerprint
from aiact_assistant.settings import Settings

TEXT = "Het systeem beslist. Elke keuze wordt gelogd door jan@voorbeeld.nl. Bel 0612345678."
SENTENCE = "Elke keuze wordt gelogd door jan@voorbeeld.nl."
COVERED = "Elke keuze wordt gelogd door [mail██████████]."
DOSSIER = Dossier((Document("1f", "plan.pdf", "nl", (Page(1, "Plan.", "page"), Page(2, TEXT, "page"))),))
TODAY = date(2026, 11, 24)


@pytest.fixture
def assistant() -> Assistant:
    return Assistant(Settings(embedder="none"))


def reading(assistant: Assistant, **answers: bool) -> Reading:
    facts = [
        ProposedFact(name, answers.get(name), 0.9 * (name in answers), (Evidence("plan.pdf", 2, SENTENCE),))
        for name in assistant.rules().questions
    ]
    warnings = [Message("Mail jan@voorbeeld.nl.", "Mail jan@voorbeeld.nl.")]
    proposal = come_to(assistant.rules(), facts, answers, TODAY, "nl", warnings, doubts=(), model="m", prompt="p")
    return Reading(DOSSIER, find_places(DOSSIER, load_dossier_words()), proposal)


def test_masked_nothing_that_is_shown_holds_personal_data(assistant: Assistant) -> None:
    read = reading(assistant, recruitment=True, machine=True)
    shown = assistant.shown(read, TODAY, masked=True)
    assert "jan@" not in repr(shown)
    assert "0612345678" not in repr(shown)
    assert {one.quote for fact in shown.proposal.facts for one in fact.evidence} == {COVERED}
    assert COVERED in [one.quote for one in shown.places.duties["d_logs"]]
    assert shown.places.personal == read.places.personal != ()
    assert (shown.proposal.model, shown.proposal.prompt) == ("m", "p")
    assert shown.proposal.draft_class is read.proposal.draft_class
    assert assistant.shown(read, TODAY, masked=False) is read


def test_a_draft_names_its_sources_without_opening_the_index(tmp_path: Path) -> None:
    assistant = Assistant(Settings(data_dir=tmp_path, embedder="none"))
    read = reading(assistant, machine=True)
    assert assistant.assess(read).corpus_version == ""
    name = index_fingerprint(assistant.settings, None)
    # Empty: whoever opened it would fail.
    (assistant.settings.index_dir / name).mkdir(parents=True)
    assert assistant.assess(read).corpus_version == name


def test_another_day_changes_what_follows_and_not_what_was_proposed(assistant: Assistant) -> None:
    read = reading(assistant, recruitment=True, machine=True, infers=True, uses=True)
    before = assistant.shown(read, date(2025, 3, 1), masked=False)
    assert before.proposal.day == before.proposal.decision.day == before.proposal.draft.day == date(2025, 3, 1)
    assert before.proposal.facts == read.proposal.facts
    assert assistant.shown(before, TODAY, masked=False) == read
