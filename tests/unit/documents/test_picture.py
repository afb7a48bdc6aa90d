"""A page is drawn with the evidence marked, also where a line break split it; what cannot be drawn is none."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest

from aiact_assistant.documents.picture import page_picture
from aiact_assistant.files.picture import draw_page
from aiact_assistant.settings import Settings
from tests.uploads import PdfLine, make_pdf, paragraph_pdf

LIMITS = Settings().limits
SPLIT: list[PdfLine] = [
    (60, 760, 12, "Eerste regel."),
    (60, 700, 12, "Het model rangschikt sol-"),
    (60, 684, 12, "licitanten op score."),
]
PDF = make_pdf([[(60, 760, 12, "Niets hier.")], SPLIT])
WORDS = "Het model rangschikt sollicitanten op score."


def pixels(png: bytes) -> np.ndarray:
    """The picture; it has one chunk of data, without filters."""
    wide, high = struct.unpack(">II", png[16:24])
    at = png.index(b"IDAT")
    (size,) = struct.unpack(">I", png[at - 4 : at])
    rows = np.frombuffer(zlib.decompress(png[at + 4 : at + 4 + size]), dtype=np.uint8).reshape(high, 1 + wide * 3)
    return rows[:, 1:].reshape(high, wide, 3)


def marked_rows(png: bytes) -> list[int]:
    """Heights with something yellow, in points from the top."""
    picture = pixels(png).astype(int)
    yellow = (picture[:, :, 0] > 200) & (picture[:, :, 2] < 150)
    return sorted({round(row * 72 / 110) for row in np.flatnonzero(yellow.any(axis=1))})


def test_the_words_are_marked_on_both_lines() -> None:
    rows = marked_rows(draw_page(PDF, 2, WORDS))
    assert any(842 - 712 <= row <= 842 - 700 for row in rows)
    assert any(842 - 696 <= row <= 842 - 684 for row in rows)
    # Not the first line.
    assert min(rows) > 842 - 740


def test_words_that_are_not_there_are_not_marked() -> None:
    assert marked_rows(draw_page(PDF, 1, WORDS)) == []
    assert marked_rows(draw_page(PDF, 2, "")) == []


def test_a_process_of_its_own_draws_it() -> None:
    assert page_picture(PDF, 2, WORDS, LIMITS) == draw_page(PDF, 2, WORDS)


@pytest.mark.parametrize(("data", "number"), [(b"geen pdf", 1), (paragraph_pdf("een"), 9), (b"", 1)])
def test_what_cannot_be_drawn_is_none(data: bytes, number: int) -> None:
    assert page_picture(data, number, WORDS, LIMITS) is None
