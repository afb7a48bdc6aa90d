"""Uploads become a dossier: good files, bad ones beside them, and hostile ones."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from aiact_assistant.documents.read import read_dossier
from aiact_assistant.domain import Cancelled, Dossier, Limits, ReadError, StorageError
from aiact_assistant.settings import Settings
from tests.uploads import (
    assemble,
    changed_zip,
    encrypted,
    make_docx,
    make_pptx,
    make_zip,
    paragraph_pdf,
    pdf_of,
    scan,
    with_macros,
)

LIMITS = replace(Settings().limits, ocr_seconds=0)
GOOD = ("goed.txt", b"Dit is een goed stuk over het systeem dat de dienst gebruikt.")


def read(*uploads: tuple[str, bytes], limits: Limits = LIMITS) -> Dossier:
    return read_dossier(uploads, limits)


def test_documents_keep_their_order_name_language_and_id() -> None:
    english = b"This is the description of a system that reads the letters of citizens."
    dossier = read(
        GOOD, ("map/uitleg.pdf", paragraph_pdf("Wat het systeem doet en voor wie.", "En hoe.")), ("e.md", english)
    )
    assert [(document.name, document.language, len(document.pages)) for document in dossier.documents] == [
        ("goed.txt", "nl", 1),
        ("map/uitleg.pdf", "nl", 2),
        ("e.md", "en", 1),
    ]
    first, second, _ = dossier.documents
    assert first.id == hashlib.sha256(GOOD[1]).hexdigest()[:12]
    assert second.page_id(second.pages[1]) == f"doc:{second.id}#p2"
    assert dossier.warnings == ()


XXE = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e;</w:t></w:r>
</w:p></w:body></w:document>"""
LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'
ZEROS = bytes(50_000_000)
ODT = b"application/vnd.oasis.opendocument.text"
# A page tree that holds itself, and one 20,000 levels deep.
LOOP = assemble(
    [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 3>>",
        b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 2>>",
    ]
)
DEEP = assemble(
    [b"<</Type/Catalog/Pages 2 0 R>>"]
    + [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 3) for number in range(20_000)]
    + [b"<</Type/Page/MediaBox[0 0 9 9]>>"]
)


# Each file, and what is said of it.
BAD = [
    ("leeg.pdf", b"", "leeg"),
    ("stuk.pdf", paragraph_pdf("x")[:120], "beschadigd"),
    ("geheim.pdf", encrypted(paragraph_pdf("x"), "geheim"), "wachtwoord"),
    ("stuk.docx", make_docx("x")[:-40], "beschadigd"),
    ("foto.jpg", b"\xff\xd8\xff\xe0", "afbeelding"),
    ("10000.pdf", pdf_of([b""] * 10_000), "meer dan 2000 bladzijden"),
    ("liegt.pdf", pdf_of([b""] * 5000).replace(b"/Count 5000", b"/Count 0001"), "meer dan 2000"),
    ("lus.pdf", LOOP, "beschadigd"),
    ("diep.pdf", DEEP, "beschadigd"),
    ("bom.docx", make_zip({"[Content_Types].xml": b"x", "word/document.xml": ZEROS}), "zipbom"),
    ("bom.odt", make_zip({"mimetype": ODT, "content.xml": ZEROS}), "zipbom"),
    ("bom.zip", make_zip({f"{number}.txt": bytes(9_000_000) for number in range(60)}), "zipbom"),
    ("xxe.docx", changed_zip(make_docx("x"), {"word/document.xml": XXE}), "onveilig"),
    ("lachen.xlsx", make_zip({"[Content_Types].xml": b"x", "xl/workbook.xml": LAUGHS}), "onveilig"),
    ("diep.docx", changed_zip(make_docx("x"), {"word/document.xml": b"<a>" * 9000 + b"</a>" * 9000}), "beschadigd"),
]


def test_bad_files_do_not_lose_the_others() -> None:
    dossier = read(*((name, data) for name, data, _ in BAD), GOOD)
    assert [document.name for document in dossier.documents] == ["goed.txt"]
    for (name, _, said), warning in zip(BAD, dossier.warnings, strict=True):
        assert warning.dutch.startswith(f"{name}: ")
        assert said in warning.dutch
        assert warning.english.startswith(f"{name}: ")


def test_only_bad_files_are_an_error_that_says_why() -> None:
    with pytest.raises(ReadError) as caught:
        read(("a.pdf", b""), ("b.doc", b"\xd0\xcf\x11\xe0"))
    lines = caught.value.dutch.split("\n")
    assert lines[0] == "Er is geen enkele leesbare bladzijde."
    assert [line.split(":")[0] for line in lines[1:]] == ["a.pdf", "b.doc"]
    with pytest.raises(ReadError, match="geen bestanden"):
        read()


def test_scanned_pages_are_named_when_there_is_no_ocr() -> None:
    pages = scan(paragraph_pdf("Eerste.", "Tweede."))
    scanned = read(GOOD, ("scan.pdf", pages)).documents[1]
    assert (scanned.unread, [page.text for page in scanned.pages]) == ((1, 2), ["", ""])
    assert "Bladzijde 1-2" in scanned.warnings[0].dutch
    assert "Tesseract" in scanned.warnings[1].dutch
    with pytest.raises(ReadError, match=r"scan\.pdf: Bladzijde 1-2"):
        read(("scan.pdf", pages))


