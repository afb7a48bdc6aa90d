"""What the documentation says about settings, schemas and requirements is what the code has."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from datetime import date
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from aiact_assistant.domain import Answer, AnswerStatus, Authority, Citation, Hit
from aiact_assistant.public import answer_json
from aiact_assistant.settings import PREFIX, SETTINGS_FILE_KEY, OwnSource, Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def described(name: str) -> list[str]:
    """First cells, written as code, of the table rows in a page of docs/."""
    return re.findall(r"^\| `([^`]+)`", (DOCS / name).read_text("utf8"), flags=re.MULTILINE)


def pinned(name: str) -> dict[str, list[str]]:
    """Packages that a constraints file pins, each with its version or (for several Pythons) versions."""
    found: dict[str, list[str]] = {}
    for package, version in re.findall(r"^([a-z0-9.-]+)==([^ ]+)", (ROOT / name).read_text("utf8"), re.MULTILINE):
        found.setdefault(package, []).append(version)
    return found


def imported(path: Path) -> set[str]:
    """Names of the modules that a source file imports, anywhere in it."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}


def required(extra: str = "") -> set[str]:
    """Names of the packages that the program itself asks for, or one of its extras does."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    names = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {re.split(r"[<>=;\[ ]", name)[0].lower() for name in names}


def test_every_setting_is_described_and_no_unknown_one() -> None:
    fields = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields if name != "own_sources"]
    keys = [f"own_sources.{name}" for name in OwnSource.model_fields]
    assert sorted(described("instellingen.md")) == sorted([*fields, SETTINGS_FILE_KEY, *keys])


@pytest.mark.parametrize("name", [name for name in Settings.model_fields if name not in {"own_sources", "data_dir"}])
def test_the_default_of_a_setting_is_the_one_described(name: str) -> None:
    default = Settings().model_dump(mode="json")[name]
    words = {None: "leeg", True: "aan", False: "uit"}
    if default is None or isinstance(default, bool):
        shown = words[default]
    else:
        shown = (
            ",".join(default)
            if isinstance(default, list)
            else f"{default:g}"
            if isinstance(default, float)
            else default
        )
    row = re.search(rf"^\| `{PREFIX}{name.upper()}` \|.*$", (DOCS / "instellingen.md").read_text("utf8"), re.MULTILINE)
    assert row
    assert row.group().split("|")[3].strip().strip("`") == str(shown)


def test_every_requirement_is_described_with_the_version_that_is_pinned() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| ([^ |]+) \|", (DOCS / "dependencies.md").read_text("utf8"), re.MULTILINE)
    versions = pinned("constraints.txt") | pinned("constraints-dev.txt")
    assert required() <= {name.lower() for name, _ in rows}
    assert [(name, version) for name, version in rows if version not in versions.get(name.lower(), ())] == []


def test_every_import_is_a_requirement_and_every_requirement_is_imported() -> None:
    modules = {name.split(".")[0] for path in (ROOT / "src").rglob("*.py") for name in imported(path)}
    optional = {name.replace("-", "_") for name in required("st")}
    assert optional <= modules
    foreign = modules - sys.stdlib_module_names - optional - {"aiact_assistant"}
    distributions = packages_distributions()
    assert {distributions[module][0].lower() for module in foreign & distributions.keys()} == required()
    assert foreign <= distributions.keys()


def test_every_runtime_requirement_is_pinned() -> None:
    assert required() <= pinned("constraints.txt").keys()


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-dev.txt"])
def test_constraints_name_versions_and_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf8")
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(packages) > 10
    assert [package.splitlines()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert re.findall(r"https?:|--index|--find-links|--extra-index", text) == []


def test_the_default_installation_has_no_torch() -> None:
    assert not {"torch", "sentence-transformers", "transformers"} & pinned("constraints.txt").keys()


@pytest.mark.parametrize("name", ["ask.json", "show.json"])
def test_schemas_are_valid(name: str) -> None:
    Draft202012Validator.check_schema(json.loads((DOCS / "schemas" / name).read_text("utf8")))


def test_the_ask_schema_takes_an_answer_and_refuses_one_without_citations() -> None:
    schema = Draft202012Validator(json.loads((DOCS / "schemas" / "ask.json").read_text("utf8")))
    citation = Citation("art_1.1", "artikel 1, lid 1", Authority.LAW, "Een eigen zin.", "https://example.org/#art_1")
    answer = Answer(
        question="Wat is het doel?",
        language="nl",
        date=date(2026, 11, 24),
        status=AnswerStatus.ANSWERED,
        text="Een eigen zin (artikel 1, lid 1).",
        citations=(citation,),
        hits=(Hit("art_1.1", 0.5), Hit("kb:doel", 0.4, sources=("art_1.1",))),
        fingerprint="abc",
    )
    public = answer_json(answer)
    schema.validate(public)
    with pytest.raises(ValidationError):
        schema.validate(public | {"citations": []})
