"""Turns conversations and answers into escaped HTML and plain text. Pure.

Nothing in an answer is ever treated as markup: every text goes through ``escape``, and only https and mailto
addresses become links.
"""

from __future__ import annotations

from html import escape
from itertools import groupby

from aiact_assistant.answer.compose import show_date
from aiact_assistant.answer.statuses import message, removed_message, worded_message
from aiact_assistant.domain import Answer, AnswerStatus, Authority, Citation, Claim, Language
from aiact_assistant.ui.conversation import Turn, Turns
from aiact_assistant.ui.prose import badge, external_link, html_text, prose
from aiact_assistant.ui.texts import authority_badge, authority_heading, text

# A question this long is shown shortened: the answer should stay in sight.
_SHOWN_QUESTION = 600


def header(language: Language) -> str:
    """Title and what the page is, with the link that skips to the question."""
    return (
        f'<a class="sla-over" href="#vraag">{html_text("skip", language)}</a>'
        f"<h1>{html_text('title', language)}</h1><p>{html_text('intro', language)}</p>"
    )


def notices_banner(notices: tuple[str, ...]) -> str:
    """What the user should know before asking, or nothing."""
    if not notices:
        return ""
    lines = "".join(f"<li>{escape(notice)}</li>" for notice in notices)
    return f'<ul class="meldingen" role="status">{lines}</ul>'


def tabs(language: Language) -> str:
    """The parts of the page; ``tabs.js`` changes between them."""
    buttons = "".join(
        f'<button role="tab" type="button" id="tab-{name}" data-blad="{name}" aria-controls="{part}"'
        f' aria-selected="{chosen}">{html_text(f"tab_{name}", language)}</button>'
        for name, part, chosen in (
            ("vragen", "werkblad", "true"),
            ("beslishulp", "beslishulp", "false"),
            ("beoordeling", "beoordeling", "false"),
            ("kennisbank", "kennisbank", "false"),
        )
    )
    return f'<div role="tablist" aria-label="{html_text("tabs", language)}">{buttons}</div>'


def paragraph(words: str) -> str:
    """A short message to the user."""
    return f'<p class="boodschap">{escape(words)}</p>'


def welcome(language: Language) -> str:
    """What stands above the examples while nothing has been asked."""
    return f"<h2>{html_text('welcome', language)}</h2><p>{html_text('welcome_hint', language)}</p>"


def conversation(turns: Turns, language: Language) -> str:
    """All turns, oldest first; only the last one points at the cards of the sources panel."""
    if not turns:
        return ""
    items = "".join(_turn(turn, number == len(turns)) for number, turn in enumerate(turns, start=1))
    return f'<h2 class="onzichtbaar">{html_text("chat", language)}</h2><ol class="beurten">{items}</ol>'


def sources_panel(turns: Turns, language: Language) -> str:
    """A card per citation of the last answer, highest authority first, numbered as in the answer."""
    heading = f"<h2>{html_text('sources', language)}</h2>"
    turn = turns[-1] if turns else None
    if turn is None or (turn.answer is None and not turn.done):
        return f'{heading}<p class="leeg">{html_text("no_answer_yet", language)}</p>'
    answer = turn.answer
    if answer is None or not answer.citations:
        return f'{heading}<p class="leeg">{html_text("no_sources", language)}</p>'
    numbered = sorted(enumerate(answer.citations, start=1), key=lambda pair: pair[1].authority.rank)
    cards = "".join(_card(number, citation, answer.language) for number, citation in numbered)
    unsure = answer.status is not AnswerStatus.ANSWERED
    return f'{heading}<ol class="bronnen">{cards}</ol>{"" if unsure else _contact(answer.contact, language, "")}'


def announcement(turns: Turns, language: Language) -> str:
    """What a screen reader says about the last turn: that it is busy, then how it ended and in short what."""
    if not turns:
        return ""
    turn = turns[-1]
    if not turn.done:
        return html_text("searching", language)
    if turn.stopped:
        return html_text("stopped", language)
    if turn.error is not None:
        return escape(turn.error.message(language))
    answer = turn.answer
    if answer is None:
        return ""
    # The question that an entry answers, and its answer.
    said = " ".join(answer.explanation.split("\n\n")[:2]) or ("" if answer.citations else answer.text)
    if answer.model is not None:
        said = " ".join(claim.text for claim in answer.claims)
    count = f"{len(answer.citations)} {html_text('sources', answer.language).lower()}."
    return f"{html_text(_status_key(answer.status), answer.language)}. {escape(said)} {count}"


def as_text(answer: Answer | None) -> str:
    """The answer with its sources, for a mail or a memo."""
    if answer is None:
        return ""
    language = answer.language
    valid = f"{text('valid_on', language)} {show_date(answer.date, language)}"
    lines = [answer.question, f"({valid})", "", answer.text, ""]
    if answer.citations:
        lines += [f"{text('sources', language)}:"]
    for number, citation in enumerate(answer.citations, start=1):
        facts = [authority_badge(citation.authority, language), *_marks(citation, language)]
        lines.append(f"[{number}] {citation.label} ({', '.join(facts)})")
        lines += [f"    {line}" for line in (citation.url, citation.note) if line]
    return "\n".join([*lines, "", text("copy_footer", language)])


