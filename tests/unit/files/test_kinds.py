"""What kind of file it is, by its content."""

from __future__ import annotations

import pytest

from aiact_assistant.domain import ReadError
from aiact_assistant.files.kinds import recognise
from tests.uploads import changed_zip, make_docx, make_odf, make_pptx, make_zip, paragraph_pdf, with_macros

DOCX = make_docx("x")


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pdf", paragraph_pdf("x"), "pdf"),
        ("A.DOCX", DOCX, "docx"),
        ("a.pptx", make_pptx([""]), "pptx"),
        ("a.odt", make_odf("text", ""), "odt"),
        ("a.ods", make_odf("spreadsheet", ""), "ods"),
        ("a.odp", make_odf("presentation", ""), "odp"),
        ("a.zip", make_zip({"b.txt": b"x"}), "zip"),
        ("a.md", b"# Kop", "markdown"),
        ("a.txt", "é".encode("utf-16"), "text"),
        ("a.htm", b"<p>x", "html"),
        ("a.eml", b"From: a@b.nl\n\nx", "mail"),
    ],
)
def test_kinds(name: str, data: bytes, kind: str) -> None:
    found = recognise(name, data)
    assert (found.kind, found.remarks) == (kind, ())


@pytest.mark.parametrize(
    ("name", "data", "kind", "said"),
    [
        ("a.docx", paragraph_pdf("x"), "pdf", "is een PDF-bestand"),
        ("a.pdf", DOCX, "docx", "is een Word-bestand"),
        ("a.txt", b"<!DOCTYPE html><p>x", "html", "is een HTML-bestand"),
        ("a", DOCX, "docx", "zonder achtervoegsel"),
        ("a.docm", with_macros(DOCX), "docx", "macro's"),
        ("a.odt", changed_zip(make_odf("text", ""), {"Basic/x.xml": b"<a/>"}), "odt", "macro's"),
    ],
)
def test_the_content_counts_and_the_user_hears_of_it(name: str, data: bytes, kind: str, said: str) -> None:
    found = recognise(name, data)
    assert found.kind == kind
    assert [said in remark.dutch for remark in found.remarks] == [True]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "wachtwoord"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "voor 2007"),
        ("a.msg", b"\xd0\xcf\x11\xe0" + "__properties_version1.0".encode("utf-16-le"), "Outlook"),
        ("a.rtf", b"{\\rtf1}", "RTF"),
        ("a.png", b"\x89PNG\r\n", "afbeelding"),
        ("a.xlsb", make_zip({"xl/workbook.bin": b"x"}), "xlsb"),
        ("a.pdf", b"geen pdf", "beschadigd of van een soort"),
        ("a.eml", b"zomaar tekst", "geen e-mail"),
        ("a.exe", b"MZ\0\0", "soort"),
        ("a.txt", b"tekst\0\0", "soort"),
    ],
)
def test_what_is_not_read_says_what_to_do(name: str, data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said) as caught:
        recognise(name, data)
    assert caught.value.english != caught.value.dutch
