"""Places in a dossier: verbatim, with their page, and never a sentence that says that something is not there."""

from __future__ import annotations

from aiact_assistant.corpus.dossier import load_dossier_words
from aiact_assistant.documents.mentions import find_mentions, find_places, find_sections
from aiact_assistant.domain import Document, Dossier, Page, PageBlock

LOGGING = {"logs": ("logt", "gelogd", "logged")}


def page(number: int | None, *blocks: str) -> Page:
    """A page of these blocks; one that begins with # is a heading."""
    places: list[PageBlock] = []
    start = 0
    texts = [block.removeprefix("# ") for block in blocks]
    for block, text in zip(blocks, texts, strict=True):
        heading = block.startswith("# ")
        places.append(PageBlock("heading" if heading else "text", start, start + len(text), int(heading)))
        start += len(text) + 2
    return Page(number, "\n\n".join(texts), "page" if number else "whole", blocks=tuple(places))


def dossier(*pages: Page) -> Dossier:
    return Dossier((Document("0123456789ab", "plan.pdf", "nl", pages),))


def test_a_sentence_is_found_with_its_page_and_verbatim() -> None:
    text = "Het systeem LOGT elke uitkomst.  Daarna gaat het verder."
    found = find_mentions(dossier(page(1, "Niets hier."), page(2, text)), LOGGING)
    (one,) = found["logs"]
    assert (one.file, one.page, one.quote) == ("plan.pdf", 2, "Het systeem LOGT elke uitkomst.")


def test_what_is_not_there_yet_a_heading_and_half_a_word_are_no_evidence() -> None:
    whole = page(1, "# Wat wordt gelogd", "Er wordt niets niet gelogd. Later wordt alles gelogd. Uitgelogde mensen.")
    assert find_mentions(dossier(whole), LOGGING) == {}


def test_at_most_three_and_no_sentence_twice() -> None:
    same = "Alles wordt gelogd."
    others = [f"Ook stap {number} wordt gelogd." for number in range(5)]
    found = find_mentions(dossier(page(1, same, same, *others)), LOGGING)
    assert [one.quote for one in found["logs"]] == [same, *others[:2]]


def test_what_stands_under_a_heading_counts_after_what_has_the_words() -> None:
    whole = page(1, "# Menselijke tussenkomst", "Een ambtenaar kijkt mee. Zij kan alles wijzigen.", "# Slot", "Klaar.")
    later = page(2, "Er is menselijk toezicht.")
    found = find_mentions(dossier(whole, later), {"mens": ("menselijk",)}, {"mens": ("menselijke tussen",)})
    assert [one.quote for one in found["mens"]] == [
        "Er is menselijk toezicht.",
        "Een ambtenaar kijkt mee.",
        "Zij kan alles wijzigen.",
    ]


def test_an_assessment_that_is_named_in_passing_is_in_the_register() -> None:
    found = find_places(dossier(page(1, "# Risico's", "Die staan in de DPIA van 2025.")), load_dossier_words())
    assert found.register["impacttoetsen"].quote == "Die staan in de DPIA van 2025."


def test_a_section_is_what_stands_under_its_heading_on_that_page() -> None:
    purpose = ("# 2. Doel van het systeem", "Sneller kiezen.", "En eerlijker.")
    whole = page(3, "# 1. Inleiding", "Eerst dit.", *purpose, "# 3. Slot")
    found = find_sections(dossier(whole), {"goal": ("doel",), "risks": ("risico",)})
    assert set(found) == {"goal"}
    assert found["goal"].quote == "Sneller kiezen.\n\nEn eerlijker."
    assert found["goal"].page == 3


def test_a_long_section_ends_with_a_sentence() -> None:
    text = " ".join(f"Dit is zin nummer {number} van het doel." for number in range(100))
    quote = find_sections(dossier(page(1, "# Doel", text)), {"goal": ("doel",)})["goal"].quote
    assert quote in text
    assert len(quote) <= 1500
    assert quote.endswith("van het doel.")


def test_places_tell_how_much_personal_data_there_is_and_never_what() -> None:
    text = "Bel 06 12345678 of mail jan@voorbeeld.nl, of mail piet@voorbeeld.nl."
    found = find_places(
        dossier(page(1, "Niets."), page(2, "# Doel", text, "Alles wordt gelogd.")), load_dossier_words()
    )
    assert [(one.kind, one.page, one.count) for one in found.personal] == [("phone", 2, 1), ("email", 2, 2)]
    assert found.register["goal"].quote.startswith("Bel [telefoon] of mail [e-mail]")
    assert [one.quote for one in found.duties["d_logs"]] == ["Alles wordt gelogd."]
    assert "jan@" not in repr(found.personal)
