"""Reads a dossier for a reviewer: a proposal per question, and what these would come to.

Comes in: a ``Dossier``, the rules, the readers. Goes out: a ``Proposal``. A language model adds to what was found
without it: it fills in, points at more and can be contradicted, but it never makes the outcome lighter. When it fails,
the proposal is the one without it, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aiact_assistant.assessment.decide import decide
from aiact_assistant.assessment.draft import PROPOSED
from aiact_assistant.assessment.leaning import lean, lightening, resting_on
from aiact_assistant.assessment.rules import FactQuestion, RuleBook
from aiact_assistant.documents.agree import Agreed, agree
from aiact_assistant.documents.bearing import Asked, Bearing
from aiact_assistant.documents.excerpts import excerpts_of
from aiact_assistant.documents.facts import FactReader, Reading
from aiact_assistant.documents.model_facts import ModelReader, ModelReading
from aiact_assistant.documents.read import OnProgress
from aiact_assistant.domain import Dossier, Fact, Language, Message, ModelFailure, Proposal, ProposedFact
from aiact_assistant.search.embed import Embedder

# A mail with more questions is not answered.
_QUESTIONS_FOR_OWNER = 20
# More questions in one warning are not read.
_QUESTIONS_NAMED = 5


@dataclass(frozen=True, slots=True)
class Proposer:
    """Makes proposals.

    Attributes:
        book: the rules.
        reader: finds answers without a language model.
        embedder: that ``reader`` uses.
        model: asks a language model as well; ``None`` without one.
    """

    book: RuleBook
    reader: FactReader
    embedder: Embedder | None
    model: ModelReader | None

    def propose(
        self,
        dossier: Dossier,
        day: date,
        *,
        progress: OnProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Proposal:
        """What a dossier says on each question, and what that would come to; for a person to check.

        Args:
            dossier: what was read.
            day: whose law is applied.
            progress: told the passages done, how many there are, and the file's name; with a language model then the
                requests done, how many there are, and the model's name.
            cancelled: asked now and then whether to stop.

        Raises:
            Cancelled: ``cancelled`` said so.
        """
        reading = self.reader.read(dossier, tuple(self.book.questions), progress=progress, cancelled=cancelled)
        facts, warnings = reading.facts, reading.warnings
        name, prompt = None, ""
        if self.model is not None:
            said = self._ask(self.model, dossier, reading, progress, cancelled)
            agreed, hints = self._agree(reading, said, day)
            facts = agreed.facts
            warnings = (
                *warnings,
                *_failed(said),
                *_sent(self.model, said),
                *self._disputed(agreed),
                *self._lighter(hints),
            )
            if said.asked:
                name, prompt = self.model.model.name, said.prompt
        return come_to(
            self.book,
            facts,
            reading.leaning,
            day,
            _most_read(dossier),
            warnings,
            doubts=reading.doubts,
            model=name,
            prompt=prompt,
        )

    def _ask(
        self,
        model: ModelReader,
        dossier: Dossier,
        reading: Reading,
        progress: OnProgress | None,
        cancelled: Callable[[], bool] | None,
    ) -> ModelReading:
        return model.read(
            excerpts_of(reading.passages, dossier, hide=not model.model.on_this_machine),
            Bearing(reading.passages, reading.vectors, self.embedder),
            [_asked(question) for question in self.book.questions.values()],
            {fact.id: fact for fact in reading.facts},
            progress=progress,
            cancelled=cancelled,
        )

    def _agree(self, reading: Reading, said: ModelReading, day: date) -> tuple[Agreed, Sequence[str]]:
        """The proposals of both, and the facts on which the model's answer is a hint: it would make things lighter."""
        agreed = agree(reading.facts, said.answers)
        added = set(agreed.added)
        facts = _answered(agreed.facts)
        lighter = lightening(
            self.book,
            [fact for fact in facts if fact.id not in added],
            reading.leaning,
            [fact for fact in facts if fact.id in added],
            day,
            reading.doubts,
        )
        return agree(reading.facts, said.answers, lighter), [name for name in agreed.added if name in lighter]

    def _disputed(self, agreed: Agreed) -> tuple[Message, ...]:
        if not agreed.disputed:
            return ()
        dutch, english = self._named(agreed.disputed)
        return (
            Message(
                "Het taalmodel en de herkenning zonder taalmodel spreken elkaar hier tegen. Het antwoord is onbekend"
                f" gelaten: {dutch}",
                "The language model and the recognition without one contradict each other here. The answer was left"
                f" unknown: {english}",
            ),
        )

    def _lighter(self, hints: Sequence[str]) -> tuple[Message, ...]:
        if not hints:
            return ()
        dutch, english = self._named(hints)
        return (
            Message(
                "Het antwoord van het taalmodel zou de uitkomst hier lichter maken. Het telt niet mee; de zinnen staan"
                f" er als aanwijzing. Beoordeel zelf: {dutch}",
                "Here the answer of the language model would make the outcome lighter. It does not count; the sentences"
                f" are shown as a hint. Judge for yourself: {english}",
            ),
        )

    def _named(self, names: Sequence[str]) -> tuple[str, str]:
        more = len(names) - _QUESTIONS_NAMED
        texts = [self.book.questions[name].text for name in names[:_QUESTIONS_NAMED]]
        return (
            " ".join(text["nl"] for text in texts) + (f" (en nog {more})" if more > 0 else ""),
            " ".join(text["en"] for text in texts) + (f" (and {more} more)" if more > 0 else ""),
        )


