"""An entry of the Algoritmeregister that its own schema takes, with a mark wherever the dossier is silent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from aiact_assistant.assessment.export.impact import impact_list
from aiact_assistant.assessment.export.register import FILL, register_entry
from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.corpus.dossier import load_dossier_words
from aiact_assistant.domain import Evidence, HumanAnswer
from tests.conftest import MIRROR
from tests.drafts import ANSWERS, LOGS, PLAN, drafted, make_proposal

SCHEMA = MIRROR.parent / "reference" / "algoritmeregister" / "schema_v1_0.json"
GOAL = Evidence(PLAN, 1, "Sneller de juiste kandidaat vinden. Eerlijk blijven.")
SECTIONS = {"goal": GOAL, "methods_and_models": Evidence(PLAN, None, "Een model. " * 900)}


@pytest.fixture(scope="module")
def fields() -> Mapping[str, Any]:
    if not SCHEMA.exists():
        pytest.skip(f"geen schema van het Algoritmeregister in {SCHEMA}")
    return json.loads(SCHEMA.read_text("utf8"))["properties"]


def problems(values: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterator[str]:
    """What the standard refuses. It is a configuration of its own, not JSON Schema."""
    for name in values:
        if name not in fields:
            yield f"{name}: bestaat niet"
    for name, rule in fields.items():
        if name not in values:
            if rule.get("required") is True:
                yield f"{name}: ontbreekt"
            continue
        value, permitted = values[name], rule.get("permitted_values")
        if rule["type"] == "array":
            if not isinstance(value, list) or (permitted and not set(value) <= set(permitted)):
                yield f"{name}: {value!r}"
        elif not isinstance(value, str) or (permitted and value not in permitted):
            yield f"{name}: {value!r}"
        elif rule.get("max_length") and len(value) > rule["max_length"]:
            yield f"{name}: {len(value)} tekens"


def test_it_is_as_the_standard_says(fields: Mapping[str, Any]) -> None:
    for sections, title in ((SECTIONS, "Plan " * 40), ({}, "")):
        entry = register_entry(drafted(), sections, title)
        assert list(problems(entry.values, fields)) == []


def test_every_choice_is_one_of_the_standard(fields: Mapping[str, Any]) -> None:
    every = {name: True for name in load_rules().questions if name not in ("human_rules_only",)}
    entry = register_entry(drafted(proposal=make_proposal(every)), SECTIONS)
    assert list(problems(entry.values, fields)) == []
    assert set(entry.values["category"]) < set(fields["category"]["permitted_values"])  # pyright: ignore[reportArgumentType]


def test_the_checks_of_this_test_can_fail(fields: Mapping[str, Any]) -> None:
    bad = {"name": "x" * 101, "status": "Misschien", "category": ["Fietsen"], "bel": "ring"}
    found = " ".join(problems(bad, fields))
    for name in ("name: 101", "status", "category", "bel: bestaat niet", "organization: ontbreekt"):
        assert name in found


def test_what_the_dossier_says_is_filled_in_with_its_place() -> None:
    entry = register_entry(drafted(), SECTIONS, "Plan van aanpak")
    assert entry.values["goal"] == f"{GOAL.quote} (uit: {PLAN}, blz. 1)"
    assert entry.values["description_short"] == GOAL.quote
    assert entry.values["category"] == ["Werk"]
    assert entry.values["publication_category"] == "Hoog-risico AI-systeem"
    methods = entry.values["methods_and_models"]
    assert isinstance(methods, str)
    assert methods.endswith(f"model. (uit: {PLAN})")
    assert {"goal", "name", "status"} <= set(entry.to_check)


def test_what_it_does_not_say_is_marked() -> None:
    entry = register_entry(drafted(), SECTIONS)
    assert {"organization", "contact_email", "name", "lawful_basis", "begin_date"} <= set(entry.to_fill)
    for field in set(entry.to_fill) - {"begin_date"}:
        assert str(entry.values[field]).startswith(FILL)
    assert not set(entry.to_fill) & set(entry.to_check)


def test_the_category_follows_the_outcome() -> None:
    def category(*answers: HumanAnswer) -> object:
        return register_entry(drafted(answers), {}).values["publication_category"]

    no = HumanAnswer("recruitment", False, "Nee.")
    assert category(no) == "Overige algoritmes"
    assert category(no, HumanAnswer("impactful_algorithm", True)) == "Impactvolle algoritmes"
    own = register_entry(drafted(proposal=make_proposal({**ANSWERS, "develops": True})), {})
    assert own.values["provider"] == "Intern ontwikkeld"


def test_the_list_for_iama_and_dpia_shows_what_is_known_and_what_is_not() -> None:
    subjects = load_dossier_words().subjects
    draft = drafted([HumanAnswer("uses", True)])
    text = impact_list(load_rules(), draft, subjects, {"toezicht": (LOGS,)}, "nl")
    assert text.count("\n## ") == len(subjects)
    assert "**Concept: beoordeling door een mens vereist**" in text
    assert "**ja** (door een mens bevestigd)" in text
    assert "**ja** (voorstel, nog nakijken)" in text
    assert f"> {LOGS.quote} ({PLAN}, blz. 3)" in text
    assert "Niets gevonden. Vraag dit na." in text
    assert "Draft: assessment by a person is required" in impact_list(load_rules(), draft, subjects, {}, "en")
