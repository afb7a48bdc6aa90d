"""Whatever is typed: a clear message in the language asked for, the right exit code, never a stack trace."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from aiact_assistant.cli import main
from tests.integration.conftest import Aiact

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("ready")]
COMMAND = [sys.executable, "-m", "aiact_assistant.cli"]


@pytest.mark.parametrize(
    ("arguments", "dutch", "english"),
    [
        (["ask", ""], "geen vraag ingevuld", "did not enter a question"),
        (["ask", " \n\t "], "geen vraag ingevuld", "did not enter a question"),
        (["ask", "\x00\x01"], "geen vraag ingevuld", "did not enter a question"),
        (["ask", "a" * 10_000], "te lang (10000 tekens; het maximum is 2000)", "too long (10000 characters"),
        (["ask"], "Geef een vraag", "Give either a question"),
        (["ask", "x", "--batch", "y"], "niet allebei", "Give either"),
        (["ask", "Wat", "is", "AI"], "tussen aanhalingstekens", "between quotation marks"),
        (["ask", "-wat is AI?"], "Zet er dan -- voor", "Put -- before it"),
        (["ask", "x", "--lagn", "en"], "De optie '--lagn' bestaat niet. Bedoelt u --lang", "no option '--lagn'"),
        (["ask", "x", "--date"], "Bij --date hoort een waarde", "--date needs a value"),
        (["ask", "x", "--json=1"], "Bij --json hoort geen waarde", "--json takes no value"),
        (["show"], "Er ontbreekt iets: BEPALING", "Something is missing: BEPALING"),
        (["vraag", "x"], "De opdracht 'vraag' bestaat niet. Kies uit: sync,", "There is no command 'vraag'"),
        (["shwo", "x"], "Bedoelt u 'show'?", "Did you mean 'show'?"),
        (["--nee"], "De optie '--nee' bestaat niet", "no option '--nee'"),
        (["serve", "--port", "abc"], "De waarde bij --port klopt niet", "The value of --port is not right"),
        (["serve", "--port", "70000"], "AIACT_PORT ('70000') kan niet: het mag niet hoger", "must not be higher than"),
        (["ask", "x", "--date", "morgen"], "'morgen' is geen datum", "'morgen' is not a date"),
        (["ask", "x", "--date", "2026-02-30"], "is geen datum", "is not a date"),
        (["ask", "x", "--date", "20260701"], "is geen datum", "is not a date"),
        (["ask", "x", "--date", "2026-07-01T10:00"], "is geen datum", "is not a date"),
        (["ask", "Wat is AI?", "--date", "9999-12-31"], "ligt te ver weg", "too far away"),
        (["show", "art_1", "--date", "9999-12-31"], "ligt te ver weg", "too far away"),
        (["show", "art_1", "--date", "0001-01-01"], "gold niet op 0001-01-01", "not in force on 0001-01-01"),
        (["show", "art_5.1.z"], "Bedoelt u: artikel 5, lid 1 AI-verordening (art_5.1)", "Did you mean: Article 5(1)"),
        (["show", "ak:onderhoud"], "Onderhoud (ak:onderwerpen/onderhoud)", "Onderhoud (ak:onderwerpen/onderhoud)"),
        (["show", "art_4a", "--date", "2026-07-01"], "aiact show art_4a --date 2026-07-27", "show art_4a --date"),
        (["show", ""], "staat niet in de bronnen", "is not in the sources"),
        (["show", "x" * 100_000], "staat niet in de bronnen", "is not in the sources"),
    ],
)
def test_bad_input_is_said(aiact: Aiact, arguments: list[str], dutch: str, english: str) -> None:
    result = aiact(*arguments)
    assert (result.code, result.out) == (2, "")
    assert dutch in result.err
    for option in (["--lang", "en"], ["--lang=en"]) if arguments[0] in {"ask", "show"} else ():
        result = aiact(arguments[0], *option, *arguments[1:])
        assert (result.code, result.out) == (2, "")
        assert english in result.err


def test_a_language_that_there_is_not(aiact: Aiact) -> None:
    result = aiact("ask", "x", "--lang", "fr")
    assert (result.code, result.out) == (2, "")
    assert "De waarde bij --lang klopt niet (Taal van het antwoord: nl of en" in result.err


def test_errors_leave_stdout_empty_with_json(aiact: Aiact) -> None:
    for arguments in (["ask", ""], ["ask", "x", "--date", "x"], ["show", "art_999"], ["ask", "--batch", "nee"]):
        result = aiact(*arguments, "--json")
        assert (result.code, result.out) == (2, "")


def test_no_command_at_all_gives_the_help(aiact: Aiact) -> None:
    result = aiact()
    assert (result.code, result.out) == (2, "")
    assert "Gebruik: aiact" in result.err


@pytest.mark.parametrize(
    "question",
    [
        "'; DROP TABLE chunks; -- artikel 4 bis",
        '<script>alert("x")</script> artikel 4 bis <img src=x onerror=y>',
        "artikel 4 bis\x00\x1b[31m",
        "artikel 4 bis [bold]{%s}%d\\u0000",
        "a\u0301\u202eartikel 4 bis\u200b\ufeff",
        "artikel 4 bis " + "🙂" * 400,
        "artikel 4 bis \ud83d",
    ],
)
def test_hostile_text_is_only_text(aiact: Aiact, question: str) -> None:
    result = aiact("ask", question, "--json")
    assert (result.code, result.err) == (0, "")
    found = json.loads(result.out)
    assert found["status"] in {"answered", "partly"}
    assert found["hits"][0]["id"] == "art_4a.1"
    assert "\x1b" not in found["question"]
    assert aiact("ask", question).code == 0


def test_a_question_may_start_with_a_hyphen(aiact: Aiact) -> None:
    result = aiact("ask", "--json", "--", "- artikel 4 bis, lid 1?")
    assert json.loads(result.out)["question"] == "- artikel 4 bis, lid 1?"


def test_a_day_before_the_law(aiact: Aiact) -> None:
    result = aiact("ask", "Wat zegt artikel 4 bis?", "--date", "0001-01-01")
    assert result.code == 0
    assert "Kies een datum vanaf 1 augustus 2024." in result.out
    assert "Vraagbaak: ai-verordening@minbzk.nl" in result.out


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ART_5.1.BA", "art_5.1.ba"),
        ("artikel 5, lid 1, punt b bis)", "art_5.1.ba"),
        ("Article 5(1)(ba)", "art_5.1.ba"),
        ("artikel 4 bis", "art_4a"),
        ("  artikel 4 BIS ", "art_4a"),
        ("anx_i.a.2", "anx_I.A.2"),
        ("bijlage I", "anx_I"),
        ("RCT_2", "rct_2"),
        ("overweging 2", "rct_2"),
        ("hoofdstuk II", "cpt_II"),
        ("AK:Onderwerpen/Onderhoud#ketting", "ak:onderwerpen/onderhoud#ketting"),
    ],
)
def test_a_provision_is_found_by_every_name(aiact: Aiact, name: str, expected: str) -> None:
    assert json.loads(aiact("show", name, "--json").out)["id"] == expected


def test_show_in_a_terminal(aiact: Aiact, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    text = aiact("show", "ART_5.1.BA").out
    assert text.startswith(
        "artikel 5, lid 1, punt b bis) AI-verordening [art_5.1.ba]\nVerboden ritten\nStaat in: hoofdstuk II"
    )
    assert "\n\nDe volgende ritten zijn verboden:\nb bis) ritten waarbij de besturing het gezicht" in text
    assert max(len(line) for line in text.splitlines() if "http" not in line) <= 60
    assert "   a) ritten zonder zicht, namelijk:\n      i) in de mist;" in aiact("show", "art_5.1").out
    chapter = aiact("show", "hoofdstuk II").out
    assert "artikel 5 (Verboden ritten)" in chapter
    assert "mist" not in chapter
    assert "Vervallen." in aiact("show", "art_5.2").out
    assert "Ketting\n" in aiact("show", "ak:onderwerpen/onderhoud").out


@pytest.mark.parametrize("command", [[], ["sync"], ["index"], ["ask"], ["show"], ["serve"]])
def test_help_is_dutch_with_examples(aiact: Aiact, command: list[str]) -> None:
    result = aiact(*command, "--help")
    assert (result.code, result.err) == (0, "")
    assert f"Gebruik: {' '.join(['aiact', *command])} [OPTIES]" in result.out
    assert f"Voorbeelden:\n  {' '.join(['aiact', *command])}" in result.out
    assert "Toont deze uitleg." in result.out
    for english in (
        "Usage",
        "Options",
        "OPTIONS",
        "COMMAND",
        "ARGS",
        "Arguments",
        "Show",
        "default",
        "required",
        "Install",
    ):
        assert english not in result.out


def test_completion_in_bash(tmp_path: Path) -> None:
    """The script that is installed, in a real bash, with the command as it is called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "aiact"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m aiact_assistant.cli "$@"\n')
    command.chmod(0o755)
    environment = os.environ | {"HOME": str(tmp_path), "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}

    def bash(script: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "--norc", "-c", script], env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    installed = bash("aiact --install-completion; true")
    assert "Aanvullen met de Tab-toets staat aan" in installed.stdout
    assert "installed" not in installed.stdout
    shown = bash("aiact --show-completion; true").stdout
    assert "_aiact_completion" in shown
    words = bash(
        f'source "{tmp_path}/.bashrc"; COMP_WORDS=(aiact s); COMP_CWORD=1; _aiact_completion aiact;'
        ' echo "${COMPREPLY[*]}"'
    )
    assert words.stdout.split() == ["sync", "show", "serve"]


def test_completion_in_an_unknown_shell(aiact: Aiact, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer.completion._get_shell_name", lambda: None)
    monkeypatch.setattr("typer._completion_shared._get_shell_name", lambda: None)
    for option in ("--install-completion", "--show-completion"):
        result = aiact(option)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith("Uw shell wordt niet herkend.")


def test_bytes_that_are_no_text(ready: dict[str, str]) -> None:
    """A terminal that is not UTF-8 sends bytes; the rest of the question still counts."""
    result = subprocess.run(
        [*(part.encode() for part in COMMAND), b"ask", b"artikel 4 bis, lid 1, caf\xe9?", b"--json"],
        env=os.environ | ready,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, b"")
    assert json.loads(result.stdout)["question"] == "artikel 4 bis, lid 1, caf\ufffd?"


def test_json_is_utf8_whatever_the_terminal_is(ready: dict[str, str]) -> None:
    environment = os.environ | ready | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    call = [*COMMAND, "ask", "artikel 4 bis, één?"]
    as_json = subprocess.run([*call, "--json"], env=environment, capture_output=True, timeout=60, check=False)
    assert (as_json.returncode, as_json.stderr) == (0, b"")
    assert json.loads(as_json.stdout.decode("utf8"))["citations"][0]["id"] == "art_4a.1"
    as_text = subprocess.run(call, env=environment, capture_output=True, timeout=60, check=False)
    assert (as_text.returncode, as_text.stderr) == (0, b"")


def batch_of(path: Path, number: int) -> Path:
    lines = [json.dumps({"id": n, "question": "Wat zegt artikel 4 bis, lid 1?"}) for n in range(number)]
    path.write_text("\n".join(lines), "utf8")
    return path


def test_a_reader_that_has_had_enough(ready: dict[str, str], tmp_path: Path) -> None:
    """``aiact ask --batch ... | head -1``"""
    batch = batch_of(tmp_path / "vragen.jsonl", 400)
    process = subprocess.Popen(
        [*COMMAND, "ask", "--json", "--batch", str(batch)],
        env=os.environ | ready,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert json.loads(process.stdout.readline())["id"] == 0
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


def test_interrupted(ready: dict[str, str], tmp_path: Path) -> None:
    batch = batch_of(tmp_path / "vragen.jsonl", 5000)
    process = subprocess.Popen(
        [*COMMAND, "ask", "--json", "--batch", str(batch)],
        env=os.environ | ready,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "Gestopt.\n")


def test_interrupted_while_loading(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Interrupted(ModuleType):
        def __getattr__(self, name: str) -> object:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "aiact_assistant.cli.commands", Interrupted("commands"))
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 130
    assert capsys.readouterr() == ("", "")


def test_an_unexpected_failure_is_one_sentence(aiact: Aiact, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("aiact_assistant.assistant.Assistant.ask", fail)
    result = aiact("ask", "Wat is AI?", "--json")
    assert (result.code, result.out) == (1, "")
    assert "Er ging iets mis (ZeroDivisionError)" in result.err
    assert "Something went wrong (ZeroDivisionError)" in aiact("ask", "x", "--lang", "en").err
