"""What stands in every paper is learnt by the sentence and by the paragraph."""

from __future__ import annotations

from tools.fit_support import furniture


def test_every_sentence_stands_alone_and_in_paragraphs() -> None:
    sentences = [f"Zin {number}." for number in range(20)]
    made = furniture(sentences)
    assert made[:20] == sentences
    paragraphs = made[20:]
    assert all(sum(f"{sentence}" in one for one in paragraphs) >= 1 for sentence in sentences)
    assert {one.count("Zin") for one in paragraphs} <= {1, 2, 3, 4}


def test_it_is_the_same_each_time() -> None:
    sentences = ["Een.", "Twee.", "Drie.", "Vier.", "Vijf."]
    assert furniture(sentences) == furniture(sentences)
