"""Where a provision stands in raw text, also when a footnote mark breaks one of its sentences."""

from __future__ import annotations

from eval.metrics import Found, compact
from eval.naive import Document, finds_by_text, parts_found, place

RAW = "Een bakfiets heeft een bel ( 3 ), en die bel is goed te horen. Meer dan 10\n25 keer bellen mag niet."


def test_a_line_that_stands_there_is_one_part() -> None:
    assert parts_found("Meer dan 10^25 keer bellen mag niet.", [compact(RAW)]) == [
        "Meer dan 10^25 keer bellen mag niet."
    ]


def test_of_a_line_with_a_footnote_the_clauses_that_stand_there() -> None:
    line = "Een bakfiets heeft een bel, en die bel is goed te horen."
    assert parts_found(line, [compact(RAW)]) == ["en die bel is goed te horen."]


def test_what_stands_nowhere_has_no_parts() -> None:
    assert parts_found("Een step heeft geen bel.", [compact(RAW)]) == []


def test_a_passage_with_half_of_a_provision_finds_it() -> None:
    document = Document("wet", RAW)
    passages = place(document, [RAW[:20], RAW[30:]])
    texts = {"wet": compact(RAW), "overwegingen": ""}
    finds = finds_by_text(passages, texts, {"art_1": ["Een bakfiets heeft een bel, en die bel is goed te horen."]})
    assert finds(Found("1"), "art_1")
    assert not finds(Found("0"), "art_1")
