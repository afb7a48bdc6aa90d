"""Documents of the organisation's own, from a settings file to an answer."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import pytest

from aiact_assistant.assistant import Assistant
from aiact_assistant.domain import AnswerStatus, Authority
from aiact_assistant.public import answer_json
from aiact_assistant.settings import load_settings
from tests.publisher import Publisher, publishing, regulation
from tests.uploads import make_pdf

pytestmark = pytest.mark.integration

DAY = date(2030, 6, 1)
RULE = "Een bakfiets van de gemeente Lutjebroek staat ’s nachts in de stalling."


def document(*paragraphs: str) -> bytes:
    """A DOCX of paragraphs."""
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A secret place with the organisation's documents, and its settings file."""
    place = tmp_path / "kluis7421" / "beleid"
    (place / "fietsen").mkdir(parents=True)
    (place / "fietsen" / "stalling.md").write_text(f"# Stalling\n\n## Nacht\n\n{RULE}\n", "utf8")
    html = "<html><body><h1>Banden</h1><p>De band van een bakfiets is groen.</p></body></html>"
    (place / "banden.html").write_text(html, "utf8")
    (place / "remmen.docx").write_bytes(document("De rem van een bakfiets piept op maandag."))
    (place / "zadel.pdf").write_bytes(make_pdf([[(72, 700, 12, "Het zadel van een bakfiets is van kurk.")]]))
    (place / "foto.png").write_bytes(b"x")
    (place / "kapot.pdf").write_bytes(b"%PDF kapot")
    title = "Huisregels van Lutjebroek"
    own = f'[[own_sources]]\nid = "huis"\ntitle = "{title}"\npath = "{place.as_posix()}"\n'
    (tmp_path / "aiact.toml").write_text(f'embedder = "none"\n{own}', "utf8")
    return place


@pytest.fixture
def assistant(folder: Path, tmp_path: Path) -> Iterator[Assistant]:
    """An assistant with the made-up regulation and the organisation's documents, synchronised and indexed."""
    assert folder.is_dir()
    environment = {
        "AIACT_SETTINGS_FILE": str(tmp_path / "aiact.toml"),
        "AIACT_DATA_DIR": str(tmp_path / "data"),
        "AIACT_MANIFEST": str(tmp_path / "bronnen.toml"),
    }
    publisher = Publisher()
    with publishing(publisher):
        (tmp_path / "bronnen.toml").write_text(regulation(publisher.address), "utf8")
        found = Assistant(load_settings(environment))
        assert not found.sync().failed
        assert found.build()
        yield found


def test_rule_of_the_organisation_is_cited_as_its_own(assistant: Assistant) -> None:
    answer = assistant.ask("Waar staat een bakfiets van de gemeente Lutjebroek?", on=DAY)
    assert answer.status in {AnswerStatus.ANSWERED, AnswerStatus.PARTLY}
    (citation,) = [found for found in answer.citations if found.authority is Authority.OWN and RULE in found.quote]
    assert citation.id == "eigen:huis/fietsen/stalling#nacht"
    assert citation.label == "Huisregels van Lutjebroek — Stalling — Nacht"
    assert (citation.url, citation.note, citation.authority.value) == ("", "", "eigen document")


def test_law_goes_before_the_organisation(assistant: Assistant) -> None:
    answer = assistant.ask("Welke ritten met een bakfiets zijn verboden?", on=DAY)
    assert answer.citations[0].authority is Authority.LAW


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Welke kleur heeft de band van een bakfiets?", "De band van een bakfiets is groen."),
        ("Wanneer piept de rem van een bakfiets?", "De rem van een bakfiets piept op maandag."),
        ("Waar is het zadel van een bakfiets van gemaakt?", "Het zadel van een bakfiets is van kurk."),
    ],
)
def test_every_kind_of_file_is_read(assistant: Assistant, question: str, words: str) -> None:
    hits = assistant.open_index().search(question, on=DAY)
    assert any(words in hit.chunk.text for hit in hits if hit.chunk is not None)


def test_no_path_of_the_server_is_shown(assistant: Assistant, tmp_path: Path) -> None:
    answer = assistant.ask("Waar staat een bakfiets van de gemeente Lutjebroek?", on=DAY)
    shown = assistant.show("eigen:huis/fietsen/stalling", on=DAY)
    said = [json.dumps(answer_json(answer)), str(shown), *assistant.notices("nl"), *assistant.notices("en")]
    assert not [text for text in said if "kluis7421" in text or tmp_path.name in text]
    assert not [file for file in (tmp_path / "data").rglob("*.json") if "kluis7421" in file.read_text("utf8")]


def test_what_could_not_be_read_is_said(assistant: Assistant) -> None:
    notices = " ".join(assistant.notices("nl"))
    assert "kapot.pdf" in notices
    assert "'huis'" in notices


def test_changed_document_makes_the_index_stale(assistant: Assistant, folder: Path) -> None:
    assert not assistant.build()
    (folder / "nieuw.md").write_text("# Nieuw\n\nEen bakfiets rijdt stil.\n", "utf8")
    assert assistant.build()
    assert assistant.show("eigen:huis/nieuw", on=DAY).text


def test_source_that_is_gone_is_a_notice(assistant: Assistant, folder: Path) -> None:
    folder.rename(folder.with_name("elders"))
    assert assistant.build()
    assert "De eigen bron 'huis' is er niet" in " ".join(assistant.notices("nl"))
