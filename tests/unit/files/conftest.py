"""Files made in memory: a PDF from lines with their place and size, DOCX and XLSX from their libraries."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

PdfLine = tuple[float, float, float, str]
_ESCAPES = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})

PdfMaker = Callable[[Sequence[Sequence[PdfLine]]], bytes]


def _pdf(pages: Sequence[Sequence[PdfLine]]) -> bytes:
    """A PDF with one text-showing operation a line: ``(x, y, points, text)``; text in Windows-1252."""
    objects: list[bytes] = [b"", b""]
    kids: list[str] = []
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    for page in pages:
        shown = "".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text.translate(_ESCAPES)}) Tj ET\n" for x, y, size, text in page
        ).encode("cp1252")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % len(objects)
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    out = b"%PDF-1.4\n"
    offsets: list[int] = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(out),
    )  # fmt: skip


@pytest.fixture
def make_pdf() -> PdfMaker:
    """Makes a PDF from pages of ``(x, y, points, text)``."""
    return _pdf
