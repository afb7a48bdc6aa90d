"""Proposes an answer to each question of the rules from a dossier, with the deciding sentences. No language model.

Comes in: a ``Dossier``, the ids of the questions and the facts that hold for each point's examples. Goes out: a
``Reading``. What the system does counts, as its documentation states it; claims about the law, plans, other systems and
orders to the reader do not (``stance``). An answer is given only when it is usually right (``_SURE``); below that the
sentences are hints and the answer is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from aiact_assistant.corpus.voorbeelden import FURNITURE, NO_AI
from aiact_assistant.documents.areas import AREA_FACTS, AREAS, area_chances, points_within
from aiact_assistant.documents.chances import Chances, Task, chances, task_of
from aiact_assistant.documents.cues import fact_cues
from aiact_assistant.documents.passages import Passage, Sentence, passages_of, sentences_of
from aiact_assistant.documents.stance import Stance
from aiact_assistant.documents.support import PROHIBITION, Floats, Support
from aiact_assistant.documents.telling import Told, choose, tell
from aiact_assistant.domain import Cancelled, Dossier, Evidence, Message, ProposedFact
from aiact_assistant.search.embed import Embedder

OnProgress = Callable[[int, int, str], None]

# In cross-validation on our examples, a class with a chance from 0.70 was right three times in four, from 0.85 nineteen
# times in twenty; single facts were not measured apart.
_SURE = 0.7
# Below this there is nothing to show.
_HINT = 0.3
# What a draft rests on: the classes of a short description sum to 1.
_LEANS_PROHIBITED = 0.4
_LEANS_HIGH = 0.4
_LEANS_TRANSPARENCY = 0.3
# With more passages one looks like a prohibition by chance sooner.
_SHORT = 10
# Tuned on texty 0-7, five folds: below it a description is in no area of Annex III (F1 of high 0.99).
_WITHIN_AREA = 0.4
# From here a prohibited practice is a question that stays open: nothing lower than high risk is proposed. Of 247
# prohibited practices described by someone who had not seen what was learnt from, 4 came out as minimal from 0.1 and 1
# from 0.04, where 5 more of 46 minimal ones stayed open. A paper has more that looks like one by chance.
_DOUBT = 0.05
_DOUBT_LONG = 0.1
_DESCRIPTION = 3
_ALSO = 0.5
# What a sentence says beside furniture must be this much of it.
_LEAST_TELLING = 0.01
_NEAR_MISS = 0.5
_EXEMPT = 0.55
# What kind of task a system does was learnt from descriptions of a few sentences. A paper says much that looks like
# neither, so there it must be plainer before it takes a point of Annex III away. Tuned on the dossiers of dev.
_NEAR_MISS_LONG = 0.85
_EXEMPT_LONG = 0.6
_WITHIN_AREA_LONG = 0.2
_LEANS_HIGH_LONG = 0.45
_CUE_CONFIDENCE = 0.75
_DENIAL_CONFIDENCE = 0.75
# Of the answers that a sentence gives from here, nine in ten are right (dossiers of dev).
_SAID = 0.5
_SENTENCES_SHOWN = 2
# In a paper a point counts only when a sentence says what it is about, at least this plainly, and a weak sign of a
# prohibition leaves its questions open only from the second, unless its passages look like one from the third. On the
# 68 dossiers of dev this and what is told of exceptions below took the class from 39 to 50 right; none of 12 prohibited
# ones came out lower than high risk.
_SAYS_POINT = 0.05
_SAYS_DOUBT = 0.1
_DOUBT_ANYWAY = 0.2
# From here a sentence that puts a system outside the Act decides what a draft supposes.
_OUT_OF_SCOPE = 0.7
_BATCH = 16

# These ask for the area as a whole; the facts of areas 2 and 8 are about its points.
_AREA_OF = {facts[0]: number for number, facts in AREA_FACTS.items() if number not in (2, 8)}
# A cue phrase for these only hints: a yes takes a finding away, so a person says it.
_EXCEPTIONS = frozenset(
    """
    verification_only medical_or_safety financial_fraud_detection travel_document_check assistive_editing open_source
    research_only military_only editorial_control artistic_work content_safeguards real_world_testing
    """.split()
)
# Nor for these: that the police or a ministry is mentioned does not say who uses the system.
_MENTIONS = frozenset(
    """
    law_enforcement_use migration_use for_public_authority public_body uses develops decides_on_persons legal_effects
    gpai_system existing_high_risk personal_data
    """.split()
)
# A yes to these makes the outcome lighter, as a no does to all others.
_LIGHTENS = _EXCEPTIONS | frozenset(
    """
    human_rules_only premarket_only foreign_authority rights_safeguards personal_use modified_by_other
    modification_forbidden intimate_consent no_more_exposure lawful_defence supports_objective_facts
    lawful_dataset_labelling strictly_necessary searches_victims prevents_threat locates_suspect national_law_allows
    only_convenience assessment_other_risks no_direct_exposure narrow_procedural_task improves_human_activity
    detects_patterns preparatory_task obvious_ai crime_law_permits rebuttal_accepted open_model existing_high_risk
    large_it_component existing_generative existing_gpai
    """.split()
)
# Of the exceptions, the ones that a draft follows; never one that takes a prohibition away.
_DRAFT_EXCEPTIONS = frozenset(
    "verification_only financial_fraud_detection travel_document_check assistive_editing".split()
)
_SCOPE = ("military_only", "research_only")
_LEGAL = (PROHIBITION, "anx_", "art_50.")
# What a product needs besides what its examples state, for a draft.
_PRODUCT = ("is_product", "safety_function")
_TASK_FACTS = {
    "art_6.3.a": "narrow_procedural_task",
    "art_6.3.b": "improves_human_activity",
    "art_6.3.c": "detects_patterns",
    "art_6.3.d": "preparatory_task",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a dossier says.

    Attributes:
        facts: one per question, in the order asked.
        leaning: the best supported answers, also of facts that are not sure enough to answer; for a draft alone.
        doubts: questions on a prohibited practice that there is a sign of, too weak to suppose it; a draft leaves
            them open.
        areas: chance per area of Annex III, 1 to 8.
        warnings: pages not read, and texts that address the reader or an AI.
        passages: of the dossier, in reading order.
        vectors: a row per passage; ``None`` when there is no model for them.
    """

    facts: tuple[ProposedFact, ...]
    leaning: Mapping[str, bool]
    doubts: tuple[str, ...]
    areas: Mapping[int, float]
    warnings: tuple[Message, ...]
    passages: tuple[Passage, ...] = ()
    vectors: Floats | None = None


