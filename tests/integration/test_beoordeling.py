"""The tab Beoordeling over HTTP: one browser's dossier is no other's, limits hold, and every export can be opened."""

from __future__ import annotations

import io
import json
import logging
import time
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from aiact_assistant.settings import Settings
from aiact_assistant.ui.beoordeling_routes import COOKIE
from aiact_assistant.ui.server import build_app
from tests.conftest import ROOT
from tests.fakes import RANKS, FakeAssistant
from tests.uploads import paragraph_pdf

pytestmark = pytest.mark.integration

HOME = "/beoordeling/nl"
PLAN = paragraph_pdf("Plan.", f"{RANKS}\nMail jan@voorbeeld.nl.")
NAME = "plan <b>.pdf"
SHOWN = "plan &lt;b&gt;.pdf"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("data")
    with TestClient(build_app(FakeAssistant(Settings(data_dir=folder, limit_total_mb=1, limit_file_mb=1)))) as client:
        yield client
    assert list(folder.iterdir()) == [], "nothing of a dossier is written in the data folder"


@pytest.fixture
def client(app: TestClient) -> Iterator[TestClient]:
    """A visitor without a past."""
    app.cookies.clear()
    yield app
    app.post(f"{HOME}/wis")
    app.cookies.clear()


def upload(client: TestClient, name: str = NAME, data: bytes = PLAN) -> int:
    headers = {"content-type": "application/octet-stream"}
    return client.post(f"{HOME}/bestand", params={"naam": name}, content=data, headers=headers).status_code


def read(client: TestClient) -> str:
    """The tab after the dossier was read."""
    assert client.post(f"{HOME}/lezen").status_code == 200
    for _ in range(600):
        if client.get(f"{HOME}/stand").json()["stand"] in ("empty", "ready"):
            return client.get(HOME).text
        time.sleep(0.05)
    raise AssertionError("not read within 30 seconds")


def answer(client: TestClient, question: str, value: str, reason: str = "") -> tuple[int, str]:
    got = client.post(f"{HOME}/antwoord", json={"question": question, "answer": value, "reason": reason})
    return got.status_code, got.text


def test_the_secret_is_a_cookie_that_no_script_and_no_other_site_gets(client: TestClient) -> None:
    response = client.post(f"{HOME}/bestand", params={"naam": NAME}, content=PLAN)
    cookie = response.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert len(client.cookies[COOKIE]) > 40
    assert response.headers["cache-control"] == "no-store"
    # It stays the same, and is not sent again.
    assert "set-cookie" not in client.post(f"{HOME}/bestand", params={"naam": "b.txt"}, content=b"b").headers


def test_a_proposal_is_shown_with_its_evidence_and_what_must_be_noticed(client: TestClient) -> None:
    assert upload(client) == 200
    shown = read(client)
    assert f"<q>{RANKS}</q> <span>{SHOWN}, blz. 2</span>" in shown
    assert "<b>" not in shown
    assert f"1 × e-mailadres: {SHOWN} (blz. 2)" in shown
    assert "Hoog risico" in shown
    place = client.get(f"{HOME}/plaats/vraag/recruitment/0").text
    assert f"<mark>{RANKS}</mark>" in place
    assert 'src="beoordeling/nl/beeld/vraag/recruitment/0"' in place
    picture = client.get(f"{HOME}/beeld/vraag/recruitment/0")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert client.get(f"{HOME}/plaats/vraag/recruitment/7").status_code == 404
    assert client.get(f"{HOME}/beeld/plicht/d_fria/0").status_code == 404


def test_a_change_needs_a_reason_and_is_kept(client: TestClient) -> None:
    upload(client)
    read(client)
    assert answer(client, "recruitment", "no") == (422, "U wijkt af van het voorstel. Schrijf erbij waarom.")
    code, shown = answer(client, "recruitment", "no", "Alleen <i>planning</i>.")
    assert code == 200
    assert "Minimaal risico" in shown
    assert "voorstel ja, u nee, regels nee" in shown
    assert "Alleen &lt;i&gt;planning&lt;/i&gt;." in shown
    assert "data-te-bewaren" in shown
    # Reading once more keeps it.
    assert "Minimaal risico" in read(client)
    _, shown = answer(client, "recruitment", "forget")
    assert "Hoog risico" in shown
    assert answer(client, "bakfiets", "yes")[0] == 422


def test_nobody_else_sees_a_dossier(app: TestClient, client: TestClient) -> None:
    upload(client)
    read(client)
    mine = client.cookies[COOKIE]
    client.cookies.clear()
    paths = ("/stand", "/plaats/vraag/recruitment/0", "/beeld/vraag/recruitment/0", "/uitvoer/word", "/uitvoer/json")
    for secret in (None, "geraden", mine[:-1]):
        app.cookies.clear()
        if secret is not None:
            app.cookies.set(COOKIE, secret)
        assert [app.get(HOME + path).status_code for path in paths] == [410] * len(paths)
        assert SHOWN not in app.get(HOME).text
        assert app.post(f"{HOME}/antwoord", json={"question": "uses", "answer": "yes"}).status_code == 410
        # Wiping with a wrong secret wipes nothing.
        app.post(f"{HOME}/wis")
    app.cookies.clear()
    app.cookies.set(COOKIE, mine)
    assert SHOWN in app.get(HOME).text


