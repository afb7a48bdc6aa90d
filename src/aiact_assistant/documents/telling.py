"""Which sentences of a dossier answer which question of the rules, and what they say: yes or no.

Comes in: passages, sentences and their vectors. Goes out: per fact a ``Told`` with the most telling sentences. What a
sentence is about follows from its meaning and from its words together; in a long dossier the meaning of its passage
stands for its own until it is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from aiact_assistant.corpus.zinnen import load_zinnen
from aiact_assistant.documents.passages import Passage, Sentence
from aiact_assistant.documents.support import Floats, Support
from aiact_assistant.search.bayes import Bayes
from aiact_assistant.search.logistic import softmax

NOTHING = ""
"""Name of what answers no question."""

# One standard deviation in likeness of words against the logarithm of a chance. On the dossiers of dev the deciding
# sentence is among the first two for 0.74 of the facts, from the meaning alone for 0.64.
_WEIGHT_WORDS = 0.75
# From here a sentence is shown: on dev 0.65 of the deciding sentences, and sentences with 37 of the 140 facts.
_SHOWN_FROM = -1.75
_SHOWN = 2
_LEAST_WORDS = 4
# Of a longer dossier not every sentence is embedded: a sentence takes some 18 ms on two processors.
_MOST_SENTENCES = 160
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Told:
    """What a dossier tells about one fact.

    Attributes:
        yes: chance that a sentence says yes, of the sentence that most plainly does.
        no: the same for no.
        sentences: the most telling ones, best first; () when there is nothing to show.
    """

    yes: float
    no: float
    sentences: tuple[Sentence, ...]


def answer_name(fact: str, answer: bool | None) -> str:
    """Name of a fact with an answer among what was learnt."""
    return NOTHING if answer is None else f"{fact}:{'ja' if answer else 'nee'}"


def choose(passages: Sequence[Passage], vectors: Floats, support: Support) -> list[Sentence]:
    """The sentences to look at: all of a short dossier; of a long one the most promising for each fact in turn.

    Args:
        passages: of the dossier.
        vectors: a row per passage.
        support: what was learnt.
    """
    owner: dict[Sentence, int] = {}
    for number, passage in enumerate(passages):
        for sentence in passage.sentences:
            if len(sentence.text.split()) >= _LEAST_WORDS:
                owner.setdefault(sentence, number)
    sentences = list(owner)
    if len(sentences) <= _MOST_SENTENCES:
        return sentences
    passage_of = list(owner.values())
    rough = _about(_chances(vectors, support), support)[passage_of] + _WEIGHT_WORDS * _words(sentences, support)
    # The best sentence of each fact before the second of any.
    ranked: list[int] = np.argsort(-rough, axis=0, kind="stable").ravel().tolist()
    return [sentences[place] for place in list(dict.fromkeys(ranked))[:_MOST_SENTENCES]]


def tell(sentences: Sequence[Sentence], vectors: Floats, support: Support) -> dict[str, Told]:
    """What sentences tell about each fact.

    Args:
        sentences: of the dossier.
        vectors: a row per sentence.
        support: what was learnt.
    """
    if not sentences:
        return {}
    chances = _chances(vectors, support)
    scores = _about(chances, support) + _WEIGHT_WORDS * _words(sentences, support)
    most = dict(zip(support.telling_names, chances.max(axis=0).tolist(), strict=True))
    found: dict[str, Told] = {}
    for place, fact in enumerate(_facts(support)):
        first: list[int] = np.argsort(-scores[:, place])[:_SHOWN].tolist()
        best = [number for number in first if scores[number, place] >= _SHOWN_FROM]
        shown = tuple(sentences[number] for number in best)
        found[fact] = Told(most[answer_name(fact, True)], most[answer_name(fact, False)], shown)
    return found


def _facts(support: Support) -> list[str]:
    return list(dict.fromkeys(name.rpartition(":")[0] for name in support.telling_names if name != NOTHING))


def _chances(vectors: Floats, support: Support) -> Floats:
    """Chances (rows, telling_names)."""
    return softmax(support.telling_scores(vectors))


def _about(chances: Floats, support: Support) -> Floats:
    """Logarithms of chances (rows, facts) that a sentence is about a fact, whatever its answer."""
    column = {name: number for number, name in enumerate(support.telling_names)}
    yes, no = ([column[answer_name(fact, side)] for fact in _facts(support)] for side in (True, False))
    return np.log(chances[:, yes] + chances[:, no] + _TINY)


def _words(sentences: Sequence[Sentence], support: Support) -> Floats:
    """How alike the words are (sentences, facts), in standard deviations over the facts."""
    learnt = _learnt_words()
    columns = [learnt.names.index(fact) for fact in _facts(support)]
    scores = np.stack([learnt.scores(sentence.text) for sentence in sentences])
    spread = (scores - scores.mean(axis=1, keepdims=True)) / np.maximum(scores.std(axis=1, keepdims=True), _TINY)
    return spread[:, columns]


@cache
def _learnt_words() -> Bayes:
    labelled = load_zinnen().labelled()
    return Bayes.learn([text for *_, text in labelled], [fact for fact, *_ in labelled])
