"""Synchronising the made-up regulation from a real server on this machine, and the official sources from the mirror."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from filelock import FileLock

from aiact_assistant.corpus import fetch
from aiact_assistant.corpus.load import source_shape
from aiact_assistant.corpus.lock import local_file, read_lock
from aiact_assistant.corpus.manifest import load_manifest, mirror_files
from aiact_assistant.corpus.sources import Outcome, SourceOutcome, SyncReport, sync
from aiact_assistant.domain import ShapeError, Source, SourceError, StorageError
from aiact_assistant.settings import Settings
from tests.publisher import ACT, Publisher, act_only, page, publishing, regulation, sharing

pytestmark = pytest.mark.integration

FILE = f"eurlex/{ACT}.nl.html"
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    state = Publisher()
    with publishing(state):
        yield state


def settings(folder: Path, **values: object) -> Settings:
    return Settings.model_validate({"data_dir": folder, "http_retries": 1, "http_timeout": 5, **values})


def run(
    folder: Path,
    sources: tuple[Source, ...],
    *,
    accept_changes: bool = False,
    waits: list[float] | None = None,
    **values: object,
) -> SyncReport:
    """Synchronise without waiting."""
    pause = (waits if waits is not None else []).append
    return sync(settings(folder, **values), sources, source_shape, accept_changes=accept_changes, pause=pause)


def one(folder: Path, sources: tuple[Source, ...], **values: object) -> SourceOutcome:
    """The outcome of synchronising a single source."""
    (outcome,) = run(folder, sources, **values).outcomes  # type: ignore[arg-type]
    return outcome


def copy(folder: Path, source: Source) -> bytes | None:
    path = local_file(settings(folder), source)
    return None if path is None else path.read_bytes()


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
        page = "https://richtsnoer.example/"
        """
    )


# -- from the publisher


def test_cellar_is_asked_for_html_in_the_language_and_its_redirect_followed(
    publisher: Publisher, tmp_path: Path
) -> None:
    sources = load_manifest(regulation(publisher.address, '"nl", "en"'))
    report = run(tmp_path, sources)
    assert [(o.outcome, o.notice_nl) for o in report.outcomes] == [(Outcome.FETCHED, "opgehaald en gecontroleerd.")] * 4
    assert set(publisher.asked("accept")) == {"application/xhtml+xml, text/html"}
    assert publisher.asked("accept-language") == ["nld", "nld", "eng", "eng"] * 2
    assert [path.split("/")[1] for path, _ in publisher.requests] == ["celex", "document"] * 4
    for source in sources:
        assert copy(tmp_path, source) == page(source.version, source.language)
    assert report.advice("nl") == report.advice("en") == ""


def test_progress_tells_bytes_done_and_in_all(publisher: Publisher, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int | None]] = []
    sources = act_only(publisher.address)
    sync(settings(tmp_path), sources, source_shape, lambda source, *step: seen.append((source.title, *step)))
    assert seen[-1] == ("Bakfietswet", len(publisher.body), len(publisher.body))


def test_lock_records_what_was_taken_and_nothing_else_is_left(publisher: Publisher, tmp_path: Path) -> None:
    run(tmp_path, act_only(publisher.address))
    entry = json.loads((tmp_path / "sources/corpus.lock.json").read_text("utf8"))["wet"]
    assert entry.pop("fetched_at").endswith("+00:00")
    assert len(entry.pop("sha256")) == 64
    assert entry == {
        "size": len(publisher.body),
        "version": ACT,
        "address": f"{publisher.address}/celex/{ACT}",
        "file": FILE,
        "etag": publisher.mark(publisher.body),
        "last_modified": "",
    }
    left = {path.name for path in (tmp_path / "sources").rglob("*") if path.is_file()}
    assert left - {".slot"} == {"corpus.lock.json", f"{ACT}.nl.html"}


def test_second_sync_is_conditional_and_changes_nothing(publisher: Publisher, tmp_path: Path) -> None:
    sources = act_only(publisher.address)
    run(tmp_path, sources)
    before = read_lock(settings(tmp_path))
    assert one(tmp_path, sources).outcome is Outcome.UNCHANGED
    assert publisher.asked("if-none-match")[-1] == publisher.mark(publisher.body)
    assert read_lock(settings(tmp_path)) == before


