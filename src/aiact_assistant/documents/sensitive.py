"""Finds personal data in text: citizen service numbers (BSN), bank accounts, e-mail addresses and phone numbers.

Comes in: text, or a dossier. Goes out: ``Sensitive`` places, or the same with them masked. In a dossier a mask is
as long as what it covers: every place in a page stays where it was, so evidence is found there with and without masks.

What we decided:

- Nine digits are a BSN when they pass the eleven-test, which one in eleven numbers does by chance. So a number that is
  called something else just before it (zaaknummer, kenmerk, factuurnummer, KvK, RSIN and such) or that is an amount of
  money is none, unless the word BSN stands there too. Eight digits (an old number without its leading zero) are a BSN
  only after the word BSN, burgerservicenummer or sofinummer: any date without dashes is eight digits.
- An IBAN must have the length of its country and the right check digits (mod 97).
- A phone number is Dutch, has ten digits (or +31 and nine), and is written with its area code apart, begins with 06,
  or has a word for phone before it. Service numbers (0800, 0900, 14 020) belong to no person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from aiact_assistant.domain import Document, Dossier, Evidence

SensitiveKind = Literal["bsn", "iban", "email", "phone"]


_MASKS: dict[SensitiveKind, str] = {
    "bsn": "[BSN]",
    "iban": "[IBAN]",
    "email": "[e-mail]",
    "phone": "[telefoon]",
}


_COVERED = {"bsn": "BSN", "iban": "IBAN", "email": "mail", "phone": "telefoon"}
"""With brackets no longer than the shortest that can be found: "a@b.nl" has six characters, a phone number ten."""
_COVER = "█"


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Personal data at ``start:end`` of a text, in characters; ``text`` is what stands there."""

    kind: SensitiveKind
    start: int
    end: int
    text: str

    @property
    def masked(self) -> str:
        """What stands in its place when it is hidden."""
        return _MASKS[self.kind]


# No digit, letter or decimal mark beside it: it is not part of something longer.
_FREE = r"(?<![\w@])(?<!\d[.,/-])"
_END = r"(?![\w@])(?![.,/-]\d)"
_BSN = re.compile(rf"{_FREE}(?:\d{{8,9}}|\d{{3}}([ .])\d{{3}}\1\d{{3}}|\d{{4}}([ .])\d{{2}}\2\d{{3}}){_END}")
_BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_BSN_WORD = re.compile(r"\b(?:bsn|burger\s?service\s?nummer|sofi(?:[ -]?nummer)?|citizen service number)\b", re.I)
_OTHER_NUMBER = re.compile(
    r"(?:(?:zaak|dossier|document|factuur|order|bestel|inkoop|contract|klant|relatie|referentie|polis|project|ticket"
    r"|artikel|serie|vestigings?|aanvraag|kvk|registratie|nota|btw|rsin)[- ]?(?:nummer|nr\.?|id|code)?|kenmerk"
    r"|fiscaal nummer"
    r"|(?:case|file|invoice|order|contract|reference|ticket|project|customer|serial)[- ](?:number|no\.?|id))\W{0,4}"
    r"(?:(?:is|was|no\.?|nr\.?)\W{0,2})?$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\w[-/]$")  # part of a code, as in AB-123456782
_MONEY_BEFORE = re.compile(r"(?:€|\beur(?:o)?\b|\$)\s?$", re.IGNORECASE)
_MONEY_AFTER = re.compile(r"\s?(?:,-|,\d\d\b|euro?\b|€)", re.IGNORECASE)
_LABEL_REACH = 40  # characters before a number in which its name stands
# Of the countries that use IBAN in Europe, from the registry of ISO 13616.
_IBAN_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21,
    "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "TR": 26,
}  # fmt: skip
_IBAN_START = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(_IBAN_LENGTHS)})\d\d(?=[ .-]?[A-Z0-9])")
_IBAN_SEPARATORS = " .-\u00a0"
_EMAIL = re.compile(
    r"(?<![\w.+%-])[A-Za-z0-9][\w.+%'-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}"
    r"[A-Za-z]{2,24}(?![\w@-])"
)
_SEP = r"[ \u00a0.-]?"
_PHONE = re.compile(
    rf"(?<![\w+/])(?<!\d[.,-])(?P<prefix>(?:\+|00)31{_SEP}(?:\(0\){_SEP})?|\(?0(?=[1-9]))"
    r"(?P<rest>(?:\d[)]?[ \u00a0.-]{0,3}){8}\d)"
    r"(?![\d@]|[.,/-]\d|\w)"
)
_PHONE_WORD = re.compile(
    r"\b(?:tel(?:efoon)?(?:nummer|nr)?|mobiel|gsm|bel(?:len)?|phone|mobile|t|m)\b\W{0,4}(?:\w+\W{1,3})?$", re.I
)
_AREA = re.compile(
    r"^\(?0(?:10|1[35]|2[0346]|3[03568]|4[0356]|5[0358]|7\d|8[2-58]|[1-5]\d{2})\)?[ \u00a0-]{1,3}\d|^\(?0\d{2,3}\)"
)
_SERVICE = re.compile(r"^0(?:800|90[0-9]|6[67]|14)")


