"""The tab Kennisbank is escaped, in a fixed order, light, and has a name for everything in it."""

from __future__ import annotations

import re
from dataclasses import replace

from aiact_assistant.answer.browse import Ground
from aiact_assistant.corpus.kennisbank import Rol, load_entries
from aiact_assistant.domain import Authority, Link
from aiact_assistant.ui.kennisbank import listing, reading
from aiact_assistant.ui.prose import prose
from aiact_assistant.ui.texts import role_names, subject_names
from tests.fakes import entries

NASTY = '"><img src=x onerror=alert(1)>'
ENTRY = entries("nl")[0]


def test_everything_is_escaped_and_only_https_is_a_link() -> None:
    bad = replace(
        ENTRY,
        title=NASTY,
        summary=NASTY,
        subject=NASTY,
        roles=(NASTY,),
        words=(NASTY,),
        text=f"{NASTY} (b)\n- {NASTY}\n1. {NASTY}",
        links=(Link("b", "javascript:alert(1)"), Link(NASTY, f"https://x.example/{NASTY}")),
        grounds=(
            Ground(NASTY, Authority.LAW, "javascript:alert(2)"),
            Ground(NASTY, Authority.LAW, "https://x" + NASTY),
        ),
    )
    for html in (listing([bad], "nl"), reading(bad, "nl")):
        assert "<img" not in html
        assert "javascript" not in html


def test_the_list_groups_by_subject_in_a_fixed_order_without_bodies() -> None:
    html = listing(tuple(reversed(entries("nl"))), "nl")
    assert re.findall(r"<h3>(.*?)</h3>", html) == ["Hoog risico", "Inkoop en contracten", "Nieuw onderwerp"]
    assert re.findall(r"<option value=\"(\w+)\">", html) == ["inkoop", "iedereen", "inkoper", "hr", "or"]
    assert "luisteren" not in html


def test_the_explanation_is_marked_as_dutch_for_an_english_reader() -> None:
    dutch, english = reading(entries("nl")[0], "nl"), reading(entries("en")[0], "en")
    assert "The full explanation is in Dutch." in english
    assert '<div class="kb-tekst" lang="nl">' in english
    assert "in Dutch" not in dutch
    assert "The law prevails." in english
    assert "De wet gaat voor." in dutch


def test_paragraphs_and_lists_keep_their_order() -> None:
    html = prose("Eerst:\n1. een\n2. twee\ndan\n- drie\n\nSlot.", ())
    assert html == "<p>Eerst:</p><ol><li>een</li><li>twee</li></ol><p>dan</p><ul><li>drie</li></ul><p>Slot.</p>"


def test_every_subject_and_role_of_the_kennisbank_has_a_name_in_both_languages() -> None:
    used = {entry.onderwerp for entry in load_entries()}
    for language in ("nl", "en"):
        assert used <= set(subject_names(language))
        assert {role.value for role in Rol} == set(role_names(language))
