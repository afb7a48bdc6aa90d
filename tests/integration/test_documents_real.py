"""Documents of the Algoritmekader read as uploads, and real text recognition."""

from __future__ import annotations

import io
import re
import shutil
import tarfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import pytest

from aiact_assistant.documents.read import read_dossier
from aiact_assistant.domain import Document, Dossier
from aiact_assistant.settings import Settings
from tests.uploads import paragraph_pdf, scan

pytestmark = pytest.mark.integration

LIMITS = Settings().limits
PAGES = {
    "AI-Verordening_Blauwdruk_Geletterdheidsprogramma.pdf": 10,
    "GenAI_compliance_FAQ.pdf": 24,
    "Invultemplate-AIIA2.0.docx": 1,
    "Invultemplate-AIIA2.0-EN.docx": 1,
    "AI-verordening_Impact_Analyse.xlsx": 7,
}


@pytest.fixture(scope="module")
def dossier(mirror: Path) -> Dossier:
    """Five documents of the Algoritmekader."""
    (archive,) = (mirror / "algoritmekader").glob("Algoritmekader-*.tar.gz")
    found: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as files:
        for member in files:
            name = PurePosixPath(member.name).name
            if name in PAGES and (file := files.extractfile(member)) is not None:
                found[name] = file.read()
    return read_dossier([(name, found[name]) for name in PAGES], LIMITS)


def document(dossier: Dossier, name: str) -> Document:
    return next(document for document in dossier.documents if document.name == name)


def tables(pages: Iterable[str]) -> list[str]:
    return [block for page in pages for block in page.split("\n\n") if " | " in block]


def test_every_document_is_read_with_its_pages_and_language(dossier: Dossier) -> None:
    assert {found.name: len(found.pages) for found in dossier.documents} == PAGES
    assert [found.language for found in dossier.documents] == ["nl", "nl", "nl", "en", "nl"]
    assert [found.unread for found in dossier.documents] == [()] * len(PAGES)
    assert dossier.warnings == ()


def test_blocks_are_where_the_pages_say(dossier: Dossier) -> None:
    for found in dossier.documents:
        for page in found.pages:
            assert "\n\n".join(page.text[block.start : block.end] for block in page.blocks) == page.text


def test_rows_of_a_table_across_three_columns_of_a_pdf(dossier: Dossier) -> None:
    programme = document(dossier, "AI-Verordening_Blauwdruk_Geletterdheidsprogramma.pdf")
    rows = [row for table in tables(page.text for page in programme.pages[5:9]) for row in table.split("\n")]
    heads = [row for row in rows if row == "Acties | Hulpmiddelen | Uitkomsten"]
    assert len(heads) == 6
    # An action is a numbered item; its cell is whole, whatever lines it was printed on.
    actions = [row.split(" | ")[0] for row in rows if re.match(r"\d\. ", row)]
    assert len(actions) >= 15
    assert sum(action[-1] in "-,(" for action in actions) == 0


def test_sheets_have_their_names_and_hidden_ones_are_mentioned(dossier: Dossier) -> None:
    workbook = document(dossier, "AI-verordening_Impact_Analyse.xlsx")
    assert all(page.kind == "sheet" and page.sheet for page in workbook.pages)
    assert ["Verborgen bladen" in warning.dutch for warning in workbook.warnings] == [True]


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is niet geïnstalleerd")
@pytest.mark.parametrize("rotated", [False, True], ids=["upright", "turned"])
def test_scans_are_recognised(rotated: bool) -> None:
    text = "Het systeem leest de brieven van burgers\nen kiest een afdeling. Dit AI-systeem\nbeslist niet zelf."
    (found,) = read_dossier([("scan.pdf", scan(paragraph_pdf(text), rotated=rotated))], LIMITS).documents
    (page,) = found.pages
    assert page.text == text.replace("\n", " ")
    assert page.recognised
    assert (found.language, found.unread) == ("nl", ())
    assert ["OCR" in warning.dutch for warning in found.warnings] == [True]
