"""The tab "Beslishulp" as escaped HTML: one question, the answers so far, and what follows from them. Pure.

Comes in: a ``Walk``, which has decided everything. Goes out: the whole of the tab; ``beslishulp.js`` puts it in the
page and says what the visitor does next. The answers are in ``data-adres`` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from itertools import groupby

from aiact_assistant.assessment.address import FIRST_DAY, LAST_DAY
from aiact_assistant.assessment.path import Stage, StageState, deciding_stage
from aiact_assistant.assessment.report import by_role
from aiact_assistant.assessment.rules import FactQuestion
from aiact_assistant.assessment.walk import Walk
from aiact_assistant.assessment.words import (
    answer_name,
    group_names,
    outcome_name,
    register_name,
    role_name,
    stage_name,
    start_of,
    state_name,
    status_name,
    written_day,
)
from aiact_assistant.corpus.labels import format_reference
from aiact_assistant.domain import Fact, Finding, FindingStatus, Language, Obligation, ProvisionId, RiskClass, TraceStep
from aiact_assistant.ui import drawing
from aiact_assistant.ui.prose import html_text, provision_link
from aiact_assistant.ui.texts import text

_TONES: dict[RiskClass, drawing.Tone] = {
    RiskClass.PROHIBITED: "red",
    RiskClass.HIGH_RISK: "amber",
    RiskClass.HIGH_RISK_EXEMPT: "teal",
    RiskClass.TRANSPARENCY: "teal",
    RiskClass.MINIMAL: "green",
    RiskClass.NOT_AI_SYSTEM: "green",
    RiskClass.OUT_OF_SCOPE: "green",
    RiskClass.UNDETERMINED: "grey",
}
_REPLIES = (("yes", "bh_yes", True), ("no", "bh_no", False), ("unknown", "bh_unknown", None))
# Answers in the picture for one stage: with more it no longer is one.
_SHOWN_REASONS = 2
_SHOWN_OPEN = 8
_SHOWN_WAITS = 3


def view(walk: Walk, language: Language) -> str:
    """The whole tab."""
    return _View(walk, language).html()


class _View:
    def __init__(self, walk: Walk, language: Language) -> None:
        self._walk = walk
        self._decision = walk.decision
        self._language: Language = language

    def html(self) -> str:
        said = f"{self._word('bh_outcome')}: {outcome_name(self._decision, self._language)}"
        duties = len(self._decision.obligations)
        spoken = f"{said}. {self._word('bh_duties')}: {duties}."
        return (
            f'<div class="bh" data-adres="{escape(self._walk.address)}" data-stand="{escape(spoken)}"'
            f' data-aantal="{len(self._walk.facts)}">'
            f'<h2 class="onzichtbaar">{self._html("tab_beslishulp")}</h2>{self._bar()}{self._warnings()}'
            f'<div class="bh-kolommen"><div>{self._question()}{self._answers()}{self._duties()}</div>'
            f"<div>{self._outcome()}{self._path()}{self._timeline()}{self._findings()}{self._open()}</div></div>"
            f"{self._trace()}{self._dialog()}</div>"
        )

    # -- the bar

    def _bar(self) -> str:
        none = "" if self._walk.facts else " disabled"
        return (
            '<div class="bh-balk"><div class="bh-datum">'
            f'<label for="bh-datum">{self._html("date")}</label><input type="date" id="bh-datum"'
            f' value="{self._decision.day.isoformat()}" min="{FIRST_DAY.isoformat()}" max="{LAST_DAY.isoformat()}">'
            f'{self._other_day()}</div><div class="bh-acties">'
            f'<button type="button" class="secondary" id="bh-kopieer">{self._html("bh_copy")}</button>'
            f'<button type="button" class="secondary" id="bh-memo"{none}>{self._html("bh_memo")}</button>'
            f'<button type="button" class="secondary" id="bh-json"{none}>{self._html("bh_json")}</button>'
            f'<button type="button" class="secondary" id="bh-opnieuw"{none}>{self._html("bh_again")}</button>'
            "</div></div>"
        )

    def _is_today(self) -> bool:
        return self._decision.day == self._walk.today

    def _other_day(self) -> str:
        if self._is_today():
            return ""
        today = written_day(self._walk.today, self._language)
        return f'<span class="noot">{self._html("bh_not_today")} {escape(today)}.</span>'

    def _warnings(self) -> str:
        parts = ""
        if self._walk.skipped:
            words = self._word("bh_skipped").replace("#", str(self._walk.skipped))
            parts += f'<div class="bh-let-op" role="alert"><p>{escape(words)}</p></div>'
        if self._decision.conflicts:
            names = "".join(f"<li>{self._changeable(name)}</li>" for name in self._decision.conflicts)
            parts += f'<div class="bh-let-op" role="alert"><p>{self._html("bh_conflicts")}</p><ul>{names}</ul></div>'
        return parts

    # -- one question

    def _question(self) -> str:
        question = self._walk.question
        if question is None:
            done = "bh_done_text" if not self._decision.open_questions else "bh_done_unknown"
            return (
                '<section class="bh-vraag bh-klaar" aria-labelledby="bh-kop">'
                f'<h3 id="bh-kop" tabindex="-1">{self._html("bh_done")}</h3><p>{self._html(done)}</p>'
                f"{self._steps(None)}</section>"
            )
        given = self._decision.facts.get(question.id)
        number = self._place(question)
        group = group_names(self._language)[question.group]
        left = "" if given else f" · {self._word('bh_left').replace('#', str(self._walk.left))}"
        return (
            f'<section class="bh-vraag" aria-labelledby="bh-kop" data-vraag="{escape(question.id)}">'
            f'<p class="bh-teller">{self._html("bh_question")} {number} · {escape(group)}{escape(left)}</p>'
            f'<h3 id="bh-kop" tabindex="-1">{escape(question.text[self._language])}</h3>'
            f"<p>{escape(question.explanation[self._language])}</p>"
            f'<p class="bh-voorbeeld"><strong>{self._html("bh_example")}</strong>'
            f" {escape(question.example[self._language])}</p>"
            f"{self._buttons(given)}{self._steps(given)}"
            f'<p class="bh-bron">{self._html("sources")}: {self._links(question.provisions)}</p></section>'
        )

    def _place(self, question: FactQuestion) -> int:
        order = [fact.id for fact in self._walk.facts]
        return order.index(question.id) + 1 if question.id in order else len(order) + 1

    def _buttons(self, given: Fact | None) -> str:
        buttons = "".join(
            f'<button type="button" data-antwoord="{reply}" aria-keyshortcuts="{key}"'
            f' aria-pressed="{str(given is not None and given.answer is answer).lower()}">{self._html(word)}'
            f' <kbd aria-hidden="true">{key}</kbd></button>'
            for (reply, word, answer), key in zip(_REPLIES, self._word("bh_letters"), strict=True)
        )
        return f'<div class="bh-antwoorden" role="group" aria-labelledby="bh-kop">{buttons}</div>'

    def _steps(self, given: Fact | None) -> str:
        """Back to what was answered, and on from there without a change."""
        back = on = ""
        if self._walk.previous:
            back = (
                f'<button type="button" class="bh-stap" id="bh-terug" data-naar="{escape(self._walk.previous)}">'
                f"{self._html('bh_back')}</button>"
            )
        if given is not None:
            on = f'<button type="button" class="bh-stap" id="bh-verder">{self._html("bh_on")}</button>'
        return f'<div class="bh-stappen">{back}{on}</div>' if back or on else ""

    # -- the answers so far

    def _answers(self) -> str:
        facts = self._walk.facts
        if not facts:
            return f'<section class="bh-gegeven"><p class="noot">{self._html("bh_private")}</p></section>'
        parts = ""
        for group, name in group_names(self._language).items():
            found = [fact for fact in facts if self._walk.book.questions[fact.id].group == group]
            if found:
                items = "".join(map(self._given, found))
                parts += (
                    f'<details id="bh-groep-{group}"><summary><h4>{escape(name)}</h4>'
                    f'<span class="kb-tel">{len(found)}</span></summary><ul>{items}</ul></details>'
                )
        return (
            f'<section class="bh-gegeven" aria-labelledby="bh-gegeven-kop"><h3 id="bh-gegeven-kop" tabindex="-1">'
            f"{self._html('bh_given')} ({len(facts)})</h3>{parts}"
            f'<p class="noot">{self._html("bh_private")}</p></section>'
        )

    def _given(self, fact: Fact) -> str:
        question = escape(self._walk.book.questions[fact.id].text[self._language])
        answer = {True: "ja", False: "nee", None: "onbekend"}[fact.answer]
        shown = escape(answer_name(fact.answer, self._language))
        about = f'<span class="onzichtbaar">: {question}</span>'
        return (
            f'<li><p>{question} <strong class="bh-{answer}">{shown}</strong></p><div>'
            f'<button type="button" class="bh-klein" data-naar="{fact.id}">{self._html("bh_change")}{about}</button>'
            f'<button type="button" class="bh-klein" data-wis="{fact.id}">{self._html("bh_remove")}{about}</button>'
            "</div></li>"
        )

    # -- the outcome

    def _outcome(self) -> str:
        decision, language = self._decision, self._language
        tone = self._tone()
        lines: list[tuple[str, str]] = []
        if decision.applies_from:
            lines.append((self._word("bh_from"), written_day(decision.applies_from, language)))
        if decision.risk_class is RiskClass.UNDETERMINED and self._walk.facts:
            lines.append((self._word("bh_usual"), outcome_name(self._walk.usual, language)))
        none = "bh_none_yet" if decision.roles_open else "bh_none"
        lines.append((self._word("bh_roles"), self._names(decision.roles) or self._word(none)))
        if decision.roles and decision.roles_open:
            lines.append((self._word("bh_roles_open"), self._names(decision.roles_open)))
        if decision.gpai:
            lines.append(
                (stage_name("gpai", language), self._word("bh_systemic" if decision.systemic_risk else "bh_yes"))
            )
        lines.append((self._word("bh_duties"), self._counted()))
        if decision.registers:
            registers = ", ".join(register_name(name, language) for name in decision.registers)
            lines.append((self._word("bh_registers"), registers))
        if decision.fria:
            lines.append((self._word("bh_fria"), self._word("bh_fria_needed")))
        facts = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in lines)
        return (
            f'<section class="bh-stand bh-{tone}" aria-labelledby="bh-stand-kop">'
            f'<h3 id="bh-stand-kop"><span>{self._html("bh_outcome")}</span> {escape(self._class())}</h3>'
            f'<dl>{facts}</dl><p class="noot">{self._html("bh_draft")}</p></section>'
        )

    def _tone(self) -> drawing.Tone:
        """A model is no system, but its provider has duties all the same."""
        risk_class = self._decision.risk_class
        return "teal" if risk_class is RiskClass.NOT_AI_SYSTEM and self._decision.gpai else _TONES[risk_class]

    def _class(self) -> str:
        name = outcome_name(self._decision, self._language)
        return name[0].upper() + name[1:]

    def _counted(self) -> str:
        duties = self._decision.obligations
        if not duties:
            return self._word("bh_none_yet" if self._decision.open_questions else "bh_none")
        form = self._word("bh_now" if self._is_today() else "bh_then")
        return f"{len(duties)}, {form.replace('#', str(sum(duty.in_force for duty in duties)))}"

    def _names(self, roles: Iterable[str]) -> str:
        return ", ".join(role_name(role, self._language) for role in roles)

    def _path(self) -> str:
        decision = self._decision
        note = ""
        if decision.applies_from:
            note = f"{self._word('bh_from')} {written_day(decision.applies_from, self._language)}"
        opened = next((stage.id for stage in self._walk.stages if stage.state is StageState.OPEN), None)
        drawn = drawing.path(
            [self._step(stage, waits=stage.id == opened) for stage in self._walk.stages],
            self._class(),
            note,
            self._tone(),
            self._word("bh_path"),
        )
        return f'<section class="bh-pad"><h3>{self._html("bh_path")}</h3>{drawn}</section>'

    def _step(self, stage: Stage, *, waits: bool) -> drawing.Step:
        """A stage for the picture; only the first open one says what it waits for."""
        language, questions = self._language, self._walk.book.questions
        is_open = stage.state is StageState.OPEN
        because: Sequence[str] = stage.because if not is_open else stage.because[:1] if waits else ()
        shown = because[:_SHOWN_REASONS]
        reasons = tuple(
            f"{self._word('bh_waits')}: {questions[name].text[language]}" if is_open else self._answered(name)
            for name in shown
        )
        others = len(because) - len(shown)
        decisive = stage.id == deciding_stage(self._decision)
        stands = ", ".join(name[language] for name in stage.names)
        state = state_name(stage.id, stage.state.value, language)
        return drawing.Step(
            name=stage_name(stage.id, language),
            state=stage.state.value,
            says=f"{state}: {stands}" if stands else state,
            reasons=reasons,
            more=self._more(others),
            tone=self._tone() if decisive else None,
        )

    def _more(self, others: int) -> str:
        return (
            ["", self._word("bh_more_one")][others] if others < 2 else self._word("bh_more").replace("#", str(others))
        )

    def _answered(self, name: str) -> str:
        answer = answer_name(self._decision.facts[name].answer, self._language)
        return f"{answer[0].upper()}{answer[1:]}: {self._walk.book.questions[name].text[self._language]}"

    # -- duties and days

    def _duties(self) -> str:
        duties = self._decision.obligations
        heading = f"<h3>{self._html('bh_duties')}{f' ({len(duties)})' if duties else ''}</h3>"
        if not duties:
            word = "bh_no_duties_yet" if self._decision.open_questions else "bh_no_duties"
            return f'<section class="bh-plichten">{heading}<p class="leeg">{self._html(word)}</p></section>'
        parts = ""
        for role, found in by_role(self._walk.book, duties):
            name = role_name(role, self._language)
            items = "".join(map(self._duty, found))
            parts += f"<h4>{self._html('bh_for')} {escape(name)}</h4><ul>{items}</ul>"
        return f'<section class="bh-plichten">{heading}{parts}</section>'

    def _duty(self, duty: Obligation) -> str:
        language = self._language
        start = escape(start_of(duty, language))
        now = (
            f'<span class="bh-nu">{self._html("bh_in_force" if self._is_today() else "bh_in_force_then")}</span> '
            if duty.in_force
            else ""
        )
        moved = "".join(
            f'<p class="noot">{self._transition(transition.status)} {escape(transition.name[language])}'
            f" ({self._links([transition.provision])})"
            f"{self._until(transition.until)}</p>"
            for transition in duty.transitions
        )
        return (
            f"<li><p>{escape(duty.what[language])}</p>"
            f'<p class="bh-wanneer">{now}<span>{start}</span> {self._links([duty.provision])}</p>{moved}'
            f"{self._help(duty)}</li>"
        )

    def _transition(self, status: FindingStatus) -> str:
        return self._html("bh_transition" if status is FindingStatus.HOLDS else "bh_transition_open")

    def _until(self, until: date | None) -> str:
        if until is None:
            return ""
        return f", {self._html('bh_until')} {escape(written_day(until, self._language))}"

    def _help(self, duty: Obligation) -> str:
        """The requirement of the Algoritmekader, with what helps to meet it folded in."""
        parts = ""
        for requirement in duty.algoritmekader:
            aid = self._walk.aids.get(requirement)
            pages = (*aid.measures, *aid.tools) if aid else ()
            items = "".join(f"<li>{self._page(page)}</li>" for page in pages)
            summary = f"{self._html('bh_help')} ({len(pages)})"
            parts += f'<p class="bh-vereiste">{self._html("bh_requirement")}: {self._page(requirement)}</p>'
            if pages:
                name = f"bh-hulp-{escape(duty.rule)}-{escape(requirement.rpartition('/')[2])}"
                parts += f'<details id="{name}"><summary>{summary}</summary><ul>{items}</ul></details>'
        return parts

    def _timeline(self) -> str:
        decision, language = self._decision, self._language
        dated = [duty for duty in decision.obligations if duty.applies_from]
        if not dated:
            return ""
        moments = [
            drawing.Moment(
                day.toordinal(),
                written_day(day, language),
                "past" if day <= self._walk.today else "future",
                self._on_a_day(list(duties)),
            )
            for day, duties in groupby(sorted(dated, key=_start), key=_start)
        ]
        today = f"{self._word('bh_today')}: {written_day(self._walk.today, language)}"
        moments.append(drawing.Moment(self._walk.today.toordinal(), today, "today"))
        drawn = drawing.timeline(moments, self._word("bh_timeline"))
        undated = len(decision.obligations) - len(dated)
        rest = f'<p class="noot">{escape(self._word("bh_undated").replace("#", str(undated)))}</p>' if undated else ""
        return f'<section class="bh-tijd"><h3>{self._html("bh_timeline")}</h3>{drawn}{rest}</section>'

    def _on_a_day(self, duties: Sequence[Obligation]) -> tuple[str, ...]:
        """How many duties start, and for each role the articles."""
        count = len(duties)
        lines = [self._word("bh_one_starts") if count == 1 else self._word("bh_start").replace("#", str(count))]
        for role, found in by_role(self._walk.book, duties):
            articles = dict.fromkeys(duty.provision.partition(".")[0] for duty in found)
            labels = [format_reference(name, self._language, act=False) for name in articles]
            word = labels[0].split()[0]
            numbers = ", ".join(label.removeprefix(f"{word} ") for label in labels)
            lines.append(f"{role_name(role, self._language)}: {word} {numbers}")
        return tuple(lines)

    # -- why

    def _findings(self) -> str:
        shown = [f for f in self._decision.findings if f.status is not FindingStatus.UNDETERMINED]
        if not shown:
            return ""
        items = "".join(map(self._finding, shown))
        return f'<section class="bh-bevindingen"><h3>{self._html("bh_findings")}</h3><ul>{items}</ul></section>'

    def _finding(self, finding: Finding) -> str:
        language = self._language
        by = f" {self._html('bh_by')} {self._links([finding.excluded_by])}" if finding.excluded_by else ""
        since = ""
        if finding.applies_from:
            since = f", {self._html('bh_from').lower()} {escape(written_day(finding.applies_from, language))}"
        return (
            f"<li><p><strong>{escape(finding.name[language])}</strong></p><p>"
            f"{escape(status_name(finding.status, language))}{by}{since} {self._links([finding.provision])}</p></li>"
        )

    def _open(self) -> str:
        names = self._decision.open_questions
        if not names:
            return ""
        first = "".join(f"<li>{self._changeable(name)}</li>" for name in names[:_SHOWN_OPEN])
        others = len(names) - _SHOWN_OPEN
        rest = (
            f'<p class="noot">{escape(self._word("bh_more_open").replace("#", str(others)))}</p>' if others > 0 else ""
        )
        return (
            f'<details id="bh-open" class="bh-vouw bh-open"><summary>{self._html("bh_open")} ({len(names)})</summary>'
            f"<ol>{first}</ol>{rest}</details>"
        )

    def _changeable(self, name: str) -> str:
        words = escape(self._walk.book.questions[name].text[self._language])
        known = self._decision.facts.get(name)
        said = f" <strong>({escape(answer_name(known.answer, self._language))})</strong>" if known else ""
        return f'<button type="button" class="bh-link" data-naar="{name}">{words}</button>{said}'

    def _trace(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(step.name[self._language])}</td>"
            f"<td>{escape(answer_name(step.value, self._language))}</td>"
            f"<td>{self._links([step.provision])}</td><td>{self._facts(step)}</td></tr>"
            for step in self._decision.trace
        )
        heads = "".join(
            f'<th scope="col">{self._html(key)}</th>' for key in ("bh_rule", "bh_value", "bh_provision", "bh_because")
        )
        version = f"{self._word('bh_version')}: {self._decision.rules_version}"
        return (
            f'<details id="bh-spoor" class="bh-vouw bh-spoor"><summary>{self._html("bh_trace")}</summary>'
            f'<div class="bh-rol" tabindex="0" role="region" aria-label="{self._html("bh_trace")}"><table><thead><tr>'
            f'{heads}</tr></thead><tbody>{rows}</tbody></table></div><p class="noot">{escape(version)}</p></details>'
        )

    def _facts(self, step: TraceStep) -> str:
        """Facts by their id, with what they ask in the tooltip; of an open rule only the first, for there are many."""
        questions, facts = self._walk.book.questions, self._decision.facts
        shown = step.because if step.value is not None else step.because[:_SHOWN_WAITS]
        listed = [
            f'<span title="{escape(questions[name].text[self._language])}">{name}'
            f"{f' ({escape(answer_name(facts[name].answer, self._language))})' if name in facts else ''}</span>"
            for name in shown
        ]
        others = len(step.because) - len(shown)
        return ", ".join(listed) + (f" + {others}" if others else "")

    def _dialog(self) -> str:
        return (
            '<dialog id="bh-dialoog" aria-labelledby="bh-dialoog-kop">'
            f'<h3 id="bh-dialoog-kop">{self._html("bh_again_sure")}</h3><p>{self._html("bh_again_text")}</p><div>'
            f'<button type="button" class="primary" id="bh-wis-alles">{self._html("bh_again_yes")}</button>'
            f'<button type="button" class="secondary" id="bh-niet">{self._html("cancel")}</button></div></dialog>'
        )

    # -- words and links

    def _links(self, provisions: Iterable[ProvisionId]) -> str:
        return ", ".join(map(self._page, provisions))

    def _page(self, provision: ProvisionId) -> str:
        return provision_link(provision, self._walk.titles, self._language)

    def _word(self, key: str) -> str:
        return text(key, self._language)

    def _html(self, key: str) -> str:
        return html_text(key, self._language)


def _start(duty: Obligation) -> date:
    return duty.applies_from or LAST_DAY
