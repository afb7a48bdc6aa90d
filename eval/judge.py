"""A language model as judge of claims: does a claim follow from the text that was cited with it?

Comes in: claims with their sources, and a model of its own settings file (never the model that wrote the answer by
accident). Goes out: verdicts. How far the judge can be trusted is measured on ``eval/data/oordelen.jsonl``: claims
that people labelled. Everything that follows from a judge is reported apart from what is counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from aiact_assistant.answer.wording import check_model
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.corpus.sentences import sentences
from aiact_assistant.domain import Answer, ModelProblem
from aiact_assistant.llm import ChatModel, Conversation, load_model
from aiact_assistant.prompts import load_prompt
from aiact_assistant.settings import SETTINGS_FILE_KEY, load_settings
from eval.questions import Language, read_rows
from eval.record import Pair, Record
from eval.retrieval import GOLD_DATE

ITEMS_FILE = Path(__file__).parent / "data" / "oordelen.jsonl"
# A provision with all its points can be pages long; what is cited stands in the beginning of most.
_SOURCE_CHARS = 6000
_SEPARATOR = ">"


class Verdict(StrEnum):
    """What a source says about a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_IN_SOURCE = "not_in_source"


@dataclass(frozen=True, slots=True)
class Item:
    """A claim on one provision with the verdict of a person."""

    id: str
    lang: Language
    provision: str
    claim: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence of an answer, and the provisions that are cited for it."""

    text: str
    provisions: tuple[str, ...]


class Judge:
    """Gives verdicts, one exchange each.

    Args:
        model: the judge.
        seconds: that one verdict may take.
    """

    def __init__(self, model: ChatModel, seconds: float) -> None:
        self.name = model.name
        self._model = model
        self._seconds = seconds

    def verdict(self, claim: str, source: str) -> Verdict | None:
        """Its verdict; ``None`` when it gave none, which is counted and never taken for one."""
        prompt = load_prompt("judge")
        messages = prompt.messages(claim=claim, source=source[:_SOURCE_CHARS])
        try:
            found = Conversation(self._model, self._seconds, lambda: False).complete(prompt, messages)
        except ModelProblem:
            return None
        return Verdict(found["verdict"])


def load_judge(path: Path) -> Judge:
    """The judge of a settings file with ``llm_base_url``, ``llm_model`` and so on, see docs/instellingen.md.

    Raises:
        SettingsError: the file cannot be used.
        ModelProblem: the model cannot be reached or does not do what is asked.
        ValueError: the file names no model.
    """
    settings = load_settings({SETTINGS_FILE_KEY: str(path)})
    model = load_model(settings)
    if model is None:
        raise ValueError(f"geen llm_model en llm_base_url in {path}")
    check_model(model, settings.llm_timeout)
    return Judge(model, settings.llm_timeout)


def read_items(path: Path = ITEMS_FILE) -> list[Item]:
    """The labelled claims.

    Raises:
        ValueError: an id occurs twice, or there is no such verdict.
    """
    return read_rows(path, "all", _item, lambda item: item.id)


def stated(answer: Answer) -> list[Stated]:
    """The sentences of an answer that are in somebody's own words; verbatim quotes are no claims.

    A model's claim rests on its own citations; a sentence of an entry on all that the answer cites.
    """
    if answer.model is not None:
        return [
            Stated(claim.text, tuple(dict.fromkeys(answer.citations[place].id for place in claim.citations)))
            for claim in answer.claims
        ]
    cited = tuple(dict.fromkeys(citation.id for citation in answer.citations))
    return [Stated(sentence, cited) for sentence in sentences(answer.explanation)] if cited else []


def faithfulness_pairs(judge: Judge, answer: Answer, corpus: Corpus) -> dict[str, Pair]:
    """How many sentences of an answer its sources bear, of those that got a verdict."""
    found = [judge.verdict(one.text, _source(corpus, one.provisions)) for one in stated(answer)]
    if not found:
        return {}
    judged = [verdict for verdict in found if verdict is not None]
    pairs: dict[str, Pair] = {"unjudged": (float(len(found) - len(judged)), float(len(found)))}
    if judged:
        whole = float(len(judged))
        pairs["faithful"] = (float(judged.count(Verdict.SUPPORTED)), whole)
        pairs["contradicted"] = (float(judged.count(Verdict.CONTRADICTED)), whole)
    return pairs


def judged_item(judge: Judge, item: Item, corpus: Corpus) -> Record:
    """One labelled claim judged; without a verdict it counts as wrong."""
    got = judge.verdict(item.claim, _source(corpus, (item.provision,)))
    values: dict[str, Pair] = {"agreement": (float(got is item.verdict), 1.0), "unjudged": (float(got is None), 1.0)}
    if got is not None:
        values[f"judged:{item.verdict}{_SEPARATOR}{got}"] = (1.0, 1.0)
    return Record(item.id, item.lang, values)


def kappa(pairs: Iterable[tuple[str, str]]) -> float:
    """Cohen's kappa: agreement of two judges beyond chance; NaN without pairs or when chance explains everything."""
    found = list(pairs)
    if not found:
        return math.nan
    n = len(found)
    labels = {label for pair in found for label in pair}
    chance = sum(sum(a == label for a, _ in found) * sum(b == label for _, b in found) for label in labels) / n**2
    agreed = sum(a == b for a, b in found) / n
    return (agreed - chance) / (1 - chance) if chance < 1 else math.nan


def verdict_pairs(records: Iterable[Record]) -> list[tuple[str, str]]:
    """The verdicts of people and judge, from the records of ``judged_item``."""
    found: list[tuple[str, str]] = []
    for record in records:
        for name in record.values:
            kind, _, both = name.partition(":")
            if kind == "judged":
                person, _, got = both.partition(_SEPARATOR)
                found.append((person, got))
    return found


def _item(row: Mapping[str, object]) -> Item:
    if row["lang"] not in ("nl", "en"):
        raise ValueError(f"not an item: {row['id']}")
    return Item(
        id=str(row["id"]),
        lang="nl" if row["lang"] == "nl" else "en",
        provision=str(row["provision"]),
        claim=str(row["claim"]),
        verdict=Verdict(str(row["verdict"])),
    )


def _source(corpus: Corpus, provisions: Sequence[str]) -> str:
    """The text of what is cited, with its headings.

    Raises:
        ValueError: there is no such provision.
    """
    parts: list[str] = []
    for name in provisions:
        provision = corpus.get(name, on=GOLD_DATE)
        if provision is None:
            raise ValueError(f"no source has {name}")
        parts.append(f"{provision.heading}\n{corpus.full_text(provision)}".strip())
    return "\n\n".join(parts)
