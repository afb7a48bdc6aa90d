"""Typer's own words in Dutch: help pages as plain text, and what is wrong with a command line.

Plain text, because screen readers read out every line of a box. Typer translates nothing by itself; its kinds of
errors are those of Click and are told apart by name, because it keeps the classes to itself.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from difflib import get_close_matches
from typing import Any

import typer
from typer.completion import install_callback, show_callback
from typer.core import TyperCommand, TyperGroup

from aiact_assistant.domain import BadInput

_OPTIONS = "[OPTIES]"
_OWN_OPTIONS = {
    "help": "Toont deze uitleg.",
    "install_completion": "Zet aanvullen met de Tab-toets aan in deze shell.",
    "show_completion": "Toont de regels die daarvoor nodig zijn, om ze zelf te plaatsen.",
}


def _write_usage(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:
    formatter.write_usage(ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), "Gebruik: ")


def _write_options(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:
    for kind, title in (("argument", "Gegevens"), ("option", "Opties")):
        rows = list(_rows(command, ctx, kind))
        if rows:
            with formatter.section(title):
                formatter.write_dl(rows)


def _rows(command: TyperCommand | TyperGroup, ctx: Any, kind: str) -> Iterator[tuple[str, str]]:
    params: list[Any] = list(command.get_params(ctx))
    for param in params:
        if param.param_type_name == kind:
            metavar = param.metavar or ""
            names = metavar if kind == "argument" else f"{', '.join(sorted(param.opts, key=len))} {metavar}".rstrip()
            yield names, _OWN_OPTIONS.get(param.name, param.help or "")


def _write_examples(command: TyperCommand | TyperGroup, formatter: Any) -> None:
    if command.epilog:
        with formatter.section("Voorbeelden"):
            for line in command.epilog.splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


class Command(TyperCommand):
    """A command whose help is Dutch; the epilog holds its examples, one a line."""

    def __init__(self, name: str | None, **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self.options_metavar = _OPTIONS

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """How it is called."""
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """What it takes."""
        _write_options(self, ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Its examples."""
        del ctx
        _write_examples(self, formatter)


class Group(TyperGroup):
    """The commands together; an unknown one is answered with the nearest."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.options_metavar = _OPTIONS
        self.subcommand_metavar = "OPDRACHT ..."

    def get_params(self, ctx: Any) -> list[Any]:
        """What goes before the command; switching completion on answers in Dutch."""
        params: list[Any] = list(super().get_params(ctx))
        for param in params:
            param.callback = _COMPLETION.get(param.name, param.callback)
        return params

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """How it is called."""
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Which commands there are, and what goes before them."""
        with formatter.section("Opdrachten"):
            formatter.write_dl([(name, self.commands[name].help or "") for name in self.list_commands(ctx)])
        _write_options(self, ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Examples."""
        del ctx
        _write_examples(self, formatter)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named first."""
        name = args[0]
        if name not in self.commands and not ctx.resilient_parsing:
            near = get_close_matches(name, self.commands, n=1)
            names = ", ".join(self.commands)
            raise BadInput(
                f"De opdracht '{name}' bestaat niet."
                + (f" Bedoelt u '{near[0]}'?" if near else "")
                + f" Kies uit: {names}. Een vraag stelt u met: aiact ask 'uw vraag'",
                f"There is no command '{name}'."
                + (f" Did you mean '{near[0]}'?" if near else "")
                + f" Choose from: {names}. Ask a question with: aiact ask 'your question'",
            )
        return super().resolve_command(ctx, args)


def _install_completion(ctx: Any, param: Any, value: Any) -> Any:
    """Typer's own callback, with its English report replaced."""
    if not value or ctx.resilient_parsing:
        return value
    where = _said(install_callback, ctx, param, value).splitlines()[0].rpartition(" in ")[2]
    typer.echo(f"Aanvullen met de Tab-toets staat aan ({where}). Open een nieuwe terminal om het te gebruiken.")
    raise typer.Exit(0)


def _show_completion(ctx: Any, param: Any, value: Any) -> Any:
    """Typer's own callback, with its English error replaced."""
    if not value or ctx.resilient_parsing:
        return value
    typer.echo(_said(show_callback, ctx, param, value), nl=False)
    raise typer.Exit(0)


def _said(callback: Callable[[Any, Any, Any], Any], ctx: Any, param: Any, value: Any) -> str:
    """What a callback of Typer printed; it ends with ``SystemExit`` when it is done."""
    report = io.StringIO()
    try:
        with redirect_stdout(report), redirect_stderr(io.StringIO()), suppress(SystemExit):
            callback(ctx, param, value)
    except typer.Exit as error:
        raise BadInput(
            "Uw shell wordt niet herkend. Aanvullen kan in bash, zsh, fish en PowerShell.",
            "Your shell is not recognised. Completion works in bash, zsh, fish and PowerShell.",
        ) from error
    return report.getvalue()


_COMPLETION: dict[str, Any] = {"install_completion": _install_completion, "show_completion": _show_completion}


def explain(error: typer.TyperException) -> BadInput:
    """What is wrong with a command line, and what to do, for an error that Typer raised."""
    ctx: Any = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "aiact"
    dutch, english = _problem(error, ctx)
    return BadInput(f"{dutch} Uitleg: {path} --help", f"{english} For help: {path} --help")


def _problem(error: typer.TyperException, ctx: Any) -> tuple[str, str]:
    option: str = getattr(error, "option_name", "")
    param: Any = getattr(error, "param", None)
    name = param.metavar if param is not None and param.param_type_name == "argument" else ""
    name = name or (param.opts[0] if param is not None else option)
    about = f" ({param.help.rstrip('.')})" if param is not None and param.help else ""
    match type(error).__name__:
        case "NoSuchOption":
            near = ", ".join(getattr(error, "possibilities", None) or ())
            dutch, english = f"De optie '{option}' bestaat niet.", f"There is no option '{option}'."
            if near:
                dutch, english = f"{dutch} Bedoelt u {near}?", f"{english} Did you mean {near}?"
            if ctx is not None and ctx.command.name in {"ask", "show"}:
                again = f"aiact {ctx.command.name} -- '-...'"
                dutch += f" Begint de tekst zelf met een streepje? Zet er dan -- voor: {again}"
                english += f" Does the text itself start with a hyphen? Put -- before it: {again}"
            return dutch, english
        case "MissingParameter":
            return f"Er ontbreekt iets: {name}{about}.", f"Something is missing: {name}."
        case "BadParameter":
            return f"De waarde bij {name} klopt niet{about}.", f"The value of {name} is not right."
        case "BadOptionUsage":
            if "does not take" in error.message:
                return f"Bij {option} hoort geen waarde.", f"{option} takes no value."
            return f"Bij {option} hoort een waarde.", f"{option} needs a value."
        case _:
            return (
                "De opdracht klopt niet. Zet een vraag of een aanduiding van meer woorden tussen aanhalingstekens.",
                "The command is not right. Put a question or a citation of several words between quotation marks.",
            )
