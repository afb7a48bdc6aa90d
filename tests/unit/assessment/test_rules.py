"""The rules have their shape, fit together, and say so when they do not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tools.check_rules import mistakes

from aiact_assistant.assessment.logic import All, Name
from aiact_assistant.assessment.rules import RuleBook, RulesError, load_rules, read_rules

RULES = Path(__file__).parents[3] / "rules"
EXEMPTIONS = {"exempt_6_3_a", "exempt_6_3_b", "exempt_6_3_c", "exempt_6_3_d"}
REAL_TIME = {"exc_5_1_h_i", "exc_5_1_h_ii", "exc_5_1_h_iii"}


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rules()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for path in RULES.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf8")


def test_the_rules_keep_to_their_schema() -> None:
    assert list(mistakes(RULES)) == []


def test_every_text_is_there_in_both_languages(book: RuleBook) -> None:
    texts = [t for q in book.questions.values() for t in (q.text, q.explanation, q.example)]
    texts += [
        r.name for r in (*book.terms, *book.roles, *book.exceptions.values(), *book.findings.values(), *book.duties)
    ]
    assert all(set(text) == {"nl", "en"} and all(text.values()) for text in texts)
    assert not [text for text in texts if "{" in text["nl"] + text["en"]]


def test_dates_in_questions_come_from_the_dates_of_application(book: RuleBook) -> None:
    assert "2 december 2027; bij producten 2 augustus 2028" in book.questions["existing_high_risk"].text["nl"]
    assert "2 December 2027" in book.questions["existing_high_risk"].text["en"]
    assert "2 augustus 2027" in book.questions["existing_gpai"].explanation["nl"]


def test_every_point_of_annex_iii_falls_under_all_four_exemptions_and_nothing_else_does(book: RuleBook) -> None:
    for rule in book.findings.values():
        assert (set(rule.exceptions) & EXEMPTIONS) == (EXEMPTIONS if "annex_iii" in rule.groups else set()), rule.id


def test_the_exceptions_for_law_enforcement_belong_to_point_h_alone(book: RuleBook) -> None:
    assert {rule.id for rule in book.findings.values() if set(rule.exceptions) & REAL_TIME} == {"pr_5_1_h"}


def test_every_finding_about_a_system_asks_first_whether_the_regulation_applies(book: RuleBook) -> None:
    for rule in book.findings.values():
        if rule.risk_class != "out_of_scope":
            condition = book.conditions[f"als:{rule.id}"]
            assert isinstance(condition, All)
            assert condition.parts[0] == Name("in_scope"), rule.id


def test_points_that_ask_for_permitted_use_end_where_a_prohibition_starts(book: RuleBook) -> None:
    limited = {rule.id for rule in book.findings.values() if "exc_prohibited_use" in rule.exceptions}
    assert limited == {rule.id for rule in book.findings.values() if "annex_iii_1_6_7" in rule.groups}


def test_every_point_of_article_50_ends_at_annex_i_section_b(book: RuleBook) -> None:
    for rule in book.findings.values():
        assert ("exc_section_b" in rule.exceptions) == (rule.risk_class == "transparency")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("bevindingen.yaml", "als: user_itself", "als: gebruikt", "'gebruikt' bestaat niet"),
        ("bevindingen.yaml", "als: user_itself", "als: deployer", "steunt op zichzelf"),
        ("bevindingen.yaml", "als: user_itself", "als: {of: [uses]}", "geen voorwaarde"),
        (
            "bevindingen.yaml",
            "als: {alle: [in_scope, face_scraping]}",
            "als: in_scope",
            "beslissen niets: face_scraping",
        ),
        ("bevindingen.yaml", "id: pr_5_1_e", "id: pr_5_1_d", "twee keer"),
        ("bevindingen.yaml", "sinds: amendment", "sinds: ooit", "ooit"),
        ("feiten.yaml", "id: autonomy", "id: machine", "twee keer"),
        ("feiten.yaml", "binnen: area_education", "binnen: school", "'school' bestaat niet"),
        ("feiten.yaml", "{vanaf:art_6.2}", "{vanaf:rct_12}", "geen datum"),
        ("verplichtingen.yaml", "hoort_bij: klasse.prohibited", "hoort_bij: klasse.weg", "'klasse.weg' bestaat niet"),
        ("verplichtingen.yaml", "uiterlijk: art_111.2", "uiterlijk: art_111.9", "art_111.9"),
    ],
)
def test_a_mistake_in_the_rules_is_named(copy: Path, name: str, old: str, new: str, message: str) -> None:
    change(copy, name, old, new)
    with pytest.raises(RulesError, match=message):
        read_rules(copy)


def test_a_key_that_does_not_exist_is_refused(copy: Path) -> None:
    change(copy, "feiten.yaml", "gewoonlijk: ja", "gewonlijk: ja")
    assert any("gewonlijk" in line for line in mistakes(copy))


def test_the_version_changes_with_a_rule(copy: Path, book: RuleBook) -> None:
    assert read_rules(copy).version == book.version
    change(copy, "feiten.yaml", "gewoonlijk: ja", "gewoonlijk: nee")
    assert read_rules(copy).version != book.version
