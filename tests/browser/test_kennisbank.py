"""The tab Kennisbank in a real Chromium: search, filters, reading, language, keyboard and phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Tabs, ask
from tests.browser.test_access import CONTRAST, HIDDEN_FOCUS, NAMELESS, PHONE, SMALL
from tests.fakes import CITATION, EXPLAINED, SLOW, FakeAssistant

pytestmark = pytest.mark.browser


@pytest.fixture
def shelf(page: Page) -> Page:
    """A visitor in the kennisbank."""
    return opened(page)


def opened(page: Page) -> Page:
    page.get_by_role("tab", name="Kennisbank").click()
    expect(count(page)).to_have_text("4 antwoorden, per onderwerp")
    return page


def count(page: Page) -> Locator:
    return page.locator("#kb-aantal")


def titles(page: Page) -> list[str]:
    return page.locator(".kb-lijst h4:visible").all_inner_texts()


def test_the_tabs_show_one_part_at_a_time_and_nothing_is_loaded_before(page: Page) -> None:
    expect(page.get_by_role("tabpanel", name="Vragen")).to_be_visible()
    assert page.locator(".kb-groep").count() == 0
    opened(page)
    expect(page.get_by_role("tabpanel", name="Kennisbank")).to_be_visible()
    expect(page.locator("#werkblad")).to_be_hidden()
    expect(page.get_by_role("tab", name="Kennisbank")).to_have_attribute("aria-selected", "true")
    assert page.locator(".kb-groep h3").all_inner_texts() == ["Hoog risico", "Inkoop en contracten", "Nieuw onderwerp"]
    assert page.locator(".kb-tekst").count() == 0
    page.go_back()
    expect(page.locator("#vraag textarea")).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bel", ["Moet er een bel op?", "Hoe koop ik een bel?"]),
        ("BEL koop", ["Hoe koop ik een bel?"]),
        ("Café, financiën!", ["Hoe koop ik een bel?"]),
        ("zeggenschap", ["Beslist de OR mee?"]),
        ("or", ["Beslist de OR mee?"]),
        ("bel zeggenschap", []),
        ("<b>", ["Moet er een bel op?", "Beslist de OR mee?", "Hoe koop ik een bel?"]),
    ],
    ids=["word", "all words", "accents", "inside", "short from its start", "not all", "markup"],
)
def test_typing_filters_and_the_count_is_said(shelf: Page, typed: str, found: list[str]) -> None:
    shelf.get_by_label("Zoek in de kennisbank").press_sequentially(typed)
    said = {0: "Niets gevonden", 1: "1 antwoord gevonden"}.get(len(found), f"{len(found)} antwoorden gevonden")
    expect(count(shelf)).to_contain_text(said)
    expect(count(shelf)).to_have_attribute("role", "status")
    assert titles(shelf) == found
    shelf.get_by_role("button", name="Wis zoeken en filters").click()
    expect(count(shelf)).to_contain_text("4 antwoorden")
    expect(shelf.get_by_label("Zoek in de kennisbank")).to_be_focused()
    assert titles(shelf) == []


def test_filters_by_role_and_subject_go_together(shelf: Page) -> None:
    shelf.get_by_label("Rol", exact=True).select_option("Inkoper")
    expect(count(shelf)).to_have_text("2 antwoorden gevonden")
    assert titles(shelf) == ["Moet er een bel op?", "Hoe koop ik een bel?"]
    shelf.get_by_label("Onderwerp").select_option("Hoog risico")
    expect(count(shelf)).to_have_text("1 antwoord gevonden")
    assert titles(shelf) == ["Moet er een bel op?"]
    assert shelf.locator(".kb-groep:visible .kb-tel").inner_text().startswith("1")


def test_an_entry_opens_with_its_sources_and_its_worth(shelf: Page) -> None:
    shelf.get_by_text("Inkoop en contracten").last.click()
    shelf.get_by_text("Hoe koop ik een bel?").click()
    entry = shelf.locator("#stuk-bel-kopen")
    expect(entry.locator(".kb-tekst ol li")).to_have_text(["luisteren", "bellen"])
    expect(entry.locator(".kb-tekst ul li").first).to_have_text("<b>hard</b>")
    for link in (entry.locator(".kb-tekst a"), entry.locator(".kb-rust a").first):
        expect(link).to_have_attribute("href", CITATION.url)
        expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(entry.locator(".kb-rust li")).to_have_count(3)
    expect(entry.locator(".kb-rust li").last.locator("a")).to_have_count(0)
    expect(entry.locator(".kb-rust li").first).to_contain_text("wet")
    expect(entry).to_contain_text("Geldig vanaf 27 juli 2026. Gecontroleerd op 24 november 2026.")
    expect(entry).to_contain_text("De wet gaat voor.")
    assert shelf.url.endswith("#kennisbank/bel-kopen")
    shelf.reload()
    expect(shelf.locator("#stuk-bel-kopen .kb-tekst")).to_be_visible()


def test_an_answer_leads_to_its_entry_and_back(page: Page) -> None:
    ask(page, f"Een vraag met {EXPLAINED}")
    page.get_by_role("link", name="Lees in de kennisbank").click()
    expect(page.locator("#stuk-bel-kopen .kb-tekst")).to_be_visible()
    expect(page.locator("#stuk-bel-kopen > summary")).to_be_focused()
    page.get_by_role("tab", name="Vragen").click()
    expect(page.locator("#gesprek")).to_contain_text(f"Een vraag met {EXPLAINED}")
    page.locator(".sla-over").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#vraag textarea")).to_be_focused()


def test_an_answer_goes_on_while_reading_and_escape_does_not_stop_it(page: Page, assistant: FakeAssistant) -> None:
    assistant.gate.clear()
    ask(page, f"Ga {SLOW}")
    expect(page.locator("#gesprek")).to_contain_text("Eerste zin.")
    opened(page).get_by_label("Zoek in de kennisbank").press("Escape")
    assistant.gate.set()
    page.get_by_role("tab", name="Vragen").click()
    expect(page.locator("#gesprek .status")).to_have_text("Beantwoord")


def test_language_switch_keeps_what_is_open_and_filtered(shelf: Page) -> None:
    shelf.get_by_label("Rol", exact=True).select_option("Inkoper")
    shelf.get_by_text("Hoe koop ik een bel?").click()
    expect(shelf.locator(".kb-tekst")).to_be_visible()
    shelf.get_by_label("English").check()
    expect(shelf.get_by_role("tab", name="Knowledge base")).to_have_attribute("aria-selected", "true")
    expect(shelf.get_by_role("tablist")).to_have_attribute("aria-label", "Sections")
    expect(count(shelf)).to_have_text("2 answers found")
    assert titles(shelf) == ["Is a bell needed?", "How to buy a bell?"]
    entry = shelf.locator("#stuk-bel-kopen")
    expect(entry.locator(".kb-tekst")).to_have_attribute("lang", "nl")
    expect(entry).to_contain_text("The full explanation is in Dutch.")
    expect(entry.locator(".kb-rust")).to_contain_text("Article 4a(1) AI Act")
    expect(entry).to_contain_text("Checked on 24 November 2026")
    shelf.get_by_label("Nederlands").check()
    expect(count(shelf)).to_have_text("2 antwoorden gevonden")


def test_keyboard_alone_reads_an_entry(page: Page) -> None:
    page.get_by_role("tab", name="Vragen").focus()
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="Kennisbank")).to_be_focused()
    expect(count(page)).to_contain_text("4 antwoorden")
    visited: list[str] = []
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(HIDDEN_FOCUS) == ""
        visited.append(page.evaluate("document.activeElement.id || document.activeElement.innerText.split('\\n')[0]"))
    assert visited == ["kb-zoek", "kb-onderwerp", "kb-rol", "Hoog risico"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#stuk-bel-op-fiets .kb-tekst")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#stuk-bel-op-fiets .kb-tekst a")).to_be_focused()


def test_a_phone_has_all_in_reach_and_every_text_can_be_read(tabs: Tabs) -> None:
    page = opened(tabs(**PHONE))
    page.get_by_label("Zoek in de kennisbank").fill("bel")
    page.get_by_text("Hoe koop ik een bel?").click()
    expect(page.locator(".kb-tekst")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(NAMELESS) == []
    links = page.locator(".kb-inhoud a").all_inner_texts()
    assert [name for name in page.evaluate(SMALL, 24) if name.rpartition(":")[0] not in links] == []
    for control in ("#tab-vragen", "#kb-zoek", "#kb-onderwerp", "#kb-rol", "#kb-wis", ".kb-groep > summary"):
        box = page.locator(control).first.bounding_box()
        assert box is not None
        assert box["height"] >= 40
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


def test_what_cannot_be_loaded_is_said_and_can_be_tried_again(shelf: Page) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    shelf.route("**/kennisbank/nl/*", refuse)
    shelf.get_by_label("Zoek in de kennisbank").fill("koop")
    title = shelf.get_by_text("Hoe koop ik een bel?")
    title.click()
    expect(shelf.locator("#stuk-bel-kopen [role=alert]")).to_contain_text("Laden is niet gelukt")
    shelf.unroute("**/kennisbank/nl/*", refuse)
    title.click()
    expect(shelf.locator("#stuk-bel-kopen [role=alert]")).to_have_count(0)
    title.click()
    expect(shelf.locator("#stuk-bel-kopen .kb-tekst")).to_be_visible()