def test_same_bytes_under_new_marks_are_unchanged_and_the_marks_remembered(
    publisher: Publisher, tmp_path: Path
) -> None:
    sources = act_only(publisher.address)
    run(tmp_path, sources)
    publisher.weak = True
    assert one(tmp_path, sources).outcome is Outcome.UNCHANGED
    assert read_lock(settings(tmp_path))["wet"].etag.startswith("W/")


@pytest.mark.parametrize("status", [202, 300, 403])
def test_challenge_or_refusal_is_a_failure_and_not_tried_again(
    publisher: Publisher, tmp_path: Path, status: int
) -> None:
    sources = act_only(publisher.address)
    publisher.statuses = [status]
    outcome = one(tmp_path, sources)
    assert outcome.outcome is Outcome.FAILED
    assert isinstance(outcome.error, SourceError)
    assert f"HTTP {status}" in outcome.notice_nl
    assert copy(tmp_path, sources[0]) is None
    assert len(publisher.requests) == 2


@pytest.mark.parametrize("body", [b"<html><body>Even controleren of u een mens bent</body></html>", b"%PDF-1.7", b"\0"])
def test_success_with_something_else_than_the_act_is_a_failure(
    publisher: Publisher, tmp_path: Path, body: bytes
) -> None:
    sources = act_only(publisher.address)
    run(tmp_path, sources)
    before, publisher.body = publisher.body, body
    for accept_changes in (False, True):
        outcome = one(tmp_path, sources, accept_changes=accept_changes)
        assert isinstance(outcome.error, ShapeError)
        assert "vorige kopie blijft" in outcome.notice_nl
    assert copy(tmp_path, sources[0]) == before


def test_empty_body_is_a_failure(publisher: Publisher, tmp_path: Path) -> None:
    sources = act_only(publisher.address)
    publisher.body = b""
    assert "leeg" in one(tmp_path, sources).notice_nl


def test_act_that_lacks_an_article_keeps_the_good_copy(publisher: Publisher, tmp_path: Path) -> None:
    sources = act_only(publisher.address)
    run(tmp_path, sources)
    before = publisher.body
    publisher.body = before[: before.index(b'id="art_5"')]
    outcome = one(tmp_path, sources, accept_changes=True)
    assert isinstance(outcome.error, ShapeError)
    assert "articles: " in outcome.notice_nl
    assert copy(tmp_path, sources[0]) == before


def test_parser_that_crashes_fails_its_source_alone(publisher: Publisher, tmp_path: Path) -> None:
    def crash(source: Source, name: str, data: bytes) -> Mapping[str, int]:
        if source.id == "wet":
            raise IndexError("onvoorzien")
        return source_shape(source, name, data)

    report = sync(settings(tmp_path), load_manifest(regulation(publisher.address)), crash)
    assert [outcome.outcome for outcome in report.outcomes] == [Outcome.FAILED, Outcome.FETCHED]


def test_changed_upstream_is_reported_and_only_taken_when_asked(publisher: Publisher, tmp_path: Path) -> None:
    sources = act_only(publisher.address)
    run(tmp_path, sources)
    before = publisher.body
    publisher.body = before.replace(b"leenfietsen", b"deelfietsen")
    assert publisher.body != before
    for _ in range(2):
        outcome = one(tmp_path, sources)
        assert outcome.outcome is Outcome.CHANGED_UPSTREAM
        assert "--accept-changes" in outcome.notice_nl
        assert copy(tmp_path, sources[0]) == before
    assert one(tmp_path, sources, accept_changes=True).outcome is Outcome.FETCHED
    assert copy(tmp_path, sources[0]) == publisher.body
    assert one(tmp_path, sources).outcome is Outcome.UNCHANGED


