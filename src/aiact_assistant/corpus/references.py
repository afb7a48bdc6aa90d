"""Reads and writes the human forms of provision ids, in Dutch and English. Pure.

Comes in: text, or an id. Goes out: ids, or text such as "artikel 26, lid 7 AI-verordening" and "Article 26(7) AI Act".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aiact_assistant.domain import Language, ProvisionId

_SUFFIX = ("bis", "ter", "quater", "quinquies", "sexies", "septies")
_LETTER: dict[str, str] = dict(zip(_SUFFIX, "abcdef", strict=True))
_ORDINALS = {
    "nl": ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende"),
    "en": ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
}
_ORDINAL = {word: place for words in _ORDINALS.values() for place, word in enumerate(words, start=1)}
_ACT = {"nl": "AI-verordening", "en": "AI Act"}
_ROMAN = re.compile(r"^[IVXLC]+$", re.IGNORECASE)
_ID = re.compile(r"^(art_\d+[a-z]?|anx_[IVX]+|rct_\d+|cpt_[IVX]+)(\.[0-9A-Za-z_]+)*$")

_B = rf"(?:\s*({'|'.join(_SUFFIX)})\b)?"
_NUM = rf"(\d{{1,3}})([a-f](?![a-z]))?{_B}"
_SEP = r"[\s,]*(?:(?:van|of|in|onder|sub|aanhef en)\s+)*"
_LIST = rf"{_NUM}((?:\s*(?:,|en|and|of|or|tot en met|t/m|to|-|–)\s*{_NUM})*)"
_ARTICLE = re.compile(rf"(?<![\w])(?:artikel(?:en)?|articles?|arts?\.?)\s*{_NUM}(?![\w]*\.?\d{{3}})", re.IGNORECASE)
_ARTICLE_RANGE = re.compile(
    r"(?<!\w)(?:artikel(?:en)?|articles?|arts?\.?)\s*(\d{1,3})\s*(?:tot en met|t/m|to|until|-|–)\s*(\d{1,3})\b",
    re.IGNORECASE,
)
_ARTICLE_MORE = re.compile(
    rf"^\s*(?:,|en|and|of|or)\s*(?:artikel\s*)?{_NUM}(?!\s*(?:jaar|dagen|euro|maanden|%))", re.IGNORECASE
)
_ANNEX = re.compile(r"(?<!\w)(?:bijlage|annex|bijl\.)\s*([IVX]{1,5}|\d{1,2})(?![A-Za-z0-9])", re.IGNORECASE)
_ANNEX_LETTER = re.compile(r"(?<!\w)(?:bijlage|annex)\s*([IVX]{1,5})\s+(\d{1,2})\s*\(?([a-e])\)?(?!\w)", re.IGNORECASE)
_RECITAL = re.compile(r"(?<!\w)(?:overweging(?:en)?|overw\.?|recitals?)\s*\(?(\d{1,3})\)?", re.IGNORECASE)
_CHAPTER = re.compile(
    r"(?<!\w)(?:hoofdstuk|chapter)\s+([IVX]{1,5})(?:[\s,]*(?:afdeling|section)\s+(\d))?(?!\w)", re.IGNORECASE
)
_LID = re.compile(rf"^[\s,]*(?:leden|lid|paragraphs?|par\.)\s*{_NUM}", re.IGNORECASE)
_LID_BRACKET = re.compile(rf"^\s*\(\s*{_NUM}\s*\)", re.IGNORECASE)
_LID_DOT = re.compile(r"^\.(\d{1,2})(?!\d)")
_ALINEA = re.compile(rf"^[\s,]*({'|'.join(_ORDINAL)})\s+(?:alinea|subparagraph)", re.IGNORECASE)
_POINT = re.compile(
    rf"^[\s,]*(?:aanhef en onder|onder|sub|punten|punt|points?|onderdeel|letter)\s*\(?([a-z]|\d{{1,2}}(?:\.\d{{1,2}})?)"
    rf"(?![a-z]){_B}\)?",
    re.IGNORECASE,
)
_BARE_POINT = re.compile(rf"^(?:,\s*|\s*)\(?([a-z])([a-f])?{_B}\)", re.IGNORECASE)
_BARE_ROMAN = re.compile(r"^[\s,]*\(?(i{1,3}|iv|vi{0,3}|ix|x)\)", re.IGNORECASE)
_SECTION = re.compile(r"^[\s,]*(?:afdeling|section)\s+([A-C]|\d)(?!\w)", re.IGNORECASE)
_REVERSED = re.compile(rf"(?:lid|paragraph)\s*{_NUM}\s+(?:van|of)\s+(?:artikel|article|art\.?)\s*{_NUM}", re.IGNORECASE)
_OTHER_ACT = re.compile(
    r"^[\s,)]*(?:van|of|uit|in)?\s*(?:de\s+|het\s+|the\s+)?"
    r"(?P<act>AVG|GDPR|Awb|Woo|Archiefwet|Grondwet|VWEU|VEU|EVRM|Handvest|UAVG|BW|Wbp|WOR|Wjsg|Wpg|TFEU|"
    r"(?:Uitvoerings)?verordening(?:en)?\s*\((?:EU|EG|EEG)\)[^,;.]{0,20}|Regulations?\s*\(E[UC]\)[^,;.]{0,20}|"
    r"Richtlijn(?:en)?\s*(?:\((?:EU|EG)\)\s*)?\d{2,4}/\d+(?:/E[UG])?|Directives?\s[^,;.]{0,20}|"
    r"Besluit\s[^,;.]{0,20}|algemene wet bestuursrecht|wet open overheid)",
    re.IGNORECASE,
)
_OURS = re.compile(r"2024/1689|AI[- ]?verordening|AI[- ]?act", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation found in a text.

    Attributes:
        id: the provision, when ``act`` is ``None``.
        start: first character in the text.
        end: character after the last.
        text: the citation as written.
        act: name of another act that it belongs to, ``None`` for the AI-verordening or no act named.
    """

    id: ProvisionId
    start: int
    end: int
    text: str
    act: str | None = None


