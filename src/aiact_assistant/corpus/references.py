"""Reads the human forms of provision ids out of text, in Dutch and English. Pure.

Comes in: a question, a passage, or an id. Goes out: the provisions that it names, with their place, and the act
they belong to when that is another one than the AI-verordening. ``labels.py`` writes the same forms;
``reference_grammar.py`` knows how citations are built.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from aiact_assistant.corpus.labels import LATIN_LETTERS, LETTERED_SECTIONS, ancestors, contains, format_reference
from aiact_assistant.corpus.reference_grammar import OTHER_ACT, Reader, Row
from aiact_assistant.corpus.reference_paths import absolute, id_of, path_of
from aiact_assistant.corpus.reference_tokens import T, tokenise
from aiact_assistant.domain import Language, ProvisionId

__all__ = [
    "Reference",
    "ancestors",
    "contains",
    "find_references",
    "format_reference",
    "parse_reference",
    "resolve",
    "resolve_internal",
]

_QUOTING_ARTICLES = frozenset(f"art_{number}" for number in range(102, 111))
"""These change other acts: what they cite is in those acts unless they say otherwise."""

_ID = re.compile(
    rf"^(?:art_\d{{1,3}}[{LATIN_LETTERS}]?|anx_[IVX]+|rct_\d{{1,3}}|cpt_[IVX]+(?:\.sct_\d+)?)"
    rf"(?:\.(?:\d{{1,3}}[{LATIN_LETTERS}]?|al\d+|[A-Z]|[ivx]+[{LATIN_LETTERS}]?|[a-z][{LATIN_LETTERS}]?))*$"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation found in a text.

    Attributes:
        id: the provision, when ``act`` is ``None``.
        start: first character in the text.
        end: character after the last.
        text: the citation as written; numbers of one range share it.
        act: name of the other act that it belongs to; ``None`` for the AI-verordening, or when none is named.
    """

    id: ProvisionId
    start: int
    end: int
    text: str
    act: str | None = None


def find_references(text: str, language: Language | None = None) -> tuple[Reference, ...]:
    """Every citation of an article, annex, recital or chapter in a text, in order.

    Relative ones ("lid 1", "punt f)") are left out: a question has no provision to read them from.

    Args:
        text: a question or a passage.
        language: not needed to tell the forms apart: both are read, also mixed ("art. 5(1)(ba)").
    """
    del language
    rows = [row for row in Reader(text).rows() if row.kind is not None]
    return tuple(_references(text, rows))


def resolve_internal(
    text: str, here: ProvisionId, language: Language | None = None, chapter: ProvisionId | None = None
) -> tuple[Reference, ...]:
    """Every citation in the text of a provision, relative ones ("lid 1 van dit artikel", "punt f)") too.

    Args:
        text: own text of the provision.
        here: its id, from which relative citations are read.
        language: not needed to tell the forms apart.
        chapter: id of its chapter, for "afdeling 2 van dit hoofdstuk"; without it such citations are left out.
    """
    del language
    place = path_of(here)
    rows: list[Row] = []
    for row in Reader(text).rows():
        if row.kind is not None:
            rows.append(row)
        elif not row.loose:
            found = (replace(leaf, path=path) for leaf in row.leaves if (path := absolute(leaf.path, place, chapter)))
            rows.append(replace(row, leaves=tuple(found)))
    if here.partition(".")[0] in _QUOTING_ARTICLES:
        rows = [row if row.act or row.ours else replace(row, act=OTHER_ACT) for row in rows]
    return tuple(_references(text, rows))


def parse_reference(text: str) -> ProvisionId | None:
    """The id that the whole text names: in a human form, or an id as such in any case; ``None`` when it does not."""
    text = text.strip()
    if plain := _plain_id(text):
        return plain
    found = find_references(text)
    if len(found) != 1 or found[0].act is not None:
        return None
    rest = tokenise(text[: found[0].start]) + tokenise(text[found[0].end :])
    fillers = {T.OURS, T.DETERMINER, T.OF, T.AND, T.COMMA, T.DOT, T.CLOSE, T.END}
    return found[0].id if all(token.kind in fillers or token.text in "?!" for token in rest) else None


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


def _references(text: str, rows: Iterable[Row]) -> Iterator[Reference]:
    for row in rows:
        for leaf in row.leaves:
            yield Reference(id_of(leaf.path), leaf.start, leaf.end, text[leaf.start : leaf.end], row.act)


def _plain_id(text: str) -> ProvisionId | None:
    """An id typed as such, in any case and with a space for its underscore: "ART 5.1.ba"."""
    if _ID.match(text):
        return text
    match = re.fullmatch(r"(art|anx|rct|cpt)[ _](\w+)((?:\.\w+)*)", text, re.IGNORECASE)
    if match is None:
        return None
    kind, number, rest = match.group(1).lower(), match.group(2), match.group(3).lower()
    if kind in {"anx", "cpt"}:
        number = number.upper()
    parts = rest.split(".")[1:]
    if kind == "anx" and number in LETTERED_SECTIONS and parts:
        parts[0] = parts[0].upper()
    candidate = ".".join((f"{kind}_{number if kind in {'anx', 'cpt'} else number.lower()}", *parts))
    return candidate if _ID.match(candidate) else None
