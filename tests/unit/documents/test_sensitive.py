"""Personal data in text. All numbers here are made up to pass or fail their test."""

from __future__ import annotations

import pytest

from aiact_assistant.documents.sensitive import at_same_place, find_sensitive, mask, mask_dossier, passes_eleven_test
from aiact_assistant.domain import Document, Dossier, Evidence, Page, PageBlock


def found(text: str) -> list[tuple[str, str]]:
    return [(item.kind, item.text) for item in find_sensitive(text)]


@pytest.mark.parametrize("shape", ["123456782", "123 456 782", "123.456.782", "1234.56.782", "1234 56 782"])
def test_bsn(shape: str) -> None:
    assert found(f"De heer A. ({shape}) belt.") == [("bsn", shape)]


@pytest.mark.parametrize(
    "text",
    [
        "123456789",  # fails the eleven-test
        "000000000",
        "zaaknummer 123456782",
        "Kenmerk: 123456782",
        "ons zaaknr. is 123456782",
        "factuurnummer 123456782",
        "RSIN 123456782",
        "Case number: 123456782",
        "NL123456782B01",
        "€ 123.456.782",
        "123.456.782,50",
        "1234567820",
        "0,123456782",
        "ID-123456782-A",
        "12345672",  # eight digits without the word
        "20260802",
    ],
)
def test_no_bsn(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("BSN 12345672", "12345672"),
        ("burgerservicenummer: 123456782", "123456782"),
        ("zaaknummer (BSN): 123456782", "123456782"),
        ("sofinummer 12345672", "12345672"),
    ],
)
def test_the_word_bsn_decides(text: str, number: str) -> None:
    assert passes_eleven_test(number)
    assert found(text) == [("bsn", number)]


@pytest.mark.parametrize(
    "text",
    ["NL91 ABNA 0417 1643 00", "NL91ABNA0417164300", "BE68 5390 0754 7034", "DE89370400440532013000"],
)
def test_iban(text: str) -> None:
    assert found(f"Rekening {text} EN dan verder") == [("iban", text)]


@pytest.mark.parametrize("text", ["NL91 ABNA 0417 1643 01", "NL91ABNA04171643001", "NL91 ABNA", "DE893704004405320130"])
def test_no_iban(text: str) -> None:
    assert [kind for kind, _ in found(text) if kind == "iban"] == []


@pytest.mark.parametrize(
    "text",
    [
        "0612345678",
        "06-12345678",
        "06 12 34 56 78",
        "+31 6 12345678",
        "+31 (0)6 1234 5678",
        "0031 70 123 45 67",
        "070-1234567",
        "(070) 123 45 67",
        "0513 - 12 34 56",
    ],
)
def test_phone(text: str) -> None:
    assert found(f"Bereikbaar op {text}.") == [("phone", text)]


@pytest.mark.parametrize("text", ["0800-1234567", "0900 123 4567", "14 070", "0701234567", "2026-08-02", "00612345678"])
def test_no_phone(text: str) -> None:
    assert found(text) == []


def test_a_word_for_phone_decides() -> None:
    assert found("Tel. nr. 0701234567") == [("phone", "0701234567")]


def test_email() -> None:
    assert found("Mail j.de-vries+x@dienst.voorbeeld.nl, of a@b.") == [("email", "j.de-vries+x@dienst.voorbeeld.nl")]
    assert found("versie pakket@1.2.3") == []


def test_places_and_mask() -> None:
    text = "BSN 123456782, a@b.nl, 06-12345678 en NL91 ABNA 0417 1643 00; zaaknummer 123456782."
    items = find_sensitive(text)
    assert [text[item.start : item.end] for item in items] == [item.text for item in items]
    assert mask(text) == "BSN [BSN], [e-mail], [telefoon] en [IBAN]; zaaknummer 123456782."
    assert mask("niets") == "niets"


def test_a_masked_page_keeps_every_place_and_evidence_is_found_both_ways() -> None:
    text = "Bel 0612345678. Mail a@b.nl.\n\nBSN 12345672: zie +31 (0)6 12 34 56 78."
    page = Page(1, text, "page", blocks=(PageBlock("text", 0, 28), PageBlock("text", 30, len(text))))
    dossier = Dossier((Document("1f", "jan@voorbeeld.nl.pdf", "nl", (page,), title="Van jan@voorbeeld.nl"),))
    masked = mask_dossier(dossier)
    shown = masked.documents[0].pages[0]
    assert [shown.text[block.start : block.end] for block in shown.blocks] == [
        "Bel [telefoon]. Mail [mail].",
        "BSN [BSN███]: zie [telefoon██████████].",
    ]
    assert mask_dossier(masked) == masked
    assert (masked.documents[0].title, masked.documents[0].name) == ("Van [mail██████████]", "jan@voorbeeld.nl.pdf")
    evidence = Evidence("jan@voorbeeld.nl.pdf", 1, "Mail a@b.nl.")
    covered = at_same_place(evidence, dossier, masked)
    assert covered.quote == "Mail [mail]."
    assert at_same_place(covered, masked, dossier) == evidence
    # What is nowhere is masked all the same.
    assert at_same_place(Evidence("x", 1, "a@b.nl"), dossier, masked).quote == "[e-mail]"


def test_long_text_is_no_trap() -> None:
    for piece in ("a.", "1 ", "06-", "a@", "NL91 "):
        assert find_sensitive(piece * 20_000) == ()
