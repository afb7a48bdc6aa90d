"""PDFs made in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests import uploads
from tests.uploads import PdfLine

PdfMaker = Callable[[Sequence[Sequence[PdfLine]]], bytes]


@pytest.fixture
def make_pdf() -> PdfMaker:
    """Makes a PDF from pages of ``(x, y, points, text)``."""
    return uploads.make_pdf
