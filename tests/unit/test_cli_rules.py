"""The commands that decide: what they print, what they refuse, and that programs can rely on their JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from aiact_assistant.cli.commands import app
from aiact_assistant.domain import BadInput
from tests.cases import load_cases

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
WORDS = {True: "ja", False: "nee", None: "onbekend"}


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIACT_DATA_DIR", str(tmp_path / "data"))


def run(*arguments: str, answers: str | None = None) -> Result:
    return CliRunner().invoke(app, [*arguments], input=answers, catch_exceptions=False)


def file_of(tmp_path: Path, name: str) -> str:
    case = next(case for case in load_cases() if case.name == name)
    path = tmp_path / "feiten.yaml"
    path.write_text("".join(f"{fact}: {WORDS[answer]}\n" for fact, answer in case.answers.items()), "utf8")
    return str(path)


def validated(schema: str, result: Result) -> Any:
    content = json.loads(result.stdout)
    checker = Draft202012Validator(json.loads((SCHEMAS / schema).read_text("utf8")))
    checker.validate(content)
    return content


@pytest.mark.parametrize("name", ["decide.json", "timeline.json", "rules.json"])
def test_schemas_are_valid(name: str) -> None:
    Draft202012Validator.check_schema(json.loads((SCHEMAS / name).read_text("utf8")))


@pytest.mark.parametrize(
    "name",
    ["Bijstandsaanvragen beoordelen (gebruiker)", "Niets bekend: onbepaald", "Chatbot van een gemeente (maker)"],
)
def test_decide_json_keeps_its_contract(tmp_path: Path, name: str) -> None:
    validated("decide.json", run("decide", file_of(tmp_path, name), "--json", "--date", "2026-11-24"))


def test_decide_json_names_class_provision_and_duties(tmp_path: Path) -> None:
    path = file_of(tmp_path, "Bijstandsaanvragen beoordelen (gebruiker)")
    content = json.loads(run("decide", path, "--json", "--date", "2026-11-24").stdout)
    assert (content["class"], content["applies_from"], content["fria"]) == ("high_risk", "2027-12-02", True)
    assert [f["provision"] for f in content["findings"]] == ["anx_III.5.a"]
    assert content["roles"] == ["deployer"]
    fria = next(duty for duty in content["obligations"] if duty["provision"] == "art_27.1")
    assert fria["algoritmekader"] == [
        "ak:voldoen-aan-wetten-en-regels/vereisten/aia-27-beoordelen-gevolgen-grondrechten"
    ]


def test_decide_prints_for_people(tmp_path: Path) -> None:
    path = file_of(tmp_path, "Sollicitaties alleen op soort sorteren")
    dutch = run("decide", path).stdout
    assert "geen hoog risico door een uitzondering" in dutch
    assert "bijlage III, punt 4, a)" in dutch
    assert "artikel 6, lid 3, punt a)" in dutch
    assert "not high risk by an exception" in run("decide", path, "--lang", "en").stdout


def test_a_duty_without_a_fixed_day_says_when_it_starts(tmp_path: Path) -> None:
    path = file_of(tmp_path, "Bestaand systeem van een bedrijf: pas na een wijziging")
    assert "pas na een aanzienlijke ontwerpwijziging" in run("decide", path).stdout


def test_interactive_asks_goes_back_and_saves(tmp_path: Path) -> None:
    saved = tmp_path / "antwoorden.yaml"
    result = run("decide", "--interactive", "--save", str(saved), answers="j\nx\nn\nt\nj\no\ns\n")
    assert result.exit_code == 0
    lines = saved.read_text("utf8").splitlines()
    assert lines[:2] == ["machine: ja", "infers: ja"]
    assert lines[2].endswith(": onbekend")
    assert "nog niet te bepalen" in result.stdout
    again = run("decide", str(saved), "--interactive", "--save", str(saved), answers="s\n")
    assert again.exit_code == 0
    assert saved.read_text("utf8").splitlines() == lines


def test_interactive_ends_by_itself() -> None:
    result = run("decide", "--interactive", answers="n\n" * 5)
    assert "Uitkomst: geen AI-systeem" in result.stdout


def test_nothing_to_decide_is_refused() -> None:
    with pytest.raises(BadInput, match="--interactive"):
        run("decide")


def test_a_wrong_date_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="geen datum"):
        run("decide", file_of(tmp_path, "Niets bekend: onbepaald"), "--date", "gisteren")


@pytest.mark.parametrize("name", ["art_6.3", "artikel 6, lid 3", "art. 6(3) AI Act"])
def test_rules_show_takes_a_provision_in_any_form(name: str) -> None:
    shown = run("rules", "show", name).stdout
    assert "exempt_6_3_a" in shown
    assert "Profileert het systeem mensen?" in shown


def test_rules_show_takes_a_fact_and_json() -> None:
    assert "Werft of selecteert" in run("rules", "show", "recruitment").stdout
    content = json.loads(run("rules", "show", "anx_III.4", "--json").stdout)
    assert {"recruitment", "staff_decisions", "area_employment"} == {q["id"] for q in content["questions"]}
    assert {"hr_anx_III_4_a", "hr_anx_III_4_b"} == {rule["id"] for rule in content["rules"]}


def test_rules_show_refuses_what_no_rule_rests_on() -> None:
    with pytest.raises(BadInput, match="Geen regel"):
        run("rules", "show", "art_99")


def test_rules_list_names_every_fact() -> None:
    assert len(run("rules", "list").stdout.splitlines()) > 100


def test_timeline_json_keeps_its_contract() -> None:
    content = validated("timeline.json", run("timeline", "--for", "deployer", "--json", "--date", "2026-11-24"))
    assert content["role"] == "deployer"
    text = run("timeline", "--for", "deployer", "--date", "2026-11-24").stdout
    assert text.startswith("2025-02-02\n")
    assert "artikel 26, lid 7" in text
