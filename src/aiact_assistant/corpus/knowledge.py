"""The begrippen: everyday words for the law's terms, in our own words, and where each is decided.

Comes in: ``corpus/begrippen/*.yaml`` and a question. Goes out: the concepts that the question names, with a weight.
Matching is by stems, in Dutch and English, longest phrase first, forgiving one typing error in a long word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import Stemmer
import yaml
from rapidfuzz.distance import DamerauLevenshtein

from aiact_assistant.corpus.folding import fold
from aiact_assistant.domain import ProvisionId
from aiact_assistant.files.markdown import YAML_LOADER
from aiact_assistant.resources import resource

_FOLDER = "corpus/begrippen"
_WORD = re.compile(r"[\w*]+")
_TYPO_LETTERS = 7
_WEIGHT_EXACT = 1.0
_WEIGHT_TYPO = 0.7
_WEIGHT_WILDCARD = 0.8
_WEIGHT_WEAK = 0.4
# A phrase of several words says more than one word; one word that is part of a matched phrase says nothing extra.
_WEIGHT_SINGLE = 0.85
_DEFINITION = re.compile(
    r"\b(?:wat (?:is|zijn|betekent|betekenen|verstaat .{0,30} onder|houdt .{0,30} in)|wat wordt (?:bedoeld|verstaan)"
    r"|definitie van|betekenis van|what (?:is|are|does)|define|definition of|meaning of)\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_DEFINITION_WORDS = 7


@dataclass(frozen=True, slots=True)
class Concept:
    """A subject with the words that people use for it.

    Attributes:
        id: short name.
        term: the law's own term, or a plain name.
        en: the same in English.
        uitleg: our own one-sentence explanation in Dutch.
        uitleg_en: the same in English.
        synoniemen: Dutch everyday words and phrases; ``*`` at an end of a word stands for the rest of it.
        synoniemen_en: the same in English.
        uitbreiding: words of the law to add to the search.
        bronnen: provisions that decide it, most deciding first.
        definitie: the point of article 3 that defines it.
        zwak: whether its words only hint at it.
    """

    id: str
    term: str
    en: str
    uitleg: str
    uitleg_en: str
    synoniemen: tuple[str, ...] = ()
    synoniemen_en: tuple[str, ...] = ()
    uitbreiding: tuple[str, ...] = ()
    bronnen: tuple[ProvisionId, ...] = ()
    definitie: ProvisionId | None = None
    zwak: bool = False


@dataclass(frozen=True, slots=True)
class ConceptMatch:
    """A concept in a question; ``weight`` is between 0 and 1."""

    concept: Concept
    weight: float


@lru_cache(maxsize=1)
def load_concepts() -> tuple[Concept, ...]:
    """The concepts that travel with the program, in file order."""
    found: list[Concept] = []
    for path in sorted(resource(_FOLDER).glob("*.yaml")):
        entries: list[dict[str, Any]] = yaml.load(path.read_text("utf8"), YAML_LOADER)
        found.extend(_concept(entry) for entry in entries)
    return tuple(found)


def _concept(entry: dict[str, Any]) -> Concept:
    lists = ("synoniemen", "synoniemen_en", "uitbreiding", "bronnen")
    values: dict[str, Any] = {key: tuple(str(item) for item in entry.get(key, ())) for key in lists}
    values |= {key: str(entry[key]) for key in ("id", "term", "en", "uitleg", "uitleg_en")}
    return Concept(**values, definitie=entry.get("definitie"), zwak=entry.get("sterkte") == "zwak")


class Concepts:
    """The concepts with an index of their words, to match a question in a few milliseconds.

    Args:
        concepts: what ``load_concepts`` gives.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.all = tuple(concepts)
        self._phrases: dict[str, list[tuple[tuple[str, ...], Concept]]] = {}
        self._wildcards: list[tuple[re.Pattern[str], Concept]] = []
        self._long: dict[int, list[str]] = {}
        for concept in self.all:
            self._add(concept, (concept.term, *concept.synoniemen), "dutch")
            self._add(concept, (concept.en, *concept.synoniemen_en), "english")
        for first in self._phrases:
            if len(first) >= _TYPO_LETTERS:
                self._long.setdefault(len(first), []).append(first)

    def match(self, question: str) -> list[ConceptMatch]:
        """The concepts that a question names, heaviest first, each once."""
        words = _WORD.findall(fold(question))
        weights: dict[str, float] = {}
        concepts = {concept.id: concept for concept in self.all}
        for language in ("dutch", "english"):
            stems = [_stemmer(language).stemWord(word) for word in words]
            for concept, weight in self._scan(stems):
                weights[concept.id] = max(weights.get(concept.id, 0.0), weight)
        for pattern, concept in self._wildcards:
            if any(pattern.fullmatch(word) for word in words):
                weight = _WEIGHT_WEAK if concept.zwak else _WEIGHT_WILDCARD
                weights[concept.id] = max(weights.get(concept.id, 0.0), weight)
        found = [ConceptMatch(concepts[name], weight) for name, weight in weights.items()]
        return sorted(found, key=lambda match: -match.weight)

    def definition_asked(self, question: str) -> Concept | None:
        """The defined term that a "wat is een ..." question asks for, if it is one."""
        asked = _DEFINITION.search(question)
        if asked is None or len(asked.group("rest").split()) > _DEFINITION_WORDS:
            return None
        defined = [match for match in self.match(asked.group("rest")) if match.concept.definitie]
        return defined[0].concept if defined else None

    def _add(self, concept: Concept, names: Sequence[str], language: str) -> None:
        for name in names:
            words = _WORD.findall(fold(name))
            if len(words) == 1 and "*" in words[0]:
                pattern = ".*".join(re.escape(part) for part in words[0].split("*"))
                self._wildcards.append((re.compile(pattern), concept))
                continue
            stems = tuple(_stemmer(language).stemWord(word.replace("*", "")) for word in words)
            if stems:
                self._phrases.setdefault(stems[0], []).append((stems, concept))

    def _scan(self, stems: Sequence[str]) -> Iterator[tuple[Concept, float]]:
        """Phrases at each place, longest first; a place inside a matched phrase is passed over."""
        covered: set[int] = set()
        spans: list[tuple[int, int, Concept, float]] = []
        for start, stem in enumerate(stems):
            for first, weight in self._starts(stem):
                for phrase, concept in self._phrases[first]:
                    if (end := _end_of(phrase, stems, start)) is not None:
                        spans.append((start, end, concept, weight))
        for start, end, concept, weight in sorted(spans, key=lambda span: span[0] - span[1]):
            size = end - start
            if size == 1 and start in covered:
                continue
            if size > 1:
                covered.update(range(start, end))
            factor = _WEIGHT_WEAK if concept.zwak else (_WEIGHT_EXACT if size > 1 else _WEIGHT_SINGLE)
            yield concept, weight * factor

    def _starts(self, stem: str) -> Iterator[tuple[str, float]]:
        if stem in self._phrases:
            yield stem, _WEIGHT_EXACT
            return
        if len(stem) < _TYPO_LETTERS or not stem.isalpha():
            return
        for length in (len(stem) - 1, len(stem), len(stem) + 1):
            for candidate in self._long.get(length, ()):
                if DamerauLevenshtein.distance(stem, candidate, score_cutoff=1) <= 1:
                    yield candidate, _WEIGHT_TYPO


def _end_of(phrase: tuple[str, ...], stems: Sequence[str], start: int) -> int | None:
    """Where a phrase that starts here ends; one word may stand between two of its words."""
    at = start
    for stem in phrase[1:]:
        if at + 1 < len(stems) and stems[at + 1] == stem:
            at += 1
        elif at + 2 < len(stems) and stems[at + 2] == stem:
            at += 2
        else:
            return None
    return at + 1


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(language)
