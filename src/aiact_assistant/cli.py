"""The ``aiact`` command: flags and printing only, one ``Assistant`` call per command.

Exit codes: 0 done (also for refusals), 1 failed, 2 bad input. Messages go to stderr, JSON alone to stdout.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import date
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, NoReturn

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

from aiact_assistant import cli_rules
from aiact_assistant.assistant import Assistant
from aiact_assistant.domain import AiactError, Answer, BadInput, Language, Source
from aiact_assistant.public import answer_json, shown_json
from aiact_assistant.settings import Settings, load_settings

app = typer.Typer(
    name="aiact",
    help="Vraagbaak over de AI-verordening: bronnen ophalen, vragen stellen, bepalingen tonen.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
cli_rules.register(app)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)


class Lang(StrEnum):
    """Languages of an answer."""

    NL = "nl"
    EN = "en"


JsonFlag = Annotated[bool, typer.Option("--json", help="JSON voor programma's.")]
DateOption = Annotated[str | None, typer.Option("--date", help="Geldig op deze dag (JJJJ-MM-DD); standaard vandaag.")]
LangOption = Annotated[Lang, typer.Option("--lang", help="Taal van het antwoord: nl of en.")]
MirrorOption = Annotated[
    str | None, typer.Option("--mirror", help="Map of adres met de bronnen, voor een machine zonder internet.")
]


@app.command("sync", epilog="Voorbeeld: aiact sync --mirror /mnt/bronnen")
def sync_command(
    mirror: MirrorOption = None,
    accept_changes: Annotated[
        bool, typer.Option("--accept-changes", help="Neem een bron over die bij de uitgever is veranderd.")
    ] = False,
) -> None:
    """Haalt de officiële bronnen op en controleert ze."""
    assistant = Assistant(_settings(corpus_mirror=mirror))
    with _progress(DownloadColumn(table_column=Column(no_wrap=True))) as bar:
        tasks: dict[str, TaskID] = {}

        def show(source: Source, done: int, total: int | None) -> None:
            if source.id not in tasks:
                tasks[source.id] = bar.add_task(_shown(source), total=total)
            bar.update(tasks[source.id], completed=done, total=total)

        report = assistant.sync(show, accept_changes=accept_changes)
    for outcome in report.outcomes:
        _errors.print(f"{_shown(outcome.source)}: {outcome.notice_nl}", markup=False)
    if report.failed:
        _errors.print(report.advice("nl"), markup=False)
        raise typer.Exit(1)


@app.command("index", epilog="Voorbeeld: aiact index --opnieuw")
def index_command(
    again: Annotated[bool, typer.Option("--opnieuw", help="Bouw ook als de index al klopt.")] = False,
) -> None:
    """Bouwt de zoekindex als die ontbreekt of verouderd is."""
    assistant = Assistant(_settings())
    with _progress() as bar:
        task = bar.add_task("Bronnen lezen", total=None)

        def show(name: str, done: int, total: int) -> None:
            text = "Zoekvectoren berekenen" if name == "embed" else name
            bar.update(task, description=text, completed=done, total=total or None)

        built = assistant.build(show, again=again)
    _errors.print("De index is gebouwd." if built else "De index klopt al; er is niets gedaan.")


@app.command(
    "ask",
    epilog="Voorbeelden: aiact ask 'Wat is een AI-systeem?' · aiact ask 'Mag emotieherkenning op het werk?' --json"
    " · aiact ask --json --batch vragen.jsonl",
)
def ask_command(
    question: Annotated[str | None, typer.Argument(help="De vraag, tussen aanhalingstekens.")] = None,
    as_json: JsonFlag = False,
    on: DateOption = None,
    lang: LangOption = Lang.NL,
    batch: Annotated[Path | None, typer.Option("--batch", help="Bestand met een JSON-vraag per regel.")] = None,
) -> None:
    """Beantwoordt een vraag met geciteerde bronnen."""
    if (question is None) == (batch is None):
        raise BadInput(
            "Geef een vraag, of een bestand met --batch (niet allebei).",
            "Give either a question or a file with --batch.",
        )
    assistant = Assistant(_settings())
    day = _day(on)
    if batch is not None:
        for number, line in enumerate(_lines(batch), start=1):
            _print_json(_ask_line(assistant, line, number, day, lang.value))
        return
    found = assistant.ask(question or "", language=lang.value, on=day)
    if as_json:
        _print_json(answer_json(found))
    else:
        _print_answer(found)


@app.command("show", epilog="Voorbeelden: aiact show art_5.1.ba · aiact show 'bijlage III, punt 4' --date 2026-07-01")
def show_command(
    name: Annotated[str, typer.Argument(help="Id of aanduiding van een bepaling.")],
    as_json: JsonFlag = False,
    on: DateOption = None,
    lang: LangOption = Lang.NL,
) -> None:
    """Toont een bepaling met haar context en haar vorige versie."""
    shown = Assistant(_settings()).show(name, language=lang.value, on=_day(on))
    if as_json:
        _print_json(shown_json(shown))
        return
    lines = [shown.label, shown.heading, "", shown.chapeau, shown.text, ""]
    if shown.provision.amended_by:
        lines.append(f"Gewijzigd door {shown.provision.amended_by}.")
    if shown.applies_from:
        lines.append(f"Van toepassing vanaf {shown.applies_from.isoformat()}.")
    if shown.previous is not None:
        lines += ["", f"Andere versie ({shown.previous_source}):", shown.previous]
    lines += ["", shown.url]
    print("\n".join(line for line in lines if line or line == ""))


@app.command("serve", epilog="Voorbeeld: aiact serve --port 8080")
def serve_command(
    host: Annotated[str | None, typer.Option("--host", help="Adres om op te luisteren.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Poort van de webpagina.")] = None,
) -> None:
    """Start de webpagina."""
    from aiact_assistant.ui.server import serve

    settings = _settings(host=host, port=port)
    serve(settings, Assistant(settings))


def main() -> NoReturn:
    """Entry point: the one place where failures become a message and an exit code."""
    try:
        app(standalone_mode=True)
    except AiactError as error:
        language: Language = "en" if "en" in _lang_argument(sys.argv) else "nl"
        _errors.print(error.message(language), markup=False)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(0)
    except KeyboardInterrupt:
        _errors.print("Gestopt.")
        sys.exit(130)
    except Exception as error:
        logging.getLogger(__name__).debug("unexpected failure", exc_info=True)
        _errors.print(f"Er ging iets mis ({type(error).__name__}). Probeer het opnieuw of meld het de beheerder.")
        sys.exit(1)
    sys.exit(0)


def _lang_argument(arguments: list[str]) -> list[str]:
    return [after for before, after in pairwise(arguments) if before == "--lang"]


def _settings(**overrides: Any) -> Settings:
    settings = load_settings(**overrides)
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    return settings


def _shown(source: Source) -> str:
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
    )


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(
            f"'{text}' is geen datum. Schrijf de datum als JJJJ-MM-DD, bijvoorbeeld 2026-07-01.",
            f"'{text}' is not a date. Write it as YYYY-MM-DD, for example 2026-07-01.",
        ) from error


def _lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text("utf8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"Het bestand {path} kan niet worden gelezen.", f"The file {path} cannot be read.") from error


def _ask_line(assistant: Assistant, line: str, number: int, day: date | None, lang: Language) -> dict[str, object]:
    try:
        asked: Any = json.loads(line)
        text, identifier = str(asked["question"]), asked["id"]
        language: Language = asked.get("lang", lang)
        history = [str(earlier) for earlier in asked.get("history", [])]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            f'Regel {number} van het bestand is geen vraag. Schrijf: {{"id": "1", "question": "..."}}',
            f'Line {number} of the file is not a question. Write: {{"id": "1", "question": "..."}}',
        ) from error
    if language not in ("nl", "en"):
        raise BadInput(f"Regel {number}: taal '{language}' bestaat niet; kies nl of en.")
    on = _day(asked["date"]) if asked.get("date") else day
    return {"id": identifier} | answer_json(assistant.ask(text, language=language, on=on, history=history))


def _print_json(value: dict[str, object]) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


def _print_answer(answer: Answer) -> None:
    print(answer.text)
    if answer.citations:
        print()
    for number, citation in enumerate(answer.citations, start=1):
        marks = [citation.authority.value]
        if citation.amended:
            marks.append("gewijzigd in 2026" if answer.language == "nl" else "amended in 2026")
        print(f"[{number}] {citation.label} ({', '.join(marks)})")
        if citation.url:
            print(f"    {citation.url}")
        if citation.note:
            print(f"    {citation.note}")


if __name__ == "__main__":
    main()
