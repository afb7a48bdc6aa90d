"""Has a language model word an answer, and lets through only what can be verified.

Comes in: a question and numbered passages. Goes out: steps with the claims verified so far; the last one says why the
model's answer cannot be used, if so. What the model says is never shown before it is checked.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from aiact_assistant.answer import scope
from aiact_assistant.answer.claims import Checker, Quote, without_tokens
from aiact_assistant.domain import Language, ModelFailure, ModelProblem, Removal, RemovedClaim
from aiact_assistant.llm import CHARS_PER_TOKEN, ChatModel, Conversation, Usage, problem
from aiact_assistant.prompts import ChatMessage, Prompt, load_prompt, numbered
from aiact_assistant.search.words import language_of

log = logging.getLogger(__name__)

# Rewriting a follow-up is a small part of an answer, and may take a small part of its time.
_REWRITING_SHARE = 0.25
# A rewritten question adds its subject, not a story.
_MOST_GROWTH = 4
_LANGUAGES: Mapping[Language, str] = {"nl": "Nederlands", "en": "Engels"}


@dataclass(frozen=True, slots=True)
class Worded:
    """A claim that was verified, with the quotes that it rests on."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """How far an answer is.

    Attributes:
        claims: verified, in the model's order.
        removed: not shown.
        complete: whether the model says that the question is answered; known at the last step.
        failure: why this answer cannot be used; only at the last step.
    """

    claims: tuple[Worded, ...] = ()
    removed: tuple[RemovedClaim, ...] = ()
    complete: bool = False
    failure: ModelFailure | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """A language model at work on one question.

    Attributes:
        exchange: with the model, within its time.
        context_tokens: that question and passages may take together.
        hide: takes personal data out of a question before it is sent.
    """

    exchange: Conversation
    context_tokens: int
    hide: Callable[[str], str]

    @property
    def passage_chars(self) -> int:
        """Characters that the passages of an answer may have together."""
        return self.context_tokens * CHARS_PER_TOKEN

    @property
    def prompt(self) -> str:
        """The prompt that answers are made with, and its hash."""
        return load_prompt("answer").label

    def standalone(self, question: str, history: Sequence[str], language: Language) -> str:
        """A follow-up as a question that stands alone; '' without history or when the model gives nothing of use.

        Raises:
            Cancelled: the visitor stopped.
        """
        if not history:
            return ""
        prompt = load_prompt("standalone")
        asked = self.hide(question)
        messages = prompt.messages(question=asked, earlier=_listed(history, self.hide), language=_LANGUAGES[language])
        try:
            answer = self.exchange.complete(prompt, messages, share=_REWRITING_SHARE)
        except ModelProblem as error:
            log.warning("follow-up not rewritten: %s", error.failure)
            return ""
        found = answer["question"].strip()
        longest = _MOST_GROWTH * max(len(question), *(len(one) for one in history))
        usable = found and len(found) <= longest and not scope.is_instruction(found) and not scope.is_unclear(found)
        return found if usable else ""

    def word(self, question: str, history: Sequence[str], today: str, checker: Checker) -> Iterator[Step]:
        """The answer, one verified claim after another.

        Args:
            question: what was asked, standing alone.
            history: earlier questions, oldest first.
            today: day for which the answer must hold, in words.
            checker: with the passages.

        Raises:
            Cancelled: the visitor stopped.
        """
        prompt = load_prompt("answer")
        messages = prompt.messages(
            question=self.hide(question),
            earlier=_listed(history, self.hide),
            today=today,
            language=_LANGUAGES[checker.language],
            passages=numbered({token: f"{one.head}\n{one.text}" for token, one in checker.passages.items()}),
        )
        step = Step()
        try:
            for step in self._steps(prompt, messages, checker):
                yield step
        except ModelProblem as error:
            log.warning("no answer by the model: %s", error.failure)
            yield replace(step, failure=error.failure)

    def _steps(self, prompt: Prompt, messages: Sequence[ChatMessage], checker: Checker) -> Iterator[Step]:
        step = Step()
        try:
            for step in self._checked(prompt, messages, checker):
                yield step
        except ModelProblem as error:
            if error.failure is not ModelFailure.MALFORMED or step.claims:
                raise
            yield from self._checked(prompt, [*messages, ChatMessage("user", prompt.head.repair)], checker)

    def _checked(self, prompt: Prompt, messages: Sequence[ChatMessage], checker: Checker) -> Iterator[Step]:
        """Steps as claims are finished; the first claim is the answer, so without it there is none."""
        step, done = Step(), 0
        value: dict[str, Any] = {}
        for found in self.exchange.stream(prompt, messages):
            value = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
            *finished, current = _claims(value) or [None]
            checker.expect(_text_of(current))
            if not prompt.accepts({"claims": finished, "complete": False}):
                raise problem(ModelFailure.MALFORMED, self.exchange.model.name)
            for claim in finished[done:]:
                step = _judged(step, claim, checker)
                yield step
                if step.failure is not None:
                    return
            done = max(done, len(finished))
        for claim in _claims(value)[done:]:
            step = _judged(step, claim, checker)
        if not step.claims:
            yield replace(step, failure=step.failure or ModelFailure.NO_ANSWER)
        else:
            yield replace(step, complete=value.get("complete") is True)


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """A model that can be used.

    Attributes:
        name: as configured.
        seconds: that a small call took.
        on_this_machine: whether questions stay on this machine.
        usage: tokens that the call took.
    """

    name: str
    seconds: float
    on_this_machine: bool
    usage: Usage


def check_model(model: ChatModel, seconds: float) -> ModelCheck:
    """One small call: is the model there, does it keep to a shape, does it write Dutch?

    Raises:
        ModelProblem: no.
    """
    started = time.perf_counter()
    prompt = load_prompt("doctor")
    exchange = Conversation(model, seconds, lambda: False)
    sentence = exchange.complete(prompt, prompt.messages())["sentence"]
    if language_of(sentence) != "nl":
        raise problem(ModelFailure.WRONG_LANGUAGE, model.name)
    return ModelCheck(model.name, time.perf_counter() - started, model.on_this_machine, exchange.usage)


def _judged(step: Step, claim: Any, checker: Checker) -> Step:
    text = without_tokens(claim["text"])
    quotes = tuple(Quote(source["passage"].strip("[] "), source["quote"]) for source in claim["sources"])
    reason = checker.check(text, quotes)
    if reason is None:
        return replace(step, claims=(*step.claims, Worded(text, quotes)))
    log.info("claim removed: %s", reason)
    failure = None
    if not step.claims:
        failure = ModelFailure.WRONG_LANGUAGE if reason is Removal.LANGUAGE else ModelFailure.UNVERIFIED
    return replace(step, removed=(*step.removed, RemovedClaim(text, reason)), failure=failure)


def _text_of(claim: Any) -> str:
    """The text of a claim that is still being written, once it is whole; '' before that."""
    found = cast("dict[str, Any]", claim) if isinstance(claim, dict) else {}
    text = found.get("text") if "sources" in found else ""
    return without_tokens(text) if isinstance(text, str) else ""


def _claims(value: Mapping[str, Any]) -> list[Any]:
    found = value.get("claims")
    return cast("list[Any]", found) if isinstance(found, list) else []


def _listed(questions: Sequence[str], hide: Callable[[str], str]) -> str:
    return "\n".join(f"- {hide(one)}" for one in questions) or "-"