def contains(outer: ProvisionId, inner: ProvisionId) -> bool:
    """Whether ``inner`` is ``outer`` or lies in it; art_5 does not contain art_50."""
    return inner == outer or inner.startswith((f"{outer}.", f"{outer}#"))


def ancestors(provision: ProvisionId) -> tuple[ProvisionId, ...]:
    """The ids that contain this one, nearest first."""
    parts = provision.split(".")
    return tuple(".".join(parts[:n]) for n in range(len(parts) - 1, 0, -1))


def find_references(text: str, language: Language | None = None) -> tuple[Reference, ...]:
    """Every citation of an article, annex, recital or chapter in a text, in order.

    Args:
        text: a question or a passage.
        language: not needed to tell the forms apart; both languages are read.
    """
    del language
    text = text.replace("\u00a0", " ")
    found = [*_reversed(text)]
    taken = [(ref.start, ref.end) for ref in found]
    for reference in (*_articles(text), *_annexes(text), *_recitals(text), *_chapters(text)):
        if not any(start <= reference.start < end for start, end in taken):
            found.append(reference)
    return tuple(sorted(found, key=lambda ref: ref.start))


def parse_reference(text: str) -> ProvisionId | None:
    """The id that the whole text names: a human form, or an id in any case."""
    text = text.strip().replace("\u00a0", " ")
    candidate = text.replace(" ", ".", 1) if re.match(r"^(art|anx|rct)\s", text, re.IGNORECASE) else text
    head, _, rest = candidate.partition("_")
    if rest and _ID.match(fixed := f"{head.lower()}_{rest}"):
        return fixed
    found = find_references(text)
    if len(found) != 1 or found[0].act is not None:
        return None
    left = (text[: found[0].start] + text[found[0].end :]).strip(" ,.)?")
    return found[0].id if not _OURS.sub("", left).strip(" ,.()") else None


