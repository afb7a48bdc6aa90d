"""Reads the human forms of provision ids out of text, in Dutch and English. Pure.

Comes in: a question, a passage, or an id. Goes out: the provisions that it names, with their place, and the act
they belong to when that is another one than the AI-verordening. ``labels.py`` writes the same forms;
``reference_grammar.py`` knows how citations are built.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from aiact_assistant.corpus.labels import LATIN_LETTERS
from aiact_assistant.corpus.reference_acts import OTHER_ACT
from aiact_assistant.corpus.reference_grammar import read_rows
from aiact_assistant.corpus.reference_paths import Row, absolute, id_of, path_of
from aiact_assistant.corpus.reference_tokens import Token, tokenise
from aiact_assistant.domain import ProvisionId

_QUOTING_ARTICLES = frozenset(f"art_{number}" for number in range(102, 111))
"""These change other acts: what they cite is in those acts unless they say otherwise."""


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
    return tuple(_references(text, tokens, (row for row in read_rows(tokens) if row.kind is not None)))


def resolve_internal(text: str, here: ProvisionId, chapter: ProvisionId | None = None) -> tuple[Reference, ...]:
    """Every citation in the text of a provision, relative ones ("lid 1 van dit artikel", "punt f)") too.

    Args:
        text: own text of the provision.
        here: its id, from which relative citations are read.
        chapter: id of its chapter, for "afdeling 2 van dit hoofdstuk"; without it such citations are left out.
    """
    place, tokens = path_of(here), tokenise(text)
    rows: list[Row] = []
    for row in read_rows(tokens):
        if row.kind is not None:
            rows.append(row)
        elif not row.loose:
            found = (absolute(path, place, chapter) for path in row.paths)
            rows.append(replace(row, paths=tuple(path for path in found if path is not None)))
    if here.partition(".")[0] in _QUOTING_ARTICLES:
        rows = [row if row.act or row.ours else replace(row, act=OTHER_ACT) for row in rows]
    return tuple(_references(text, tokens, rows))


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


def _references(text: str, tokens: Sequence[Token], rows: Iterable[Row]) -> Iterator[Reference]:
    for row in rows:
        start, end = tokens[row.first].start, tokens[row.next - 1].end
        for path in row.paths:
            yield Reference(id_of(path), start, end, text[start:end], row.act)
