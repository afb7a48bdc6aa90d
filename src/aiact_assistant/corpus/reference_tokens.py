"""Cuts a text into the words that citations are made of. Pure.

Comes in: text. Goes out: tokens with their place; ``references.py`` reads citations from them. Anything that no
citation contains is a token too (WORD, OTHER), so that a citation ends where its words end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto

from aiact_assistant.corpus.labels import LATIN, LATIN_LETTERS, ORDINALS


class T(StrEnum):
    """Kinds of token; the names of the groups in the pattern below."""

    OURS = auto()
    FORMAL_ACT = auto()
    SHORT_ACT = auto()
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
    AL = auto()
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


@dataclass(frozen=True, slots=True)
class Token:
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


_YEAR_NUMBER = r"(?:nr\.?\s*|no\.?\s*)?\d{1,4}/\d{1,4}(?:/[A-Z]{2,8})?"
_UNION = r"(?:\(\s*(?:EU|EG|EEG|EC|EEC|Euratom)(?:,\s*Euratom)?\s*\)?\s*)?"
_ACT_NOUNS = (
    r"(?:(?:gedelegeerde|implementing|delegated|framework)\s+)?(?:uitvoerings|kader)?"
    r"(?:verordening|richtlijn|besluit|aanbeveling|regulation|directive|decision|recommendation)(?:en|s)?"
)
# Names that staff use for acts that are often read beside ours; Dutch ones end in "wet" or start with "Wet".
_SHORT_ACTS = (
    r"U?AVG|GDPR|Awb|Woo|Wob|WOR|BW|Wpg|Wjsg|Wdo|VWEU|VEU|TFEU|TEU|EVRM|ECHR|DSA|DMA|CRA|NIS\s?2|MDR|IVDR|"
    r"Grondwet|Grw|Handvest|EU-Handvest|Charter|Data\s?Act|data(?:governance)?verordening|"
    r"algemene\s+verordening\s+gegevensbescherming|algemene\s+wet\s+bestuursrecht|burgerlijk\s+wetboek|"
    r"wetboek\s+van\s+\w+|wet\s+(?:op\s+de\s+|open\s+|bescherming\s+|politie|justiti|digitale\s+)\w+|"
    r"[a-z]{3,}wet|protocol\s+nr\.?\s*\d+"
)

# Order matters: longer and rarer forms first. An underscore counts as white space, so that ids are read too.
_PATTERNS: tuple[tuple[T, str], ...] = (
    (T.OURS, rf"AI[\s-]?verordening|AI[\s-]?act|AIA|AIV|{_ACT_NOUNS}\s*{_UNION}(?:nr\.?\s*|no\.?\s*)?2024/1689"),
    (T.OURS, r"(?:deze|onderhavige|this)\s+(?:verordening|regulation)"),
    (T.FORMAL_ACT, rf"{_ACT_NOUNS}\s*{_UNION}{_YEAR_NUMBER}"),
    (T.FORMAL_ACT, rf"(?:die|dat|that|those|genoemde|voornoemde|bedoelde)\s+{_ACT_NOUNS}"),
    (T.FORMAL_ACT, r"(?:het|dat)\s+verdrag(?:\s+betreffende\s+\w+(?:\s+\w+){0,4})?"),
    (T.SHORT_ACT, _SHORT_ACTS),
    (T.ARTICLE, r"artikel(?:en|s)?|articles?|arts\.|art\.?"),
    (T.LID, r"leden|lid|paragraphs?|paras?\.?|par\."),
    (T.ALINEA, r"alinea(?:'s|’s)?|subparagraphs?"),
    (T.SENTENCE, r"volzin|zin|sentence|streepje|indent"),
    (T.POINT, r"punten|punt|points?|onderdelen|onderdeel"),
    (T.LOOSE_POINT, r"onder|sub|letters?"),
    (T.ANNEX, r"bijlagen?|bijl\.?|annex(?:es)?|anx"),
    (T.CHAPTER, r"hoofdstuk(?:ken)?|hfst\.?|chapters?|cpt"),
    (T.SECTION, r"afdeling(?:en)?|afd\.|deel|sections?|sct"),
    (T.RECITAL, r"overweging(?:en)?|overw\.?|ovw\.?|recitals?|rct"),
    (T.RANGE, r"tot\s+en\s+met|t/m|t\.e\.m\.|tot|up\s+to(?:\s+and\s+including)?|through|to"),
    (T.ASIDE, r"aanhef\s+en|met\s+name|in\s+particular|alsook|respectievelijk|resp\."),
    (T.AND, r"en/of|and/or|en|of|and|or|&"),
    (T.OF, r"van|uit|bij|in"),
    (T.DETERMINER, r"de|het|the|dit|deze|this|dat|die|that|zijn"),
    (T.ORDINAL, "|".join(ORDINALS["nl"] + ORDINALS["en"])),
    # "13e alinea", but "lid 1e" is an inserted lid.
    (T.ORDINAL, r"\d{1,2}(?:e|de|ste|st|nd|rd|th)(?=\s+(?:alinea|lid|volzin|zin|en\s|subpar|sentence|and\s))"),
    (T.LATIN, "|".join(LATIN)),
)
# Between digits and letters there need be no space ("art26lid7"), between letters there must.
_BEFORE, _AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_SYMBOLS: tuple[tuple[T, str], ...] = (
    (T.AL, rf"{_BEFORE}al(?=\d)"),
    # A number of a provision: not a year, a CELEX number, an amount or an exponent.
    (T.NUMBER, r"\d{1,3}(?!\d|[.,:^]\d{3}|[/:^]\d|%)"),
    (T.FOREIGN_NUMBER, r"\d[\d.,/:^]*\d|\d"),
    (T.LETTERS, rf"{_BEFORE}(?:[ivx]{{1,6}}|[a-z][{LATIN_LETTERS}]?){_AFTER}"),
    (T.WORD, r"[^\W\d_](?:[^\W_]|[-'’](?=[^\W\d_]))*"),
    (T.RANGE, r"(?<=[\w)])\s?[-–]\s?(?=\(?\w)"),
    (T.OPEN, r"[(\[]"),
    (T.CLOSE, r"[)\]]"),
    (T.COMMA, r","),
    (T.DOT, r"\."),
    (T.OTHER, r"[^\s_]"),
)


def _pattern() -> tuple[re.Pattern[str], list[T]]:
    kinds: list[T] = []
    parts: list[str] = []
    for kind, form in _PATTERNS:
        kinds.append(kind)
        parts.append(f"({_BEFORE}(?:{form}){_AFTER})")
    for kind, form in _SYMBOLS:
        kinds.append(kind)
        parts.append(f"({form})")
    return re.compile("|".join(parts), re.IGNORECASE), kinds


_TOKEN, _KINDS = _pattern()

# "ter" is also a preposition: "artikel 9 ter beheersing van", "ter plaatse".
_PREPOSITION = re.compile(
    r"\s+(?:\w+ing(?:en)?|plaatse|zake|inzage|beschikking|illustratie|goedkeuring)\b", re.IGNORECASE
)


def tokenise(text: str) -> tuple[Token, ...]:
    """All tokens of a text, white space left out, closed by one of kind END."""
    return (*_tokens(text), Token(T.END, "", len(text), len(text)))


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        kind = _KINDS[(match.lastindex or 1) - 1]
        if kind is T.LATIN and match.group().lower() == "ter" and _PREPOSITION.match(text, match.end()):
            kind = T.WORD
        yield Token(kind, match.group(), match.start(), match.end())
