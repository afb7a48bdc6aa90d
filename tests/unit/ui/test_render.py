"""What the page shows is escaped, marked and grouped by authority."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aiact_assistant.domain import AiactError, Answer, AnswerStatus, Claim, Link, Suggestion
from aiact_assistant.ui.conversation import Turn
from aiact_assistant.ui.render import announcement, as_text, conversation, notices_banner, sources_panel
from aiact_assistant.ui.texts import examples, text
from tests.fakes import CITATION, CONTACT, GUIDE, QUOTE, TODAY

ANSWER = Answer(
    "vraag",
    "nl",
    TODAY,
    AnswerStatus.ANSWERED,
    "Tekst [1]",
    explanation="Onze uitleg.",
    claims=(Claim(QUOTE, (0,)), Claim(GUIDE.quote, (1,))),
    citations=(CITATION, GUIDE),
    contact=CONTACT,
)
NASTY = "<img src=x onerror=alert(1)>"


def turn(answer: Answer = ANSWER) -> Turn:
    return Turn(answer.question, answer.language, answer=answer, done=True)


def test_card_shows_label_badge_marks_quote_and_link() -> None:
    html = sources_panel((turn(),), "nl")
    for part in (CITATION.label, ">wet<", "van toepassing vanaf 2 december 2027", "gewijzigd in 2026", CITATION.quote):
        assert part in html
    assert 'rel="noopener noreferrer"' in html


def test_own_words_come_first_then_quotes_by_authority() -> None:
    html = conversation((turn(),), "nl")
    order = ["Onze uitleg.", "Dit staat in de wet", QUOTE, CITATION.label, "Uit het Algoritmekader", GUIDE.quote]
    places = [html.index(part) for part in order]
    assert places == sorted(places)


def test_citations_in_the_explanation_are_links_and_lists_are_lists() -> None:
    links = (Link("artikel 26", "https://x.example/26"), Link("artikel 26, lid 7", "https://x.example/26.7"))
    explained = replace(ANSWER, links=links, explanation="Ja (artikel 26, lid 7, artikel 26). Let op:\n- eerst\n- dan")
    html = conversation((turn(explained),), "nl")
    assert (
        '<a href="https://x.example/26.7" target="_blank" rel="noopener noreferrer">artikel 26, lid 7</a>, <a' in html
    )
    assert html.count('href="https://x.example/26"') == 1
    assert "<ul><li>eerst</li><li>dan</li></ul>" in html


def test_the_question_that_an_entry_answers_stands_out_from_its_answer() -> None:
    html = conversation(
        (turn(replace(ANSWER, entry="kb:rem", explanation="Moet er een rem op?\n\nJa.\n\nAltijd.")),), "nl"
    )
    assert '<p class="beantwoordt">Moet er een rem op?</p><p>Ja.</p><p>Altijd.</p>' in html


def test_other_entries_are_links_beside_an_explanation_and_in_what_may_fit() -> None:
    other = Suggestion("kb:bel", "Moet er een <bel> op?", "Ja.")
    beside = conversation((turn(replace(ANSWER, entry="kb:rem", related=(other,))),), "nl")
    link = '<a href="#kennisbank/bel">Moet er een &lt;bel&gt; op?</a>'
    assert beside.index("Misschien ook nuttig") < beside.index(f"<li>{link}</li>") < beside.index("Dit staat in de wet")
    may_fit = replace(ANSWER, explanation="Dit past er misschien bij:\n- Moet er een <bel> op? Ja.", related=(other,))
    html = conversation((turn(may_fit),), "nl")
    assert f"<li>{link} Ja.</li>" in html
    assert "Misschien ook nuttig" not in html


def test_only_the_last_turn_points_at_the_cards() -> None:
    html = conversation((turn(), turn()), "nl")
    assert html.count('href="#bron-1"') == 1
    assert html.count('id="citaat-1"') == 1


def test_everything_is_escaped() -> None:
    bad = replace(CITATION, quote=NASTY, label=NASTY, heading='"><script>', note=NASTY)
    answer = replace(
        ANSWER,
        question=NASTY,
        status=AnswerStatus.PARTLY,
        explanation=f"{NASTY}\n\n- {NASTY} ({NASTY})",
        links=(Link(NASTY, 'https://x.example/"><script>'), Link("a", "javascript:alert(1)")),
        claims=(Claim(NASTY, (0,)), Claim(f"Ander {NASTY}", (0,))),
        citations=(bad,),
        notices=(NASTY,),
    )
    failed = Turn(NASTY, "nl", error=AiactError(NASTY), done=True)
    plain = turn(replace(answer, claims=(), citations=(), text=NASTY))
    for html in (
        sources_panel((turn(answer),), "nl"),
        conversation((turn(answer), plain, failed), "nl"),
        announcement((turn(answer),), "nl"),
        announcement((failed,), "nl"),
        announcement((plain,), "nl"),
    ):
        assert "<img" not in html
        assert "<script" not in html


def test_other_schemes_get_no_link() -> None:
    bad = replace(CITATION, url="javascript:alert(1)")
    answer = replace(ANSWER, citations=(bad, GUIDE), contact="javascript:alert(2)")
    assert "javascript" not in sources_panel((turn(answer),), "nl")
    assert "javascript" not in conversation((turn(answer),), "nl")


def test_law_comes_first_and_keeps_its_number() -> None:
    html = sources_panel((turn(replace(ANSWER, citations=(GUIDE, CITATION))),), "nl")
    assert html.index('id="bron-2"') < html.index('id="bron-1"')


def test_a_quote_in_another_language_is_marked_for_reader_and_screen_reader() -> None:
    answer = replace(ANSWER, language="en", citations=(CITATION, replace(GUIDE, language="en")))
    html = conversation((turn(answer),), "en")
    assert "What the law says (Dutch text)" in html
    assert f'<blockquote lang="nl">{QUOTE}' in html
    assert "From the Algoritmekader</h4>" in html


def test_the_same_note_is_not_repeated_within_a_group() -> None:
    answer = replace(ANSWER, claims=(*ANSWER.claims, Claim(GUIDE.quote, (1,))))
    assert conversation((turn(answer),), "nl").count(GUIDE.note) == 1


@pytest.mark.parametrize("status", list(AnswerStatus))
def test_every_status_has_a_label_in_both_languages(status: AnswerStatus) -> None:
    dutch, english = (
        conversation((turn(replace(ANSWER, status=status, language=language)),), language) for language in ("nl", "en")
    )
    assert f"status-{status.value}" in dutch
    assert text(f"status_{status.value}", "nl") in dutch
    assert text(f"status_{status.value}", "en") in english


@pytest.mark.parametrize("status", list(AnswerStatus))
def test_the_help_desk_is_prominent_unless_answered(status: AnswerStatus) -> None:
    html = conversation((turn(replace(ANSWER, status=status)),), "nl")
    assert ("vraagbaak nadruk" in html) == (status is not AnswerStatus.ANSWERED)


def test_an_unfinished_answer_has_no_verdict_yet() -> None:
    running = replace(turn(), done=False)
    stopped = replace(turn(), stopped=True)
    assert "status-answered" not in conversation((running,), "nl")
    assert text("searching", "nl") in conversation((running,), "nl")
    assert "status-answered" not in conversation((stopped,), "nl")
    assert text("stopped", "nl") in conversation((stopped,), "nl")
    assert not stopped.complete


def test_copy_has_question_day_text_and_sources() -> None:
    copied = as_text(ANSWER)
    assert copied.splitlines()[:2] == ["vraag", "(Geldig op 24 november 2026)"]
    for part in (CITATION.url, "wet, van toepassing vanaf 2 december 2027, gewijzigd in 2026", GUIDE.note):
        assert part in copied
    assert as_text(None) == ""


def test_notices_are_escaped() -> None:
    assert notices_banner(("<b>",)) == '<ul class="meldingen" role="status"><li>&lt;b&gt;</li></ul>'
    assert notices_banner(()) == ""


def test_examples_and_texts_exist_in_both_languages() -> None:
    assert len(examples("nl")) == len(examples("en")) >= 3
    assert text("title", "nl") != text("title", "en")
