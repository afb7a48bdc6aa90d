"""Entries are read whole or refused with what is wrong; their passages and citations are what a reader needs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from aiact_assistant.corpus import kennisbank
from aiact_assistant.corpus.kennisbank import (
    Entry,
    entries_fingerprint,
    entry_chunks,
    load_entries,
    read_entries,
    render_citations,
    save_entries,
    without_citations,
)
from aiact_assistant.domain import Authority, KnowledgeError

ENTRY = """---
id: bel-op-de-bakfiets
titel: Moet er een bel op de bakfiets?
titel_en: Must a cargo bike have a bell?
onderwerp: bellen
vragen: [is een bel verplicht, bel, mag ik zonder bel rijden, bellen op fietsen]
vragen_en: [is a bell required]
rollen: [iedereen]
bronnen: [art_1.2, "ak:fietsen/bellen#hoe"]
geldig_vanaf: 2026-07-27
gecontroleerd_op: 2026-11-24
samenvatting: Ja, elke bakfiets heeft een bel.
samenvatting_en: Yes, every cargo bike has a bell.
---
Ja. Elke bakfiets heeft een bel [art_1.2] [art_1.3]. Kijk hoe u hem vastzet [ak:fietsen/bellen#hoe].
"""


def write(folder: Path, text: str = ENTRY, name: str = "bel-op-de-bakfiets") -> Path:
    (folder / "bellen").mkdir(exist_ok=True)
    (folder / "bellen" / f"{name}.md").write_text(text, "utf8")
    return folder


@pytest.fixture
def entry(tmp_path: Path) -> Entry:
    return load_entries(write(tmp_path))[0]


def test_an_entry_is_read(entry: Entry) -> None:
    assert entry.key == "kb:bel-op-de-bakfiets"
    assert entry.geldig_vanaf == date(2026, 7, 27)
    assert entry.cited == ("art_1.2", "art_1.3", "ak:fietsen/bellen#hoe")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("titel: Moet", "titels: Moet", "titel"),
        ("rollen: [iedereen]", "rollen: [fietser]", "rollen"),
        ("geldig_vanaf: 2026-07-27", "geldig_vanaf: ooit", "geldig_vanaf"),
        ("bronnen: [art_1.2,", "bronnen: [[art_1.2,", "YAML"),
        ("onderwerp: bellen", "onderwerp: toeters", "onderwerp"),
        ("vragen_en: [is a bell required]", "vragen_en: []", "vragen_en"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(tmp_path: Path, before: str, after: str, told: str) -> None:
    assert before in ENTRY
    with pytest.raises(KnowledgeError, match=rf"bellen/bel-op-de-bakfiets\.md .*{told}"):
        load_entries(write(tmp_path, ENTRY.replace(before, after)))


def test_the_name_of_the_file_is_the_id(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="ander"):
        load_entries(write(tmp_path, name="ander"))


def test_every_way_to_ask_is_a_passage_of_its_own(entry: Entry) -> None:
    chunks = list(entry_chunks([entry]))
    assert {chunk.id for chunk in chunks} == {entry.key}
    assert [chunk.part for chunk in chunks] == list(range(len(chunks)))
    assert {chunk.authority for chunk in chunks} == {Authority.KNOWLEDGE}
    texts = {chunk.text: chunk.language for chunk in chunks}
    assert texts["mag ik zonder bel rijden"] == "nl"
    assert texts["is a bell required"] == "en"
    assert all("[art_1.2]" not in text for text in texts)
    assert chunks[0].valid_from == date(2026, 7, 27)


def test_a_long_body_is_cut_at_a_line(entry: Entry) -> None:
    long = entry.model_copy(update={"tekst": "\n\n".join(["Een zin over de bel. " * 20] * 5)})
    bodies = [chunk.text for chunk in entry_chunks([long]) if "zin over de bel" in chunk.text]
    assert len(bodies) == 2
    assert "\n".join(bodies) == f"{long.samenvatting}\n{long.tekst}"


def test_citations_are_written_out_neighbours_together(entry: Entry) -> None:
    text = render_citations(entry.tekst, lambda name: f"<{name}>")
    assert text == (
        "Ja. Elke bakfiets heeft een bel (<art_1.2>, <art_1.3>). Kijk hoe u hem vastzet (<ak:fietsen/bellen#hoe>)."
    )
    assert without_citations(entry.tekst) == "Ja. Elke bakfiets heeft een bel. Kijk hoe u hem vastzet."


def test_the_fingerprint_changes_with_any_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kennisbank, "resource", lambda _: tmp_path)
    write(tmp_path)
    before = entries_fingerprint()
    assert entries_fingerprint() == before
    write(tmp_path, ENTRY.replace("bell.", "bell!"))
    assert entries_fingerprint() != before


def test_saved_entries_come_back_as_they_were(entry: Entry, tmp_path: Path) -> None:
    save_entries(tmp_path / "entries.json", [entry])
    assert read_entries(tmp_path / "entries.json") == (entry,)


def test_the_kennisbank_of_this_program_can_be_read() -> None:
    entries = load_entries()
    assert len({entry.id for entry in entries}) == len(entries) > 0
