"""Reads values that people type on the command line or in a batch."""

from __future__ import annotations

import re
from datetime import date

from aiact_assistant.domain import BadInput

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
