"""The answer in the words of a language model, made of claims that were verified.

Comes in: a question, what was found for it, and the model. Goes out: growing ``Answer`` values; the last is complete,
or says why the model's answer cannot be used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aiact_assistant.answer import compose, explain
from aiact_assistant.answer.claims import Checker, Quote, official_quotes
from aiact_assistant.answer.passages import number_passages
from aiact_assistant.answer.question import Question
from aiact_assistant.answer.text import with_text
from aiact_assistant.answer.wording import Writer
from aiact_assistant.corpus.applicability import Applicability
from aiact_assistant.domain import Answer, AnswerStatus, Citation, Claim, ProvisionId
from aiact_assistant.search.index import SearchIndex


def by_model(
    draft: Answer,
    question: Question,
    named: Sequence[ProvisionId],
    index: SearchIndex,
    applicability: Applicability,
    writer: Writer,
) -> Iterator[Answer]:
    """The answer in a model's words as it grows; its last value is complete or has its ``fallback`` set.

    Args:
        draft: what is known so far, with its hits.
        question: standing alone.
        named: provisions that it names.
        index: the open index.
        applicability: the days from which provisions apply.
        writer: the model.

    Raises:
        Cancelled: the visitor stopped.
    """
    language, day = question.language, question.on
    passages = number_passages(draft.hits, named, index, applicability, language, day, writer.passage_chars)
    checker = Checker(
        passages=passages,
        question=question.text,
        language=language,
        tokens=index.tokens,
        nearer_share=index.nearer_share,
        pin=lambda provision, quote: compose.pin(index.corpus, provision, quote),
    )
    draft = replace(draft, related=explain.related(question.text, draft.hits, index, language, day, None))
    for step in writer.word(question.text, question.history, compose.show_date(day, language), checker):
        citations: list[Citation] = []
        claims = [
            Claim(claim.text, tuple(_places(claim.quotes, checker, citations, index, applicability, question)))
            for claim in step.claims
        ]
        is_whole = step.complete and not step.removed and not draft.notices
        yield with_text(
            replace(
                draft,
                status=AnswerStatus.ANSWERED if is_whole else AnswerStatus.PARTLY,
                model=writer.exchange.model.name,
                prompt=writer.prompt,
                claims=tuple(claims),
                citations=tuple(citations),
                removed=step.removed,
                fallback=step.failure,
                tokens_read=writer.exchange.usage.read,
                tokens_written=writer.exchange.usage.written,
            )
        )


def _places(
    quotes: Sequence[Quote],
    checker: Checker,
    citations: list[Citation],
    index: SearchIndex,
    applicability: Applicability,
    question: Question,
) -> Iterator[int]:
    """Where in the answer the quotes of a claim are cited; a new one is added."""
    for quote in official_quotes(quotes, checker.passages):
        provision = checker.passages[quote.token].provision
        if provision is not None:
            pinned = compose.pin(index.corpus, provision, quote.text)
            cited = compose.cite_provision(
                index.corpus, applicability, pinned, quote.text, question.language, question.on
            )
            if cited not in citations:
                citations.append(cited)
            yield citations.index(cited)