def test_damaged_copy_is_no_copy_and_is_repaired(publisher: Publisher, tmp_path: Path) -> None:
    sources = act_only(publisher.address)
    run(tmp_path, sources)
    (tmp_path / "sources" / FILE).write_bytes(publisher.body[:-1] + b"?")
    assert copy(tmp_path, sources[0]) is None
    assert one(tmp_path, sources).outcome is Outcome.FETCHED
    assert copy(tmp_path, sources[0]) == publisher.body


def test_half_written_lock_is_repaired(publisher: Publisher, tmp_path: Path) -> None:
    sources = act_only(publisher.address)
    run(tmp_path, sources)
    lock = tmp_path / "sources/corpus.lock.json"
    lock.write_text(lock.read_text("utf8")[:100], "utf8")
    assert one(tmp_path, sources).outcome is Outcome.FETCHED
    assert copy(tmp_path, sources[0]) == publisher.body


# -- a line that fails


def test_broken_download_goes_on_where_it_stopped(publisher: Publisher, tmp_path: Path) -> None:
    sources = act_only(publisher.address)
    publisher.cut = 500
    waits: list[float] = []
    assert one(tmp_path, sources, waits=waits).outcome is Outcome.FETCHED
    assert publisher.ranges == ["bytes=500-"]
    assert publisher.asked("if-range")[-1] == publisher.mark(publisher.body)
    assert copy(tmp_path, sources[0]) == publisher.body
    assert len(waits) == 1


def test_interrupted_sync_goes_on_in_the_next_run(publisher: Publisher, tmp_path: Path) -> None:
    sources = act_only(publisher.address)
    publisher.cut = 700
    outcome = one(tmp_path, sources, http_retries=0)
    assert outcome.outcome is Outcome.FAILED
    assert "verbinding brak af" in outcome.notice_nl
    assert one(tmp_path, sources).outcome is Outcome.FETCHED
    assert publisher.ranges == ["bytes=700-"]
    assert copy(tmp_path, sources[0]) == publisher.body


def test_part_of_an_older_text_is_never_continued(publisher: Publisher, tmp_path: Path) -> None:
    sources = act_only(publisher.address)
    publisher.cut = 700
    run(tmp_path, sources, http_retries=0)
    publisher.body = publisher.body.replace(b"leenfietsen", b"deelfietsen")
    assert one(tmp_path, sources).outcome is Outcome.FETCHED
    assert publisher.ranges == ["bytes=700-"]
    assert copy(tmp_path, sources[0]) == publisher.body


def test_part_from_another_address_is_never_continued(publisher: Publisher, tmp_path: Path) -> None:
    publisher.cut = 700
    run(tmp_path, act_only(publisher.address), http_retries=0)
    other = act_only(publisher.address.replace("127.0.0.1", "localhost"))
    assert one(tmp_path, other).outcome is Outcome.FETCHED
    assert publisher.ranges == []


def test_server_that_sends_the_wrong_part_gets_a_fresh_start(publisher: Publisher, tmp_path: Path) -> None:
    sources = act_only(publisher.address)
    publisher.cut, publisher.wrong_part = 700, True
    assert one(tmp_path, sources, http_retries=2).outcome is Outcome.FETCHED
    assert copy(tmp_path, sources[0]) == publisher.body


def test_without_a_strong_mark_the_download_starts_again(publisher: Publisher, tmp_path: Path) -> None:
    sources = act_only(publisher.address)
    publisher.cut, publisher.weak = 700, True
    assert one(tmp_path, sources).outcome is Outcome.FETCHED
    assert publisher.ranges == []
    assert copy(tmp_path, sources[0]) == publisher.body


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_passing_trouble_is_tried_again_with_longer_waits(publisher: Publisher, tmp_path: Path, status: int) -> None:
    sources = act_only(publisher.address)
    publisher.statuses = [status] * 3
    waits: list[float] = []
    assert one(tmp_path, sources, http_retries=3, waits=waits).outcome is Outcome.FETCHED
    assert len(waits) == 3
    assert all(wait >= least for wait, least in zip(waits, (0.5, 1, 2), strict=True))
    publisher.statuses = [status] * 2
    (tmp_path / "sources" / FILE).unlink()
    assert f"HTTP {status}" in one(tmp_path, sources, http_retries=1).notice_nl