@dataclass(slots=True)
class _Support:
    """What speaks for a fact: its chance, and the passage or sentence that says so."""

    chance: float
    passage: Passage
    denied: bool = False
    names: frozenset[str] = field(default_factory=frozenset[str])


class FactReader:
    """Reads dossiers.

    Args:
        embedder: ``None``, or another model than was learnt from, leaves cue phrases alone.
        support: what was learnt.
    """

    def __init__(self, embedder: Embedder | None, support: Support) -> None:
        self._points = support.facts
        self._embedder = embedder if embedder is not None and embedder.name == support.model else None
        self._support = None if self._embedder is None else support

    def read(
        self,
        dossier: Dossier,
        questions: Sequence[str],
        *,
        progress: OnProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Reading:
        """Proposals for all questions.

        Args:
            dossier: what was uploaded.
            questions: ids of the facts.
            progress: told the passages done, how many there are, and the file's name.
            cancelled: asked between batches whether to stop.

        Raises:
            Cancelled: ``cancelled`` said so.
        """
        sentences = sentences_of(dossier)
        passages = passages_of(sentences)
        vectors = self._vectors(passages, progress, cancelled)
        found = chances([passage.text for passage in passages], vectors, self._support)
        stated = np.array([passage.stance is Stance.STATES for passage in passages], dtype=bool)
        states = Chances(found.names, found.rows[stated])
        task = self._task(passages, vectors, found)
        areas = area_chances(states, None if vectors is None else vectors[stated], self._support)
        supports = self._supports(passages, found, stated, states, areas)
        seen, rows = self._look_closer(passages, vectors, supports)
        says = {} if rows is None or self._support is None else tell(seen, rows, self._support)
        cued = _cued(sentences)
        facts = self._facts(questions, supports, says, self._best_sentences(supports, seen, rows), cued, task)
        return Reading(
            facts=facts,
            leaning=self._leaning(states, facts, _excepted(cued, says), says, task, areas),
            doubts=self._doubts(states, facts, says),
            areas=areas,
            warnings=(*_unread(dossier), *_instructions(sentences), *self._no_model()),
            passages=passages,
            vectors=vectors,
        )

    # -- vectors

    def _vectors(
        self, passages: Sequence[Passage], progress: OnProgress | None, cancelled: Callable[[], bool] | None
    ) -> Floats | None:
        if self._support is None or self._embedder is None or not passages:
            return None
        # A batch is padded to its longest text.
        order = sorted(range(len(passages)), key=lambda number: len(passages[number].text))
        rows: list[Floats] = []
        for start in range(0, len(order), _BATCH):
            if cancelled is not None and cancelled():
                raise Cancelled("Gestopt.", "Stopped.")
            batch = [passages[number] for number in order[start : start + _BATCH]]
            if progress is not None:
                progress(start, len(passages), batch[0].sentences[0].file)
            rows.append(self._embedder.passages([passage.text for passage in batch]))
        return np.concatenate(rows)[np.argsort(order)]

    def _task(self, passages: Sequence[Passage], vectors: Floats | None, found: Chances) -> Task | None:
        if self._support is None or vectors is None:
            return None
        weights = found.of(name for name in found.names if name.startswith("anx_III"))
        return task_of(passages, vectors, weights, self._support)

    # -- facts

    def _supports(
        self,
        passages: Sequence[Passage],
        found: Chances,
        stated: np.ndarray,
        states: Chances,
        areas: Mapping[int, float],
    ) -> dict[str, _Support]:
        """Per fact what speaks for it most, or against it."""
        names: dict[str, set[str]] = {}
        main = {facts[0] for facts in self._points.values() if facts}
        for point, facts in self._points.items():
            for fact in facts:
                names.setdefault(fact, set()).add(point)
        for fact in AREAS:
            names.setdefault(fact, set()).update(points_within(found.names, [fact]))
        # A list or a heading looks like a program of fixed rules; what a system clearly does says more.
        if states.whole(name for name in states.names if name.startswith(_LEGAL)) >= _ALSO:
            names.pop("human_rules_only", None)
        supports: dict[str, _Support] = {}
        doubt = _doubt_from(states)
        for fact, points in names.items():
            whole = areas[_AREA_OF[fact]] if fact in _AREA_OF else states.whole(points)
            least = doubt if _prohibited(points) else _HINT
            if whole >= least and stated.any():
                rows = np.where(stated, found.of(points), -1)
                supports[fact] = _Support(whole, passages[int(rows.argmax())], names=frozenset(points))
                continue
            # A denial looks like the sentences that stand in every dossier; what else it looks like is what it denies.
            rows = np.where(stated, -1, found.of(points) / np.maximum(1 - found.of([FURNITURE]), _LEAST_TELLING))
            # "No emotions of staff are read" denies the reading, not that there is a workplace, nor the area.
            if len(rows) and rows.max() >= _ALSO and fact in main and fact not in AREAS:
                supports[fact] = _Support(
                    _DENIAL_CONFIDENCE, passages[int(rows.argmax())], denied=True, names=frozenset(points)
                )
        return supports

    def _facts(
        self,
        questions: Sequence[str],
        supports: Mapping[str, _Support],
        says: Mapping[str, Told],
        best: Mapping[str, Evidence],
        cued: Mapping[str, Sequence[Sentence]],
        task: Task | None,
    ) -> tuple[ProposedFact, ...]:
        near_miss = task is not None and task.kinds["near_miss"] >= _NEAR_MISS
        proposals: list[ProposedFact] = []
        for question in questions:
            support, cues, saying = supports.get(question), cued.get(question, ()), says.get(question)
            shown = [sentence.evidence for sentence in saying.sentences] if saying is not None else []
            answer, confidence = None, 0.0
            if support is not None:
                shown.insert(0, best[question])
                sure = support.chance >= _SURE
                if near_miss and not support.denied and question not in AREAS and _annex_three(support.names):
                    sure = False
                answer, confidence = (not support.denied) if sure else None, support.chance
            elif cues:
                shown[:0] = [sentence.evidence for sentence in cues[:_SENTENCES_SHOWN]]
                hint = question in _EXCEPTIONS or question in _MENTIONS
                answer, confidence = None if hint else True, _HINT if hint else _CUE_CONFIDENCE
            if answer is None and saying is not None:
                # An answer that makes the outcome lighter is for a person to give.
                heavier = saying.no if question in _LIGHTENS else saying.yes
                confidence = max(confidence, heavier)
                if heavier >= _SAID and 2 * heavier >= saying.yes + saying.no:
                    answer, confidence = question not in _LIGHTENS, heavier
            evidence = tuple(dict.fromkeys(shown))[:_SENTENCES_SHOWN]
            proposals.append(ProposedFact(question, answer, round(confidence, 2), evidence))
        return tuple(proposals)

    def _look_closer(
        self, passages: Sequence[Passage], vectors: Floats | None, supports: Mapping[str, _Support]
    ) -> tuple[list[Sentence], Floats | None]:
        """The sentences that may be evidence, and a row for each; ``None`` when there is no model for them."""
        seen = dict.fromkeys(
            sentence
            for support in supports.values()
            if len(support.passage.sentences) > 1
            for sentence in support.passage.sentences
        )
        if self._support is None or self._embedder is None or vectors is None:
            return list(seen), None
        seen |= dict.fromkeys(choose(passages, vectors, self._support))
        texts = [sentence.text for sentence in seen]
        if not texts:
            return [], None
        rows = [self._embedder.passages(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
        return list(seen), np.concatenate(rows)

    def _best_sentences(
        self, supports: Mapping[str, _Support], seen: Sequence[Sentence], rows: Floats | None
    ) -> dict[str, Evidence]:
        """Per fact the sentence of its passage that says it most."""
        found = chances([sentence.text for sentence in seen], rows, self._support)
        place = {sentence: number for number, sentence in enumerate(seen)}
        best: dict[str, Evidence] = {}
        for fact, support in supports.items():
            own = support.passage.sentences
            says = found.of(support.names)
            first = own[0] if len(own) == 1 else max(own, key=lambda sentence: says[place[sentence]])
            best[fact] = first.evidence
        return best

    # -- draft

    def _leaning(
        self,
        states: Chances,
        facts: Iterable[ProposedFact],
        excepted: Iterable[str],
        says: Mapping[str, Told],
        task: Task | None,
        areas: Mapping[int, float],
    ) -> dict[str, bool]:
        """The answers a draft rests on: what is sure, and the facts of the best supported points."""
        known = {fact.id: fact for fact in facts}
        leaning: dict[str, bool] = {}
        for point in self._likely_points(states, says, task, areas):
            leaning |= dict.fromkeys(self._points.get(point, ()), True)
            if point.startswith("anx_I."):
                leaning |= dict.fromkeys(_PRODUCT, True)
        leaning |= _task_leaning(task, says, _EXEMPT_LONG if len(states.rows) > _DESCRIPTION else _EXEMPT)
        for fact in known.values():
            if fact.answer is not None:
                leaning[fact.id] = fact.answer
        for name in excepted:
            leaning.setdefault(name, True)
        if known.get("infers") is not None and known["infers"].answer:
            leaning.pop("human_rules_only", None)
        return leaning

    def _likely_points(
        self, states: Chances, says: Mapping[str, Told], task: Task | None, areas: Mapping[int, float]
    ) -> list[str]:
        prohibited = _prohibited(states.names)
        high = [name for name in states.names if name.startswith("anx_")]
        transparency = [name for name in states.names if name.startswith("art_50.")]
        rules_only = [name for name in states.names if name == NO_AI]
        is_long = len(states.rows) > _DESCRIPTION
        near_miss = task is not None and task.kinds["near_miss"] >= (_NEAR_MISS_LONG if is_long else _NEAR_MISS)
        likely: list[str] = []
        enough = _LEANS_PROHIBITED if len(states.rows) <= _SHORT else _SURE
        if states.whole(prohibited) >= enough:
            likely += self._top(states, prohibited, says)
        if states.whole(high) >= (_LEANS_HIGH_LONG if is_long else _LEANS_HIGH):
            outside = near_miss or max(areas.values()) < (_WITHIN_AREA_LONG if is_long else _WITHIN_AREA)
            likely += [name for name in self._top(states, high, says) if not (outside and name.startswith("anx_III"))]
        if states.whole(transparency) >= _LEANS_TRANSPARENCY:
            likely += self._top(states, transparency, says)
        if is_long:
            likely = [name for name in likely if name.startswith(PROHIBITION) or self._said(name, says) >= _SAYS_POINT]
        if not likely and (states.whole(rules_only) >= _ALSO or _no_ai(says)):
            likely += rules_only
        return likely

    def _top(self, states: Chances, names: Sequence[str], says: Mapping[str, Told]) -> list[str]:
        """The best supported of these points, and any other that stands by itself."""
        whole = {name: states.whole([name]) for name in names}
        first = max(whole, key=lambda name: whole[name] + self._said(name, says))
        return [first, *(name for name, chance in whole.items() if name != first and chance >= _ALSO)]

    def _said(self, point: str, says: Mapping[str, Told]) -> float:
        """Chance that a sentence says what a point is about."""
        facts = self._points.get(point)
        return says[facts[0]].yes if facts and facts[0] in says else 0.0

    def _doubts(self, states: Chances, facts: Iterable[ProposedFact], says: Mapping[str, Told]) -> tuple[str, ...]:
        prohibited = _prohibited(states.names)
        if states.whole(prohibited) < _doubt_from(states):
            return ()
        said = max((self._said(name, says) for name in prohibited), default=0.0)
        if len(states.rows) > _DESCRIPTION and said < _SAYS_DOUBT and states.whole(prohibited) < _DOUBT_ANYWAY:
            return ()
        answered = {fact.id for fact in facts if fact.answer is not None}
        asked = [fact for point in self._top(states, prohibited, says) for fact in self._points.get(point, ())]
        return tuple(fact for fact in dict.fromkeys(asked) if fact not in answered)

    def _no_model(self) -> tuple[Message, ...]:
        if self._support is not None:
            return ()
        return (
            Message(
                "Er is geen taalmodel voor zoeken op betekenis: alleen vaste woorden zijn herkend. Veel antwoorden"
                " blijven daardoor onbekend.",
                "There is no model for search by meaning: only fixed words were recognised. Many answers are therefore"
                " unknown.",
            ),
        )


def _doubt_from(states: Chances) -> float:
    return _DOUBT if len(states.rows) <= _DESCRIPTION else _DOUBT_LONG


def _prohibited(names: Iterable[str]) -> list[str]:
    return [name for name in names if name.startswith(PROHIBITION)]


def _no_ai(says: Mapping[str, Told]) -> bool:
    """Whether a sentence says that the system only follows rules that people wrote, and none that it infers."""
    if "infers" not in says:
        return False
    infers, rules = says["infers"], says["human_rules_only"]
    return max(infers.no, rules.yes) >= _SAID and infers.yes < _SAID


def _task_leaning(task: Task | None, says: Mapping[str, Told], exempt: float) -> dict[str, bool]:
    if task is None:
        return {}
    kind = max(task.kinds, key=lambda one: task.kinds[one])
    said = {fact: says[fact].yes for fact in _TASK_FACTS.values() if fact in says}
    plain = max(said, key=lambda fact: said[fact], default=None)
    if plain is not None and said[plain] >= _SAID and kind != "decides":
        return {plain: True, "profiling": False, "significant_risk": False}
    if kind == "exempt" and task.kinds["exempt"] >= exempt:
        point = max(task.exempt, key=lambda one: task.exempt[one])
        return {_TASK_FACTS[point]: True, "profiling": False, "significant_risk": False}
    return {"significant_risk": True} if kind == "decides" else {}


def _excepted(cued: Mapping[str, Sequence[Sentence]], says: Mapping[str, Told]) -> list[str]:
    """The exceptions that the draft supposes: a cue phrase or a sentence says so."""
    told = {name for name, one in says.items() if one.yes >= max(_SAID, one.no)}
    scope = [name for name in _SCOPE if name in says and says[name].yes >= _OUT_OF_SCOPE]
    return [*(name for name in sorted(_DRAFT_EXCEPTIONS) if name in cued or name in told), *scope]


def _annex_three(names: Iterable[str]) -> bool:
    return any(name.startswith("anx_III") for name in names)


def _cued(sentences: Iterable[Sentence]) -> dict[str, list[Sentence]]:
    found: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        if sentence.stance is Stance.STATES:
            for fact in fact_cues(sentence.text):
                found.setdefault(fact, []).append(sentence)
    return found


def _unread(dossier: Dossier) -> tuple[Message, ...]:
    warnings = list(dossier.warnings)
    for document in dossier.documents:
        warnings += [
            Message(f"{document.name}: {one.dutch}", f"{document.name}: {one.english}") for one in document.warnings
        ]
        if document.unread:
            numbers = ", ".join(map(str, document.unread))
            warnings.append(
                Message(
                    f"{document.name}: bladzijde {numbers} is niet (helemaal) gelezen en telt niet mee.",
                    f"{document.name}: page {numbers} was not (fully) read and does not count.",
                )
            )
    return tuple(warnings)


def _instructions(sentences: Iterable[Sentence]) -> tuple[Message, ...]:
    found = [sentence for sentence in sentences if sentence.stance is Stance.INSTRUCTS]
    return tuple(
        Message(
            f"{_where(sentence, 'bladzijde')}: hier staat een opdracht aan de lezer of aan een AI. Die is genegeerd:"
            f' "{sentence.text}"',
            f"{_where(sentence, 'page')}: this is an order to the reader or to an AI. It was ignored:"
            f' "{sentence.text}"',
        )
        for sentence in found
    )


def _where(sentence: Sentence, word: str) -> str:
    return sentence.file if sentence.page is None else f"{sentence.file}, {word} {sentence.page}"
