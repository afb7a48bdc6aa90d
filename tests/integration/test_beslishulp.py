"""Every path of the government's decision tree beside our rules: equal, or explained by the provision that decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from aiact_assistant.assessment.decide import decide
from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.domain import Fact, FindingStatus
from aiact_assistant.resources import resource
from tests.beslishulp import DAY, compare, facts_of, load_tree, paths
from tests.conftest import MIRROR

pytestmark = pytest.mark.integration

REFERENCE = MIRROR.parent / "reference"


@pytest.fixture(scope="module")
def tree() -> Mapping[str, Any]:
    if not (REFERENCE / "beslishulp").is_dir():
        pytest.skip(f"geen beslishulp in {REFERENCE}")
    return load_tree(REFERENCE)


def listed(part: str) -> list[dict[str, Any]]:
    return yaml.safe_load(resource("rules/afwijkingen.yaml").read_text("utf8"))[part]


@pytest.mark.usefixtures("tree")
def test_every_difference_is_explained_and_every_explanation_is_needed() -> None:
    report = compare(REFERENCE)
    assert (report.paths, report.undetermined) == (3140, 0)
    assert report.unexplained == []
    assert set(report.reasons) == {entry["id"] for entry in listed("paden")}


def test_what_we_say_about_its_texts_is_so(tree: Mapping[str, Any]) -> None:
    texts = {question["questionId"]: str(question) for question in tree["questions"]}
    texts |= {conclusion["conclusionId"]: str(conclusion) for conclusion in tree["conclusions"]}
    texts["alles"] = " ".join(texts.values())
    for entry in listed("teksten"):
        for wanted in entry.get("bevat", ()):
            assert wanted in texts[entry["waar"]], entry["id"]
        for absent in entry.get("mist", ()):
            assert absent.lower() not in texts[entry["waar"]].lower(), entry["id"]


def test_who_makes_and_uses_a_system_keeps_the_duties_of_the_provider(tree: Mapping[str, Any]) -> None:
    mapping = yaml.safe_load(resource("rules/beslishulp.yaml").read_text("utf8"))
    kept = 0
    met = [path for path in paths(tree) if path.conclusion == "14.0.3" and ("2.1", "Ja") not in path.answers]
    for path in met:
        facts = facts_of(path, mapping, load_rules(), "")
        decision = decide(load_rules(), [Fact(name, answer) for name, answer in facts.items()], DAY)
        transparency = {f.provision for f in decision.findings if f.status is FindingStatus.HOLDS}
        if "provider" in decision.roles and "art_50.1" in transparency:
            duties = {duty.provision for duty in decision.obligations if duty.role == "provider"}
            assert duties >= {"art_50.1", "art_50.5"}, path.answers
            kept += 1
    assert kept


def test_every_question_of_the_tree_that_our_facts_name_exists(tree: Mapping[str, Any]) -> None:
    known = {question["questionId"] for question in tree["questions"]}
    named = {number for question in load_rules().questions.values() for number in question.beslishulp}
    assert named <= known
    # 2.0 only shows what comes next.
    assert known - named == {"2.0"}
