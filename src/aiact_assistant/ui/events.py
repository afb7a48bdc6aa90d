"""What happens when a visitor does something: from widget values to new widget values.

Everything that depends on the conversation is drawn from it again by ``_view``, so no widget can lag behind. A
visitor's ``Session`` lives in ``gr.State``; nothing here is shared between visitors.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any, Protocol

import gradio as gr

from aiact_assistant.answer.browse import BrowsedEntry
from aiact_assistant.answer.pipeline import mailto
from aiact_assistant.assessment.walk import Action, Walk
from aiact_assistant.domain import AiactError, Answer, AnswerStatus, BadInput, Language
from aiact_assistant.settings import Settings
from aiact_assistant.ui import render
from aiact_assistant.ui.beoordeling_routes import Assesses
from aiact_assistant.ui.conversation import Turn, change_last, earlier_questions
from aiact_assistant.ui.feedback import save_feedback
from aiact_assistant.ui.layout import Layout
from aiact_assistant.ui.session import Run, Session
from aiact_assistant.ui.texts import examples, text

log = logging.getLogger(__name__)

Updates = dict[Any, Any]

# Before a question is sent, the browser says whether the date is half filled in: its value is empty then.
_CHECK_DATE = "(...given) => window.aiact.withDate(given)"
_COPY = "(copy, ...rest) => window.aiact.copy(copy).then((done) => [done ? 'ja' : '', ...rest])"
_SWITCH = "(language, ...rest) => { window.aiact.language(language); return [language, ...rest]; }"


class AssistantLike(Assesses, Protocol):
    """What the page needs of the assistant."""

    settings: Settings

    def stream(
        self,
        question: str,
        *,
        language: Language = "nl",
        on: date | None = None,
        history: Sequence[str] = (),
        cancelled: Callable[[], bool] = ...,
    ) -> Iterator[Answer]:
        """A growing answer."""
        ...

    def entries(self, language: Language) -> tuple[BrowsedEntry, ...]:
        """The whole kennisbank."""
        ...

    def walk(self, address: str, action: Action | None = None) -> Walk:
        """The next step through the questions of the beslishulp."""
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

    def ask(self, typed: str, session: Session, day: str) -> Iterator[Updates]:
        """Answer a question, one step of the answer after another."""
        ui, language = self._ui, session.language
        if not typed.strip():
            yield self._refuse(text("empty", language))
            return
        try:
            on = date.fromisoformat(day) if day else None
        except ValueError:
            yield self._refuse(text("bad_date", language))
            return
        earlier = earlier_questions(session.turns)

        def make(cancelled: Callable[[], bool]) -> Iterator[Answer]:
            return self._assistant.stream(typed, language=language, on=on, history=earlier, cancelled=cancelled)

        run = session.begin(Turn(typed, language), make)
        if run is None:
            yield {ui.session: session}
            return
        try:
            yield self._view(session) | self.quiet(session) | {ui.question: ""}
            yield from self._steps(typed, session, run)
        finally:
            session.end(run)

    def _steps(self, typed: str, session: Session, run: Run) -> Iterator[Updates]:
        ui = self._ui
        try:
            for answer in run.steps():
                if session.update(run, answer=answer):
                    yield self._view(session)
            if session.update(run, done=True, stopped=run.stopped):
                yield self._view(session)
        except BadInput as error:
            session.drop(run)
            yield self._view(session) | self._refuse(error.message(session.language)) | {ui.question: typed}
        except AiactError as error:
            yield self._failed(typed, session, run, error)
        except Exception as error:
            log.error("question failed: %s", type(error).__name__)
            yield self._failed(typed, session, run, AiactError(text("failed", "nl"), text("failed", "en")))

    def _failed(self, typed: str, session: Session, run: Run, error: AiactError) -> Updates:
        """A question without an answer can still be sent to the help desk, and stays in the box to be tried again."""
        nothing = Answer(typed, session.language, date.today(), AnswerStatus.NO_SOURCES, "")
        contact = mailto(nothing, self._assistant.settings.contact_email)
        session.update(run, answer=None, error=error, contact=contact, done=True)
        return self._view(session) | {self._ui.question: typed}

    def begin_again(self, session: Session) -> Updates:
        """A page as if just opened."""
        ui = self._ui
        session.begin_again()
        return self._view(session) | self.quiet(session) | {ui.question: "", ui.date: ""}

    # -- after an answer

    def choose(self, vote: str, session: Session) -> Updates:
        """A thumb opens the form in which the verdict is confirmed."""
        ui = self._ui
        session.vote = vote
        label = text(f"reason_{vote}", session.language)
        return {ui.verdict: gr.update(visible=True), ui.reason: gr.update(label=label)}

    def keep(self, reason: str, session: Session) -> Updates:
        """Save the verdict, once for each answer."""
        ui = self._ui
        with session.lock:
            last = session.turns[-1] if session.turns else None
            if last is None or last.answer is None or not last.complete or last.judged or not session.vote:
                return {ui.verdict: gr.update(visible=False)}
            try:
                save_feedback(self._assistant.settings.data_dir, last.answer, session.vote, reason)
            except AiactError as error:
                return {ui.confirmation: render.paragraph(error.message(session.language))}
            session.turns = change_last(session.turns, judged=True)
        thanks = {ui.confirmation: render.paragraph(text("thanks", session.language))}
        return self._view(session) | self.quiet(session) | thanks

    def quiet(self, session: Session) -> Updates:
        """No message, no half-given verdict."""
        ui = self._ui
        session.vote = ""
        return {ui.alert: "", ui.confirmation: "", ui.verdict: gr.update(visible=False), ui.reason: ""}

    def copied(self, done: str, session: Session) -> Updates:
        """Say whether the browser could copy."""
        return {self._ui.confirmation: render.paragraph(text("copied" if done else "not_copied", session.language))}

    # -- language

    def translate(self, language: Language, session: Session) -> Updates:
        """Every word of the page in the other language; the conversation stays as it was."""
        ui = self._ui
        session.language = language
        buttons = {ui.send: "send", ui.stop: "stop", ui.new: "new", ui.copy: "copy", ui.up: "up", ui.down: "down"}
        buttons |= {ui.keep: "keep", ui.cancel: "cancel"}
        view = self._view(session)
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
            ui.reason: gr.update(label=text(f"reason_{session.vote or 'down'}", language)),
            ui.verdict_note: render.paragraph(text("feedback_note", language)),
            ui.confirmation: "",
            ui.alert: "",
            **dict(zip(ui.examples, examples(language), strict=True)),
        }

    # -- drawing

    def _view(self, session: Session) -> Updates:
        """All that depends on the conversation. The session itself is the same object: Gradio notes that it lives."""
        ui, turns, language = self._ui, session.turns, session.language
        last = turns[-1] if turns else None
        busy = last is not None and not last.done
        complete = last is not None and last.complete
        may_judge = last is not None and last.complete and not last.judged and self._assistant.settings.feedback
        return {
            ui.session: session,
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
    # Gradio would ignore a question that is sent in the moment after the last answer; the session knows better.
    asking: dict[str, Any] = {"js": _CHECK_DATE, "trigger_mode": "multiple", **hidden}
    conversation = [ui.session, ui.welcome, ui.conversation, ui.live, ui.panel, ui.copy_text]
    conversation += [ui.actions, ui.up, ui.down, ui.send, ui.stop]
    messages = [ui.alert, ui.confirmation, ui.verdict, ui.reason]
    drawn = [*conversation, *messages, ui.question]
    mine = [ui.session]

    for sent in (ui.send.click, ui.question.submit):
        sent(events.ask, [ui.question, ui.session, ui.date], drawn, **asking)
    for example in ui.examples:
        example.click(events.ask, [example, ui.session, ui.date], drawn, **asking)
    ui.stop.click(Session.stop, mine, None, **hidden)
    ui.new.click(events.begin_again, mine, [*drawn, ui.date], **hidden)

    ui.up.click(partial(events.choose, "up"), mine, [ui.verdict, ui.reason], **hidden)
    ui.down.click(partial(events.choose, "down"), mine, [ui.verdict, ui.reason], **hidden)
    ui.cancel.click(events.quiet, mine, messages, **hidden)
    ui.keep.click(events.keep, [ui.reason, ui.session], [*conversation, *messages], **hidden)
    ui.copy.click(events.copied, [ui.copy_text, ui.session], [ui.confirmation], js=_COPY, **hidden)

    words = [ui.header, ui.banner, ui.language, ui.welcome_text, *ui.examples, ui.question, ui.keys, ui.date, ui.new]
    words += [ui.copy, ui.reason, ui.verdict_note, ui.keep, ui.cancel, ui.confirmation, ui.alert]
    translated = list(dict.fromkeys([*conversation, *words]))
    ui.language.change(events.translate, [ui.language, ui.session], translated, js=_SWITCH, **hidden)
