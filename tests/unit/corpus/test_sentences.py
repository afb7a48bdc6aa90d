"""Sentences are verbatim runs and survive the abbreviations of legal prose."""

import pytest

from aiact_assistant.corpus.sentences import sentence_spans, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eerste zin. Tweede zin.", ["Eerste zin.", "Tweede zin."]),
        ("Zie art. 5 en nr. 3. Daarna meer.", ["Zie art. 5 en nr. 3.", "Daarna meer."]),
        ("Dat geldt d.w.z. Altijd.", ["Dat geldt d.w.z. Altijd."]),
        ("Regel een\nRegel twee", ["Regel een", "Regel twee"]),
        ("1. Het eerste punt. Nog een.", ["1. Het eerste punt.", "Nog een."]),
        ("“Hij zei ja.” Daarna nee.", ["“Hij zei ja.”", "Daarna nee."]),
        ("  ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_spans_point_into_the_text() -> None:
    text = "Een. Twee; Drie!\nVier?"
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences(text)
