"""One spelling for words that differ only in case, accents, soft hyphens or typographic marks."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents or soft hyphens; typographic hyphens and spaces become plain ones."""
    text = unicodedata.normalize("NFKD", text.replace("\u00ad", "").replace("\u2011", "-").replace("\u00a0", " "))
    return "".join(char for char in text if not unicodedata.combining(char)).lower()
