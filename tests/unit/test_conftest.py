"""The test set-up itself: skips that must fail, settings that must not leak, and no network."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

from tests.conftest import is_of_the_caller

CONFTEST = Path(__file__).parents[1] / "conftest.py"
ONE_SKIP = """
import pytest

def test_runs():
    pass

def test_on_the_real_sources():
    pytest.skip("no mirror")
"""


@pytest.fixture
def inner(pytester: pytest.Pytester) -> pytest.Pytester:
    """A separate test run with our conftest and one test that skips."""
    pytester.makeconftest(CONFTEST.read_text("utf8"))
    pytester.makepyfile(ONE_SKIP)
    return pytester


def test_a_skip_fails_the_run_where_skips_are_forbidden(
    inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIACT_NO_SKIPS", "1")
    result = inner.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*FOUT: overgeslagen*::test_on_the_real_sources"])


def test_a_test_of_an_extra_may_be_skipped_everywhere(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIACT_NO_SKIPS", "1")
    pytester.makeconftest(CONFTEST.read_text("utf8"))
    pytester.makepyfile(ONE_SKIP.replace("def test_on", "@pytest.mark.extra\ndef test_on"))
    result = pytester.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.OK
    result.assert_outcomes(passed=1, skipped=1)


def test_a_skip_passes_elsewhere(inner: pytest.Pytester) -> None:
    result = inner.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.OK
    result.assert_outcomes(passed=1, skipped=1)


CALLERS = {
    "AIACT_LLM_BASE_URL": "https://model.example/v1",
    "AIACT_LLM_MODEL": "duur",
    "AIACT_LLM_API_KEY": "geheim",
    "OPENAI_API_KEY": "geheim",
    "OPENAI_API_BASE": "https://openai.example/v1",
    "OPENAI_BASE_URL": "https://openai.example/v1",
    "OPENAI_ORG_ID": "wij",
    "AZURE_OPENAI_API_KEY": "geheim",
    "AZURE_OPENAI_ENDPOINT": "https://azure.example",
    "MISTRAL_API_KEY": "geheim",
    "MISTRAL_BASE_URL": "https://mistral.example",
    "OLLAMA_HOST": "https://ollama.example",
    "LANGCHAIN_TRACING_V2": "true",
    "LANGSMITH_TRACING": "true",
    "LANGSMITH_API_KEY": "geheim",
    "HTTPS_PROXY": "http://proxy.example:3128",
    "https_proxy": "http://proxy.example:3128",
    "ALL_PROXY": "socks5://proxy.example:1080",
}
LOOK_AT_IT = """
import os
from aiact_assistant.settings import load_settings

def test_none_is_left():
    assert not set(%r) & set(os.environ)
    assert not load_settings().has_model
"""


def test_no_setting_or_key_of_the_caller_reaches_a_test(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in CALLERS.items():
        monkeypatch.setenv(key, value)
    pytester.makeconftest(CONFTEST.read_text("utf8"))
    pytester.makepyfile(LOOK_AT_IT % list(CALLERS))
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(passed=1)


def test_what_decides_nothing_stays() -> None:
    assert not any(is_of_the_caller(key) for key in ("PATH", "HOME", "NO_PROXY", "PYTHONPATH"))


def test_no_test_reaches_another_host() -> None:
    with (
        socket.socket() as connection,
        pytest.warns(UserWarning, match="A test tried"),
        pytest.raises(SocketConnectBlockedError),
    ):
        connection.connect(("192.0.2.1", 80))
