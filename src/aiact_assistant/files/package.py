"""Opens Office files and archives, which are zip files, without trusting the sizes and names that they state.

Comes in: the bytes of a zip file. Goes out: an open ``ZipFile`` whose parts are small enough to read, or ``ReadError``.
A part is never read past the size it states (``zipfile`` stops there and compares the checksum), so the stated sizes
bound what memory holds.
"""

from __future__ import annotations

import io
import zipfile

from aiact_assistant.domain import ReadError

MAX_UNPACKED_BYTES = 500_000_000
MAX_RATIO = 100
# Deflate reaches 1000:1 on zeros; a table of mostly empty cells reaches 50:1. Small parts are harmless either way.
_RATIO_FROM_BYTES = 10_000_000
_MAX_PARTS = 20_000
_ENCRYPTED = 0x1
_OLE = b"\xd0\xcf\x11\xe0"  # an encrypted Office file, or one of before 2007, is an OLE container
_CHUNK_BYTES = 1_000_000
# Office files never have a document type; one is only there to include other files or to blow up (XXE, entities).
_DTD = tuple(
    mark.encode(coding) for mark in ("<!DOCTYPE", "<!ENTITY") for coding in ("utf-8", "utf-16-le", "utf-16-be")
)
_LONGEST_DTD = max(map(len, _DTD))


def open_package(
    data: bytes, *, unpacked: int = MAX_UNPACKED_BYTES, ratio: int = MAX_RATIO, office: bool = True
) -> zipfile.ZipFile:
    """The parts of a zip file.

    Args:
        data: the zip file.
        unpacked: most bytes of all parts together.
        ratio: how many times larger than packed one part may be, from 10 MB.
        office: also refuse XML that declares a document type.

    Raises:
        ReadError: damaged, protected by a password, or larger than it may become.
    """
    if data.startswith(_OLE):
        raise ReadError(
            "Dit bestand is beveiligd met een wachtwoord, of gemaakt met Office van voor 2007. "
            "Sla het opnieuw op als .docx, .xlsx of .pptx zonder wachtwoord.",
            "This file is protected by a password, or made by Office of before 2007. "
            "Save it again as .docx, .xlsx or .pptx without a password.",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise locked()
        if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > unpacked:
            raise _too_large()
        if any(part.file_size > max(_RATIO_FROM_BYTES, ratio * part.compress_size) for part in parts):
            raise _too_large()
        if office and any(_declares_type(archive, part) for part in parts if _is_xml(part.filename)):
            raise ReadError(
                "Dit bestand bevat een onveilig onderdeel (DTD) en wordt niet gelezen. Open het en sla het opnieuw op.",
                "This file has an unsafe part (DTD) and is not read. Open it and save it again.",
            )
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise damaged() from error
    return archive


def damaged() -> ReadError:
    """The file is broken."""
    return ReadError(
        "Dit bestand is beschadigd en kan niet worden gelezen. Open het en sla het opnieuw op.",
        "This file is damaged and cannot be read. Open it and save it again.",
    )


def locked() -> ReadError:
    """The file needs a password."""
    return ReadError(
        "Dit bestand is beveiligd met een wachtwoord. Sla het opnieuw op zonder wachtwoord.",
        "This file is protected by a password. Save it again without a password.",
    )


def _too_large() -> ReadError:
    return ReadError(
        "Dit bestand is uitgepakt te groot, of het is een zipbom. Splits het, of vraag de beheerder om een hogere"
        " grens.",
        "This file is too large when unpacked, or it is a zip bomb. Split it, or ask the administrator for a higher"
        " limit.",
    )


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _declares_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    kept = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            if any(mark in kept + chunk for mark in _DTD):
                return True
            kept = chunk[-_LONGEST_DTD:]
    return False
