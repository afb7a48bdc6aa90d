"""Synchronising from a real HTTP server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from aiact_assistant.corpus.load import source_shape
from aiact_assistant.corpus.sources import Outcome, load_manifest, local_file, read_lock, sync
from aiact_assistant.domain import Source, StorageError
from aiact_assistant.settings import Settings

pytestmark = pytest.mark.integration


class Publisher:
    """What the server serves and what it was asked."""

    def __init__(self) -> None:
        self.body = b"<p>tekst</p>" * 100
        self.status = 200
        self.cut = 0
        self.etag = '"v1"'
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.address = ""


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    state = Publisher()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {key.lower(): value for key, value in self.headers.items()}
            state.requests.append((self.path, headers))
            if self.path.startswith("/celex/"):
                self.send_response(303)
                self.send_header("Location", f"{state.address}/document")
                self.end_headers()
                return
            if headers.get("if-none-match") == state.etag:
                self.send_response(304)
                self.end_headers()
                return
            start = int(headers["range"].removeprefix("bytes=").rstrip("-")) if "range" in headers else 0
            self.send_response(state.status if not start else 206)
            self.send_header("ETag", state.etag)
            self.send_header("Content-Length", str(len(state.body) - start))
            self.end_headers()
            if state.cut:
                self.wfile.write(state.body[: state.cut])
                state.cut = 0
                self.close_connection = True
                return
            self.wfile.write(state.body[start:])

        def log_message(self, format: str, *args: object) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield state
    server.shutdown()
    server.server_close()


def manifest(address: str) -> tuple[Source, ...]:
    return load_manifest(
        f"""
        origin = "{address}/celex/"
        [[source]]
        id = "wet"
        title = "Wet"
        authority = "wet"
        languages = ["nl"]
        kind = "eurlex-consolidated"
        licence = "eigen"
        celex = "09999R0001-20300101"
        date = 2030-01-01
        shape = {{ articles = 1 }}
        """
    )


def good(source: Source, name: str, data: bytes) -> Mapping[str, int]:
    assert name.startswith(("eurlex/", "richtsnoeren/")), source.id
    return {"articles": 1 if data.endswith(b"</p>") else 0}


def quiet(name: str, done: int, total: int | None) -> None:
    """No progress."""


def settings(folder: Path, **values: object) -> Settings:
    return Settings.model_validate({"data_dir": folder, "http_retries": 1, "http_timeout": 5, **values})


def test_cellar_is_asked_for_html_in_dutch_and_its_redirect_followed(publisher: Publisher, tmp_path: Path) -> None:
    sources = manifest(publisher.address)
    report = sync(settings(tmp_path), sources, good, quiet)
    assert [outcome.outcome for outcome in report.outcomes] == [Outcome.FETCHED]
    path, headers = publisher.requests[0]
    assert path == "/celex/09999R0001-20300101"
    assert headers["accept"] == "application/xhtml+xml, text/html"
    assert headers["accept-language"] == "nld"
    copy = local_file(settings(tmp_path), sources[0])
    assert copy is not None
    assert copy.read_bytes() == publisher.body
    lock = read_lock(settings(tmp_path))["wet"]
    assert (lock.version, lock.size, lock.etag) == ("09999R0001-20300101", len(publisher.body), '"v1"')


def test_second_sync_is_conditional_and_changes_nothing(publisher: Publisher, tmp_path: Path) -> None:
    for expected in (Outcome.FETCHED, Outcome.UNCHANGED):
        report = sync(settings(tmp_path), manifest(publisher.address), good, quiet)
        assert report.outcomes[0].outcome is expected
    assert publisher.requests[-1][1]["if-none-match"] == '"v1"'


def test_challenge_page_is_a_failure(publisher: Publisher, tmp_path: Path) -> None:
    publisher.status = 202
    report = sync(settings(tmp_path), manifest(publisher.address), good, quiet)
    assert len(report.failed) == 1
    assert "HTTP 202" in report.failed[0].notice_nl


def test_wrong_shape_keeps_the_good_copy(publisher: Publisher, tmp_path: Path) -> None:
    sources = manifest(publisher.address)
    sync(settings(tmp_path), sources, good, quiet)
    before = publisher.body
    publisher.body, publisher.etag = b"<p>half", '"v2"'
    report = sync(settings(tmp_path), sources, good, quiet, accept_changes=True)
    assert "klopt niet" in report.failed[0].notice_nl
    copy = local_file(settings(tmp_path), sources[0])
    assert copy is not None
    assert copy.read_bytes() == before


def test_changed_upstream_is_reported_and_only_taken_when_asked(publisher: Publisher, tmp_path: Path) -> None:
    sources = manifest(publisher.address)
    sync(settings(tmp_path), sources, good, quiet)
    publisher.body, publisher.etag = b"<p>anders</p>", '"v2"'
    report = sync(settings(tmp_path), sources, good, quiet)
    assert report.outcomes[0].outcome is Outcome.CHANGED_UPSTREAM
    report = sync(settings(tmp_path), sources, good, quiet, accept_changes=True)
    assert report.outcomes[0].outcome is Outcome.FETCHED
    copy = local_file(settings(tmp_path), sources[0])
    assert copy is not None
    assert copy.read_bytes() == publisher.body


def test_broken_download_goes_on_where_it_stopped(publisher: Publisher, tmp_path: Path) -> None:
    publisher.cut = 500
    report = sync(settings(tmp_path), manifest(publisher.address), good, quiet)
    assert report.outcomes[0].outcome is Outcome.FETCHED
    resumed = [headers for _, headers in publisher.requests if "range" in headers]
    assert resumed[0]["range"] == "bytes=500-"
    assert resumed[0]["if-range"] == '"v1"'


def test_unreachable_says_what_to_do(tmp_path: Path) -> None:
    report = sync(settings(tmp_path, http_retries=0), manifest("http://127.0.0.1:9"), good, quiet)
    assert "AIACT_PROXY" in report.failed[0].notice_nl
    assert "--mirror" in report.failed[0].notice_nl


def test_mirror_folder_and_address_give_the_same_bytes(mirror: Path, tmp_path: Path) -> None:
    wanted = [source for source in load_manifest() if source.id == "ai-act"]
    report = sync(settings(tmp_path, corpus_mirror=str(mirror)), wanted, source_shape, quiet)
    assert report.outcomes[0].outcome is Outcome.FETCHED
    assert (tmp_path / "sources/eurlex/02024R1689-20260727.nl.html").stat().st_size > 500_000
    assert json.loads((tmp_path / "sources/corpus.lock.json").read_text())["ai-act"]["version"].startswith("02024R1689")


def test_absent_optional_source_is_a_notice(tmp_path: Path) -> None:
    wanted = [source for source in load_manifest() if source.optional]
    report = sync(settings(tmp_path, corpus_mirror=str(tmp_path)), wanted, good, quiet)
    assert not report.failed
    assert {outcome.outcome for outcome in report.outcomes} == {Outcome.ABSENT_OPTIONAL}


def test_missing_mirror_folder_is_said(tmp_path: Path) -> None:
    report = sync(settings(tmp_path, corpus_mirror=str(tmp_path / "weg")), manifest("http://x"), good, quiet)
    assert "bestaat niet" in report.failed[0].notice_nl


def test_folder_that_cannot_be_written(publisher: Publisher, tmp_path: Path) -> None:
    blocked = tmp_path / "bestand"
    blocked.write_text("geen map")
    with pytest.raises(StorageError, match="AIACT_DATA_DIR"):
        sync(settings(blocked), manifest(publisher.address), good, quiet)
