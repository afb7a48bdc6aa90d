"""The test set-up itself: skips that must fail, settings that must not leak, and no network."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

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


def test_a_skip_passes_elsewhere(inner: pytest.Pytester) -> None:
    result = inner.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.OK
    result.assert_outcomes(passed=1, skipped=1)


def test_no_setting_of_the_caller_reaches_a_test() -> None:
    assert [key for key in os.environ if key.startswith("AIACT_")] == []


def test_no_test_reaches_another_host() -> None:
    with (
        socket.socket() as connection,
        pytest.warns(UserWarning, match="A test tried"),
        pytest.raises(SocketConnectBlockedError),
    ):
        connection.connect(("192.0.2.1", 80))
