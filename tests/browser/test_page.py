"""The page in a real Chromium, on a real server, with a stand-in for the assistant."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Dialog, Page, Request, expect, sync_playwright

from aiact_assistant.settings import Settings
from aiact_assistant.ui.feedback import FILE
from aiact_assistant.ui.server import HEALTH, build_app
from tests.fakes import QUOTE, FakeAssistant

pytestmark = pytest.mark.browser

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def address(data_dir: Path) -> Iterator[str]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    app = build_app(FakeAssistant(Settings(data_dir=data_dir)))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    """A fresh page that fails the test when it asks another host for anything."""
    foreign: list[str] = []

    def watch(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:", address.replace("http", "ws"))):
            foreign.append(request.url)

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        tab = context.new_page()
        tab.on("request", watch)
        tab.goto(address)
        expect(tab.locator("#vraag textarea")).to_be_visible(timeout=30_000)
        yield tab
        browser.close()
    assert foreign == []


expect.set_options(timeout=20_000)


def ask(page: Page, question: str) -> None:
    page.locator("#vraag textarea").fill(question)
    page.locator("#vraag textarea").press("Enter")


def test_question_gets_an_answer_with_its_source(page: Page) -> None:
    ask(page, "Heeft een bakfiets een bel?")
    expect(page.locator("#gesprek")).to_contain_text(QUOTE)
    card = page.locator(".bron")
    expect(card).to_contain_text("artikel 4 bis, lid 1")
    expect(card).to_contain_text("van toepassing vanaf 2 december 2027")
    link = card.locator("a")
    assert (link.get_attribute("href") or "").startswith("https://eur-lex.europa.eu/")
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert (page.locator("a.vraagbaak").get_attribute("href") or "").startswith("mailto:ai-verordening@minbzk.nl")


def test_a_follow_up_keeps_the_conversation_and_new_forgets_it(page: Page) -> None:
    ask(page, "Eerste vraag")
    expect(page.locator("#gesprek")).to_contain_text("Gesprek: 0.")
    ask(page, "Tweede vraag")
    expect(page.locator("#gesprek")).to_contain_text("Gesprek: 1.")
    page.locator("#nieuw").click()
    expect(page.locator("#gesprek")).not_to_contain_text("Tweede vraag")
    ask(page, "Derde vraag")
    expect(page.locator("#gesprek")).to_contain_text("Gesprek: 0.")


def test_language_switch_changes_the_words_and_keeps_the_conversation(page: Page) -> None:
    ask(page, "Blijft dit staan?")
    expect(page.locator("#gesprek")).to_contain_text("Blijft dit staan?")
    page.get_by_label("English").check()
    expect(page.locator("#kop")).to_contain_text("AI Act assistant")
    expect(page.locator("#verstuur")).to_contain_text("Ask")
    expect(page.locator(".meldingen")).to_contain_text("A source is missing.")
    expect(page.locator("#gesprek")).to_contain_text("Blijft dit staan?")


def test_markup_in_a_question_is_shown_as_typed_and_never_runs(page: Page) -> None:
    fired: list[str] = []

    def note(dialog: Dialog) -> None:
        fired.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    nasty = "<img src=x onerror=alert(1)> <script>alert(2)</script> '; DROP TABLE x; --"
    ask(page, nasty)
    expect(page.locator("#gesprek")).to_contain_text("DROP TABLE x")
    expect(page.locator("#gesprek")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("#gesprek img[src='x']").count() == 0
    assert fired == []


def test_empty_question_gets_a_message(page: Page) -> None:
    page.locator("#verstuur").click()
    expect(page.locator("#gesprek")).to_contain_text("U hebt geen vraag ingevuld")


def test_wrong_date_gets_a_message_and_keeps_the_question(page: Page) -> None:
    page.locator("#datum textarea, #datum input").first.fill("gisteren")
    ask(page, "Wat gold er?")
    expect(page.locator("#gesprek")).to_contain_text("De datum klopt niet")
    expect(page.locator("#vraag textarea")).to_have_value("Wat gold er?")


def test_verdict_with_reason_is_kept(page: Page, data_dir: Path) -> None:
    ask(page, "Klopt dit?")
    expect(page.locator("#gesprek")).to_contain_text(QUOTE)
    page.locator("#reden textarea, #reden input").first.fill("te kort")
    page.locator("#fout").click()
    expect(page.locator("#oordeel")).to_contain_text("Dank u")
    last = json.loads((data_dir / FILE).read_text("utf8").splitlines()[-1])
    assert (last["vote"], last["reason"], last["question"]) == ("down", "te kort", "Klopt dit?")


def test_copy_puts_text_and_source_on_the_clipboard(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "Wat is een bel?")
    expect(page.locator("#gesprek")).to_contain_text(QUOTE)
    page.locator("#kopieer").click()
    page.wait_for_timeout(500)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "artikel 4 bis, lid 1" in copied
    assert "https://eur-lex.europa.eu/" in copied


def test_keyboard_alone_is_enough(page: Page) -> None:
    page.locator("#vraag textarea").focus()
    page.keyboard.type("Met het toetsenbord?")
    page.keyboard.press("Enter")
    expect(page.locator("#gesprek")).to_contain_text(QUOTE)


def test_a_phone_needs_no_sideways_scrolling(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ask(page, "Past dit op een telefoon?")
    expect(page.locator(".bron")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_example_is_asked_at_a_click(page: Page) -> None:
    page.locator(".voorbeeld").first.click()
    expect(page.locator("#gesprek")).to_contain_text("Wat is een AI-systeem?")


def test_health_and_headers(page: Page, address: str) -> None:
    response = page.request.get(address + HEALTH)
    assert response.json() == {"status": "ok"}
    assert "default-src 'self'" in response.headers["content-security-policy"]
