"""``aiact kennisbank``: holds the entries against the law, for whoever writes or reviews them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aiact_assistant.cli.start import assistant_of
from aiact_assistant.cli.usage import Command, Group

if TYPE_CHECKING:
    from aiact_assistant.assistant import KennisbankReport

app = typer.Typer(
    name="kennisbank",
    cls=Group,
    help="Kijkt de uitleg in gewone taal na tegen de bronnen.",
    epilog="aiact kennisbank check\naiact sync && aiact kennisbank stale",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command(
    "check", cls=Command, epilog="aiact kennisbank check\naiact kennisbank check --map corpus/kennisbank/rollen"
)
def check_command(
    folder: Annotated[Path | None, typer.Option("--map", metavar="MAP", help="Alleen de stukken in deze map.")] = None,
    record: Annotated[
        bool, typer.Option("--vastleggen", help="Leg vast dat de stukken tegen de huidige bronnen zijn nagekeken.")
    ] = False,
) -> None:
    """Controleert of elk stuk klopt met de wet: bepalingen, datums, bedragen, eigen woorden, lengte."""
    report = assistant_of().check_kennisbank(folder, record=record)
    for finding in report.findings:
        print(f"{finding.entry}: {finding.message}")
    for name in report.uncovered:
        print(f"geen stuk noemt {name}")
    _print_stale(report)
    print(f"{report.entries} stukken, leesbaarheid (Flesch-Douma) gemiddeld {report.readability.mean:.0f}; laagste:")
    for name, score in report.readability.lowest:
        print(f"  {score:.0f} {name}")
    if report.findings or report.uncovered:
        raise typer.Exit(1)


@app.command("stale", cls=Command, epilog="aiact sync && aiact kennisbank stale")
def stale_command() -> None:
    """Noemt de stukken die opnieuw bekeken moeten worden omdat een bron is veranderd."""
    report = assistant_of().check_kennisbank()
    _print_stale(report)
    print(f"{len(report.stale)} van {report.entries} stukken opnieuw bekijken.")


def _print_stale(report: KennisbankReport) -> None:
    for name, sources in report.stale.items():
        print(f"opnieuw bekijken: {name} ({', '.join(sources)} veranderd sinds de laatste controle)")
