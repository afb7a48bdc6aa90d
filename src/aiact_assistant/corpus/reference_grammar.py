"""Reads citations out of tokens. Pure.

Comes in: text. Goes out: rows of cited provisions as paths, with the act that claims them. One small grammar over the
tokens of ``reference_tokens.py``, in which every number of a list is a path of its own:

    citation  = row [act] | inner OF citation
    row       = KEYWORD item {(","|AND) item}            artikelen 16, lid 1, en 26
    item      = number [RANGE number] {level}            8 tot en met 15; 5, lid 1, eerste alinea, punt h), i)
    level     = LID list | ordinal (ALINEA|lid) | POINT list | SECTION list | "(" mark ")" | "." mark
    inner     = level {level}                            lid 2 [van artikel 6]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from aiact_assistant.corpus.labels import LETTERED_SECTIONS, NUMBERED_SECTIONS, ORDINALS
from aiact_assistant.corpus.reference_acts import share_acts, with_act
from aiact_assistant.corpus.reference_numbers import Read, adjacent, between, latin_letter, number, roman
from aiact_assistant.corpus.reference_paths import Level, Part, Path, Row, extend, join, level_of
from aiact_assistant.corpus.reference_tokens import T, Token

DEEPEST_OF = 4
"""How many times "van" may follow ("punt i) van punt b) van lid 1 van artikel 5"); more is no citation."""

_ORDINAL = {word: place for words in ORDINALS.values() for place, word in enumerate(words, start=1)}
_HEADS = {T.ARTICLE: "art_", T.ANNEX: "anx_", T.RECITAL: "rct_", T.CHAPTER: "cpt_"}
_INNER = frozenset({T.LID, T.POINT, T.LOOSE_POINT, T.SECTION, T.ORDINAL})
_EXCEPTIONS = (["met", "uitzondering", "van"], ["with", "the", "exception", "of"], ["except"])
# Two letters that are a word sooner than a point with a Latin word behind it ("onder de" is not "d sexies").
_COMMON_WORDS = frozenset("ad af be de ga ha he ja je la ma me na ze we ah pc".split())

_ENDS = frozenset({T.END, T.COMMA, T.DOT, T.OTHER, T.AND, T.OPEN, T.CLOSE})

_Item = TypeVar("_Item")
_Levels = tuple[list[Path], int]


def read_rows(tokens: Sequence[Token]) -> list[Row]:
    """All citations in order, those that another act claims marked."""
    reader = _Reader(tokens)
    rows: list[Row] = []
    place = 0
    while place < len(tokens):
        row = reader.row(place, rows)
        if row is None:
            place += 1
            continue
        rows.append(with_act(tokens, row, floor=rows[-1].next if rows else 0))
        place = rows[-1].next
    return share_acts(tokens, rows)


class _Reader:
    """Every method takes a token's place and gives back what it read there with the place where it stopped."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._around = _brackets_around(tokens)

    def _kind(self, place: int) -> T:
        return self._tokens[place].kind

    def _skip(self, place: int, *kinds: T) -> int:
        while self._kind(place) in kinds:
            place += 1
        return place

    # -- rows

    def row(self, place: int, before: Sequence[Row], depth: int = 0) -> Row | None:
        """The citation that starts here; ``before`` are those that it can continue."""
        kind = self._kind(place)
        if kind in _HEADS:
            return self._headed(place)
        return self._relative(place, before, depth) if kind in _INNER and depth <= DEEPEST_OF else None

    def _headed(self, place: int) -> Row | None:
        keyword = self._tokens[place]
        listed = self._list(place + 1, lambda at: self._item(at, keyword), keyword.plural)
        return Row(keyword.kind, tuple(listed[0]), place, listed[1]) if listed else None

    def _item(self, place: int, keyword: Token) -> _Levels | None:
        """One number behind a keyword, or a range, with the levels that follow it."""
        read = self._range(place, lambda at: self._head_number(at, keyword.kind))
        if read is None:
            return None
        numbers, stop = read
        paths: list[Path] = [(Part(Level.HEAD, _HEADS[keyword.kind] + name),) for name in numbers]
        if keyword.kind is T.RECITAL or len(paths) > 1:
            return paths, stop
        return self._levels(stop, paths, listing=keyword.plural)

    def _head_number(self, place: int, kind: T) -> Read | None:
        if kind in {T.ANNEX, T.CHAPTER}:
            return roman(self._tokens, place)
        if kind is T.RECITAL and self._kind(place) is T.OPEN:
            read = number(self._tokens, place + 1)
            return (read[0], read[1] + 1) if read is not None and self._kind(read[1]) is T.CLOSE else None
        if kind is T.ARTICLE and re.fullmatch(r"\d+:\d+", self._tokens[place].text):
            # "artikel 4:8 Awb": no provision of ours has such a number.
            return self._tokens[place].text, place + 1
        return number(self._tokens, place)

    def _relative(self, place: int, before: Sequence[Row], depth: int) -> Row | None:
        """Levels without a head: relative, unless "van artikel 6" follows."""
        keyword = self._tokens[place]
        paths, stop = self._levels(place, [()], listing=False)
        if not paths[0]:
            return None
        row = Row(None, tuple(paths), place, stop, loose=keyword.kind is T.LOOSE_POINT)
        at = self._skip(stop, T.COMMA)
        if self._kind(at) is T.OF or (self._tokens[at].word == "of" and keyword.english):
            return self._of(row, at + 1, before, depth)
        return self._after(row, before)

    def _after(self, row: Row, before: Sequence[Row]) -> Row:
        """Joins what says that it continues the citation before: "met uitzondering van punt 6", "punt h) daarvan"."""
        if not before or before[-1].act:
            return row
        last = before[-1]
        words = [token.word for token in self._tokens[last.next : row.first] if token.kind is not T.COMMA]
        thereof = self._tokens[self._skip(row.next, T.COMMA)].word in {"daarvan", "thereof"}
        if not thereof and words not in _EXCEPTIONS:
            return row
        return replace(row, kind=last.kind, paths=tuple(join(last.paths[-1], path) for path in row.paths))

    def _of(self, inner: Row, place: int, before: Sequence[Row], depth: int) -> Row:
        """Joins "lid 2" to the "artikel 6" that it is of."""
        determiner = self._tokens[place].word
        at = self._skip(place, T.DETERMINER)
        if self._kind(at) in _HEADS and determiner in {"die", "dat", "that", "those"}:
            outer = next((row for row in reversed(before) if row.kind is self._kind(at)), None)
            if outer is None or outer.act:
                return inner
            tops, stop = (outer.paths[-1][:1],), at + 1
        elif (outer := self.row(at, before, depth + 1)) is not None:
            tops, stop = outer.paths, outer.next
        else:
            return inner
        joined = tuple(join(top, path) for top in tops for path in inner.paths)
        return replace(inner, kind=outer.kind, paths=joined, next=stop)

    # -- levels

    def _levels(self, place: int, paths: list[Path], listing: bool) -> _Levels:
        """All levels that follow; ``listing`` is set behind a plural head, whose next number is no lid."""
        while (step := self._level(place, paths, listing)) is not None:
            paths, place = step
        return paths, place

    def _level(self, place: int, paths: list[Path], listing: bool) -> _Levels | None:
        at = self._skip(place, T.COMMA)
        joined = self._kind(at) is T.AND
        spaced = at > place or joined
        at = self._skip(at + joined, T.DETERMINER, T.ASIDE)
        token, above = self._tokens[at], paths[-1]
        read: tuple[list[Part], int] | None = None
        match token.kind:
            case T.LID:
                read = self._lids(at + 1, token.plural, listing)
            case T.ORDINAL:
                read = self._ordinals(at)
            case T.POINT | T.LOOSE_POINT:
                read = self._points(at + 1, token.plural, above, marked=False)
            case T.SECTION:
                read = self._sections(at + 1, token.plural, above)
            case T.OPEN if not spaced:
                read = self._bracket(at, above)
            case T.DOT if at == place and adjacent(self._tokens, at) and adjacent(self._tokens, at + 1):
                read = self._dotted(at + 1, above)
            case T.NUMBER if not joined and _in_annex(above):
                read = self._bare_annex_point(at)
            case T.LETTERS | T.NUMBER if above:
                read = self._points(at, False, above, marked=True)
                if read is None and not joined and above[-1].level in {Level.LID, Level.NUMBERED}:
                    read = self._bare_letter(at, above)
            case _:
                pass
        if read is None:
            return None
        # A sentence ("tweede volzin") is no part of an id, but it is part of the citation.
        return extend(paths, read[0], joined) if read[0] else paths, read[1]

    def _lids(self, place: int, plural: bool, listing: bool) -> tuple[list[Part], int] | None:
        def one(at: int) -> tuple[list[str], int] | None:
            return self._range(at, lambda start: number(self._tokens, start))

        listed = one(place) if listing and not plural else self._list(place, one, plural)
        return ([Part(Level.LID, name) for name in listed[0]], listed[1]) if listed else None

    def _ordinals(self, place: int) -> tuple[list[Part], int] | None:
        """ "eerste en tweede alinea", "zevende lid", "tweede volzin"."""
        places: list[int] = []
        while self._kind(place) is T.ORDINAL:
            word = self._tokens[place].word
            places.append(_ORDINAL.get(word) or int(re.sub(r"\D", "", word)))
            place = self._skip(place + 1, T.COMMA, T.AND, T.DETERMINER)
        match self._kind(place):
            case T.LID:
                return [Part(Level.LID, str(ordinal)) for ordinal in places], place + 1
            case T.ALINEA:
                return [Part(Level.ALINEA, f"al{ordinal}") for ordinal in places], place + 1
            case T.SENTENCE:
                return [], place + 1
            case _:
                return None

    def _sections(self, place: int, plural: bool, above: Path) -> tuple[list[Part], int] | None:
        def section(at: int) -> Read | None:
            token = self._tokens[at]
            if token.kind is T.NUMBER or (token.kind is T.LETTERS and len(token.text) == 1):
                return token.text.upper(), at + 1
            return None

        listed = self._list(place, lambda at: self._range(at, section), plural)
        if listed is None:
            return None
        prefix = "sct_" if above and above[0].text.startswith("cpt_") else ""
        return [Part(Level.SECTION, prefix + name) for name in listed[0]], listed[1]

    def _points(self, place: int, plural: bool, above: Path, marked: bool) -> tuple[list[Part], int] | None:
        """A list of points; ``marked`` ones have no keyword and need a closing bracket: ", a)"."""
        first = self._mark(place, above)
        if first is None or (marked and not first[2]):
            return None
        bracketed, numbered = first[2], first[0][0].isdigit()

        def alike(at: int) -> Read | None:
            mark = self._mark(at, above)
            if mark is None or mark[0][0].isdigit() is not numbered:
                return None
            # Laws forget brackets too: "punten b bis) en b ter".
            fits = mark[2] or not bracketed or self._kind(mark[1] - 1) is T.LATIN
            return mark[:2] if fits else None

        # In "punt h), i)" the comma goes deeper, in "punten h), i)" and "punt 1, 6 of 7" it does not.
        listed = self._list(place, lambda at: self._range(at, alike), plural, commas=plural or numbered)
        if listed is None:
            return None
        names, stop = listed
        parts: list[Part] = []
        for name in names:
            parts.append(Part(level_of(name, parts[-1:] or above, deeper=not plural and len(names) == 1), name))
        return parts, stop

    def _mark(self, place: int, above: Path, sure: bool = False) -> tuple[str, int, bool] | None:
        """The mark of a point: its name, where it ends, and whether it has a bracket; ``sure`` of a part of an id."""
        opened = self._kind(place) is T.OPEN
        at = place + opened
        token = self._tokens[at]
        if token.kind is T.NUMBER:
            read = number(self._tokens, at, letters=not _in_annex(above))
            if read is None:
                return None
            name, at = read
            while self._kind(at) is T.DOT and adjacent(self._tokens, at) and self._kind(at + 1) is T.NUMBER:
                name, at = f"{name}.{self._tokens[at + 1].text}", at + 2
        elif token.kind is T.LETTERS or (token.word == "de" and (sure or (opened and self._kind(at + 1) is T.CLOSE))):
            name, at = token.word, at + 1
            if self._kind(at) is T.LATIN:
                name, at = name + latin_letter(self._tokens[at]), at + 1
        else:
            return None
        closed = self._kind(at) is T.CLOSE and (opened or at not in self._around)
        if not closed and (opened or (name in _COMMON_WORDS and not sure)):
            return None
        return name, at + closed, closed

    def _bracket(self, place: int, above: Path) -> tuple[list[Part], int] | None:
        """ "(1)", "(1 bis)", "(ba)", and "(1) and (2)"."""
        mark = self._mark(place, above)
        if mark is None:
            return None
        if not mark[0][0].isdigit():
            return self._points(place, False, above, marked=True)
        if _in_annex(above) or any(part.level > Level.LID for part in above):
            return [Part(Level.NUMBERED, mark[0])], mark[1]
        listed = self._list(place, lambda at: self._range(at, self._bracketed_lid), plural=False, commas=False)
        return ([Part(Level.LID, name) for name in listed[0]], listed[1]) if listed else None

    def _bracketed_lid(self, place: int) -> Read | None:
        mark = self._mark(place, ()) if self._kind(place) is T.OPEN else None
        return mark[:2] if mark is not None and mark[0][0].isdigit() else None

    def _dotted(self, place: int, above: Path) -> tuple[list[Part], int] | None:
        """ "26.7", "5.1.ba", "III.4.a", "43.1.al2": the parts of an id."""
        token = self._tokens[place]
        if token.word == "al" and self._kind(place + 1) is T.NUMBER:
            return [Part(Level.ALINEA, f"al{self._tokens[place + 1].text}")], place + 2
        if token.kind is T.SECTION:
            return self._sections(place + 1, False, above)
        annex = above[0].text.removeprefix("anx_") if len(above) == 1 else ""
        if (annex in LETTERED_SECTIONS and token.kind is T.LETTERS) or (
            annex in NUMBERED_SECTIONS and token.kind is T.NUMBER
        ):
            return [Part(Level.SECTION, token.text.upper())], place + 1
        mark = self._mark(place, above, sure=True)
        if mark is None:
            return None
        name, stop, closed = mark
        is_lid = name[0].isdigit() and not _in_annex(above) and all(part.level < Level.LID for part in above)
        return [Part(Level.LID if is_lid else level_of(name, above, deeper=True), name)], stop - closed

    def _bare_annex_point(self, place: int) -> tuple[list[Part], int] | None:
        """ "bijlage III, 4" or "bijlage III 4a"."""
        mark = self._mark(place, (Part(Level.HEAD, "anx_"),))
        return ([Part(Level.NUMBERED, mark[0])], mark[1]) if mark else None

    def _bare_letter(self, place: int, above: Path) -> tuple[list[Part], int] | None:
        """The "a" of "bijlage III, 4a" and "lid 3 a"; not when a word follows that it could belong to ("a system")."""
        if len(self._tokens[place].text) > 1 or self._kind(place) is not T.LETTERS:
            return None
        name, stop, _ = self._mark(place, above) or ("", place, False)
        alone = stop > place + 1 or self._kind(stop) in _ENDS
        if not name or not (alone or adjacent(self._tokens, place)):
            return None
        return [Part(level_of(name, above, deeper=True), name)], stop

    # -- ranges and lists

    def _range(self, place: int, read: Callable[[int], Read | None]) -> tuple[list[str], int] | None:
        """One number, or all of "8 tot en met 15" and "75 bis tot en met quinquies"."""
        first = read(place)
        if first is None:
            return None
        name, stop = first
        if self._kind(stop) is not T.RANGE:
            return [name], stop
        if self._kind(stop + 1) is T.LATIN and name[0].isdigit():
            return between(name, re.sub(r"\D", "", name) + latin_letter(self._tokens[stop + 1])), stop + 2
        last = read(self._skip(stop + 1, T.DETERMINER))
        return (between(name, last[0]), last[1]) if last is not None else ([name], stop)

    def _list(
        self,
        place: int,
        read: Callable[[int], tuple[list[_Item], int] | None],
        plural: bool,
        commas: bool = True,
    ) -> tuple[list[_Item], int] | None:
        """Items between commas and "en"; behind a singular keyword commas count only when an "en" closes them."""
        first = read(place)
        if first is None:
            return None
        items, stop = first
        sure, sure_stop = items, stop
        while True:
            at = self._skip(stop, T.COMMA)
            closing = self._kind(at) is T.AND
            at = self._skip(at, T.AND) if commas or closing else stop
            following = read(at) if at > stop else None
            if following is None:
                return sure, sure_stop
            items, stop = [*items, *following[0]], following[1]
            if plural or closing:
                sure, sure_stop = items, stop


def _brackets_around(tokens: Sequence[Token]) -> set[int]:
    """Places of brackets that close a remark ("(zie artikel 5 en 6)"), and so no mark ("a)")."""
    around: set[int] = set()
    depth = 0
    brackets = [place for place, token in enumerate(tokens) if token.kind in {T.OPEN, T.CLOSE}]
    for place, following in pairwise([*brackets, len(tokens) - 1]):
        if tokens[place].kind is T.OPEN:
            depth += 1
        elif depth and (tokens[place - 1].kind not in {T.LETTERS, T.LATIN} or tokens[following].kind is not T.CLOSE):
            # In "(punt a), en lid 2)" the last one closes.
            depth -= 1
            around.add(place)
    return around


def _in_annex(above: Path) -> bool:
    return bool(above) and above[0].text.startswith("anx_")