def _turn(turn: Turn, last: bool) -> str:
    shown = turn.question if len(turn.question) <= _SHOWN_QUESTION else turn.question[:_SHOWN_QUESTION] + "…"
    asked = f'<span class="onzichtbaar">{html_text("your_question", turn.language)} </span>{escape(shown)}'
    return (
        f'<li class="beurt" lang="{turn.language}"><h3 class="vraag">{asked}</h3>'
        f'<div class="antwoord">{_reply(turn, last)}</div></li>'
    )


def _reply(turn: Turn, last: bool) -> str:
    language = turn.language
    if turn.error is not None:
        status = f'<p class="stand"><span class="status status-error">{html_text("status_error", language)}</span></p>'
        return f"{status}<p>{escape(turn.error.message(language))}</p>{_contact(turn.contact, language, 'nadruk')}"
    parts = [] if turn.answer is None else _answer(turn.answer, last, turn.complete)
    if turn.stopped:
        key = "stopped_empty" if turn.answer is None else "stopped"
        parts.append(f'<p class="gestopt">{html_text(key, language)}</p>')
    elif not turn.done:
        parts.append(f'<p class="bezig">{html_text("searching", language)}</p>')
    return "".join(parts)


def _answer(answer: Answer, last: bool, complete: bool) -> list[str]:
    """Status, then our own words, then the quotes of each authority, then what else the reader must know."""
    language = answer.language
    shown = (
        f'<span class="status status-{answer.status.value}">{html_text(_status_key(answer.status), language)}</span> '
    )
    found = bool(answer.claims or answer.explanation)
    valid = f"{html_text('valid_on', language)} {escape(show_date(answer.date, language))}" if found else ""
    parts = [f'<p class="stand">{shown if complete else ""}<span>{valid}</span></p>']
    unsure = answer.status is not AnswerStatus.ANSWERED
    if not found:
        parts += [f"<p>{escape(block)}</p>" for block in answer.text.split("\n\n") if block]
    else:
        if unsure:
            parts.append(f"<p>{escape(message(answer.status, language))}</p>")
        if answer.model is not None:
            parts += [_worded(answer, last), *_see_also(answer)]
        else:
            parts += _own_words(answer)
            for authority, claims in groupby(
                answer.claims, key=lambda claim: answer.citations[claim.citations[0]].authority
            ):
                parts.append(_quotes(authority, list(claims), answer, last))
        parts += [f'<p class="noot">{escape(notice)}</p>' for notice in answer.notices]
    if unsure and answer.contact:
        parts.append(_contact(answer.contact, language, "nadruk"))
    return parts


def _own_words(answer: Answer) -> list[str]:
    """Our explanation, what it is worth, and where it can be read in full."""
    if not answer.explanation:
        return []
    heading = f'<h4 class="onzichtbaar">{html_text("explanation", answer.language)}</h4>'
    note = html_text("explanation_note", answer.language)
    if answer.entry is None:
        words = prose(answer.explanation, answer.links)
        for one in answer.related:
            words = words.replace(f"<li>{escape(one.title)} ", f"<li>{_entry_link(one.entry, escape(one.title))} ")
        return [f'<div class="uitleg">{heading}{words}<p class="noot">{note}</p></div>']
    title, _, rest = answer.explanation.partition("\n\n")
    words = f'<p class="beantwoordt">{escape(title)}</p>{prose(rest, answer.links)}'
    note += f" {_entry_link(answer.entry, html_text('kb_link', answer.language))}"
    return [f'<div class="uitleg">{heading}{words}<p class="noot">{note}</p></div>', *_see_also(answer)]


def _worded(answer: Answer, last: bool) -> str:
    """Sentences of a language model, each with the quotes that it rests on within reach."""
    language = answer.language
    shown: set[int] = set()
    items = ""
    for claim in answer.claims:
        labels = "; ".join(answer.citations[place].label for place in claim.citations)
        quotes = "".join(_evidence(place, answer, last, place not in shown) for place in claim.citations)
        shown |= set(claim.citations)
        items += (
            f'<li><p>{escape(claim.text)}</p><details class="bewijs"><summary>{html_text("evidence", language)}'
            f" {escape(labels)}</summary>{quotes}</details></li>"
        )
    removed = f'<p class="noot">{escape(removed_message(len(answer.removed), language))}</p>' if answer.removed else ""
    return (
        f'<section class="verwoord"><h4 class="onzichtbaar">{html_text("explanation", language)}</h4>'
        f'<p class="noot">{escape(worded_message(answer.model or "", language))}</p>'
        f'<ol class="beweringen">{items}</ol>{removed}</section>'
    )