def test_wiped_is_gone(client: TestClient) -> None:
    upload(client)
    read(client)
    mine = client.cookies[COOKIE]
    assert SHOWN not in client.post(f"{HOME}/wis").text
    client.cookies.set(COOKIE, mine)
    assert client.get(f"{HOME}/uitvoer/json").status_code == 410


def test_too_large_is_refused(client: TestClient) -> None:
    response = client.post(f"{HOME}/bestand", params={"naam": "groot.pdf"}, content=b"x" * 1_000_001)
    assert (response.status_code, response.text) == (413, "groot.pdf is te groot. Het maximum is 1 MB.")
    assert upload(client, "a.txt", b"x" * 1_000_000) == 200
    assert upload(client, "b.txt", b"x") == 422


def test_what_cannot_be_read_is_said_and_logs_name_no_file(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "aiact_assistant")
    upload(client, "geheim plan.pdf", b"%PDF-1.4 geheime inhoud")
    shown = read(client)
    assert "Het lezen is niet gelukt" in shown
    assert "geheim plan.pdf" in shown
    assert "geheim" not in caplog.text


def test_every_export_can_be_opened(client: TestClient) -> None:
    upload(client)
    read(client)
    answer(client, "recruitment", "no", "Alleen planning.")
    word = client.get(f"{HOME}/uitvoer/word")
    assert "concept-beoordeling.docx" in word.headers["content-disposition"]
    document = docx.Document(io.BytesIO(word.content))
    assert document.sections[0].header.paragraphs[0].text == "Concept: beoordeling door een mens vereist"
    assert "Alleen planning." in client.get(f"{HOME}/uitvoer/markdown").text
    schema = json.loads((ROOT / "docs" / "schemas" / "draft.json").read_text("utf8"))
    Draft202012Validator(schema).validate(client.get(f"{HOME}/uitvoer/json").json())
    assert client.get(f"{HOME}/uitvoer/register").json()["lang"] == "nld"
    assert client.get(f"{HOME}/uitvoer/toetsen").text.startswith("# Onderwerpen voor IAMA en DPIA")
    assert client.get("/beoordeling/en/uitvoer/markdown").text.startswith("# Assessment under the AI Act")
    assert "data-te-bewaren" not in client.get(HOME).text
    assert client.get(f"{HOME}/uitvoer/alles").status_code == 422


def test_nothing_of_it_stays_on_disk(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    upload(client)
    read(client)
    assert list(tmp_path.iterdir()) == []


def test_another_day_gives_another_law_and_keeps_the_answers(client: TestClient) -> None:
    upload(client)
    read(client)
    answer(client, "machine", "yes")
    shown = client.post(f"{HOME}/dag", json={"day": "2025-03-01"}).text
    assert 'value="2025-03-01"' in shown
    assert "Bevestigd" in shown
    assert "1 maart 2025" in client.get(f"{HOME}/uitvoer/markdown").text
    assert json.loads(client.get(f"{HOME}/uitvoer/json").text)["date"] == "2025-03-01"
    # A reload, and reading once more, keep it; empty is today.
    assert 'value="2025-03-01"' in client.get(HOME).text
    assert 'value="2025-03-01"' in read(client)
    assert 'value="2026-11-24"' in client.post(f"{HOME}/dag", json={"day": ""}).text
    refused = client.post(f"{HOME}/dag", json={"day": "31-12-2027"})
    assert (refused.status_code, refused.text.split(".")[0]) == (422, "De datum klopt niet")


def test_masked_data_is_in_no_file_and_its_page_is_still_found(client: TestClient) -> None:
    upload(client, data=paragraph_pdf(f"{RANKS} Elke keuze wordt gelogd door jan@voorbeeld.nl."))
    assert "gelogd door jan@voorbeeld.nl." in read(client)
    answer(client, "machine", "yes")
    shown = client.post(f"{HOME}/afschermen", json={"masked": True}).text
    assert "Bevestigd" in shown
    assert "1 × e-mailadres" in shown, "what was found is still told"
    for kind in ("markdown", "json", "register", "toetsen"):
        assert "jan@" not in client.get(f"{HOME}/uitvoer/{kind}").text
    word = docx.Document(io.BytesIO(client.get(f"{HOME}/uitvoer/word").content))
    cells = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    assert "gelogd door [mail██████████]." in cells
    rule = shown.split('data-plaats="plicht/')[1].split("/")[0]
    assert "gelogd door [mail██████████].</mark>" in client.get(f"{HOME}/plaats/plicht/{rule}/0").text
    masked = client.get(f"{HOME}/beeld/plicht/{rule}/0").content
    # Reading once more keeps it; it can be undone.
    assert "jan@" not in read(client)
    assert "gelogd door jan@voorbeeld.nl." in client.post(f"{HOME}/afschermen", json={"masked": False}).text
    # In the picture of the file the same words are marked.
    assert client.get(f"{HOME}/beeld/plicht/{rule}/0").content == masked


def test_a_model_on_another_computer_masks_before_anything_is_proposed(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, llm_base_url="https://model.voorbeeld.nl/v1", llm_model="m")
    with TestClient(build_app(FakeAssistant(settings))) as client:
        assert "Stukken tekst gaan naar een taalmodel op een andere computer" in client.get(HOME).text
        upload(client, data=paragraph_pdf(f"{RANKS} Elke keuze wordt gelogd door jan@voorbeeld.nl."))
        shown = read(client)
        assert "jan@" not in shown
        assert "Ze zijn afgeschermd" in shown
