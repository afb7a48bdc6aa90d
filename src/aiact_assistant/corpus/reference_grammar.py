"""Reads citations out of tokens. Pure.

Comes in: text. Goes out: rows of cited provisions as paths, with the act that claims them. One small grammar over the
tokens of ``reference_tokens.py``, in which every number of a list is a leaf:

    citation  = row [act] | inner OF citation
    row       = KEYWORD item {(","|AND) item}            artikelen 16, lid 1, en 26
    item      = number [RANGE number] {level}            8 tot en met 15; 5, lid 1, eerste alinea, punt h), i)
    level     = LID list | ordinal (ALINEA|lid) | POINT list | SECTION list | "(" mark ")" | "." mark
    inner     = level {level}                            lid 2 [van artikel 6]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from aiact_assistant.corpus.labels import LATIN, LATIN_LETTERS, ORDINALS
from aiact_assistant.corpus.reference_paths import ROMANS, Leaf, Level, Part, Path, extend, join, level_of
from aiact_assistant.corpus.reference_tokens import T, Token, tokenise

OTHER_ACT = "other"
"""Name of another act that the text does not name itself ("artikel 4:8")."""

LONGEST_RANGE = 180
"""A range that spans more than all recitals is a misreading; only its ends are kept."""

DEEPEST_OF = 4
"""How many times "van" may follow ("punt i) van punt b) van lid 1 van artikel 5"); more is no citation."""

_ALPHABET = tuple("abcdefghijklmnopqrstuvwxyz")
_ORDINAL = {word: place for words in ORDINALS.values() for place, word in enumerate(words, start=1)}
_HEADS = {T.ARTICLE: "art_", T.ANNEX: "anx_", T.RECITAL: "rct_", T.CHAPTER: "cpt_"}
# What may follow a number that was no provision after all: "artikel 5 en 2 jaar later".
_UNITS = frozenset(
    "jaar jaren maand maanden week weken dag dagen uur werkdagen kalenderdagen euro eur miljoen procent keer jaarlijks"
    " januari februari maart april mei juni juli augustus september oktober november december years months days"
    " weeks hours january february march may june july august october million percent times".split()
)
# Two letters that are a word sooner than a point with a Latin word behind it ("onder de" is not "d sexies").
_COMMON_WORDS = frozenset("ad af be de ga ha he ja je la ma me na ze we ah pc".split())

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Row:
    """A citation with everything it lists; ``kind`` is the keyword of its head, ``None`` for a relative one."""

    kind: T | None
    leaves: tuple[Leaf, ...]
    first: int
    next: int
    act: str | None = None
    ours: bool = False
    shared: bool = False
    loose: bool = False


class Reader:
    """Reads all citations of one text; every method takes a token's place and gives back where it stopped."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokenise(text)

    def rows(self) -> list[Row]:
        """All citations in order, those that another act claims marked."""
        rows: list[Row] = []
        place = 0
        while self._at(place).kind is not T.END:
            row = self._row(place, rows)
            if row is None:
                place += 1
                continue
            rows.append(self._with_act(row))
            place = max(row.next, place + 1)
        return self._share_acts(rows)

    # -- tokens

    def _at(self, place: int) -> Token:
        return self._tokens[min(place, len(self._tokens) - 1)]

    def _kind(self, place: int) -> T:
        return self._at(place).kind

    def _adjacent(self, place: int) -> bool:
        """Whether no space stands before this token."""
        return place > 0 and self._tokens[place - 1].end == self._at(place).start

    def _skip(self, place: int, *kinds: T) -> int:
        while self._kind(place) in kinds:
            place += 1
        return place

    # -- rows

    def _row(self, place: int, before: Sequence[Row], depth: int = 0) -> Row | None:
        if self._kind(place) in _HEADS:
            return self._headed(place)
        return self._relative(place, before, depth) if depth <= DEEPEST_OF else None

    def _headed(self, place: int) -> Row | None:
        keyword = self._at(place)
        if keyword.kind is T.ARTICLE and self._kind(place + 1) is T.FOREIGN_NUMBER:
            # "artikel 4:8 Awb" is numbered as no provision of ours is.
            number = self._at(place + 1)
            if not re.fullmatch(r"\d+:\d+", number.text):
                return None
            leaf = Leaf((Part(Level.HEAD, f"art_{number.text}"),), keyword.start, number.end)
            return Row(T.ARTICLE, (leaf,), place, place + 2, act=OTHER_ACT)
        listed = self._list(place + 1, lambda at: self._item(at, keyword), keyword.plural)
        if listed is None:
            return None
        leaves, stop = listed
        leaves[0] = replace(leaves[0], start=keyword.start)
        if len({leaf.end for leaf in leaves}) == 1:
            leaves = [replace(leaf, start=keyword.start) for leaf in leaves]
        return Row(keyword.kind, tuple(leaves), place, stop)

    def _item(self, place: int, keyword: Token) -> tuple[list[Leaf], int] | None:
        """One number behind a keyword, or a range, with the levels that follow it."""
        read = self._range(place, lambda at: self._head_number(at, keyword.kind))
        if read is None:
            return None
        numbers, stop = read
        start, end = self._at(place).start, self._at(stop - 1).end
        prefix = _HEADS[keyword.kind]
        leaves = [Leaf((Part(Level.HEAD, prefix + number),), start, end) for number in numbers]
        if keyword.kind is T.RECITAL or len(leaves) > 1:
            return leaves, stop
        return self._levels(stop, leaves, listing=keyword.plural)

    def _head_number(self, place: int, kind: T) -> tuple[str, int] | None:
        if kind is T.RECITAL and self._kind(place) is T.OPEN:
            read = self._number(place + 1, roman=False)
            return (read[0], read[1] + 1) if read is not None and self._kind(read[1]) is T.CLOSE else None
        return self._number(place, roman=kind in {T.ANNEX, T.CHAPTER})

    def _relative(self, place: int, before: Sequence[Row], depth: int) -> Row | None:
        """Levels without a head: relative, unless "van artikel 6" follows."""
        keyword = self._at(place)
        if keyword.kind not in {T.LID, T.POINT, T.LOOSE_POINT, T.SECTION, T.ORDINAL}:
            return None
        leaves, stop = self._levels(place, [Leaf((), keyword.start, keyword.start)], listing=False)
        leaves = [leaf for leaf in leaves if leaf.path or leaf.end > leaf.start]
        if not leaves:
            return None
        row = Row(None, tuple(leaves), place, stop, loose=keyword.kind is T.LOOSE_POINT)
        at = self._skip(stop, T.COMMA)
        if self._kind(at) is T.OF or (self._at(at).word == "of" and keyword.english):
            return self._of(row, at + 1, before, depth)
        return self._after(row, before)

    def _after(self, row: Row, before: Sequence[Row]) -> Row:
        """Joins what says that it continues the citation before: "met uitzondering van punt 6", "punt h) daarvan"."""
        if not before or before[-1].act:
            return row
        last = before[-1]
        between = [token.word for token in self._tokens[last.next : row.first] if token.kind is not T.COMMA]
        exception = between in (["met", "uitzondering", "van"], ["with", "the", "exception", "of"], ["except"])
        if not exception and self._at(self._skip(row.next, T.COMMA)).word not in {"daarvan", "thereof"}:
            return row
        leaves = tuple(replace(leaf, path=join(last.leaves[-1].path, leaf.path)) for leaf in row.leaves)
        return replace(row, kind=last.kind, leaves=leaves)

    def _of(self, inner: Row, place: int, before: Sequence[Row], depth: int) -> Row:
        """Joins "lid 2" to the "artikel 6" that it is of."""
        determiner = self._at(place)
        at = self._skip(place, T.DETERMINER)
        outer: Row | None
        if self._kind(at) in _HEADS and determiner.word in {"die", "dat", "that", "those"}:
            outer = next((row for row in reversed(before) if row.kind is self._kind(at)), None)
            if outer is None or outer.act:
                return inner
            outer = replace(outer, leaves=tuple(replace(leaf, path=leaf.path[:1]) for leaf in outer.leaves[-1:]))
            stop = at + 1
        elif (outer := self._row(at, before, depth + 1)) is not None:
            stop = outer.next
        elif determiner.word in {"dit", "deze", "this"}:
            # "van dit artikel": relative all the same, and closed.
            return replace(inner, next=at + 1)
        else:
            return inner
        start, end = inner.leaves[0].start, self._at(stop - 1).end
        joined = [Leaf(join(o.path, i.path), start, end) for o in outer.leaves for i in inner.leaves]
        return Row(outer.kind, tuple(joined), inner.first, stop, loose=inner.loose)

    # -- levels

    def _levels(self, place: int, leaves: list[Leaf], listing: bool) -> tuple[list[Leaf], int]:
        """All levels that follow; ``listing`` is set behind a plural head, whose next number is no lid."""
        while True:
            step = self._level(place, leaves, listing)
            if step is None:
                return leaves, place
            leaves, place = step

    def _level(self, place: int, leaves: list[Leaf], listing: bool) -> tuple[list[Leaf], int] | None:
        at = self._skip(place, T.COMMA)
        comma = at > place
        joined = self._kind(at) is T.AND
        if joined:
            at += 1
        at = self._skip(at, T.DETERMINER, T.ASIDE)
        token = self._at(at)
        above = leaves[-1].path
        read: tuple[list[Part], int] | None = None
        match token.kind:
            case T.LID:
                read = self._lids(at + 1, token.plural, listing)
            case T.ORDINAL:
                read = self._ordinals(at)
                if read is not None and not read[0]:
                    # A sentence is no part of an id, but it is part of the citation.
                    return [*leaves[:-1], replace(leaves[-1], end=self._at(read[1] - 1).end)], read[1]
            case T.POINT | T.LOOSE_POINT:
                read = self._points(at + 1, token.plural, above, marked=False)
            case T.SECTION:
                read = self._sections(at + 1, token.plural, above)
            case T.OPEN if not comma:
                read = self._bracket(at, above)
            case T.DOT if at == place and self._adjacent(at) and self._adjacent(at + 1):
                read = self._dotted(at + 1, above)
            case T.NUMBER if not joined and above and above[-1].text.startswith("anx_"):
                read = self._bare_annex_point(at)
            case T.LETTERS if at == place and above and above[-1].level in {Level.LID, Level.NUMBERED}:
                read = self._points(at, False, above, marked=True) or self._bare_letter(at, above)
            case T.LETTERS | T.NUMBER if above:
                read = self._points(at, False, above, marked=True)
            case _:
                pass
        if read is None:
            return None
        parts, stop = read
        return extend(leaves, parts, self._at(place if not leaves[-1].path else at), self._at(stop - 1), joined), stop

    def _lids(self, place: int, plural: bool, listing: bool) -> tuple[list[Part], int] | None:
        def one(at: int) -> tuple[list[str], int] | None:
            return self._range(at, lambda start: self._number(start, roman=False))

        listed = one(place) if listing and not plural else self._list(place, one, plural)
        return ([Part(Level.LID, number) for number in listed[0]], listed[1]) if listed else None

    def _ordinals(self, place: int) -> tuple[list[Part], int] | None:
        """ "eerste en tweede alinea", "zevende lid", "tweede volzin"."""
        places: list[int] = []
        while self._kind(place) is T.ORDINAL:
            word = self._at(place).word
            places.append(_ORDINAL.get(word) or int(re.sub(r"\D", "", word)))
            place = self._skip(place + 1, T.COMMA, T.AND, T.DETERMINER)
        kind = self._kind(place)
        if kind is T.LID:
            return [Part(Level.LID, str(number)) for number in places], place + 1
        if kind is T.ALINEA:
            return [Part(Level.ALINEA, f"al{number}") for number in places], place + 1
        return ([], place + 1) if kind is T.SENTENCE else None

    def _sections(self, place: int, plural: bool, above: Path) -> tuple[list[Part], int] | None:
        def one(at: int) -> tuple[list[str], int] | None:
            return self._range(at, section)

        def section(at: int) -> tuple[str, int] | None:
            token = self._at(at)
            if token.kind is T.NUMBER:
                return token.text, at + 1
            return (token.text.upper(), at + 1) if token.kind is T.LETTERS and len(token.text) == 1 else None

        listed = self._list(place, one, plural)
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

        def alike(at: int) -> tuple[str, int] | None:
            mark = self._mark(at, above)
            if mark is None or mark[0][0].isdigit() is not numbered:
                return None
            # Laws forget brackets too: "punten b bis) en b ter".
            fits = mark[2] or not bracketed or self._kind(mark[1] - 1) is T.LATIN
            return mark[:2] if fits else None

        def one(at: int) -> tuple[list[str], int] | None:
            return self._range(at, alike)

        # In "punt h), i)" the comma goes deeper, in "punten h), i)" and "punt 1, 6 of 7" it does not.
        listed = self._list(place, one, plural, commas=plural or numbered)
        if listed is None:
            return None
        names, stop = listed
        parts: list[Part] = []
        for name in names:
            parts.append(Part(level_of(name, parts[-1:] or above, deeper=not plural and len(names) == 1), name))
        return parts, stop

    def _mark(self, place: int, above: Path) -> tuple[str, int, bool] | None:
        """The mark of a point: its name, where it ends, and whether it has a bracket."""
        opened = self._kind(place) is T.OPEN
        at = place + 1 if opened else place
        token = self._at(at)
        if token.kind is T.NUMBER:
            read = self._number(at, roman=False, letters=not self._in_annex(above))
            if read is None:
                return None
            name, at = read
            while self._kind(at) is T.DOT and self._adjacent(at) and self._adjacent(at + 1):
                if self._kind(at + 1) is not T.NUMBER:
                    break
                name, at = f"{name}.{self._at(at + 1).text}", at + 2
        elif token.kind is T.LETTERS or (opened and token.word == "de" and self._kind(at + 1) is T.CLOSE):
            name, at = token.word, at + 1
            if self._kind(at) is T.LATIN:
                name, at = name + _letter(self._at(at)), at + 1
        else:
            return None
        closed = self._kind(at) is T.CLOSE
        if not (opened or closed) and name in _COMMON_WORDS:
            return None
        if opened and not closed:
            return None
        return name, at + 1 if closed else at, closed

    def _bracket(self, place: int, above: Path) -> tuple[list[Part], int] | None:
        """ "(1)", "(1 bis)", "(ba)", and "(1) and (2)"."""
        mark = self._mark(place, above)
        if mark is None:
            return None
        if not mark[0][0].isdigit():
            return self._points(place, False, above, marked=True)
        if self._in_annex(above) or any(part.level > Level.LID for part in above):
            return [Part(Level.NUMBERED, mark[0])], mark[1]
        listed = self._list(place, self._bracketed_lid, plural=False, commas=False)
        return ([Part(Level.LID, number) for number in listed[0]], listed[1]) if listed else None

    def _bracketed_lid(self, place: int) -> tuple[list[str], int] | None:
        def one(at: int) -> tuple[str, int] | None:
            mark = self._mark(at, ()) if self._kind(at) is T.OPEN else None
            return (mark[0], mark[1]) if mark is not None and mark[0][0].isdigit() else None

        return self._range(place, one)

    def _dotted(self, place: int, above: Path) -> tuple[list[Part], int] | None:
        """ "26.7", "5.1.ba", "III.4.a", "43.1.al2": the parts of an id."""
        token = self._at(place)
        if token.kind is T.AL:
            return [Part(Level.ALINEA, f"al{self._at(place + 1).text}")], place + 2
        if token.kind is T.SECTION:
            return self._sections(place + 1, False, above)
        if token.kind is T.NUMBER:
            read = self._number(place, roman=False, letters=not self._in_annex(above))
            if read is None:
                return None
            deep = self._in_annex(above) or any(part.level >= Level.LID for part in above)
            return [Part(Level.NUMBERED if deep else Level.LID, read[0])], read[1]
        if token.kind is not T.LETTERS:
            return None
        if self._in_annex(above) and len(above) == 1 and token.text.isupper():
            return [Part(Level.SECTION, token.text)], place + 1
        return [Part(level_of(token.word, above, deeper=True), token.word)], place + 1

    def _bare_annex_point(self, place: int) -> tuple[list[Part], int] | None:
        """ "bijlage III, 4" or "bijlage III 4a"."""
        if self._at(place + 1).word in _UNITS:
            return None
        mark = self._mark(place, (Part(Level.HEAD, "anx_"),))
        return ([Part(Level.NUMBERED, mark[0])], mark[1]) if mark else None

    def _bare_letter(self, place: int, above: Path) -> tuple[list[Part], int] | None:
        """The "a" of "bijlage III, 4a" and "lid 3 a"; not when a word follows that it could belong to ("a system")."""
        token = self._at(place)
        alone = self._kind(place + 1) in {T.END, T.COMMA, T.DOT, T.OTHER, T.AND}
        if len(token.text) > 1 or not (alone or self._adjacent(place)):
            return None
        return [Part(level_of(token.word, above, deeper=True), token.word)], place + 1

    def _in_annex(self, above: Path) -> bool:
        return bool(above) and above[0].text.startswith("anx_")

    # -- numbers, ranges and lists

    def _number(self, place: int, roman: bool, letters: bool = True) -> tuple[str, int] | None:
        """ "4", "4 bis", "4a"; with ``roman`` "III", or "3" read as it."""
        token = self._at(place)
        if roman:
            if token.kind is T.LETTERS and token.word in ROMANS:
                return token.text.upper(), place + 1
            if token.kind is T.NUMBER and 0 < int(token.text) <= len(ROMANS):
                return ROMANS[int(token.text) - 1].upper(), place + 1
            return None
        if token.kind is not T.NUMBER or self._at(place + 1).word in _UNITS:
            return None
        number, at = str(int(token.text)), place + 1
        following = self._at(at)
        if following.kind is T.LATIN:
            return number + _letter(following), at + 1
        if letters and self._adjacent(at) and following.kind is T.LETTERS and following.word in LATIN_LETTERS:
            return number + following.word, at + 1
        return number, at

    def _range(self, place: int, read: Callable[[int], tuple[str, int] | None]) -> tuple[list[str], int] | None:
        """One number, or all of "8 tot en met 15" and "75 bis tot en met quinquies"."""
        first = read(place)
        if first is None:
            return None
        name, stop = first
        if self._kind(stop) is not T.RANGE:
            return [name], stop
        if self._kind(stop + 1) is T.LATIN and name[0].isdigit():
            return _between(name, re.sub(r"\D", "", name) + _letter(self._at(stop + 1))), stop + 2
        last = read(self._skip(stop + 1, T.DETERMINER))
        return (_between(name, last[0]), last[1]) if last is not None else ([name], stop)

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
        sure, sure_stop = list(items), stop
        while True:
            at = self._skip(stop, T.COMMA) if commas or self._kind(self._skip(stop, T.COMMA)) is T.AND else stop
            closing = self._kind(at) is T.AND
            at = self._skip(at, T.AND)
            following = read(at) if at > stop else None
            if following is None:
                return sure, sure_stop
            items, stop = [*items, *following[0]], following[1]
            if plural or closing:
                sure, sure_stop = list(items), stop

    # -- acts

    def _with_act(self, row: Row) -> Row:
        """Marks a row with the act that follows it ("van Verordening (EU) 2016/679") or stands before it ("AVG")."""
        for place, near in self._act_places(row):
            token = self._at(place)
            if token.kind is T.OURS:
                return replace(row, act=None, ours=True)
            if token.kind is T.FORMAL_ACT or (token.kind is T.SHORT_ACT and near):
                return replace(row, act=token.text, shared=token.kind is T.FORMAL_ACT)
        return row

    def _act_places(self, row: Row) -> Iterator[tuple[int, bool]]:
        """Where the name of its act could stand, and whether that is near enough for an abbreviation."""
        at = self._skip(row.next, T.COMMA, T.CLOSE)
        if self._kind(at) is T.SHORT_ACT and self._kind(at + 1) is not T.ARTICLE:
            yield at, True
        if self._kind(at) is T.OF or self._at(at).word == "of":
            yield self._skip(at + 1, T.DETERMINER), True
        elif self._kind(row.next) is T.OPEN:
            yield row.next + 1, True
        elif at == row.next:
            yield at, True
        if row.first and self._kind(row.first - 1) is T.COMMA:
            if row.first > 1 and self._kind(row.first - 2) is T.FORMAL_ACT and self._comma_cites(row):
                yield row.first - 2, False
        elif row.first and row.act is None and row.kind is not None:
            yield row.first - 1, True

    def _comma_cites(self, row: Row) -> bool:
        """ "Verordening (EU) 2016/679, artikel 9" alone is a citation; in a running sentence it is a list."""
        return self._kind(row.next) is T.END

    def _share_acts(self, rows: list[Row]) -> list[Row]:
        """In "artikel 5, lid 1, en artikel 9 van Verordening (EU) 2016/679" both are of that act.

        Only with the full name of an act, as laws do; in "artikel 27 en artikel 35 AVG" the first is ours.
        """
        for index in range(len(rows) - 2, -1, -1):
            row, following = rows[index], rows[index + 1]
            between = self._tokens[row.next : following.first]
            chained = bool(between) and all(t.kind in {T.COMMA, T.AND, T.DETERMINER, T.ASIDE} for t in between)
            if chained and following.shared and row.kind is following.kind and not row.act and not row.ours:
                rows[index] = replace(row, act=following.act, shared=True)
        return rows


