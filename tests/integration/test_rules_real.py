"""The rules against the real sources: every provision exists and every date stands in the law."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from aiact_assistant.assessment.obligations import read_aids, read_titles
from aiact_assistant.assessment.rules import RuleBook, load_rules
from aiact_assistant.corpus.algoritmekader import page_attributes
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.corpus.load import parse_source
from aiact_assistant.corpus.manifest import load_manifest
from aiact_assistant.domain import Provision
from aiact_assistant.resources import resource

pytestmark = pytest.mark.integration

MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
FILES = {
    "ai-act": "eurlex/02024R1689-20260727.nl.html",
    "ai-act-20240712": "eurlex/02024R1689-20240712.nl.html",
    "ai-act-oj": "eurlex/32024R1689.nl.html",
}


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rules()


@pytest.fixture(scope="module")
def corpus(mirror: Path) -> Corpus:
    wanted = {source.id: source for source in load_manifest() if source.language == "nl"}
    provisions: list[Provision] = []
    for name, file in FILES.items():
        found = parse_source(wanted[name], file, (mirror / file).read_bytes())
        provisions += [p for p in found if name != "ai-act-oj" or p.id.startswith("rct_")]
    archive = next((mirror / "algoritmekader").glob("*.tar.gz"))
    provisions += parse_source(wanted["algoritmekader"], archive.name, archive.read_bytes())
    return Corpus(wanted.values(), provisions)


def cited(book: RuleBook) -> set[str]:
    rules = (
        *book.terms,
        *book.roles,
        *book.exceptions.values(),
        *book.findings.values(),
        *book.duties,
        *book.transitions,
    )
    found = {rule.provision for rule in rules}
    found |= {provision for question in book.questions.values() for provision in question.provisions}
    found |= {page for duty in book.duties for page in duty.algoritmekader}
    found |= {provision for _, provision in book.parameters.values()}
    for name in ("afwijkingen.yaml",):
        content = yaml.safe_load(resource(f"rules/{name}").read_text("utf8"))
        found |= {entry["bepaling"] for part in content.values() for entry in part}
    return found


def test_every_provision_of_the_rules_exists_in_the_law_of_today(book: RuleBook, corpus: Corpus) -> None:
    today = date(2026, 11, 24)
    assert sorted(one for one in cited(book) if corpus.get(one, on=today) is None) == []


def test_what_the_rules_call_new_was_not_in_the_law_before(book: RuleBook, corpus: Corpus) -> None:
    rules = [rule for rule in (*book.findings.values(), *book.exceptions.values()) if rule.since]
    assert rules
    for rule in rules:
        assert corpus.get(rule.provision, on=date(2026, 3, 1)) is None, rule.id


def test_every_finding_of_before_was_in_the_law_before(book: RuleBook, corpus: Corpus) -> None:
    for rule in book.findings.values():
        if rule.since is None:
            assert corpus.get(rule.provision, on=date(2026, 3, 1)) is not None, rule.id


def test_every_date_of_the_rules_stands_in_its_provision(book: RuleBook, corpus: Corpus) -> None:
    dates = list(book.parameters.values())
    content = yaml.safe_load(resource("rules/van_toepassing.yaml").read_text("utf8"))
    dates += [(entry["uiterlijk"], entry["omdat"]) for entry in content["overgang"]]
    for day, provision in dates:
        text = corpus.full_text(found) if (found := corpus.get(provision)) else ""
        assert f"{day.day} {MONTHS[day.month - 1]} {day.year}" in re.sub(r"\s+", " ", text), (day, provision)


def test_no_date_is_written_in_the_rules_themselves() -> None:
    """Dates live in van_toepassing.yaml and under `datums`; texts refer to them."""
    for name in ("feiten.yaml", "bevindingen.yaml", "verplichtingen.yaml"):
        for line in resource(f"rules/{name}").read_text("utf8").splitlines():
            if "datum:" not in line:
                assert not re.search(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)}) 20\d\d|20\d\d-\d\d-\d\d", line), line


def test_every_annex_iii_point_and_every_prohibition_of_the_law_has_a_finding(book: RuleBook, corpus: Corpus) -> None:
    wanted = [
        p.id
        for p in corpus.provisions
        if p.source == "ai-act" and not p.children and re.match(r"^(anx_III\.|art_5\.1\.(?!al)[a-h])", p.id)
    ]
    found = {rule.provision for rule in book.findings.values()}
    # Of point h the law lists the exceptions; they are exceptions here too.
    found |= {rule.provision for rule in book.exceptions.values()}
    assert sorted(set(wanted) - found) == []


def test_most_duties_lead_to_help_in_the_algoritmekader(book: RuleBook, mirror: Path) -> None:
    archive = next((mirror / "algoritmekader").glob("*.tar.gz"))
    pages = page_attributes(archive.read_bytes())
    aids = read_aids(pages)
    fria = aids["ak:voldoen-aan-wetten-en-regels/vereisten/aia-27-beoordelen-gevolgen-grondrechten"]
    assert "ak:voldoen-aan-wetten-en-regels/hulpmiddelen/IAMA" in fria.tools
    helped = {page for duty in book.duties for page in duty.algoritmekader}
    assert len(helped & set(aids)) >= len(helped) / 2
    shown = helped | {page for aid in aids.values() for page in (*aid.measures, *aid.tools)}
    assert shown <= set(read_titles(pages)), "every page that the beslishulp links to has a title"
