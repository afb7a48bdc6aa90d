"""The commands that decide: ``decide``, ``rules`` and ``timeline``. Flags and printing only.

Registered on the ``aiact`` command by ``register``; messages and exit codes as in ``commands.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from aiact_assistant.assessment.facts import read_facts, write_facts
from aiact_assistant.assessment.rules import FactQuestion, RuleBook
from aiact_assistant.assessment.words import outcome_name, role_name, status_name
from aiact_assistant.cli.start import assistant_of
from aiact_assistant.cli.terminal import write_json
from aiact_assistant.cli.usage import Command, Group
from aiact_assistant.cli.values import read_day, write_file
from aiact_assistant.corpus.labels import contains
from aiact_assistant.corpus.references import format_reference, parse_reference
from aiact_assistant.domain import BadInput, Decision, Fact, FindingStatus, Language
from aiact_assistant.public_rules import decision_json, moment_json, rules_json

if TYPE_CHECKING:
    from aiact_assistant.assistant import Assistant

_terminal = Console(stderr=True, highlight=False, soft_wrap=True)
_rules_app = typer.Typer(
    name="rules",
    cls=Group,
    help="Toont de regels waarmee beslist wordt.",
    epilog="aiact rules show art_6.3\naiact rules list",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_HEADINGS: dict[Language, dict[str, str]] = {
    "nl": {
        "class": "Uitkomst",
        "roles": "Rollen",
        "findings": "Bevindingen",
        "duties": "Verplichtingen",
        "open": "Nog te beantwoorden, het belangrijkste eerst",
        "conflicts": "Deze antwoorden spreken andere tegen",
        "none": "geen",
        "from": "vanaf",
        "later": "pas na een aanzienlijke ontwerpwijziging",
    },
    "en": {
        "class": "Outcome",
        "roles": "Roles",
        "findings": "Findings",
        "duties": "Obligations",
        "open": "Still to answer, most important first",
        "conflicts": "These answers contradict others",
        "none": "none",
        "from": "from",
        "later": "only after a significant change of design",
    },
}
_SHOWN_QUESTIONS = 5
_ANSWERS: dict[str, bool | None] = {
    "j": True,
    "ja": True,
    "y": True,
    "yes": True,
    "n": False,
    "nee": False,
    "no": False,
    "o": None,
    "onbekend": None,
    "u": None,
    "unknown": None,
}


class Lang(StrEnum):
    """Languages of the output."""

    NL = "nl"
    EN = "en"


JsonFlag = Annotated[bool, typer.Option("--json", help="JSON voor programma's.")]
DateOption = Annotated[str | None, typer.Option("--date", help="De wet van deze dag (JJJJ-MM-DD); standaard vandaag.")]
LangOption = Annotated[Lang, typer.Option("--lang", help="Taal: nl of en.")]


def register(app: typer.Typer) -> None:
    """Adds the commands to the ``aiact`` command."""
    decide = app.command("decide", cls=Command, epilog="aiact decide feiten.yaml\naiact decide --interactive")
    decide(decide_command)
    app.command("timeline", cls=Command, epilog="aiact timeline --for deployer")(timeline_command)
    app.add_typer(_rules_app)


def decide_command(
    facts: Annotated[Path | None, typer.Argument(help="YAML-bestand met feiten, zoals: uses: ja")] = None,
    interactive: Annotated[bool, typer.Option("--interactive", help="Stelt de vragen één voor één.")] = False,
    save: Annotated[Path | None, typer.Option("--save", help="Bewaar de antwoorden in dit bestand.")] = None,
    as_json: JsonFlag = False,
    on: DateOption = None,
    lang: LangOption = Lang.NL,
) -> None:
    """Beslist wat de verordening zegt over een systeem, met elke stap en bepaling."""
    if facts is None and not interactive:
        raise BadInput(
            "Geef een bestand met feiten, of gebruik --interactive.", "Give a file of facts, or use --interactive."
        )
    assistant = assistant_of()
    day = _day(on)
    known = read_facts(facts, assistant.rules()) if facts is not None else ()
    if interactive:
        known = _ask(assistant, known, day, lang.value)
    if save is not None:
        write_file(save, write_facts(known).encode())
    decision = assistant.decide(known, day)
    if as_json:
        write_json(decision_json(decision, assistant.aids()))
    else:
        _print_decision(decision, assistant.rules(), lang.value)


@_rules_app.command("show", cls=Command, epilog="aiact rules show art_6.3\naiact rules show 'bijlage III, punt 4'")
def show_command(
    name: Annotated[str, typer.Argument(help="Id of aanduiding van een bepaling, of de naam van een feit.")],
    as_json: JsonFlag = False,
    lang: LangOption = Lang.NL,
) -> None:
    """Toont de vragen, bevindingen en plichten die op een bepaling rusten."""
    book = assistant_of().rules()
    provision = name if name in book.questions else parse_reference(name) or name
    questions = [
        question
        for question in book.questions.values()
        if question.id == name or any(contains(provision, one) for one in question.provisions)
    ]
    rules = (*book.terms, *book.roles, *book.exceptions.values(), *book.findings.values(), *book.duties)
    resting = [rule for rule in rules if contains(provision, rule.provision)]
    if not questions and not resting:
        raise BadInput(f"Geen regel rust op '{name}'.", f"No rule rests on '{name}'.")
    if as_json:
        write_json(
            rules_json(book, provision, questions)
            | {"rules": [{"id": r.id, "kind": r.kind, "provision": r.provision, "name": dict(r.name)} for r in resting]}
        )
        return
    for rule in resting:
        print(f"{format_reference(rule.provision, lang.value)}: {rule.name[lang.value]} ({rule.id})")
    for question in questions:
        print(f"\n{_question_text(question, lang.value)}")


@_rules_app.command("list", cls=Command, epilog="aiact rules list")
def list_command(lang: LangOption = Lang.NL) -> None:
    """Noemt alle feiten waar de regels naar vragen."""
    for question in assistant_of().rules().questions.values():
        print(f"{question.id}: {question.text[lang.value]}")


def timeline_command(
    role: Annotated[str | None, typer.Option("--for", help="Rol, bijvoorbeeld deployer of provider.")] = None,
    as_json: JsonFlag = False,
    on: DateOption = None,
    lang: LangOption = Lang.NL,
) -> None:
    """Toont vanaf welke dag welke plicht geldt."""
    moments = assistant_of().timeline(role, _day(on))
    if as_json:
        write_json({"role": role, "moments": [moment_json(moment) for moment in moments]})
        return
    last: date | None = None
    for moment in moments:
        if moment.day != last:
            print(f"\n{moment.day.isoformat()}" if last else moment.day.isoformat())
            last = moment.day
        who = f" [{moment.role}]" if moment.role and role is None else ""
        print(f"  {format_reference(moment.provision, lang.value, act=False)}: {moment.text[lang.value]}{who}")


def _ask(assistant: Assistant, known: Sequence[Fact], day: date | None, language: Language) -> tuple[Fact, ...]:
    """Puts the questions one by one; 't' goes back one question, 's' stops."""
    facts = {fact.id: fact for fact in known}
    put: list[str] = []
    while found := assistant.next_questions(tuple(facts.values()), day):
        question = found[0]
        decision = assistant.decide(facts.values(), day)
        _terminal.print(f"\n[{outcome_name(decision, language)}]", markup=False, style="dim")
        _terminal.print(_question_text(question, language), markup=False)
        word = typer.prompt("j / n / o(nbekend) / t(erug) / s(top)", err=True).strip().lower()
        if word in ("s", "stop"):
            break
        if word in ("t", "terug", "b", "back"):
            if put:
                del facts[put.pop()]
        elif word in _ANSWERS:
            facts[question.id] = Fact(question.id, _ANSWERS[word])
            put.append(question.id)
        else:
            _terminal.print("Kies j, n, o, t of s. / Choose y, n, u, b or s.", markup=False)
    return tuple(facts.values())


def _print_decision(decision: Decision, book: RuleBook, language: Language) -> None:
    words = _HEADINGS[language]
    print(f"{words['class']}: {outcome_name(decision, language)}")
    if decision.applies_from:
        print(f"{words['from']} {decision.applies_from.isoformat()}")
    print(f"{words['roles']}: {', '.join(role_name(role, language) for role in decision.roles) or words['none']}")
    shown = [finding for finding in decision.findings if finding.status is not FindingStatus.UNDETERMINED]
    if shown:
        print(f"\n{words['findings']}")
    for finding in shown:
        by = f" ({format_reference(finding.excluded_by, language, act=False)})" if finding.excluded_by else ""
        label = format_reference(finding.provision, language, act=False)
        print(f"  {label}: {finding.name[language]}, {status_name(finding.status, language)}{by}")
        print(f"    {', '.join(finding.because)}")
    if decision.obligations:
        print(f"\n{words['duties']}")
    for duty in decision.obligations:
        label = format_reference(duty.provision, language, act=False)
        never = duty.applies_from is None and bool(duty.transitions)
        start = words["later"] if never else f"{words['from']} {duty.applies_from}" if duty.applies_from else ""
        print(f"  {label}: {duty.what[language]}{f' ({start})' if start else ''}")
    if decision.conflicts:
        print(f"\n{words['conflicts']}: {', '.join(decision.conflicts)}")
    if decision.open_questions:
        print(f"\n{words['open']}")
    for fact in decision.open_questions[:_SHOWN_QUESTIONS]:
        print(f"  {fact}: {book.questions[fact].text[language]}")


def _question_text(question: FactQuestion, language: Language) -> str:
    sources = ", ".join(format_reference(provision, language, act=False) for provision in question.provisions)
    example = "Bijvoorbeeld" if language == "nl" else "For example"
    return (
        f"{question.text[language]} ({question.id})\n"
        f"  {question.explanation[language]}\n  {example}: {question.example[language]}\n  {sources}"
    )


def _day(text: str | None) -> date | None:
    return None if text is None else read_day(text)
