"""Shared fixtures: the mirror of the official sources when it is there, and no accidental network or settings.

Two variables steer the tests: ``AIACT_TEST_MIRROR`` names another mirror, and with ``AIACT_NO_SKIPS=1`` (set by
``.ci/run``, which has the mirror) a skipped test fails the run. Every variable of ours, of a provider of language
models and of a proxy is then taken away, so that neither the tests nor the programs they start read the settings of
whoever runs them, or can reach a model with their key.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MIRROR = Path(os.environ.get("AIACT_TEST_MIRROR", ROOT.parent / "shared" / "corpus"))
NO_SKIPS = os.environ.get("AIACT_NO_SKIPS") == "1"

# What the clients that LangChain uses read by themselves.
_PROVIDERS = ("OPENAI_", "AZURE_", "MISTRAL_", "MISTRALAI_", "OLLAMA_", "ANTHROPIC_", "LANGCHAIN_", "LANGSMITH_", "HF_")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


def is_of_the_caller(key: str) -> bool:
    """Whether a variable of the environment would let whoever runs the tests decide what they do or reach."""
    return key.startswith(("AIACT_", *_PROVIDERS)) or key.upper() in _PROXIES


for _key in [key for key in os.environ if is_of_the_caller(key)]:
    del os.environ[_key]
# The servers that tests start are on this machine: never reached through a proxy.
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost"


@pytest.fixture(scope="session")
def mirror() -> Path:
    """Folder with the official sources; without it, tests on the real sources say that they are skipped."""
    if not (MIRROR / "eurlex").is_dir():
        pytest.skip(f"geen spiegel van de officiële bronnen in {MIRROR}")
    return MIRROR


class SkipsFail:
    """Fails the run, naming them, when tests or whole files were skipped, but for those with the marker ``extra``."""

    def __init__(self) -> None:
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail") and "extra" not in report.keywords:
            self.skipped.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.skipped.append(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for nodeid in self.skipped:
            terminalreporter.line(f"FOUT: overgeslagen, en dat mag hier niet: {nodeid}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    if NO_SKIPS:
        config.pluginmanager.register(SkipsFail())
