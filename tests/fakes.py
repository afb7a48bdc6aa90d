"""A stand-in for the assistant: the same answers every time, no index, no model."""

from __future__ import annotations

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


class FakeAssistant:
    """Answers every question with the bell of the bakfiets; echoes the history so that tests can see it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def stream(
        self, question: str, *, language: Language = "nl", on: date | None = None, history: Sequence[str] = ()
    ) -> Iterator[Answer]:
        """Two steps: a first sentence, then the quote."""
        if not question.strip():
            raise BadInput("U hebt geen vraag ingevuld. Typ een vraag.", "You did not enter a question.")
        first = Answer(question, language, on or date(2026, 11, 24), AnswerStatus.ANSWERED, "Eerste zin.")
        yield first
        text = f"Eerste zin.\n\n“{QUOTE}” [1]\n\nGesprek: {len(history)}. U vroeg: {question}"
        yield replace(
            first,
            text=text,
            claims=(Claim(QUOTE, (0,)),),
            citations=(CITATION,),
            contact="mailto:ai-verordening@minbzk.nl?subject=Vraag",
            fingerprint="abc",
        )

    def notices(self, language: Language) -> tuple[str, ...]:
        """One notice."""
        return ("Er ontbreekt een bron.",) if language == "nl" else ("A source is missing.",)

    def health(self) -> dict[str, object]:
        """Always well."""
        return {"status": "ok"}
