"""Turns answers into escaped HTML and plain text. Pure."""

from __future__ import annotations

from html import escape

from aiact_assistant.answer.compose import show_date
from aiact_assistant.domain import Answer, AnswerStatus, Citation, Language
from aiact_assistant.ui.texts import text

_STATUS_KEYS = {AnswerStatus.NO_SOURCES: "no_sources_status"}


def sources_panel(answer: Answer | None, language: Language) -> str:
    """A card per citation, highest authority first, numbered as in the answer."""
    if answer is None:
        return f'<p class="leeg">{escape(text("no_sources", language))}</p>'
    status = escape(text(_STATUS_KEYS.get(answer.status, answer.status.value), language))
    label = f'<p class="status status-{answer.status.value}">{status}</p>'
    numbered = sorted(enumerate(answer.citations, start=1), key=lambda pair: pair[1].authority.rank)
    cards = "".join(_card(number, citation, language) for number, citation in numbered)
    return f'{label}<ol class="bronnen">{cards}</ol>{_contact(answer, language)}'


def notices_banner(notices: tuple[str, ...]) -> str:
    """What the user should know before asking, or nothing."""
    if not notices:
        return ""
    lines = "".join(f"<li>{escape(notice)}</li>" for notice in notices)
    return f'<ul class="meldingen" role="status">{lines}</ul>'


def as_text(answer: Answer | None) -> str:
    """The answer with its sources, for a mail or a memo."""
    if answer is None:
        return ""
    lines = [answer.question, "", answer.text, ""]
    for number, citation in enumerate(answer.citations, start=1):
        lines.append(f"[{number}] {citation.label} ({citation.authority.value}) {citation.url}".rstrip())
    return "\n".join(lines)


def _card(number: int, citation: Citation, language: Language) -> str:
    authority = citation.authority.value
    marks = [f'<span class="gezag gezag-{citation.authority.name.lower()}">{escape(authority)}</span>']
    if citation.applies_from is not None:
        day = show_date(citation.applies_from, language)
        marks.append(f'<span class="merk">{escape(text("applies_from", language))} {escape(day)}</span>')
    if citation.amended:
        marks.append(f'<span class="merk">{escape(text("amended", language))}</span>')
    heading = f'<p class="kop">{escape(citation.heading)}</p>' if citation.heading else ""
    note = f'<p class="noot">{escape(citation.note)}</p>' if citation.note else ""
    link = (
        f'<a href="{escape(citation.url)}" target="_blank" rel="noopener noreferrer">{escape(text("open", language))}'
        f'<span class="onzichtbaar"> ({escape(citation.label)})</span></a>'
        if citation.url.startswith("https://")
        else ""
    )
    return (
        f'<li class="bron" id="bron-{number}"><p class="naam"><b>[{number}] {escape(citation.label)}</b></p>'
        f"<p>{' '.join(marks)}</p>{heading}<blockquote>{escape(citation.quote)}</blockquote>{note}{link}</li>"
    )


def _contact(answer: Answer, language: Language) -> str:
    strong = "" if answer.status is AnswerStatus.ANSWERED else " nadruk"
    href = escape(answer.contact)
    return f'<p><a class="vraagbaak{strong}" href="{href}">{escape(text("contact", language))}</a></p>'
