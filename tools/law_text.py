"""Finds sentences of the law in the project's own files; they belong in the downloaded sources, outside git.

Comes in: file names as arguments. Goes out: exit code 1 and a line per file that has ``RUN`` or more words in
a row that stand in a law text of the mirror beside the checkout; 0 when there are none, or no mirror to compare with.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path

RUN = 14
LAW = Path(__file__).parents[2] / "shared" / "corpus" / "eurlex"


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every ``RUN`` successive words of the text, in lower case."""
    words = re.findall(r"\w+", text.lower())
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def main(names: list[str]) -> int:
    """Exit code for these files."""
    law = {
        run
        for page in LAW.glob("*.html")
        for run in runs(html.unescape(re.sub(r"<[^>]+>", " ", page.read_text("utf8"))))
    }
    found = 0
    for name in names:
        if copied := next((run for run in runs(Path(name).read_text("utf8", "ignore")) if run in law), None):
            print(f"{name}: staat in de wet: {' '.join(copied)}")
            found += 1
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
