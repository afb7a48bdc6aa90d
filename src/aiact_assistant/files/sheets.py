"""What Excel and OpenDocument workbooks have in common: how much of a sheet is read, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Sequence

from aiact_assistant.domain import Message

MAX_ROWS = 50_000


def hidden_sheets(names: Sequence[str]) -> Message:
    """Worksheets were left out because the workbook hides them."""
    listed = ", ".join(names)
    return Message(
        f"Verborgen bladen zijn niet gelezen: {listed}. Maak een blad zichtbaar als het erbij hoort.",
        f"Hidden sheets were not read: {listed}. Make a sheet visible if it belongs to the document.",
    )


def long_sheet(name: str, rows: int) -> Message:
    """Only the first rows of a worksheet were read."""
    return Message(
        f"Van blad '{name}' zijn alleen de eerste {rows} rijen gelezen.",
        f"Of sheet '{name}' only the first {rows} rows were read.",
    )
