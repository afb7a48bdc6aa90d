"""Cuts a text into the words that citations are made of. Pure.

Comes in: text. Goes out: tokens with their place; ``reference_grammar.py`` reads citations from them. Anything that
no citation contains is a token too (WORD, OTHER), so that a citation ends where its words end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum, auto
from typing import NamedTuple

from aiact_assistant.corpus.act_names import act_name
from aiact_assistant.corpus.labels import LATIN, LATIN_LETTERS, ORDINALS


class T(StrEnum):
    """Kinds of token."""

    OURS = auto()
    FULL_ACT = auto()
    SHORT_ACT = auto()
    ACT_NOUN = auto()
    ARTICLE = auto()
    LID = auto()
    ALINEA = auto()
    SENTENCE = auto()
    POINT = auto()
    LOOSE_POINT = auto()
    ANNEX = auto()
    CHAPTER = auto()
    SECTION = auto()
    RECITAL = auto()
    RANGE = auto()
    ASIDE = auto()
    AND = auto()
    OF = auto()
    DETERMINER = auto()
    ORDINAL = auto()
    LATIN = auto()
    NUMBER = auto()
    FOREIGN_NUMBER = auto()
    LETTERS = auto()
    WORD = auto()
    OPEN = auto()
    CLOSE = auto()
    COMMA = auto()
    DOT = auto()
    OTHER = auto()
    END = auto()


class Token(NamedTuple):
    """A piece of text with its place; ``start`` and ``end`` count characters of the whole text."""

    kind: T
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    @property
    def plural(self) -> bool:
        """Whether a keyword announces more than one number ("leden", "punten", "Articles")."""
        return self.word.rstrip(".").endswith(("en", "ies", "s"))

    @property
    def english(self) -> bool:
        """Whether a keyword is an English one."""
        return self.word.startswith(("artic", "para", "point", "sub", "ann", "chap", "rec", "sec"))


_HEAD_WORDS = {
    T.ARTICLE: "artikel artikelen artikels article articles",
    T.ANNEX: "bijlage bijlagen annex annexes",
    T.CHAPTER: "hoofdstuk hoofdstukken chapter chapters",
    T.RECITAL: "overweging overwegingen recital recitals",
}
_WORDS = _HEAD_WORDS | {
    T.LID: "leden lid paragraph paragraphs",
    T.ALINEA: "alinea alinea's alinea’s subparagraph subparagraphs",
    T.SENTENCE: "volzin zin sentence streepje indent",
    T.POINT: "punten punt point points onderdelen onderdeel",
    T.LOOSE_POINT: "onder sub letter letters",
    T.SECTION: "afdeling afdelingen deel section sections sct",
    T.RANGE: "tot through to",
    T.ASIDE: "alsook respectievelijk",
    T.AND: "en of and or",
    T.OF: "van uit bij in",
    T.DETERMINER: "de het the dit deze this dat die that those zijn",
    T.ORDINAL: " ".join(ORDINALS["nl"] + ORDINALS["en"]),
    T.LATIN: " ".join(LATIN),
}
_ABBREVIATIONS = {
    T.ARTICLE: "art arts",
    T.LID: "par para paras",
    T.ANNEX: "anx bijl",
    T.CHAPTER: "cpt hfst",
    T.SECTION: "afd",
    T.RECITAL: "rct overw ovw",
    T.ASIDE: "resp",
}


def _by_word(words: dict[T, str]) -> dict[str, T]:
    return {word: kind for kind, row in words.items() for word in row.split()}


_KEYWORDS = _by_word(_WORDS)
_SHORTENED = _by_word(_ABBREVIATIONS)
_PHRASES = {
    "tot": (T.RANGE, re.compile(r"tot\s+en\s+met\b", re.IGNORECASE)),
    "t": (T.RANGE, re.compile(r"t/m\b|t\.e\.m\.", re.IGNORECASE)),
    "up": (T.RANGE, re.compile(r"up\s+to(?:\s+and\s+including)?\b", re.IGNORECASE)),
    "aanhef": (T.ASIDE, re.compile(r"aanhef\s+en\b", re.IGNORECASE)),
    "met": (T.ASIDE, re.compile(r"met\s+name\b", re.IGNORECASE)),
    "in": (T.ASIDE, re.compile(r"in\s+particular\b", re.IGNORECASE)),
    "en": (T.AND, re.compile(r"en/of\b", re.IGNORECASE)),
    "and": (T.AND, re.compile(r"and/or\b", re.IGNORECASE)),
}
_LETTERS = re.compile(rf"[ivx]{{1,6}}|[a-z][{LATIN_LETTERS}]?")
# "ter" is also a preposition: "artikel 9 ter beheersing van", "ter plaatse".
_PREPOSITION = re.compile(
    r"\s+(?:\w+ing(?:en)?|plaatse|zake|inzage|beschikking|illustratie|goedkeuring)\b", re.IGNORECASE
)
# An underscore counts as white space, so that ids are read too. Between digits and letters there need be no space
# ("art26lid7").
_PIECE = re.compile(
    r"""
    (?P<word>[^\W\d_]+(?:[-'’][^\W\d_]+)*)
    # "13e alinea", but "lid 1e" is an inserted lid.
    |(?P<ordinal>\d{1,2}(?:e|de|ste|st|nd|rd|th)(?=\s+(?:alinea|lid|volzin|zin|en\s|subpar|sentence|and\s)))
    # A number of a provision: not a year, a CELEX number, an amount or an exponent.
    |(?P<number>\d{1,3}(?!\d|[.,:^]\d{3}|[/:^]\d|%))
    |(?P<foreign_number>\d[\d.,/:^]*\d|\d)
    |(?P<range>(?<=[\w)])\s?[-–]\s?(?=\(?\w))
    |(?P<open>[(\[])
    |(?P<close>[)\]])
    |(?P<comma>,)
    |(?P<dot>\.)
    |(?P<and>&)
    |(?P<other>[^\s_])
    """,
    re.VERBOSE,
)


def tokenise(text: str) -> tuple[Token, ...]:
    """All tokens of a text, white space left out, closed by one of kind END."""
    return (*_tokens(text), Token(T.END, "", len(text), len(text)))


def _tokens(text: str) -> Iterator[Token]:
    place = 0
    while match := _PIECE.search(text, place):
        kind, start, place = T(match.lastgroup or "other"), match.start(), match.end()
        if kind is T.WORD:
            kind, place = _word(text, start, place)
        yield Token(kind, text[start:place], start, place)


def _word(text: str, start: int, end: int) -> tuple[T, int]:
    """What kind a word is, and where it ends with the words and the dot that belong to it."""
    word = text[start:end].lower()
    if word in _PHRASES and (phrase := _PHRASES[word][1].match(text, start)):
        return _PHRASES[word][0], phrase.end()
    if kind := _KEYWORDS.get(word):
        return (T.WORD if word == "ter" and _PREPOSITION.match(text, end) else kind), end
    if kind := _SHORTENED.get(word):
        return kind, end + text.startswith(".", end)
    if name := act_name(text, start, end):
        return T(name[0].value), name[1]
    first, _, last = word.partition("-")
    if _LETTERS.fullmatch(first) and (not last or _LETTERS.fullmatch(last)):
        # In "bijlagen I-V" the hyphen makes a range.
        return T.LETTERS, start + len(first)
    return _misspelt(word, text, end) or T.WORD, end


_NUMBER_FOLLOWS = re.compile(r"[\s\u00a0]*(?:\d|[ivx]+\b)", re.IGNORECASE)


def _shortened(words: Iterable[str]) -> set[str]:
    """Each word, and each with one letter left out."""
    return {word[:place] + word[place + 1 :] for word in words for place in range(len(word))} | set(words)


_MISSPELLINGS = [(kind, _shortened(row.split())) for kind, row in _HEAD_WORDS.items()]


def _misspelt(word: str, text: str, end: int) -> T | None:
    """The keyword before a number that a word must be ("artiekel 6"): both are the same but for a letter each."""
    if len(word) < 5 or not _NUMBER_FOLLOWS.match(text, end):
        return None
    ours = _shortened([word])
    return next((kind for kind, forms in _MISSPELLINGS if not forms.isdisjoint(ours)), None)
