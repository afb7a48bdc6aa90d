"""Measures answers worded by a language model: ``python -m bench.model [--smollm [PYTHON] | --configured]``.

Without a flag a server by script gives right claims, so that what is measured is our part; to a question in English
its claims are English and their quotes Dutch. ``--smollm`` asks
SmolLM2-135M (install it with ``make extras``, or name the Python of an environment that has it); ``--configured`` asks
the model of ``AIACT_LLM_...``. Questions are those of the dev split and, until enough reached the model, the situations
that entries of the kennisbank are found by; only questions that a model is asked count.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from unittest.mock import patch

from aiact_assistant.answer.claims import Checker, Quote
from aiact_assistant.assistant import Assistant
from aiact_assistant.corpus.kennisbank import load_entries
from aiact_assistant.corpus.verbatim import is_verbatim
from aiact_assistant.domain import Answer, Language, Removal
from aiact_assistant.settings import Settings, load_settings
from eval.questions import read_questions
from eval.retrieval import GOLD_DATE
from tests.model_servers import (
    Asked,
    Reply,
    ScriptedServer,
    first_sentence,
    from_passages,
    model_settings,
    said,
    serve_smollm,
)
from tests.models import claim

# Words of a question that a claim repeats.
_MOST_WORDS = 40
# For a model of 135 million parameters on a processor: a short prompt and a short answer.
_SMALL = {"llm_context_tokens": 500, "llm_max_tokens": 200, "llm_timeout": 120.0}


@dataclass(slots=True)
class Measured:
    """What became of the questions so far.

    Attributes:
        asked: questions that the model was asked.
        answered: those that it answered.
        claims: that were shown.
        removed: claims that were not shown, by reason.
        fallbacks: answers without the model, by reason.
        seconds: per question.
        first: seconds to the first verified claim, of the answers that have one.
        checks: seconds that the verification of each claim took.
    """

    asked: int = 0
    answered: int = 0
    claims: int = 0
    removed: Counter[str] = field(default_factory=Counter[str])
    fallbacks: Counter[str] = field(default_factory=Counter[str])
    seconds: list[float] = field(default_factory=list[float])
    first: list[float] = field(default_factory=list[float])
    checks: list[float] = field(default_factory=list[float])

    @contextmanager
    def timing(self) -> Iterator[None]:
        """Times the verification of every claim."""
        check = Checker.check

        def timed(checker: Checker, text: str, quotes: Sequence[Quote]) -> Removal | None:
            started = time.perf_counter()
            try:
                return check(checker, text, quotes)
            finally:
                self.checks.append(time.perf_counter() - started)

        with patch.object(Checker, "check", timed):
            yield

    def add(self, answer: Answer, seconds: float, first: float | None) -> None:
        """Counts an answer that the model was asked for."""
        self.asked += 1
        self.seconds.append(seconds)
        self.removed.update(claim.reason.value for claim in answer.removed)
        if answer.fallback is not None:
            self.fallbacks[answer.fallback.value] += 1
            return
        self.answered += 1
        self.claims += len(answer.claims)
        if first is not None:
            self.first.append(first)

    def lines(self) -> Iterator[str]:
        """The figures."""
        said = self.claims + self.removed.total()
        yield f"questions asked of the model: {self.asked}; answered by it: {self.answered}"
        yield f"claims shown: {self.claims}; removed: {self.removed.total()} of {said} {dict(self.removed)}"
        yield f"fallbacks: {self.fallbacks.total()} {dict(self.fallbacks)}"
        yield f"seconds per question: median {median(self.seconds):.2f}, most {max(self.seconds):.2f}"
        if self.first:
            yield f"seconds to the first verified claim: median {median(self.first):.2f}, most {max(self.first):.2f}"
        if self.checks:
            checks = sorted(1000 * one for one in self.checks)
            yield (
                f"verification per claim ({len(checks)}): median {median(checks):.2f} ms,"
                f" 95 % under {checks[int(0.95 * (len(checks) - 1))]:.2f} ms, most {checks[-1]:.2f} ms"
            )


def measure(assistant: Assistant, questions: Sequence[tuple[str, Language]], wanted: int, seconds: float) -> Measured:
    """Asks questions, each with its language, until the model was asked ``wanted`` of them or for so many seconds.

    Raises:
        AssertionError: something was shown that is not in its source.
    """
    measured, ends = Measured(), time.monotonic() + seconds
    with measured.timing():
        for question, language in questions:
            started, first, answer = time.perf_counter(), None, None
            for answer in assistant.stream(question, language=language, on=GOLD_DATE):
                if answer.model is not None and answer.claims and first is None:
                    first = time.perf_counter() - started
            assert answer is not None
            _check_quotes(assistant, answer)
            if answer.model is not None or answer.fallback is not None:
                measured.add(answer, time.perf_counter() - started, first)
                print(f"\r{measured.asked}", end="", file=sys.stderr, flush=True)
            if measured.asked == wanted or time.monotonic() > ends:
                break
    return measured


def _repeats(asked: Asked) -> Reply:
    """Claims out of the passages; in English ones of their own, so that they are compared across languages."""
    if "deze taal: Engels" not in asked.system:
        return from_passages(asked)
    words = asked.question.split()[:_MOST_WORDS]
    told = [(first_sentence(one), one.token) for one in asked.official]
    claims = [
        claim(f"The {number} of the rules to look at is about this: {' '.join(words)}", (token, quote))
        for number, (quote, token) in zip(("first", "second", "third"), told, strict=False)
        if quote
    ]
    return Reply(said(*claims, complete=True))


def _check_quotes(assistant: Assistant, answer: Answer) -> None:
    corpus = assistant.open_index().corpus
    for citation in answer.citations:
        provision = corpus.get(citation.id, language=answer.language, on=answer.date)
        assert provision is not None, citation.id
        assert is_verbatim(citation.quote, corpus.full_text(provision)), citation.quote


@contextmanager
def _server(arguments: argparse.Namespace, settings: Settings) -> Iterator[Settings]:
    if arguments.configured:
        yield settings
    elif arguments.smollm:
        with serve_smollm(arguments.smollm) as (address, process):
            yield model_settings(settings, address, **_SMALL)
            print(f"memory of the server: {_largest(process):.0f} MB")
    else:
        with ScriptedServer(_repeats) as server:
            yield model_settings(settings, server.address)


def _largest(process: int) -> float:
    """Most memory that a process has had, in MB (Linux)."""
    status = Path(f"/proc/{process}/status").read_text("utf8")
    return next(int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmHWM"))


def main() -> None:
    """Asks and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--smollm", nargs="?", const=sys.executable, metavar="PYTHON")
    which.add_argument("--configured", action="store_true")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=7200, help="stop after so long, with what there is")
    arguments = parser.parse_args()
    questions: list[tuple[str, Language]] = [
        (one.text, one.lang) for one in read_questions(split="dev", with_unanswerable=True)
    ]
    questions.extend((text, "nl") for entry in load_entries() for text in entry.situaties[:1])
    with _server(arguments, load_settings()) as settings:
        measured = measure(Assistant(settings), questions, arguments.questions, arguments.seconds)
        print(file=sys.stderr)
        for line in measured.lines():
            print(line)


if __name__ == "__main__":
    main()
