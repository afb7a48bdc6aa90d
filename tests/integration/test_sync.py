"""Synchronising from a real HTTP server on this machine, and from the mirror."""

from __future__ import annotations

import errno
import json
import shutil
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from filelock import FileLock
from tenacity import wait_none

from aiact_assistant.corpus import fetch
from aiact_assistant.corpus.load import source_shape
from aiact_assistant.corpus.sources import (
    Details,
    Outcome,
    SourceOutcome,
    load_manifest,
    local_file,
    mirror_files,
    read_lock,
    sync,
)
from aiact_assistant.domain import ShapeError, Source, SourceError, StorageError
from aiact_assistant.settings import Settings

pytestmark = pytest.mark.integration

CELEX = "09999R0001-20300101"
FILE = f"eurlex/{CELEX}.nl.html"


class Publisher:
    """What the server serves and what it was asked."""

    def __init__(self) -> None:
        self.body = b"<p>tekst</p>" * 100
        self.status = 200
        self.failures = 0
        self.cut = 0
        self.etag = '"v1"'
        self.extra: dict[str, str] = {}
        self.absent: set[tuple[str, str]] = set()
        self.wrong_part = False
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.address = ""

    @property
    def ranges(self) -> list[str]:
        """The ranges that were asked for."""
        return [headers["range"] for _, headers in self.requests if "range" in headers]


class Handler(BaseHTTPRequestHandler):
    """Cellar in small: ``/celex/...`` redirects to ``/document``, which knows ETags and ranges."""

    def __init__(self, state: Publisher, *args: object) -> None:
        self.state = state
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        state = self.state
        headers = {key.lower(): value for key, value in self.headers.items()}
        state.requests.append((self.path, headers))
        asked = (headers.get("accept-language", ""), headers.get("accept", ""))
        if any(language == asked[0] and kind in asked[1] for language, kind in state.absent):
            self.answer(404, b"")
        elif "/celex/" in self.path:
            self.answer(303, b"", Location=f"{state.address}/document")
        elif state.failures:
            state.failures -= 1
            self.answer(503, b"even niet")
        elif headers.get("if-none-match") == state.etag:
            self.answer(304, b"")
        elif "range" in headers and headers.get("if-range") == state.etag:
            start = int(headers["range"].removeprefix("bytes=").rstrip("-"))
            begin = start + 1 if state.wrong_part else start
            where = f"bytes {begin}-{len(state.body) - 1}/{len(state.body)}"
            self.answer(206, state.body[begin:], ETag=state.etag, **{"Content-Range": where})
        else:
            self.answer(state.status, state.body, ETag=state.etag, **state.extra)

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        state = self.state
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        cut, state.cut = (state.cut, 0) if body else (0, state.cut)
        self.close_connection = bool(cut)
        self.wfile.write(body[: cut or None])

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "RETRY_WAIT", wait_none())


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    state = Publisher()
    with serving(partial(Handler, state)) as state.address:
        yield state


