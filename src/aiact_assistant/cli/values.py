"""Reads values that people type on the command line or in a batch, and writes the files that they name."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

from aiact_assistant.domain import BadInput, os_reason

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_day(text: str) -> date:
    """A day written as YYYY-MM-DD.

    Raises:
        BadInput: it is written otherwise, or is no day of the calendar.
    """
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadInput(
        f"'{text[:40]}' is geen datum. Schrijf de datum als JJJJ-MM-DD, bijvoorbeeld 2026-07-01.",
        f"'{text[:40]}' is not a date. Write it as YYYY-MM-DD, for example 2026-07-01.",
    )


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole; what was there before stays when that fails.

    Raises:
        BadInput: it cannot be written.
    """
    # A device or pipe cannot be replaced, only written to.
    part = path.with_name(f".{path.name}.{os.getpid()}.part") if path.is_file() or not path.exists() else path
    try:
        part.write_bytes(content)
        if part != path:
            part.replace(path)
    except OSError as error:
        if part != path:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        dutch, english = os_reason(error)
        raise BadInput(
            f"Het bestand {path} kan niet worden geschreven: {dutch}.",
            f"The file {path} cannot be written: {english}.",
        ) from error
