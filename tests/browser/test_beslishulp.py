"""The tab Beslishulp in a real Chromium: a whole walk, changes, sharing, exports, keyboard, phone and print."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from playwright.sync_api import Locator, Page, Route, expect

from aiact_assistant.domain import RiskClass
from tests.browser.conftest import Tabs
from tests.browser.test_access import CONTRAST, HIDDEN_FOCUS, NAMELESS, PHONE, SMALL
from tests.conftest import ROOT
from tests.fakes import TODAY
from tests.walks import RECRUITER, step, whole

pytestmark = pytest.mark.browser

FITS = "document.documentElement.scrollWidth <= window.innerWidth"
START = f"v1;{TODAY.isoformat()}"


@pytest.fixture
def aid(page: Page) -> Page:
    """A visitor at the first question."""
    return opened(page)


def opened(page: Page) -> Page:
    page.get_by_role("tab", name="Beslishulp").click()
    expect(question(page)).to_contain_text("Draait de toepassing op een computer")
    return page


def at(tabs: Tabs, home: str, answers: str, **options: Any) -> Page:
    """A visitor of an address that was shared, in a browser of its own."""
    page = tabs(**options)
    # From an empty page it is one fresh load; within the page only the hash would change.
    page.goto("about:blank")
    page.goto(f"{home}/#beslishulp={answers}")
    expect(outcome(page)).to_be_visible()
    return page


def question(page: Page) -> Locator:
    return page.locator("#bh-kop")


def outcome(page: Page) -> Locator:
    return page.locator("#bh-stand-kop")


def put(page: Page) -> str | None:
    card = page.locator(".bh-vraag[data-vraag]")
    return card.get_attribute("data-vraag") if card.count() else None


def answer(page: Page, word: str) -> None:
    """Press an answer and wait for what comes after it."""
    before = page.url
    page.get_by_role("group").get_by_role("button", name=word, exact=False).first.click()
    page.wait_for_function("before => location.href !== before", arg=before)


def in_address(page: Page) -> str:
    return page.url.partition("#beslishulp=")[2]


def test_a_whole_walk_ends_in_high_risk_with_duties_and_pictures(aid: Page) -> None:
    while (name := put(aid)) is not None:
        answer(aid, "Ja" if name in RECRUITER else "Nee")
    expect(outcome(aid)).to_have_text("Uitkomst Hoog risico")
    expect(question(aid)).to_have_text("Alle vragen zijn beantwoord")
    assert in_address(aid) == whole().address
    expect(aid.locator(".bh-plichten > ul > li")).to_have_count(len(whole().decision.obligations))
    expect(aid.locator(".bh-plichten")).to_contain_text("vanaf 2 december 2027 artikel 26, lid 1")
    for name, says in (
        ("De weg naar deze uitkomst", "5. Hoog risico: Ja: Werving en selectie"),
        ("Vanaf wanneer", "Vandaag"),
    ):
        picture = aid.get_by_role("img", name=name)
        expect(picture).to_be_visible()
        assert says in (picture.locator("desc").text_content() or "")
    aid.get_by_text("De hele redenering, regel voor regel").click()
    expect(aid.locator(".bh-spoor tbody tr").first).to_be_visible()


def test_an_answer_in_the_middle_is_changed_and_the_rest_stays(tabs: Tabs, address: str) -> None:
    page = at(tabs, address, whole().address)
    expect(outcome(page)).to_contain_text("Hoog risico")
    page.locator(".bh-gegeven summary", has_text="Werk en personeel").click()
    page.get_by_role("button", name=re.compile(r"^Wijzig\s?: Werft of selecteert")).click()
    expect(question(page)).to_contain_text("Werft of selecteert")
    expect(page.locator("[data-antwoord][aria-pressed=true]")).to_contain_text("Ja")
    assert in_address(page) == whole().address
    answer(page, "Nee")
    expect(outcome(page)).not_to_contain_text("Hoog risico")
    assert in_address(page) == whole().address.replace("recruitment=j", "recruitment=n")
    expect(page.locator(".bh-gegeven details").nth(6)).to_have_attribute("open", "")
    page.go_back()
    expect(outcome(page)).to_contain_text("Hoog risico")


def test_an_answer_is_removed_and_asked_again(tabs: Tabs, address: str) -> None:
    page = at(tabs, address, f"{START};machine=j;infers=j")
    page.locator(".bh-gegeven summary").first.click()
    page.get_by_role("button", name=re.compile(r"^Wis\s?: Leidt de toepassing")).click()
    expect(page.locator("#bh-gegeven-kop")).to_have_text("Uw antwoorden (1)")
    expect(page.locator("#bh-gegeven-kop")).to_be_focused()
    expect(question(page)).to_contain_text("Leidt de toepassing zelf")
    assert in_address(page) == f"{START};machine=j"


def test_unknown_and_back_lose_nothing(aid: Page) -> None:
    answer(aid, "Ja")
    answer(aid, "Weet ik niet")
    assert in_address(aid) == f"{START};machine=j;infers=o"
    expect(outcome(aid)).to_contain_text("Nog niet te bepalen")
    aid.get_by_role("button", name="Vorige vraag").click()
    expect(question(aid)).to_contain_text("Leidt de toepassing zelf")
    expect(question(aid)).to_be_focused()
    aid.get_by_role("button", name="Vorige vraag").click()
    expect(question(aid)).to_contain_text("Draait de toepassing")
    expect(aid.get_by_role("button", name="Vorige vraag")).to_have_count(0)
    aid.get_by_role("button", name="Verder zonder wijziging").click()
    expect(question(aid)).to_contain_text("Werkt de toepassing tot op zekere hoogte")
    assert in_address(aid) == f"{START};machine=j;infers=o"


def test_an_address_restores_everything_elsewhere_and_a_reload_keeps_it(tabs: Tabs, address: str) -> None:
    shared = f"v1;2028-01-01;{whole().address.partition(';')[2].partition(';')[2]}"
    page = at(tabs, address, shared)
    expect(page.get_by_label("Geldig op").last).to_have_value("2028-01-01")
    expect(page.locator(".bh-balk")).to_contain_text("andere dag dan vandaag, 24 november 2026")
    expect(outcome(page)).to_contain_text("Hoog risico")
    page.reload()
    expect(outcome(page)).to_contain_text("Hoog risico")
    assert in_address(page) == shared


def test_answers_survive_another_tab_and_a_reload_there_but_not_another_visitor(tabs: Tabs) -> None:
    page = opened(tabs())
    answer(page, "Ja")
    page.get_by_role("tab", name="Kennisbank").click()
    assert page.url.endswith("#kennisbank")
    page.reload()
    expect(page.locator("#kb-aantal")).to_contain_text("4 antwoorden")
    page.get_by_role("tab", name="Beslishulp").click()
    expect(page.locator("#bh-gegeven-kop")).to_have_text("Uw antwoorden (1)")
    assert in_address(page) == f"{START};machine=j"
    other = opened(tabs())
    expect(other.locator("#bh-gegeven-kop")).to_have_count(0)


@pytest.mark.parametrize(
    ("broken", "left"),
    [
        ("v1;machine=j;bestaat_niet=j;<img src=x onerror=window.bad=1>", 1),
        ("v9;machine=j", 0),
        ("%E0%A4%A;machine=j", 0),
        ("x" * 30_000, 0),
    ],
    ids=["unknown parts", "version", "broken encoding", "too long"],
)
def test_a_broken_address_says_so_and_goes_on(tabs: Tabs, address: str, broken: str, left: int) -> None:
    page = at(tabs, address, broken)
    expect(page.locator(".bh-let-op[role=alert]")).to_contain_text("niet herkend en overgeslagen")
    expect(question(page)).to_be_visible()
    assert len(in_address(page).split(";")) == 2 + left
    assert page.evaluate("window.bad") is None
    answer(page, "Nee")
    expect(page.locator(".bh-let-op")).to_have_count(0)


def test_the_address_is_copied_and_holds_no_words(tabs: Tabs, address: str) -> None:
    page = at(tabs, address, f"{START};machine=j;infers=n", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopieer adres").click()
    expect(page.locator("#bh-melding[role=status]")).to_have_text("Het adres is gekopieerd.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{address}/#beslishulp={START};machine=j;infers=n"


def test_exports_are_downloaded_and_nothing_is_left_on_the_server(
    tabs: Tabs, address: str, data_dir: Path, tmp_path: Path
) -> None:
    before = sorted(data_dir.rglob("*"))
    page = at(tabs, address, whole().address)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download memo").click()
    assert waiting.value.suggested_filename == "ai-verordening-memo.md"
    waiting.value.save_as(tmp_path / "memo.md")
    memo = (tmp_path / "memo.md").read_text("utf8")
    assert memo.startswith("# Beoordeling volgens de AI-verordening")
    assert "- Klasse: **hoog risico**" in memo
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download JSON").click()
    assert waiting.value.suggested_filename == "ai-verordening-besluit.json"
    waiting.value.save_as(tmp_path / "besluit.json")
    content = json.loads((tmp_path / "besluit.json").read_text("utf8"))
    Draft202012Validator(json.loads((ROOT / "docs/schemas/decide.json").read_text("utf8"))).validate(content)
    assert content["class"] == RiskClass.HIGH_RISK.value
    assert {fact["id"] for fact in content["facts"]} == {fact.id for fact in whole().facts}
    assert sorted(data_dir.rglob("*")) == before


def test_beginning_again_asks_first(tabs: Tabs, address: str) -> None:
    page = at(tabs, address, f"{START};machine=j;infers=n")
    page.get_by_role("button", name="Opnieuw beginnen").click()
    dialog = page.get_by_role("dialog", name="Opnieuw beginnen?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("#bh-gegeven-kop")).to_have_text("Uw antwoorden (2)")
    page.get_by_role("button", name="Opnieuw beginnen").click()
    dialog.get_by_role("button", name="Ja, wis alles").click()
    expect(page.locator("#bh-gegeven-kop")).to_have_count(0)
    assert page.url.endswith("#beslishulp")
    page.reload()
    expect(question(page)).to_contain_text("Draait de toepassing")


def test_another_day_gives_the_law_of_that_day(tabs: Tabs, address: str) -> None:
    page = at(tabs, address, whole().address)
    day = page.locator("#bh-datum")
    day.fill("2028-01-01")
    expect(page.locator(".bh-balk")).to_contain_text("andere dag dan vandaag")
    assert in_address(page).startswith("v1;2028-01-01;machine=j")
    expect(page.locator(".bh-stand")).to_contain_text("waarvan 12 op de gekozen dag gelden")
    expect(day).to_be_focused()
    day.fill("")
    expect(page.locator(".bh-balk")).not_to_contain_text("andere dag")
    assert in_address(page).startswith(f"{START};machine=j")


def test_keyboard_alone_answers_goes_back_and_on(page: Page) -> None:
    page.get_by_role("tab", name="Vragen").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Beslishulp")).to_be_focused()
    expect(question(page)).to_be_visible()
    # A letter outside the tab answers nothing.
    page.keyboard.press("j")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(HIDDEN_FOCUS) == ""
        if page.evaluate("document.activeElement.dataset.antwoord") == "yes":
            break
    assert "machine" not in page.url
    page.keyboard.press("Enter")
    expect(question(page)).to_be_focused()
    expect(question(page)).to_contain_text("Leidt de toepassing")
    for key, letter in (("n", "n"), ("o", "o")):
        asked = put(page)
        page.keyboard.press(key)
        page.wait_for_function("part => location.hash.includes(part)", arg=f"{asked}={letter}")
    page.keyboard.press("Control+j")
    expect(page.locator("#bh-gegeven-kop")).to_have_text("Uw antwoorden (3)")
    page.locator("#bh-datum").focus()
    page.keyboard.press("n")
    expect(page.locator("#bh-gegeven-kop")).to_have_text("Uw antwoorden (3)")


def test_a_double_click_answers_one_question(aid: Page) -> None:
    aid.locator("[data-antwoord=no]").dblclick()
    expect(page_count(aid)).to_have_text("Uw antwoorden (1)")


def test_two_quick_steps_are_both_taken(tabs: Tabs, address: str) -> None:
    page = at(tabs, address, f"{START};machine=j;infers=j;autonomy=j")
    page.evaluate("for (const name of ['machine', 'autonomy']) document.querySelector(`[data-wis=${name}]`).click()")
    expect(page_count(page)).to_have_text("Uw antwoorden (1)")
    assert in_address(page) == f"{START};infers=j"


def page_count(page: Page) -> Locator:
    return page.locator("#bh-gegeven-kop")


def test_a_screen_reader_hears_where_it_stands(aid: Page) -> None:
    live = aid.locator("#bh-voorlezen[role=status]")
    region = live.element_handle()
    answer(aid, "Nee")
    expect(live).to_have_text("Uitkomst: geen AI-systeem. Verplichtingen: 0.")
    assert region is not None
    assert region.evaluate("element => element.isConnected"), "a replaced live region is not read out"
    assert aid.evaluate(NAMELESS) == []


def test_language_switch_keeps_answers_and_question(tabs: Tabs, address: str) -> None:
    page = at(tabs, address, f"{START};machine=j;infers=j")
    page.get_by_label("English").check()
    expect(page.get_by_role("tab", name="Decision aid")).to_have_attribute("aria-selected", "true")
    expect(question(page)).to_contain_text("Does it work with some degree of independence?")
    expect(page.locator("#bh-gegeven-kop")).to_have_text("Your answers (2)")
    question(page).focus()
    page.keyboard.press("y")
    page.wait_for_function("location.hash.includes('autonomy=j')")
    page.get_by_label("Nederlands").check()
    expect(page.locator("#bh-gegeven-kop")).to_have_text("Uw antwoorden (3)")


@pytest.mark.parametrize(
    "answers", ["", START + ";machine=j;infers=j", whole().address], ids=["start", "middle", "end"]
)
def test_a_phone_has_all_in_reach_and_every_text_can_be_read(tabs: Tabs, address: str, answers: str) -> None:
    page = at(tabs, address, answers, **PHONE)
    assert page.evaluate(FITS)
    for fold in page.locator("#beslishulp summary:visible").all():
        fold.click()
    assert page.evaluate(FITS)
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(NAMELESS) == []
    links = page.locator("#beslishulp a").all_inner_texts()
    assert [name for name in page.evaluate(SMALL, 24) if name.rpartition(":")[0] not in links] == []
    picture = page.get_by_role("img", name="De weg naar deze uitkomst").bounding_box()
    assert picture is not None
    assert 300 <= picture["width"] <= 390
    where = [page.locator(part).bounding_box() for part in (".bh-vraag", ".bh-stand", ".bh-pad")]
    tops = [box["y"] for box in where if box]
    assert tops == sorted(tops)
    assert len(tops) == 3
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(FITS)


def test_print_shows_the_outcome_and_the_pictures_without_buttons(tabs: Tabs, address: str) -> None:
    page = at(tabs, address, whole().address)
    page.emulate_media(media="print")
    expect(page.get_by_role("img", name="De weg naar deze uitkomst")).to_be_visible()
    expect(page.get_by_role("img", name="Vanaf wanneer wat geldt")).to_be_visible()
    expect(outcome(page)).to_be_visible()
    expect(page.locator(".bh-balk")).to_be_hidden()


def test_what_cannot_be_loaded_is_said_and_can_be_tried_again(aid: Page) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    answer(aid, "Ja")
    aid.route("**/beslishulp/nl", refuse)
    aid.locator("[data-antwoord=yes]").click()
    expect(aid.locator("#bh-melding[role=alert]")).to_contain_text("uw antwoorden staan nog in het adres")
    assert in_address(aid) == f"{START};machine=j"
    aid.unroute("**/beslishulp/nl", refuse)
    answer(aid, "Ja")
    expect(aid.locator("#bh-melding")).to_have_count(0)
    assert in_address(aid) == step(f"{START};machine=j;infers=j").address
