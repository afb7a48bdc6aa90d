"""The entries: a file's name and bytes in, its text out.

Comes in: a name, whose ending says what kind of file it is (``read_file``, for files of our own), or a kind that was
found in the bytes (``read_kind``, for files of others), and the bytes. Goes out: ``FileText``, or ``ReadError`` with
what the user can do about it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from aiact_assistant.domain import Limits, ReadError
from aiact_assistant.files.blocks import Block, FileText
from aiact_assistant.files.kinds import Kind
from aiact_assistant.files.lines import unwrapped
from aiact_assistant.files.markdown import read_markdown
from aiact_assistant.files.markup import read_html
from aiact_assistant.files.odf import read_odp, read_ods, read_odt
from aiact_assistant.files.office import read_docx, read_xlsx
from aiact_assistant.files.pdf import parse_pdf, read_pdf
from aiact_assistant.files.slides import read_pptx

# A scanned policy document of 200 pages is about 50 MB.
MAX_BYTES = 60_000_000


def read_file(name: str, data: bytes) -> FileText:
    """The text of a file.

    Args:
        name: file name or path; only its ending counts.
        data: the file's content, at most ``MAX_BYTES``.

    Raises:
        ReadError: unknown kind, empty, too large, damaged or encrypted.
    """
    reader = _READERS.get(PurePosixPath(name).suffix.lower())
    if reader is None:
        kinds = ", ".join(sorted(ending.removeprefix(".") for ending in _READERS))
        raise ReadError(
            f"Het bestand '{name}' is van een soort die niet wordt gelezen. Gebruik een van deze: {kinds}.",
            f"The file '{name}' is of a kind that is not read. Use one of these: {kinds}.",
        )
    if not data:
        raise ReadError(f"Het bestand '{name}' is leeg.", f"The file '{name}' is empty.")
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        raise ReadError(
            f"Het bestand '{name}' is groter dan {limit} MB. Splits het of sla het kleiner op.",
            f"The file '{name}' is larger than {limit} MB. Split it or save it smaller.",
        )
    try:
        return reader(data)
    except ReadError as error:
        raise ReadError(f"{name}: {error.dutch}", f"{name}: {error.english}") from error


def read_kind(kind: Kind, data: bytes, limits: Limits, on_page: Callable[[int, int], None] | None = None) -> FileText:
    """The text of a file of which the kind is known; without blocks when it has none.

    Args:
        kind: any but ``mail`` and ``zip``, which hold other files.
        data: the file's content.
        limits: what is read at most.
        on_page: told the pages done and the number of pages of a PDF, after each page.

    Raises:
        ReadError: empty, over a limit, damaged or encrypted.
    """
    if kind == "pdf":
        return parse_pdf(data, max_pages=limits.pages, layout=True, on_page=on_page)
    if packed := _PACKED.get(kind):
        return packed(data, unpacked=limits.unpacked_bytes, ratio=limits.ratio)
    return _PLAIN[kind](data)


def readable(name: str) -> bool:
    """Whether files with this ending are read."""
    return PurePosixPath(name).suffix.lower() in _READERS


def decode(data: bytes) -> str:
    """Plain text as UTF-8, with or without byte order mark, or else as Windows-1252."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _read_markdown(data: bytes) -> FileText:
    return read_markdown(decode(data))


def _read_text(data: bytes) -> FileText:
    return FileText("", tuple(Block("text", text) for text in unwrapped(decode(data))))


_READERS: dict[str, Callable[[bytes], FileText]] = {
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".xlsx": read_xlsx,
    ".html": read_html,
    ".htm": read_html,
    ".md": _read_markdown,
    ".txt": _read_text,
}
_PLAIN: dict[Kind, Callable[[bytes], FileText]] = {"html": read_html, "markdown": _read_markdown, "text": _read_text}
_PACKED: dict[Kind, Callable[..., FileText]] = {
    "docx": read_docx,
    "xlsx": read_xlsx,
    "pptx": read_pptx,
    "odt": read_odt,
    "ods": read_ods,
    "odp": read_odp,
}
