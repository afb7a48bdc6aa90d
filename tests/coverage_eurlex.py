"""Compares a page of EUR-Lex, read by other means, with its provisions: nothing lost, nothing twice, nothing moved.

Comes in: a page and what the parser made of it. Goes out: two strings and two counts of footnotes that must be equal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from lxml import html

from aiact_assistant.domain import Provision, ProvisionKind

# Everything on a page that is deliberately not parsed, with the reason.
LEFT_OUT = {
    "//script|//style|//head": "never visible",
    "//p[@class='reference']": "page header of a consolidated text: number, language and date, known from the manifest",
    "//p[@class='disclaimer']": "a consolidated text has no legal effect: on every citation as its version, not law",
    "//table//p[starts-with(@class,'title-doc-')]": "the title, printed a second time above the consolidated act",
    "//p[@class='hd-modifiers' or @class='title-fam-member']": "list of amending acts and corrigenda: amended_by",
    "//p[@class='arrow']": "letters of that list (►B, ►C2)",
    "//p[@class='modref']": "consolidation markers (▼M1, ▼B) and dashes of struck text: amended_by and repealed",
    "//a[starts-with(normalize-space(.),'►')]": "the same, inside a sentence",
    "//p[starts-with(@class,'oj-hd-')]": "masthead of the Official Journal",
    "//hr[@class='oj-doc-end']/preceding-sibling::p": "colophon of the Official Journal: its address and ISSN",
}
_LABELS = {
    ProvisionKind.CHAPTER: "HOOFDSTUK",
    ProvisionKind.SECTION: "AFDELING",
    ProvisionKind.ARTICLE: "Artikel",
    ProvisionKind.ANNEX: "BIJLAGE",
}
# The heading of a section of an annex is kept whole, label and all; an alinea has no label in print.
_LABEL_ELSEWHERE = {ProvisionKind.ANNEX_SECTION, ProvisionKind.SUBPARAGRAPH}
# Layout, not words: white space, what closes a label ("1.", "(1)", "a)", "—"), what stands for a cell or an exponent.
_LAYOUT = re.compile("[\\s\u00ad.()—^|◄]")


def left_out(page: bytes) -> list[str]:
    """What ``LEFT_OUT`` takes from a page, in order, but for what is never visible and for consolidation markers."""
    root = _root(page)
    elements = [e for selector in LEFT_OUT for e in root.xpath(selector) if e.tag not in {"script", "style", "head"}]
    ordered = sorted(elements, key=list(root.iter()).index)
    texts = [" ".join(" ".join(element.itertext()).split()) for element in ordered]
    return [text for text in texts if text and text[0] not in "▼►"]


def page_text(page: bytes) -> tuple[str, Counter[str]]:
    """All visible characters of a page but ``LEFT_OUT`` and layout, and its footnotes."""
    root = _root(page)
    for selector in LEFT_OUT:
        for element in root.xpath(selector):
            element.drop_tree()
    for link in root.xpath("//a[starts-with(@href,'#')]"):
        # The mark of a footnote, in the text and before the note: "(1)", "(*7)", "( )".
        if not link.text_content().strip("( \u00a0\n*0123456789)"):
            link.drop_tree()
    notes: Counter[str] = Counter()
    for note in root.xpath("//p[@class='footnote' or @class='oj-note']"):
        notes[_bare(note.text_content())] += 1
        note.drop_tree()
    return _bare(root.text_content()), notes


def parsed_text(provisions: Sequence[Provision]) -> tuple[str, Counter[str]]:
    """The same of the provisions: labels, headings and texts in order, and their footnotes."""
    pieces: list[str] = []
    enacting = ""
    for provision in provisions:
        if enacting and provision.kind is not ProvisionKind.RECITAL:
            pieces.append(enacting)
            enacting = ""
        text = provision.text
        if provision.kind is ProvisionKind.PREAMBLE:
            # The recitals stand before its last line.
            text, _, enacting = text.rpartition("\n")
        if not provision.repealed and provision.kind not in _LABEL_ELSEWHERE:
            pieces += [_LABELS.get(provision.kind, ""), provision.number]
        pieces += [provision.heading, text]
    notes = Counter(_bare(note) for provision in provisions for note in provision.notes)
    return _bare("".join(pieces)), notes


def first_difference(found: str, expected: str) -> str:
    """Where two strings part, with what stands around it; empty when they are equal."""
    if found == expected:
        return ""
    at = next(
        (i for i, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b), min(map(len, (found, expected)))
    )
    return f"at {at}: found …{found[at - 60 : at + 60]}… expected …{expected[at - 60 : at + 60]}…"


def _root(page: bytes) -> Any:
    return html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8", remove_comments=True))


def _bare(text: str) -> str:
    return _LAYOUT.sub("", text)
