"""Quotes are shown only when they stand verbatim in their source."""

import pytest

from aiact_assistant.corpus.verbatim import is_verbatim

SOURCE = "De beheerder bewaart de logboeken ten minste zes\u00a0maanden, “tenzij” anders is bepaald."


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("bewaart de logboeken ten minste zes maanden", True),
        ("bewaart  de\nlogboeken ten minste zes maanden", True),
        ('zes maanden, "tenzij" anders', True),
        ("bewaart de logboeken ten minste zeven maanden", False),
        ("bewaart de logboek", False),
        ("eheerder bewaart de logboeken", False),
        ("BEWAART DE LOGBOEKEN", False),
        ("zes maanden tenzij anders", False),
        ("logs", False),
        ("", False),
    ],
)
def test_only_verbatim_quotes_pass(quote: str, expected: bool) -> None:
    assert is_verbatim(quote, SOURCE) is expected
