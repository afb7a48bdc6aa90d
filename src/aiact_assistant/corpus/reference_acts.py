"""Says which act a citation belongs to: "artikel 22 van de AVG", "AVG artikel 22", "artikel 4:8". Pure.

Comes in: tokens and the rows of citations in them. Goes out: the same rows, marked with the other act that claims
them or as ours. A citation with no act beside it is left as it is, and counts as one of the AI-verordening.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aiact_assistant.corpus.reference_paths import Row
from aiact_assistant.corpus.reference_tokens import T, Token

OTHER_ACT = "other"
"""Name of another act that the text does not name itself ("artikel 4:8")."""

_NAMES = frozenset({T.OURS, T.FULL_ACT, T.SHORT_ACT})
# "van de richtlijn": ours is none.
_NEVER_OURS = frozenset("richtlijn richtlijnen directive directives verdrag convention wetboek".split())
_THAT = frozenset("die dat that those genoemde voornoemde bedoelde".split())
_THIS = frozenset("deze dit this onderhavige".split())
# Words between "van de" and the name: "van de Europese AI-verordening".
_MOST_BETWEEN = 2
# Tokens of an aside: "artikel 22 (geautomatiseerde besluiten) AVG".
_LONGEST_ASIDE = 8


def with_act(tokens: Sequence[Token], row: Row, floor: int) -> Row:
    """The row, marked with its act when one is named beside it.

    Args:
        tokens: all tokens of the text.
        row: a citation.
        floor: first token that no citation before it has used.
    """
    for place in (_behind_of(tokens, row), _just_before(tokens, row, floor), _behind(tokens, row)):
        if place is not None and (marked := _marked(tokens, row, place)):
            return marked
    place = _before(tokens, row, floor)
    if place is not None and (marked := _marked(tokens, row, place)):
        return marked
    return replace(row, act=OTHER_ACT) if ":" in row.paths[0][0].text else row


def share_acts(tokens: Sequence[Token], rows: Sequence[Row]) -> list[Row]:
    """In "artikel 5, lid 1, en artikel 9 van Verordening (EU) 2016/679" both are of that act.

    Only with the full name of an act, as laws do; in "artikel 27 en artikel 35 AVG" the first is ours.
    """
    shared = list(rows)
    for index in range(len(rows) - 2, -1, -1):
        row, following = shared[index], shared[index + 1]
        between = tokens[row.next : following.first]
        chained = between and all(token.kind in {T.COMMA, T.AND, T.DETERMINER, T.ASIDE} for token in between)
        if chained and following.named_in_full and row.kind is following.kind and not row.act and not row.ours:
            shared[index] = replace(row, act=following.act, named_in_full=True)
    return shared


def _marked(tokens: Sequence[Token], row: Row, place: int) -> Row | None:
    token = tokens[place]
    row = replace(row, first=min(row.first, place), next=max(row.next, place + 1))
    if token.kind is T.ACT_NOUN:
        words = {near.word for near in tokens[max(0, place - _MOST_BETWEEN) : place]}
        if words & _THIS:
            return replace(row, ours=True)
        if not words & _THAT and token.word not in _NEVER_OURS:
            return None
        return replace(row, act=f"{tokens[place - 1].text} {token.text}", named_in_full=True)
    if token.kind is T.OURS:
        return replace(row, act=None, ours=True)
    return replace(row, act=token.text, named_in_full=token.kind is T.FULL_ACT)


def _behind_of(tokens: Sequence[Token], row: Row) -> int | None:
    """ "van de AVG", "of the GDPR", "uit de Europese AI-verordening"."""
    at = _skip(tokens, row.next, {T.COMMA, T.CLOSE})
    english = tokens[at].word == "of" and (tokens[row.first].english or tokens[at + 1].word == "the")
    if tokens[at].kind is not T.OF and not english:
        return None
    at = _skip(tokens, at + 1, {T.DETERMINER})
    if tokens[at].kind is T.ANNEX and tokens[at + 1].kind is T.OF:
        # "artikel 2 van de bijlage bij Aanbeveling 2003/361/EG"
        at = _skip(tokens, at + 2, {T.DETERMINER})
    for place in range(at, at + _MOST_BETWEEN + 1):
        if tokens[place].kind in _NAMES or tokens[place].kind is T.ACT_NOUN:
            return place
        if tokens[place].kind is not T.WORD:
            return None
    return None


def _just_before(tokens: Sequence[Token], row: Row, floor: int) -> int | None:
    """ "AVG artikel 35"."""
    return row.first - 1 if row.first > floor and tokens[row.first - 1].kind in _NAMES else None


def _behind(tokens: Sequence[Token], row: Row) -> int | None:
    """ "artikel 35 AVG", "artikel 35 (AVG)", "artikel 35 (effectbeoordeling) AVG", "artikel 35, AVG"."""
    if tokens[row.next].kind is T.OPEN:
        if tokens[row.next + 1].kind in _NAMES:
            return row.next + 1
        aside = tokens[row.next : row.next + _LONGEST_ASIDE]
        close = next((place for place, token in enumerate(aside, row.next) if token.kind is T.CLOSE), None)
        return close + 1 if close is not None and tokens[close + 1].kind is T.SHORT_ACT else None
    at = _skip(tokens, row.next, {T.COMMA, T.CLOSE})
    if tokens[at].kind is T.SHORT_ACT:
        # "artikel 27, AVG artikel 35": of what follows.
        return at if at == row.next or tokens[at + 1].kind is not T.ARTICLE else None
    return at if at == row.next and tokens[at].kind in _NAMES else None


def _before(tokens: Sequence[Token], row: Row, floor: int) -> int | None:
    """ "AVG: artikel 22", "de AVG (artikel 22)", "de AVG in artikel 22", "Verordening (EU) 2016/679, artikel 9"."""
    between = {T.OPEN, T.COMMA, T.OF, T.ASIDE}
    place = row.first - 1
    while place > floor and (tokens[place].kind in between or tokens[place].text == ":"):
        # "het Verdrag ..., en met name artikel 114"
        place -= 2 if tokens[place].kind is T.ASIDE and tokens[place - 1].kind is T.AND else 1
    if place < floor:
        return None
    # In a running sentence of a law, a full name and a comma are an enumeration.
    alone = tokens[row.next].kind is T.END
    return place if tokens[place].kind is T.SHORT_ACT or (alone and tokens[place].kind is T.FULL_ACT) else None


def _skip(tokens: Sequence[Token], place: int, kinds: set[T]) -> int:
    while tokens[place].kind in kinds:
        place += 1
    return place
