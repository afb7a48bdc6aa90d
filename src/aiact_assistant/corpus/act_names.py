"""Recognises the names of acts: ours, and those that staff and the law cite beside it. Pure.

Comes in: a word of a text with what follows it. Goes out: what kind of name starts there, and where it ends.
"""

from __future__ import annotations

import re
from enum import StrEnum


class ActName(StrEnum):
    """What a name says about the citation beside it."""

    OURS = "ours"
    """The AI-verordening, by any of its names."""

    FULL = "full_act"
    """Another act with its number ("Richtlijn (EU) 2016/680"), as laws name it."""

    SHORT = "short_act"
    """Another act by a short name ("AVG", "Wet open overheid", "Archiefwet")."""

    NOUN = "act_noun"
    """Only a word for an act ("die verordening", "de wet"); which one, the words around it say."""


# A space stands for any white space or a hyphen, "-" for a hyphen, white space or nothing.
_OURS = """
AI-verordening | aiverordening | AI-act | aiact | AI-wet | AI-regulation | EU AI-act | AIA | AIV | AIVO | AI-VO
Artificial Intelligence Act | verordening AI | wet AI | verordening over AI | verordening artificiële intelligentie
verordening inzake artificiële intelligentie | verordening betreffende artificiële intelligentie
verordening kunstmatige intelligentie | wet kunstmatige intelligentie
"""
_SHORT = """
AVG | GDPR | UAVG | algemene verordening gegevensbescherming | general data protection regulation | uitvoeringswet AVG
Wbp | Wpg | Wjsg | Woo | Wob | Wdo | Wiv | wet open overheid | wet politiegegevens | wet digitale overheid
wet justitiële en strafvorderlijke gegevens | wet hergebruik van overheidsinformatie | e-Privacy-richtlijn | eIDAS
digitale omnibus | digital omnibus | DSA | DMA | DGA | CRA | Data-Act | Data Governance Act | Digital Services Act
Digital Markets Act | Cyber Resilience Act | verordening medische hulpmiddelen | MDR | IVDR | Cbw | Wbni | NIS-2 | NIS
DORA | Awb | algemene wet bestuursrecht | WOR | wet op de ondernemingsraden | BW | burgerlijk wetboek | Sr | Sv | Rv
wetboek van strafrecht | wetboek van strafvordering | WNT | Wmo | Wlz | Awgb | Wgbh | Wgbl | Wgb | CAO | wetsvoorstel
algemene wet gelijke behandeling | Grondwet | Grw | Gw | VWEU | VEU | TFEU | TEU | EVRM | ECHR | IVBPR | IVRK
EU-Handvest | Handvest | Charter | Europees Verdrag voor de Rechten van de Mens
European Convention on Human Rights
Verdrag betreffende de werking van de Europese Unie | Verdrag betreffende de Europese Unie
"""
_NOUNS = frozenset(
    "verordening verordeningen richtlijn richtlijnen besluit besluiten aanbeveling aanbevelingen uitvoeringsverordening"
    " uitvoeringsbesluit kaderbesluit wet wetten wetboek verdrag protocol regulation regulations directive"
    " directives decision decisions recommendation recommendations act convention".split()
)
_NUMBER = re.compile(
    r"\s*(?:\(\s*(?:EU|EG|EEG|EC|EEC|Euratom)(?:,\s*Euratom)?\s*\)?\s*)?(?:nr\.?\s*|no\.?\s*)?"
    r"(?P<year>\d{1,4}/\d{1,4})(?:/[A-Z]{2,8})?|\s+nr\.?\s*\d+"
)
_OUR_NUMBER = "2024/1689"
# "Wet beveiliging", "Besluit op de"; only with capitals: "de wet over AI" and "de Verordening geldt" name none.
_SMALL = r"(?:\s+(?:op|tot|de|het|van|voor|inzake|betreffende))*\s+"
_TITLED = re.compile(
    rf"(?:Wet|Besluit|Regeling|Wetboek|Verdrag){_SMALL}[a-z]+|(?:Verordening|Richtlijn){_SMALL}[A-Z][a-z]+"
)
# "Wvggz", "WNT", "AWGB": no other word in Dutch or English starts so.
_LAW_ABBREVIATION = re.compile(r"A?W[bcdfgjklmnpqstvxzBCDFGJKLMNPQSTVXZ][A-Za-z]{1,5}")
# "Archiefwet", "Machineverordening", but not "conceptverordening" or "EU-verordening".
_COMPOUND = re.compile(r"(?!concept|ontwerp|eu-)[a-z-]{3,}(?:wet|wetboek|verordening|richtlijn|verdrag)")
# "Vreemdelingenbesluit"; without a capital it may be a decision of anyone.
_OWN_RULES = re.compile(r"[A-Z][a-z]+(?:besluit|regeling|statuut)")
_LETTER = r"[^\W\d_]"


def _by_first_word() -> dict[str, list[tuple[ActName, re.Pattern[str]]]]:
    """Names by the word that they start with, longest first."""
    found: dict[str, list[tuple[ActName, re.Pattern[str]]]] = {}
    lists = ((ActName.OURS, _OURS), (ActName.SHORT, _SHORT))
    names = [(kind, name) for kind, row in lists for name in re.split(r"\s*[|\n]\s*", row.strip())]
    for kind, name in sorted(names, key=lambda entry: -len(entry[1])):
        spaced = re.escape(name).replace(r"\-", r"[\s-]?").replace(r"\ ", r"[\s-]+")
        pattern = re.compile(rf"{spaced}(?!{_LETTER})", re.IGNORECASE)
        found.setdefault(re.split(r"[ -]", name.lower())[0], []).append((kind, pattern))
    return found


_NAMES = _by_first_word()


def act_name(text: str, start: int, end: int) -> tuple[ActName, int] | None:
    """What act, if any, is named from a word on, and where the name ends.

    Args:
        text: the whole text.
        start: first character of the word.
        end: character after the word.
    """
    written = text[start:end]
    word = written.lower()
    for kind, pattern in _NAMES.get(word.partition("-")[0], ()):
        if match := pattern.match(text, start):
            return kind, match.end()
    if word in _NOUNS and (number := _NUMBER.match(text, end)):
        return (ActName.OURS if number["year"] == _OUR_NUMBER else ActName.FULL), number.end()
    if titled := _TITLED.match(text, start):
        return ActName.SHORT, titled.end()
    if word in _NOUNS:
        return ActName.NOUN, end
    named = _COMPOUND.fullmatch(word) or _OWN_RULES.fullmatch(written) or _LAW_ABBREVIATION.fullmatch(written)
    return (ActName.SHORT, end) if named else None
