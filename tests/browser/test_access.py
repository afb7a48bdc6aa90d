"""Everyone can use the page: with the keyboard alone, on a phone, with a screen reader, with poor sight."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tabs, ask
from tests.fakes import OFF_TOPIC, QUOTE

pytestmark = pytest.mark.browser

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# The contrast of every visible text with the nearest background behind it, as WCAG 2.2 counts it.
CONTRAST = """() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = numbers(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const judge = (element, colour, words) => {
    const [a, b] = [light(numbers(colour)), light(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push(`${words.slice(0, 40)}: ${ratio.toFixed(2)}`);
  };
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const words = walker.currentNode.textContent.trim();
    if (!words || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(element.tagName)) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    judge(element, getComputedStyle(element).color, words);
  }
  for (const field of document.querySelectorAll("textarea")) {
    judge(field, getComputedStyle(field, "::placeholder").color, field.placeholder || "placeholder");
  }
  return poor;
}"""
# Everything that can be pressed, except links in a line of text and what only screen readers see.
SMALL = """(least) => [...document.querySelectorAll("button, input, textarea, a")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !e.matches(".sla-over"))
  .map((e) => [e.innerText || e.id, e.getBoundingClientRect()])
  .filter(([_, box]) => box.height < least || box.width < 24)
  .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""
NAMELESS = """() => [...document.querySelectorAll("button, input, textarea, select, a")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }))
  .filter((e) => !(e.innerText || e.getAttribute("aria-label") || (e.labels && e.labels.length)))
  .map((e) => e.outerHTML.slice(0, 120))"""
HIDDEN_FOCUS = """() => {
  const box = document.activeElement.closest("#taal label") || document.activeElement;
  return getComputedStyle(box).outlineStyle === "none" ? document.activeElement.outerHTML.slice(0, 120) : "";
}"""


def where(page: Page) -> str:
    """The id of what has the focus, or of the nearest around it."""
    return page.evaluate("document.activeElement.closest('[id]:not([id^=html-])')?.id ?? ''")


def walk(page: Page, most: int = 40) -> list[str]:
    """What Tab visits, in order, from the top of the page; fails when the focus cannot be seen."""
    page.evaluate("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    visited: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        assert page.evaluate(HIDDEN_FOCUS) == ""
        visited.append(where(page))
    return visited


def test_keyboard_alone_is_enough(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".sla-over")).to_be_focused()
    expect(page.locator(".sla-over")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#vraag textarea")).to_be_focused()
    page.keyboard.type("Met het")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("toetsenbord?")
    expect(page.locator("#vraag textarea")).to_have_value("Met het\ntoetsenbord?")
    page.keyboard.press("Enter")
    expect(page.locator("#gesprek")).to_contain_text(QUOTE)
    expect(page.locator("#vraag textarea")).to_be_focused()
    expect(page.locator("#vraag textarea")).to_have_value("")


def test_tab_follows_the_page_and_the_focus_is_seen(page: Page) -> None:
    visited = walk(page)
    assert visited[0] == "kop-tekst"
    for first, then in (("taal", "welkom"), ("welkom", "vraag"), ("vraag", "verstuur"), ("verstuur", "datum-veld")):
        assert visited.index(first) < visited.index(then), visited
    assert visited[-1] == "nieuw"
    ask(page, "En met een antwoord?")
    expect(page.locator("#kopieer")).to_be_visible()
    visited = walk(page)
    expected = ["taal", "citaat-1", "citaat-2", "kopieer", "goed", "fout", "vraag", "verstuur", "datum-veld", "nieuw"]
    expected += ["bron-1", "bron-2", "bronnen"]
    assert list(dict.fromkeys(name for name in visited if name in expected)) == expected


def test_pressed_buttons_leave_the_focus_in_the_question(page: Page) -> None:
    page.locator(".voorbeeld").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#gesprek")).to_contain_text(QUOTE)
    expect(page.locator("#vraag textarea")).to_be_focused()


@pytest.mark.parametrize("options", [{}, PHONE, {"color_scheme": "dark"}], ids=["desk", "phone", "dark"])
def test_every_text_can_be_read_and_every_control_has_a_name(tabs: Tabs, options: dict[str, Any]) -> None:
    page = tabs(**options)
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(NAMELESS) == []
    ask(page, f"Een {OFF_TOPIC} voor soep")
    expect(page.locator("#gesprek")).to_contain_text("Daar gaat dit niet over.")
    ask(page, "En een gewone vraag?")
    expect(page.locator("#gesprek")).to_contain_text(QUOTE)
    page.locator("#fout").click()
    expect(page.locator("#bewaar")).to_be_visible()
    page.get_by_label("Geldig op").evaluate("field => field.scrollIntoView()")
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(NAMELESS) == []


def test_a_screen_reader_hears_how_it_went(page: Page) -> None:
    live = page.locator("#voorlezen [role=status][aria-live=polite]")
    assert live.count() == 1
    region = live.element_handle()
    ask(page, "Wat hoor ik?")
    expect(live).to_contain_text("Beantwoord. Gesprek: 0. U vroeg: Wat hoor ik? 2 bronnen.")
    assert region is not None
    assert region.evaluate("element => element.isConnected"), "a replaced live region is not read out"
    headings = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].filter(h => h.checkVisibility()).map(h => Number(h.tagName[1]))"
    )
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_a_phone_needs_no_sideways_scrolling_and_has_everything_in_reach(tabs: Tabs) -> None:
    page = tabs(**PHONE)
    fits = "document.documentElement.scrollWidth <= window.innerWidth"
    assert page.evaluate(fits)
    ask(page, "Past dit op een telefoon? " + "x" * 200)
    expect(page.locator("#bron-1")).to_be_visible()
    expect(page.locator("#kopieer")).to_be_visible()
    assert page.evaluate(fits)
    assert page.evaluate(SMALL, 24) == []
    below = page.locator("#bronnen").bounding_box()
    above = page.locator("#gesprek").bounding_box()
    assert below is not None
    assert above is not None
    assert below["y"] >= above["y"] + above["height"]
    for control in ("#verstuur", "#nieuw", "#kopieer", "#goed", "#datum-veld", "#taal label >> nth=1"):
        page.locator(control).scroll_into_view_if_needed()
        box = page.locator(control).bounding_box()
        assert box is not None
        assert box["height"] >= 40
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


def test_a_narrow_low_window_is_not_covered_by_the_form(tabs: Tabs) -> None:
    page = tabs(viewport={"width": 320, "height": 256})
    ask(page, "Vergroot tot 400 procent?")
    expect(page.locator("#gesprek")).to_contain_text(QUOTE)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("#formulier").evaluate("form => getComputedStyle(form).position") != "sticky"


def test_a_second_question_starts_in_sight(page: Page) -> None:
    ask(page, "Eerste " + "lange vraag " * 40)
    expect(page.locator("#gesprek")).to_contain_text("Gesprek: 0.")
    ask(page, "Tweede vraag")
    expect(page.locator("#gesprek")).to_contain_text("Gesprek: 1.")
    expect(page.locator(".beurt").last.locator(".vraag")).to_be_in_viewport()
