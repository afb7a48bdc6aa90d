"""Reads the human forms of provision ids out of text, in Dutch and English. Pure.

Comes in: a question, a passage, or an id. Goes out: the provisions that it names, with their place, and the act
they belong to when that is another one than the AI-verordening. ``labels.py`` writes the same forms;
``reference_grammar.py`` knows how citations are built.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from aiact_assistant.corpus.labels import LATIN_LETTERS, ancestors, contains, format_reference
from aiact_assistant.corpus.reference_grammar import read_rows
from aiact_assistant.corpus.reference_paths import Row, id_of
from aiact_assistant.corpus.reference_tokens import Token, tokenise
from aiact_assistant.domain import ProvisionId

__all__ = [
    "Reference",
    "ancestors",
    "contains",
    "find_references",
    "format_reference",
    "parse_reference",
    "references_of",
    "resolve",
]


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation found in a text.

    Attributes:
        id: the provision, when ``act`` is ``None``.
        start: first character in the text.
        end: character after the last.
        text: the citation as written, with the name of its act; all that one citation lists share it.
        act: name of the other act that it belongs to; ``None`` for the AI-verordening, or when none is named.
    """

    id: ProvisionId
    start: int
    end: int
    text: str
    act: str | None = None


def find_references(text: str) -> tuple[Reference, ...]:
    """Every citation of an article, annex, recital or chapter in a text, in order; both languages are read.

    Relative ones ("lid 1", "punt f)") are left out: a question has no provision to read them from.
    """
    tokens = tokenise(text)
    return tuple(references_of(text, tokens, (row for row in read_rows(tokens) if row.kind is not None)))


def parse_reference(text: str) -> ProvisionId | None:
    """The id that the whole text names: in a human form, or an id as such in any case; ``None`` when it does not."""
    found = find_references(text)
    if len(found) != 1 or found[0].act is not None:
        return None
    rest = f"{text[: found[0].start]} {text[found[0].end :]}"
    return None if re.search(r"\w", re.sub(r"\b(?:de|het|the)\b", "", rest)) else found[0].id


def resolve(provision: ProvisionId, exists: Callable[[ProvisionId], bool]) -> ProvisionId | None:
    """The existing provision that a citation means, ``None`` when there is none.

    Citations count alinea's that the parsed text keeps together ("artikel 6, lid 3, tweede alinea, punt a)"), write
    a point like an inserted lid ("lid 3a"), and leave out the section of an annex where the number is enough
    ("bijlage I, punt 11").

    Args:
        provision: id as read from a citation.
        exists: whether an id is in the law.
    """
    head, *parts = provision.split(".")
    merged = [part for part in parts if not re.fullmatch(r"al\d+", part)]
    point = re.sub(rf"\.(\d+)([{LATIN_LETTERS}])(?=\.|$)", r".\1.\2", provision)
    for candidate in (provision, ".".join((head, *merged)), point):
        if exists(candidate):
            return candidate
    if head.startswith("anx_") and merged:
        found = [c for section in "ABCDEF" if exists(c := ".".join((head, section, *merged)))]
        return found[0] if len(found) == 1 else None
    return None


def references_of(text: str, tokens: Sequence[Token], rows: Iterable[Row]) -> Iterator[Reference]:
    """The citations of rows, with their place in the text that the tokens are of."""
    for row in rows:
        start, end = tokens[row.first].start, tokens[row.next - 1].end
        for path in row.paths:
            yield Reference(id_of(path), start, end, text[start:end], row.act)
