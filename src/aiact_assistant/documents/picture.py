"""A page of an uploaded PDF as a picture with words marked, drawn in a process of its own.

Comes in: bytes that anyone may have made. Goes out: a PNG, or nothing when the page cannot be drawn within the limits.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import asdict, replace
from typing import Any

from aiact_assistant.documents.confine import confine
from aiact_assistant.domain import Limits

_SECONDS = 20
_COMMAND = ("-P", "-m", "aiact_assistant.documents.picture")


def page_picture(pdf: bytes, number: int, words: str, limits: Limits) -> bytes | None:
    """The page as PNG with the words marked; ``None`` when it cannot be drawn.

    Args:
        pdf: the file.
        number: page, from 1.
        words: what to mark.
        limits: memory of the process.
    """
    job = {"number": number, "words": words, "limits": asdict(replace(limits, seconds=_SECONDS))}
    try:
        done = subprocess.run(
            [sys.executable, *_COMMAND],
            input=json.dumps(job).encode() + b"\n" + pdf,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # tracebacks may quote the document
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def main() -> int:
    """Draws the page of the job on standard input; any failure is a code and no words."""
    job: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    confine(Limits(**job["limits"]))
    logging.disable()
    # Loaded after the limits hold.
    from aiact_assistant.files.picture import draw_page

    sys.stdout.buffer.write(draw_page(sys.stdin.buffer.read(), job["number"], job["words"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