def find_sensitive(text: str) -> tuple[Sensitive, ...]:
    """Personal data in a text, in order and without overlap."""
    taken: list[Sensitive] = []
    for found in (*_ibans(text), *_emails(text), *_phones(text), *_bsns(text)):
        if not any(found.start < other.end and other.start < found.end for other in taken):
            taken.append(found)
    return tuple(sorted(taken, key=lambda found: found.start))


def mask(text: str) -> str:
    """The text with "[BSN]", "[IBAN]", "[e-mail]" and "[telefoon]" in the place of personal data."""
    parts: list[str] = []
    at = 0
    for found in find_sensitive(text):
        parts += [text[at : found.start], found.masked]
        at = found.end
    return "".join([*parts, text[at:]])


def mask_dossier(dossier: Dossier) -> Dossier:
    """The dossier with the personal data in its pages and titles masked; names of files stay, to be found again."""
    return replace(dossier, documents=tuple(map(_mask_document, dossier.documents)))


def at_same_place(evidence: Evidence, here: Dossier, there: Dossier) -> Evidence:
    """Evidence of a dossier as it stands in the same dossier with or without masks.

    Args:
        evidence: verbatim in a page of ``here``.
        here: a dossier.
        there: the same one, masked or not.
    """
    for document, other in zip(here.documents, there.documents, strict=True):
        for page, other_page in zip(document.pages, other.pages, strict=True):
            if (document.name, page.number) == (evidence.file, evidence.page):
                at = page.text.find(evidence.quote)
                if at >= 0:
                    return replace(evidence, quote=other_page.text[at : at + len(evidence.quote)])
    return replace(evidence, quote=mask(evidence.quote))


def _mask_document(document: Document) -> Document:
    pages = tuple(replace(page, text=_covered(page.text)) for page in document.pages)
    return replace(document, pages=pages, title=_covered(document.title))


def _covered(text: str) -> str:
    """The text, as long as it was, with "[BSN████]", "[IBAN█…]", "[mail█…]" and "[telefoon█…]" over personal data."""
    parts: list[str] = []
    at = 0
    for found in find_sensitive(text):
        name = _COVERED[found.kind].ljust(found.end - found.start - len("[]"), _COVER)
        parts += [text[at : found.start], f"[{name}]"]
        at = found.end
    return "".join([*parts, text[at:]])


def _bsns(text: str) -> Iterator[Sensitive]:
    for match in _BSN.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        before = text[max(0, match.start() - _LABEL_REACH) : match.start()]
        named = _BSN_WORD.search(before) is not None
        other = (
            _JOINED.search(before)
            or _OTHER_NUMBER.search(before)
            or _MONEY_BEFORE.search(before)
            or _MONEY_AFTER.match(text, match.end())
        )
        if passes_eleven_test(digits) and (named or (len(digits) == 9 and not other)):
            yield Sensitive("bsn", match.start(), match.end(), match[0])


def passes_eleven_test(digits: str) -> bool:
    """Whether eight or nine digits may be a BSN."""
    padded = digits.zfill(9)
    total = sum(weight * int(digit) for weight, digit in zip(_BSN_WEIGHTS, padded, strict=True))
    return total % 11 == 0 and int(padded) > 0


def _ibans(text: str) -> Iterator[Sensitive]:
    for match in _IBAN_START.finditer(text):
        length = _IBAN_LENGTHS[match[0][:2]]
        end, compact = match.start(), ""
        while end < len(text) and len(compact) < length:
            char = text[end]
            if (char.isascii() and char.isdigit()) or "A" <= char <= "Z":
                compact += char
            elif char not in _IBAN_SEPARATORS or text[end - 1] in _IBAN_SEPARATORS:
                break
            end += 1
        ends = end == len(text) or not text[end].isalnum()
        if len(compact) == length and ends and _mod_97(compact) == 1:
            yield Sensitive("iban", match.start(), end, text[match.start() : end])


def _mod_97(iban: str) -> int:
    return int("".join(str(int(char, 36)) for char in iban[4:] + iban[:4])) % 97


def _emails(text: str) -> Iterator[Sensitive]:
    for match in _EMAIL.finditer(text):
        yield Sensitive("email", match.start(), match.end(), match[0])


def _phones(text: str) -> Iterator[Sensitive]:
    for match in _PHONE.finditer(text):
        international = match["prefix"].startswith(("+", "00"))
        national = match[0] if not international else "0" + match["rest"]
        digits = re.sub(r"\D", "", national)
        if len(digits) != 10 or digits[1] == "0" or _SERVICE.match(digits):
            continue
        before = text[max(0, match.start() - _LABEL_REACH) : match.start()]
        if international or digits.startswith("06") or _AREA.match(match[0]) or _PHONE_WORD.search(before):
            yield Sensitive("phone", match.start(), match.end(), match[0])
