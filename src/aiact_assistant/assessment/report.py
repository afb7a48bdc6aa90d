"""A decision as a memo in Markdown: what is known, what follows, why, and from when. Pure.

Comes in: the rules and a ``Decision``. Goes out: Markdown to read, edit and put in a file. It is a draft that a person
assesses, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

from aiact_assistant.assessment.export.markdown import plain_text
from aiact_assistant.assessment.obligations import Aids
from aiact_assistant.assessment.path import StageState, stages
from aiact_assistant.assessment.rules import RuleBook
from aiact_assistant.assessment.words import (
    answer_name,
    group_names,
    outcome_name,
    provision_name,
    register_name,
    role_name,
    stage_name,
    start_of,
    state_name,
    status_name,
    written_day,
)
from aiact_assistant.corpus.cite import official_url
from aiact_assistant.domain import Decision, FindingStatus, Language, Obligation, ProvisionId

_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Beoordeling volgens de AI-verordening", "Assessment under the AI Act"),
    "draft": (
        "Concept: beoordeling door een mens vereist. De uitkomst volgt uit de antwoorden hieronder en uit vaste regels;"
        " er is geen taalmodel gebruikt. Dit is geen juridisch advies.",
        "Draft: assessment by a person is required. The outcome follows from the answers below and from fixed rules; no"
        " language model was used. This is not legal advice.",
    ),
    "day": ("Geldig op", "As in force on"),
    "rules": ("Versie van de regels", "Version of the rules"),
    "outcome": ("Uitkomst", "Outcome"),
    "class": ("Klasse", "Class"),
    "from": ("Van toepassing vanaf", "Applies from"),
    "roles": ("Rol", "Role"),
    "roles_open": ("Rol nog open", "Role still open"),
    "gpai": ("Algemene doeleinden", "General purpose"),
    "systemic": ("Systeemrisico", "Systemic risk"),
    "fria": ("Grondrechteneffectbeoordeling (artikel 27)", "Fundamental rights impact assessment (Article 27)"),
    "registers": ("Registers", "Registers"),
    "none": ("geen", "none"),
    "reasoning": ("Redenering, stap voor stap", "Reasoning, step by step"),
    "findings": ("Bevindingen", "Findings"),
    "no_findings": ("Er is geen bevinding.", "There is no finding."),
    "because": ("Feiten waarop dit rust", "Facts on which this rests"),
    "by": ("door", "by"),
    "duties": ("Verplichtingen", "Obligations"),
    "no_duties": (
        "Uit deze antwoorden volgen geen verplichtingen.",
        "No obligations follow from these answers.",
    ),
    "in_force": ("geldt op deze dag", "in force on this day"),
    "transition": ("Overgangsrecht", "Transition"),
    "maybe": ("mogelijk", "possibly"),
    "until": ("uiterlijk", "at the latest"),
    "requirement": ("Vereiste", "Requirement"),
    "measures": ("Maatregelen uit het Algoritmekader", "Measures of the Algoritmekader"),
    "tools": ("Hulpmiddelen uit het Algoritmekader", "Tools of the Algoritmekader"),
    "facts": ("Gegeven antwoorden", "Answers given"),
    "no_facts": ("Er is nog niets beantwoord.", "Nothing was answered yet."),
    "open": ("Nog te beantwoorden, het belangrijkste eerst", "Still to answer, most important first"),
    "conflicts": ("Antwoorden die een ander tegenspreken", "Answers that contradict another"),
}


def memo(
    book: RuleBook,
    decision: Decision,
    aids: Mapping[ProvisionId, Aids],
    titles: Mapping[ProvisionId, str],
    language: Language,
) -> str:
    """The memo on a decision.

    Args:
        book: the rules that decided.
        decision: the decision, with the facts it was made of.
        aids: measures and tools per requirement of the Algoritmekader.
        titles: titles of its pages; a page without one is named by its address.
        language: language of the memo.
    """
    return _Memo(book, decision, aids, titles, language).text()


def by_role(book: RuleBook, duties: Iterable[Obligation]) -> Iterator[tuple[str, tuple[Obligation, ...]]]:
    """The duties per role, in the order of the rules; those of the organisation itself come last."""
    order = {rule.id: place for place, rule in enumerate(book.roles)}

    def place(duty: Obligation) -> int:
        return order.get(duty.role, len(order))

    for _, found in groupby(sorted(duties, key=place), key=place):
        same = tuple(found)
        yield same[0].role, same


class _Memo:
    def __init__(
        self,
        book: RuleBook,
        decision: Decision,
        aids: Mapping[ProvisionId, Aids],
        titles: Mapping[ProvisionId, str],
        language: Language,
    ) -> None:
        self._book = book
        self._decision = decision
        self._aids = aids
        self._titles = titles
        self._language: Language = language

    def text(self) -> str:
        decision = self._decision
        lines = [
            f"# {self._word('title')}",
            "",
            f"> **{self._word('draft')}**",
            "",
            f"- {self._word('day')}: {written_day(decision.day, self._language)}",
            f"- {self._word('rules')}: `{decision.rules_version}`",
            *self._section("outcome", self._outcome()),
            *self._section("conflicts", self._questions(decision.conflicts)),
            *self._section("reasoning", self._stages()),
            *self._section("findings", self._findings(), "no_findings"),
            *self._section("duties", self._duties(), "no_duties"),
            *self._section("open", self._questions(decision.open_questions)),
            *self._section("facts", self._facts(), "no_facts"),
            *self._section("measures", self._pages(lambda aid: aid.measures)),
            *self._section("tools", self._pages(lambda aid: aid.tools)),
        ]
        return "\n".join(lines) + "\n"

    def _section(self, heading: str, lines: Iterable[str], nothing: str = "") -> list[str]:
        """A heading with what stands under it; a section without anything to say is left out."""
        body = list(lines) or ([self._word(nothing)] if nothing else [])
        return ["", f"## {self._word(heading)}", "", *body] if body else []

    def _outcome(self) -> Iterator[str]:
        decision, language = self._decision, self._language
        roles = ", ".join(role_name(role, language) for role in decision.roles)
        registers = ", ".join(register_name(name, language) for name in decision.registers)
        yield f"- {self._word('class')}: **{outcome_name(decision, language)}**"
        if decision.applies_from:
            yield f"- {self._word('from')}: {written_day(decision.applies_from, language)}"
        yield f"- {self._word('roles')}: {roles or self._word('none')}"
        if decision.roles_open:
            waiting = ", ".join(role_name(role, language) for role in decision.roles_open)
            yield f"- {self._word('roles_open')}: {waiting}"
        yield f"- {self._word('gpai')}: {answer_name(decision.gpai, language)}"
        yield f"- {self._word('systemic')}: {answer_name(decision.systemic_risk, language)}"
        yield f"- {self._word('fria')}: {answer_name(decision.fria, language)}"
        yield f"- {self._word('registers')}: {registers or self._word('none')}"

    def _stages(self) -> Iterator[str]:
        language = self._language
        for place, stage in enumerate(stages(self._book, self._decision), 1):
            stands = ", ".join(plain_text(name[language]) for name in stage.names)
            state = state_name(stage.id, stage.state.value, language)
            yield (
                f"{place}. **{stage_name(stage.id, language)}** ({self._link(stage.provision)}):"
                f" {state}{f': {stands}' if stands else ''}."
            )
            if stage.state is not StageState.OPEN:
                yield from (f"   - {self._answered(name)}" for name in stage.because)

    def _findings(self) -> Iterator[str]:
        language = self._language
        for finding in self._decision.findings:
            if finding.status is FindingStatus.UNDETERMINED:
                continue
            by = f" {self._word('by')} {self._link(finding.excluded_by)}" if finding.excluded_by else ""
            start = finding.applies_from
            since = f", {self._word('from').lower()} {written_day(start, language)}" if start else ""
            yield (
                f"- **{plain_text(finding.name[language])}** ({self._link(finding.provision)}):"
                f" {status_name(finding.status, language)}{by}{since}."
            )
            yield f"  {self._word('because')}: {', '.join(self._answer(name) for name in finding.because)}."

    def _duties(self) -> Iterator[str]:
        for place, (role, duties) in enumerate(by_role(self._book, self._decision.obligations)):
            if place:
                yield ""
            yield f"### {role_name(role, self._language).capitalize()}"
            yield ""
            for duty in duties:
                yield from self._duty(duty)

    def _duty(self, duty: Obligation) -> Iterator[str]:
        language = self._language
        start = f"{self._word('in_force')}, {start_of(duty, language)}" if duty.in_force else start_of(duty, language)
        yield f"- {plain_text(duty.what[language])} ({self._link(duty.provision)}): {start}."
        for transition in duty.transitions:
            sure = "" if transition.status is FindingStatus.HOLDS else f"{self._word('maybe')}: "
            until = f", {self._word('until')} {written_day(transition.until, language)}" if transition.until else ""
            yield (
                f"  {self._word('transition')}: {sure}{plain_text(transition.name[language])}"
                f" ({self._link(transition.provision)}){until}."
            )
        for requirement in duty.algoritmekader:
            yield f"  - {self._word('requirement')}: {self._link(requirement)}"

    def _questions(self, names: Iterable[str]) -> Iterator[str]:
        for name in names:
            yield f"- {plain_text(self._book.questions[name].text[self._language])} (`{name}`)"

    def _facts(self) -> Iterator[str]:
        facts = self._decision.facts
        first = True
        for group, title in group_names(self._language).items():
            found = [fact for fact in facts.values() if self._book.questions[fact.id].group == group]
            if not found:
                continue
            if not first:
                yield ""
            first = False
            yield f"### {title}"
            yield ""
            for fact in found:
                source = f" ({plain_text(fact.source)})" if fact.source else ""
                yield f"- {self._answered(fact.id)}{source} (`{fact.id}`)"
                for one in fact.evidence:
                    page = f", p. {one.page}" if one.page is not None else ""
                    yield f"  > {plain_text(one.quote)} ({plain_text(one.file)}{page})"

    def _pages(self, kind: Callable[[Aids], Iterable[ProvisionId]]) -> Iterator[str]:
        """Each page once, although many requirements name the same ones."""
        wanted = dict.fromkeys(name for duty in self._decision.obligations for name in duty.algoritmekader)
        pages = (page for name in wanted if name in self._aids for page in kind(self._aids[name]))
        return (f"- {self._link(page)}" for page in dict.fromkeys(pages))

    def _answered(self, name: str) -> str:
        words = plain_text(self._book.questions[name].text[self._language])
        return f"{words} **{answer_name(self._decision.facts[name].answer, self._language)}**"

    def _answer(self, name: str) -> str:
        fact = self._decision.facts.get(name)
        return f"`{name}`" if fact is None else f"`{name}` ({answer_name(fact.answer, self._language)})"

    def _link(self, provision: ProvisionId) -> str:
        name = plain_text(provision_name(provision, self._titles, self._language))
        url = official_url(provision, self._language)
        return f"[{name}]({url})" if url else name

    def _word(self, key: str) -> str:
        return _WORDS[key][0 if self._language == "nl" else 1]