def _letter(token: Token) -> str:
    return LATIN_LETTERS[LATIN.index(token.word)]


def _between(first: str, last: str) -> list[str]:
    """All numbers from one to another, whatever they are written in; the two when they make no range."""
    if re.fullmatch(rf"\d+[{LATIN_LETTERS}]", first) and first[:-1] == last[:-1]:
        return [first[:-1] + letter for letter in _run(LATIN_LETTERS, first[-1], last[-1])] or [first, last]
    low, high = re.fullmatch(r"(\d+)", first), re.fullmatch(rf"(\d+)([{LATIN_LETTERS}]?)", last)
    if low and high:
        start, stop = int(low.group(1)), int(high.group(1))
        numbers = [str(number) for number in range(start, stop + 1)]
        if numbers and len(numbers) <= LONGEST_RANGE:
            return [*numbers, last] if high.group(2) else numbers
        return [first, last]
    upper = first.isupper()
    # "I" to "V" are annexes, "d" to "j" are points: a capital is a Roman numeral sooner than a letter.
    for series in (ROMANS, _ALPHABET) if upper else (_ALPHABET, ROMANS):
        if first.lower() in series and last.lower() in series and (found := _run(series, first.lower(), last.lower())):
            return [name.upper() if upper else name for name in found]
    return [first, last]


def _run(series: Sequence[str], first: str, last: str) -> list[str]:
    return list(series[series.index(first) : series.index(last) + 1])