def _evidence(place: int, answer: Answer, last: bool, first: bool) -> str:
    """A quote below a sentence; the card of a source leads to the first sentence that rests on it."""
    language, citation = answer.language, answer.citations[place]
    links = [badge(citation.authority, language), _label_link(citation, language), *_badges(citation, language)]
    if last:
        links.append(f'<a class="sprong" href="#bron-{place + 1}">{html_text("to_source", language)} {place + 1}</a>')
    anchor = f' id="citaat-{place + 1}" tabindex="-1"' if last and first else ""
    remark = f'<p class="noot">{escape(citation.note)}</p>' if citation.note else ""
    return (
        f'<figure class="citaat"{anchor}><blockquote lang="{citation.language}">{escape(citation.quote)}</blockquote>'
        f"<figcaption>{' '.join(links)}</figcaption>{remark}</figure>"
    )


def _see_also(answer: Answer) -> list[str]:
    """Other entries, for the other side of a question."""
    if not answer.related:
        return []
    items = "".join(f"<li>{_entry_link(one.entry, escape(one.title))}</li>" for one in answer.related)
    return [f'<section class="zie-ook"><h4>{html_text("kb_see_also", answer.language)}</h4><ul>{items}</ul></section>']


def _entry_link(entry: str, label: str) -> str:
    return f'<a href="#kennisbank/{escape(entry.removeprefix("kb:"))}">{label}</a>'


def _quotes(authority: Authority, claims: list[Claim], answer: Answer, last: bool) -> str:
    language = answer.language
    figures = ""
    said: str | None = None
    for claim in claims:
        note = answer.citations[claim.citations[0]].note
        figures += _quote(claim, answer, last, "" if note == said else note)
        said = note
    languages = {answer.citations[claim.citations[0]].language for claim in claims} - {language}
    foreign = [f"({html_text('quotes_dutch' if other == 'nl' else 'quotes_english', language)})" for other in languages]
    heading = " ".join([escape(authority_heading(authority, language)), *foreign])
    return f'<section class="gezagsgroep groep-{authority.name.lower()}"><h4>{heading}</h4>{figures}</section>'


def _quote(claim: Claim, answer: Answer, last: bool, note: str) -> str:
    language = answer.language
    captions: list[str] = []
    for place in claim.citations:
        citation = answer.citations[place]
        links = [_label_link(citation, language), *_badges(citation, language)]
        if last:
            number = place + 1
            links.append(f'<a class="sprong" href="#bron-{number}">{html_text("to_source", language)} {number}</a>')
        captions.append(f"<figcaption>{' '.join(links)}</figcaption>")
    first = answer.citations[claim.citations[0]]
    body = (
        f'<blockquote lang="{first.language}">{escape(claim.text)}</blockquote>'
        if claim.text == first.quote
        else f"<p>{escape(claim.text)}</p>"
    )
    anchor = f' id="citaat-{claim.citations[0] + 1}" tabindex="-1"' if last else ""
    remark = f'<p class="noot">{escape(note)}</p>' if note else ""
    return f'<figure class="citaat"{anchor}>{body}{"".join(captions)}{remark}</figure>'


def _card(number: int, citation: Citation, language: Language) -> str:
    marks = " ".join([badge(citation.authority, language), *_badges(citation, language)])
    known = not citation.heading or citation.heading in citation.label
    heading = "" if known else f'<p class="kopje" lang="{citation.language}">{escape(citation.heading)}</p>'
    note = f'<p class="noot">{escape(citation.note)}</p>' if citation.note else ""
    link = external_link(
        citation.url, html_text("open", language), f" ({escape(citation.label)}, {html_text('new_window', language)})"
    )
    back = f'<a class="sprong" href="#citaat-{number}">{html_text("back", language)}</a>'
    return (
        f'<li class="bron" id="bron-{number}" tabindex="-1" lang="{language}">'
        f'<h3><span class="nummer">{number}</span> {escape(citation.label)}</h3><p class="merken">{marks}</p>{heading}'
        f'<blockquote lang="{citation.language}">{escape(citation.quote)}</blockquote>{note}'
        f'<p class="links">{link} {back}</p></li>'
    )


def _label_link(citation: Citation, language: Language) -> str:
    label = escape(citation.label)
    return external_link(citation.url, label, f" ({html_text('new_window', language)})") or f"<cite>{label}</cite>"


def _marks(citation: Citation, language: Language) -> list[str]:
    marks: list[str] = []
    if citation.applies_from is not None:
        marks.append(f"{text('applies_from', language)} {show_date(citation.applies_from, language)}")
    if citation.amended:
        marks.append(text("amended", language))
    return marks


def _badges(citation: Citation, language: Language) -> list[str]:
    return [f'<span class="merk">{escape(mark)}</span>' for mark in _marks(citation, language)]


def _contact(address: str, language: Language, emphasis: str) -> str:
    if not address.startswith("mailto:"):
        return ""
    return (
        f'<p class="doorsturen"><a class="vraagbaak {emphasis}" href="{escape(address)}">'
        f"{html_text('contact', language)}</a>"
        f' <span class="noot">{html_text("contact_hint", language)}</span></p>'
    )


def _status_key(status: AnswerStatus) -> str:
    return f"status_{status.value}"
