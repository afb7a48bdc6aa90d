"""The draft assessment: what was proposed, what a person said and what the rules make of it, side by side. Pure.

Comes in: a ``Proposal``, the answers of a person, and where the dossier talks about duties. Goes out: a ``Draft``. A
person's answer goes before the proposal in the decision but never takes its place in the draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from aiact_assistant.assessment import decide as deciding
from aiact_assistant.assessment.evaluation import Evaluation
from aiact_assistant.assessment.rules import ORGANISATION, RuleBook
from aiact_assistant.domain import (
    BadInput,
    Decision,
    Draft,
    DraftFact,
    Evidence,
    Fact,
    FindingStatus,
    Gap,
    GapStatus,
    HumanAnswer,
    Message,
    Proposal,
    ProvisionId,
    RiskClass,
)

LONGEST_REASON = 1000
"""Characters."""

_MOST_QUESTIONS = 25
"""More is no mail that an owner answers; the rest often falls away by the first answers."""

HUMAN = "mens"
"""``Fact.source`` of an answer that a person gave."""
PROPOSED = "voorstel"
"""``Fact.source`` of an answer that nobody confirmed yet."""


def check_answer(book: RuleBook, proposal: Proposal, answer: HumanAnswer) -> HumanAnswer:
    """The answer as it may be kept, with its reason trimmed.

    Raises:
        BadInput: there is no such question, or it changes a proposed yes or no without saying why, or says too much.
    """
    if answer.id not in book.questions:
        raise BadInput(f"De vraag '{answer.id}' bestaat niet.", f"The question '{answer.id}' does not exist.")
    reason = " ".join(answer.reason.split())
    if len(reason) > LONGEST_REASON:
        raise BadInput(
            f"De reden is te lang ({len(reason)} tekens; het maximum is {LONGEST_REASON}). Maak haar korter.",
            f"The reason is too long ({len(reason)} characters; at most {LONGEST_REASON}). Please shorten it.",
        )
    proposed = next((fact.answer for fact in proposal.facts if fact.id == answer.id), None)
    if proposed is not None and proposed is not answer.answer and not reason:
        raise BadInput(
            "U wijkt af van het voorstel. Schrijf erbij waarom.",
            "Your answer differs from the proposal. Please say why.",
        )
    return HumanAnswer(answer.id, answer.answer, reason)


def make_draft(
    book: RuleBook,
    proposal: Proposal,
    answers: Iterable[HumanAnswer],
    mentions: Mapping[str, Sequence[Evidence]],
    *,
    files: Sequence[str],
    corpus_version: str,
    made_on: date,
) -> Draft:
    """The draft.

    Args:
        book: the rules.
        proposal: what the dossier seems to say.
        answers: of a person, each through ``check_answer``.
        mentions: per id of a duty where the dossier talks about it.
        files: names of the documents.
        corpus_version: fingerprint of the sources; '' without sources.
        made_on: today.
    """
    said = {answer.id: answer for answer in answers}
    proposed = {fact.id: fact for fact in proposal.facts}
    given = [fact for name in book.questions if (fact := _given(name, said, proposal)) is not None]
    ruled = Evaluation(book, {fact.id: fact.answer for fact in given}, proposal.day).answers
    decision = deciding.decide(book, given, proposal.day)
    expected = _expected(book, proposal, given, said)
    risk_class, provisions = _draft_class(proposal, decision, expected, touched=bool(said))
    return Draft(
        made_on=made_on,
        files=tuple(files),
        facts=tuple(DraftFact(name, proposed.get(name), said.get(name), ruled[name]) for name in book.questions),
        decision=decision,
        proposed=proposal.decision,
        expected=expected,
        draft_class=risk_class,
        draft_provisions=provisions,
        gaps=tuple(_gaps(book, decision, expected, ruled, mentions)),
        questions=_questions(book, proposal, decision, said),
        warnings=proposal.warnings,
        corpus_version=corpus_version,
        model=proposal.model,
        prompt=proposal.prompt,
    )


def _given(name: str, said: Mapping[str, HumanAnswer], proposal: Proposal) -> Fact | None:
    """A fact as the decision gets it; a question on which nobody knows anything is left out."""
    evidence = next((fact.evidence for fact in proposal.facts if fact.id == name), ())
    if name in said:
        return Fact(name, said[name].answer, HUMAN, evidence)
    answer = next((fact.answer for fact in proposal.facts if fact.id == name), None)
    return None if answer is None else Fact(name, answer, PROPOSED, evidence)


def _expected(book: RuleBook, proposal: Proposal, given: Sequence[Fact], said: Mapping[str, HumanAnswer]) -> Decision:
    """The decision with the proposal's suppositions on what is open, as far as the answers of a person leave room.

    What a person does not know counts here as it was proposed: not knowing must not make a class lower.
    """
    day = proposal.day
    known = [fact for fact in given if fact.answer is not None]
    doubted = [
        Fact(fact.id, fact.answer, PROPOSED, fact.evidence)
        for fact in proposal.facts
        if fact.answer is not None and fact.id in said and said[fact.id].answer is None
    ]
    for supposed in (doubted, proposal.draft.facts.values()):
        closed = Evaluation(book, {fact.id: fact.answer for fact in known}, day).answers
        known += [fact for fact in supposed if fact.answer is not None and closed[fact.id] is None]
    return deciding.draft(book, known, day)


def _draft_class(
    proposal: Proposal, decision: Decision, expected: Decision, *, touched: bool
) -> tuple[RiskClass, tuple[ProvisionId, ...]]:
    """The class to start from. A hint of a prohibited practice stays until an answer takes it away."""
    if not touched:
        return proposal.draft_class, proposal.draft_provisions
    if proposal.draft_class is RiskClass.PROHIBITED:
        standing = [step.provision for step in decision.trace if step.kind == "finding" and step.value is not False]
        hinted = tuple(
            name
            for name in proposal.draft_provisions
            if any(other == name or other.startswith(f"{name}.") for other in standing)
        )
        if hinted and decision.risk_class in (RiskClass.UNDETERMINED, RiskClass.PROHIBITED):
            return RiskClass.PROHIBITED, hinted
    best = expected if decision.risk_class is RiskClass.UNDETERMINED else decision
    exempt = best.risk_class is RiskClass.HIGH_RISK_EXEMPT
    status = FindingStatus.EXCLUDED if exempt else FindingStatus.HOLDS
    resting = (f.provision for f in best.findings if f.risk_class is best.risk_class and f.status is status)
    return best.risk_class, tuple(dict.fromkeys(resting))


def _gaps(
    book: RuleBook,
    decision: Decision,
    expected: Decision,
    ruled: Mapping[str, bool | None],
    mentions: Mapping[str, Sequence[Evidence]],
) -> Iterator[Gap]:
    certain = {duty.rule for duty in decision.obligations}
    for duty in expected.obligations:
        evidence = tuple(mentions.get(duty.rule, ()))
        status = GapStatus.FOUND if evidence else GapStatus.NOTHING
        yield Gap(duty.rule, duty.provision, duty.role, duty.what, status, duty.rule in certain, evidence)
    sure = Evaluation(book, ruled, decision.day)
    following = {duty.rule for duty in expected.obligations}
    roles = {*expected.roles, ORGANISATION}
    for rule in book.duties:
        if rule.id not in following and rule.role in roles:
            falls_away = sure.value(rule.id) is False
            yield Gap(rule.id, rule.provision, rule.role, rule.name, GapStatus.NOT_APPLICABLE, falls_away)


def _questions(
    book: RuleBook, proposal: Proposal, decision: Decision, said: Mapping[str, HumanAnswer]
) -> tuple[Message, ...]:
    """The proposal's questions for the owner; after answers of a person, what can still change something."""
    if not said:
        return proposal.questions_for_owner
    # First what a person does not know, then what has no usual answer: the draft cannot do without those.
    asked = sorted(
        decision.open_questions, key=lambda name: (name not in said, book.questions[name].usual is not None)
    )[:_MOST_QUESTIONS]
    texts = (book.questions[name].text for name in asked)
    return tuple(Message(text["nl"], text["en"]) for text in texts)