@pytest.mark.parametrize(("asked", "waited"), [("7", 7), ("3600", fetch.LONGEST_WAIT)])
def test_server_may_ask_to_wait_but_not_for_ever(
    publisher: Publisher, tmp_path: Path, asked: str, waited: float
) -> None:
    publisher.statuses, publisher.retry_after = [429], asked
    waits: list[float] = []
    assert one(tmp_path, act_only(publisher.address), waits=waits).outcome is Outcome.FETCHED
    assert waits == [waited]


def test_too_large_is_refused_and_leaves_nothing(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "MAX_BYTES", 1000)
    assert "meer dan" in one(tmp_path, act_only(publisher.address)).notice_nl
    assert not [path for path in (tmp_path / "sources/.deel").iterdir() if path.is_file()]


# -- no network


def test_host_that_does_not_answer_is_asked_for_one_source_only(tmp_path: Path) -> None:
    waits: list[float] = []
    sources = load_manifest(regulation(NOWHERE, '"nl", "en"'))
    report = run(tmp_path, sources, waits=waits, http_retries=3)
    assert len(waits) == 1
    assert [outcome.outcome for outcome in report.outcomes] == [Outcome.FAILED] * 4
    assert "geen verbinding" in report.failed[0].notice_nl
    assert all("127.0.0.1 gaf in deze ronde al geen antwoord" in outcome.notice_nl for outcome in report.failed[1:])
    assert all(source.address in outcome.notice_nl for source, outcome in zip(sources, report.failed, strict=True))


def test_advice_names_every_way_out_once(tmp_path: Path) -> None:
    report = run(tmp_path, act_only(NOWHERE))
    for advice in (report.advice("nl"), report.advice("en")):
        assert all(way in advice for way in ("AIACT_PROXY", "AIACT_CA_BUNDLE", "--mirror", "AIACT_CORPUS_MIRROR"))


def test_without_network_the_good_copy_stays_in_use(publisher: Publisher, tmp_path: Path) -> None:
    sources = act_only(publisher.address)
    run(tmp_path, sources)
    outcome = one(tmp_path, act_only(NOWHERE))
    assert outcome.outcome is Outcome.FAILED
    assert "vorige kopie blijft" in outcome.notice_nl
    assert copy(tmp_path, sources[0]) == publisher.body


def test_address_that_is_no_web_address(tmp_path: Path) -> None:
    assert "geen http- of https-adres" in one(tmp_path, paper("ftp://x/y")).notice_nl


# -- languages and optional sources


def test_language_that_the_publisher_lacks_is_a_notice(publisher: Publisher, tmp_path: Path) -> None:
    del publisher.documents[f"/document/{ACT}.en"]
    report = run(tmp_path, act_only(publisher.address, '"nl", "en"'))
    assert [outcome.outcome for outcome in report.outcomes] == [Outcome.FETCHED, Outcome.ABSENT_LANGUAGE]
    assert not report.failed


def test_required_source_that_is_not_there_fails(publisher: Publisher, tmp_path: Path) -> None:
    sources = act_only(publisher.address)
    del publisher.documents[f"/document/{ACT}.nl"]
    assert "niet gevonden" in one(tmp_path, sources).notice_nl
    assert len(publisher.requests) == 1


def test_optional_source_out_of_reach_is_a_notice(tmp_path: Path) -> None:
    outcome = one(tmp_path, paper(f"{NOWHERE}/weg"))
    assert outcome.outcome is Outcome.ABSENT_OPTIONAL
    assert "niet verplicht" in outcome.notice_nl


def test_web_page_in_place_of_a_guideline_is_not_taken(publisher: Publisher, tmp_path: Path) -> None:
    publisher.documents["/document/richtsnoer"] = b"<html><body><p>Log in om verder te gaan.</p></body></html>"
    outcome = one(tmp_path, paper(f"{publisher.address}/document/richtsnoer"))
    assert outcome.outcome is Outcome.ABSENT_OPTIONAL
    assert read_lock(settings(tmp_path)) == {}


