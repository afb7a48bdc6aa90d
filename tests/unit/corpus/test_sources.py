"""The manifest, the lock and the client's settings; nothing here opens a connection."""

from __future__ import annotations

import ssl
from datetime import date
from pathlib import Path
from typing import Any

import certifi
import pytest

from aiact_assistant.corpus import fetch
from aiact_assistant.corpus.fetch import Fetcher, NotFound
from aiact_assistant.corpus.sources import (
    LockEntry,
    Outcome,
    SourceOutcome,
    SyncReport,
    load_details,
    load_manifest,
    local_file,
    mirror_files,
    read_lock,
    sync,
)
from aiact_assistant.domain import Authority, SettingsError, Source, SourceError
from aiact_assistant.settings import Settings

SOURCES = {source.id: source for source in load_manifest()}
ENTRY = """
    [[source]]
    id = "wet"
    title = "Wet"
    authority = "wet"
    languages = ["nl"]
    kind = "eurlex-oj"
    licence = "eigen"
    celex = "39999R0001"
    date = 2030-01-01
"""


def settings(folder: Path, **values: object) -> Settings:
    return Settings.model_validate({"data_dir": folder, **values})


# -- the manifest


@pytest.mark.parametrize(
    ("name", "celex", "shape"),
    [
        ("ai-act", "02024R1689-20260727", {"articles": 119, "annexes": 14}),
        ("ai-act-20240712", "02024R1689-20240712", {"articles": 113, "annexes": 13}),
        ("ai-act-oj", "32024R1689", {"recitals": 180}),
        ("omnibus", "32026R1744", {"recitals": 47}),
    ],
)
def test_law_in_both_languages(name: str, celex: str, shape: dict[str, int]) -> None:
    for language, key in (("nl", name), ("en", f"{name}-en")):
        source = SOURCES[key]
        assert (source.language, source.authority, source.version) == (language, Authority.LAW, celex)
        assert source.address == f"http://publications.europa.eu/resource/celex/{celex}"
        assert source.shape == shape
        assert not source.optional
        assert "2011/833" in source.licence


def test_versions_follow_each_other_without_gap_or_overlap() -> None:
    now, before = SOURCES["ai-act"], SOURCES["ai-act-20240712"]
    assert (now.valid_from, now.valid_to) == (date(2026, 7, 27), None)
    assert (before.valid_from, before.valid_to) == (date(2024, 8, 1), date(2026, 7, 26))


def test_algoritmekader_is_pinned_to_a_commit() -> None:
    source = SOURCES["algoritmekader"]
    assert source.address == f"https://github.com/MinBZK/Algoritmekader/archive/{source.version}.tar.gz"
    assert (source.licence, source.date) == ("EUPL-1.2", date(2026, 6, 17))
    assert "algoritmekader-en" not in SOURCES


def test_guidelines_are_optional_and_without_invented_addresses() -> None:
    guidelines = [source for source in SOURCES.values() if source.authority is Authority.GUIDELINE]
    assert len(guidelines) == 10
    assert all(source.optional for source in guidelines)
    assert {source.address for source in guidelines if source.language == "nl"} == {""}
    assert all(source.address.startswith("https://ec.europa.eu/") for source in guidelines if source.address)
    assert "ntwerp" in SOURCES["richtsnoer-hoog-risico"].title


def test_details_tell_where_to_find_a_file_and_what_was_tested() -> None:
    details = load_details()
    assert details["richtsnoer-gpai"].page.startswith("https://digital-strategy.ec.europa.eu/")
    tested = {name for name, entry in details.items() if entry.sha256}
    assert tested == {"ai-act", "ai-act-20240712", "ai-act-oj", "omnibus", "algoritmekader"}
    assert {len(details[name].sha256) for name in tested} == {64}


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("ai-act", ["eurlex/02024R1689-20260727.nl.html"]),
        ("ai-act-en", ["eurlex/02024R1689-20260727.en.html"]),
        ("omnibus", ["eurlex/32026R1744.nl.html", "eurlex/32026R1744.nl.pdf"]),
        ("algoritmekader", ["algoritmekader/Algoritmekader-46917ceafa4a59870dd828103652dff8a0fd7c9d.tar.gz"]),
        ("richtsnoer-gpai-en", [f"richtsnoeren/richtsnoer-gpai.en.{ending}" for ending in ("pdf", "html", "docx")]),
    ],
)
def test_place_in_a_mirror(name: str, files: list[str]) -> None:
    assert list(mirror_files(SOURCES[name])) == files


