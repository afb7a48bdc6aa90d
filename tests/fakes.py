"""A stand-in for the assistant: the same answers every time, no index, no model."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from aiact_assistant.domain import Answer, AnswerStatus, Authority, BadInput, Citation, Claim, Language
from aiact_assistant.settings import Settings

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
TODAY = date(2026, 11, 24)
CONTACT = "mailto:ai-verordening@minbzk.nl?subject=Vraag&body=bel"
# A question with one of these words is special.
SLOW = "langzaam"
OFF_TOPIC = "recept"
BROKEN = "kapot"


class FakeAssistant:
    """Answers every question with the bell of the bakfiets; echoes the history so that tests can see it.

    A question with the word ``langzaam`` gets its first sentence and then waits for ``gate``.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.gate = threading.Event()

    def stream(
        self, question: str, *, language: Language = "nl", on: date | None = None, history: Sequence[str] = ()
    ) -> Iterator[Answer]:
        """Two steps: a first sentence, then the quotes."""
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
        own = f"Gesprek: {len(history)}. U vroeg: {question}"
        yield replace(
            first,
            text=f"{own}\n\n“{QUOTE}” [1]\n\n“{GUIDE.quote}” [2]",
            explanation=own,
            claims=(Claim(QUOTE, (0,)), Claim(GUIDE.quote, (1,))),
            citations=(CITATION, GUIDE),
            contact=CONTACT,
            fingerprint="abc",
        )

    def notices(self, language: Language) -> tuple[str, ...]:
        """One notice."""
        return ("Er ontbreekt een bron.",) if language == "nl" else ("A source is missing.",)

    def health(self) -> dict[str, object]:
        """Always well."""
        return {"status": "ok"}
