"""The commands: flags in, one ``Assistant`` call, text or JSON out.

Exit codes: 0 done (also for refusals), 1 failed, 2 bad input. Messages go to stderr, JSON alone to stdout.
"""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Column

from aiact_assistant.cli import assess, kennisbank, rules
from aiact_assistant.cli.batch import BatchQuestion, read_batch
from aiact_assistant.cli.start import assistant_of
from aiact_assistant.cli.usage import Command, Group, explain
from aiact_assistant.cli.values import read_day
from aiact_assistant.domain import AiactError, Answer, AnswerStatus, BadInput, Language, Source, os_reason

if TYPE_CHECKING:
    from aiact_assistant.assistant import Assistant

log = logging.getLogger(__name__)

# A file that is no batch at all would fill the screen.
_MOST_BAD_LINES = 20
_INTERRUPTED = 130

app = typer.Typer(
    name="aiact",
    cls=Group,
    help="Vraagbaak over de AI-verordening: haalt de bronnen op, beantwoordt vragen en toont bepalingen.",
    epilog="aiact sync && aiact index\naiact ask 'Wat is een AI-systeem?'\naiact show art_5.1.ba\naiact serve",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)


class Lang(StrEnum):
    """Languages of an answer."""

    NL = "nl"
    EN = "en"


JsonFlag = Annotated[bool, typer.Option("--json", help="Geef JSON, voor programma's.")]
DateOption = Annotated[
    str | None, typer.Option("--date", metavar="DATUM", help="Geldig op deze dag (JJJJ-MM-DD); anders vandaag.")
]
LangOption = Annotated[Lang, typer.Option("--lang", metavar="TAAL", help="Taal van het antwoord: nl of en; anders nl.")]


@app.command("sync", cls=Command, epilog="aiact sync\naiact sync --mirror /mnt/bronnen\naiact sync --accept-changes")
def sync_command(
    mirror: Annotated[
        str | None,
        typer.Option(
            "--mirror", metavar="PLAATS", help="Map of adres met de bronnen, voor een machine zonder internet."
        ),
    ] = None,
    accept_changes: Annotated[
        bool, typer.Option("--accept-changes", help="Neem een bron over die bij de uitgever is veranderd.")
    ] = False,
    lang: LangOption = Lang.NL,
) -> None:
    """Haalt de officiële bronnen op en controleert ze."""
    assistant = assistant_of(corpus_mirror=mirror)
    with _progress(DownloadColumn(table_column=Column(no_wrap=True))) as bar:
        tasks: dict[str, TaskID] = {}

        def show(source: Source, done: int, total: int | None) -> None:
            if source.id not in tasks:
                tasks[source.id] = bar.add_task(_titled(source), total=total)
            bar.update(tasks[source.id], completed=done, total=total)

        report = assistant.sync(show, accept_changes=accept_changes)
    for outcome in report.outcomes:
        notice = outcome.notice_nl if lang is Lang.NL else outcome.notice_en
        _say(f"{_titled(outcome.source)}: {notice}")
    if report.failed:
        _say(report.advice(lang.value))
        raise typer.Exit(1)


@app.command("index", cls=Command, epilog="aiact index\naiact index --opnieuw")
def index_command(
    again: Annotated[bool, typer.Option("--opnieuw", help="Bouw ook als de index al klopt.")] = False,
    lang: LangOption = Lang.NL,
) -> None:
    """Bouwt de zoekindex als die ontbreekt, verouderd of beschadigd is."""
    assistant = assistant_of()
    with _progress() as bar:
        task = bar.add_task("Bronnen lezen", total=None)

        def show(name: str, done: int, total: int) -> None:
            text = "Zoekvectoren berekenen" if name == "embed" else name
            bar.update(task, description=text, completed=done, total=total or None)

        built = assistant.build(show, again=again)
    if built:
        _say("De index is gebouwd." if lang is Lang.NL else "The index was built.")
    else:
        _say("De index klopt al; er is niets gedaan." if lang is Lang.NL else "The index is up to date.")
    for notice in assistant.notices(lang.value):
        _say(notice)


