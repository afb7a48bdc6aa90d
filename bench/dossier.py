"""Measures a whole assessment: ``python -m bench.dossier [FILE ...]``: read, propose, draft and Word memo.

Without files it makes PDFs of 50 and 300 full pages. Memory is the largest size of this process, which proposes; it
only grows, so the files go from small to large. ``bench.reading`` measures the process that reads.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from aiact_assistant.assistant import Assistant
from aiact_assistant.exports import ExportKind, export
from aiact_assistant.settings import load_settings
from bench.reading import full_pages

_MB = 1000
"""Linux counts in kilobytes."""


def measure(assistant: Assistant, name: str, uploads: Sequence[tuple[str, bytes]]) -> str:
    """The whole way with these files; one line of figures."""
    start = time.monotonic()
    dossier = assistant.read(uploads)
    read = time.monotonic()
    reading = assistant.shown(assistant.review(dossier), masked=True)
    proposed = time.monotonic()
    draft = assistant.assess(reading)
    titles, aids, book = assistant.titles(), assistant.aids(), assistant.rules()
    for kind in ExportKind:
        export(kind, book, reading, draft, titles=titles, aids=aids, language="nl")
    done = time.monotonic()
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MB
    pages = sum(len(document.pages) for document in dossier.documents)
    return (
        f"{name}: {pages} pages: read {read - start:.1f} s, proposed {proposed - read:.1f} s,"
        f" draft and exports {done - proposed:.1f} s; this process {own:.0f} MB"
    )


def main(arguments: Sequence[str]) -> None:
    """Measures the files given as one dossier, or PDFs made here."""
    assistant = Assistant(load_settings())
    if arguments:
        files = [(Path(path).name, Path(path).read_bytes()) for path in arguments]
        print(measure(assistant, "dossier", files))
        return
    for count in (50, 300):
        print(measure(assistant, f"{count}.pdf", [(f"{count}.pdf", full_pages(count))]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
