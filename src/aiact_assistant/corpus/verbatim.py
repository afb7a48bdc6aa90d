"""Finds a quote verbatim in its source before it is shown.

Comes in: a quote and the text it should come from. Goes out: yes or no. Only white space, quotation marks and
hyphens may differ in form; no word, figure or other mark may.
"""

from __future__ import annotations

import re
import unicodedata

_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‑": "-", "‐": "-"})
_SPACE = re.compile(r"\s+")
# A quote shorter than this could stand anywhere by chance.
MIN_QUOTE_CHARS = 8


def normalise(text: str) -> str:
    """Text with white space, quotation marks and hyphens in one form."""
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "").translate(_SAME)
    return _SPACE.sub(" ", text).strip()


def is_verbatim(quote: str, source: str) -> bool:
    """Whether ``quote`` stands, whole words and all, in ``source``."""
    wanted, text = normalise(quote), normalise(source)
    if len(wanted) < MIN_QUOTE_CHARS:
        return False
    start = text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        before, after = text[start - 1 : start], text[end : end + 1]
        starts_clean = not (before.isalnum() and wanted[0].isalnum())
        ends_clean = not (after.isalnum() and wanted[-1].isalnum())
        if starts_clean and ends_clean:
            return True
        start = text.find(wanted, start + 1)
    return False
