"""docs/luchtdicht.md names the addresses and the file names that the program really uses."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from aiact_assistant.corpus.manifest import load_manifest, mirror_files
from aiact_assistant.domain import Source

PAGE = (Path(__file__).parents[2] / "docs" / "luchtdicht.md").read_text("utf8")
SOURCES = load_manifest()
PLACES = {"<CELEX>": r"[0-9A-Z-]+", "<taal>": "(nl|en)", "<commit>": "[0-9a-f]{40}", "<naam>": "richtsnoer-[a-z-]+"}


def hosts(sources: list[Source]) -> set[str]:
    return {urlsplit(source.address).hostname or "" for source in sources if source.address}


def test_every_address_that_is_asked_is_named() -> None:
    rows = re.findall(r"^\| (`aiact sync`.*?) \| (.*?) \|", PAGE, re.MULTILINE)
    named = {how: set(re.findall(r"`([^`]+)`", addresses)) for how, addresses in rows if "LANGUAGES" in how}
    usual = {address for how, found in rows if "LANGUAGES" not in how for address in re.findall(r"`([^`]+)`", found)}
    dutch = hosts([source for source in SOURCES if source.language == "nl"])
    # GitHub redirects an archive to codeload.
    assert usual == dutch | {"codeload.github.com"}
    assert set().union(*named.values()) == hosts(list(SOURCES)) - dutch


def layout() -> list[str]:
    """The file names of the layout, as patterns."""
    names = re.findall(r"^     ([a-z]+/\S+)", PAGE, re.MULTILINE)
    patterns = [re.escape(name).replace(r"\<", "<").replace(r"\>", ">") for name in names]
    for place, pattern in PLACES.items():
        patterns = [text.replace(place, pattern) for text in patterns]
    return patterns


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_layout_of_a_mirror_fits_every_source(source: Source) -> None:
    assert any(re.fullmatch(pattern, name) for pattern in layout() for name in mirror_files(source)[:1])


def test_every_line_of_the_layout_is_used() -> None:
    names = [name for source in SOURCES for name in mirror_files(source)]
    assert len(layout()) == 4
    assert all(any(re.fullmatch(pattern, name) for name in names) for pattern in layout())
