"""Proxies, certificates and hosts that keep silent, on real connections on this machine."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from aiact_assistant.corpus.fetch import Fetcher, Marks, NotFound
from aiact_assistant.corpus.load import source_shape
from aiact_assistant.corpus.manifest import load_manifest
from aiact_assistant.corpus.sources import Outcome, SourceOutcome, SyncReport, sync
from aiact_assistant.domain import SettingsError, Source, SourceError
from aiact_assistant.settings import Settings
from tests.publisher import ACT, Publisher, Tunnel, act_only, publishing, regulation, serving

pytestmark = pytest.mark.integration

HOST = "uitgever.invalid"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    state = Publisher()
    with publishing(state):
        yield state


@pytest.fixture(autouse=True)
def _no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def settings(folder: Path, **values: object) -> Settings:
    return Settings.model_validate({"data_dir": folder, "http_retries": 1, "http_timeout": 5, **values})


def run(folder: Path, sources: tuple[Source, ...], waits: list[float] | None = None, **values: object) -> SyncReport:
    pause = (waits if waits is not None else []).append
    return sync(settings(folder, **values), sources, source_shape, pause=pause)


def one(folder: Path, sources: tuple[Source, ...], **values: object) -> SourceOutcome:
    (outcome,) = run(folder, sources, **values).outcomes  # type: ignore[arg-type]
    return outcome


# -- proxies


def test_proxy_of_the_settings_is_used(publisher: Publisher, tmp_path: Path) -> None:
    outcome = one(tmp_path, act_only(f"http://{HOST}"), proxy=publisher.address)
    assert publisher.requests[0][0] == f"http://{HOST}/celex/{ACT}"
    assert outcome.outcome is Outcome.FETCHED


def test_proxy_of_the_environment_is_used(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", publisher.address)
    outcome = one(tmp_path, act_only(f"http://{HOST}"))
    assert publisher.requests[0][0] == f"http://{HOST}/celex/{ACT}"
    assert outcome.outcome is Outcome.FETCHED


def test_proxy_of_the_settings_goes_before_that_of_the_environment(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert one(tmp_path, act_only(f"http://{HOST}"), proxy=publisher.address).outcome is Outcome.FETCHED


def test_proxy_that_is_not_there_is_a_message(tmp_path: Path) -> None:
    report = run(tmp_path, load_manifest(regulation(f"http://{HOST}")), proxy="http://127.0.0.1:9")
    assert [outcome.outcome for outcome in report.outcomes] == [Outcome.FAILED] * 2
    assert "geen verbinding" in report.failed[0].notice_nl


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"ca_bundle": "weg.pem"}, "AIACT_CA_BUNDLE"),
        ({"ca_bundle": __file__}, "AIACT_CA_BUNDLE"),
        ({"proxy": "onzin"}, "AIACT_PROXY"),
        ({"proxy": "ftp://x"}, "AIACT_PROXY"),
    ],
)
def test_impossible_settings_are_named(tmp_path: Path, values: dict[str, str], key: str) -> None:
    with pytest.raises(SettingsError, match=key):
        Fetcher(settings(tmp_path, **values))


# -- certificates


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate authority of our own, with a certificate for the publisher and this machine."""
    if shutil.which("openssl") is None:
        pytest.skip("geen openssl op dit systeem")
    folder = tmp_path_factory.mktemp("ca")

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    names = f"subjectAltName=DNS:{HOST},IP:127.0.0.1\nauthorityKeyIdentifier=keyid\nbasicConstraints=CA:FALSE\n"
    (folder / "names").write_text(names, "utf8")
    (folder / "ca.conf").write_text(
        "[req]\ndistinguished_name=dn\nx509_extensions=ca\nprompt=no\n[dn]\nCN=Proefautoriteit\n"
        "[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n",
        "utf8",
    )
    key = ("-newkey", "rsa:2048", "-nodes")
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-config", "ca.conf")
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", f"/CN={HOST}")
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names")
    openssl("x509", "-req", "-in", "server.csr", "-out", "server.pem", *signed)
    return folder


@pytest.fixture
def secure(authority: Path) -> Iterator[Publisher]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "server.pem", authority / "server.key")
    state = Publisher()
    with publishing(state, context):
        yield state


def test_unknown_certificate_is_refused_once_and_says_what_to_do(secure: Publisher, tmp_path: Path) -> None:
    waits: list[float] = []
    report = run(tmp_path, act_only(secure.address), waits, http_retries=3)
    assert "AIACT_CA_BUNDLE" in report.failed[0].notice_nl
    assert waits == []
    assert secure.requests == []


