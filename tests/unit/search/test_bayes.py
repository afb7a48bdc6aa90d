"""What is learnt from the words of entries tells which entry a new question is for, also when it is misspelt."""

from pathlib import Path

import pytest

from aiact_assistant.search.bayes import Bayes

TEXTS = {
    "kb:bel": [
        "Moet een bakfiets een fietsbel hebben?",
        "fietsbellen verplicht",
        "waar zit de fietsbel op een bakfiets",
    ],
    "kb:rem": ["Hoe goed moet een bakfiets remmen?", "remproef van bakfietsen", "remmen keuren", "remproef doen"],
}


@pytest.fixture
def learnt(tmp_path: Path) -> Bayes:
    pairs = [(text, owner) for owner, texts in TEXTS.items() for text in texts]
    Bayes.learn([text for text, _ in pairs], [owner for _, owner in pairs]).save(tmp_path)
    return Bayes.read(tmp_path)


@pytest.mark.parametrize(
    ("question", "owner"),
    [
        ("mijn bakfiets heeft geen fietsbell", "kb:bel"),
        ("FIETSBÉLLEN op de bakfiets?", "kb:bel"),
        ("moeten de remmen van mijn bakfiets gekeurd worden", "kb:rem"),
        ("de remproeven", "kb:rem"),
    ],
)
def test_pieces_of_words_tell_for_which_entry_a_question_is(learnt: Bayes, question: str, owner: str) -> None:
    suits = learnt.suits(question)
    assert suits[owner] == 1.0
    assert set(suits) == set(TEXTS)
    assert min(suits.values()) == 0.0


@pytest.mark.parametrize("question", ["", "?", "xyzzy"])
def test_words_that_no_entry_has_tell_nothing(learnt: Bayes, question: str) -> None:
    assert learnt.suits(question) == dict.fromkeys(TEXTS, 0.0)
