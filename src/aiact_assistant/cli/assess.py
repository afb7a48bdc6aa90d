"""The command ``assess``: files in, a proposal per question with its evidence out. Flags and printing only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.status import Status

from aiact_assistant.assessment.words import class_name
from aiact_assistant.assistant import Assistant
from aiact_assistant.cli.batch import numbered, read_dossiers
from aiact_assistant.cli.exports import Exports, write_exports
from aiact_assistant.cli.rules import DateOption, JsonFlag, Lang, LangOption
from aiact_assistant.cli.start import assistant_of
from aiact_assistant.cli.terminal import write_json
from aiact_assistant.cli.usage import Command
from aiact_assistant.cli.values import read_day
from aiact_assistant.corpus.references import format_reference
from aiact_assistant.documents.read import OnProgress
from aiact_assistant.domain import BadInput, Language, Proposal, ProposedFact, os_reason
from aiact_assistant.public_rules import proposal_json

_terminal = Console(stderr=True, highlight=False, soft_wrap=True)
_STATED: dict[Language, dict[bool, str]] = {"nl": {True: "ja", False: "nee"}, "en": {True: "yes", False: "no"}}


def assess_command(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="BESTAND...", help="Documentatie van één systeem.", show_default=False),
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option(
            "--batch", metavar="BESTAND", help="Meer dossiers uit een bestand: per regel een dossier als JSON."
        ),
    ] = None,
    as_json: JsonFlag = False,
    on: DateOption = None,
    docx: Annotated[
        Path | None, typer.Option("--docx", metavar="UIT", help="Schrijft het concept als memo in Word.")
    ] = None,
    md: Annotated[
        Path | None, typer.Option("--md", metavar="UIT", help="Schrijft het concept als memo in Markdown.")
    ] = None,
    register: Annotated[
        Path | None,
        typer.Option("--register", metavar="UIT", help="Schrijft velden voor het Algoritmeregister."),
    ] = None,
    toetsen: Annotated[
        Path | None, typer.Option("--toetsen", metavar="UIT", help="Schrijft de onderwerpen voor IAMA en DPIA.")
    ] = None,
    lang: LangOption = Lang.NL,
) -> None:
    """Leest documentatie en stelt antwoorden voor, met de zinnen waarop zij rusten."""
    day = None if on is None else read_day(on)
    if bool(files) == (batch is not None):
        raise BadInput(
            "Geef een of meer bestanden, of een lijst met --batch (niet allebei). Uitleg: aiact assess --help",
            "Give one or more files, or a list with --batch (not both). For help: aiact assess --help",
        )
    exports = Exports(docx, md, register, toetsen)
    if batch is not None and exports.wanted:
        raise BadInput(
            "Een memo of ander bestand kan niet met --batch. Geef de bestanden van één dossier.",
            "A memo or other file is not possible with --batch. Give the files of one dossier.",
        )
    assistant = assistant_of()
    if batch is not None:
        _assess_batch(assistant, batch, day, lang.value)
        return
    if exports.wanted:
        with _terminal.status("…") as status:
            progress = _progress(status)
            dossier = assistant.read(_uploads(files or ()), progress=progress)
            reading = assistant.review(dossier, day, progress=progress)
        masked = assistant.settings.model_place == "elsewhere"
        write_exports(assistant, assistant.shown(reading, day, masked=masked), exports, lang.value)
        proposal = reading.proposal
    else:
        proposal = _propose(assistant, files or (), day)
    if as_json:
        write_json(proposal_json(proposal, assistant.rules(), assistant.aids(), lang.value))
    else:
        _print_proposal(proposal, assistant, lang.value)


def _assess_batch(assistant: Assistant, path: Path, day: date | None, language: Language) -> None:
    """One result a line, in order; a line or dossier that cannot be read is named and costs no other."""
    bad = 0
    for number, asked in read_dossiers(path):
        try:
            if isinstance(asked, BadInput):
                raise asked
            proposal = _propose(assistant, asked.files, asked.on or day)
        except BadInput as error:
            bad += 1
            named = error if error is asked else numbered(error, number)
            _terminal.print(named.message(language), markup=False)
            continue
        write_json({"id": asked.id} | proposal_json(proposal, assistant.rules(), assistant.aids(), language))
    if bad:
        raise BadInput(
            f"{bad} regels van {path} zijn niet te lezen als dossier; alle andere zijn beoordeeld.",
            f"{bad} lines of {path} could not be read as a dossier; all others were assessed.",
        )


def _propose(assistant: Assistant, files: Sequence[Path], day: date | None) -> Proposal:
    with _terminal.status("…") as status:
        progress = _progress(status)
        return assistant.propose(assistant.read(_uploads(files), progress=progress), day, progress=progress)


def _uploads(files: Sequence[Path]) -> list[tuple[str, bytes]]:
    return [(path.name, _bytes(path)) for path in files]


def _progress(status: Status) -> OnProgress:
    def progress(done: int, total: int, name: str) -> None:
        status.update(f"{name}: {done}/{total}")

    return progress


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        dutch, english = os_reason(error)
        raise BadInput(
            f"Het bestand {path} kan niet worden gelezen: {dutch}.", f"The file {path} cannot be read: {english}."
        ) from error


def _print_proposal(proposal: Proposal, assistant: Assistant, language: Language) -> None:
    dutch = language == "nl"
    book = assistant.rules()
    print("Concept: beoordeling door een mens vereist." if dutch else "Draft: assessment by a person required.")
    rests = ", ".join(format_reference(name, language, act=False) for name in proposal.draft_provisions)
    outcome = class_name(proposal.draft_class, language)
    print(f"{'Voorstel' if dutch else 'Proposal'}: {outcome}{f' ({rests})' if rests else ''}")
    if proposal.model is not None:
        print(f"{'Mede gelezen door het taalmodel' if dutch else 'Also read by the language model'} {proposal.model}.")
    for fact in proposal.facts:
        if fact.answer is not None:
            print(f"\n{book.questions[fact.id].text[language]}")
            print(f"  {_STATED[language][fact.answer]} ({fact.confidence:.0%})")
            for line in _quotes(fact, dutch):
                print(f"  {line}")
    if proposal.questions_for_owner:
        print("\nVragen aan de leverancier of eigenaar:" if dutch else "\nQuestions for the supplier or owner:")
    for question in proposal.questions_for_owner:
        print(f"- {question.text(language)}")
    for warning in proposal.warnings:
        _terminal.print(warning.text(language), markup=False)


def _quotes(fact: ProposedFact, dutch: bool) -> Iterator[str]:
    for one in fact.evidence:
        page = "" if one.page is None else f", {'bladzijde' if dutch else 'page'} {one.page}"
        yield f'"{one.quote}" ({one.file}{page})'


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "assess",
        cls=Command,
        epilog="aiact assess handleiding.pdf\naiact assess --json a.docx b.pdf\naiact assess --json --batch lijst",
    )(assess_command)
