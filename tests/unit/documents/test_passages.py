"""Sentences stay verbatim, and passages hold sentences of one page with one stance."""

from __future__ import annotations

from aiact_assistant.documents.passages import passages_of, sentences_of
from aiact_assistant.documents.stance import Stance
from aiact_assistant.domain import Document, Dossier, Page

FIRST = "Het systeem leest brieven. Het systeem gebruikt geen gezichtsherkenning. Het geeft een score."
SECOND = "The tool does not assess evidence, but sorts files by date."


def dossier() -> Dossier:
    pages = (Page(1, FIRST, "page"), Page(2, SECOND, "page"))
    return Dossier((Document("0" * 12, "uitleg.pdf", "nl", pages),))


def test_every_sentence_stands_on_its_page() -> None:
    texts = {1: FIRST, 2: SECOND}
    sentences = sentences_of(dossier())
    assert all(sentence.page is not None and sentence.text in texts[sentence.page] for sentence in sentences)


def test_a_denial_that_goes_on_is_two() -> None:
    found = [(one.text, one.stance) for one in sentences_of(dossier()) if one.page == 2]
    assert found == [
        ("The tool does not assess evidence", Stance.DENIES),
        ("but sorts files by date.", Stance.STATES),
    ]


def test_a_denial_is_a_passage_of_its_own_and_pages_are_not_joined() -> None:
    found = [(passage.text, passage.stance) for passage in passages_of(sentences_of(dossier()))]
    assert ("Het systeem leest brieven. Het geeft een score.", Stance.STATES) in found
    assert ("Het systeem gebruikt geen gezichtsherkenning.", Stance.DENIES) in found
    assert not any("score" in text and "sorts" in text for text, _ in found)


def test_a_table_without_full_stops_is_cut_at_a_word() -> None:
    text = "kolom " * 400
    page = Dossier((Document("0" * 12, "blad.xlsx", "nl", (Page(1, text.strip(), "sheet"),)),))
    sentences = sentences_of(page)
    assert max(len(sentence.text) for sentence in sentences) <= 700
    assert " ".join(sentence.text for sentence in sentences) == text.strip()


def under(*lines: str) -> list[tuple[str, Stance]]:
    page = Page(1, "\n\n".join(lines), "page")
    sentences = sentences_of(Dossier((Document("0" * 12, "plan.pdf", "nl", (page,)),)))
    return [(passage.text, passage.stance) for passage in passages_of(sentences)]


def test_a_passage_begins_at_a_heading() -> None:
    assert under("Beheer", "Storingen worden opgelost.", "3. Werking", "Het model rangschikt sollicitanten.") == [
        ("Beheer Storingen worden opgelost.", Stance.STATES),
        ("3. Werking Het model rangschikt sollicitanten.", Stance.STATES),
    ]


def test_what_stands_under_wishes_or_other_projects_is_no_evidence() -> None:
    found = under(
        *("Wensen voor later", "Een camera herkent emoties van medewerkers."),
        *("Other projects", "The new tool ranks applicants."),
        *("Werking", "Het model telt fietsen."),
    )
    assert found == [("Werking Het model telt fietsen.", Stance.STATES)]


def test_a_heading_does_not_hide_the_rest_of_a_document() -> None:
    """A next heading may not be seen: what follows a while later counts."""
    found = under("Roadmap", *(f"Zin {number} zegt iets over het systeem." for number in range(12)))
    assert "Zin 11 zegt iets over het systeem." in found[-1][0]


def test_a_denial_under_a_heading_stays_a_denial() -> None:
    found = under("Vooruitblik", "Het systeem gebruikt geen gezichtsherkenning.")
    assert found == [("Het systeem gebruikt geen gezichtsherkenning.", Stance.DENIES)]
