"""From question to answer, one visible step after another.

Comes in: a question with language, date and earlier questions. Goes out: growing ``Answer`` values; the last is
complete. Every early stop has a named status and a message.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from aiact_assistant.answer import compose, explain, scope, statuses
from aiact_assistant.answer.by_model import by_model
from aiact_assistant.answer.question import Question
from aiact_assistant.answer.text import with_text
from aiact_assistant.answer.wording import Writer
from aiact_assistant.corpus.afbakening import Outside
from aiact_assistant.corpus.applicability import Applicability
from aiact_assistant.corpus.figures import find_figures, is_backed
from aiact_assistant.corpus.references import format_reference
from aiact_assistant.domain import (
    Answer,
    AnswerStatus,
    Claim,
    Hit,
    Language,
    ProvisionId,
)
from aiact_assistant.search.index import SearchIndex, Understanding
from aiact_assistant.search.words import is_stop_word

MOST_HITS = 20
# A figure in a question may stand in any of the provisions that were found, and dates in those on application.
_HITS_FOR_FIGURES = 10
_DATED = ("art_111", "art_113")
# Outlook and Windows take links of about 2,000 characters; encoding makes a question up to three times as long.
_MAIL_QUESTION = 400


def answer(
    question: Question,
    index: SearchIndex,
    applicability: Applicability,
    contact: str,
    writer: Writer | None = None,
) -> Iterator[Answer]:
    """Search, compose, verify; yields an answer after each step that adds to it.

    Args:
        question: what was asked.
        index: the open index.
        applicability: the days from which provisions apply.
        contact: e-mail address of the help desk.
        writer: the language model, ``None`` without one.

    Raises:
        Cancelled: the visitor stopped while the model was at work.
    """
    started = time.perf_counter()
    draft = Answer(
        question=question.text,
        language=question.language,
        date=question.on,
        status=AnswerStatus.NO_SOURCES,
        text="",
        fingerprint=index.fingerprint,
    )

    def finish(result: Answer) -> Answer:
        result = replace(result, seconds=round(time.perf_counter() - started, 4))
        return replace(result, contact=mailto(result, contact))

    if scope.is_instruction(question.text):
        text = statuses.instruction_message(question.language)
        yield finish(replace(draft, status=AnswerStatus.OUT_OF_SCOPE, text=text))
        return
    if scope.is_unclear(question.text):
        yield finish(_ended(draft, AnswerStatus.UNCLEAR))
        return

    first_day = index.corpus.first_day
    if first_day is not None and question.on < first_day:
        text = statuses.too_early_message(compose.show_date(first_day, question.language), question.language)
        yield finish(replace(draft, text=text))
        return

    first = index.understand(question.text, question.language)
    rewritten = writer.standalone(question.text, question.history, question.language) if writer is not None else ""
    asked = rewritten or question.text
    complete = searched = rewritten
    if not rewritten:

        def has_subject(text: str) -> bool:
            found = index.understand(text, question.language)
            return bool(found.matches or found.references)

        complete = scope.standalone(question.text, question.history, has_subject)
        searched = scope.stressed(complete, question.text)
    understood = first if complete == question.text else index.understand(complete, question.language)
    absent = [ref for ref in first.references if index.corpus.get(ref, on=question.on) is None]
    # What a model rewrote says what is meant; only of what was typed is said that it does not exist.
    meant = understood.references if rewritten else first.references
    named = [ref for ref in meant if index.corpus.get(ref, on=question.on) is not None]
    if absent and not named:
        text = statuses.nonexistent_message(_labels(absent, question.language), question.language)
        yield finish(replace(draft, status=AnswerStatus.NO_SOURCES, text=text))
        return

    hits = tuple(index.search(searched, language=question.language, on=question.on, limit=MOST_HITS))
    nearest = explain.nearest_entry(searched, hits, index, question.on)
    signals = _signals(searched, understood, index, named, nearest)
    kind = scope.kind_of(signals)
    if kind is Outside.INSTRUCTION:
        text = statuses.instruction_message(question.language)
        yield finish(replace(draft, status=AnswerStatus.OUT_OF_SCOPE, text=text))
        return
    verdict = AnswerStatus.OUT_OF_SCOPE if kind is Outside.OTHER_SUBJECT else scope.judge(signals)
    if verdict is not None:
        yield finish(_ended(draft, verdict))
        return

    if understood.other_acts:
        draft = replace(draft, notices=(statuses.other_act_message(understood.other_acts, question.language),))
    entry = nearest.entry if nearest is not None and nearest.fits else None
    if entry is not None and scope.wants_text(asked, named, entry.bronnen):
        entry = None
    reservations = _reservations(question, kind, hits, index)
    # By words alone a begrip that stands out is the surest sign there is.
    is_known = not index.searches_meaning and signals.concept_weight >= explain.EXPLAIN_WEIGHT
    is_sure = entry is not None or named or understood.definition or is_known
    status = AnswerStatus.PARTLY if reservations or absent or not is_sure else AnswerStatus.ANSWERED
    draft = replace(draft, hits=hits, status=status, notices=(*draft.notices, *reservations))
    if absent:
        notice = statuses.nonexistent_message(_labels(absent, question.language), question.language)
        draft = replace(draft, notices=(*draft.notices, notice))
    # Beside the text of a provision only what rests on it is of use.
    near = [hit for hit in hits if hit.id in index.entries and scope.rests_on(named, index.entries[hit.id].bronnen)]
    related = explain.related(searched, hits if entry else near, index, question.language, question.on, entry)
    if writer is not None and entry is None and not scope.wants_words(asked, named, understood.definition):
        worded = draft
        for worded in by_model(draft, replace(question, text=complete), named, index, applicability, writer):
            if worded.fallback is None:
                yield worded
        if worded.fallback is None:
            yield finish(worded)
            return
        notice = statuses.fallback_message(worded.fallback, question.language)
        draft = replace(
            draft,
            removed=worded.removed,
            fallback=worded.fallback,
            tokens_read=worded.tokens_read,
            tokens_written=worded.tokens_written,
            notices=(*draft.notices, notice),
        )
    if entry is not None:
        text, links = explain.entry_text(entry, index, question.language)
        draft = replace(draft, explanation=text, links=links, entry=entry.key, related=related)
    else:
        # A begrip explains the present text, so it may be wrong for a day before the last change.
        last = index.corpus.last_change
        is_present = last is None or question.on >= last
        term = explain.term_explained(understood.matches, question.language) if is_present else ""
        # A sentence on a term answers who asks what it means; for others an entry that may fit says more.
        may_fit = explain.related_text(related, question.language)
        draft = replace(draft, explanation=term if understood.definition else may_fit or term, related=related)
    if draft.explanation:
        yield with_text(draft)

    expansion = " ".join(match.concept.term for match in understood.matches)
    tokens = index.tokens(f"{searched} {expansion}", understood.language)
    composer = compose.Composer(
        index.corpus, applicability, tokens, lambda text: index.tokens(text, "nl"), question.language, question.on
    )
    passages = composer.of_hits(hits) if entry is None else composer.of_entry(entry, named)
    for passage in passages:
        claim = Claim(passage.quote, (len(draft.citations),))
        draft = replace(draft, claims=(*draft.claims, claim), citations=(*draft.citations, passage.citation))
        yield with_text(draft)
    if not draft.citations:
        if entry is None:
            yield finish(_ended(replace(draft, explanation=""), AnswerStatus.NO_SOURCES))
            return
        draft = replace(draft, notices=(*draft.notices, statuses.text_absent_message(question.language)))
    yield finish(with_text(draft))


def mailto(answer: Answer, address: str) -> str:
    """A mail to the help desk with the question and what was found, ready to send."""
    dutch = answer.language == "nl"
    lines = [answer.question[:_MAIL_QUESTION], ""]
    if answer.citations:
        lines.append("Dit vond de AI-verordening assistent:" if dutch else "The AI Act assistant found:")
        lines += [f"- {citation.label}" for citation in answer.citations]
    subject = "Vraag over de AI-verordening" if dutch else "Question about the AI Act"
    return f"mailto:{address}?subject={quote(subject)}&body={quote(chr(10).join(lines))}"


def _ended(draft: Answer, status: AnswerStatus) -> Answer:
    return replace(draft, status=status, text=statuses.message(status, draft.language))


def _reservations(question: Question, kind: Outside | None, hits: Sequence[Hit], index: SearchIndex) -> tuple[str, ...]:
    """Why an answer may not be the whole one: facts of the case are missing, or a figure in it is not in the law."""
    found: list[str] = []
    if kind is Outside.FACTS_NEEDED:
        found.append(statuses.facts_needed_message(question.language))
    asked = {figure for figure in find_figures(question.text) if figure.kind != "month"}
    if asked:
        names = {name for hit in hits[:_HITS_FOR_FIGURES] for name in (hit.id, *hit.sources)} | set(_DATED)
        texts = [provision for name in names if (provision := index.corpus.get(name, on=question.on)) is not None]
        known = frozenset(figure for one in texts for figure in find_figures(index.corpus.full_text(one)))
        if any(not is_backed(figure, known) for figure in asked):
            found.append(statuses.unknown_figure_message(question.language))
    return tuple(found)


def _signals(
    text: str,
    understood: Understanding,
    index: SearchIndex,
    named: Sequence[ProvisionId],
    nearest: explain.Nearest | None,
) -> scope.Signals:
    return scope.Signals(
        concept_weight=max((match.weight for match in understood.matches), default=0.0),
        named=bool(named),
        fits=nearest is not None and nearest.fits,
        chances=index.outside(text),
        entry=index.nearness(text) if nearest is None else nearest.similarity,
        known_share=scope.known_share(text, is_stop_word, index.knows),
        is_sentence=scope.is_sentence(text, is_stop_word),
    )


def _labels(references: Sequence[ProvisionId], language: Language) -> list[str]:
    labels = [format_reference(reference, language, act=False) for reference in references]
    return [label[:1].upper() + label[1:] if place == 0 else label for place, label in enumerate(labels)]