@app.command(
    "ask",
    cls=Command,
    epilog="aiact ask 'Wat is een AI-systeem?'\n"
    "aiact ask 'Mag emotieherkenning op het werk?' --date 2026-07-01\n"
    "aiact ask 'What is an AI system?' --lang en --json\n"
    "aiact ask --json --batch vragen.jsonl",
)
def ask_command(
    question: Annotated[str | None, typer.Argument(metavar="VRAAG", help="De vraag, tussen aanhalingstekens.")] = None,
    as_json: JsonFlag = False,
    on: DateOption = None,
    lang: LangOption = Lang.NL,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", metavar="BESTAND", help="Vragen uit een bestand: per regel een vraag als JSON."),
    ] = None,
) -> None:
    """Beantwoordt een vraag met geciteerde bronnen."""
    from aiact_assistant.cli import terminal
    from aiact_assistant.public import answer_json

    if (question is None) == (batch is None):
        raise BadInput(
            "Geef een vraag, of een bestand met --batch (niet allebei). Uitleg: aiact ask --help",
            "Give either a question or a file with --batch. For help: aiact ask --help",
        )
    day = _day(on)
    if batch is not None:
        _ask_batch(batch, day, lang.value)
        return
    answer = assistant_of().ask(question or "", language=lang.value, on=day)
    if as_json:
        terminal.write_json(answer_json(answer))
    else:
        terminal.write_answer(answer)


@app.command(
    "show",
    cls=Command,
    epilog="aiact show art_5.1.ba\n"
    "aiact show 'artikel 4 bis'\n"
    "aiact show 'bijlage III, punt 4' --date 2026-07-01\n"
    "aiact show 'hoofdstuk III'",
)
def show_command(
    name: Annotated[str, typer.Argument(metavar="BEPALING", help="Id of aanduiding van een bepaling.")],
    as_json: JsonFlag = False,
    on: DateOption = None,
    lang: LangOption = Lang.NL,
) -> None:
    """Toont een bepaling met haar context en haar andere versie."""
    from aiact_assistant.cli import terminal
    from aiact_assistant.public import shown_json

    shown = assistant_of().show(name, language=lang.value, on=_day(on))
    if as_json:
        terminal.write_json(shown_json(shown))
    else:
        terminal.write_shown(shown, lang.value)


@app.command("doctor", cls=Command, epilog="aiact doctor\naiact doctor --lang en")
def doctor_command(lang: LangOption = Lang.NL) -> None:
    """Kijkt of bronnen, index en taalmodel werken, en zegt wat eraan scheelt."""
    from aiact_assistant.cli.doctor import examine

    if not examine(assistant_of(), lang.value):
        raise typer.Exit(1)


@app.command("serve", cls=Command, epilog="aiact serve\naiact serve --port 8080\naiact serve --host 0.0.0.0")
def serve_command(
    host: Annotated[
        str | None,
        typer.Option("--host", metavar="ADRES", help="Adres om op te luisteren; anders alleen deze machine."),
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", metavar="POORT", help="Poort van de webpagina, een getal; anders 7860.")
    ] = None,
) -> None:
    """Start de webpagina."""
    assistant = assistant_of(host=host, port=port)
    from aiact_assistant.ui.server import serve

    serve(assistant.settings, assistant)


# After the commands above, so that help begins with what comes first in use.
rules.register(app)
assess.register(app)
app.add_typer(kennisbank.app)