@pytest.mark.parametrize(
    "text",
    [
        "geen = toml = nee",
        'origin = ""',
        ENTRY,
        'origin = ""\n' + ENTRY + ENTRY,
        'origin = ""\n' + ENTRY.replace("eurlex-oj", "film"),
        'origin = ""\n' + ENTRY.replace('authority = "wet"', 'authority = "gerucht"'),
        'origin = ""\n' + ENTRY.replace('["nl"]', '["fr"]'),
        'origin = ""\n' + ENTRY.replace('celex = "39999R0001"', ""),
        'origin = ""\n' + ENTRY.replace('celex = "39999R0001"', 'version = "1"\naddress = "los"'),
    ],
)
def test_bad_manifest(text: str) -> None:
    with pytest.raises(SourceError, match="manifest"):
        load_manifest(text)


def test_origin_is_part_of_the_manifest() -> None:
    (source,) = load_manifest('origin = "http://hier/"\n' + ENTRY)
    assert (source.address, source.optional, source.shape) == ("http://hier/39999R0001", False, {})


# -- the lock


@pytest.mark.parametrize("text", [None, "stuk", "[]", '{"wet": 1}', '{"wet": {"onbekend": 1}}'])
def test_absent_or_damaged_lock_is_empty(tmp_path: Path, text: str | None) -> None:
    (tmp_path / "sources").mkdir()
    if text is not None:
        (tmp_path / "sources/corpus.lock.json").write_text(text, "utf8")
    assert read_lock(settings(tmp_path)) == {}
    assert local_file(settings(tmp_path), SOURCES["ai-act"]) is None


# -- the report


def test_advice_names_only_what_failed() -> None:
    def ended(outcome: Outcome, name: str) -> SourceOutcome:
        return SourceOutcome(SOURCES[name], outcome, "", "")

    report = SyncReport((ended(Outcome.FAILED, "ai-act"), ended(Outcome.ABSENT_OPTIONAL, "richtsnoer-gpai")))
    assert SOURCES["ai-act"].title in report.advice("nl")
    assert "algemene doeleinden" not in report.advice("nl")
    assert SyncReport(()).advice("en") == ""


# -- the client


@pytest.fixture
def client_arguments(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the HTTP client is made with."""
    seen: dict[str, Any] = {}
    real = fetch.httpx.Client

    def make(**arguments: Any) -> Any:
        seen.update(arguments)
        return real(**arguments)

    monkeypatch.setattr(fetch.httpx, "Client", make)
    return seen


def test_settings_reach_the_client(tmp_path: Path, client_arguments: dict[str, Any]) -> None:
    here = settings(tmp_path, proxy="http://proxy.example:3128", ca_bundle=certifi.where(), http_timeout=7)
    with Fetcher(here) as fetcher:
        assert fetcher.client.timeout.connect == fetcher.client.timeout.read == 7
    assert client_arguments["proxy"] == "http://proxy.example:3128"
    trusted = client_arguments["verify"]
    assert isinstance(trusted, ssl.SSLContext)
    assert trusted.verify_mode is ssl.CERT_REQUIRED
    assert trusted.check_hostname
    assert len(trusted.get_ca_certs()) > 50


def test_without_settings_the_usual_authorities_and_proxy_variables_count(
    tmp_path: Path, client_arguments: dict[str, Any]
) -> None:
    with Fetcher(settings(tmp_path)):
        pass
    assert (client_arguments["verify"], client_arguments["proxy"]) == (True, None)
    assert client_arguments.get("trust_env", True)


@pytest.mark.parametrize(
    ("values", "key"),
    [({"ca_bundle": "weg.pem"}, "AIACT_CA_BUNDLE"), ({"ca_bundle": __file__}, "AIACT_CA_BUNDLE"),
     ({"proxy": "onzin"}, "AIACT_PROXY"), ({"proxy": "ftp://x"}, "AIACT_PROXY")],
)  # fmt: skip
def test_impossible_client_settings_are_named(tmp_path: Path, values: dict[str, str], key: str) -> None:
    with pytest.raises(SettingsError, match=key):
        Fetcher(settings(tmp_path, **values))


def test_address_that_is_no_web_address(tmp_path: Path) -> None:
    source = Source("x", "X", Authority.LAW, "nl", "paper", "", "ftp://x/y", "1", date(2030, 1, 1))
    (outcome,) = sync(settings(tmp_path), [source], lambda *_: {}).outcomes
    assert "geen http- of https-adres" in outcome.notice_nl


def test_reading_a_mirror_folder(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    (tmp_path / "a").write_bytes(b"abc")
    with Fetcher(settings(tmp_path)) as fetcher:
        assert fetcher.read(tmp_path / "a", lambda *step: seen.append(step)).data == b"abc"
        for absent in (tmp_path / "b", tmp_path / "a" / "b"):
            with pytest.raises(NotFound):
                fetcher.read(absent, lambda *_: None)
        with pytest.raises(SourceError, match="rechten"):
            fetcher.read(tmp_path, lambda *_: None)
    assert seen == [(3, 3)]
