"""Measures how long reading a PDF takes and how much memory: ``python -m bench.reading [FILE.pdf ...]``.

Without files it makes PDFs of 50 and 300 full pages. Memory is that of the reading process (its largest size); the
first progress is what a user waits for before anything moves.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from aiact_assistant.documents.read import read_dossier
from aiact_assistant.settings import Settings
from tests.uploads import make_pdf

_SENTENCE = "Het systeem leest elke brief en kiest een afdeling; een medewerker kijkt de keuze na en past haar aan."
_LINES = 52


def full_pages(count: int) -> bytes:
    """A PDF of pages full of text, with a running header."""
    return make_pdf(
        [
            [(50.0, 815.0, 9.0, f"Systeembeschrijving, bladzijde {page}")]
            + [(50.0, 790.0 - 14 * line, 10.0, f"{page}.{line} {_SENTENCE}") for line in range(_LINES)]
            for page in range(1, count + 1)
        ]
    )


def measure(name: str, data: bytes) -> str:
    """Reads a file; one line of figures."""
    start = time.monotonic()
    first: list[float] = []

    def progress(done: int, *_: object) -> None:
        if done and not first:
            first.append(time.monotonic() - start)

    dossier = read_dossier([(name, data)], Settings().limits, progress=progress)
    seconds = time.monotonic() - start
    pages = len(dossier.documents[0].pages)
    # Linux counts in kilobytes; of all children so far, so the files go from small to large.
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return (
        f"{name}: {pages} pages, {len(data) / 1e6:.1f} MB: {seconds:.1f} s, first progress after {first[0]:.1f} s,"
        f" reading process {memory:.0f} MB, this process {own:.0f} MB"
    )


def main(arguments: list[str]) -> None:
    """Measures the files given, or PDFs made here."""
    files = [(Path(path).name, Path(path).read_bytes()) for path in arguments]
    for name, data in files or [(f"{count}.pdf", full_pages(count)) for count in (50, 300)]:
        print(measure(name, data))


if __name__ == "__main__":
    main(sys.argv[1:])
