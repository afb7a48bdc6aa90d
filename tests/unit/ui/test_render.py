"""What the page shows is escaped, marked and grouped by authority."""

from dataclasses import replace
from datetime import date

import pytest

from aiact_assistant.domain import Answer, AnswerStatus, Authority
from aiact_assistant.ui.render import as_text, notices_banner, sources_panel
from aiact_assistant.ui.texts import examples, text
from tests.fakes import CITATION

ANSWER = Answer("vraag", "nl", date(2026, 11, 24), AnswerStatus.ANSWERED, "Tekst [1]", citations=(CITATION,))


def test_card_shows_label_badge_marks_quote_and_link() -> None:
    html = sources_panel(ANSWER, "nl")
    for part in (CITATION.label, ">wet<", "van toepassing vanaf 2 december 2027", "gewijzigd in 2026", CITATION.quote):
        assert part in html
    assert 'rel="noopener noreferrer"' in html


def test_everything_is_escaped() -> None:
    nasty = replace(CITATION, quote="<img src=x onerror=alert(1)>", heading='"><script>')
    html = sources_panel(replace(ANSWER, citations=(nasty,)), "nl")
    assert "<img" not in html
    assert "<script" not in html


def test_other_schemes_than_https_get_no_link() -> None:
    html = sources_panel(replace(ANSWER, citations=(replace(CITATION, url="javascript:alert(1)"),)), "nl")
    assert "javascript" not in html


def test_law_comes_first_and_keeps_its_number() -> None:
    other = replace(CITATION, authority=Authority.ALGORITMEKADER, label="Pagina")
    html = sources_panel(replace(ANSWER, citations=(other, CITATION)), "nl")
    assert html.index("[2]") < html.index("[1]")


@pytest.mark.parametrize("status", list(AnswerStatus))
def test_every_status_has_a_label_in_both_languages(status: AnswerStatus) -> None:
    dutch, english = (sources_panel(replace(ANSWER, status=status), language) for language in ("nl", "en"))
    assert dutch != english


def test_copy_has_question_text_and_sources() -> None:
    assert as_text(ANSWER).splitlines()[0] == "vraag"
    assert CITATION.url in as_text(ANSWER)


def test_notices_are_escaped() -> None:
    assert notices_banner(("<b>",)) == '<ul class="meldingen" role="status"><li>&lt;b&gt;</li></ul>'
    assert notices_banner(()) == ""


def test_examples_and_texts_exist_in_both_languages() -> None:
    assert len(examples("nl")) == len(examples("en")) >= 3
    assert text("title", "nl") != text("title", "en")
