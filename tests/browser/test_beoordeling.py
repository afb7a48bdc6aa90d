"""The tab Beoordeling in a real Chromium: upload to export, by mouse and keyboard, for two visitors and on a phone."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.browser.conftest import Tabs
from tests.browser.test_access import CONTRAST, NAMELESS, PHONE, SMALL
from tests.fakes import RANKS, WAITS
from tests.uploads import paragraph_pdf

pytestmark = pytest.mark.browser

FITS = "document.documentElement.scrollWidth <= window.innerWidth"
FOCUS = "document.activeElement.id"
PLAN = paragraph_pdf("Plan van aanpak.", f"{RANKS}\nElke keuze wordt gelogd.\nMail jan@voorbeeld.nl.")
# A drop has no way in through the keyboard or mouse of a driver: the event is made as a browser would.
DROP = """([name, words, more]) => {
  const dragged = new DataTransfer();
  dragged.items.add(new File([words], name, { type: "text/plain" }));
  if (more) dragged.items.add(new File([more], "meer.txt", { type: "text/plain" }));
  const target = document.querySelector("[data-laden]");
  for (const kind of ["dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(kind, { dataTransfer: dragged, bubbles: true, cancelable: true }));
  }
}"""


@pytest.fixture
def empty(page: Page) -> Page:
    """A visitor with nothing yet."""
    return opened(page)


@pytest.fixture
def read(empty: Page) -> Page:
    """A visitor whose plan was read."""
    give(empty)
    return empty


def opened(page: Page) -> Page:
    page.get_by_role("tab", name="Beoordeling").click()
    expect(page.locator("[data-laden]")).to_be_visible()
    return page


def give(page: Page, name: str = "plan kiezer.pdf", data: bytes = PLAN) -> None:
    page.set_input_files("#bo-bestand", files=[{"name": name, "mimeType": "application/pdf", "buffer": data}])
    expect(card(page, "recruitment")).to_be_visible(timeout=30_000)


def card(page: Page, name: str) -> Locator:
    return page.locator(f"#bo-v-{name}")


def outcome(page: Page) -> Locator:
    return page.locator("#bo-stand-kop")


def test_a_plan_becomes_proposals_with_evidence_and_a_draft(read: Page) -> None:
    expect(outcome(read)).to_have_text("Concept Hoog risico")
    expect(card(read, "recruitment")).to_contain_text(RANKS)
    expect(card(read, "recruitment")).to_contain_text("plan kiezer.pdf, blz. 2")
    expect(read.locator(".bo-persoon")).to_contain_text("1 × e-mailadres: plan kiezer.pdf (blz. 2)")
    expect(read.locator(".bo-plichten")).to_contain_text("Elke keuze wordt gelogd.")
    expect(read.locator("#bo-voorlezen")).to_contain_text("Klaar met lezen. Concept: hoog risico.")
    # Only what has an answer is shown at first.
    expect(card(read, "profiling")).to_be_hidden()
    read.get_by_role("button", name="alle vragen").click()
    expect(card(read, "profiling")).to_be_visible()


def test_evidence_is_shown_on_its_page(read: Page) -> None:
    card(read, "recruitment").get_by_role("button", name="Bekijk op de bladzijde").click()
    dialog = read.locator("#bo-plaats")
    expect(dialog.get_by_role("heading", name="plan kiezer.pdf, bladzijde 2")).to_be_focused()
    expect(dialog.locator("mark")).to_have_text(RANKS)
    picture = dialog.get_by_role("img", name="De bladzijde, met het bewijs gemarkeerd")
    expect(picture).to_be_visible()
    read.wait_for_function("document.querySelector('#bo-plaats img').naturalWidth > 500")
    read.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_all_can_be_answered_by_keyboard(read: Page) -> None:
    card(read, "machine").focus()
    read.keyboard.press("b")
    expect(card(read, "machine")).to_contain_text("Bevestigd: ja")
    expect(card(read, "autonomy")).to_be_focused()
    read.keyboard.press("ArrowDown")
    expect(card(read, "infers")).to_be_focused()
    read.keyboard.press("ArrowUp")
    read.keyboard.press("j")
    expect(card(read, "autonomy")).to_contain_text("Bevestigd: ja")
    # A change asks why before anything is sent.
    card(read, "recruitment").focus()
    read.keyboard.press("n")
    expect(card(read, "recruitment").get_by_label("Waarom wijkt u af")).to_be_focused()
    expect(outcome(read)).to_have_text("Concept Hoog risico")
    read.keyboard.type("Job nee ook niet")
    read.keyboard.press("Tab")
    read.keyboard.press("Enter")
    expect(outcome(read)).to_have_text("Concept Minimaal risico")
    expect(card(read, "recruitment")).to_contain_text("Uw antwoord: nee Job nee ook niet")
    expect(card(read, "recruitment")).to_contain_text("Voorstel: ja")
    expect(read.locator(".bo-verschil")).to_contain_text("voorstel ja, u nee, regels nee")
    expect(read.locator("#bo-voorlezen")).to_have_text("Concept: minimaal risico.")
    card(read, "recruitment").get_by_role("button", name="Haal mijn antwoord weg").click()
    expect(outcome(read)).to_have_text("Concept Hoog risico")


def test_a_reason_half_written_survives_an_answer_elsewhere(read: Page) -> None:
    card(read, "recruitment").get_by_role("button", name="Nee").click()
    read.keyboard.type("Half")
    card(read, "machine").get_by_role("button", name="Klopt").click()
    expect(card(read, "machine")).to_contain_text("Bevestigd: ja")
    expect(card(read, "recruitment").get_by_label("Waarom wijkt u af")).to_have_value("Half")
    card(read, "recruitment").get_by_role("button", name="Bewaar").click()
    expect(card(read, "recruitment")).to_contain_text("Uw antwoord: nee Half")
    expect(card(read, "recruitment").get_by_label("Waarom wijkt u af")).to_be_hidden()


def test_a_reload_keeps_the_work_and_another_visitor_has_none_of_it(tabs: Tabs) -> None:
    one, other = opened(tabs()), opened(tabs())
    give(one)
    card(one, "machine").focus()
    one.keyboard.press("b")
    expect(card(one, "machine")).to_contain_text("Bevestigd: ja")
    one.once("dialog", Dialog.accept)
    one.reload()
    expect(card(one, "machine")).to_contain_text("Bevestigd: ja")
    expect(outcome(one)).to_have_text("Concept Hoog risico")
    other.reload()
    expect(other.locator("[data-laden]")).to_contain_text("Kies bestanden")
    expect(other.locator("body")).not_to_contain_text("plan kiezer")
    give(other, "ander.pdf")
    expect(one.locator("body")).not_to_contain_text("ander.pdf")
    assert other.evaluate("document.cookie") == ""


def test_leaving_with_unsaved_answers_warns_and_after_an_export_it_does_not(read: Page) -> None:
    card(read, "machine").focus()
    read.keyboard.press("b")
    expect(card(read, "machine")).to_contain_text("Bevestigd: ja")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    read.on("dialog", stay)
    read.reload()
    assert asked == ["beforeunload"]
    expect(card(read, "machine")).to_contain_text("Bevestigd: ja")
    with read.expect_download():
        read.get_by_role("link", name="Memo (Markdown)").click()
    card(read, "machine").click()
    read.reload()
    expect(card(read, "machine")).to_contain_text("Bevestigd: ja")
    assert asked == ["beforeunload"]


def test_every_export_is_a_file(read: Page, tmp_path: Path) -> None:
    def download(name: str) -> Path:
        with read.expect_download() as waiting:
            read.get_by_role("link", name=name, exact=True).click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    word = download("Memo (Word)")
    assert word.name == "concept-beoordeling.docx"
    assert any(
        RANKS in cell.text for table in docx.Document(str(word)).tables for row in table.rows for cell in row.cells
    )
    assert json.loads(download("Gegevens (JSON)").read_text("utf8"))["draft_class"] == "high_risk"
    entry = json.loads(download("Algoritmeregister").read_text("utf8"))
    assert entry["publication_category"] == "Hoog-risico AI-systeem"
    assert "[IN TE VULLEN]" in entry["organization"]
    assert "IAMA" in download("Lijst voor IAMA en DPIA").read_text("utf8")


def test_several_files_can_be_dropped_and_all_can_be_wiped(empty: Page) -> None:
    empty.evaluate(DROP, ["plan.txt", RANKS, "Elke keuze wordt gelogd."])
    expect(card(empty, "recruitment")).to_be_visible(timeout=30_000)
    expect(empty.locator("[data-laden] li")).to_have_text(["plan.txt", "meer.txt"])
    # A text has no pages: the words themselves are the context.
    card(empty, "recruitment").get_by_role("button", name="Bekijk in de tekst").click()
    expect(empty.locator("#bo-plaats mark")).to_have_text(RANKS)
    expect(empty.locator("#bo-plaats img")).to_have_count(0)
    empty.get_by_role("button", name="Sluit").click()
    empty.get_by_role("button", name="Wis alles").click()
    empty.get_by_role("button", name="Annuleer").last.click()
    expect(card(empty, "recruitment")).to_be_visible()
    empty.get_by_role("button", name="Wis alles").click()
    empty.get_by_role("button", name="Ja, wis alles").click()
    expect(empty.locator("#bo-melding")).to_have_text("Alles is gewist.")
    expect(empty.locator("[data-laden]")).to_contain_text("Kies bestanden")
    empty.reload()
    expect(empty.locator("[data-laden]")).to_contain_text("Kies bestanden")


def test_reading_shows_how_far_it_is_and_can_be_stopped(empty: Page) -> None:
    empty.evaluate(DROP, ["traag.txt", WAITS, ""])
    expect(empty.get_by_role("progressbar")).to_be_visible()
    expect(empty.locator("#bo-bezig")).to_contain_text("traag.txt")
    empty.get_by_role("button", name="Stop met lezen").click()
    expect(empty.locator("#bo-melding")).to_have_text("Het lezen is gestopt.")
    expect(empty.locator("[data-laden] li")).to_have_text("traag.txt (nog niet gelezen)")


def test_what_cannot_be_read_is_said(empty: Page) -> None:
    empty.evaluate(DROP, ["kapot.pdf", "%PDF-1.4 kapot", ""])
    expect(empty.get_by_role("alert").filter(has_text="Het lezen is niet gelukt")).to_contain_text("kapot.pdf")


def test_the_english_page_keeps_the_work(read: Page) -> None:
    read.get_by_label("English").check()
    expect(read.get_by_role("tab", name="Assessment")).to_have_attribute("aria-selected", "true")
    expect(outcome(read)).to_have_text("Draft High risk")
    card(read, "machine").focus()
    read.keyboard.press("y")
    expect(card(read, "machine")).to_contain_text("Confirmed: yes")


def test_a_phone_has_all_in_reach_and_every_text_can_be_read(tabs: Tabs) -> None:
    page = opened(tabs(**PHONE))
    assert page.evaluate(FITS)
    assert page.evaluate(CONTRAST) == []
    give(page)
    assert page.evaluate(FITS)
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(NAMELESS) == []
    links = page.locator("#beoordeling a").all_inner_texts()
    assert [name for name in page.evaluate(SMALL, 24) if name.rpartition(":")[0] not in links] == []
    first, later = outcome(page).bounding_box(), card(page, "machine").bounding_box()
    assert first is not None
    assert later is not None
    assert first["y"] < later["y"]
    card(page, "recruitment").get_by_role("button", name="Nee").click()
    expect(card(page, "recruitment").get_by_label("Waarom wijkt u af")).to_be_visible()
    assert page.evaluate(FITS)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(FITS)


def test_personal_data_is_masked_with_one_click_and_a_reload_keeps_it(empty: Page) -> None:
    give(empty, data=paragraph_pdf(f"{RANKS} Elke keuze wordt gelogd door jan@voorbeeld.nl."))
    expect(empty.locator(".bo-plichten")).to_contain_text("gelogd door jan@voorbeeld.nl.")
    empty.get_by_role("button", name="Scherm ze af").click()
    expect(empty.locator(".bo-plichten")).to_contain_text("gelogd door [mail██████████].")
    expect(empty.locator("#bo-voorlezen")).to_contain_text("De persoonsgegevens zijn afgeschermd.")
    expect(empty.get_by_role("button", name="Laat ze weer zien")).to_be_focused()
    empty.reload()
    expect(empty.locator(".bo-plichten")).to_contain_text("gelogd door [mail██████████].")
    empty.locator(".bo-plichten").get_by_role("button", name="Bekijk op de bladzijde").first.click()
    expect(empty.locator("#bo-plaats")).to_contain_text("Dit is een beeld van uw eigen bestand.")
    empty.keyboard.press("Escape")
    empty.get_by_role("button", name="Laat ze weer zien").click()
    expect(empty.locator(".bo-plichten")).to_contain_text("gelogd door jan@voorbeeld.nl.")


def test_the_day_is_chosen_by_keyboard_and_a_reload_keeps_it(read: Page) -> None:
    day = read.get_by_label("Recht zoals het geldt op")
    expect(day).to_have_value("2026-11-24")
    day.fill("2025-03-01")
    day.press("Enter")
    expect(read.locator("#bo-voorlezen")).to_contain_text("De uitkomst geldt nu voor de gekozen dag.")
    expect(day).to_be_focused()
    expect(day).to_have_value("2025-03-01")
    read.once("dialog", Dialog.accept)
    read.reload()
    expect(day).to_have_value("2025-03-01")
