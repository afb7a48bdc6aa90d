"""Shared fixtures: the mirror of the official sources when it is there, and no accidental network."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MIRROR = Path(os.environ.get("AIACT_TEST_MIRROR", ROOT.parent / "shared" / "corpus"))


@pytest.fixture(scope="session")
def mirror() -> Path:
    """Folder with the official sources; without it, tests on the real sources say that they are skipped."""
    if not (MIRROR / "eurlex").is_dir():
        pytest.skip(f"geen spiegel van de officiële bronnen in {MIRROR}")
    return MIRROR