def test_certificate_of_the_organisation_is_trusted(secure: Publisher, authority: Path, tmp_path: Path) -> None:
    outcome = one(tmp_path, act_only(secure.address), ca_bundle=authority / "ca.pem")
    assert outcome.outcome is Outcome.FETCHED


def test_usual_authorities_stay_trusted_beside_it(authority: Path, tmp_path: Path) -> None:
    usual = {certificate["serialNumber"] for certificate in httpx.create_ssl_context().get_ca_certs()}
    context = ssl_context(settings(tmp_path, ca_bundle=authority / "ca.pem"))
    trusted = {certificate["serialNumber"] for certificate in context.get_ca_certs()}
    assert usual < trusted
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def ssl_context(here: Settings) -> ssl.SSLContext:
    """The context that the client is made with."""
    seen: list[ssl.SSLContext] = []
    real = httpx.Client

    class Client(real):
        def __init__(self, **arguments: object) -> None:
            seen.append(arguments["verify"])  # type: ignore[arg-type]
            super().__init__(**arguments)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx, "Client", Client)
        Fetcher(here).client.close()
    return seen[0]


@pytest.mark.parametrize("way", ["settings", "environment"])
def test_https_goes_through_the_proxy_with_the_certificate_of_the_organisation(
    secure: Publisher, authority: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    asked: list[str] = []
    port = int(secure.address.rpartition(":")[2])
    values: dict[str, object] = {"ca_bundle": authority / "ca.pem"}
    with serving(partial(Tunnel, port, asked)) as proxy_port:
        proxy = f"http://127.0.0.1:{proxy_port}"
        if way == "settings":
            values["proxy"] = proxy
        else:
            monkeypatch.setenv("HTTPS_PROXY", proxy)
        outcome = one(tmp_path, act_only(f"https://{HOST}"), **values)
    assert outcome.outcome is Outcome.FETCHED
    assert asked[0] == f"CONNECT {HOST}:443 HTTP/1.1"


# -- hosts that keep silent


def test_server_that_takes_the_connection_and_says_nothing_is_asked_twice_for_one_source(tmp_path: Path) -> None:
    waits: list[float] = []
    with socket.create_server(("127.0.0.1", 0)) as silent:
        sources = load_manifest(regulation(f"http://127.0.0.1:{silent.getsockname()[1]}", '"nl", "en"'))
        report = run(tmp_path, sources, waits, http_timeout=0.1, http_retries=5)
    assert len(waits) == 1
    assert "geen antwoord binnen 0.1 seconden" in report.failed[0].notice_nl
    assert len(report.failed) == len(sources)


def test_dropped_packets_cost_one_short_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[httpx.Timeout] = []

    def drop(_: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        tried.append(request.extensions["timeout"])
        raise httpx.ConnectTimeout("timed out", request=request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", drop)
    waits: list[float] = []
    report = run(tmp_path, load_manifest(regulation(f"http://{HOST}", '"nl", "en"')), waits, http_retries=5)
    assert len(tried) == 1
    assert tried[0]["connect"] == 5.0  # type: ignore[index]
    assert waits == []
    assert "geen verbinding binnen 5 seconden" in report.failed[0].notice_nl


def test_download_that_stalls_goes_on_after_the_time_out(publisher: Publisher, tmp_path: Path) -> None:
    publisher.hold = threading.Event()
    sources = act_only(publisher.address)

    def go_on(seconds: float) -> None:
        assert seconds > 0
        assert publisher.hold is not None
        publisher.hold.set()
        publisher.hold = None

    report = sync(settings(tmp_path, http_timeout=0.2), sources, source_shape, pause=go_on)
    assert report.outcomes[0].outcome is Outcome.FETCHED
    assert publisher.ranges == [f"bytes={len(publisher.body) // 2}-"]


def test_other_hosts_are_still_tried(publisher: Publisher, tmp_path: Path) -> None:
    nowhere = load_manifest(regulation("http://localhost:9"))[0]
    report = run(tmp_path, (nowhere, *act_only(publisher.address)))
    assert [outcome.outcome for outcome in report.outcomes] == [Outcome.FAILED, Outcome.FETCHED]


# -- a mirror that is a folder


def test_reading_a_file(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    (tmp_path / "a").write_bytes(b"abc")
    with Fetcher(settings(tmp_path)) as fetcher:
        fetched = fetcher.read(tmp_path / "a", lambda *step: seen.append(step))
        assert (fetched.data, fetched.marks) == (b"abc", Marks())
        for absent in (tmp_path / "b", tmp_path / "a" / "b"):
            with pytest.raises(NotFound):
                fetcher.read(absent, lambda *_: None)
        with pytest.raises(SourceError, match="rechten"):
            fetcher.read(tmp_path, lambda *_: None)
    assert seen == [(3, 3)]
