"""Says what kind of file it is by looking inside; the name only decides between kinds of plain text.

Comes in: a name and bytes. Goes out: ``Kind`` with remarks (another ending, macros), or ``ReadError`` that says how the
user gets a file that can be read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from aiact_assistant.domain import Message, ReadError
from aiact_assistant.files.package import locked

Kind = Literal["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "html", "markdown", "text", "mail", "zip"]

_ENDINGS: dict[Kind, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "pptx": (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"),
    "odt": (".odt", ".ott"),
    "ods": (".ods", ".ots"),
    "odp": (".odp", ".otp"),
    "html": (".html", ".htm", ".xhtml"),
    "markdown": (".md", ".markdown"),
    "text": (".txt", ".text", ".csv", ".log", ".json", ".yaml", ".yml"),
    "mail": (".eml",),
    "zip": (".zip",),
}
_BY_ENDING: dict[str, Kind] = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}
_NAMES: dict[Kind, str] = {
    "pdf": "PDF", "docx": "Word", "xlsx": "Excel", "pptx": "PowerPoint", "odt": "ODT", "ods": "ODS", "odp": "ODP",
    "html": "HTML", "markdown": "Markdown", "text": "TXT", "mail": "EML", "zip": "ZIP",
}  # fmt: skip
_OFFICE: dict[str, Kind] = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_ODF: dict[str, Kind] = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_ODF_TYPE = "application/vnd.oasis.opendocument."
_OLE = b"\xd0\xcf\x11\xe0"
_PDF_WITHIN = 1024  # readers accept this many bytes before the mark
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html\b)", re.IGNORECASE | re.DOTALL)
_HEADER = re.compile(rb"(?:From|To|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|Delivered-To):", re.I)
_TEXT_SAMPLE = 8192


@dataclass(frozen=True, slots=True)
class Recognised:
    """The kind of a file and what is remarkable about it."""

    kind: Kind
    remarks: tuple[Message, ...] = ()


def recognise(name: str, data: bytes) -> Recognised:
    """The kind of a file by its content.

    Raises:
        ReadError: of a kind that is not read, or protected by a password.
    """
    ending = PurePosixPath(name.lower()).suffix
    stated = _BY_ENDING.get(ending)
    macros = False
    if b"%PDF-" in data[:_PDF_WITHIN]:
        kind: Kind = "pdf"
    elif data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        kind, macros = _zipped(data)
    elif data.startswith(_OLE):
        raise _ole(data)
    elif data.startswith(_PICTURES):
        raise ReadError(
            "Dit is een afbeelding. Zet haar in een PDF en bied die aan.",
            "This is a picture. Put it in a PDF and upload that.",
        )
    elif data.startswith(b"{\\rtf"):
        raise ReadError(
            "Dit is een RTF-bestand; die worden niet gelezen. Sla het op als .docx of .odt.",
            "This is an RTF file; those are not read. Save it as .docx or .odt.",
        )
    elif _binary(data):
        raise _unknown()
    else:
        kind = _plain(stated, data)
    return Recognised(kind, tuple(_remarks(ending, kind, macros=macros)))


def _remarks(ending: str, kind: Kind, *, macros: bool) -> Iterable[Message]:
    if ending not in _ENDINGS[kind] and kind not in {"text", "markdown"}:
        name = _NAMES[kind]
        yield Message(
            f"Het bestand heet '{ending or 'zonder achtervoegsel'}' maar is een {name}-bestand; zo is het gelezen.",
            f"The file is named '{ending or 'without an ending'}' but is a {name} file; it was read as such.",
        )
    if macros:
        yield Message(
            "Dit bestand bevat macro's. Die zijn niet uitgevoerd en niet gelezen.",
            "This file has macros. They were not run and not read.",
        )


def _zipped(data: bytes) -> tuple[Kind, bool]:
    """What a zip file is, and whether it holds macros; a plain archive when it is no Office file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            macros = any(part.endswith("vbaProject.bin") or part.startswith("Basic/") for part in parts)
            for part, kind in _OFFICE.items():
                if part in parts and "[Content_Types].xml" in parts:
                    return kind, macros
            if "mimetype" in parts and parts["mimetype"].file_size < 200:
                stated = archive.read("mimetype").decode("ascii", "replace")
                kind = _ODF.get(stated.removeprefix(_ODF_TYPE).removesuffix("-template").strip())
                if stated.startswith(_ODF_TYPE) and kind is not None:
                    return kind, macros
            if "xl/workbook.bin" in parts:
                raise ReadError(
                    "Dit is een binair Excel-bestand (.xlsb). Sla het op als .xlsx.",
                    "This is a binary Excel file (.xlsb). Save it as .xlsx.",
                )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return "zip", False  # opening it says what is wrong
    return "zip", False


def _ole(data: bytes) -> ReadError:
    """What to do with a file in the container that Office used before 2007 and still uses to encrypt."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return locked()
    if has("__properties_version1.0"):
        return ReadError(
            "Dit is een e-mail van Outlook (.msg); die worden niet gelezen. Sla de e-mail op als .eml of als PDF.",
            "This is an Outlook e-mail (.msg); those are not read. Save the e-mail as .eml or as PDF.",
        )
    return ReadError(
        "Dit bestand is gemaakt met Office van voor 2007. Sla het op als .docx, .xlsx of .pptx.",
        "This file was made by Office of before 2007. Save it as .docx, .xlsx or .pptx.",
    )


def _binary(data: bytes) -> bool:
    sample = data[:_TEXT_SAMPLE]
    return b"\0" in sample and not sample.startswith((b"\xff\xfe", b"\xfe\xff"))


def _plain(stated: Kind | None, data: bytes) -> Kind:
    if _HTML.match(data[:_TEXT_SAMPLE]):
        return "html"
    if stated in {"html", "markdown", "text"}:
        return stated
    if _HEADER.match(data):
        return "mail"
    if stated == "mail":
        raise ReadError(
            "Dit bestand heet .eml maar is geen e-mail. Sla de e-mail opnieuw op.",
            "This file is named .eml but is no e-mail. Save the e-mail again.",
        )
    raise _unknown()


def _unknown() -> ReadError:
    kinds = "pdf, docx, odt, pptx, odp, xlsx, ods, html, md, txt, eml, zip"
    return ReadError(
        f"Dit bestand is beschadigd of van een soort die niet wordt gelezen. Gebruik een van deze: {kinds}.",
        f"This file is damaged or of a kind that is not read. Use one of these: {kinds}.",
    )