def come_to(
    book: RuleBook,
    facts: Sequence[ProposedFact],
    leaning: Mapping[str, bool],
    day: date,
    language: Language | None,
    warnings: Sequence[Message],
    *,
    doubts: tuple[str, ...],
    model: str | None,
    prompt: str,
) -> Proposal:
    """What proposed answers come to on a day; the arguments are as in ``Proposal``."""
    answered = _answered(facts)
    decision = decide(book, answered, day)
    best = lean(book, answered, leaning, day, doubts)
    asked = dict.fromkeys((*doubts, *decision.open_questions))
    return Proposal(
        day=day,
        language=language,
        facts=tuple(facts),
        decision=decision,
        draft=best,
        draft_class=best.risk_class,
        draft_provisions=resting_on(best, leaning),
        questions_for_owner=tuple(
            Message(book.questions[one].text["nl"], book.questions[one].text["en"])
            for one in [*asked][:_QUESTIONS_FOR_OWNER]
        ),
        warnings=tuple(warnings),
        model=model,
        prompt=prompt,
        leaning=leaning,
        doubts=doubts,
    )


def _asked(question: FactQuestion) -> Asked:
    languages: tuple[Language, ...] = ("nl", "en")
    return Asked(
        question.id,
        question.group,
        question.text["nl"],
        question.explanation["nl"],
        {one: f"{question.text[one]} {question.explanation[one]} {question.example[one]}" for one in languages},
    )


def _answered(facts: Iterable[ProposedFact]) -> list[Fact]:
    return [Fact(one.id, one.answer, source=PROPOSED, evidence=one.evidence) for one in facts if one.answer is not None]


def _failed(said: ModelReading) -> tuple[Message, ...]:
    """Why a model was (partly) not of use, each reason once."""
    reasons: Mapping[str, str] = {error.dutch: error.english for error in said.failures}
    rest = (
        ("Een deel van de vragen is zonder taalmodel beantwoord.", "Some questions were answered without it.")
        if said.asked
        else ("De voorstellen zijn gemaakt zonder taalmodel.", "The proposals were made without it.")
    )
    return tuple(Message(f"{dutch} {rest[0]}", f"{english} {rest[1]}") for dutch, english in reasons.items())


def _sent(model: ModelReader, said: ModelReading) -> tuple[Message, ...]:
    """That the dossier left this machine, and without what."""
    reached = said.asked or any(error.failure is not ModelFailure.UNREACHABLE for error in said.failures)
    if model.model.on_this_machine or not reached:
        return ()
    name = model.model.name
    return (
        Message(
            f"Passages uit deze stukken zijn naar het taalmodel {name} op een andere computer gestuurd. BSN,"
            " e-mailadressen, telefoonnummers en IBAN zijn daarbij onleesbaar gemaakt, namen en adressen niet.",
            f"Passages of these documents were sent to the language model {name} on another computer."
            " Citizen service numbers, e-mail addresses, phone numbers and IBANs were masked, names and addresses not.",
        ),
    )


def _most_read(dossier: Dossier) -> Language | None:
    """The language of most of the text."""
    sizes: dict[Language | None, int] = {}
    for document in dossier.documents:
        size = sum(len(page.text) for page in document.pages)
        sizes[document.language] = sizes.get(document.language, 0) + size
    return max(sizes, key=lambda language: sizes[language], default=None)
