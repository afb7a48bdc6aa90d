"""What Excel and OpenDocument workbooks have in common: how much of a sheet is read, and what is said of the rest."""

from __future__ import annotations

from aiact_assistant.domain import Message

MAX_ROWS = 50_000


def hidden_sheet(name: str) -> Message:
    """A worksheet was left out because the workbook hides it."""
    return Message(
        f"Het verborgen blad '{name}' is niet gelezen. Maak het zichtbaar als het erbij hoort.",
        f"The hidden sheet '{name}' was not read. Make it visible if it belongs to the document.",
    )


def long_sheet(name: str, rows: int) -> Message:
    """Only the first rows of a worksheet were read."""
    return Message(
        f"Van blad '{name}' zijn alleen de eerste {rows} rijen gelezen.",
        f"Of sheet '{name}' only the first {rows} rows were read.",
    )
