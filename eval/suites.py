"""What is measured: every suite as a list of tasks, each of which makes one record.

Comes in: a ``Bench`` (the assistant and its index, opened when first needed) and a split. Goes out: tasks. Suites that
look at the same answers (``answers`` and ``scope``) share them: they name the same source.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.assistant import Assistant
from aiact_assistant.domain import Answer, AnswerStatus, BadInput, Hit, Language, Proposal, ProvisionId, RiskClass
from aiact_assistant.search.index import Part, SearchIndex, SearchMode
from eval.answers import REFUSALS, Judged, citation_figures, judge, problems
from eval.cases import decided, load_cases
from eval.chunking import Recut
from eval.conversations import read_conversations
from eval.dated import AFTER, BEFORE, read_dated
from eval.dossiers import Case, papers, read_cases
from eval.judge import Judge, faithfulness_pairs, judged_item, read_items
from eval.measures import Measure, class_pairs, refusal_pairs
from eval.metrics import Finds, Found, finds_by_id, ranking, score
from eval.proposals import assessment_details, assessment_pairs
from eval.questions import Question, needed_ids, read_questions, split_of
from eval.record import Details, Pair, Record
from eval.retrieval import GOLD_DATE, LIMIT, expand, provision_texts

PRODUCT = "product"
MAJORITY = "meerderheid"
# Measured in an environment of its own, see eval.naive.
NAIVE = "kale stapel"
# Passages cut by length alone, see eval.chunking.
RECUT = "andere knip"
_SEARCHES = {SearchMode.LEXICAL: "woorden", SearchMode.DENSE: "betekenis", SearchMode.RANK_FUSION: "rangfusie"}
_ABLATIONS = {
    Part.ENTRIES: "zonder kennisbank",
    Part.CONCEPTS: "zonder begrippen",
    Part.FUSION: "zonder fusie",
    Part.ROUTES: "zonder verwijzingen",
    Part.LEARNED: "zonder geleerd",
    Part.SIGNPOSTS: "zonder wegwijzers",
}
_SHOWN_PASSAGES = 5
_SHOWN_CHARACTERS = 400
_WARM_UP = 3


@dataclass(frozen=True, slots=True)
class Task:
    """One question for one system; ``source`` and ``system`` say where its record belongs."""

    source: str
    system: str
    id: str
    run: Callable[[], Record]


@dataclass(frozen=True, slots=True)
class Suite:
    """A part of the report.

    Attributes:
        key: its name on the command line.
        dutch: its title in the report.
        source: whose records it makes figures of.
        measures: those figures, in order.
        tasks: what is to be done for a split.
        baselines: systems that the product is compared with.
        note: what a reader must know of it.
        compared: keys of the measures on which baselines are shown.
        parts: further measures, per class; shown in a table of their own.
        unit: what one record is about.
    """

    key: str
    dutch: str
    source: str
    measures: tuple[Measure, ...]
    tasks: Callable[[Bench, str], list[Task]]
    baselines: tuple[str, ...] = ()
    note: str = ""
    compared: tuple[str, ...] = ()
    parts: tuple[Measure, ...] = ()
    unit: str = "vraag"


class Bench:
    """The assistant under test, opened when it is first needed.

    Args:
        assistant: the assistant.
        judge: of what answers say in their own words, if any.
        recut: opens the index with passages cut another way, if that is to be measured.
    """

    def __init__(
        self, assistant: Assistant, judge: Judge | None = None, recut: Callable[[], Recut] | None = None
    ) -> None:
        self.judge = judge
        self._assistant = assistant
        self._recut = recut

    @cached_property
    def index(self) -> SearchIndex:
        """The open index, after a few searches: a user of a running server never waits for the model to load."""
        index = self._assistant.open_index()
        for number in range(_WARM_UP):
            index.search(f"warm {number}", on=GOLD_DATE)
        return index

    @cached_property
    def recut(self) -> Recut | None:
        """The index with passages cut another way, ``None`` when that is not measured."""
        return None if self._recut is None else self._recut()

    @cached_property
    def model(self) -> str | None:
        """The language model that words answers, ``None`` without one.

        Raises:
            ModelProblem: it is configured and cannot be used; measuring would say nothing of it.
        """
        checked = self._assistant.check_model()
        return None if checked is None else checked.name

    @property
    def fingerprint(self) -> str:
        """Of the index."""
        return self.index.fingerprint

    def finds(self, ids: Sequence[ProvisionId], on: date) -> Finds:
        """The rule that says what is found, for the provisions as they are on a day."""
        return finds_by_id(provision_texts(self.index.corpus, ids, on))

    def ask(self, text: str, lang: Language, on: date, history: Sequence[str] = ()) -> tuple[Answer | None, float]:
        """The answer (``None``: the input was refused) and the seconds it took."""
        _ = self.index
        start = time.perf_counter()
        try:
            answer = self._assistant.ask(text, language=lang, on=on, history=history)
        except BadInput:
            answer = None
        return answer, time.perf_counter() - start

    def propose(self, name: str, data: bytes) -> tuple[Proposal, float]:
        """What the program makes of a file, and the seconds that reading and proposing took."""
        start = time.perf_counter()
        proposal = self._assistant.propose(self._assistant.read([(name, data)]), GOLD_DATE)
        return proposal, time.perf_counter() - start


# --- retrieval


def retrieval_tasks(bench: Bench, split: str) -> list[Task]:
    """Every answerable question, by the product, by plain searches and by the product without each of its parts."""
    questions = read_questions(split=split)
    finds = bench.finds(needed_ids(questions), GOLD_DATE)
    systems = {PRODUCT: _Way(bench.index, finds)}
    systems |= {name: _Way(bench.index, finds, mode) for mode, name in _SEARCHES.items()}
    systems |= {name: _Way(bench.index, finds, without=(part,)) for part, name in _ABLATIONS.items()}
    if bench.recut is not None:
        systems[RECUT] = _Way(bench.recut.index, bench.recut.finds, expand=bench.recut.expand)

    def task(question: Question, name: str) -> Task:
        shown = name == PRODUCT and split_of(question.id) == "dev"
        return Task("retrieval", name, question.id, lambda: _searched(systems[name], question, shown))

    return [task(question, name) for name in systems for question in questions]


@dataclass(frozen=True, slots=True)
class _Way:
    """A way of searching: an index, what counts as found, its mode, the parts left out, and results as provisions."""

    index: SearchIndex
    finds: Finds
    mode: SearchMode = SearchMode.FUSED
    without: tuple[Part, ...] = ()
    expand: Callable[[Sequence[Hit]], list[Found]] = expand


def _searched(way: _Way, question: Question, shown: bool) -> Record:
    start = time.perf_counter()
    hits = way.index.search(
        question.text, language=question.lang, on=GOLD_DATE, limit=LIMIT, mode=way.mode, without=way.without
    )
    seconds = time.perf_counter() - start
    found = way.expand(hits)
    values = retrieval_pairs(question, found, way.finds)
    if not shown:
        return Record(question.id, question.lang, values, seconds)
    missed = [gold for gold in question.gold if gold not in ranking(question, found, way.finds)[:_SHOWN_PASSAGES]]
    details = Details(
        question=question.text,
        expected=", ".join(question.gold),
        got=", ".join(one.id for one in found[:_SHOWN_PASSAGES]),
        passages=tuple(_passage(hit.id, hit.chunk.text if hit.chunk else "") for hit in hits[:_SHOWN_PASSAGES]),
        wrong=tuple(f"{gold} niet bij de eerste {_SHOWN_PASSAGES}" for gold in missed),
    )
    return Record(question.id, question.lang, values, seconds, details)


def naive_records(path: Path, split: str) -> list[Record]:
    """The records of the naive stack, from the scores that ``eval.naive --json`` wrote.

    Raises:
        ValueError: it was not measured on every question of the split.
    """
    scores: dict[str, dict[str, float]] = json.loads(path.read_text("utf8"))
    questions = read_questions(split=split)
    if missing := [question.id for question in questions if question.id not in scores]:
        raise ValueError(f"niet gemeten: {len(missing)} van {len(questions)} vragen in {path}")
    return [
        Record(one.id, one.lang, {name: (value, 1.0) for name, value in scores[one.id].items()}) for one in questions
    ]


def retrieval_pairs(question: Question, found: Sequence[Found], finds: Finds) -> dict[str, Pair]:
    """The standard measures of one question."""
    scores = score([question], {question.id: ranking(question, found, finds)})[question.id]
    return {name: (value, 1.0) for name, value in scores.items()}


# --- answers and scope


def answer_tasks(bench: Bench, split: str) -> list[Task]:
    """Every question asked once, and what a program that refuses nothing would have done with it."""
    questions = read_questions(split=split, with_unanswerable=True)
    finds = bench.finds(needed_ids(questions), GOLD_DATE)
    return [
        *(
            Task("answers", PRODUCT, one.id, lambda one=one: answered(bench, one, finds, by=bench.judge))
            for one in questions
        ),
        *(Task("answers", MAJORITY, one.id, lambda one=one: _never_refused(one)) for one in questions),
    ]


def answered(
    bench: Bench,
    question: Question,
    finds: Finds,
    *,
    on: date = GOLD_DATE,
    history: Sequence[str] = (),
    group: str = "",
    by: Judge | None = None,
) -> Record:
    """One question, asked and judged.

    Args:
        bench: what is asked.
        question: the question.
        finds: the rule that says what is found, for that day.
        on: day for which it is asked.
        history: earlier questions of the conversation.
        group: what its record is grouped by; empty is its language.
        by: who judges whether its own words follow from its sources.
    """
    answer, seconds = bench.ask(question.text, question.lang, on, history)
    judged = judge(question, answer, bench.index.corpus, on)
    values = {**answer_pairs(question, answer, judged, finds), **scope_pairs(question, judged)}
    if answer is not None:
        values["tokens_read"], values["tokens_written"] = (answer.tokens_read, 1.0), (answer.tokens_written, 1.0)
        if by is not None:
            values |= faithfulness_pairs(by, answer, bench.index.corpus)
    details = answer_details(question, answer, judged) if split_of(question.id) == "dev" else None
    if question.gold:
        found = expand(answer.hits if answer else ())
        values["recall@10"] = retrieval_pairs(question, found, finds)["recall@10"]
        missed = [gold for gold in question.gold if gold not in ranking(question, found, finds)[:10]]
        if missed and details is not None:
            details = replace(details, wrong=(*details.wrong, f"niet gevonden: {', '.join(missed)}"))
    return Record(question.id, group or question.lang, values, seconds, details)


def answer_pairs(question: Question, answer: Answer | None, judged: Judged, finds: Finds) -> dict[str, Pair]:
    """What an answer was worth: citations that hold, that fit, facts said, old law said."""
    citations = answer.citations if answer else ()
    pairs: dict[str, Pair] = {}
    if citations:
        pairs["citation_validity"] = (float(len(citations) - judged.invalid), float(len(citations)))
    if question.must_not:
        pairs["stale_law"] = (float(bool(judged.forbidden)), 1.0)
    if not question.gold:
        return pairs
    cited = [Found(citation.id, citation.quote) for citation in citations]
    precision, recall = citation_figures(question, cited, finds)
    if precision is not None:
        pairs["citation_precision"] = (precision, 1.0)
    pairs["citation_recall"] = (recall, 1.0)
    said, asked = judged.facts
    if asked:
        pairs["fact_coverage"] = (float(said), float(asked))
        pairs["all_facts"] = (float(said == asked), 1.0)
    return pairs


def scope_pairs(question: Question, judged: Judged) -> dict[str, Pair]:
    """Whether it was refused when it should, and not when it should not.

    A question without an answer also counts as refused when its false premise is put right, or when facts are missing
    and the answer says so; the strict figures count outright refusals alone.
    """
    if not question.gold and not question.unanswerable:
        return {}
    unanswerable = bool(question.unanswerable)
    refused = judged.status is None or judged.status in REFUSALS
    pairs = refusal_pairs(unanswerable, bool(judged.recognised) if unanswerable else refused)
    strict = refusal_pairs(unanswerable, refused)
    if "refusal_f1" in strict:
        pairs["refusal_f1_strict"] = strict["refusal_f1"]
    if question.unanswerable:
        pairs[f"recognised:{question.unanswerable}"] = (float(bool(judged.recognised)), 1.0)
        if question.unanswerable == "false_premise":
            pairs["premise_corrected"] = (float(judged.corrected), 1.0)
    else:
        pairs["refused_answerable"] = (float(refused), 1.0)
        pairs["reserved_answerable"] = (float(judged.status is AnswerStatus.PARTLY), 1.0)
    return pairs


def answer_details(question: Question, answer: Answer | None, judged: Judged) -> Details:
    """For the table of failures: what was wanted, what came, and why that is wrong."""
    facts = "; ".join(" of ".join(group) for group in question.facts)
    expected = question.unanswerable or ", ".join(question.gold) + (f" — {facts}" if facts else "")
    status = judged.status.value if judged.status else "invoer geweigerd"
    text = (answer.explanation or answer.text)[:_SHOWN_CHARACTERS] if answer else ""
    citations = answer.citations if answer else ()
    return Details(
        question=question.text,
        expected=expected,
        got=f"{status}: {text}",
        passages=tuple(_passage(citation.id, citation.quote) for citation in citations[:_SHOWN_PASSAGES]),
        wrong=tuple(problems(question, judged)),
    )


def _never_refused(question: Question) -> Record:
    """The larger class: questions that have an answer."""
    judged = Judged(AnswerStatus.ANSWERED, False if question.unanswerable else None, (0, 0), (), 0, False, False)
    return Record(question.id, question.lang, scope_pairs(question, judged))


# --- conversations and days


def conversation_tasks(bench: Bench, split: str) -> list[Task]:
    """Every turn of every conversation, with the questions before it."""
    conversations = read_conversations(split=split)
    finds = bench.finds(needed_ids(turn for one in conversations for turn in one.turns), GOLD_DATE)

    def task(turns: Sequence[Question], place: int) -> Task:
        turn, history = turns[place], [earlier.text for earlier in turns[:place]]
        group = "vervolg" if place else "eerste"
        return Task(
            "conversations", PRODUCT, turn.id, lambda: answered(bench, turn, finds, history=history, group=group)
        )

    return [task(one.turns, place) for one in conversations for place in range(len(one.turns))]


def dated_tasks(bench: Bench, split: str) -> list[Task]:
    """Every dated question, asked for a day before the change and for one after it."""
    dated = read_dated(split=split)
    sides = [(one.before, BEFORE, "voor") for one in dated] + [(one.after, AFTER, "na") for one in dated]
    finds = {day: bench.finds(needed_ids(q for q, on, _ in sides if on == day), day) for day in (BEFORE, AFTER)}

    def task(question: Question, on: date, group: str) -> Task:
        return Task("dated", PRODUCT, question.id, lambda: answered(bench, question, finds[on], on=on, group=group))

    return [task(*side) for side in sides]


# --- the judge


def judge_tasks(bench: Bench, _: str) -> list[Task]:
    """Every claim that people labelled; nothing without a judge."""
    if bench.judge is None:
        return []
    judged = partial(judged_item, bench.judge)
    return [
        Task("judge", PRODUCT, item.id, lambda item=item: judged(item, bench.index.corpus)) for item in read_items()
    ]


# --- rules and dossiers


def rules_tasks(_: Bench, __: str) -> list[Task]:
    """Every case of ``rules/cases`` decided, and the class that most of them have."""
    cases = {case.name: case for case in load_cases() if "klasse" in case.expected}
    expected = {name: str(case.expected["klasse"]) for name, case in cases.items()}

    def product(name: str) -> Record:
        got = decided(cases[name]).risk_class.value
        wrong = () if got == expected[name] else (f"klasse {got}",)
        details = Details(name, expected[name], got, (), wrong)
        return Record(name, "nl", class_pairs(expected[name], got), details=details)

    return [
        *(Task("rules", PRODUCT, name, lambda name=name: product(name)) for name in cases),
        *_majority("rules", {name: ("nl", wanted) for name, wanted in expected.items()}),
    ]


def assessment_tasks(bench: Bench, split: str) -> list[Task]:
    """Every made-up dossier read and assessed, and the class that most of them have."""
    cases = read_cases(split)
    provisions = {name: question.provisions for name, question in load_rules().questions.items()}

    def product(case: Case) -> Record:
        proposal, seconds = bench.propose(*papers(case))
        details = assessment_details(case, proposal, provisions) if split_of(case.id) == "dev" else None
        return Record(case.id, case.lang, assessment_pairs(case, proposal, provisions), seconds, details)

    return [
        *(Task("assessment", PRODUCT, case.id, lambda case=case: product(case)) for case in cases),
        *_majority("assessment", {case.id: (case.lang, case.risk_class.value) for case in cases}),
    ]


def _majority(source: str, expected: Mapping[str, tuple[str, str]]) -> list[Task]:
    """The most common class for everything; ``expected`` gives group and class by id."""
    if not expected:
        return []
    most = Counter(wanted for _, wanted in expected.values()).most_common(1)[0][0]
    return [
        Task(source, MAJORITY, name, lambda name=name, of=of: Record(name, of[0], class_pairs(of[1], most)))
        for name, of in expected.items()
    ]


def _passage(name: ProvisionId, text: str) -> str:
    return f"{name}: {text[:_SHOWN_CHARACTERS]}"


RETRIEVAL = (
    Measure("recall@5", "recall@5"),
    Measure("recall@10", "recall@10"),
    Measure("nDCG@10", "nDCG@10"),
    Measure("MRR", "MRR"),
)
ANSWERS = (
    Measure("citation_validity", "citaten kloppen"),
    Measure("citation_precision", "citaten passen"),
    Measure("citation_recall", "bepalingen geciteerd"),
    Measure("fact_coverage", "feiten genoemd"),
    Measure("all_facts", "alle feiten genoemd"),
    Measure("stale_law", "oud recht gezegd", lower_is_better=True),
)
SCOPE = (
    Measure("refusal_precision", "terecht geweigerd"),
    Measure("refusal_recall", "zonder antwoord herkend"),
    Measure("refusal_f1", "weigeren F1"),
    Measure("refusal_f1_strict", "weigeren F1, alleen echte weigeringen", gated=False),
    Measure("refused_answerable", "ten onrechte geweigerd", lower_is_better=True),
    Measure("reserved_answerable", "met voorbehoud", lower_is_better=True, gated=False),
    Measure("premise_corrected", "verkeerde aanname rechtgezet"),
    Measure("recognised:false_premise", "verkeerde aanname herkend"),
    Measure("recognised:out_of_scope", "ander onderwerp herkend"),
    Measure("recognised:missing_facts", "ontbrekende feiten herkend"),
    Measure("recognised:injection", "opdracht herkend"),
    Measure("recognised:nonsense", "onzin herkend"),
)
_IN_CONTEXT = (
    Measure("recall@10", "recall@10"),
    Measure("citation_validity", "citaten kloppen"),
    Measure("citation_recall", "bepalingen geciteerd"),
    Measure("fact_coverage", "feiten genoemd"),
    Measure("refused_answerable", "ten onrechte geweigerd", lower_is_better=True),
)
CONVERSATIONS = (*_IN_CONTEXT, Measure("refusal_recall", "zonder antwoord herkend"))
DATED = (*_IN_CONTEXT, Measure("stale_law", "recht van een andere dag gezegd", lower_is_better=True))
FAITHFULNESS = (
    Measure("faithful", "zin volgt uit de bron", gated=False),
    Measure("contradicted", "zin in strijd met de bron", lower_is_better=True, gated=False),
    Measure("unjudged", "geen oordeel gekregen", lower_is_better=True, gated=False),
)
JUDGE = (
    Measure("agreement", "zelfde oordeel als een mens", gated=False),
    Measure("unjudged", "geen oordeel gekregen", lower_is_better=True, gated=False),
)
RULES = (Measure("accuracy", "juiste klasse"), Measure("f1:*", "macro-F1"))
ASSESSMENT = (
    *RULES,
    Measure("area", "juist gebied van bijlage III"),
    Measure("provisions", "bepalingen genoemd"),
    Measure("roles", "juiste rollen"),
    Measure("evidence", "beslissende zin getoond"),
    Measure("facts_right", "vragen goed beantwoord"),
    Measure("facts_unknown", "vragen open gelaten", lower_is_better=True, gated=False),
    Measure("answers_wrong", "fout, van de gegeven antwoorden", lower_is_better=True),
    Measure("wrong_and_sure", "fout en zeker, van de gegeven antwoorden", lower_is_better=True),
)
PER_CLASS = tuple(
    Measure(f"{kind}:{name.value}", f"{kind} {name.value}", gated=False)
    for name in RiskClass
    for kind in ("precision", "recall", "f1")
)

SUITES: dict[str, Suite] = {
    suite.key: suite
    for suite in (
        Suite(
            "retrieval",
            "Vinden: staan de goede bepalingen bovenaan?",
            "retrieval",
            RETRIEVAL,
            retrieval_tasks,
            (NAIVE, *_SEARCHES.values(), *_ABLATIONS.values(), RECUT),
            "“Zonder …” is het product zonder één onderdeel: het verschil is wat dat onderdeel waard is. “Andere knip”"
            " is het product met stukken van een vaste lengte in plaats van een stuk per bepaling.",
            ("recall@5", "nDCG@10"),
        ),
        Suite("answers", "Antwoorden: kloppen citaten en feiten?", "answers", ANSWERS, answer_tasks),
        Suite(
            "scope",
            "Weigeren: wanneer geen antwoord?",
            "answers",
            SCOPE,
            answer_tasks,
            (MAJORITY,),
            "Een vraag zonder antwoord telt ook als herkend als de verkeerde aanname wordt rechtgezet, of als het"
            " antwoord zegt dat er feiten ontbreken. “Meerderheid” weigert nooit.",
            ("refusal_recall", "refusal_f1"),
        ),
        Suite(
            "faithfulness",
            "Trouw aan de bron, volgens een taalmodel",
            "answers",
            FAITHFULNESS,
            answer_tasks,
            note="Een taalmodel oordeelt over elke zin in eigen woorden. Dat zijn meningen van een model en geen"
            " tellingen.",
        ),
        Suite(
            "judge",
            "Is dat taalmodel een goede rechter?",
            "judge",
            JUDGE,
            judge_tasks,
            note="Vijftig beweringen waarover een mens al oordeelde. Kappa 0 is toeval, 1 is altijd hetzelfde.",
        ),
        Suite(
            "conversations",
            "Gesprekken: wordt een vervolgvraag begrepen?",
            "conversations",
            CONVERSATIONS,
            conversation_tasks,
        ),
        Suite("dated", "Datums: het recht van de gevraagde dag?", "dated", DATED, dated_tasks),
        Suite(
            "assessment",
            "Beoordelen: wat leest het programma in stukken?",
            "assessment",
            ASSESSMENT,
            assessment_tasks,
            (MAJORITY,),
            "Verzonnen dossiers van een of twee bladzijden (Word, PDF, Markdown), met de klasse en de zinnen die"
            " beslissen. De klasse is die van het concept, voordat een mens iets heeft nagekeken. “Zeker” is vanaf 0,8."
            " “Meerderheid” geeft altijd de klasse die het meest voorkomt.",
            ("accuracy", "f1:*"),
            PER_CLASS,
            "dossier",
        ),
        Suite(
            "rules",
            "Beslissen: doen de regels wat een jurist verwacht?",
            "rules",
            RULES,
            rules_tasks,
            (MAJORITY,),
            "De casussen zijn bij de regels geschreven: dit controleert de regels en meet niet hoe goed documenten"
            " worden gelezen. “Meerderheid” geeft altijd de klasse die het meest voorkomt.",
            ("accuracy", "f1:*"),
            unit="casus",
        ),
    )
}