def test_a_file_without_text_says_so() -> None:
    assert [
        "geen tekst" in warning.dutch for warning in read(GOOD, ("leeg.docx", make_docx())).documents[1].warnings
    ] == [True]


def test_wrong_ending_and_macros_are_read_with_a_remark() -> None:
    dossier = read(("a.docx", paragraph_pdf("Een PDF.")), ("b.docm", with_macros(make_docx("Een brief."))))
    assert [(document.pages[0].text, len(document.warnings)) for document in dossier.documents] == [
        ("Een PDF.", 1),
        ("Een brief.", 1),
    ]


def test_archives_and_mail_are_opened_and_names_lead_nowhere() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Stukken"
    mail.set_content("Zie de bijlage.")
    mail.add_attachment(make_docx("De bijlage."), maintype="application", subtype="x", filename="../../b.docx")
    archive = make_zip(
        {
            "../../etc/a.txt": b"Een.",
            "__MACOSX/a.txt": b"x",
            "map/.DS_Store": b"x",
            "C:\\m\\mail.eml": mail.as_bytes(),
            "x.bin": b"\0",
        }
    )
    dossier = read(("pakket.zip", archive), GOOD)
    assert [(document.name, document.pages[0].text.split("\n")[-1]) for document in dossier.documents[:-1]] == [
        ("pakket.zip/etc/a.txt", "Een."),
        ("pakket.zip/C:/m/mail.eml", "Zie de bijlage."),
        ("pakket.zip/C:/m/mail.eml/b.docx", "De bijlage."),
    ]
    assert dossier.documents[-1].name == "goed.txt"
    assert [warning.dutch.split(":")[0] for warning in dossier.warnings] == ["pakket.zip/x.bin"]


TEXT = b"Nog een stuk over het systeem."
NESTED = make_zip({"b.zip": make_zip({"c.zip": make_zip({"d.txt": TEXT})})})


@pytest.mark.parametrize(
    ("limits", "uploads", "said"),
    [
        ({"file_bytes": 1000}, {"b.txt": TEXT * 1000}, "b.txt: Dit bestand is groter"),
        ({"total_bytes": 70}, {"b.txt": TEXT}, "b.txt: De bestanden zijn samen groter"),
        ({"files": 1}, {"b.txt": TEXT}, "Een dossier heeft hooguit 1 documenten. Niet gelezen: b.txt."),
        ({"files": 4}, {"a.zip": make_zip(dict.fromkeys("abcde", TEXT))}, "a.zip: Hier zitten meer dan 4 bestanden"),
        ({"text_bytes": 2000}, {"b.txt": TEXT * 100}, "b.txt: Dit bestand bevat te veel tekst"),
        ({"pages": 1}, {"b.pptx": make_pptx(["", ""])}, "b.pptx: Dit bestand heeft meer dan 1 bladzijden"),
        ({"depth": 1}, {"a.zip": NESTED}, "a.zip/b.zip: Dit zipbestand zit te diep"),
        ({"depth": 0}, {"a.zip": NESTED}, "a.zip: Dit zipbestand zit te diep"),
        ({"unpacked_bytes": 500}, {"a.zip": make_zip({"t": b"x" * 501})}, "a.zip: Dit bestand is uitgepakt te groot"),
    ],
)
def test_limits(limits: dict[str, int], uploads: dict[str, bytes], said: str) -> None:
    (warning,) = read(GOOD, *uploads.items(), limits=replace(LIMITS, **limits)).warnings
    assert warning.dutch.startswith(said)


def test_attachments_that_are_too_deep_are_named() -> None:
    mail = EmailMessage()
    mail.set_content("Zie de bijlage.")
    mail.add_attachment(TEXT, maintype="text", subtype="plain", filename="b.txt")
    (document,) = read(("m.eml", b"Subject: x\n" + mail.as_bytes()), limits=replace(LIMITS, depth=0)).documents
    assert ["b.txt" in warning.dutch for warning in document.warnings] == [True]


def test_no_room_for_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "weg"))
    with pytest.raises(StorageError, match="TMPDIR"):
        read(GOOD)


def test_archives_that_are_small_alone_but_not_together() -> None:
    archives = [(f"{name}.zip", make_zip({"t.txt": name.encode() * 300})) for name in "ab"]
    (warning,) = read(*archives, limits=replace(LIMITS, unpacked_bytes=500)).warnings
    assert warning.dutch.startswith("b.zip: Dit bestand is uitgepakt te groot")


def test_the_same_file_is_read_once() -> None:
    dossier = read(GOOD, ("kopie.txt", GOOD[1]))
    assert len(dossier.documents) == 1
    assert "hetzelfde bestand als goed.txt" in dossier.warnings[0].dutch


def test_progress_and_cancelling_leave_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen: list[tuple[int, int, str]] = []
    pages = paragraph_pdf(*(f"Bladzijde {number}." for number in range(30)))
    read_dossier([("lang.pdf", pages)], LIMITS, progress=lambda *at: seen.append(at))
    assert (seen[0], seen[-1]) == ((0, 1, "lang.pdf"), (30, 30, "lang.pdf"))
    with pytest.raises(Cancelled):
        read_dossier([GOOD], LIMITS, cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []
