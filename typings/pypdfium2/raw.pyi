"""The part of PDFium itself that this project uses."""

from ctypes import c_int

from pypdfium2 import PdfPage, PdfTextPage

def FPDFText_GetUnicode(text_page: PdfTextPage, index: int) -> int: ...  # noqa: N802
def FPDF_PageToDevice(  # noqa: N802
    page: PdfPage,
    start_x: int,
    start_y: int,
    size_x: int,
    size_y: int,
    rotate: int,
    page_x: float,
    page_y: float,
    device_x: c_int,
    device_y: c_int,
) -> int: ...
