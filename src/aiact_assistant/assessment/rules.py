"""Reads ``rules/*.yaml`` into one checked, immutable ``RuleBook``.

Comes in: the YAML files; their shape is ``docs/schemas/rules.json``. Goes out: questions, and rules as a graph of
named conditions in which every name exists and none rests on itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from aiact_assistant.assessment.logic import All, AnyOf, Condition, Name, Not, names, parse_condition
from aiact_assistant.assessment.words import written_day
from aiact_assistant.corpus.applicability import Applicability
from aiact_assistant.domain import AiactError, Language, ProvisionId
from aiact_assistant.files.markdown import YAML_LOADER
from aiact_assistant.resources import resource

FILES = ("feiten.yaml", "bevindingen.yaml", "verplichtingen.yaml", "van_toepassing.yaml")
ALGORITMEKADER = "ak:voldoen-aan-wetten-en-regels/vereisten/"
ORGANISATION = "organisation"
"""Role of a duty that does not depend on a role in the regulation."""

Text = Mapping[Language, str]

_PLACEHOLDER = re.compile(r"\{(vanaf|uiterlijk|datum):([^}]+)\}")


class RulesError(AiactError):
    """The rules contradict themselves or name something that does not exist."""


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """A fact as a question.

    ``within`` is the fact without which this one does not matter: a no there is a no here. With ``implies`` this one
    is a kind of it: a yes here is a yes there. ``excludes`` is a fact that cannot be yes as well. ``usual`` is the
    usual answer, for drafts only. ``beslishulp`` are the matching questions of the government's decision tree.
    """

    id: str
    group: str
    text: Text
    explanation: Text
    example: Text
    provisions: tuple[ProvisionId, ...]
    beslishulp: tuple[str, ...]
    within: str | None
    implies: bool
    excludes: str | None
    usual: bool | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A named condition with the provision it comes from; ``since`` is the day it entered the law, if later."""

    id: str
    kind: str
    provision: ProvisionId
    name: Text
    since: date | None = None


@dataclass(frozen=True, slots=True)
class FindingRule(Rule):
    """A rule that gives a finding of a class, unless one of its exceptions holds."""

    risk_class: str = ""
    groups: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyRule(Rule):
    """A rule that gives a duty to a role. ``attached`` names the findings it cannot start before."""

    role: str = ""
    attached: str | None = None
    transition: str | None = None
    register: str | None = None
    algoritmekader: tuple[ProvisionId, ...] = ()


