"""Composition root: builds the parts from ``Settings`` and offers what the user interfaces call.

Comes in: ``Settings``. Goes out: ``Assistant`` with sync, build, ask, stream, show, decide, read, propose, entries
and health.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from aiact_assistant.answer.browse import BrowsedEntry, browse
from aiact_assistant.answer.pipeline import answer
from aiact_assistant.answer.question import Question
from aiact_assistant.answer.tally import Tally
from aiact_assistant.answer.wording import ModelCheck, Writer, check_model
from aiact_assistant.assessment.decide import decide, draft
from aiact_assistant.assessment.draft import check_answer, make_draft
from aiact_assistant.assessment.obligations import Aids, read_aids, read_titles
from aiact_assistant.assessment.questions import next_questions
from aiact_assistant.assessment.rules import FactQuestion, RuleBook, load_rules
from aiact_assistant.assessment.timeline import Moment, timeline
from aiact_assistant.assessment.walk import Action, Walk, walk
from aiact_assistant.corpus import kennisbank_check as check
from aiact_assistant.corpus import shown
from aiact_assistant.corpus.algoritmekader import page_attributes
from aiact_assistant.corpus.applicability import Applicability
from aiact_assistant.corpus.dossier import load_dossier_words
from aiact_assistant.corpus.kennisbank import load_entries
from aiact_assistant.corpus.library import Corpus, Notice
from aiact_assistant.corpus.load import load_corpus, source_shape, wanted_sources
from aiact_assistant.corpus.lock import local_file, read_lock
from aiact_assistant.corpus.manifest import load_manifest
from aiact_assistant.corpus.shown import Shown
from aiact_assistant.corpus.sources import Progress, SyncReport, sync
from aiact_assistant.documents.facts import FactReader
from aiact_assistant.documents.mentions import Places, find_places
from aiact_assistant.documents.model_facts import ModelReader
from aiact_assistant.documents.picture import page_picture
from aiact_assistant.documents.read import OnProgress, read_dossier
from aiact_assistant.documents.sensitive import at_same_place, mask, mask_dossier
from aiact_assistant.documents.support import load_support
from aiact_assistant.domain import (
    AiactError,
    Answer,
    BadInput,
    Decision,
    Dossier,
    Draft,
    Evidence,
    Fact,
    HumanAnswer,
    IndexProblem,
    Language,
    Message,
    Proposal,
    ProvisionId,
)
from aiact_assistant.llm import ChatModel, Conversation, load_model, most_chars
from aiact_assistant.proposing import Proposer, come_to
from aiact_assistant.search.embed import Embedder, packaged_embedder
from aiact_assistant.search.index import SearchIndex, build_index, index_fingerprint, missing_index
from aiact_assistant.search.models import load_embedder, load_reranking
from aiact_assistant.search.rerank import Reranking
from aiact_assistant.settings import Settings

log = logging.getLogger(__name__)

IndexProgress = Callable[[str, int, int], None]

# A later date is a typing error: nobody knows what the law will be by then.
_LAST_YEAR = 2100
# A program can send what no keyboard types; neither can be embedded or printed.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class KennisbankReport:
    """What is known of the kennisbank's truth to the sources now present.

    Attributes:
        entries: number of entries looked at.
        findings: what is wrong.
        uncovered: articles and annexes that no entry cites.
        readability: Flesch-Douma over the entries.
        stale: per entry the provisions that changed since it was last checked.
    """

    entries: int
    findings: tuple[check.Finding, ...]
    uncovered: tuple[ProvisionId, ...]
    readability: check.Readability
    stale: Mapping[str, Sequence[ProvisionId]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A dossier as it was read: its text, where it talks about what, and what it seems to say on each question."""

    dossier: Dossier
    places: Places
    proposal: Proposal