def run(arguments: Sequence[str]) -> int:
    """Run a command line; the one place where failures become a message and an exit code.

    Args:
        arguments: the words after ``aiact``.

    Returns:
        The exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a character must not cost the answer.
            stream.reconfigure(errors="replace")
    language = _language(arguments)
    try:
        code = typer.main.get_command(app).main(list(arguments), prog_name="aiact", standalone_mode=False)
    except AiactError as error:
        _say(error.message(language))
        return error.exit_code
    except typer.TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            _say(error.message)
        else:
            _say(explain(error).message(language))
        return BadInput.exit_code
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    except Exception as error:
        log.debug("unexpected failure", exc_info=True)
        _say(_unexpected(error)[0 if language == "nl" else 1])
        return 1
    if code == _INTERRUPTED:
        _say("Gestopt." if language == "nl" else "Stopped.")
    return code or 0


def _ask_batch(path: Path, day: date | None, language: Language) -> None:
    """Answers every line that is a question; those that are not are named at once and counted at the end."""
    from aiact_assistant.cli import terminal
    from aiact_assistant.public import answer_json

    assistant = assistant_of()
    assistant.open_index()
    seen: set[str | int] = set()
    bad = 0
    for asked in read_batch(path):
        if isinstance(asked, BadInput):
            bad += 1
            if bad <= _MOST_BAD_LINES:
                _say(asked.message(language))
            continue
        if asked.id in seen:
            _say(
                f"Het id {asked.id!r} staat meer dan eens in het bestand."
                if language == "nl"
                else f"The id {asked.id!r} is in the file more than once."
            )
        seen.add(asked.id)
        answer = _answer(assistant, asked, asked.on or day, asked.language or language)
        terminal.write_json({"id": asked.id} | answer_json(answer))
    if bad:
        raise BadInput(
            f"{bad} regels van {path} zijn niet te lezen als vraag; alle andere zijn beantwoord.",
            f"{bad} lines of {path} could not be read as a question; all others were answered.",
        )


def _answer(assistant: Assistant, asked: BatchQuestion, on: date | None, language: Language) -> Answer:
    """One result for one question: an empty or endless one ends as unclear, so that no line is without."""
    try:
        return assistant.ask(asked.question, language=language, on=on, history=asked.history)
    except BadInput as refused:
        return Answer(
            asked.question,
            language,
            on or date.today(),
            AnswerStatus.UNCLEAR,
            refused.message(language),
            fingerprint=assistant.open_index().fingerprint,
        )


def _day(text: str | None) -> date | None:
    return None if text is None else read_day(text)


def _language(arguments: Sequence[str]) -> Language:
    """The language asked for, also when the rest of the command line is wrong."""
    return "en" if "--lang en" in " ".join(arguments).replace("--lang=", "--lang ") else "nl"


def _unexpected(error: Exception) -> tuple[str, str]:
    if isinstance(error, OSError):
        dutch, english = os_reason(error)
        what = f" {error.filename}" if error.filename else ""
        return (
            f"Het systeem weigert een bestand of map{what}: {dutch}. Controleer AIACT_DATA_DIR en probeer het opnieuw.",
            f"The system refuses a file or folder{what}: {english}. Check AIACT_DATA_DIR and try again.",
        )
    kind = type(error).__name__
    return (
        f"Er ging iets mis ({kind}). Probeer het opnieuw of meld het de beheerder, met wat er komt te staan als"
        " AIACT_LOG_LEVEL=DEBUG is.",
        f"Something went wrong ({kind}). Try again, or tell the administrator what AIACT_LOG_LEVEL=DEBUG shows.",
    )


def _say(text: str) -> None:
    _errors.print(text, markup=False)


def _titled(source: Source) -> str:
    """Title of a source, with its language when it is not the usual one."""
    return source.title if source.language == "nl" else f"{source.title} (Engels)"


def _progress(*columns: ProgressColumn) -> Progress:
    return Progress(
        # On a narrow screen the title is cut, not the figures.
        TextColumn("{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")),
        BarColumn(bar_width=20),
        *columns,
        TimeRemainingColumn(),
        console=_errors,
        transient=True,
        expand=True,
        disable=not _errors.is_terminal,
    )