def format_reference(provision: ProvisionId, language: Language, act: bool = True) -> str:
    """Human form of an id; ``act`` adds the name of the AI-verordening."""
    head, *parts = provision.split(".")
    kind, _, number = head.partition("_")
    dutch = language == "nl"
    writers = {"art": _write_article, "anx": _write_annex}
    if kind in writers:
        text = writers[kind](number, parts, dutch)
    elif kind == "rct":
        text = f"{'overweging' if dutch else 'recital'} {number}"
    elif kind == "cpt":
        text = f"{'hoofdstuk' if dutch else 'Chapter'} {number}"
        if parts:
            text += f", {'afdeling' if dutch else 'Section'} {parts[0].removeprefix('sct_')}"
    else:
        text = provision
    return f"{text} {_ACT[language]}" if act else text


def _write_article(number: str, parts: list[str], dutch: bool) -> str:
    shown = _spoken(number) if dutch else number
    if number == "3" and parts:
        return f"artikel 3, punt {parts[0]}" if dutch else f"Article 3({parts[0]})"
    if not dutch:
        text = f"Article {shown}"
        for part in parts:
            text += (
                f", {_ORDINALS['en'][int(part[2:]) - 1]} subparagraph, point " if part.startswith("al") else f"({part})"
            )
        return text.removesuffix(", point ")
    text = f"artikel {shown}"
    if parts and parts[0][0].isdigit():
        text += f", lid {_spoken(parts[0])}"
        parts = parts[1:]
    return text + _write_points(parts)


def _write_points(parts: list[str]) -> str:
    text = ""
    first = True
    for part in parts:
        if part.startswith("al") and part[2:].isdigit():
            text += f", {_ORDINALS['nl'][int(part[2:]) - 1]} alinea"
            first = True
            continue
        mark = part if part[0].isdigit() else f"{_spoken(part)})"
        text += f", punt {mark}" if first else f", {mark}"
        first = False
    return text


def _write_annex(number: str, parts: list[str], dutch: bool) -> str:
    text = f"{'bijlage' if dutch else 'Annex'} {number}"
    if parts and parts[0].isalpha() and parts[0].isupper():
        text += f", {'afdeling' if dutch else 'Section'} {parts[0]}"
        parts = parts[1:]
    if len(parts) > 1 and parts[0].isdigit() and parts[1].isdigit():
        parts = [f"{parts[0]}.{parts[1]}", *parts[2:]]
    if not parts:
        return text
    if not dutch:
        return f"{text}, point {parts[0]}" + "".join(f"({part})" for part in parts[1:])
    return text + _write_points(parts)


def _spoken(number: str) -> str:
    """ "4a" -> "4 bis", "ba" -> "b bis"; single letters stay."""
    if len(number) > 1 and number[-1] in "abcdef" and (number[:-1].isdigit() or len(number) == 2):
        if number.isalpha() and number in {"ii", "iv", "vi", "ix"}:
            return number
        return f"{number[:-1]} {_SUFFIX['abcdef'.index(number[-1])]}"
    return number


def _number(match: re.Match[str], group: int = 1) -> str:
    digits, letter, suffix = match.group(group), match.group(group + 1), match.group(group + 2)
    return f"{int(digits)}{(letter or '').lower()}{_LETTER.get((suffix or '').lower(), '')}"


def _reference(text: str, provision: str, start: int, end: int) -> Reference:
    other = _OTHER_ACT.match(text[end:])
    act = None if other is None or _OURS.search(text[end : end + other.end() + 12]) else other.group("act").strip()
    return Reference(provision, start, end, text[start:end], act)


def _reversed(text: str) -> Iterator[Reference]:
    for match in _REVERSED.finditer(text):
        yield _reference(text, f"art_{_number(match, 4)}.{_number(match, 1)}", match.start(), match.end())


