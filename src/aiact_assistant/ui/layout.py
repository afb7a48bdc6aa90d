"""The widgets of the page and where they stand; what they do is in ``events.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import gradio as gr

from aiact_assistant.domain import Language
from aiact_assistant.ui import render
from aiact_assistant.ui.session import Session
from aiact_assistant.ui.texts import examples, text

# A live region must be in the page before its text changes, or screen readers miss the change.
_POLITE = '<div role="status" aria-live="polite">${value}</div>'
_URGENT = '<div role="alert">${value}</div>'
_DATE = (
    '<label for="datum-veld">${label}</label>'
    '<input type="date" id="datum-veld" max="2099-12-31" value="${value}" aria-describedby="datum-uitleg">'
    '<span id="datum-uitleg">${hint}</span>'
)
_DATE_JS = "element.addEventListener('change', (event) => { props.value = event.target.value; });"
# The line that is read aloud stays while everything else is drawn again.
_BESLISHULP = '<p id="bh-voorlezen" role="status" class="onzichtbaar"></p><div id="beslishulp-inhoud"></div>'
_BEOORDELING = '<p id="bo-voorlezen" role="status" class="onzichtbaar"></p><div id="beoordeling-inhoud"></div>'
_KEYS = '<p id="toetsen">${value}</p>'


@dataclass(frozen=True, slots=True)
class Layout:
    """Every widget that an event reads or changes."""

    session: gr.State
    copy_text: gr.Textbox
    header: gr.HTML
    language: gr.Radio
    banner: gr.HTML
    welcome: gr.Column
    welcome_text: gr.HTML
    examples: tuple[gr.Button, ...]
    conversation: gr.HTML
    live: gr.HTML
    actions: gr.Row
    copy: gr.Button
    up: gr.Button
    down: gr.Button
    verdict: gr.Column
    reason: gr.Textbox
    verdict_note: gr.HTML
    keep: gr.Button
    cancel: gr.Button
    confirmation: gr.HTML
    alert: gr.HTML
    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    keys: gr.HTML
    date: gr.HTML
    new: gr.Button
    panel: gr.HTML


def build_layout(banner: Callable[[], str]) -> Layout:
    """Place the widgets in the Blocks that is open.

    Args:
        banner: what to say at the top; asked again for every visitor.
    """
    language: Language = "nl"
    session = gr.State(Session())
    copy_text = gr.Textbox(visible=False)
    with gr.Row(elem_id="kop"):
        header = _html(render.header(language), "kop-tekst")
        chosen = gr.Radio(
            [("Nederlands", "nl"), ("English", "en")], value=language, label=text("language", language), elem_id="taal"
        )
    _html(render.tabs(language), "tabbladen")
    notices = _html(banner, "meldingen-blok")
    with gr.Row(elem_id="werkblad"):
        with gr.Column(scale=3, min_width=300, elem_id="links"):
            with gr.Column(elem_id="welkom") as welcome:
                welcome_text = _html(render.welcome(language), "welkom-tekst")
                buttons = tuple(gr.Button(sample, elem_classes="voorbeeld") for sample in examples(language))
            conversation = _html("", "gesprek")
            live = _html("", "voorlezen", _POLITE)
            with gr.Row(visible=False, elem_id="acties") as actions:
                copy = gr.Button(text("copy", language), elem_id="kopieer", min_width=0)
                up = gr.Button(text("up", language), elem_id="goed", min_width=0)
                down = gr.Button(text("down", language), elem_id="fout", min_width=0)
            with gr.Column(visible=False, elem_id="oordeel") as verdict:
                reason = gr.Textbox(label=text("reason_down", language), elem_id="reden", lines=2, max_lines=6)
                verdict_note = _html(render.paragraph(text("feedback_note", language)), "oordeel-noot")
                with gr.Row():
                    keep = gr.Button(text("keep", language), variant="primary", elem_id="bewaar", min_width=0)
                    cancel = gr.Button(text("cancel", language), elem_id="annuleer", min_width=0)
            confirmation = _html("", "bevestiging", _POLITE)
            with gr.Column(elem_id="formulier"):
                alert = _html("", "waarschuwing", _URGENT)
                with gr.Row(elem_id="vraagregel"):
                    question = gr.Textbox(
                        label=text("question", language),
                        placeholder=text("placeholder", language),
                        lines=1,
                        max_lines=8,
                        elem_id="vraag",
                        scale=1,
                        min_width=200,
                        html_attributes=gr.InputHTMLAttributes(enterkeyhint="send"),
                    )
                    send = gr.Button(text("send", language), variant="primary", elem_id="verstuur", min_width=0)
                    stop = gr.Button(text("stop", language), variant="stop", visible=False, elem_id="stop", min_width=0)
                keys = _html(text("keys", language), "toetsen-blok", _KEYS)
                with gr.Row(elem_id="onder"):
                    date = gr.HTML(
                        "",
                        label=text("date", language),
                        hint=text("date_hint", language),
                        html_template=_DATE,
                        js_on_load=_DATE_JS,
                        apply_default_css=False,
                        elem_id="datum",
                    )
                    new = gr.Button(text("new", language), elem_id="nieuw", min_width=0)
        with gr.Column(scale=2, min_width=300, elem_id="rechts"):
            panel = _html(render.sources_panel((), language), "bronnen")
    _html(_BESLISHULP, "beslishulp")
    _html(_BEOORDELING, "beoordeling")
    _html('<div id="kennisbank-inhoud"></div>', "kennisbank")
    return Layout(
        session=session,
        copy_text=copy_text,
        header=header,
        language=chosen,
        banner=notices,
        welcome=welcome,
        welcome_text=welcome_text,
        examples=buttons,
        conversation=conversation,
        live=live,
        actions=actions,
        copy=copy,
        up=up,
        down=down,
        verdict=verdict,
        reason=reason,
        verdict_note=verdict_note,
        keep=keep,
        cancel=cancel,
        confirmation=confirmation,
        alert=alert,
        question=question,
        send=send,
        stop=stop,
        keys=keys,
        date=date,
        new=new,
        panel=panel,
    )


def _html(value: str | Callable[[], str], elem_id: str, template: str = "${value}") -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, html_template=template, js_on_load=None, apply_default_css=False)