class Assistant:
    """Everything the command line and the page can do.

    Args:
        settings: the configuration.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._index: SearchIndex | None = None
        self._embedder: Embedder | None = None
        self._embedder_loaded = False
        self._facts_embedder: Embedder | None = None
        self._reranking: Reranking | None = None
        self._applicability: Applicability | None = None
        self._pages: tuple[Mapping[ProvisionId, Aids], Mapping[ProvisionId, str]] | None = None
        self._opening = threading.Lock()
        self._chat: ChatModel | None = None
        self._tally = Tally()
        self._browsed: dict[Language, tuple[str, tuple[BrowsedEntry, ...]]] = {}

    # -- sources and index

    def sync(self, progress: Progress | None = None, *, accept_changes: bool = False) -> SyncReport:
        """Fetch the sources of the configured languages; a failing source never spoils its good copy."""
        return sync(self.settings, wanted_sources(self.settings), source_shape, progress, accept_changes=accept_changes)

    def build(self, progress: IndexProgress | None = None, *, again: bool = False) -> bool:
        """Build the index when it is missing, stale or damaged (or ``again``); returns whether anything was built.

        Without sources it holds the kennisbank alone; ``notices`` says what is missing.

        Raises:
            IndexProblem: another process is building.
            StorageError: the data folder is full or cannot be written.
        """
        fingerprint = self._fingerprint()
        present = (self.settings.index_dir / fingerprint).exists()
        if present and not again and self._opens():
            return False

        def reading(title: str) -> None:
            if progress is not None:
                progress(title, 0, 0)

        def load() -> Corpus:
            return load_corpus(self.settings, reading)

        built = build_index(self.settings, fingerprint, self._model(), load, progress, again=again or present)
        self._index = None
        return built

    def notices(self, language: Language) -> tuple[str, ...]:
        """What the user should know at start: missing sources, no index, search by words alone."""
        try:
            index = self._open()
        except AiactError as error:
            return (error.message(language),)
        found = [notice.text(language) for notice in _worth_showing(index.corpus)]
        if not index.searches_meaning and self.settings.embedder != "none":
            found.append(
                "Zoeken gaat op woorden en begrippen: er is geen taalmodel voor dit systeem geïnstalleerd."
                if language == "nl"
                else "Search is by words and terms: no embedding model is installed for this system."
            )
        return tuple(found)

    def health(self) -> dict[str, object]:
        """State for a monitor: ``ok``, or ``degraded`` with the reason."""
        try:
            index = self._open()
        except AiactError as error:
            return {"status": "degraded", "reason": error.english}
        # Search by words alone is a defect only where an embedding model was asked for.
        reason = ""
        if not index.corpus.provisions:
            reason = _no_sources().english
        elif not index.searches_meaning and self.settings.embedder != "none":
            reason = "No embedding model: search is by words alone."
        return {
            "status": "degraded" if reason else "ok",
            **({"reason": reason} if reason else {}),
            "fingerprint": index.fingerprint,
            "passages": len(index.chunks),
            "sources": sorted(index.corpus.sources),
            "model": {"name": self.settings.llm_model, **self._tally.counts()} if self.settings.has_model else None,
            **({} if index.reranking is None else {"reranker": index.reranking.state}),
        }

    def check_model(self) -> ModelCheck | None:
        """Whether the language model can be used, by one small call; ``None`` when there is none.

        Raises:
            ModelProblem: it cannot be reached, refuses, or does not keep to the shape or the language asked for.
            SettingsError: the file with its key cannot be used.
        """
        chat = self._model_for_words()
        return None if chat is None else check_model(chat, self.settings.llm_timeout)

    # -- questions

    def ask(
        self, question: str, *, language: Language = "nl", on: date | None = None, history: Sequence[str] = ()
    ) -> Answer:
        """The complete answer; see ``stream``."""
        *_, last = self.stream(question, language=language, on=on, history=history)
        return last

    def stream(
        self,
        question: str,
        *,
        language: Language = "nl",
        on: date | None = None,
        history: Sequence[str] = (),
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Answer]:
        """A growing answer; the last one is complete.

        Args:
            question: what was asked, at most ``settings.max_question`` characters.
            language: language of the answer.
            on: day for which it must hold; ``None`` is today.
            history: earlier questions of the conversation, oldest first.
            cancelled: asked while a language model is at work, whether to stop.

        Raises:
            BadInput: the question is empty or too long, or the day is too far away.
            Cancelled: ``cancelled`` said so.
            IndexProblem: there is no usable index.
        """
        text = _readable(question)
        most = self.settings.max_question
        if not text:
            raise BadInput("U hebt geen vraag ingevuld. Typ een vraag.", "You did not enter a question.")
        if len(text) > most:
            raise BadInput(
                f"De vraag is te lang ({len(text)} tekens; het maximum is {most}). Maak haar korter.",
                f"The question is too long ({len(text)} characters; at most {most}). Please shorten it.",
            )
        earlier = tuple(_readable(one)[:most] for one in history)
        asked = Question(text, language, _day(on), earlier)
        last: Answer | None = None
        for last in answer(asked, self._open(), self._dates(), self.settings.contact_email, self._writer(cancelled)):
            yield last
        if last is not None:
            self._tally.count(last)

    def show(self, name: str, *, language: Language = "nl", on: date | None = None) -> Shown:
        """A provision by id ("art_5.1.ba") or human form ("artikel 5, lid 1, punt b bis)").

        Raises:
            UnknownProvision: no source has it on that day.
        """
        corpus = self._open().corpus
        day = _day(on)
        return shown.show(corpus, self._dates(), shown.find(corpus, name, language, day), language, day)

    def _model_for_words(self) -> ChatModel | None:
        with self._opening:
            if self._chat is None:
                self._chat = load_model(self.settings)
            return self._chat

    def _writer(self, cancelled: Callable[[], bool]) -> Writer | None:
        chat = self._model_for_words()
        if chat is None:
            return None
        exchange = Conversation(chat, self.settings.llm_timeout, cancelled, most_chars(self.settings))
        # Personal data that somebody types stays here.
        return Writer(exchange, self.settings.llm_context_tokens, str if chat.on_this_machine else mask)

    # -- kennisbank

    def entries(self, language: Language) -> tuple[BrowsedEntry, ...]:
        """The whole kennisbank for a reader of that language; without an index it links to EUR-Lex by id.

        Raises:
            KnowledgeError: an entry is not well-formed.
        """
        try:
            index = self._open()
        except AiactError:
            index = None
        state = index.fingerprint if index is not None else ""
        known, found = self._browsed.get(language, (None, ()))
        if known != state:
            entries = load_entries() if index is None else index.entries.values()
            found = browse(entries, Corpus((), ()) if index is None else index.corpus, language)
            self._browsed[language] = (state, found)
        return found

    def check_kennisbank(self, folder: Path | None = None, *, record: bool = False) -> KennisbankReport:
        """Hold the entries against the synchronised sources.

        Args:
            folder: entries to look at; ``None`` is the whole kennisbank of this program.
            record: note that the entries were checked against the present texts.

        Raises:
            IndexProblem: there are no sources.
            KnowledgeError: an entry is not well-formed.
            StorageError: the note cannot be read or written.
        """
        entries = load_entries(folder)
        corpus = load_corpus(self.settings)
        if not corpus.provisions:
            raise _no_sources()
        if record:
            check.write_review(entries, corpus)
        return KennisbankReport(
            entries=len(entries),
            findings=tuple(check.check_entries(entries, corpus)),
            uncovered=tuple(check.uncovered(entries, corpus)) if folder is None else (),
            readability=check.readability(entries),
            stale=check.stale(entries, corpus, check.read_review()),
        )

    # -- deciding: needs no sources

    def rules(self) -> RuleBook:
        """The rules that decide, with the questions they ask."""
        return load_rules()

    def decide(self, facts: Iterable[Fact], on: date | None = None) -> Decision:
        """What the law says about a system with these facts, on a day (``None``: today)."""
        return decide(load_rules(), facts, on or date.today())

    def draft(self, facts: Iterable[Fact], on: date | None = None) -> Decision:
        """A proposal for a reviewer: open facts get their usual answer. Never a decision."""
        return draft(load_rules(), facts, on or date.today())

    def next_questions(self, facts: Sequence[Fact], on: date | None = None, limit: int = 1) -> tuple[FactQuestion, ...]:
        """The questions to put next; ``facts`` holds every question put so far, also those left unknown."""
        return next_questions(load_rules(), facts, on or date.today(), limit)

    def timeline(self, role: str | None = None, on: date | None = None) -> tuple[Moment, ...]:
        """When which duty starts, for a role or for all."""
        return timeline(load_rules(), on or date.today(), role)

    def walk(self, address: str, action: Action | None = None) -> Walk:
        """The next step of a visitor through the questions; ``address`` holds the answers so far, '' for none."""
        return walk(load_rules(), address, date.today(), action or Action(), self.aids(), self._read_pages()[1])

    def aids(self) -> Mapping[ProvisionId, Aids]:
        """Measures and tools of the Algoritmekader per requirement; empty while its pages are not synchronised."""
        return self._read_pages()[0]

    def titles(self) -> Mapping[ProvisionId, str]:
        """Titles of the pages of the Algoritmekader; empty while they are not synchronised."""
        return self._read_pages()[1]

    def _read_pages(self) -> tuple[Mapping[ProvisionId, Aids], Mapping[ProvisionId, str]]:
        if self._pages is None:
            sources = (source for source in load_manifest() if source.kind == "algoritmekader")
            copies = [path for source in sources if (path := local_file(self.settings, source)) is not None]
            pages: Mapping[ProvisionId, Mapping[str, tuple[str, ...]]] = {}
            if copies:
                pages = page_attributes(copies[0].read_bytes())
            self._pages = read_aids(pages), read_titles(pages)
        return self._pages

    # -- documents

    def read(
        self,
        uploads: Iterable[tuple[str, bytes]],
        *,
        progress: OnProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Dossier:
        """Uploaded files as one dossier; see ``read_dossier``.

        Raises:
            ReadError: there is not one readable page.
            Cancelled: ``cancelled`` said so.
            StorageError: there is no room to read in.
        """
        return read_dossier(uploads, self.settings.limits, progress=progress, cancelled=cancelled)

    def propose(
        self,
        dossier: Dossier,
        on: date | None = None,
        *,
        progress: OnProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Proposal:
        """What a dossier says on each question of the rules, and what that would come to; for a person to check.

        Args:
            dossier: what ``read`` gave.
            on: the day whose law is applied; ``None`` is today.
            progress: told what was done of how many, and the name of the file or language model that it is about.
            cancelled: asked now and then whether to stop.

        Raises:
            Cancelled: ``cancelled`` said so.
            BadInput: the day is too far away.
            SettingsError: the file with the key of the language model cannot be used.
        """
        embedder = self._facts_model()
        chat = self._model_for_words()
        asking = None
        if chat is not None:
            settings = self.settings
            asking = ModelReader(chat, settings.llm_timeout, settings.llm_context_tokens, most_chars(settings))
        proposer = Proposer(load_rules(), FactReader(embedder, load_support()), embedder, asking)
        return proposer.propose(dossier, _day(on), progress=progress, cancelled=cancelled)

    def review(
        self,
        dossier: Dossier,
        on: date | None = None,
        *,
        progress: OnProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Reading:
        """What the documentation of a system seems to say, and where it talks about what a draft needs.

        The arguments and what is raised are as of ``propose``.
        """
        proposal = self.propose(dossier, on, progress=progress, cancelled=cancelled)
        return Reading(dossier, find_places(dossier, load_dossier_words()), proposal)

    def shown(self, reading: Reading, on: date | None = None, *, masked: bool) -> Reading:
        """What was read as a person wants to see it; nothing is read or proposed again.

        Args:
            reading: what ``review`` gave.
            on: day whose law is applied; ``None`` is today.
            masked: whether personal data is masked in every text. What was found is told all the same.

        Raises:
            BadInput: the day is too far away.
        """
        day, proposal = _day(on), reading.proposal
        if not masked and day == proposal.day:
            return reading
        dossier, places, facts, warnings = reading.dossier, reading.places, proposal.facts, proposal.warnings
        if masked:
            dossier = mask_dossier(dossier)
            places = replace(find_places(dossier, load_dossier_words()), personal=places.personal)
            facts = [
                replace(fact, evidence=tuple(at_same_place(one, reading.dossier, dossier) for one in fact.evidence))
                for fact in facts
            ]
            warnings = [Message(mask(one.dutch), mask(one.english)) for one in warnings]
        renewed = come_to(
            load_rules(),
            facts,
            proposal.leaning,
            day,
            proposal.language,
            warnings,
            doubts=proposal.doubts,
            model=proposal.model,
            prompt=proposal.prompt,
        )
        return Reading(dossier, places, renewed)

    def check_answer(self, reading: Reading, answer: HumanAnswer) -> HumanAnswer:
        """A person's answer as it may be kept.

        Raises:
            BadInput: it changes a proposed answer without a reason, or there is no such question.
        """
        return check_answer(load_rules(), reading.proposal, answer)

    def assess(self, reading: Reading, answers: Iterable[HumanAnswer] = ()) -> Draft:
        """The draft assessment of what was read, with the answers of a person so far."""
        return make_draft(
            load_rules(),
            reading.proposal,
            answers,
            reading.places.duties,
            files=[document.name for document in reading.dossier.documents],
            corpus_version=self._corpus_version(),
            made_on=date.today(),
        )

    def picture(self, pdf: bytes, evidence: Evidence) -> bytes | None:
        """The page of a PDF with the evidence marked, as PNG; ``None`` when it cannot be drawn."""
        if evidence.page is None:
            return None
        return page_picture(pdf, evidence.page, evidence.quote, self.settings.limits)

    def _corpus_version(self) -> str:
        """The name of the index; opening it would cost half a gigabyte, and a draft does not search."""
        fingerprint = self._fingerprint()
        return fingerprint if (self.settings.index_dir / fingerprint).exists() else ""

    # -- parts

    def open_index(self) -> SearchIndex:
        """The open index, for programs that measure search."""
        return self._open()

    def _open(self) -> SearchIndex:
        with self._opening:
            if self._index is not None and not self._index.is_current():
                self._index = None
            if self._index is None:
                folder = self.settings.index_dir / self._fingerprint()
                if not folder.exists():
                    raise missing_index(self.settings) if _any_sources(self.settings) else _no_sources()
                if self._reranking is None:
                    self._reranking = load_reranking(self.settings)
                self._index = SearchIndex(folder, self._model(), self._reranking)
            return self._index

    def _opens(self) -> bool:
        try:
            self._open()
        except IndexProblem as problem:
            log.info("the index is built again: %s", problem)
            return False
        return True

    def _fingerprint(self) -> str:
        return index_fingerprint(self.settings, self._model())

    def _model(self) -> Embedder | None:
        if not self._embedder_loaded:
            self._embedder = load_embedder(self.settings)
            self._embedder_loaded = True
        return self._embedder

    def _facts_model(self) -> Embedder | None:
        """The model that proposals were learnt with, also when search uses another."""
        if self.settings.embedder != "st":
            return self._model()
        if self._facts_embedder is None:
            self._facts_embedder = packaged_embedder()
        return self._facts_embedder

    def _dates(self) -> Applicability:
        if self._applicability is None:
            self._applicability = Applicability()
        return self._applicability


def _worth_showing(corpus: Corpus) -> list[Notice]:
    """Optional sources that are absent are normal: they are in ``aiact sync``, not on every page."""
    return [notice for notice in corpus.notices if not notice.nl.startswith("Niet aanwezig")]


def _any_sources(settings: Settings) -> bool:
    return bool(settings.own_sources or read_lock(settings))


def _day(on: date | None) -> date:
    if on is not None and on.year > _LAST_YEAR:
        raise BadInput(
            f"De datum {on.isoformat()} ligt te ver weg. Kies een datum tot en met {_LAST_YEAR}.",
            f"The date {on.isoformat()} is too far away. Choose a date up to and including {_LAST_YEAR}.",
        )
    return on or date.today()


def _readable(text: str) -> str:
    """Text without what cannot be written: control characters and halves of characters."""
    return _CONTROL.sub(" ", _LONE_SURROGATE.sub("\ufffd", text)).strip()


def _no_sources() -> IndexProblem:
    return IndexProblem(
        "Er zijn nog geen bronnen. Haal ze op met: aiact sync. Zonder internet: aiact sync --mirror MAP (zie README).",
        "There are no sources yet. Fetch them with: aiact sync. Without internet: aiact sync --mirror FOLDER.",
    )