def _articles(text: str) -> Iterator[Reference]:
    ranges = list(_ARTICLE_RANGE.finditer(text))
    for match in ranges:
        first, last = int(match.group(1)), int(match.group(2))
        if first < last <= first + 60:
            for number in range(first, last + 1):
                yield _reference(text, f"art_{number}", match.start(), match.end())
    for match in _ARTICLE.finditer(text):
        if any(r.start() == match.start() for r in ranges):
            continue
        if match.group(0)[-1].isdigit() and re.match(r":\d", text[match.end() :]):
            yield Reference("art_" + match.group(1), match.start(), match.end(), match.group(0), "other")
            continue
        base = f"art_{_number(match)}"
        end, provision = _below(text, match.end(), base)
        reference = _reference(text, provision, match.start(), end)
        yield reference
        plural = match.group(0).lower().startswith(("artikelen", "articles"))
        while plural and (more := _ARTICLE_MORE.match(text[end:])):
            stop, provision = _below(text, end + more.end(), f"art_{_number(more)}")
            yield _reference(text, provision, end + more.start(1), stop)
            end = stop


def _below(text: str, end: int, base: str) -> tuple[int, str]:
    """Reads lid, alinea and points that follow an article."""
    provision = base
    bracket = _LID_BRACKET.match(text[end:])
    dotted = _LID_DOT.match(text[end:])
    spoken = _LID.match(text[end:])
    if base == "art_3" and (point := _POINT.match(text[end:])) and point.group(1).isdigit():
        return end + point.end(), f"{base}.{point.group(1)}"
    if spoken or bracket:
        match = spoken or bracket
        assert match is not None
        provision, end = f"{base}.{_number(match)}", end + match.end()
    elif dotted:
        provision, end = f"{base}.{dotted.group(1)}", end + dotted.end()
    if (alinea := _ALINEA.match(text[end:])) is not None:
        place = _ORDINAL[alinea.group(1).lower()]
        provision, end = provision if place == 1 else f"{provision}.al{place}", end + alinea.end()
    return _points(text, end, provision)


def _points(text: str, end: int, provision: str) -> tuple[int, str]:
    named = _POINT.match(text[end:])
    bare = _BARE_POINT.match(text[end:]) if named is None else None
    if named is not None:
        suffix = _LETTER.get((named.group(2) or "").lower(), "")
        provision, end = f"{provision}.{named.group(1).lower()}{suffix}", end + named.end()
    elif bare is not None:
        letters = bare.group(1).lower() + (bare.group(2) or "").lower() + _LETTER.get((bare.group(3) or "").lower(), "")
        provision, end = f"{provision}.{letters}", end + bare.end()
    else:
        return end, provision
    if (roman := _BARE_ROMAN.match(text[end:])) is not None:
        provision, end = f"{provision}.{roman.group(1).lower()}", end + roman.end()
    return end, provision


def _annexes(text: str) -> Iterator[Reference]:
    for match in _ANNEX.finditer(text):
        raw = match.group(1)
        number = raw.upper() if _ROMAN.match(raw) else _roman(int(raw))
        provision, end = f"anx_{number}", match.end()
        if (section := _SECTION.match(text[end:])) is not None:
            provision, end = f"{provision}.{section.group(1).upper()}", end + section.end()
        point = _POINT.match(text[end:]) or re.match(
            r"^[\s,]+(\d{1,2})(?![\d.]*\d{3})()(?=\s*\(?[a-e]?\)?(?:\W|$))", text[end:]
        )
        if point is not None:
            provision, end = f"{provision}.{point.group(1).lower()}", end + point.end()
            inner = re.match(
                r"^[\s,]*(?:(?:onder|sub|punt|point)\s*)?\(?([a-e])\)?(?![a-z])", text[end:], re.IGNORECASE
            )
            if inner is not None and not provision[-1].isalpha():
                provision, end = f"{provision}.{inner.group(1).lower()}", end + inner.end()
        yield _reference(text, provision, match.start(), end)


def _recitals(text: str) -> Iterator[Reference]:
    for match in _RECITAL.finditer(text):
        yield _reference(text, f"rct_{int(match.group(1))}", match.start(), match.end())


def _chapters(text: str) -> Iterator[Reference]:
    for match in _CHAPTER.finditer(text):
        section = f".sct_{match.group(2)}" if match.group(2) else ""
        yield _reference(text, f"cpt_{match.group(1).upper()}{section}", match.start(), match.end())


def _roman(number: int) -> str:
    text = ""
    for value, numeral in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            text, number = text + numeral, number - value
    return text
