"""Measures the product's searches on the project's own questions, side by side.

    python -m eval.retrieval [--split dev|test|all] [--json OUT]
    python -m eval.retrieval --export-provisions FILE

Comes in: the built index of the present settings. Goes out: a table, a JSON file, or the provisions that the
naive stack is scored with.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import numpy as np

from aiact_assistant.corpus.library import Corpus
from aiact_assistant.corpus.sentences import sentences
from aiact_assistant.domain import AiactError, Hit, Provision
from aiact_assistant.search.index import SearchIndex, SearchMode
from aiact_assistant.settings import load_settings
from eval.metrics import Found, Retriever, Scores, evaluate, figures, finds_by_id, table
from eval.questions import SPLITS, Question, needed_ids, read_questions

# The gold says what the law was on this day; later changes must not turn a right answer into a miss.
GOLD_DATE = date(2026, 11, 24)
LIMIT = 20
# The first searches load the model and fill caches; a user of a running server never waits for them.
_WARM_UP = 5
_NAMES = {
    SearchMode.LEXICAL: "woorden",
    SearchMode.DENSE: "betekenis",
    SearchMode.RANK_FUSION: "rangfusie",
    SearchMode.FUSED: "product",
}


def product_retriever(index: SearchIndex, mode: SearchMode) -> Retriever:
    """One of the product's searches as a retriever."""

    def retrieve(question: Question) -> list[Found]:
        hits = index.search(question.text, language=question.lang, on=GOLD_DATE, limit=LIMIT, mode=mode)
        return expand(hits)

    return retrieve


def expand(hits: Iterable[Hit]) -> list[Found]:
    """The results as provisions: an entry of the kennisbank becomes what it rests on, each on a place of its own."""
    found: dict[str, Found] = {}
    for hit in hits:
        if hit.sources:
            for source in hit.sources:
                found.setdefault(source, Found(source))
        else:
            found.setdefault(hit.id, Found(hit.id, hit.chunk.text if hit.chunk else ""))
    return list(found.values())


def provision_texts(corpus: Corpus, ids: Iterable[str], on: date = GOLD_DATE) -> dict[str, str]:
    """The text of each provision on a day, with everything in it.

    Raises:
        ValueError: a gold id does not exist in the sources.
    """
    provisions = _provisions(corpus, ids, on)
    return {name: corpus.full_text(provision) for name, provision in provisions.items()}


def export_provisions(corpus: Corpus, ids: Iterable[str], path: Path) -> None:
    """Write id and verbatim sentences of each provision, one JSON object a line, for ``eval.naive``.

    Sentences are given apart, without printed numbers, because the raw text has other marks between them; one with a
    footnote in it is not found back, its neighbours are.
    """
    with path.open("w", encoding="utf8") as file:
        for name, provision in _provisions(corpus, ids, GOLD_DATE).items():
            lines = [] if name.startswith("ak:") else list(_lines(corpus, provision))
            file.write(json.dumps({"id": name, "lines": lines}, ensure_ascii=False) + "\n")


def search_seconds(retrieve: Retriever, questions: Sequence[Question]) -> tuple[float, float]:
    """Median and 95th percentile of the wall time of a warm search, in seconds."""
    for question in questions[:_WARM_UP]:
        retrieve(question)
    seconds: list[float] = []
    for question in questions:
        start = time.perf_counter()
        retrieve(question)
        seconds.append(time.perf_counter() - start)
    return float(np.percentile(seconds, 50)), float(np.percentile(seconds, 95))


def as_json(
    questions: Sequence[Question], scores: Mapping[str, Scores], seconds: tuple[float, float], fingerprint: str
) -> dict[str, object]:
    """Everything that was measured: figures per language, and every question apart."""
    return {
        "fingerprint": fingerprint,
        "questions": len(questions),
        "figures": {
            name: {
                lang: {measure: asdict(figure) for measure, figure in found.items()}
                for lang, found in figures(questions, by_question).items()
            }
            for name, by_question in scores.items()
        },
        "search_seconds": {"p50": seconds[0], "p95": seconds[1]},
        "per_question": {
            question.id: {name: dict(by_question[question.id]) for name, by_question in scores.items()}
            for question in questions
        },
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0, or that of the error."""
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval", description="Meet hoe goed het zoeken vindt.")
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--json", type=Path, metavar="OUT", help="schrijf alle cijfers ook als JSON")
    parser.add_argument("--export-provisions", type=Path, metavar="FILE", help="bepalingen voor eval.naive")
    options = parser.parse_args(arguments)
    try:
        index = SearchIndex.open(load_settings())
    except AiactError as error:
        print(error.dutch, file=sys.stderr)
        return error.exit_code
    if options.export_provisions:
        export_provisions(index.corpus, needed_ids(read_questions()), options.export_provisions)
        return 0
    questions = read_questions(split=options.split)
    finds = finds_by_id(provision_texts(index.corpus, needed_ids(questions)))
    retrievers = {name: product_retriever(index, mode) for mode, name in _NAMES.items()}
    scores = {name: evaluate(questions, retrieve, finds) for name, retrieve in retrievers.items()}
    seconds = search_seconds(retrievers[_NAMES[SearchMode.FUSED]], questions)
    print(table(questions, scores))
    print(f"\nzoektijd product: p50 {seconds[0] * 1000:.0f} ms, p95 {seconds[1] * 1000:.0f} ms (warm)")
    print(f"deel {options.split}, index {index.fingerprint}")
    if options.json:
        report = as_json(questions, scores, seconds, index.fingerprint)
        options.json.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf8")
    return 0


def _provisions(corpus: Corpus, ids: Iterable[str], on: date) -> dict[str, Provision]:
    found = {name: corpus.get(name, on=on) for name in ids}
    if missing := [name for name, provision in found.items() if provision is None]:
        raise ValueError(f"gold that no source contains: {', '.join(missing)}")
    return {name: provision for name, provision in found.items() if provision is not None}


def _lines(corpus: Corpus, provision: Provision) -> Iterable[str]:
    yield from sentences(provision.text)
    for child in corpus.children(provision):
        yield from _lines(corpus, child)


if __name__ == "__main__":
    sys.exit(main())
