"""Reads pages that are images, with Tesseract when it is installed.

Comes in: the bytes of a PDF and page numbers. Goes out: the text of a page as blocks. PDFium draws the page, also what
is rotated or made of strips; Tesseract is a program of its own, run with a time limit and without a shell.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

import pypdfium2

from aiact_assistant.files.blocks import Block, clean
from aiact_assistant.files.lines import Joiner

_PROGRAM = "tesseract"
_LANGUAGES = ("nld", "eng")
_DPI = 300  # what Tesseract was trained on
_POINTS_PER_INCH = 72
_MAX_PIXELS = 12_000_000  # a page of A4 has 8.7 million; a poster is drawn coarser
_LIST_SECONDS = 10
# In most type the capital I of "AI" looks like an l, and Dutch has no word that begins with "Al-".
_AI = re.compile(r"\bAl(?=-[a-z]| (?:systeem|systemen|systems?|verordening|Act|modellen|models?)\b)")


@dataclass(frozen=True, slots=True)
class Ocr:
    """A way to recognise text: the program, and the languages it has of those we want, as "nld+eng"."""

    program: str
    languages: str


def find_ocr() -> Ocr | None:
    """Tesseract with Dutch or English, or ``None`` when it is not installed."""
    program = shutil.which(_PROGRAM)
    if program is None:
        return None
    try:
        listed = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, timeout=_LIST_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    present = [language for language in _LANGUAGES if language in listed.stdout.split()]
    return Ocr(program, "+".join(present)) if present else None


def recognise_page(ocr: Ocr, pdf: bytes, number: int, seconds: float) -> tuple[Block, ...] | None:
    """The text on a page of a PDF; no blocks when there is none, ``None`` when it could not be read in time.

    Args:
        ocr: from ``find_ocr``.
        pdf: the file, without password.
        number: page, from 1.
        seconds: longest time for this page.
    """
    try:
        image = _draw(pdf, number)
        done = subprocess.run(
            [ocr.program, "stdin", "stdout", "-l", ocr.languages, "--dpi", str(_DPI)],
            input=image,
            capture_output=True,
            timeout=seconds,
            check=True,
            # Its threads get in each other's way: four times slower on two cores.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.SubprocessError, pypdfium2.PdfiumError, MemoryError):
        return None
    paragraphs = _AI.sub("AI", done.stdout.decode("utf-8", "replace").replace("\f", "")).split("\n\n")
    lines = [[text for line in paragraph.split("\n") if (text := clean(line))] for paragraph in paragraphs]
    joiner = Joiner(line for paragraph in lines for line in paragraph)
    texts: list[str] = []
    for paragraph in lines:
        text = ""
        for line in paragraph:
            text = joiner.join(text, line)
        texts.append(text)
    return tuple(Block("text", text, page=number) for text in texts if text)


def _draw(pdf: bytes, number: int) -> bytes:
    """The page in grey, as a PGM image."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(_DPI / _POINTS_PER_INCH, (_MAX_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        rows = bytes(bitmap.buffer)
        wide, high, stride = bitmap.width, bitmap.height, bitmap.stride
        if stride != wide:
            rows = b"".join(rows[at * stride : at * stride + wide] for at in range(high))
    return b"P5 %d %d 255\n" % (wide, high) + rows