class serving:  # noqa: N801
    """A server on this machine while the block runs; gives its address."""

    def __init__(self, handler: object) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)  # type: ignore[arg-type]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> str:
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder; conditional requests included."""

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


def manifest(address: str, *, languages: str = '"nl"', kind: str = "eurlex-consolidated") -> tuple[Source, ...]:
    return load_manifest(
        f"""
        origin = "{address}/celex/"
        [[source]]
        id = "wet"
        title = "Wet"
        authority = "wet"
        languages = [{languages}]
        kind = "{kind}"
        licence = "eigen"
        celex = "{CELEX}"
        date = 2030-01-01
        shape = {{ articles = 1 }}
        """
    )


def paper(address: str) -> tuple[Source, ...]:
    return load_manifest(
        f"""
        origin = ""
        [[source]]
        id = "richtsnoer"
        title = "Richtsnoer"
        authority = "richtsnoer"
        languages = ["nl"]
        kind = "paper"
        licence = "eigen"
        address = {{ nl = "{address}" }}
        version = "1"
        date = 2030-01-01
        optional = true
        """
    )


def good(source: Source, name: str, data: bytes) -> Mapping[str, int]:
    return {"articles": 1 if data.endswith(b"</p>") else 0}


def settings(folder: Path, **values: object) -> Settings:
    return Settings.model_validate({"data_dir": folder, "http_retries": 1, "http_timeout": 5, **values})


def one(tmp_path: Path, sources: tuple[Source, ...], accept_changes: bool = False, **values: object) -> SourceOutcome:
    """The outcome of synchronising a single source."""
    (outcome,) = sync(settings(tmp_path, **values), sources, good, accept_changes=accept_changes).outcomes
    return outcome


def copy(tmp_path: Path, sources: tuple[Source, ...]) -> bytes | None:
    path = local_file(settings(tmp_path), sources[0])
    return None if path is None else path.read_bytes()


# -- from the publisher


def test_cellar_is_asked_for_html_in_dutch_and_its_redirect_followed(publisher: Publisher, tmp_path: Path) -> None:
    sources = manifest(publisher.address)
    seen: list[tuple[str, int, int | None]] = []
    report = sync(settings(tmp_path), sources, good, lambda *step: seen.append(step))
    assert [outcome.outcome for outcome in report.outcomes] == [Outcome.FETCHED]
    assert [path for path, _ in publisher.requests] == [f"/celex/{CELEX}", "/document"]
    for _, headers in publisher.requests:
        assert headers["accept"] == "application/xhtml+xml, text/html"
        assert headers["accept-language"] == "nld"
    assert copy(tmp_path, sources) == publisher.body
    assert seen[-1] == ("wet", len(publisher.body), len(publisher.body))
    assert report.advice("nl") == ""


def test_lock_records_what_was_taken(publisher: Publisher, tmp_path: Path) -> None:
    publisher.extra = {"Last-Modified": "Tue, 01 Jan 2030 00:00:00 GMT"}
    sync(settings(tmp_path), manifest(publisher.address), good)
    entry = json.loads((tmp_path / "sources/corpus.lock.json").read_text("utf8"))["wet"]
    assert entry.pop("fetched_at").endswith("+00:00")
    assert len(entry.pop("sha256")) == 64
    assert entry == {
        "size": len(publisher.body),
        "version": CELEX,
        "address": f"{publisher.address}/celex/{CELEX}",
        "file": FILE,
        "etag": '"v1"',
        "last_modified": "Tue, 01 Jan 2030 00:00:00 GMT",
    }
    left = {path.name for path in (tmp_path / "sources").rglob("*") if path.is_file()}
    assert left - {".slot"} == {"corpus.lock.json", f"{CELEX}.nl.html"}


def test_second_sync_is_conditional_and_changes_nothing(publisher: Publisher, tmp_path: Path) -> None:
    sources = manifest(publisher.address)
    assert one(tmp_path, sources).outcome is Outcome.FETCHED
    before = read_lock(settings(tmp_path))
    assert one(tmp_path, sources).outcome is Outcome.UNCHANGED
    assert publisher.requests[-1][1]["if-none-match"] == '"v1"'
    assert read_lock(settings(tmp_path)) == before


def test_same_bytes_under_new_marks_are_unchanged_and_the_marks_remembered(
    publisher: Publisher, tmp_path: Path
) -> None:
    sources = manifest(publisher.address)
    one(tmp_path, sources)
    publisher.etag = '"v2"'
    assert one(tmp_path, sources).outcome is Outcome.UNCHANGED
    assert read_lock(settings(tmp_path))["wet"].etag == '"v2"'


@pytest.mark.parametrize(("status", "extra"), [(202, {}), (200, {"x-amzn-waf-action": "challenge"}), (403, {})])
def test_challenge_or_refusal_is_a_failure(
    publisher: Publisher, tmp_path: Path, status: int, extra: dict[str, str]
) -> None:
    publisher.status, publisher.extra = status, extra
    outcome = one(tmp_path, manifest(publisher.address))
    assert outcome.outcome is Outcome.FAILED
    assert isinstance(outcome.error, SourceError)
    assert f"HTTP {status}" in outcome.notice_nl
    assert copy(tmp_path, manifest(publisher.address)) is None


def test_empty_body_is_a_failure(publisher: Publisher, tmp_path: Path) -> None:
    publisher.body = b""
    assert "leeg" in one(tmp_path, manifest(publisher.address)).notice_nl


def test_wrong_shape_keeps_the_good_copy(publisher: Publisher, tmp_path: Path) -> None:
    sources = manifest(publisher.address)
    one(tmp_path, sources)
    before = publisher.body
    publisher.body, publisher.etag = b"<p>half", '"v2"'
    for accept_changes in (False, True):
        outcome = one(tmp_path, sources, accept_changes)
        assert isinstance(outcome.error, ShapeError)
        assert "articles: 0 in plaats van 1" in outcome.notice_nl
        assert "vorige kopie blijft" in outcome.notice_nl
    assert copy(tmp_path, sources) == before


def test_parser_that_crashes_fails_its_source_alone(publisher: Publisher, tmp_path: Path) -> None:
    def crash(source: Source, name: str, data: bytes) -> Mapping[str, int]:
        if source.language == "nl":
            raise IndexError("onvoorzien")
        return good(source, name, data)

    report = sync(settings(tmp_path), manifest(publisher.address, languages='"nl", "en"'), crash)
    assert [outcome.outcome for outcome in report.outcomes] == [Outcome.FAILED, Outcome.FETCHED]


def test_changed_upstream_is_reported_and_only_taken_when_asked(publisher: Publisher, tmp_path: Path) -> None:
    sources = manifest(publisher.address)
    one(tmp_path, sources)
    before = publisher.body
    publisher.body, publisher.etag = b"<p>anders</p>", '"v2"'
    outcome = one(tmp_path, sources)
    assert outcome.outcome is Outcome.CHANGED_UPSTREAM
    assert "--accept-changes" in outcome.notice_nl
    assert copy(tmp_path, sources) == before
    assert one(tmp_path, sources, accept_changes=True).outcome is Outcome.FETCHED
    assert copy(tmp_path, sources) == publisher.body


def test_first_copy_that_differs_from_the_tested_version_is_taken_and_said(
    publisher: Publisher, tmp_path: Path
) -> None:
    details = {"wet": Details(sha256="0" * 64)}
    (outcome,) = sync(settings(tmp_path), manifest(publisher.address), good, details=details).outcomes
    assert outcome.outcome is Outcome.FETCHED
    assert "wijken af van de gecontroleerde versie" in outcome.notice_nl


def test_damaged_copy_is_no_copy_and_is_repaired(publisher: Publisher, tmp_path: Path) -> None:
    sources = manifest(publisher.address)
    one(tmp_path, sources)
    (tmp_path / "sources" / FILE).write_bytes(publisher.body[:-1] + b"?")
    assert copy(tmp_path, sources) is None
    assert one(tmp_path, sources).outcome is Outcome.FETCHED
    assert copy(tmp_path, sources) == publisher.body


# -- a line that fails


def test_broken_download_goes_on_where_it_stopped(publisher: Publisher, tmp_path: Path) -> None:
    publisher.cut = 500
    assert one(tmp_path, manifest(publisher.address)).outcome is Outcome.FETCHED
    assert publisher.ranges == ["bytes=500-", "bytes=500-"]  # before and after the redirect
    assert publisher.requests[-1][1]["if-range"] == '"v1"'
    assert copy(tmp_path, manifest(publisher.address)) == publisher.body


def test_interrupted_sync_goes_on_in_the_next_run(publisher: Publisher, tmp_path: Path) -> None:
    sources = manifest(publisher.address)
    publisher.cut = 700
    outcome = one(tmp_path, sources, http_retries=0)
    assert outcome.outcome is Outcome.FAILED
    assert "verbinding brak af" in outcome.notice_nl
    assert one(tmp_path, sources).outcome is Outcome.FETCHED
    assert publisher.ranges == ["bytes=700-", "bytes=700-"]
    assert copy(tmp_path, sources) == publisher.body


def test_part_of_an_older_text_is_never_continued(publisher: Publisher, tmp_path: Path) -> None:
    sources = manifest(publisher.address)
    publisher.cut = 700
    one(tmp_path, sources, http_retries=0)
    publisher.body, publisher.etag = b"<p>nieuw</p>" * 90, '"v2"'
    assert one(tmp_path, sources).outcome is Outcome.FETCHED
    assert copy(tmp_path, sources) == publisher.body


def test_part_from_another_address_is_never_continued(publisher: Publisher, tmp_path: Path) -> None:
    publisher.cut = 700
    one(tmp_path, manifest(publisher.address), http_retries=0)
    assert one(tmp_path, manifest(f"{publisher.address}/elders")).outcome is Outcome.FETCHED
    assert publisher.ranges == []


def test_server_that_sends_the_wrong_part_gets_a_fresh_start(publisher: Publisher, tmp_path: Path) -> None:
    publisher.cut, publisher.wrong_part = 700, True
    assert one(tmp_path, manifest(publisher.address), http_retries=2).outcome is Outcome.FETCHED
    assert copy(tmp_path, manifest(publisher.address)) == publisher.body


def test_without_a_strong_mark_the_download_starts_again(publisher: Publisher, tmp_path: Path) -> None:
    publisher.cut, publisher.etag = 700, 'W/"zwak"'
    assert one(tmp_path, manifest(publisher.address)).outcome is Outcome.FETCHED
    assert publisher.ranges == []
    assert copy(tmp_path, manifest(publisher.address)) == publisher.body


def test_server_error_is_tried_again(publisher: Publisher, tmp_path: Path) -> None:
    publisher.failures = 2
    assert "HTTP 503" in one(tmp_path, manifest(publisher.address)).notice_nl
    publisher.failures = 1
    assert one(tmp_path, manifest(publisher.address)).outcome is Outcome.FETCHED


def test_too_large_is_refused_and_leaves_nothing(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "MAX_BYTES", 1000)
    assert "meer dan" in one(tmp_path, manifest(publisher.address)).notice_nl
    assert not [path for path in (tmp_path / "sources/.deel").iterdir() if path.is_file()]


def test_unreachable_says_what_is_missing_and_what_to_do(tmp_path: Path) -> None:
    report = sync(settings(tmp_path, http_retries=0), manifest("http://127.0.0.1:9"), good)
    assert "geen verbinding" in report.failed[0].notice_nl
    for language, missing in (("nl", "Niet opgehaald: Wet (nl)"), ("en", "Not fetched: Wet (nl)")):
        advice = report.advice(language)  # type: ignore[arg-type]
        assert advice.startswith(missing)
        assert all(way in advice for way in ("AIACT_PROXY", "AIACT_CA_BUNDLE", "--mirror", "AIACT_CORPUS_MIRROR"))


def test_proxy_is_used(publisher: Publisher, tmp_path: Path) -> None:
    outcome = one(tmp_path, manifest("http://uitgever.invalid"), proxy=publisher.address)
    assert publisher.requests[0][0] == f"http://uitgever.invalid/celex/{CELEX}"
    assert outcome.outcome is Outcome.FETCHED


# -- languages, formats and optional sources


def test_language_that_the_publisher_lacks_is_a_notice(publisher: Publisher, tmp_path: Path) -> None:
    publisher.absent = {("eng", "")}
    report = sync(settings(tmp_path), manifest(publisher.address, languages='"nl", "en"'), good)
    assert [outcome.outcome for outcome in report.outcomes] == [Outcome.FETCHED, Outcome.ABSENT_LANGUAGE]
    assert not report.failed


def test_amending_act_is_taken_as_pdf_where_there_is_no_html(publisher: Publisher, tmp_path: Path) -> None:
    publisher.absent = {("nld", "html")}
    sources = manifest(publisher.address, kind="eurlex-amending")
    assert one(tmp_path, sources).outcome is Outcome.FETCHED
    path = local_file(settings(tmp_path), sources[0])
    assert path == tmp_path / f"sources/eurlex/{CELEX}.nl.pdf"
    assert publisher.requests[-1][1]["accept"] == "application/pdf"


def test_required_source_that_is_not_there_fails(publisher: Publisher, tmp_path: Path) -> None:
    publisher.absent = {("nld", "")}
    assert "niet gevonden" in one(tmp_path, manifest(publisher.address)).notice_nl


@pytest.mark.parametrize(("body", "ending"), [(b"%PDF-1.7 </p>", "pdf"), (b"<p></p>", "html"), (b"PK\x03\x04", "docx")])
def test_paper_gets_the_ending_of_its_content(publisher: Publisher, tmp_path: Path, body: bytes, ending: str) -> None:
    publisher.body, publisher.extra = body, {"Content-Type": "/"}  # as the Commission's newsroom gives it
    sources = paper(f"{publisher.address}/document")
    assert one(tmp_path, sources).outcome is Outcome.FETCHED
    assert local_file(settings(tmp_path), sources[0]) == tmp_path / f"sources/richtsnoeren/richtsnoer.nl.{ending}"


def test_optional_source_out_of_reach_is_a_notice(tmp_path: Path) -> None:
    outcome = one(tmp_path, paper("http://127.0.0.1:9/weg"), http_retries=0)
    assert outcome.outcome is Outcome.ABSENT_OPTIONAL
    assert "niet verplicht" in outcome.notice_nl


def test_archive_that_is_a_web_page_is_refused(publisher: Publisher, tmp_path: Path) -> None:
    (source,) = (s for s in load_manifest() if s.kind == "algoritmekader")
    text = f'origin=""\n[[source]]\nid="ak"\ntitle="A"\nauthority="algoritmekader"\nlanguages=["nl"]\nlicence=""\n'
    text += f'kind="{source.kind}"\nversion="abc"\ndate=2030-01-01\naddress={{nl="{publisher.address}/document"}}'
    assert "verwacht was tar.gz" in one(tmp_path, load_manifest(text)).notice_nl


# -- a mirror


@pytest.fixture
def small_mirror(tmp_path: Path) -> Path:
    path = tmp_path / "spiegel" / FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(b"<p>uit de spiegel</p>")
    return tmp_path / "spiegel"


def test_mirror_folder_and_address_give_the_same(small_mirror: Path, tmp_path: Path) -> None:
    sources = manifest("http://nooit.invalid", languages='"nl", "en"')
    with serving(partial(Quiet, directory=str(small_mirror))) as address:
        for number, place in enumerate((str(small_mirror), address, f"{address}/")):
            here = settings(tmp_path / str(number), corpus_mirror=place)
            for first in (Outcome.FETCHED, Outcome.UNCHANGED):
                report = sync(here, sources, good)
                assert [o.outcome for o in report.outcomes] == [first, Outcome.ABSENT_LANGUAGE]
            path = local_file(here, sources[0])
            assert path is not None
            assert path.read_bytes() == b"<p>uit de spiegel</p>"
            assert read_lock(here)["wet"].address == f"{place.rstrip('/')}/{FILE}"


def test_marks_of_one_place_are_not_shown_to_another(
    publisher: Publisher, small_mirror: Path, tmp_path: Path
) -> None:
    sources = manifest(publisher.address)
    with serving(partial(Quiet, directory=str(small_mirror))) as address:
        one(tmp_path, sources, corpus_mirror=address)
    assert read_lock(settings(tmp_path))["wet"].last_modified
    assert one(tmp_path, sources).outcome is Outcome.CHANGED_UPSTREAM
    assert not [headers for _, headers in publisher.requests if "if-modified-since" in headers]


def test_missing_mirror_folder_is_said(tmp_path: Path) -> None:
    outcome = one(tmp_path, manifest("http://x"), corpus_mirror=str(tmp_path / "weg"))
    assert "bestaat niet" in outcome.notice_nl


def test_absent_guidelines_are_notices_that_say_how_to_add_them(tmp_path: Path) -> None:
    wanted = [source for source in load_manifest() if source.optional]
    report = sync(settings(tmp_path, corpus_mirror=str(tmp_path)), wanted, good)
    assert not report.failed
    assert {outcome.outcome for outcome in report.outcomes} == {Outcome.ABSENT_OPTIONAL}
    notice = report.outcomes[0].notice_nl
    assert "digital-strategy.ec.europa.eu" in notice
    assert "richtsnoeren/richtsnoer-ai-systeem.nl.pdf" in notice


def test_guideline_put_into_the_cache_is_taken_as_the_notice_says(tmp_path: Path) -> None:
    sources = paper("")
    outcome = one(tmp_path, sources)
    cache = tmp_path / "sources"
    assert f"--mirror {cache}" in outcome.notice_nl
    (cache / "richtsnoeren").mkdir()
    (cache / "richtsnoeren/richtsnoer.nl.pdf").write_bytes(b"%PDF</p>")
    assert one(tmp_path, sources, corpus_mirror=str(cache)).outcome is Outcome.FETCHED
    assert copy(tmp_path, sources) == b"%PDF</p>"
    assert one(tmp_path, sources).outcome is Outcome.UNCHANGED  # and stays without a mirror


# -- the folder


def test_folder_that_cannot_be_written(publisher: Publisher, tmp_path: Path) -> None:
    blocked = tmp_path / "bestand"
    blocked.write_text("geen map")
    with pytest.raises(StorageError, match="AIACT_DATA_DIR"):
        sync(settings(blocked), manifest(publisher.address), good)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/eurlex").write_text("geen map")
    with pytest.raises(StorageError, match="AIACT_DATA_DIR"):
        sync(settings(tmp_path), manifest(publisher.address), good)


def test_full_disk_keeps_the_good_copy(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = manifest(publisher.address)
    one(tmp_path, sources)
    before = publisher.body
    publisher.body, publisher.etag = b"<p>anders</p>", '"v2"'

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(StorageError, match="No space left"):
        patch.setattr("os.fsync", full)
        sync(settings(tmp_path), sources, good, accept_changes=True)
    assert copy(tmp_path, sources) == before
    assert not list((tmp_path / "sources").rglob("*.part"))


def test_second_sync_at_the_same_time_is_told(publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    with FileLock(tmp_path / "sources/.slot"), pytest.raises(SourceError, match="al gesynchroniseerd"):
        sync(settings(tmp_path), manifest(publisher.address), good)


# -- the official sources


def test_every_dutch_source_of_the_mirror_has_its_shape(mirror: Path, tmp_path: Path) -> None:
    here = settings(tmp_path, corpus_mirror=str(mirror))
    wanted = [source for source in load_manifest() if source.language == "nl"]
    report = sync(here, wanted, source_shape)
    assert {o.source.id: o.notice_nl for o in report.failed} == {}
    fetched = [o for o in report.outcomes if o.outcome is Outcome.FETCHED]
    assert [o.source.id for o in fetched] == ["ai-act", "ai-act-20240712", "ai-act-oj", "omnibus", "algoritmekader"]
    assert {o.notice_nl for o in fetched} == {"opgehaald en gecontroleerd."}  # the tested bytes
    for outcome in fetched:
        path = local_file(here, outcome.source)
        assert path is not None
        assert str(path.relative_to(here.sources_dir)) in mirror_files(outcome.source)
    assert {o.outcome for o in report.outcomes if o.source.optional} == {Outcome.ABSENT_OPTIONAL}


def test_truncated_law_does_not_replace_the_good_copy(mirror: Path, tmp_path: Path) -> None:
    spoiled = tmp_path / "spiegel"
    shutil.copytree(mirror / "eurlex", spoiled / "eurlex", copy_function=shutil.copyfile)
    (spoiled / "eurlex").chmod(0o755)
    here = settings(tmp_path, corpus_mirror=str(spoiled))
    wanted = [source for source in load_manifest() if source.id == "ai-act"]
    sync(here, wanted, source_shape)
    path = local_file(here, wanted[0])
    assert path is not None
    whole = path.read_bytes()
    (spoiled / mirror_files(wanted[0])[0]).write_bytes(whole[: len(whole) // 2])
    report = sync(here, wanted, source_shape, accept_changes=True)
    assert isinstance(report.failed[0].error, ShapeError)
    assert path.read_bytes() == whole
