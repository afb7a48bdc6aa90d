"""The part of pypdfium2 that this project uses."""

from types import TracebackType
from typing import Self

class PdfiumError(RuntimeError): ...

class PdfBitmap:
    width: int
    height: int
    stride: int
    buffer: bytes

class PdfPage:
    def get_size(self) -> tuple[float, float]: ...
    def render(self, scale: float = ..., *, grayscale: bool = ...) -> PdfBitmap: ...

class PdfDocument:
    def __init__(self, input: bytes) -> None: ...
    def __getitem__(self, index: int) -> PdfPage: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
