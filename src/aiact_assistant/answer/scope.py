"""Decides whether a question can be answered at all, before anything is searched for an answer.

Comes in: a question, what the index understands of it. Goes out: a status that ends it, or ``None`` to go on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiact_assistant.corpus.folding import fold
from aiact_assistant.domain import AnswerStatus
from aiact_assistant.search.words import words

# e5's cosine between a question and its nearest passage: questions of the dev split of eval/data have a median of
# 0.866 and 5 % lie under 0.838; of twenty off-topic questions the median is 0.824 and 95 % lie under 0.845.
SIMILAR = 0.846
FAR = 0.838
# Weight from which a begrip alone says that the question is ours, or only hints at it (knowledge.py).
SURE = 0.8
HINT = 0.4
_MIN_LETTERS = 2

_INSTRUCTIONS = re.compile(
    r"\b(negeer|vergeet|ignore|disregard|forget|override)\b.{0,40}"
    r"\b(instructies?|opdracht(en)?|regels|prompt|instructions?|rules|guidelines|above|hiervoor|voorgaande|eerdere)\b"
    r"|\b(system ?prompt|systeemprompt|jailbreak|developer mode|DAN mode)\b"
    r"|\b(you are now|je bent (nu|vanaf nu)|doe alsof je|pretend (to be|you are)|act as)\b"
    r"|\b(toon|geef|print|reveal|show|repeat|herhaal)\b.{0,30}\b(je|jouw|your|de|the|uw)\b.{0,15}"
    r"\b(prompt|instructies|instructions|api[- ]?key|sleutel|wachtwoord|password)\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Signals:
    """What tells whether a question is about the subject.

    Attributes:
        concept_weight: weight (0 to 1) of the strongest begrip in the question.
        named: whether it names a provision of the law that exists.
        similarity: cosine of the nearest passage, 0 without dense search.
        known_share: share of its meaningful words that occur in the sources.
        is_sentence: whether it has the small words of a Dutch or English sentence.
    """

    concept_weight: float
    named: bool
    similarity: float
    known_share: float
    is_sentence: bool


def is_instruction(question: str) -> bool:
    """Whether the text tries to instruct the system instead of asking it something."""
    return _INSTRUCTIONS.search(question) is not None


def is_unclear(question: str) -> bool:
    """Whether there are no words to understand: only emoji, marks, digits, or a single letter."""
    return sum(char.isalpha() for char in fold(question)) < _MIN_LETTERS


def known_share(question: str, stop: Callable[[str], bool], knows: Callable[[str], bool]) -> float:
    """Share (0 to 1) of the meaningful words of a question that the sources know."""
    meaningful = [word for word in words(question) if len(word) > 3 and not stop(word)]
    if not meaningful:
        return 0.0
    return sum(knows(word) for word in meaningful) / len(meaningful)


def judge(signals: Signals) -> AnswerStatus | None:
    """``OUT_OF_SCOPE``, ``UNCLEAR`` or ``PARTLY`` when the signals are weak; ``None`` when the question is ours."""
    if signals.named or signals.concept_weight >= SURE:
        return None
    if signals.known_share == 0.0 and signals.concept_weight == 0.0:
        return AnswerStatus.OUT_OF_SCOPE if signals.is_sentence else AnswerStatus.UNCLEAR
    dense = signals.similarity > 0
    if signals.concept_weight >= HINT:
        return AnswerStatus.OUT_OF_SCOPE if dense and signals.similarity < FAR else None
    if dense and signals.similarity >= SIMILAR:
        return AnswerStatus.PARTLY
    return AnswerStatus.OUT_OF_SCOPE


def is_sentence(question: str, stop: Callable[[str], bool]) -> bool:
    """Whether a text has at least two of the small words that hold a sentence together."""
    return sum(stop(word) for word in words(question)) >= 2


def standalone(question: str, history: Sequence[str], has_concept: bool) -> str:
    """A follow-up question with the question before it, so that it can be searched on its own.

    A question is a follow-up when it starts like one ("en voor gemeenten?") or is short and names no subject.
    """
    if not history or not question.strip():
        return question
    found = words(question)
    starts = bool(found) and (found[0] in _FOLLOW_UP_STARTS or " ".join(found[:2]) in _FOLLOW_UP_STARTS)
    refers = any(word in _REFERRING for word in found) and len(found) <= _SHORT_REFERRING
    bare = len(found) <= _SHORT and not has_concept
    return f"{history[-1].strip()} {question}" if starts or refers or bare else question


_FOLLOW_UP_STARTS = frozenset(
    {"en", "maar", "ook", "of", "geldt dat", "geldt dit", "wat als", "waarom", "hoezo", "sinds", "wanneer dan", "and"}
    | {
        "but",
        "also",
        "what about",
        "why",
        "how so",
        "what if",
        "does that",
        "does this",
        "vanaf wanneer",
        "tot wanneer",
    }
)
_REFERRING = frozenset(
    """
    dat dit die deze daar daarvoor daarbij hiervoor daarvan ervan zij it that this they those these
    """.split()
)
_SHORT = 4
_SHORT_REFERRING = 8
