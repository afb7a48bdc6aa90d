"""Assembles the page: chat, sources beside it, language switch, feedback.

Comes in: an assistant. Goes out: Gradio Blocks. Everything shown is escaped or plain text.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from html import escape
from typing import Any, Protocol

import gradio as gr
from gradio import themes

from aiact_assistant.domain import AiactError, Answer, Language
from aiact_assistant.settings import Settings
from aiact_assistant.ui.feedback import save_feedback
from aiact_assistant.ui.render import as_text, notices_banner, sources_panel
from aiact_assistant.ui.texts import examples, text

log = logging.getLogger(__name__)

Messages = list[dict[str, Any]]

CSS = """
:root, .gradio-container { --lint: #154273; font-family: "Segoe UI", "Helvetica Neue", Arial, sans-serif !important; }
.gradio-container { max-width: 1280px !important; margin: 0 auto !important; background: #fff !important; }
#kop { border-bottom: 4px solid #154273; padding: 4px 0 10px; }
#kop h1 { color: #154273; font-size: 1.6rem; margin: 0; } #kop p { color: #333; margin: 4px 0 0; }
#gesprek .message { white-space: pre-wrap; } #gesprek { min-height: 380px; }
.meldingen { background: #fff4dc; border-left: 4px solid #8a5a00; color: #3d2b00; padding: 8px 8px 8px 28px; }
.bronnen { list-style: none; padding: 0; margin: 0; }
.bron { border: 1px solid #cfd8e3; border-left: 4px solid #154273; padding: 8px 12px;
  margin: 0 0 10px; color: #1a1a1a; }
.bron p { display: block; margin: 3px 0; } .bron .kop, .bron .noot { color: #444; font-size: .9rem; }
.bron blockquote { margin: 6px 0; padding-left: 10px; border-left: 2px solid #cfd8e3; color: #1a1a1a;
  white-space: pre-wrap; overflow-wrap: anywhere; font-size: .95rem; }
.bron a, .vraagbaak { color: #154273; text-decoration: underline; }
.gezag, .merk, .status { border-radius: 3px; padding: 1px 7px; font-size: .82rem; display: inline-block; }
.gezag { background: #154273; color: #fff; } .gezag-algoritmekader { background: #275937; }
.gezag-knowledge { background: #5b2b7a; } .gezag-guideline { background: #00567a; } .gezag-own { background: #555; }
.merk { background: #fff4dc; color: #3d2b00; border: 1px solid #8a5a00; }
.status { background: #e6f0e9; color: #1c4527; } .status-partly, .status-no_sources, .status-out_of_scope,
.status-unclear { background: #fff4dc; color: #3d2b00; }
.vraagbaak.nadruk { display: inline-block; background: #154273; color: #fff; padding: 8px 14px;
  text-decoration: none; }
.leeg { color: #444; } .onzichtbaar { position: absolute; left: -9999px; }
button:focus-visible, a:focus-visible, textarea:focus-visible, input:focus-visible {
  outline: 3px solid #b35c00 !important; }
@media (max-width: 700px) { .gradio-container { padding: 6px !important; } #kop h1 { font-size: 1.3rem; } }
"""
# Clipboard access needs https or localhost; elsewhere the older way still works.
_COPY = """(copy) => { if (navigator.clipboard && window.isSecureContext) { navigator.clipboard.writeText(copy); }
 else { const area = document.createElement('textarea'); area.value = copy; document.body.appendChild(area);
 area.select(); document.execCommand('copy'); area.remove(); } return []; }"""
_LIVE = """() => { const chat = document.querySelector('#gesprek'); if (chat) {
 chat.setAttribute('aria-live', 'polite'); }
 document.documentElement.lang = 'nl'; }"""


class AssistantLike(Protocol):
    """What the page needs of the assistant."""

    settings: Settings

    def stream(
        self, question: str, *, language: Language = "nl", on: date | None = None, history: Sequence[str] = ()
    ) -> Iterator[Answer]:
        """A growing answer."""
        ...

    def notices(self, language: Language) -> tuple[str, ...]:
        """What the user should know at start."""
        ...

    def health(self) -> dict[str, object]:
        """State for a monitor."""
        ...


def theme() -> themes.Base:
    """Sober, in the Rijksoverheid's blue, with the fonts of the reader's own system."""
    blue = themes.Color(
        *("#eef3f9", "#d6e2f0", "#aec6e1", "#7fa3cc", "#4a7ab0", "#154273", "#123a65", "#0f3157", "#0c2848", "#091f39"),
        "#06172b",
    )
    fonts = ["Segoe UI", "Helvetica Neue", "Arial", "sans-serif"]
    return themes.Base(primary_hue=blue, font=fonts, font_mono=["Consolas", "monospace"])


def build_page(assistant: AssistantLike) -> gr.Blocks:
    """The page for one assistant; every visitor has a state of their own."""
    with gr.Blocks(analytics_enabled=False, title=text("title", "nl"), fill_width=True) as page:
        answered = gr.State(None)
        asked = gr.State([])
        copy_text = gr.Textbox(visible=False)
        header = gr.HTML(_header("nl"), elem_id="kop")
        banner = gr.HTML(notices_banner(assistant.notices("nl")))
        with gr.Row():
            language = gr.Radio(
                [("Nederlands", "nl"), ("English", "en")], value="nl", label=text("language", "nl"), elem_id="taal"
            )
            on = gr.Textbox(date.today().isoformat(), label=text("date", "nl"), elem_id="datum", max_lines=1)
        with gr.Row():
            with gr.Column(scale=3, min_width=320):
                chat = gr.Chatbot(
                    label=text("chat", "nl"),
                    elem_id="gesprek",
                    render_markdown=False,
                    sanitize_html=True,
                    buttons=[],
                    feedback_options=None,
                    height=460,
                )
                question = gr.Textbox(
                    label=text("question", "nl"),
                    placeholder=text("placeholder", "nl"),
                    lines=1,
                    max_lines=8,
                    elem_id="vraag",
                    autofocus=True,
                )
                with gr.Row():
                    send = gr.Button(text("send", "nl"), variant="primary", elem_id="verstuur", min_width=90)
                    stop = gr.Button(text("stop", "nl"), elem_id="stop", min_width=90)
                    new = gr.Button(text("new", "nl"), elem_id="nieuw", min_width=90)
                    copy = gr.Button(text("copy", "nl"), elem_id="kopieer", min_width=90)
                example_buttons = [gr.Button(sample, size="sm", elem_classes="voorbeeld") for sample in examples("nl")]
                with gr.Group(visible=assistant.settings.feedback):
                    reason = gr.Textbox(label=text("reason", "nl"), elem_id="reden", max_lines=3)
                    with gr.Row():
                        up = gr.Button(text("up", "nl"), size="sm", elem_id="goed")
                        down = gr.Button(text("down", "nl"), size="sm", elem_id="fout")
                    note = gr.HTML(f'<p class="leeg">{text("feedback_note", "nl")}</p>', elem_id="oordeel")
            with gr.Column(scale=2, min_width=320):
                panel = gr.HTML(sources_panel(None, "nl"), elem_id="bronnen")

        def ask(
            typed: str, messages: Messages, earlier: list[str], chosen: Language, day: str
        ) -> Iterator[tuple[Messages, str, str, Answer | None, list[str], str]]:
            shown: Messages = [*messages, {"role": "user", "content": escape(typed)}]
            try:
                valid_on = date.fromisoformat(day.strip()) if day.strip() else None
            except ValueError:
                yield (
                    _said(messages, typed, text("bad_date", chosen)),
                    typed,
                    sources_panel(None, chosen),
                    None,
                    earlier,
                    "",
                )
                return
            last: Answer | None = None
            try:
                for last in assistant.stream(typed, language=chosen, on=valid_on, history=earlier):
                    reply: Messages = [*shown, {"role": "assistant", "content": escape(last.text)}]
                    yield reply, "", sources_panel(last, chosen), last, [*earlier, typed], as_text(last)
            except AiactError as error:
                yield (
                    _said(messages, typed, error.message(chosen)),
                    typed,
                    sources_panel(None, chosen),
                    None,
                    earlier,
                    "",
                )
            except Exception as error:
                log.error("question failed: %s", type(error).__name__)
                yield (
                    _said(messages, typed, text("failed", chosen)),
                    typed,
                    sources_panel(None, chosen),
                    None,
                    earlier,
                    "",
                )

        inputs = [question, chat, asked, language, on]
        outputs = [chat, question, panel, answered, asked, copy_text]
        running: list[Any] = [
            send.click(ask, inputs, outputs, show_progress="hidden"),
            question.submit(ask, inputs, outputs, show_progress="hidden"),
        ]
        for button in example_buttons:
            running.append(button.click(ask, [button, chat, asked, language, on], outputs, show_progress="hidden"))
        stop.click(None, cancels=running)

        def begin_again(chosen: Language) -> tuple[Messages, str, str, None, list[str], str]:
            return [], "", sources_panel(None, chosen), None, [], ""

        new.click(
            begin_again,
            [language],
            outputs,
            cancels=running,
            show_progress="hidden",
        )
        copy.click(None, [copy_text], None, js=_COPY)

        def vote(kind: str, last: Answer | None, why: str, chosen: Language) -> tuple[str, str]:
            if last is None:
                return "", why
            try:
                save_feedback(assistant.settings.data_dir, last, kind, why)
            except AiactError as error:
                return f'<p class="leeg">{error.message(chosen)}</p>', why
            return f'<p class="leeg" role="status">{text("thanks", chosen)}</p>', ""

        for button, kind in ((up, "up"), (down, "down")):
            button.click(
                partial(vote, kind),
                [answered, reason, language],
                [note, reason],
                show_progress="hidden",
            )

        def translate(chosen: Language, last: Answer | None) -> list[Any]:
            return [
                _header(chosen),
                notices_banner(assistant.notices(chosen)),
                gr.update(label=text("language", chosen)),
                gr.update(label=text("date", chosen)),
                gr.update(label=text("chat", chosen)),
                gr.update(label=text("question", chosen), placeholder=text("placeholder", chosen)),
                *(gr.update(value=text(key, chosen)) for key in ("send", "stop", "new", "copy", "up", "down")),
                gr.update(label=text("reason", chosen)),
                f'<p class="leeg">{text("feedback_note", chosen)}</p>',
                sources_panel(last, chosen),
                *(gr.update(value=sample) for sample in examples(chosen)),
            ]

        language.change(
            translate,
            [language, answered],
            [
                *(header, banner, language, on, chat, question, send, stop, new, copy, up, down, reason, note, panel),
                *example_buttons,
            ],
            show_progress="hidden",
        )
        page.load(None, js=_LIVE)
    return page


def _said(messages: Messages, typed: str, reply: str) -> Messages:
    """The conversation with a message that is not an answer; the typed text stays in the box."""
    short = typed if len(typed) <= 200 else typed[:200] + "…"
    return [*messages, {"role": "user", "content": escape(short)}, {"role": "assistant", "content": escape(reply)}]


def _header(language: Language) -> str:
    return f"<h1>{text('title', language)}</h1><p>{text('intro', language)}</p>"
