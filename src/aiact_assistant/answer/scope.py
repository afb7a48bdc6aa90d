"""Decides whether a question can be answered at all, before anything is searched for an answer.

Comes in: a question, what the index understands of it. Goes out: a status that ends it, or ``None`` to go on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from aiact_assistant.corpus.afbakening import Outside
from aiact_assistant.corpus.folding import fold
from aiact_assistant.corpus.references import contains
from aiact_assistant.corpus.sentences import sentence_spans
from aiact_assistant.domain import AnswerStatus, ProvisionId
from aiact_assistant.search.words import words

# Chance (0 to 1, search/outside.py) from which a message is of another kind. Of 520 messages by someone who had not
# seen the examples, 98 of 130 on another subject, 88 of 120 that need facts and 114 of 150 instructions were
# recognised, and 119 of 120 ordinary questions answered; on the dev split of eval/data all 43 are recognised, and 2 of
# 181 answerable questions refused.
LIMITS = {Outside.OTHER_SUBJECT: 0.9, Outside.FACTS_NEEDED: 0.5, Outside.INSTRUCTION: 0.65}
# Where no entry is near (cosine), a smaller chance of another subject is enough.
ENTRY_NEAR = 0.86
LIMIT_WITHOUT_ENTRY = 0.5
# Where an entry answers it, only a message that is plainly about something else is one: "how high is the fine?" asks
# here for that of this law, "how high is the dog tax?" does not.
LIMIT_WITH_ANSWER = 0.985
# Weight from which a begrip hints that the question is ours (knowledge.py).
HINT = 0.4
_MIN_LETTERS = 2

_INSTRUCTIONS = re.compile(
    r"\b(negeer|vergeet|ignore|disregard|forget|override)\b.{0,40}"
    r"\b(instructies?|opdracht(en)?|regels|prompt|instructions?|rules|guidelines|above|hiervoor|voorgaande|eerdere)\b"
    r"|\b(system ?prompt|systeemprompt|jailbreak|developer mode|DAN mode)\b"
    r"|\b(vanaf nu|voortaan|from now on),? (ben|bent|zijn|speel|are|act|answer|antwoord)\b"
    r"|\b(antwoord|answer|reageer|respond)\b.{0,20}\b(op alles|altijd alleen|to everything|only)\b.{0,10}\b(met|with)\b"
    r"|\b(you are now|je bent (nu|vanaf nu)|doe alsof je|pretend (to be|you are)|act as)\b"
    r"|\b(toon|geef|print|reveal|show|repeat|herhaal)\b.{0,30}\b(je|jouw|your|de|the|uw)\b.{0,15}"
    r"\b(prompt|instructies|instructions|api[- ]?key|sleutel|wachtwoord|password)\b",
    re.IGNORECASE | re.DOTALL,
)


# What someone asks who has read or heard of a provision and wants to know whether, when or for whom it holds.
_ARGUES = re.compile(
    r"\b(?:klopt|waar is|moet|moeten|mag|mogen|geldt|gelden|vallen|valt|zijn wij|hoeven|hoeft|wanneer|afgeschaft"
    r"|vervallen|is it true|must|may|do we|does it apply|are we|when)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signals:
    """What tells whether a question is about the subject.

    Attributes:
        concept_weight: weight (0 to 1) of the strongest begrip in the question.
        named: whether it names a provision of the law that exists.
        fits: whether an entry answers it.
        chances: that it is of each other kind (0 to 1); empty without dense search.
        entry: how near the nearest entry lies (cosine); for a day that entries do not hold for, any passage.
        known_share: share of its meaningful words that occur in the sources.
        is_sentence: whether it has the small words of a Dutch or English sentence.
    """

    concept_weight: float
    named: bool
    fits: bool
    chances: Mapping[Outside, float]
    entry: float
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


def kind_of(signals: Signals) -> Outside | None:
    """The kind of message that it is by its examples; ``None`` for a question that is ours, or when nothing tells."""
    chances = dict(signals.chances)
    if signals.named:
        chances.pop(Outside.OTHER_SUBJECT, None)
    kind = max(chances, key=lambda one: chances[one], default=None)
    if kind is None:
        return None
    limit = LIMITS[kind]
    if kind is Outside.OTHER_SUBJECT and signals.fits:
        limit = LIMIT_WITH_ANSWER
    elif kind is Outside.OTHER_SUBJECT and signals.entry < ENTRY_NEAR:
        limit = LIMIT_WITHOUT_ENTRY
    return kind if chances[kind] >= limit else None


def judge(signals: Signals) -> AnswerStatus | None:
    """``OUT_OF_SCOPE`` or ``UNCLEAR`` when no word of a question is known here; ``None`` when it may be ours."""
    if signals.named or signals.concept_weight >= HINT:
        return None
    if signals.known_share == 0.0:
        return AnswerStatus.OUT_OF_SCOPE if signals.is_sentence else AnswerStatus.UNCLEAR
    # Without examples to compare with, a question that no begrip recognises is taken for another subject.
    return None if signals.chances else AnswerStatus.OUT_OF_SCOPE


def is_sentence(question: str, stop: Callable[[str], bool]) -> bool:
    """Whether a text has at least two of the small words that hold a sentence together."""
    return sum(stop(word) for word in words(question)) >= 2


def wants_text(question: str, named: Sequence[ProvisionId], sources: Sequence[ProvisionId]) -> bool:
    """Whether a question that names provisions is after their text, rather than after what follows from them.

    Args:
        question: what was asked.
        named: the provisions that it names.
        sources: what the explanation at hand rests on; one that rests on other provisions is no answer.
    """
    return bool(named) and (not rests_on(named, sources) or not _ARGUES.search(question))


def wants_words(question: str, named: Sequence[ProvisionId], definition: Sequence[ProvisionId]) -> bool:
    """Whether a question is after the words of the law themselves: of a provision that it names, or a definition."""
    return bool(definition) or (bool(named) and not _ARGUES.search(question))


def rests_on(named: Sequence[ProvisionId], sources: Sequence[ProvisionId]) -> bool:
    """Whether all of some provisions, or parts of them, are among sources; so too for no provisions."""
    return all(any(contains(name, one) or contains(one, name) for one in sources) for name in named)


def standalone(question: str, history: Sequence[str], has_subject: Callable[[str], bool]) -> str:
    """A follow-up question with the subject that it goes on about, so that it can be understood on its own.

    The subject is the last earlier question that is no follow-up itself. Of a question in several sentences, the last
    is what was asked then; the situation before it still holds.

    Args:
        question: what was asked.
        history: earlier questions of the conversation, oldest first.
        has_subject: whether a question names a begrip or a provision.
    """
    if not history or not question.strip() or not _is_follow_up(question, has_subject):
        return question
    before = next((one for one in reversed(history) if not _is_follow_up(one, has_subject)), history[0]).strip()
    spans = sentence_spans(before)
    situation = before[: spans[-1][0]].strip() if len(spans) > 1 else before
    return f"{situation} {question}"


def stressed(text: str, question: str) -> str:
    """What to search for a follow-up: what is asked now counts for more than the subject that it goes on about."""
    return text if text == question else " ".join([text, *[question] * (_STRESS - 1)])


def _is_follow_up(question: str, has_subject: Callable[[str], bool]) -> bool:
    """Whether a question starts like one ("en voor gemeenten?"), refers back, or is short and names no subject."""
    found = words(question)
    starts = bool(found) and (found[0] in _FOLLOW_UP_STARTS or " ".join(found[:2]) in _FOLLOW_UP_STARTS)
    # Further on in a longer question, such a word mostly refers to what that question itself says.
    refers = len(found) <= _LONG_REFERRING and any(
        word in _REFERRING for word in (found if len(found) <= _SHORT_REFERRING else found[:_FIRST])
    )
    return starts or refers or (len(found) <= _SHORT and not has_subject(question))


# Conversations of the dev split: said once recall@10 of follow-ups is 0.84, three times 0.91, and fewer follow-ups get
# the entry of the question before it.
_STRESS = 3
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
    dat dit die deze daar daarvoor daarbij daarna hiervoor daarvan ervan erin zij ze hij it its that this they them
    those these
    """.split()
)
_SHORT = 4
_SHORT_REFERRING = 8
_LONG_REFERRING = 12
_FIRST = 3
