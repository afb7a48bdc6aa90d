"""What a file becomes: a title and blocks of text in reading order.

Comes in: nothing. Goes out: ``Block`` and ``FileText``, which every reader of this room returns.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from aiact_assistant.domain import BlockKind, Message

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "ĳ": "ij", "Ĳ": "IJ"}
)
# Soft hyphen, zero-width characters and the byte order mark: invisible, and they break searching.
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\u0000-\u0008\u000e-\u001f]")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or list item, the rows of a table, or a footnote ("[1] ...").

    ``text`` has single spaces; its lines are separated by a newline (a table's rows read "cel | cel"; list items
    start with "- " or "1. "). ``level`` is 1-6 for a heading, else 0. ``page`` counts pages or slides from 1 and is
    ``None`` when the kind of file has none; ``sheet`` is the worksheet's name. ``links`` are the addresses as written.
    """

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None
    sheet: str | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileText:
    """The readable content of one file.

    ``title`` is the document's own title, empty when it states none; ``pages`` the number of pages (PDF) or slides,
    else 0; ``warnings`` say what could not be read (a page that is only an image); ``unread`` are the pages with text
    that could not be read.
    """

    title: str
    blocks: tuple[Block, ...]
    warnings: tuple[Message, ...] = ()
    pages: int = 0
    unread: tuple[int, ...] = ()


def clean(text: str) -> str:
    """Text in composed Unicode, without ligatures and invisible characters, and with single spaces; lines are kept."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text).translate(_LIGATURES))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def slug(heading: str) -> str:
    """The anchor that MkDocs (Python-Markdown's ``toc``) gives a heading, not yet made unique."""
    ascii_only = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", ascii_only).strip().lower())
