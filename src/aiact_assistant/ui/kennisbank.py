"""The tab "Kennisbank" as escaped HTML: the list that ``kennisbank.js`` filters, and one entry when it is opened. Pure.

The list carries no bodies, which keeps it light; what is searched stands in ``data-zoek``, in folded words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from aiact_assistant.answer.browse import BrowsedEntry, Ground
from aiact_assistant.answer.compose import show_date
from aiact_assistant.domain import Language
from aiact_assistant.ui.prose import badge, external_link, html_text, prose
from aiact_assistant.ui.texts import role_names, subject_names


def listing(entries: Sequence[BrowsedEntry], language: Language) -> str:
    """Search box, filters and every entry's title and summary by subject, folded in."""
    subjects = _present(subject_names(language), [entry.subject for entry in entries])
    roles = _present(role_names(language), [role for entry in entries for role in entry.roles])
    groups = "".join(
        _group(subject, name, [entry for entry in entries if entry.subject == subject], language)
        for subject, name in subjects.items()
    )
    counts = " ".join(f'data-{key}="{html_text(f"kb_{key}", language)}"' for key in ("alle", "meer", "een", "geen"))
    return (
        f'<h2 class="onzichtbaar">{html_text("tab_kennisbank", language)}</h2>'
        '<div class="kb-zoeken"><form role="search" autocomplete="off">'
        f'<label for="kb-zoek">{html_text("kb_search", language)}</label>'
        '<input type="search" id="kb-zoek" maxlength="200" aria-describedby="kb-aantal">'
        f"{_select('kb-onderwerp', 'kb_subject', 'kb_all_subjects', subjects, language)}"
        f"{_select('kb-rol', 'kb_role', 'kb_all_roles', roles, language)}"
        f'<button type="button" id="kb-wis" class="secondary" hidden>{html_text("kb_clear", language)}</button></form>'
        f'<p class="noot">{html_text("kb_note", language)}</p></div>'
        f'<div class="kb-lijst"><p id="kb-aantal" role="status" {counts}></p>{groups}</div>'
    )


def reading(entry: BrowsedEntry, language: Language) -> str:
    """One entry in full: the explanation, what it rests on, its dates and what it is worth."""
    foreign = "" if language == "nl" else f'<p class="noot">{html_text("kb_dutch", language)}</p>'
    grounds = "".join(f"<li>{_ground(ground, language)}</li>" for ground in entry.grounds)
    dates = (
        f"{html_text('kb_valid_from', language)} {escape(show_date(entry.valid_from, language))}. "
        f"{html_text('kb_checked_on', language)} {escape(show_date(entry.checked_on, language))}."
    )
    return (
        f'{foreign}<div class="kb-tekst" lang="nl">{prose(entry.text, entry.links)}</div>'
        f'<div class="kb-rust"><h5>{html_text("kb_rests_on", language)}</h5><ul>{grounds}</ul></div>'
        f'<p class="noot">{dates} {html_text("kb_note", language)}</p>'
    )


def _present(names: Mapping[str, str], used: Sequence[str]) -> dict[str, str]:
    """The names in use, in their fixed order; what has no name comes last, under its own."""
    known = {key: name for key, name in names.items() if key in used}
    return known | {key: key.replace("-", " ").capitalize() for key in sorted(set(used) - set(names))}


def _select(name: str, label: str, everything: str, options: Mapping[str, str], language: Language) -> str:
    choices = "".join(f'<option value="{escape(key)}">{escape(words)}</option>' for key, words in options.items())
    return (
        f'<label for="{name}">{html_text(label, language)}</label><select id="{name}">'
        f'<option value="">{html_text(everything, language)}</option>{choices}</select>'
    )


def _group(subject: str, name: str, entries: Sequence[BrowsedEntry], language: Language) -> str:
    items = "".join(map(_item, entries))
    answers = html_text("kb_answers", language)
    return (
        f'<details class="kb-groep" data-onderwerp="{escape(subject)}"><summary><h3>{escape(name)}</h3>'
        f'<span class="kb-tel"><span>{len(entries)}</span><span class="onzichtbaar"> {answers}</span></span></summary>'
        f"<ul>{items}</ul></details>"
    )


def _item(entry: BrowsedEntry) -> str:
    words = escape(" " + " ".join(entry.words))
    return (
        f'<li data-rollen="{escape(" ".join(entry.roles))}" data-zoek="{words}">'
        f'<details class="kb-stuk" id="stuk-{escape(entry.slug)}" data-stuk="{escape(entry.slug)}">'
        f"<summary><h4>{escape(entry.title)}</h4><span>{escape(entry.summary)}</span></summary>"
        '<div class="kb-inhoud"></div></details></li>'
    )


def _ground(ground: Ground, language: Language) -> str:
    label = escape(ground.label)
    opens = f" ({html_text('new_window', language)})"
    return f"{badge(ground.authority, language)} {external_link(ground.url, label, opens) or f'<cite>{label}</cite>'}"
