"""A real server on this machine, a real Chromium, and a watch on everything that it asks for."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Request, WebSocket, expect, sync_playwright

from aiact_assistant.settings import Settings
from aiact_assistant.ui.events import AssistantLike
from aiact_assistant.ui.server import build_app
from tests.fakes import FakeAssistant

expect.set_options(timeout=10_000)

_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
# What the security policy stops never becomes a request: it is recorded in the page itself.
_RECORD_BLOCKED = """
window.blocked = [];
document.addEventListener('securitypolicyviolation', (event) => window.blocked.push(event.blockedURI));
"""

Tabs = Callable[..., Page]


@contextlib.contextmanager
def serving(assistant: AssistantLike) -> Iterator[str]:
    """The address of the page of an assistant."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    server = uvicorn.Server(uvicorn.Config(build_app(assistant), log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def assistant(data_dir: Path) -> FakeAssistant:
    return FakeAssistant(Settings(data_dir=data_dir))


@pytest.fixture(scope="module")
def address(assistant: FakeAssistant) -> Iterator[str]:
    with serving(assistant) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def tabs(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Tabs]:
    """Opens visitors, each with a browser of their own; the test fails when one asks another host for anything."""
    foreign: list[str] = []
    contexts: list[BrowserContext] = []

    def open_tab(address: str | None = None, *, script: str = "", **options: object) -> Page:
        home: str = address or request.getfixturevalue("address")
        own = (home, home.replace("http:", "ws:"), "data:", "blob:")

        def watch(asked: Request | WebSocket) -> None:
            if not asked.url.startswith(own):
                foreign.append(asked.url)

        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})  # pyright: ignore[reportArgumentType]
        contexts.append(context)
        context.add_init_script(_RECORD_BLOCKED + script)
        context.on("request", watch)
        context.on("serviceworker", lambda worker: foreign.append(f"service worker {worker.url}"))
        tab = context.new_page()
        tab.on("websocket", watch)
        tab.goto(home)
        expect(tab.locator("#vraag textarea")).to_be_visible(timeout=30_000)
        return tab

    yield open_tab
    for context in contexts:
        for tab in context.pages:
            foreign += tab.evaluate("window.blocked || []")
        context.close()
    assert foreign == []


@pytest.fixture
def page(tabs: Tabs) -> Page:
    """A visitor at a desk."""
    return tabs()


def ask(page: Page, question: str) -> None:
    """Type a question and send it with Enter."""
    page.locator("#vraag textarea").fill(question)
    page.locator("#vraag textarea").press("Enter")
