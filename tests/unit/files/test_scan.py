"""Text recognition, with a stand-in for Tesseract; the real one is in the integration tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from aiact_assistant.files import scan as scanning
from aiact_assistant.files.scan import Ocr, find_ocr, recognise_page
from tests.uploads import paragraph_pdf, scan

SCAN = scan(paragraph_pdf("x", "y"))


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that knows Dutch, and says how large the image is that it gets."""
    path = tmp_path / "tesseract"
    path.write_text(
        f"#!{sys.executable}\nimport sys\n"
        "if '--list-langs' in sys.argv: print('List (2):\\nnld\\nosd'); sys.exit()\n"
        "head = sys.stdin.buffer.read().split(b' ', 3)[:3]\n"
        "print('Een Al-systeem leest brie-\\nven.\\n\\n' + b' '.join(head).decode() + '\\f')\n"
    )
    path.chmod(0o700)
    return path


def test_languages_that_are_installed(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning.shutil, "which", lambda _: str(program))
    assert find_ocr() == Ocr(str(program), "nld")
    monkeypatch.setattr(scanning.shutil, "which", lambda _: None)
    assert find_ocr() is None
    monkeypatch.setattr(scanning.shutil, "which", lambda _: "/bestaat/niet")
    assert find_ocr() is None


def test_the_page_is_drawn_and_its_paragraphs_are_joined(program: Path) -> None:
    blocks = recognise_page(Ocr(str(program), "nld"), SCAN, 2, 60)
    assert blocks is not None
    # A4 at 300 dots per inch; and the AI that Tesseract takes for "Al".
    assert [(block.page, block.text) for block in blocks] == [(2, "Een AI-systeem leest brieven."), (2, "P5 2480 3509")]


def test_no_text_in_time_is_not_the_same_as_no_text(tmp_path: Path) -> None:
    for number, body in enumerate(["sleep 30", "exit 1", "printf ' \\n'"]):
        path = tmp_path / str(number)
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o700)
    assert recognise_page(Ocr(str(tmp_path / "0"), "nld"), SCAN, 1, 0.2) is None
    assert recognise_page(Ocr(str(tmp_path / "1"), "nld"), SCAN, 1, 30) is None
    assert recognise_page(Ocr(str(tmp_path / "2"), "nld"), SCAN, 1, 30) == ()
    assert recognise_page(Ocr(str(tmp_path / "2"), "nld"), b"geen pdf", 1, 30) is None
