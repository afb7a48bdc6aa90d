"""Measures whole answers on the project's own questions: what they say, what they cite, what they refuse.

    python -m eval.answers [--split dev|test|all] [--failures]

Comes in: the built index of the present settings. Goes out: a table, and with ``--failures`` every question that
went wrong. The pure functions below decide what counts.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aiact_assistant.assistant import Assistant
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.corpus.verbatim import is_verbatim
from aiact_assistant.domain import AiactError, Answer, AnswerStatus, BadInput
from aiact_assistant.settings import load_settings
from eval.metrics import Finds, Found
from eval.questions import SPLITS, Question, read_questions
from eval.retrieval import GOLD_DATE

_SPACE = re.compile(r"\s+")
REFUSALS = {AnswerStatus.NO_SOURCES, AnswerStatus.OUT_OF_SCOPE, AnswerStatus.UNCLEAR}
# Entries that say what is wrong with a common premise.
_CORRECTIONS = "kb:misverstand-"
# To these a partial answer with a reservation is right: the law can be quoted, the case or premise not decided.
_RESERVATION_IS_RIGHT = {"missing_facts", "false_premise"}


@dataclass(frozen=True, slots=True)
class Judged:
    """What one answer was worth.

    Attributes:
        status: how the program ended it; ``None`` when it refused the input.
        recognised: an unanswerable question was treated as one (``None`` for answerable ones).
        facts: facts said, and facts that should be.
        forbidden: texts that it must not say and did.
        invalid: citations whose quote does not stand in its provision.
        entry: whether an entry of the kennisbank was the answer.
        corrected: whether that entry puts a common premise right.
    """

    status: AnswerStatus | None
    recognised: bool | None
    facts: tuple[int, int]
    forbidden: tuple[str, ...]
    invalid: int
    entry: bool
    corrected: bool


def says(text: str, wanted: str) -> bool:
    """Whether a text contains another, whatever the case and the white space."""
    return _flat(wanted) in _flat(text)


def is_recognised(kind: str, status: AnswerStatus | None, entry: str | None) -> bool:
    """Whether a question without an answer was treated as one; a false premise may also be put right."""
    if status is None or status in REFUSALS:
        return True
    if kind == "false_premise" and is_correction(entry):
        return True
    return status is AnswerStatus.PARTLY and kind in _RESERVATION_IS_RIGHT


def is_correction(entry: str | None) -> bool:
    """Whether an entry of the kennisbank says what is wrong with a common premise."""
    return entry is not None and entry.startswith(_CORRECTIONS)


def judge(question: Question, answer: Answer | None, corpus: Corpus, on: date = GOLD_DATE) -> Judged:
    """Hold an answer (``None``: the input was refused) for a day against what the question asks for."""
    text = answer.text if answer else ""
    status = answer.status if answer else None
    entry = answer.entry if answer else None
    invalid = 0
    for citation in answer.citations if answer else ():
        provision = corpus.get(citation.id, on=on)
        invalid += provision is None or not is_verbatim(citation.quote, corpus.full_text(provision))
    return Judged(
        status=status,
        recognised=is_recognised(question.unanswerable, status, entry) if question.unanswerable else None,
        facts=(sum(any(says(text, one) for one in group) for group in question.facts), len(question.facts)),
        forbidden=tuple(wanted for wanted in question.must_not if says(text, wanted)),
        invalid=invalid,
        entry=entry is not None,
        corrected=is_correction(entry),
    )


def citation_figures(question: Question, cited: Sequence[Found], finds: Finds) -> tuple[float | None, float]:
    """Precision and recall of citations, as ALCE (Gao et al. 2023) defines them, against gold instead of a model.

    Precision is the share of citations that fit: they show a gold provision or one that serves as well. Recall is the
    share of gold provisions that some citation shows.

    Returns:
        precision (``None`` without citations) and recall, between 0 and 1.
    """
    accepted = {gold: (gold, *question.alternatives.get(gold, ())) for gold in question.gold}
    fitting = [any(finds(one, name) for names in accepted.values() for name in names) for one in cited]
    shown = [any(finds(one, name) for one in cited for name in names) for names in accepted.values()]
    return sum(fitting) / len(fitting) if fitting else None, sum(shown) / len(shown)


def report(questions: Sequence[Question], judged: Sequence[Judged]) -> str:
    """The figures as text, per language."""
    lines: list[str] = []
    pairs = list(zip(questions, judged, strict=True))
    for lang in dict.fromkeys(question.lang for question in questions):
        ours = [(q, j) for q, j in pairs if q.lang == lang and not q.unanswerable]
        others = [(q, j) for q, j in pairs if q.lang == lang and q.unanswerable]
        refused = sum(j.status is None or j.status in REFUSALS for _, j in ours)
        reserved = sum(j.status is AnswerStatus.PARTLY for _, j in ours)
        said, asked = sum(j.facts[0] for _, j in ours), sum(j.facts[1] for _, j in ours)
        whole = [j for _, j in ours if j.facts[1]]
        lines += [
            f"taal {lang}",
            f"  met antwoord in de bronnen: {len(ours)}; geweigerd {_share(refused, len(ours))};"
            f" met voorbehoud {_share(reserved, len(ours))};"
            f" met stuk uit de kennisbank {_share(sum(j.entry for _, j in ours), len(ours))}",
            f"  feiten genoemd: {_share(said, asked)};"
            f" vragen met alle feiten {_share(sum(j.facts[0] == j.facts[1] for j in whole), len(whole))}",
            f"  zonder antwoord: {len(others)}; herkend {_recognised(others)}",
        ]
        for kind in dict.fromkeys(q.unanswerable for q, _ in others):
            lines.append(f"    {kind}: {_recognised([pair for pair in others if pair[0].unanswerable == kind])}")
    lines.append(f"citaten die niet kloppen: {sum(j.invalid for j in judged)}")
    lines.append(f"verouderd recht gezegd: {sum(bool(j.forbidden) for j in judged)}")
    statuses = Counter(str(j.status) for j in judged)
    lines.append(f"uitkomsten: {dict(statuses)}")
    return "\n".join(lines)


def problems(question: Question, found: Judged) -> list[str]:
    """What went wrong with a question, in words; empty when nothing did."""
    wrong: list[str] = []
    if question.unanswerable and not found.recognised:
        wrong.append(f"niet herkend als {question.unanswerable}")
    if question.gold and (found.status is None or found.status in REFUSALS):
        wrong.append("geweigerd")
    if found.facts[0] < found.facts[1]:
        wrong.append(f"{found.facts[0]} van {found.facts[1]} feiten")
    if found.forbidden:
        wrong.append(f"zegt {', '.join(found.forbidden)}")
    if found.invalid:
        wrong.append(f"{found.invalid} citaten kloppen niet")
    return wrong


def failures(questions: Sequence[Question], judged: Sequence[Judged]) -> list[str]:
    """A line per problem, for whoever improves the program (dev only)."""
    pairs = zip(questions, judged, strict=True)
    return [
        f"{question.id} {question.text}\n    {wrong}"
        for question, found in pairs
        for wrong in problems(question, found)
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0, or that of the error."""
    parser = argparse.ArgumentParser(prog="python -m eval.answers", description="Meet hele antwoorden.")
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--failures", action="store_true", help="noem elke vraag die misging (alleen dev)")
    options = parser.parse_args(arguments)
    if options.failures and options.split != "dev":
        parser.error("--failures is er alleen voor dev: de testvragen blijven ongezien")
    assistant = Assistant(load_settings())
    questions = read_questions(split=options.split, with_unanswerable=True)
    try:
        corpus = assistant.open_index().corpus
        judged = [judge(question, _ask(assistant, question), corpus) for question in questions]
    except AiactError as error:
        print(error.dutch, file=sys.stderr)
        return error.exit_code
    print(report(questions, judged))
    if options.failures:
        print("\n".join(failures(questions, judged)))
    return 0


def _recognised(pairs: Sequence[tuple[Question, Judged]]) -> str:
    return _share(sum(bool(found.recognised) for _, found in pairs), len(pairs))


def _ask(assistant: Assistant, question: Question) -> Answer | None:
    try:
        return assistant.ask(question.text, language=question.lang, on=GOLD_DATE)
    except BadInput:
        return None


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text.replace("\u00a0", " ")).casefold()


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.2f})" if whole else "0/0"


if __name__ == "__main__":
    sys.exit(main())