@dataclass(frozen=True, slots=True)
class TransitionRule(Rule):
    """A rule of article 111 for a kind of duty; ``deadline`` names the provision with the last day, if there is one."""

    sort: str = ""
    roles: tuple[str, ...] = ()
    deadline: ProvisionId | None = None


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules. ``conditions`` holds every named condition, each after the ones it rests on."""

    questions: Mapping[str, FactQuestion]
    terms: tuple[Rule, ...]
    roles: tuple[Rule, ...]
    exceptions: Mapping[str, Rule]
    exempting: Mapping[str, str]
    findings: Mapping[str, FindingRule]
    duties: tuple[DutyRule, ...]
    transitions: tuple[TransitionRule, ...]
    parameters: Mapping[str, tuple[date, ProvisionId]]
    conditions: Mapping[str, Condition]
    starts: Mapping[str, date]
    applicability: Applicability
    version: str

    def findings_behind(self, reference: str) -> tuple[FindingRule, ...]:
        """The findings that ``groep.x``, ``klasse.x``, ``vrijgesteld.x``, ``uitgezonderd.x`` or an id stands for."""
        kind, _, name = reference.rpartition(".")
        return tuple(
            rule
            for rule in self.findings.values()
            if (not kind and rule.id == name)
            or (kind == "klasse" and rule.risk_class == name)
            or (kind in ("groep", "vrijgesteld", "uitgezonderd") and name in rule.groups)
        )


@cache
def load_rules() -> RuleBook:
    """The rules that travel with this program, read once."""
    return read_rules(resource("rules"))


def read_rules(folder: Path) -> RuleBook:
    """The rules in a folder.

    Raises:
        RulesError: a name that does not exist or is used twice, a rule that rests on itself, an unused question.
    """
    texts = {name: (folder / name).read_text("utf8") for name in FILES}
    raw: dict[str, Any] = {name: yaml.load(text, YAML_LOADER) for name, text in texts.items()}
    applicability = Applicability(folder / "van_toepassing.yaml")
    findings_file, duties_file = raw["bevindingen.yaml"], raw["verplichtingen.yaml"]
    parameters = {entry["id"]: (entry["datum"], entry["bepaling"]) for entry in findings_file["datums"]}
    builder = _Builder(applicability, parameters)
    try:
        for entry in raw["feiten.yaml"]["feiten"]:
            builder.question(entry)
        for entry in findings_file["begrippen"]:
            builder.plain("term", entry)
        for entry in findings_file["rollen"]:
            builder.plain("role", entry)
        for entry in findings_file["uitzonderingen"]:
            builder.plain("exception", entry)
        exempting = {e["id"]: e["klasse"] for e in findings_file["uitzonderingen"] if "klasse" in e}
        for entry in findings_file["bevindingen"]:
            builder.finding(entry, exempting)
        builder.groups(exempting)
        for entry in duties_file["overgangen"]:
            builder.transition(entry)
        for entry in duties_file["verplichtingen"]:
            builder.duty(entry)
    except (KeyError, TypeError, ValueError) as error:
        raise RulesError(
            f"De regels in {folder} kloppen niet: {error}", f"The rules in {folder} are wrong: {error}"
        ) from error
    book = RuleBook(
        questions=MappingProxyType(builder.questions),
        terms=tuple(rule for rule in builder.rules if rule.kind == "term"),
        roles=tuple(rule for rule in builder.rules if rule.kind == "role"),
        exceptions={rule.id: rule for rule in builder.rules if rule.kind == "exception"},
        exempting=exempting,
        findings={rule.id: rule for rule in builder.rules if isinstance(rule, FindingRule)},
        duties=tuple(rule for rule in builder.rules if isinstance(rule, DutyRule)),
        transitions=tuple(rule for rule in builder.rules if isinstance(rule, TransitionRule)),
        parameters=parameters,
        conditions=MappingProxyType(_ordered(builder.conditions, builder.questions)),
        starts=builder.starts,
        applicability=applicability,
        version=hashlib.sha256("".join(texts.values()).encode()).hexdigest()[:12],
    )
    _check_use(book)
    return book


class _Builder:
    """Collects rules and their conditions while the files are read."""

    def __init__(self, applicability: Applicability, parameters: Mapping[str, tuple[date, ProvisionId]]) -> None:
        self.applicability = applicability
        self.parameters = parameters
        self.questions: dict[str, FactQuestion] = {}
        self.rules: list[Rule] = []
        self.conditions: dict[str, Condition] = {}
        self.starts: dict[str, date] = {}

    def question(self, entry: Mapping[str, Any]) -> None:
        usual = {"ja": True, "nee": False, None: None}[entry.get("gewoonlijk")]
        if entry["id"] in self.questions:
            raise ValueError(f"{entry['id']} komt twee keer voor")
        self.questions[entry["id"]] = FactQuestion(
            id=entry["id"],
            group=entry["groep"],
            text=self._text(entry["vraag"]),
            explanation=self._text(entry["uitleg"]),
            example=self._text(entry["voorbeeld"]),
            provisions=tuple(entry["bepalingen"]),
            beslishulp=tuple(entry.get("beslishulp", ())),
            within=entry.get("binnen") or entry.get("bij"),
            implies="binnen" in entry,
            excludes=entry.get("sluit_uit"),
            usual=usual,
        )

    def plain(self, kind: str, entry: Mapping[str, Any]) -> None:
        rule = Rule(entry["id"], kind, entry["bepaling"], entry["naam"], self._since(entry))
        self._add(rule, parse_condition(entry["als"]))

    def finding(self, entry: Mapping[str, Any], exempting: Mapping[str, str]) -> None:
        exceptions = tuple(entry.get("tenzij", ()))
        rule = FindingRule(
            entry["id"],
            "finding",
            entry["bepaling"],
            entry["naam"],
            self._since(entry),
            risk_class=entry["klasse"],
            groups=tuple(entry.get("groepen", ())),
            exceptions=exceptions,
        )
        base = Name(f"als:{rule.id}")
        self.conditions[base.name] = parse_condition(entry["als"])
        if rule.since:
            self.starts[base.name] = rule.since
        if not exceptions:
            self._add(rule, base)
            return
        plain = tuple(Name(name) for name in exceptions if name not in exempting)
        exempt = tuple(Name(name) for name in exceptions if name in exempting)
        self._add(rule, All((base, Not(AnyOf((*plain, *exempt))))))
        self.conditions[f"uitgezonderd:{rule.id}"] = All((base, AnyOf((*plain, *exempt))))
        if exempt:
            self.conditions[f"vrijgesteld:{rule.id}"] = All((base, Not(AnyOf(plain)), AnyOf(exempt)))

    def groups(self, exempting: Mapping[str, str]) -> None:
        """The names that stand for several findings at once."""
        findings = [rule for rule in self.rules if isinstance(rule, FindingRule)]
        members: dict[str, list[str]] = {}
        for rule in findings:
            members.setdefault(f"klasse.{rule.risk_class}", []).append(rule.id)
            for group in rule.groups:
                members.setdefault(f"groep.{group}", []).append(rule.id)
                if rule.exceptions:
                    members.setdefault(f"uitgezonderd.{group}", []).append(f"uitgezonderd:{rule.id}")
                if any(name in exempting for name in rule.exceptions):
                    members.setdefault(f"vrijgesteld.{group}", []).append(f"vrijgesteld:{rule.id}")
        for name, ids in members.items():
            self.conditions[name] = AnyOf(tuple(Name(one) for one in ids))

    def transition(self, entry: Mapping[str, Any]) -> None:
        rule = TransitionRule(
            entry["id"],
            "transition",
            entry["bepaling"],
            entry["naam"],
            sort=entry["soort"],
            roles=tuple(entry["rollen"]),
            deadline=entry["uiterlijk"],
        )
        if rule.deadline and self.applicability.deadline(rule.deadline) is None:
            raise ValueError(f"{rule.id}: van_toepassing.yaml heeft geen overgang volgens {rule.deadline}")
        self._add(rule, parse_condition(entry["als"]))

    def duty(self, entry: Mapping[str, Any]) -> None:
        condition = parse_condition(entry["als"])
        rule = DutyRule(
            entry["id"],
            "obligation",
            entry["bepaling"],
            entry["wat"],
            role=entry["rol"],
            attached=entry.get("hoort_bij"),
            transition=entry.get("overgang"),
            register=entry.get("register"),
            algoritmekader=tuple(ALGORITMEKADER + name for name in entry.get("ak", ())),
        )
        self._add(rule, condition if rule.role == ORGANISATION else All((Name(rule.role), condition)))

    def _add(self, rule: Rule, condition: Condition) -> None:
        if rule.id in self.conditions or rule.id in self.questions:
            raise ValueError(f"{rule.id} komt twee keer voor")
        self.rules.append(rule)
        self.conditions[rule.id] = condition
        if rule.since:
            self.starts[rule.id] = rule.since

    def _since(self, entry: Mapping[str, Any]) -> date | None:
        return self.parameters[entry["sinds"]][0] if "sinds" in entry else None

    def _text(self, text: Mapping[Language, str]) -> Text:
        return {language: self._filled(words, language) for language, words in text.items()}

    def _filled(self, words: str, language: Language) -> str:
        def written(match: re.Match[str]) -> str:
            kind, name = match.groups()
            day: date | None
            if kind == "datum":
                day = self.parameters[name][0]
            elif kind == "uiterlijk":
                day = self.applicability.deadline(name)
            else:
                application = self.applicability.applies_from(name, date.max)
                day = application.date if application else None
            if day is None:
                raise ValueError(f"geen datum voor {name}")
            return written_day(day, language)

        return _PLACEHOLDER.sub(written, words)


def _ordered(conditions: Mapping[str, Condition], questions: Iterable[str]) -> dict[str, Condition]:
    """The conditions, each after those it rests on."""
    known = set(questions)
    ordered: dict[str, Condition] = {}
    path: list[str] = []

    def visit(name: str) -> None:
        if name in known or name in ordered:
            return
        if name not in conditions:
            raise RulesError(f"'{name}' bestaat niet (gebruikt in {path[-1]}).", f"'{name}' does not exist.")
        if name in path:
            raise RulesError(f"De regel {name} steunt op zichzelf: {' > '.join(path)}.", f"{name} rests on itself.")
        path.append(name)
        for below in names(conditions[name]):
            visit(below)
        path.pop()
        ordered[name] = conditions[name]

    for name in conditions:
        visit(name)
    return ordered


def _check_use(book: RuleBook) -> None:
    used = {name for condition in book.conditions.values() for name in names(condition)}
    used |= {question.within for question in book.questions.values() if question.within}
    if unused := [name for name in book.questions if name not in used]:
        raise RulesError(f"Deze vragen beslissen niets: {', '.join(unused)}.", f"Unused questions: {unused}.")
    for duty in book.duties:
        if duty.attached and not book.findings_behind(duty.attached):
            raise RulesError(f"{duty.id}: '{duty.attached}' bestaat niet.", f"{duty.id}: unknown {duty.attached}.")
    for question in book.questions.values():
        for other in (question.within, question.excludes):
            if other and other not in book.questions:
                raise RulesError(f"{question.id}: '{other}' bestaat niet.", f"{question.id}: unknown fact {other}.")
