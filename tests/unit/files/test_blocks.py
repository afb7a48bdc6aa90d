"""Cleaning of text and anchors of headings."""

from __future__ import annotations

import pytest

from aiact_assistant.files.blocks import clean, slug


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("ef\ufb01ci\u00ebnt", "efficiënt"),
        ("algoritme\u00ad\u00adgebruik", "algoritmegebruik"),
        ("artikel\u00a05,\u2009lid\u202f1", "artikel 5, lid 1"),
        ("e\u0301e\u0301n", "één"),
        ("mogel\u0133k", "mogelijk"),
        ("  a  b \n\n \n c ", "a b\nc"),
        ("nul\u0000byte\ufeff", "nulbyte"),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Bijbehorende vereiste(n)", "bijbehorende-vereisten"),
        ("Wat is één AI-systeem?", "wat-is-een-ai-systeem"),
        ("2 augustus 2026: nieuwe regels", "2-augustus-2026-nieuwe-regels"),
        ("!!!", ""),
    ],
)
def test_slug(heading: str, expected: str) -> None:
    assert slug(heading) == expected
