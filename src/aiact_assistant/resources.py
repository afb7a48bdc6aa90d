"""Finds the data files that travel with the program: ``corpus/``, ``rules/``.

In an installed wheel they lie in ``aiact_assistant/data/``; in a checkout (and its editable install) in the
root folders of the same names, so that a lawyer finds them where the README says.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from aiact_assistant.domain import StorageError

_PACKAGE_DATA = Path(str(files("aiact_assistant"))) / "data"
_CHECKOUT = Path(__file__).parents[2]


def resource(name: str) -> Path:
    """Path of a data file, for example ``corpus/sources.toml``.

    Raises:
        StorageError: the installation is incomplete: the file is in neither place.
    """
    for root in (_PACKAGE_DATA, _CHECKOUT):
        if (path := root / name).exists():
            return path
    raise StorageError(
        f"Het bestand {name} hoort bij het programma maar ontbreekt. Installeer aiact-assistant opnieuw.",
        f"The file {name} is part of the program but missing. Install aiact-assistant again.",
    )
