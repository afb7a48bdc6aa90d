"""What happens when a visitor does something: from widget values to new widget values.

Everything that depends on the conversation is drawn from it again by ``_view``, so no widget can lag behind. A
visitor's conversation lives in ``gr.State``; nothing here is shared between visitors.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any, Protocol

import gradio as gr

from aiact_assistant.answer.pipeline import mailto
from aiact_assistant.domain import AiactError, Answer, AnswerStatus, BadInput, Language
from aiact_assistant.settings import Settings
from aiact_assistant.ui import render
from aiact_assistant.ui.conversation import Turn, Turns, change_last, earlier_questions, stop
from aiact_assistant.ui.feedback import save_feedback
from aiact_assistant.ui.layout import Layout
from aiact_assistant.ui.texts import examples, text

log = logging.getLogger(__name__)

Updates = dict[Any, Any]

# Before a question is sent, the browser says whether the date is half filled in: its value is empty then.
_CHECK_DATE = "(...given) => window.aiact.withDate(given)"
_COPY = "(copy, language) => window.aiact.copy(copy).then((done) => [done ? 'ja' : '', language])"
_SWITCH = "(language, ...rest) => { window.aiact.language(language); return [language, ...rest]; }"


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


class Events:
    """The handlers of the page.

    Args:
        assistant: answers the questions of all visitors; holds nothing of any of them.
        layout: the widgets.
    """

    def __init__(self, assistant: AssistantLike, layout: Layout) -> None:
        self._assistant = assistant
        self._ui = layout

    # -- asking

    def ask(self, typed: str, turns: Turns, language: Language, day: str) -> Iterator[Updates]:
        """Answer a question, one step of the answer after another."""
        ui = self._ui
        if not typed.strip():
            yield self._refuse(text("empty", language))
            return
        try:
            on = date.fromisoformat(day) if day else None
        except ValueError:
            yield self._refuse(text("bad_date", language))
            return
        asked: Turns = (*turns, Turn(typed, language))
        yield self._view(asked, language) | self.quiet() | {ui.question: ""}
        try:
            history = earlier_questions(turns)
            for answer in self._assistant.stream(typed, language=language, on=on, history=history):
                asked = change_last(asked, answer=answer)
                yield self._view(asked, language)
            yield self._view(change_last(asked, done=True), language)
        except BadInput as error:
            yield self._view(turns, language) | self._refuse(error.message(language)) | {ui.question: typed}
        except AiactError as error:
            yield self._failed(asked, error, language) | {ui.question: typed}
        except Exception as error:
            log.error("question failed: %s", type(error).__name__)
            problem = AiactError(text("failed", "nl"), text("failed", "en"))
            yield self._failed(asked, problem, language) | {ui.question: typed}

    def stop(self, turns: Turns, language: Language) -> Updates:
        """Keep what there is of a running answer, marked as unfinished."""
        return self._view(stop(turns), language)

    def begin_again(self, language: Language) -> Updates:
        """A page as if just opened."""
        ui = self._ui
        return self._view((), language) | self.quiet() | {ui.question: "", ui.date: ""}

    def _failed(self, asked: Turns, error: AiactError, language: Language) -> Updates:
        """A question without an answer can still be sent to the help desk."""
        turn = asked[-1]
        nothing = Answer(turn.question, language, date.today(), AnswerStatus.NO_SOURCES, "")
        contact = mailto(nothing, self._assistant.settings.contact_email)
        failed = change_last(asked, answer=None, error=error, contact=contact, done=True)
        return self._view(failed, language)

    # -- after an answer

    def choose(self, vote: str, language: Language) -> Updates:
        """A thumb opens the form in which the verdict is confirmed."""
        ui = self._ui
        label = text(f"reason_{vote}", language)
        return {ui.vote: vote, ui.verdict: gr.update(visible=True), ui.reason: gr.update(label=label)}

    def keep(self, vote: str, reason: str, turns: Turns, language: Language) -> Updates:
        """Save the verdict, once for each answer."""
        ui = self._ui
        last = turns[-1] if turns else None
        if last is None or last.answer is None or not last.complete or last.judged or not vote:
            return self.quiet()
        try:
            save_feedback(self._assistant.settings.data_dir, last.answer, vote, reason)
        except AiactError as error:
            return {ui.confirmation: render.paragraph(error.message(language))}
        judged = change_last(turns, judged=True)
        thanks = {ui.confirmation: render.paragraph(text("thanks", language))}
        return self._view(judged, language) | self.quiet() | thanks

    def quiet(self) -> Updates:
        """No message, no half-given verdict."""
        ui = self._ui
        return {ui.alert: "", ui.confirmation: "", ui.verdict: gr.update(visible=False), ui.vote: "", ui.reason: ""}

    def copied(self, done: str, language: Language) -> Updates:
        """Say whether the browser could copy."""
        return {self._ui.confirmation: render.paragraph(text("copied" if done else "not_copied", language))}

    # -- language

    def translate(self, language: Language, turns: Turns, vote: str) -> Updates:
        """Every word of the page in the other language; the conversation stays as it was."""
        ui = self._ui
        buttons = {ui.send: "send", ui.stop: "stop", ui.new: "new", ui.copy: "copy", ui.up: "up", ui.down: "down"}
        buttons |= {ui.keep: "keep", ui.cancel: "cancel"}
        view = self._view(turns, language)
        for button, key in buttons.items():
            words = {"value": text(key, language)}
            view[button] = gr.update(**(view.get(button, {}) | words))
        return view | {
            ui.header: render.header(language),
            ui.banner: render.notices_banner(self._assistant.notices(language)),
            ui.language: gr.update(label=text("language", language)),
            ui.welcome_text: render.welcome(language),
            ui.question: gr.update(label=text("question", language), placeholder=text("placeholder", language)),
            ui.keys: text("keys", language),
            ui.date: gr.HTML(label=text("date", language), hint=text("date_hint", language)),
            ui.reason: gr.update(label=text(f"reason_{vote or 'down'}", language)),
            ui.verdict_note: render.paragraph(text("feedback_note", language)),
            ui.confirmation: "",
            ui.alert: "",
            **dict(zip(ui.examples, examples(language), strict=True)),
        }

    # -- drawing

    def _view(self, turns: Turns, language: Language) -> Updates:
        """All that depends on the conversation."""
        ui = self._ui
        last = turns[-1] if turns else None
        busy = last is not None and not last.done
        complete = last is not None and last.complete
        may_judge = last is not None and last.complete and not last.judged and self._assistant.settings.feedback
        return {
            ui.turns: turns,
            ui.welcome: gr.update(visible=not turns),
            ui.conversation: render.conversation(turns, language),
            ui.live: render.announcement(turns, language),
            ui.panel: render.sources_panel(turns, language),
            ui.copy_text: render.as_text(last.answer if last is not None and complete else None),
            ui.actions: gr.update(visible=complete),
            ui.up: gr.update(visible=may_judge),
            ui.down: gr.update(visible=may_judge),
            ui.send: gr.update(visible=not busy),
            ui.stop: gr.update(visible=busy),
        }

    def _refuse(self, message: str) -> Updates:
        return {self._ui.alert: render.paragraph(message)}


def connect(assistant: AssistantLike, ui: Layout) -> None:
    """Tie the widgets to the handlers; none can be called as a public API."""
    events = Events(assistant, ui)
    hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    conversation = [ui.turns, ui.welcome, ui.conversation, ui.live, ui.panel, ui.copy_text]
    conversation += [ui.actions, ui.up, ui.down, ui.send, ui.stop]
    messages = [ui.alert, ui.confirmation, ui.verdict, ui.vote, ui.reason]
    drawn = [*conversation, *messages, ui.question]

    asking: dict[str, Any] = {"outputs": drawn, "js": _CHECK_DATE, **hidden}
    rest = [ui.turns, ui.language, ui.date]
    sent = [ui.send.click, ui.question.submit]
    running: list[Any] = [
        gr.on(sent, events.ask, [ui.question, *rest], **asking)  # pyright: ignore[reportUnknownMemberType]
    ]
    running += [example.click(events.ask, [example, *rest], **asking) for example in ui.examples]
    ui.stop.click(events.stop, [ui.turns, ui.language], conversation, cancels=running, **hidden)
    ui.new.click(events.begin_again, [ui.language], [*drawn, ui.date], cancels=running, **hidden)

    opened = [ui.vote, ui.verdict, ui.reason]
    ui.up.click(partial(events.choose, "up"), [ui.language], opened, **hidden)
    ui.down.click(partial(events.choose, "down"), [ui.language], opened, **hidden)
    ui.cancel.click(events.quiet, None, messages, **hidden)
    # One at a time: two quick presses must see each other's result.
    ui.keep.click(
        events.keep,
        [ui.vote, ui.reason, ui.turns, ui.language],
        [*conversation, *messages],
        concurrency_limit=1,
        **hidden,
    )
    ui.copy.click(events.copied, [ui.copy_text, ui.language], [ui.confirmation], js=_COPY, **hidden)

    words = [ui.header, ui.banner, ui.language, ui.welcome_text, *ui.examples, ui.question, ui.keys, ui.date, ui.new]
    words += [ui.copy, ui.reason, ui.verdict_note, ui.keep, ui.cancel, ui.confirmation, ui.alert]
    translated = list(dict.fromkeys([*conversation, *words]))
    ui.language.change(events.translate, [ui.language, ui.turns, ui.vote], translated, js=_SWITCH, **hidden)