def test_absent_guidelines_are_notices_that_say_how_to_add_them(tmp_path: Path) -> None:
    wanted = tuple(source for source in load_manifest() if source.optional and source.language == "nl")
    report = run(tmp_path, wanted)
    assert not report.failed
    assert {outcome.outcome for outcome in report.outcomes} == {Outcome.ABSENT_OPTIONAL}
    for source, outcome in zip(wanted, report.outcomes, strict=True):
        assert source.page in outcome.notice_nl
        assert f"{tmp_path}/sources/{mirror_files(source)[0]}" in outcome.notice_nl


def test_guideline_put_where_the_notice_says_is_taken_and_stays(tmp_path: Path) -> None:
    sources = paper("")
    assert one(tmp_path, sources).outcome is Outcome.ABSENT_OPTIONAL
    path = tmp_path / "sources/richtsnoeren/richtsnoer.nl.html"
    path.parent.mkdir()
    path.write_bytes(b"<html><body><h1>Bellen</h1><p>Een bel is hoorbaar.</p></body></html>")
    assert one(tmp_path, sources).outcome is Outcome.FETCHED
    assert local_file(settings(tmp_path), sources[0]) == path
    assert one(tmp_path, sources).outcome is Outcome.UNCHANGED


# -- a mirror


@pytest.fixture
def small_mirror(tmp_path: Path) -> Path:
    path = tmp_path / "spiegel" / FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(page(ACT))
    return tmp_path / "spiegel"


def test_mirror_folder_and_address_give_the_same(small_mirror: Path, tmp_path: Path) -> None:
    sources = act_only("http://nooit.invalid", '"nl", "en"')
    with sharing(small_mirror) as address:
        for number, place in enumerate((str(small_mirror), address, f"{address}/")):
            folder = tmp_path / str(number)
            for first in (Outcome.FETCHED, Outcome.UNCHANGED):
                report = run(folder, sources, corpus_mirror=place)
                assert [o.outcome for o in report.outcomes] == [first, Outcome.ABSENT_LANGUAGE]
            assert copy(folder, sources[0]) == page(ACT)
            assert read_lock(settings(folder))["wet"].address == f"{place.rstrip('/')}/{FILE}"


def test_sources_of_one_machine_are_a_mirror_for_another(publisher: Publisher, tmp_path: Path) -> None:
    sources = load_manifest(regulation(publisher.address, '"nl", "en"'))
    run(tmp_path / "met internet", sources)
    report = run(tmp_path / "zonder", sources, corpus_mirror=str(tmp_path / "met internet" / "sources"))
    assert {outcome.outcome for outcome in report.outcomes} == {Outcome.FETCHED}
    assert [copy(tmp_path / "zonder", source) for source in sources] == [
        page(source.version, source.language) for source in sources
    ]


def test_file_that_was_cut_in_the_mirror_is_not_taken(small_mirror: Path, tmp_path: Path) -> None:
    sources = act_only("http://nooit.invalid")
    run(tmp_path, sources, corpus_mirror=str(small_mirror))
    (small_mirror / FILE).write_bytes(page(ACT)[:1500])
    outcome = one(tmp_path, sources, corpus_mirror=str(small_mirror), accept_changes=True)
    assert isinstance(outcome.error, ShapeError)
    assert copy(tmp_path, sources[0]) == page(ACT)


def test_marks_of_one_place_are_not_shown_to_another(publisher: Publisher, small_mirror: Path, tmp_path: Path) -> None:
    sources = act_only(publisher.address)
    publisher.body = publisher.body.replace(b"leenfietsen", b"deelfietsen")
    with sharing(small_mirror) as address:
        run(tmp_path, sources, corpus_mirror=address)
    assert read_lock(settings(tmp_path))["wet"].last_modified
    assert one(tmp_path, sources).outcome is Outcome.CHANGED_UPSTREAM
    assert set(publisher.asked("if-modified-since")) == {None}


def test_missing_mirror_folder_is_said(tmp_path: Path) -> None:
    outcome = one(tmp_path, act_only("http://x"), corpus_mirror=str(tmp_path / "weg"))
    assert "bestaat niet" in outcome.notice_nl


