"""What counts as found, and the figures made from it.

Comes in: questions and, per question, what a retriever gave. Goes out: recall, nDCG and MRR with their 95 %
intervals. The measures themselves come from ir-measures (trec_eval) and the intervals from SciPy; only the rule
that an id is found by what it contains, or by a passage that shows it, is ours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from ir_measures import RR, R, nDCG
from scipy import stats

from eval.questions import Question

MEASURES = {"recall@5": R @ 5, "recall@10": R @ 10, "nDCG@10": nDCG @ 10, "MRR": RR}
# An interval must be the same on every run; 2,000 resamples move its ends by less than 0.01.
_RESAMPLES = 2000
_SEED = 0
# Our text writes an exponent as 10^25, raw text as 1025.
_IGNORED = re.compile(r"[\s\u00ad^]+")


@dataclass(frozen=True, slots=True)
class Found:
    """One result of a retriever: an id, and the passage shown with it (empty when there is none)."""

    id: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over questions with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


Retriever = Callable[[Question], Sequence[Found]]
# Whether one result finds one gold id.
Finds = Callable[[Found, str], bool]
# Per question id, per measure.
Scores = Mapping[str, Mapping[str, float]]


def contains(whole: str, part: str) -> bool:
    """Whether ``part`` is ``whole`` or lies within it: ``art_26`` and ``art_26.7``, ``ak:page`` and ``ak:page#kop``."""
    return part == whole or part.startswith((f"{whole}.", f"{whole}#"))


def compact(text: str) -> str:
    """Text without what only typography adds, so that line breaks and exponents never make a difference."""
    return _IGNORED.sub("", text)


def finds_by_id(texts: Mapping[str, str]) -> Finds:
    """The rule for retrievers that give ids.

    A gold id is found by itself and by what lies within it. What contains it counts only when the passage that
    was given shows the gold provision's own text: a passage ``art_26`` of one sentence does not find ``art_26.7``.

    Args:
        texts: the own text of each provision, by id.
    """

    def finds(found: Found, gold: str) -> bool:
        if contains(gold, found.id):
            return True
        own = compact(texts.get(gold, ""))
        return bool(own) and contains(found.id, gold) and own in compact(found.text)

    return finds


def ranking(question: Question, results: Iterable[Found], finds: Finds) -> list[str]:
    """The results as a ranking of gold ids and misses.

    A result that finds a gold id first becomes that id; a result that finds nothing new becomes a miss. A result
    that finds several gold ids takes several places, so nothing below it profits.
    """
    ranked: list[str] = []
    for place, result in enumerate(results):
        new = [
            gold
            for gold in question.gold
            if gold not in ranked
            and any(finds(result, wanted) for wanted in (gold, *question.alternatives.get(gold, ())))
        ]
        ranked.extend(new or [f"miss {place}"])
    return ranked


def score(questions: Sequence[Question], rankings: Mapping[str, Sequence[str]]) -> Scores:
    """Every measure for every question, also for those that got no results at all (0)."""
    qrels = [ir_measures.Qrel(question.id, gold, 1) for question in questions for gold in question.gold]
    run = [
        ir_measures.ScoredDoc(question.id, name, -float(place))
        for question in questions
        for place, name in enumerate(rankings[question.id])
    ]
    scores = {question.id: dict.fromkeys(MEASURES, 0.0) for question in questions}
    names = {measure: name for name, measure in MEASURES.items()}
    for metric in ir_measures.iter_calc(list(MEASURES.values()), qrels, run):
        scores[metric.query_id][names[metric.measure]] = float(metric.value)
    return scores


def evaluate(questions: Sequence[Question], retrieve: Retriever, finds: Finds) -> Scores:
    """Ask a retriever every question and score what it gives."""
    return score(questions, {question.id: ranking(question, retrieve(question), finds) for question in questions})


def mean_with_interval(values: Sequence[float]) -> Figure:
    """The mean and its 95 % interval (percentile bootstrap over questions); NaN when there are no questions."""
    if not values:
        return Figure(math.nan, math.nan, math.nan)
    mean = float(np.mean(values))
    if len(set(values)) == 1:
        return Figure(mean, mean, mean)
    interval = stats.bootstrap(
        (np.asarray(values),), np.mean, n_resamples=_RESAMPLES, method="percentile", rng=np.random.default_rng(_SEED)
    ).confidence_interval
    return Figure(mean, float(interval.low), float(interval.high))


def figures(questions: Sequence[Question], scores: Scores) -> dict[str, dict[str, Figure]]:
    """Per language that occurs, per measure, the mean over its questions with the interval."""
    return {
        lang: {
            name: mean_with_interval([scores[question.id][name] for question in questions if question.lang == lang])
            for name in MEASURES
        }
        for lang in dict.fromkeys(question.lang for question in questions)
    }


def table(questions: Sequence[Question], scores_by_retriever: Mapping[str, Scores]) -> str:
    """The figures as fixed-width text: a block per language, a row per retriever."""
    width = max(len(name) for name in scores_by_retriever)
    lines: list[str] = []
    by_retriever = {name: figures(questions, scores) for name, scores in scores_by_retriever.items()}
    for lang in dict.fromkeys(question.lang for question in questions):
        count = sum(question.lang == lang for question in questions)
        lines.append(f"taal {lang}, n = {count}")
        lines.append("  ".join([" " * width, *(f"{name:<20}" for name in MEASURES)]).rstrip())
        for name, found in by_retriever.items():
            cells = [f"{f'{f.mean:.2f} [{f.low:.2f}, {f.high:.2f}]':<20}" for f in found[lang].values()]
            lines.append("  ".join([f"{name:<{width}}", *cells]).rstrip())
        lines.append("")
    return "\n".join(lines).rstrip()
