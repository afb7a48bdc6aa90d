"""The process in which one uploaded file is read; started by ``process.py`` as ``python -m``.

Comes in: a ``Job`` on standard input. Goes out: reports on standard output, an ``Outcome`` or a ``Failure`` last.
First of all it gives up memory and processor time beyond the limits, which also hold for Tesseract.
"""

from __future__ import annotations

import logging
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from aiact_assistant.documents.confine import confine
from aiact_assistant.documents.pages import pages_of
from aiact_assistant.documents.unpack import unpack
from aiact_assistant.documents.wire import Failure, Job, Outcome, Progress, dump, load_job
from aiact_assistant.domain import Limits, Message, ReadError
from aiact_assistant.files.blocks import Block, FileText
from aiact_assistant.files.kinds import Kind, recognise
from aiact_assistant.files.pdf import ranges, unread_pages
from aiact_assistant.files.read import read_kind

_PROGRESS_SECONDS = 0.1
_MAX_TITLE = 200


def main() -> int:
    """Reads the file of the job; always says how it ended, unless the system ends it."""
    job = load_job(sys.stdin.buffer.readline())
    confine(job.limits)
    logging.disable()  # libraries quote what they read in their remarks
    try:
        report: Outcome | Failure = _read(job, _reporter())
    except ReadError as error:
        report = Failure(Message(error.dutch, error.english))
    except MemoryError:
        report = Failure(_too_heavy())
    except Exception:  # the boundary: whatever a library does on hostile bytes becomes words for the user
        report = Failure(_odd())
    sys.stdout.buffer.write(dump(report))
    return 0


def _read(job: Job, say: Callable[[int, int], None]) -> Outcome:
    deadline = time.monotonic() + job.limits.seconds
    data = Path(job.path).read_bytes()
    if not data:
        raise ReadError("Dit bestand is leeg.", "This file is empty.")
    found = recognise(job.name, data)
    if found.kind == "zip" or found.kind == "mail":
        text, members = unpack(found.kind, data, job)
        pages = pages_of("text", text) if text is not None and text.blocks else ()
        remarks = (*found.remarks, *(text.warnings if text else ()))
        return Outcome(text.title if text else "", pages, (), remarks, tuple(members))
    text = read_kind(found.kind, data, job.limits, say)
    warnings = [*found.remarks, *text.warnings]
    recognised: set[int] = set()
    if found.kind == "pdf" and text.unread:
        text, recognised, more = _with_ocr(text, data, job.limits, deadline, say)
        warnings += more
    pages = pages_of(found.kind, text, recognised)
    _check(found.kind, pages_count=len(pages), characters=sum(len(page.text) for page in pages), limits=job.limits)
    return Outcome(text.title, pages, text.unread, tuple(warnings), ())


def _with_ocr(
    text: FileText, data: bytes, limits: Limits, deadline: float, say: Callable[[int, int], None]
) -> tuple[FileText, set[int], list[Message]]:
    """The text with that of its scanned pages, the pages that OCR read, and what is to be said about the rest."""
    # Loaded here: only scanned pages need it.
    from aiact_assistant.files.scan import find_ocr, recognise_page

    ocr = find_ocr() if limits.ocr_seconds else None
    if ocr is None:
        return text, set(), [unread_pages(text.unread), _no_ocr()]
    already = Counter[int]()
    for block in text.blocks:
        already[block.page or 0] += len(block.text)
    own: dict[int, tuple[Block, ...]] = {}
    unread: list[int] = []
    late = False
    total = text.pages + len(text.unread)
    for done, number in enumerate(text.unread, start=1):
        seconds = min(limits.ocr_seconds, deadline - time.monotonic())
        blocks = recognise_page(ocr, data, number, seconds) if seconds > 1 else None
        late = late or blocks is None
        # A page may have some text of its own, a stamp or a heading; what OCR sees should include that.
        if blocks and sum(len(block.text) for block in blocks) > already[number]:
            own[number] = blocks
        elif blocks is None or not already[number]:
            unread.append(number)
        say(text.pages + done, total)
    warnings = [_recognised(own)] if own else []
    if unread:
        warnings.append(unread_pages(unread))
    if late:
        warnings.append(_late(limits))
    kept = [block for block in text.blocks if block.page not in own]
    merged = sorted([*kept, *(block for page in own.values() for block in page)], key=lambda block: block.page or 0)
    title = text.title or (merged[0].text.split("\n")[0][:_MAX_TITLE] if merged else "")
    return replace(text, title=title, blocks=tuple(merged), unread=tuple(unread)), set(own), warnings


def _check(kind: Kind, *, pages_count: int, characters: int, limits: Limits) -> None:
    if pages_count > limits.pages:
        dutch, english = ("bladen", "sheets") if kind in {"xlsx", "ods"} else ("bladzijden", "pages")
        raise ReadError(
            f"Dit bestand heeft meer dan {limits.pages} {dutch}. Splits het.",
            f"This file has more than {limits.pages} {english}. Split it.",
        )
    if characters > limits.text_bytes:
        raise ReadError(
            "Dit bestand bevat te veel tekst om te beoordelen. Splits het.",
            "This file has too much text to assess. Split it.",
        )


def _reporter() -> Callable[[int, int], None]:
    last = 0.0

    def say(done: int, total: int) -> None:
        nonlocal last
        if done == total or time.monotonic() - last > _PROGRESS_SECONDS:
            last = time.monotonic()
            sys.stdout.buffer.write(dump(Progress(done, total)))
            sys.stdout.buffer.flush()

    return say


def _no_ocr() -> Message:
    return Message(
        "Tekstherkenning (Tesseract met Nederlands of Engels) is niet geïnstalleerd of staat uit. Maak de PDF"
        " doorzoekbaar, of vraag de beheerder om Tesseract.",
        "Text recognition (Tesseract with Dutch or English) is not installed or is off. Make the PDF searchable, or ask"
        " the administrator for Tesseract.",
    )


def _recognised(pages: dict[int, tuple[Block, ...]]) -> Message:
    numbers = ", ".join(ranges(sorted(pages)))
    return Message(
        f"Op bladzijde {numbers} is de tekst herkend uit een afbeelding (OCR). Daar kunnen fouten in zitten.",
        f"On page {numbers} the text was recognised from an image (OCR). It may have errors.",
    )


def _late(limits: Limits) -> Message:
    return Message(
        f"Tekstherkenning duurde te lang (grens: {limits.ocr_seconds} seconden per bladzijde, {limits.seconds} per"
        " bestand). Splits het bestand, of maak het doorzoekbaar.",
        f"Text recognition took too long (limit: {limits.ocr_seconds} seconds a page, {limits.seconds} a file)."
        " Split the file, or make it searchable.",
    )


def _too_heavy() -> Message:
    return Message(
        "Dit bestand kost meer geheugen dan is toegestaan. Splits het of sla het eenvoudiger op.",
        "This file takes more memory than is allowed. Split it or save it in a simpler form.",
    )


def _odd() -> Message:
    return Message(
        "Dit bestand is beschadigd of zo vreemd gemaakt dat het niet kan worden gelezen. Open het en sla het opnieuw"
        " op.",
        "This file is damaged or made so oddly that it cannot be read. Open it and save it again.",
    )


if __name__ == "__main__":
    sys.exit(main())
