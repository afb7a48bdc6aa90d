"""The list of sources: complete, true, and refused when it is not."""

from __future__ import annotations

from datetime import date

import pytest

from aiact_assistant.corpus.manifest import load_manifest, mirror_files
from aiact_assistant.domain import Authority, SourceError

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
ORIGIN = 'origin = "http://hier/"\n'


@pytest.mark.parametrize(
    ("name", "celex", "shape"),
    [
        ("ai-act", "02024R1689-20260727", {"articles": 119, "annexes": 14}),
        ("ai-act-20240712", "02024R1689-20240712", {"articles": 113, "annexes": 13}),
        ("ai-act-oj", "32024R1689", {"recitals": 180}),
        ("omnibus", "32026R1744", {"recitals": 47}),
    ],
)
def test_law_comes_from_cellar_in_both_languages(name: str, celex: str, shape: dict[str, int]) -> None:
    for language, key in (("nl", name), ("en", f"{name}-en")):
        source = SOURCES[key]
        assert (source.language, source.authority, source.version) == (language, Authority.LAW, celex)
        assert source.address == f"http://publications.europa.eu/resource/celex/{celex}"
        assert shape.items() <= source.shape.items()
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


def test_five_guidelines_are_optional_and_say_where_a_person_finds_them() -> None:
    guidelines = [source for source in SOURCES.values() if source.authority is Authority.GUIDELINE]
    assert len(guidelines) == 2 * 5
    assert all(source.optional for source in guidelines)
    assert all(source.page.startswith("https://digital-strategy.ec.europa.eu/") for source in guidelines)
    assert {source.address for source in guidelines if source.language == "nl"} == {""}
    assert "ntwerp" in SOURCES["richtsnoer-hoog-risico"].title


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
    ("text", "wrong"),
    [
        ("geen = toml = nee", "line 1"),
        (ORIGIN, "source"),
        (ENTRY, "origin"),
        (ORIGIN + ENTRY + ENTRY, "twee keer"),
        (ORIGIN + ENTRY.replace("eurlex-oj", "film"), "film"),
        (ORIGIN + ENTRY.replace('authority = "wet"', 'authority = "gerucht"'), "gerucht"),
        (ORIGIN + ENTRY.replace('["nl"]', '["fr"]'), "fr"),
        (ORIGIN + ENTRY.replace("title", "titel"), "titel, title"),
        (ORIGIN + ENTRY.replace('celex = "39999R0001"', ""), "version"),
        (ORIGIN + ENTRY.replace('celex = "39999R0001"', 'version = "1"\naddress = "los"'), "get"),
    ],
)
def test_bad_manifest_is_refused_and_says_what_is_wrong(text: str, wrong: str) -> None:
    with pytest.raises(SourceError, match="lijst van bronnen") as refused:
        load_manifest(text)
    assert wrong in refused.value.dutch


def test_origin_is_part_of_the_manifest() -> None:
    (source,) = load_manifest(ORIGIN + ENTRY)
    assert (source.address, source.optional, source.shape) == ("http://hier/39999R0001", False, {})
