"""The ``aiact`` command: flags and printing, one ``Assistant`` call per command.

Comes in: the words on the command line. Goes out: text or JSON on stdout, messages on stderr, an exit code. May
touch nothing but ``assistant``, ``ui`` (to serve) and their results.
"""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Entry point of the console script."""
    try:
        # Loading takes long enough to be interrupted.
        from aiact_assistant.cli.commands import run
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(run(sys.argv[1:]))
