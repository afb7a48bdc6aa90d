"""The page in a real Chromium, on a real server, with a stand-in for the assistant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from aiact_assistant.ui.feedback import FILE
from tests.browser.conftest import Tabs, ask
from tests.fakes import BROKEN, GUIDE, OFF_TOPIC, QUOTE, SLOW, WORDED, FakeAssistant

pytestmark = pytest.mark.browser


# -- an answer


def test_question_gets_an_answer_with_its_sources(page: Page) -> None:
    ask(page, "Heeft een bakfiets een bel?")
    answer = page.locator("#gesprek .antwoord")
    expect(answer.locator(".uitleg")).to_contain_text("U vroeg: Heeft een bakfiets een bel?")
    expect(answer.locator(".groep-law blockquote")).to_have_text(QUOTE)
    expect(answer.locator(".groep-algoritmekader blockquote")).to_have_text(GUIDE.quote)
    expect(answer.locator(".groep-law")).to_contain_text("van toepassing vanaf 2 december 2027")
    expect(answer.locator(".groep-law")).to_contain_text("gewijzigd in 2026")
    expect(answer).to_contain_text("Geldig op 24 november 2026")
    card = page.locator("#bron-1")
    for part in ("artikel 4 bis, lid 1", "wet", "van toepassing vanaf 2 december 2027", "gewijzigd in 2026", QUOTE):
        expect(card).to_contain_text(part)
    link = card.locator("a[target=_blank]")
    assert (link.get_attribute("href") or "").startswith("https://eur-lex.europa.eu/")
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert (page.locator("a.vraagbaak").get_attribute("href") or "").startswith("mailto:ai-verordening@minbzk.nl")


def test_a_sentence_of_a_model_has_its_quotes_within_reach(page: Page) -> None:
    ask(page, f"Heeft een bakfiets een bel? {WORDED}")
    words = page.locator("#gesprek .verwoord")
    expect(words).to_contain_text("bakfietsmodel")
    expect(words).to_contain_text("Een bakfiets heeft een <b>bel</b>.")
    expect(words).to_contain_text("weggelaten")
    expect(words).not_to_contain_text("12 euro")
    expect(words.get_by_text(QUOTE)).to_be_hidden()
    words.locator("summary").click()
    expect(words.get_by_text(QUOTE)).to_be_visible()
    words.locator("#citaat-2 a.sprong").click()
    expect(page.locator("#bron-2")).to_be_focused()


def test_a_quote_and_its_card_lead_to_each_other_without_a_reload(page: Page) -> None:
    ask(page, "Heeft een bakfiets een bel?")
    page.locator("#citaat-2 a.sprong").click()
    expect(page.locator("#bron-2")).to_be_focused()
    page.locator("#bron-2 a.sprong").click()
    expect(page.locator("#citaat-2")).to_be_focused()
    expect(page.locator("#gesprek")).to_contain_text(QUOTE)


def test_the_answer_is_shown_while_it_grows(page: Page, assistant: FakeAssistant) -> None:
    assistant.gate.clear()
    ask(page, f"Ga {SLOW}")
    expect(page.locator("#gesprek")).to_contain_text("Eerste zin.")
    expect(page.locator("#gesprek .bezig")).to_be_visible()
    expect(page.locator("#verstuur")).to_be_hidden()
    expect(page.locator("#kopieer")).to_be_hidden()
    assistant.gate.set()
    expect(page.locator("#gesprek")).to_contain_text(QUOTE)
    expect(page.locator("#gesprek .bezig")).to_have_count(0)
    expect(page.locator("#verstuur")).to_be_visible()


@pytest.mark.parametrize("way", ["button", "escape"])
def test_stop_really_stops_and_the_page_goes_on(page: Page, assistant: FakeAssistant, way: str) -> None:
    assistant.gate.clear()
    ask(page, f"Ga {SLOW}")
    expect(page.locator("#gesprek")).to_contain_text("Eerste zin.")
    if way == "button":
        page.locator("#stop").click()
    else:
        page.keyboard.press("Escape")
    expect(page.locator("#gesprek .gestopt")).to_be_visible()
    expect(page.locator("#verstuur")).to_be_visible()
    expect(page.locator("#stop")).to_be_hidden()
    assistant.gate.set()
    ask(page, "Nog een vraag")
    expect(page.locator(".beurt").last).to_contain_text(QUOTE)
    expect(page.locator(".beurt").first.locator(".gestopt")).to_be_visible()
    expect(page.locator(".beurt").first).not_to_contain_text(QUOTE)


def test_new_conversation_during_an_answer_leaves_an_empty_page(page: Page, assistant: FakeAssistant) -> None:
    assistant.gate.clear()
    ask(page, f"Ga {SLOW}")
    expect(page.locator("#gesprek")).to_contain_text("Eerste zin.")
    page.locator("#nieuw").click()
    expect(page.locator("#welkom")).to_be_visible()
    assistant.gate.set()
    ask(page, "Eerste vraag")
    expect(page.locator("#gesprek")).to_contain_text("Gesprek: 0.")
    expect(page.locator(".beurt")).to_have_count(1)


# -- a conversation


def test_a_follow_up_keeps_the_conversation_and_new_forgets_it(page: Page) -> None:
    page.locator("#datum-veld").fill("2026-07-01")
    ask(page, "Eerste vraag")
    expect(page.locator("#gesprek")).to_contain_text("Gesprek: 0.")
    ask(page, "Tweede vraag")
    expect(page.locator("#gesprek")).to_contain_text("Gesprek: 1.")
    expect(page.locator("#gesprek")).to_contain_text("Eerste vraag")
    page.locator("#goed").click()
    page.locator("#nieuw").click()
    expect(page.locator("#gesprek")).not_to_contain_text("Tweede vraag")
    expect(page.locator(".bron")).to_have_count(0)
    expect(page.locator("#oordeel")).to_be_hidden()
    expect(page.locator("#datum-veld")).to_have_value("")
    ask(page, "Derde vraag")
    expect(page.locator("#gesprek")).to_contain_text("Gesprek: 0.")


def test_two_visitors_do_not_see_each_other(tabs: Tabs) -> None:
    one, other = tabs(), tabs()
    ask(one, "Geheim van de een")
    expect(one.locator("#gesprek")).to_contain_text(QUOTE)
    ask(other, f"Een {OFF_TOPIC} voor soep")
    expect(other.locator("#gesprek")).to_contain_text("Daar gaat dit niet over.")
    ask(one, "Tweede van de een")
    expect(one.locator("#gesprek")).to_contain_text("Gesprek: 1.")
    expect(other.locator("body")).not_to_contain_text("van de een")
    expect(other.locator(".bron")).to_have_count(0)
    expect(one.locator("body")).not_to_contain_text("soep")
    assert tabs().locator(".beurt").count() == 0


def test_language_switch_changes_the_words_and_keeps_the_conversation(page: Page) -> None:
    ask(page, "Blijft dit staan?")
    expect(page.locator("#gesprek")).to_contain_text(QUOTE)
    page.get_by_label("English").check()
    expect(page.locator("#kop")).to_contain_text("AI Act assistant")
    expect(page.locator("#verstuur")).to_have_text("Ask")
    expect(page.locator(".meldingen")).to_contain_text("A source is missing.")
    expect(page.locator("#datum label")).to_have_text("In force on")
    expect(page.locator("#gesprek")).to_contain_text("Blijft dit staan?")
    expect(page.locator(".bron")).to_have_count(2)
    expect(page).to_have_title("AI Act assistant")
    assert page.evaluate("document.documentElement.lang") == "en"
    ask(page, "And in English?")
    expect(page.locator(".beurt").last.locator(".status")).to_have_text("Answered")
    expect(page.locator(".beurt").last).to_contain_text("Gesprek: 1.")
    page.get_by_label("Nederlands").check()
    expect(page).to_have_title("AI-verordening assistent")
    assert page.evaluate("document.documentElement.lang") == "nl"


def test_example_is_asked_at_a_click(page: Page) -> None:
    page.locator(".voorbeeld").first.click()
    expect(page.locator("#gesprek .vraag")).to_contain_text("Wat is een AI-systeem?")
    expect(page.locator("#gesprek")).to_contain_text(QUOTE)
    expect(page.locator("#welkom")).to_be_hidden()


# -- what can go wrong


def test_markup_in_a_question_is_shown_as_typed_and_never_runs(page: Page) -> None:
    fired: list[str] = []

    def note(dialog: Dialog) -> None:
        fired.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    ask(page, "<img src=x onerror=alert(1)> ${alert(3)} {{7*7}} <script>alert(2)</script> '; DROP TABLE x; --")
    expect(page.locator("#gesprek .uitleg")).to_contain_text("DROP TABLE x")
    expect(page.locator("#gesprek .vraag")).to_contain_text("<img src=x onerror=alert(1)> ${alert(3)} {{7*7}} <script>")
    assert page.locator("img[src='x']").count() == 0
    assert fired == []


def test_empty_question_gets_a_message(page: Page) -> None:
    page.locator("#verstuur").click()
    expect(page.get_by_role("alert")).to_contain_text("U hebt geen vraag ingevuld")
    ask(page, "Wel een vraag")
    expect(page.locator("#gesprek")).to_contain_text(QUOTE)
    expect(page.get_by_role("alert")).to_have_text("")


def test_too_long_a_question_gets_a_message_and_stays_to_be_shortened(page: Page) -> None:
    long = "bel " * 2500
    ask(page, long)
    expect(page.get_by_role("alert")).to_contain_text("De vraag is te lang")
    expect(page.locator("#vraag textarea")).to_have_value(long)
    expect(page.locator(".beurt")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_failure_is_said_without_details_and_can_be_sent_on(page: Page) -> None:
    ask(page, f"Dit gaat {BROKEN}")
    expect(page.locator("#gesprek")).to_contain_text("Er ging iets mis")
    expect(page.locator("body")).not_to_contain_text("RuntimeError")
    href = page.locator("#gesprek a.vraagbaak.nadruk").get_attribute("href") or ""
    assert href.startswith("mailto:ai-verordening@minbzk.nl")
    assert BROKEN in href
    ask(page, "Gaat het weer?")
    expect(page.locator("#gesprek")).to_contain_text("Gesprek: 0.")


def test_an_unanswered_question_has_the_help_desk_up_front(page: Page) -> None:
    ask(page, f"Een {OFF_TOPIC} voor soep")
    expect(page.locator("#gesprek .status")).to_have_text("Buiten het onderwerp")
    button = page.locator("#gesprek a.vraagbaak.nadruk")
    expect(button).to_be_in_viewport()
    assert (button.get_attribute("href") or "").startswith("mailto:")
    expect(page.locator("#bronnen")).to_contain_text("geen bronnen")


def test_the_day_is_passed_on_and_half_a_date_is_refused(page: Page) -> None:
    field = page.get_by_label("Geldig op")
    field.fill("2026-07-01")
    ask(page, "Wat gold er?")
    expect(page.locator("#gesprek")).to_contain_text("Geldig op 1 juli 2026")
    field.fill("")
    field.press("1")
    ask(page, "Wat gold er toen?")
    expect(page.get_by_role("alert")).to_contain_text("De datum klopt niet")
    expect(page.locator("#vraag textarea")).to_have_value("Wat gold er toen?")


# -- after an answer


def verdicts(data_dir: Path, question: str) -> list[dict[str, str]]:
    lines = [json.loads(line) for line in (data_dir / FILE).read_text("utf8").splitlines()]
    return [line for line in lines if line["question"] == question]


def test_verdict_with_reason_is_kept_once(page: Page, data_dir: Path) -> None:
    ask(page, "Klopt dit?")
    page.locator("#fout").click()
    page.get_by_label("Wat kan beter?").fill("te kort")
    page.locator("#bewaar").dblclick()
    expect(page.locator("#bevestiging")).to_contain_text("Dank u")
    expect(page.locator("#goed")).to_be_hidden()
    expect(page.locator("#oordeel")).to_be_hidden()
    (kept,) = verdicts(data_dir, "Klopt dit?")
    assert (kept["vote"], kept["reason"]) == ("down", "te kort")


def test_a_thumb_alone_keeps_nothing_until_it_is_confirmed(page: Page, data_dir: Path) -> None:
    ask(page, "Per ongeluk?")
    page.locator("#goed").click()
    page.locator("#annuleer").click()
    expect(page.locator("#oordeel")).to_be_hidden()
    page.locator("#goed").click()
    page.locator("#bewaar").click()
    expect(page.locator("#bevestiging")).to_contain_text("Dank u")
    assert [kept["vote"] for kept in verdicts(data_dir, "Per ongeluk?")] == ["up"]


@pytest.mark.parametrize("secure", [True, False], ids=["https", "http"])
def test_copy_puts_text_and_sources_on_the_clipboard(tabs: Tabs, secure: bool) -> None:
    plain = "" if secure else "Object.defineProperty(window, 'isSecureContext', { value: false });"
    page = tabs(script=plain, permissions=["clipboard-read", "clipboard-write"])
    ask(page, "Wat is een bel?")
    page.locator("#kopieer").click()
    expect(page.locator("#bevestiging")).to_contain_text("Gekopieerd")
    copied = page.evaluate("navigator.clipboard.readText()")
    for part in (
        "Wat is een bel?",
        QUOTE,
        "[1] artikel 4 bis, lid 1",
        "https://eur-lex.europa.eu/",
        "24 november 2026",
    ):
        assert part in copied


# -- what it leaves behind


def test_nothing_of_a_conversation_stays_in_the_browser(page: Page) -> None:
    ask(page, "Blijft hier iets van achter?")
    expect(page.locator("#gesprek")).to_contain_text(QUOTE)
    assert "Gradio" not in page.locator("body").inner_text()
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "achter" not in kept
    assert page.evaluate("indexedDB.databases().then((found) => found.length)") == 0
