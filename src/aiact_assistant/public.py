"""Answers and provisions in the form that other programs rely on, see ``docs/schemas/``."""

from __future__ import annotations

from datetime import date

from aiact_assistant.corpus.shown import Shown
from aiact_assistant.domain import Answer


def answer_json(answer: Answer) -> dict[str, object]:
    """The public form of an answer, ``docs/schemas/ask.json``."""
    return {
        "question": answer.question,
        "lang": answer.language,
        "date": answer.date.isoformat(),
        "status": answer.status.value,
        "text": answer.text,
        "explanation": answer.explanation,
        "entry": answer.entry,
        "links": [{"label": link.label, "url": link.url} for link in answer.links],
        "related": [{"entry": one.entry, "title": one.title, "summary": one.summary} for one in answer.related],
        "citations": [
            {
                "id": citation.id,
                "label": citation.label,
                "authority": citation.authority.value,
                "quote": citation.quote,
                "url": citation.url,
                "heading": citation.heading,
                "applies_from": _day(citation.applies_from),
                "amended": citation.amended,
                "note": citation.note,
            }
            for citation in answer.citations
        ],
        "hits": [
            {"id": hit.id, "score": hit.score} | ({"sources": list(hit.sources)} if hit.sources else {})
            for hit in answer.hits
        ],
        "notices": list(answer.notices),
        "contact": answer.contact,
        "model": answer.model,
        "prompt": answer.prompt or None,
        "claims": [{"text": claim.text, "citations": list(claim.citations)} for claim in answer.claims],
        "removed_claims": len(answer.removed),
        "removed": [{"text": one.text, "reason": one.reason.value} for one in answer.removed],
        "fallback": answer.fallback.value if answer.fallback else None,
        "tokens": {"read": answer.tokens_read, "written": answer.tokens_written},
        "seconds": answer.seconds,
        "fingerprint": answer.fingerprint,
    }


def shown_json(shown: Shown) -> dict[str, object]:
    """The public form of a provision, ``docs/schemas/show.json``."""
    provision = shown.provision
    return {
        "id": provision.id,
        "label": shown.label,
        "heading": shown.heading,
        "text": shown.text,
        "chapeau": shown.chapeau,
        "url": shown.url,
        "amended_by": provision.amended_by,
        "applies_from": _day(shown.applies_from),
        "repealed": provision.repealed,
        "children": list(provision.children),
        "notes": list(provision.notes),
        "source": provision.source,
        "language": provision.language,
        "previous": shown.previous,
        "previous_source": shown.previous_source,
    }


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
