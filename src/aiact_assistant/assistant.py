"""Composition root: builds the parts from ``Settings`` and offers what the user interfaces call.

Comes in: ``Settings``. Goes out: ``Assistant`` with sync, build, ask, stream, show, decide and health.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aiact_assistant.answer.pipeline import Question, answer
from aiact_assistant.assessment.decide import decide, draft
from aiact_assistant.assessment.obligations import Aids, read_aids
from aiact_assistant.assessment.questions import next_questions
from aiact_assistant.assessment.rules import FactQuestion, RuleBook, load_rules
from aiact_assistant.assessment.timeline import Moment, timeline
from aiact_assistant.corpus import cite
from aiact_assistant.corpus.algoritmekader import page_attributes
from aiact_assistant.corpus.applicability import Applicability
from aiact_assistant.corpus.library import Corpus, Notice
from aiact_assistant.corpus.load import load_corpus, source_shape
from aiact_assistant.corpus.lock import local_file
from aiact_assistant.corpus.manifest import load_manifest
from aiact_assistant.corpus.references import parse_reference
from aiact_assistant.corpus.sources import Progress, SyncReport, sync
from aiact_assistant.domain import (
    AiactError,
    Answer,
    BadInput,
    Decision,
    Fact,
    IndexProblem,
    Language,
    Provision,
    ProvisionId,
    ProvisionKind,
    UnknownProvision,
)
from aiact_assistant.search.embed import Embedder, load_embedder
from aiact_assistant.search.index import SearchIndex, build_index, index_fingerprint, missing_index
from aiact_assistant.settings import Settings

log = logging.getLogger(__name__)

IndexProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Shown:
    """A provision as shown to a reader, see ``docs/schemas/show.json``.

    Attributes:
        provision: the provision as in force on the day.
        label: its human form.
        heading: heading of its article, annex or page.
        text: whole text, one line per part.
        chapeau: the words that introduce it, '' when it stands on its own.
        url: deep link.
        applies_from: day from which it applies, ``None`` for sources without one.
        previous: whole text of the version before, ``None`` when there is none or it is the same.
        previous_source: title of the source of ``previous``.
    """

    provision: Provision
    label: str
    heading: str
    text: str
    chapeau: str
    url: str
    applies_from: date | None
    previous: str | None
    previous_source: str


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
        self._applicability: Applicability | None = None
        self._aids: Mapping[ProvisionId, Aids] | None = None
        self._opening = threading.Lock()

    # -- sources and index

    def sync(self, progress: Progress | None = None, *, accept_changes: bool = False) -> SyncReport:
        """Fetch the sources of the configured languages; a failing source never spoils its good copy."""
        wanted = [source for source in load_manifest() if source.language in self.settings.languages]
        return sync(self.settings, wanted, source_shape, progress, accept_changes=accept_changes)

    def build(self, progress: IndexProgress | None = None, *, again: bool = False) -> bool:
        """Build the index when it is missing or stale (or ``again``); returns whether anything was built.

        Raises:
            IndexProblem: there are no sources to index, or another process is building.
            StorageError: the data folder is full or cannot be written.
        """
        fingerprint = self._fingerprint()
        folder = self.settings.index_dir / fingerprint
        if again:
            shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            return False
        corpus = load_corpus(self.settings, None if progress is None else lambda title: progress(title, 0, 0))
        if not corpus.provisions:
            raise _no_sources()
        build_index(self.settings, corpus, fingerprint, self._model(), progress)
        self._index = None
        return True

    def notices(self, language: Language) -> tuple[str, ...]:
        """What the user should know at start: missing sources, no index, search by words alone."""
        try:
            index = self._open()
        except AiactError as error:
            return (error.message(language),)
        found = [notice.text(language) for notice in _worth_showing(index.corpus)]
        if not index.searches_meaning:
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
        return {
            "status": "ok" if index.searches_meaning else "degraded",
            "fingerprint": index.fingerprint,
            "passages": len(index.chunks),
            "sources": sorted(index.corpus.sources),
        }

    # -- questions

    def ask(
        self, question: str, *, language: Language = "nl", on: date | None = None, history: Sequence[str] = ()
    ) -> Answer:
        """The complete answer; see ``stream``."""
        *_, last = self.stream(question, language=language, on=on, history=history)
        return last

    def stream(
        self, question: str, *, language: Language = "nl", on: date | None = None, history: Sequence[str] = ()
    ) -> Iterator[Answer]:
        """A growing answer; the last one is complete.

        Args:
            question: what was asked, at most ``settings.max_question`` characters.
            language: language of the answer.
            on: day for which it must hold; ``None`` is today.
            history: earlier questions of the conversation, oldest first.

        Raises:
            BadInput: the question is empty or too long.
            IndexProblem: there is no usable index.
        """
        text = question.strip()
        if not text:
            raise BadInput("U hebt geen vraag ingevuld. Typ een vraag.", "You did not enter a question.")
        if len(text) > self.settings.max_question:
            most = self.settings.max_question
            raise BadInput(
                f"De vraag is te lang ({len(text)} tekens; het maximum is {most}). Maak haar korter.",
                f"The question is too long ({len(text)} characters; at most {most}). Please shorten it.",
            )
        asked = Question(text, language, on or date.today(), tuple(history))
        yield from answer(asked, self._open(), self._dates(), self.settings.contact_email)

    def show(self, name: str, *, language: Language = "nl", on: date | None = None) -> Shown:
        """A provision by id ("art_5.1.ba") or human form ("artikel 5, lid 1, punt b bis)").

        Raises:
            UnknownProvision: no source has it on that day.
        """
        corpus = self._open().corpus
        day = on or date.today()
        wanted = name if name in corpus else parse_reference(name)
        provision = corpus.get(wanted, language=language, on=day) if wanted else None
        if provision is None:
            raise UnknownProvision(
                f"'{name}' staat niet in de bronnen die op {day.isoformat()} gelden. Gebruik een id als art_5.1.a of"
                " 'artikel 5, lid 1, punt a'.",
                f"'{name}' is not in the sources in force on {day.isoformat()}. Use an id such as art_5.1.a.",
            )
        application = self._dates().applies_from(provision.id, day)
        other = _other_version(corpus, provision)
        return Shown(
            provision=provision,
            label=cite.label(corpus, provision, language),
            heading=cite.heading(corpus, provision),
            text=corpus.full_text(provision),
            chapeau=_chapeau(corpus, provision),
            url=cite.url(corpus, provision, language),
            applies_from=application.date if application else None,
            previous=corpus.full_text(other) if other else None,
            previous_source=corpus.source_of(other).title if other else "",
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

    def aids(self) -> Mapping[ProvisionId, Aids]:
        """Measures and tools of the Algoritmekader per requirement; empty while its pages are not synchronised."""
        if self._aids is None:
            sources = (source for source in load_manifest() if source.kind == "algoritmekader")
            copies = [path for source in sources if (path := local_file(self.settings, source)) is not None]
            self._aids = read_aids(page_attributes(copies[0].read_bytes())) if copies else {}
        return self._aids

    # -- parts

    def open_index(self) -> SearchIndex:
        """The open index, for programs that measure search."""
        return self._open()

    def _open(self) -> SearchIndex:
        with self._opening:
            if self._index is None:
                folder = self.settings.index_dir / self._fingerprint()
                if not folder.exists():
                    raise missing_index() if _any_sources(self.settings) else _no_sources()
                self._index = SearchIndex(folder, self._model())
            return self._index

    def _fingerprint(self) -> str:
        return index_fingerprint(self.settings, self._model())

    def _model(self) -> Embedder | None:
        if not self._embedder_loaded:
            self._embedder = load_embedder(self.settings.embedder)
            self._embedder_loaded = True
        return self._embedder

    def _dates(self) -> Applicability:
        if self._applicability is None:
            self._applicability = Applicability()
        return self._applicability


def _worth_showing(corpus: Corpus) -> list[Notice]:
    """Optional sources that are absent are normal: they are in ``aiact sync``, not on every page."""
    return [notice for notice in corpus.notices if not notice.nl.startswith("Niet aanwezig")]


def _any_sources(settings: Settings) -> bool:
    return settings.sources_dir.exists() and any(settings.sources_dir.rglob("*.*"))


def _no_sources() -> IndexProblem:
    return IndexProblem(
        "Er zijn nog geen bronnen. Haal ze op met: aiact sync. Zonder internet: aiact sync --mirror MAP (zie README).",
        "There are no sources yet. Fetch them with: aiact sync. Without internet: aiact sync --mirror FOLDER.",
    )


def _chapeau(corpus: Corpus, provision: Provision) -> str:
    lead = {ProvisionKind.POINT, ProvisionKind.DEFINITION}
    if provision.kind not in lead:
        return ""
    above = [node for node in corpus.ancestors(provision) if node.text]
    return " ".join(node.text for node in reversed(above))


def _other_version(corpus: Corpus, provision: Provision) -> Provision | None:
    """The text before the change, or (for an older day) the text after it, when it differs."""
    others = [v for v in corpus.versions(provision.id, provision.language) if v.source != provision.source]
    different = [v for v in others if corpus.full_text(v) != corpus.full_text(provision)]
    return different[-1] if different else None
