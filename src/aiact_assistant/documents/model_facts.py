"""Asks a language model what a dossier says on each question, and keeps only what stands there verbatim.

Comes in: excerpts of a dossier and questions. Goes out: a ``ModelReading`` with an answer, yes or no, for each question
on which every quote of the model was found in its passage. Anything else is no answer. What the model answers is a
proposal; ``documents.agree`` lays it beside what was found without it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from aiact_assistant.documents.bearing import Asked, Bearing, within
from aiact_assistant.documents.excerpts import Excerpt
from aiact_assistant.documents.stance import Stance
from aiact_assistant.domain import Evidence, ModelFailure, ModelProblem, ProposedFact
from aiact_assistant.llm import CHARS_PER_TOKEN, ChatModel, Conversation, problem
from aiact_assistant.prompts import ChatMessage, Prompt, load_prompt, numbered

log = logging.getLogger(__name__)

OnProgress = Callable[[int, int, str], None]

# More questions make a model skip some, and its answer longer than most servers allow.
_QUESTIONS_AT_ONCE = 8
# All questions together may take so many times what one answer may.
_MOST_ANSWERS_TIME = 10
# Says that one answer went wrong, not that the next will; but then not again and again.
_PASSING = frozenset({ModelFailure.MALFORMED, ModelFailure.TOO_LONG, ModelFailure.TIMED_OUT})
_MOST_FAILURES = 3
# Token, brackets and empty lines around a passage.
_AROUND = 10
# Room for passages, in characters, however small the context: a server that cannot take it says so.
_LEAST_ROOM = 2000


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """What a model says on a question, with the sentences of the dossier that its quotes stand in."""

    answer: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ModelReading:
    """What a model made of a dossier.

    Attributes:
        answers: by fact; only those whose quotes were all found.
        asked: the facts it was asked and gave a usable reply on, "unknown" included.
        unfounded: number of answers that were dropped because a quote was missing or not found.
        failures: why it could not be asked, one per reply that failed.
        prompt: the prompt and its hash.
    """

    answers: Mapping[str, ModelAnswer]
    asked: frozenset[str]
    unfounded: int
    failures: tuple[ModelProblem, ...]
    prompt: str


@dataclass(slots=True)
class _Found:
    answers: dict[str, ModelAnswer] = field(default_factory=dict[str, ModelAnswer])
    asked: set[str] = field(default_factory=set[str])
    unfounded: int = 0
    failures: list[ModelProblem] = field(default_factory=list[ModelProblem])


class ModelReader:
    """Asks a model about dossiers.

    Args:
        model: the language model.
        seconds: that one answer may take; all together may take ten times as long.
        context_tokens: that questions and passages of one request may take together.
        most_chars: longest answer taken.
    """

    def __init__(self, model: ChatModel, seconds: float, context_tokens: int, most_chars: int) -> None:
        self.model = model
        self._seconds = seconds
        self._room = context_tokens * CHARS_PER_TOKEN
        self._most_chars = most_chars

    def read(
        self,
        excerpts: Sequence[Excerpt],
        bearing: Bearing,
        questions: Sequence[Asked],
        known: Mapping[str, ProposedFact],
        *,
        progress: OnProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ModelReading:
        """What the model says on the questions. A model that fails is no error here: it gives fewer answers.

        Args:
            excerpts: of the whole dossier, in reading order.
            bearing: of the same passages.
            questions: all of them.
            known: what was found without a model; its evidence is always among what the model is shown.
            progress: told the requests done, how many there are, and the model's name.
            cancelled: asked often whether to stop.

        Raises:
            Cancelled: ``cancelled`` said so.
        """
        prompt, found = load_prompt("facts"), _Found()
        ends = time.monotonic() + _MOST_ANSWERS_TIME * self._seconds
        batches = list(_batches(questions)) if excerpts else []
        for number, batch in enumerate(batches):
            if progress is not None:
                progress(number, len(batches), f"AI-model {self.model.name}")
            left = ends - time.monotonic()
            try:
                if left <= 0:
                    raise problem(ModelFailure.TIMED_OUT, self.model.name)
                shown = self._shown(excerpts, bearing, batch, known)
                value = self._ask(prompt, batch, shown, min(left, self._seconds), cancelled or _never)
            except ModelProblem as error:
                log.warning("questions on a dossier not answered by the model: %s", error.failure)
                found.failures.append(error)
                if error.failure not in _PASSING or len(found.failures) >= _MOST_FAILURES or left <= 0:
                    break
                continue
            _take(found, batch, value, shown)
        return ModelReading(found.answers, frozenset(found.asked), found.unfounded, tuple(found.failures), prompt.label)

    def _shown(
        self,
        excerpts: Sequence[Excerpt],
        bearing: Bearing,
        batch: Sequence[Asked],
        known: Mapping[str, ProposedFact],
    ) -> dict[str, Excerpt]:
        """The excerpts for a few questions by token, "p1" and on: all of them when there is room."""
        sizes = [len(excerpt.shown) + _AROUND for excerpt in excerpts]
        room = max(_LEAST_ROOM, self._room - len(_listed(batch)))
        chosen = range(len(excerpts))
        if sum(sizes) > room:
            orders = [
                bearing.order(question, known[question.id].evidence if question.id in known else ())
                for question in batch
            ]
            chosen = within(orders, sizes, room)
        return {f"p{place}": excerpts[number] for place, number in enumerate(chosen, start=1)}

    def _ask(
        self,
        prompt: Prompt,
        batch: Sequence[Asked],
        shown: Mapping[str, Excerpt],
        seconds: float,
        cancelled: Callable[[], bool],
    ) -> Any:
        exchange = Conversation(self.model, seconds, cancelled, self._most_chars)
        passages = numbered({token: excerpt.shown for token, excerpt in shown.items()})
        messages = prompt.messages(questions=_listed(batch), passages=passages)
        try:
            return exchange.complete(prompt, messages)
        except ModelProblem as error:
            if error.failure is not ModelFailure.MALFORMED:
                raise
            return exchange.complete(prompt, [*messages, ChatMessage("user", prompt.head.repair)])


def _take(found: _Found, batch: Sequence[Asked], value: Any, shown: Mapping[str, Excerpt]) -> None:
    """Keeps what is well founded of one reply; a question that was not asked, or answered twice, has no answer."""
    wanted = {question.id for question in batch}
    found.asked |= wanted
    given = [one for one in value["facts"] if one["id"] in wanted]
    for one in given:
        if one["answer"] == "unknown":
            continue
        twice = sum(other["id"] == one["id"] for other in given) > 1
        evidence = () if twice else _evidence(one["quotes"], shown, stated=one["answer"] == "yes")
        if evidence:
            found.answers[one["id"]] = ModelAnswer(one["answer"] == "yes", evidence)
        else:
            found.unfounded += 1


def _evidence(
    quotes: Sequence[Mapping[str, str]], shown: Mapping[str, Excerpt], *, stated: bool
) -> tuple[Evidence, ...]:
    """The sentences that the quotes stand in; () as soon as one is not found.

    With ``stated`` also () when all of them are denials: that the system does not do something is no yes.
    """
    places: list[Evidence] = []
    states = False
    for quote in quotes:
        excerpt = shown.get(quote["passage"].strip("[] "))
        here = excerpt.evidence(quote["quote"]) if excerpt is not None else ()
        if excerpt is None or not here:
            return ()
        places += here
        states = states or excerpt.passage.stance is Stance.STATES
    return tuple(dict.fromkeys(places)) if states or not stated else ()


def _batches(questions: Sequence[Asked]) -> Iterator[list[Asked]]:
    """Questions of one group together, in parts of about one size; small groups that follow each other as well."""
    waiting: list[Asked] = []
    for _, members in groupby(questions, key=lambda question: question.group):
        group = list(members)
        parts = -(-len(group) // _QUESTIONS_AT_ONCE)
        size = -(-len(group) // parts)
        for start in range(0, len(group), size):
            part = group[start : start + size]
            if len(waiting) + len(part) > _QUESTIONS_AT_ONCE:
                yield waiting
                waiting = []
            waiting = [*waiting, *part]
    if waiting:
        yield waiting


def _listed(batch: Sequence[Asked]) -> str:
    return "\n\n".join(f"id: {one.id}\nvraag: {one.text}\nuitleg: {one.explanation}" for one in batch)


def _never() -> bool:
    return False
