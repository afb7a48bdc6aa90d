"""Draws a page of a PDF with words marked in it.

Comes in: the bytes of a PDF, a page and the words. Goes out: a PNG. PDFium draws; the words are looked up without
regard to spaces, hyphens and capitals, since the text that was read joins what a line break split.
"""

from __future__ import annotations

import ctypes
import struct
import zlib
from collections.abc import Iterator

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

_DPI = 110
_POINTS_PER_INCH = 72
_MAX_PIXELS = 2_500_000  # A4 at this DPI has 1.1 million; a poster is drawn coarser
_MARK = np.array([255, 226, 110], dtype=np.uint16)  # multiplied, so that black stays black
_PASSED_OVER = frozenset("-\u00ad\u2010\u2011\u0002\ufffe\x00")

_Box = tuple[float, float, float, float]  # left, bottom, right, top, in points of the page


def draw_page(pdf: bytes, number: int, words: str) -> bytes:
    """The page as PNG, with the words marked where they are found.

    Args:
        pdf: the file, without password.
        number: page, from 1.
        words: what to mark, as it was read.

    Raises:
        pypdfium2.PdfiumError: there is no such page, or it cannot be drawn.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(_DPI / _POINTS_PER_INCH, (_MAX_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True)
        pixels: NDArray[np.uint8] = np.array(bitmap.to_numpy())[:, :, :3]
        for box in _places(page, words):
            _mark(pixels, _on_bitmap(page, box, bitmap.width, bitmap.height))
        return _png(pixels)


def _places(page: pypdfium2.PdfPage, words: str) -> Iterator[_Box]:
    """The boxes of the first place with these words, character by character."""
    text = page.get_textpage()
    kept: list[int] = []
    compact = ""
    for at in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text, at))
        for one in _folded(char):
            compact += one
            kept.append(at)
    wanted = "".join(_folded(words))
    start = compact.find(wanted) if wanted else -1
    if start >= 0:
        for at in dict.fromkeys(kept[start : start + len(wanted)]):
            yield text.get_charbox(at, loose=True)


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if not char.isspace() and char not in _PASSED_OVER)


def _on_bitmap(page: pypdfium2.PdfPage, box: _Box, wide: int, high: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom in pixels; PDFium knows how the page is turned and cut."""
    corners: list[tuple[int, int]] = []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, wide, high, 0, x, y, across, down)
        corners.append((across.value, down.value))
    (x1, y1), (x2, y2) = corners
    return max(0, min(x1, x2)), max(0, min(y1, y2)), max(0, x1, x2), max(0, y1, y2)


def _mark(pixels: NDArray[np.uint8], box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    part = pixels[top:bottom, left:right]
    # The lower of the two: boxes of letters may overlap, and must not grow darker there.
    part[:] = np.minimum(part, _MARK).astype(np.uint8)


def _png(pixels: NDArray[np.uint8]) -> bytes:
    high, wide, _ = pixels.shape
    rows = np.zeros((high, 1 + wide * 3), dtype=np.uint8)  # each row begins with its filter, none
    rows[:, 1:] = pixels.reshape(high, wide * 3)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    packed = zlib.compress(rows.tobytes(), 6)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