# -- the folder


def test_folder_that_cannot_be_written(publisher: Publisher, tmp_path: Path) -> None:
    sources = act_only(publisher.address)
    blocked = tmp_path / "bestand"
    blocked.write_text("geen map")
    with pytest.raises(StorageError, match="AIACT_DATA_DIR"):
        run(blocked, sources)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/eurlex").write_text("geen map")
    with pytest.raises(StorageError, match="AIACT_DATA_DIR"):
        run(tmp_path, sources)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="geen /dev/full op dit systeem")
@pytest.mark.parametrize("full", [".deel/wet", FILE, "corpus.lock.json"])
def test_full_disk_loses_nothing(publisher: Publisher, tmp_path: Path, full: str) -> None:
    sources = act_only(publisher.address)
    run(tmp_path, sources)
    before = publisher.body
    publisher.body = before.replace(b"leenfietsen", b"deelfietsen")
    name = full if full.startswith(".") else f"{full}.{os.getpid()}.part"
    (tmp_path / "sources" / name).symlink_to("/dev/full")
    with pytest.raises(StorageError, match="Maak ruimte"):
        run(tmp_path, sources, accept_changes=True)
    (tmp_path / "sources" / name).unlink(missing_ok=True)
    assert copy(tmp_path, sources[0]) == before
    assert one(tmp_path, sources, accept_changes=True).outcome is Outcome.FETCHED
    assert copy(tmp_path, sources[0]) == publisher.body
    assert not list((tmp_path / "sources").rglob("*.part"))


def test_second_sync_at_the_same_time_is_told(publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    with FileLock(tmp_path / "sources/.slot"), pytest.raises(SourceError, match="al gesynchroniseerd"):
        run(tmp_path, act_only(publisher.address))
    assert publisher.requests == []


# -- the official sources


def test_every_dutch_source_of_the_mirror_has_its_shape(mirror: Path, tmp_path: Path) -> None:
    wanted = tuple(source for source in load_manifest() if source.language == "nl")
    with sharing(mirror) as address:
        report = run(tmp_path, wanted, corpus_mirror=address)
    assert {o.source.id: o.notice_nl for o in report.failed} == {}
    fetched = [o.source for o in report.outcomes if o.outcome is Outcome.FETCHED]
    assert [source.id for source in fetched] == ["ai-act", "ai-act-20240712", "ai-act-oj", "omnibus", "algoritmekader"]
    for source in fetched:
        path = local_file(settings(tmp_path), source)
        assert path is not None
        assert str(path.relative_to(tmp_path / "sources")) in mirror_files(source)
    assert {o.outcome for o in report.outcomes if o.source.optional} == {Outcome.ABSENT_OPTIONAL}


def test_english_that_the_mirror_lacks_is_a_notice(mirror: Path, tmp_path: Path) -> None:
    wanted = tuple(source for source in load_manifest() if source.id in {"ai-act", "ai-act-en"})
    report = run(tmp_path, wanted, corpus_mirror=str(mirror))
    assert [outcome.outcome for outcome in report.outcomes] == [Outcome.FETCHED, Outcome.ABSENT_LANGUAGE]


def test_truncated_law_does_not_replace_the_good_copy(mirror: Path, tmp_path: Path) -> None:
    wanted = tuple(source for source in load_manifest() if source.id == "ai-act")
    spoiled = tmp_path / "spiegel" / mirror_files(wanted[0])[0]
    spoiled.parent.mkdir(parents=True)
    shutil.copyfile(mirror / mirror_files(wanted[0])[0], spoiled)
    run(tmp_path, wanted, corpus_mirror=str(tmp_path / "spiegel"))
    whole = spoiled.read_bytes()
    spoiled.write_bytes(whole[: len(whole) // 2])
    report = run(tmp_path, wanted, corpus_mirror=str(tmp_path / "spiegel"), accept_changes=True)
    assert isinstance(report.failed[0].error, ShapeError)
    assert copy(tmp_path, wanted[0]) == whole
