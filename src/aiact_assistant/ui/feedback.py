"""Keeps the verdicts of users in a local file, one JSON object a line, for the eval."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

from aiact_assistant.domain import Answer, StorageError

FILE = "feedback.jsonl"
_MAX_REASON = 1000
_writing = threading.Lock()


def save_feedback(folder: Path, answer: Answer, vote: str, reason: str) -> None:
    """Add a verdict.

    Args:
        folder: the data folder.
        answer: the answer that it is about.
        vote: ``up`` or ``down``.
        reason: what the user wrote; kept up to 1,000 characters.

    Raises:
        StorageError: the folder cannot be written.
    """
    line = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": answer.question,
        "lang": answer.language,
        "date": answer.date.isoformat(),
        "status": answer.status.value,
        "citations": [citation.id for citation in answer.citations],
        "fingerprint": answer.fingerprint,
        "vote": vote,
        "reason": reason[:_MAX_REASON],
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _writing, (folder / FILE).open("a", encoding="utf8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    except OSError as error:
        raise StorageError(
            f"Uw oordeel kon niet worden bewaard: de map {folder} is vol of niet beschrijfbaar.",
            f"Your verdict could not be saved: the folder {folder} is full or cannot be written.",
        ) from error
