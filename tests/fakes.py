"""A stand-in for the assistant: the same answers every time, no index, no model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from aiact_assistant.answer.browse import BrowsedEntry, Ground
from aiact_assistant.assessment.draft import check_answer, make_draft
from aiact_assistant.assessment.obligations import Aids
from aiact_assistant.assessment.rules import ALGORITMEKADER, RuleBook, load_rules
from aiact_assistant.assessment.walk import Action, Walk, walk
from aiact_assistant.assistant import Assistant, Reading
from aiact_assistant.corpus.dossier import load_dossier_words
from aiact_assistant.documents.mentions import find_places
from aiact_assistant.documents.picture import page_picture
from aiact_assistant.documents.read import OnProgress, read_dossier
from aiact_assistant.domain import (
    Answer,
    AnswerStatus,
    Authority,
    BadInput,
    Cancelled,
    Citation,
    Claim,
    Dossier,
    Draft,
    Evidence,
    HumanAnswer,
    Language,
    Link,
    ProvisionId,
    Removal,
    RemovedClaim,
)
from aiact_assistant.settings import Settings
from tests import drafts

QUOTE = "Elke bakfiets heeft een bel."
CITATION = Citation(
    id="art_4a.1",
    label="artikel 4 bis, lid 1 AI-verordening",
    authority=Authority.LAW,
    quote=QUOTE,
    url="https://eur-lex.europa.eu/legal-content/NL/TXT/HTML/?uri=CELEX:09999R0001#art_4a",
    heading="Bellen",
    applies_from=date(2027, 12, 2),
    amended=True,
)
GUIDE = Citation(
    id="ak:bellen",
    label="Bellen op bakfietsen",
    authority=Authority.ALGORITMEKADER,
    quote="Een bel hoort bij een bakfiets.",
    url="https://voorbeeld.example/bellen",
    note="Deze tekst is van vóór de wijziging.",
)
TODAY = drafts.TODAY
CONTACT = "mailto:ai-verordening@minbzk.nl?subject=Vraag&body=bel"
# A question with one of these words is special.
SLOW = "langzaam"
OFF_TOPIC = "recept"
BROKEN = "kapot"
EXPLAINED = "uitleg"
WORDED = "verwoord"
"""A word in a question that the stand-in answers in the words of a language model."""

REQUIREMENT = f"{ALGORITMEKADER}aia-20-gebruiksverantwoordelijken-maatregelen"
MEASURE = "ak:voldoen-aan-wetten-en-regels/maatregelen/bellen"
AIDS = {REQUIREMENT: Aids((MEASURE,), ())}
TITLES = {REQUIREMENT: "Gebruik volgens de handleiding", MEASURE: "Bel op tijd"}

LINKED = Link("artikel 4 bis, lid 1", CITATION.url)


def entry(
    slug: str, subject: str, title: str, english: str, roles: str, words: str, language: Language
) -> BrowsedEntry:
    """An entry of the kennisbank of bakfietsen."""
    shown, law = (title, CITATION.label) if language == "nl" else (english, "Article 4a(1) AI Act")
    return BrowsedEntry(
        slug=slug,
        title=shown,
        summary="In één zin." if language == "nl" else "In one sentence.",
        subject=subject,
        roles=tuple(roles.split()),
        words=tuple(f"{shown.lower().rstrip('?')} {words}".split()),
        text="Ja (artikel 4 bis, lid 1).\n\nWat u doet:\n1. luisteren\n2. bellen\n\nLet op:\n- <b>hard</b>\n- zacht",
        links=(LINKED,),
        grounds=(
            Ground(law, Authority.LAW, CITATION.url),
            Ground("Bellen", Authority.ALGORITMEKADER, GUIDE.url),
            Ground("Zonder plek", Authority.LAW, ""),
        ),
        valid_from=date(2026, 7, 27),
        checked_on=TODAY,
    )


def entries(language: Language) -> tuple[BrowsedEntry, ...]:
    """A handful, in three subjects of which one has no name."""
    return (
        entry(
            "bel-op-fiets",
            "hoog-risico",
            "Moet er een bel op?",
            "Is a bell needed?",
            "inkoper hr",
            "belletje",
            language,
        ),
        entry(
            "bel-kopen", "inkoop", "Hoe koop ik een bel?", "How to buy a bell?", "inkoper", "cafe financien", language
        ),
        entry(
            "or-en-bel",
            "hoog-risico",
            "Beslist de OR mee?",
            "Does the OR decide?",
            "or",
            "or medezeggenschap",
            language,
        ),
        entry("nieuwe-bel", "nieuw-onderwerp", "Wat is nieuw?", "What is new?", "iedereen", "wijziging oor", language),
    )


RANKS = "Het model rangschikt sollicitanten op geschiktheid."
"""A sentence that the stand-in takes for selecting staff."""
WAITS = "Wacht hier."
"""A sentence on which reading waits for ``gate`` or a stop."""


class FakeAssistant:
    """Answers every question with the bell of the bakfiets; echoes the history so that tests can see it.

    A question with the word ``langzaam`` gets its first sentence and then waits for ``gate``.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.gate = threading.Event()

    def stream(
        self,
        question: str,
        *,
        language: Language = "nl",
        on: date | None = None,
        history: Sequence[str] = (),
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Answer]:
        """Two steps: a first sentence, then the quotes."""
        del cancelled
        if len(question) > self.settings.max_question:
            raise BadInput("De vraag is te lang.", "The question is too long.")
        if BROKEN in question:
            raise RuntimeError(question)
        first = Answer(question, language, on or TODAY, AnswerStatus.ANSWERED, "Eerste zin.", "Eerste zin.")
        if OFF_TOPIC in question:
            yield replace(
                first,
                status=AnswerStatus.OUT_OF_SCOPE,
                text="Daar gaat dit niet over.",
                explanation="",
                contact=CONTACT,
            )
            return
        yield first
        if SLOW in question:
            self.gate.wait(20)
        if WORDED in question:
            yield replace(
                first,
                explanation="",
                model="bakfietsmodel",
                claims=(Claim("Een bakfiets heeft een <b>bel</b>.", (0, 1)),),
                citations=(CITATION, GUIDE),
                removed=(RemovedClaim("De bel kost 12 euro.", Removal.FIGURE),),
                contact=CONTACT,
            )
            return
        own = f"Gesprek: {len(history)}. U vroeg: {question}"
        yield replace(
            first,
            text=f"{own}\n\n“{QUOTE}” [1]\n\n“{GUIDE.quote}” [2]",
            explanation=own,
            entry="kb:bel-kopen" if EXPLAINED in question else None,
            claims=(Claim(QUOTE, (0,)), Claim(GUIDE.quote, (1,))),
            citations=(CITATION, GUIDE),
            contact=CONTACT,
            fingerprint="abc",
        )

    def entries(self, language: Language) -> tuple[BrowsedEntry, ...]:
        """The kennisbank of bakfietsen."""
        return entries(language)

    def walk(self, address: str, action: Action | None = None) -> Walk:
        """The real rules on a fixed day, with one page of the Algoritmekader that helps."""
        return walk(load_rules(), address, TODAY, action or Action(), AIDS, TITLES)

    def rules(self) -> RuleBook:
        """The real rules."""
        return load_rules()

    def read(
        self,
        uploads: Iterable[tuple[str, bytes]],
        *,
        progress: OnProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Dossier:
        """Really reads."""
        return read_dossier(uploads, self.settings.limits, progress=progress, cancelled=cancelled)

    def review(
        self,
        dossier: Dossier,
        on: date | None = None,
        *,
        progress: OnProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Reading:
        """Proposes what a plan for selecting staff says when ``RANKS`` stands in it, else nothing."""
        if progress is not None:
            progress(1, 3, "")
        places = [(document, page) for document in dossier.documents for page in document.pages]
        while any(WAITS in page.text for _, page in places) and not self.gate.wait(0.05):
            if cancelled is not None and cancelled():
                raise Cancelled("Gestopt.", "Stopped.")
        evidence = [Evidence(document.name, page.number, RANKS) for document, page in places if RANKS in page.text]
        proposal = drafts.make_proposal(drafts.ANSWERS if evidence else {}, day=on or TODAY)
        facts = [replace(fact, evidence=tuple(evidence) if fact.answer else ()) for fact in proposal.facts]
        return Reading(dossier, find_places(dossier, load_dossier_words()), replace(proposal, facts=tuple(facts)))

    def shown(self, reading: Reading, on: date | None = None, *, masked: bool) -> Reading:
        """As the real one, today on a fixed day."""
        return Assistant(self.settings).shown(reading, on or TODAY, masked=masked)

    def check_answer(self, reading: Reading, answer: HumanAnswer) -> HumanAnswer:
        """As the real one."""
        return check_answer(load_rules(), reading.proposal, answer)

    def assess(self, reading: Reading, answers: Iterable[HumanAnswer] = ()) -> Draft:
        """As the real one, on a fixed day."""
        return make_draft(
            load_rules(),
            reading.proposal,
            answers,
            reading.places.duties,
            files=[document.name for document in reading.dossier.documents],
            corpus_version="c0ffee",
            made_on=TODAY,
        )

    def picture(self, pdf: bytes, evidence: Evidence) -> bytes | None:
        """As the real one."""
        return page_picture(pdf, evidence.page or 1, evidence.quote, self.settings.limits)

    def aids(self) -> Mapping[ProvisionId, Aids]:
        """One page of the Algoritmekader that helps."""
        return AIDS

    def titles(self) -> Mapping[ProvisionId, str]:
        """Of that page."""
        return TITLES

    def notices(self, language: Language) -> tuple[str, ...]:
        """One notice."""
        return ("Er ontbreekt een bron.",) if language == "nl" else ("A source is missing.",)

    def health(self) -> dict[str, object]:
        """Always well."""
        return {"status": "ok"}
