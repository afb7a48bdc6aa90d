"""The page on the real assistant, before anything was fetched."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from aiact_assistant.assistant import Assistant
from aiact_assistant.settings import Settings
from aiact_assistant.ui.guard import HEALTH
from tests.browser.conftest import Tabs, ask, serving

pytestmark = pytest.mark.browser


def test_without_sources_the_page_says_what_to_do_and_goes_on(tabs: Tabs, tmp_path: Path) -> None:
    with serving(Assistant(Settings(data_dir=tmp_path, embedder="none"))) as address:
        page = tabs(address)
        expect(page.locator(".meldingen")).to_contain_text("Er zijn nog geen bronnen. Haal ze op met: aiact sync.")
        ask(page, "Wat is een AI-systeem?")
        expect(page.locator("#gesprek .status")).to_have_text("Geen antwoord")
        expect(page.locator("#gesprek")).to_contain_text("aiact sync --mirror")
        expect(page.locator("#gesprek a.vraagbaak.nadruk")).to_be_visible()
        expect(page.locator("#vraag textarea")).to_have_value("Wat is een AI-systeem?")
        page.get_by_role("tab", name="Beslishulp").click()
        page.locator("[data-antwoord=no]").click()
        expect(page.locator("#bh-stand-kop")).to_contain_text("Geen AI-systeem")
        page.get_by_role("tab", name="Vragen").click()
        page.get_by_label("English").check()
        expect(page.locator(".meldingen")).to_contain_text("There are no sources yet.")
        expect(page.locator("#gesprek")).to_contain_text("Er zijn nog geen bronnen")
        assert page.request.get(address + HEALTH).status == 503
        page.close()
