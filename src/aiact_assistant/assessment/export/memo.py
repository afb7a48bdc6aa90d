"""What stands in the memo on a draft assessment. Pure.

Comes in: the rules and a ``Draft``. Goes out: a ``Memo`` of blocks in one language. What was proposed, what a person
said and what the rules make of it stand beside each other; nothing is left out because it was changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from aiact_assistant.assessment.export.blocks import (
    Block,
    Heading,
    Items,
    Memo,
    Paragraph,
    Source,
    Span,
    Spans,
    Table,
    cell,
    plain,
)
from aiact_assistant.assessment.path import StageState, stages
from aiact_assistant.assessment.report import by_role
from aiact_assistant.assessment.rules import RuleBook
from aiact_assistant.assessment.words import (
    answer_name,
    class_name,
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
from aiact_assistant.corpus.cite import ACT_NAMES, official_url
from aiact_assistant.domain import (
    Draft,
    DraftFact,
    Evidence,
    FindingStatus,
    Gap,
    GapStatus,
    Language,
    Obligation,
    ProvisionId,
    RiskClass,
    TraceStep,
)

BANNER: Mapping[Language, str] = {
    "nl": "Concept: beoordeling door een mens vereist",
    "en": "Draft: assessment by a person is required",
}
_SHOWN_REASONS = 6
_SHOWN_FACTS = 3

_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Beoordeling volgens de AI-verordening", "Assessment under the AI Act"),
    "intro": (
        "Dit concept is gemaakt uit de documentatie van het systeem en uit vaste regels. Het is geen besluit en geen"
        " juridisch advies. Een mens controleert de feiten en beoordeelt de uitkomst.",
        "This draft was made from the documentation of the system and from fixed rules. It is no decision and no legal"
        " advice. A person checks the facts and judges the outcome.",
    ),
    "date": ("Datum", "Date"),
    "law_on": ("Recht zoals het geldt op", "Law as in force on"),
    "files": ("Documenten", "Documents"),
    "checked": ("Nagekeken", "Checked"),
    "checked_value": (
        "{confirmed} feiten bevestigd of ingevuld, {changed} gewijzigd, {open} voorstellen nog niet nagekeken",
        "{confirmed} facts confirmed or filled in, {changed} changed, {open} proposals not checked yet",
    ),
    "summary": ("Uitkomst", "Outcome"),
    "draft_class": ("Waarschijnlijkste klasse", "Most likely class"),
    "class_now": ("Klasse volgens de regels, met deze antwoorden", "Class under the rules, with these answers"),
    "class_proposed": ("Klasse met alleen het voorstel", "Class with the proposal alone"),
    "resting": ("Op grond van", "On the ground of"),
    "from": ("Van toepassing vanaf", "Applies from"),
    "roles": ("Rol", "Role"),
    "roles_open": ("Rol nog open", "Role still open"),
    "fria": ("Grondrechteneffectbeoordeling (artikel 27)", "Fundamental rights impact assessment (Article 27)"),
    "registers": ("Registers", "Registers"),
    "none": ("geen", "none"),
    "differs": ("Waar voorstel, mens en regels verschillen", "Where proposal, person and rules differ"),
    "no_differs": ("Er zijn geen verschillen.", "There are no differences."),
    "facts": ("Feiten en bewijs", "Facts and evidence"),
    "facts_intro": (
        "Alleen vragen waarover de stukken of een mens iets zeggen. De zekerheid is een schatting van hoe duidelijk de"
        " stukken het zeggen. Lees altijd het bewijs.",
        "Only questions on which the documents or a person say something. The certainty is an estimate of how clearly"
        " the documents say it. Always read the evidence.",
    ),
    "no_facts": ("Er is nog geen antwoord.", "There is no answer yet."),
    "question": ("Vraag", "Question"),
    "proposal": ("Voorstel", "Proposal"),
    "person": ("Mens", "Person"),
    "by_rules": ("Regels", "Rules"),
    "reason": ("Reden", "Reason"),
    "evidence": ("Bewijs", "Evidence"),
    "no_evidence": ("geen plaats in de stukken", "no place in the documents"),
    "not_heard": ("niet nagekeken", "not checked"),
    "hint": ("misschien, zie het bewijs", "perhaps, see the evidence"),
    "certainty": ("zekerheid", "certainty"),
    "reasoning": ("Redenering", "Reasoning"),
    "findings": ("Bevindingen", "Findings"),
    "by": ("door", "by"),
    "duties": ("Verplichtingen", "Obligations"),
    "duties_expected": (
        "Er zijn nog open vragen. Wat hieronder 'voorlopig' heet, geldt als die het gewone antwoord krijgen.",
        "Questions are still open. What is called 'provisional' below holds if those get their usual answer.",
    ),
    "duties_intro": (
        "'Genoemd in de stukken' betekent dat het onderwerp aan de orde komt, niet dat aan de plicht is voldaan.",
        "'Mentioned in the documents' means that the subject comes up, not that the duty is met.",
    ),
    "no_duties": ("Er volgen geen verplichtingen.", "No obligations follow."),
    "duty": ("Verplichting", "Obligation"),
    "when": ("Vanaf", "From"),
    "in_dossier": ("In de stukken", "In the documents"),
    "found": ("genoemd", "mentioned"),
    "nothing": ("niets gevonden", "nothing found"),
    "provisional": ("voorlopig", "provisional"),
    "in_force": ("geldt nu", "in force"),
    "transition": ("overgangsrecht", "transition"),
    "maybe": ("mogelijk", "possibly"),
    "until": ("uiterlijk", "at the latest"),
    "not_applicable": ("Verplichtingen die niet gelden", "Obligations that do not apply"),
    "na_open": (
        "Verplichtingen die waarschijnlijk niet gelden: er zijn nog open vragen",
        "Obligations that probably do not apply: questions are still open",
    ),
    "questions": ("Vragen aan de eigenaar of leverancier", "Questions for the owner or supplier"),
    "warnings": ("Let op", "Please note"),
    "trace": ("Bijlage: alle regels", "Annex: all rules"),
    "rule": ("Regel", "Rule"),
    "value": ("Waarde", "Value"),
    "provision": ("Bepaling", "Provision"),
    "because": ("Feiten", "Facts"),
    "rules_open": ("Nog onbekend", "Still unknown"),
    "more": ("en nog", "and"),
    "account": ("Verantwoording", "Account"),
    "rules_version": ("Versie van de regels", "Version of the rules"),
    "corpus_version": ("Versie van de bronnen", "Version of the sources"),
    "model": ("Taalmodel", "Language model"),
    "no_model": ("niet gebruikt", "not used"),
    "unknown": ("onbekend", "unknown"),
}


def make_memo(book: RuleBook, draft: Draft, titles: Mapping[ProvisionId, str], language: Language) -> Memo:
    """The memo on a draft.

    Args:
        book: the rules that decided.
        draft: the draft.
        titles: titles of pages of the Algoritmekader; a page without one is named by its address.
        language: language of the memo; quotes stay as they are.
    """
    return _Writer(book, draft, titles, language).memo()


class _Writer:
    def __init__(self, book: RuleBook, draft: Draft, titles: Mapping[ProvisionId, str], language: Language) -> None:
        self._book = book
        self._draft = draft
        self._titles = titles
        self._language: Language = language

    def memo(self) -> Memo:
        parts = (
            self._opening(),
            self._warnings(),
            self._outcome(),
            self._differences(),
            self._duties(),
            self._questions(),
            self._facts(),
            self._reasoning(),
            self._account(),
            self._trace(),
        )
        blocks = tuple(block for part in parts for block in part)
        return Memo(self._language, self._word("title"), BANNER[self._language], blocks)

    def _opening(self) -> Iterator[Block]:
        draft, language = self._draft, self._language
        yield Paragraph((Span(f"{BANNER[language]}. ", bold=True), Span(self._word("intro"))), "warning")
        heard = [fact for fact in draft.facts if fact.human is not None]
        changed = sum(fact.changed for fact in heard)
        waiting = sum(fact.human is None and fact.given is not None for fact in draft.facts)
        checked = self._word("checked_value").format(confirmed=len(heard) - changed, changed=changed, open=waiting)
        yield self._pairs(
            ("date", plain(written_day(draft.made_on, language))),
            ("law_on", plain(written_day(draft.decision.day, language))),
            ("files", plain(", ".join(draft.files))),
            ("checked", plain(checked)),
        )

    def _outcome(self) -> Iterator[Block]:
        draft, language = self._draft, self._language
        decision = draft.decision
        yield Heading(1, self._word("summary"))
        roles = ", ".join(role_name(role, language) for role in decision.roles)
        lines: list[tuple[str, Spans]] = [
            ("draft_class", (Span(class_name(draft.draft_class, language), bold=True),)),
        ]
        if draft.draft_provisions:
            lines.append(("resting", self._cited_all(draft.draft_provisions)))
        lines.append(("class_now", plain(outcome_name(decision, language))))
        if draft.proposed.risk_class is not decision.risk_class:
            lines.append(("class_proposed", plain(outcome_name(draft.proposed, language))))
        start = decision.applies_from or (draft.expected.applies_from if self._open() else None)
        if start:
            lines.append(("from", plain(written_day(start, language))))
        if not roles and decision.roles_open:
            likely = ", ".join(role_name(role, language) for role in draft.expected.roles)
            roles = f"{likely or self._word('unknown')} ({self._word('provisional')})"
        lines.append(("roles", plain(roles or self._word("none"))))
        if decision.roles_open:
            names = ", ".join(role_name(role, language) for role in decision.roles_open)
            lines.append(("roles_open", plain(names)))
        fria = answer_name(decision.fria, language)
        if decision.fria is None and draft.expected.fria is not None:
            fria = f"{answer_name(draft.expected.fria, language)} ({self._word('provisional')})"
        lines.append(("fria", plain(fria)))
        registers = ", ".join(register_name(name, language) for name in draft.expected.registers)
        lines.append(("registers", plain(registers or self._word("none"))))
        yield self._pairs(*lines)

    def _differences(self) -> Iterator[Block]:
        yield Heading(1, self._word("differs"))
        differing = self._draft.disagreements
        if not differing:
            yield Paragraph(plain(self._word("no_differs")))
            return
        rows = tuple(
            (
                cell(self._asked(fact.id)),
                cell(self._proposed(fact)),
                cell(self._human(fact)),
                cell(answer_name(fact.ruled, self._language)),
                cell(fact.human.reason if fact.human else ""),
            )
            for fact in differing
        )
        yield self._table(("question", "proposal", "person", "by_rules", "reason"), rows, (0.34, 0.14, 0.12, 0.1, 0.3))

    # -- facts

    def _facts(self) -> Iterator[Block]:
        yield Heading(1, self._word("facts"))
        known = [fact for fact in self._draft.facts if fact.spoken_of]
        if not known:
            yield Paragraph(plain(self._word("no_facts")))
            return
        yield Paragraph(plain(self._word("facts_intro")), "small")
        for group, name in group_names(self._language).items():
            found = [fact for fact in known if self._book.questions[fact.id].group == group]
            if not found:
                continue
            yield Heading(2, name)
            rows = tuple(self._fact(fact) for fact in found)
            yield self._table(("question", "proposal", "person", "evidence"), rows, (0.3, 0.14, 0.16, 0.4))

    def _fact(self, fact: DraftFact) -> tuple[tuple[Spans, ...], ...]:
        evidence = fact.proposal.evidence if fact.proposal else ()
        shown = [self._quoted(one) for one in evidence] or [plain(self._word("no_evidence"))]
        human = [plain(self._human(fact)), *([plain(fact.human.reason)] if fact.human and fact.human.reason else [])]
        return cell(self._asked(fact.id)), cell(self._proposed(fact)), cell(*human), cell(*shown)

    def _proposed(self, fact: DraftFact) -> str:
        if fact.proposal is None or fact.proposal.answer is None:
            hinted = fact.proposal is not None and fact.proposal.evidence
            return answer_name(None, self._language) + (f" ({self._word('hint')})" if hinted else "")
        answer = answer_name(fact.proposal.answer, self._language)
        return f"{answer} ({self._word('certainty')} {round(fact.proposal.confidence * 100)}%)"

    def _human(self, fact: DraftFact) -> str:
        return answer_name(fact.human.answer, self._language) if fact.human else self._word("not_heard")

    def _quoted(self, evidence: Evidence) -> Spans:
        return (Span(f"“{_one_line(evidence.quote)}” "), Span(f"({self._place(evidence)})"))

    def _place(self, evidence: Evidence) -> str:
        page = "" if evidence.page is None else f", {'blz.' if self._language == 'nl' else 'p.'} {evidence.page}"
        return f"{evidence.file}{page}"

    # -- why

    def _reasoning(self) -> Iterator[Block]:
        language, decision = self._language, self._draft.decision
        yield Heading(1, self._word("reasoning"))
        steps: list[Spans] = []
        for stage in stages(self._book, decision):
            stands = ", ".join(name[language] for name in stage.names)
            state = state_name(stage.id, stage.state.value, language)
            reasons = () if stage.state is StageState.OPEN else stage.because
            shown = "; ".join(self._answered(name) for name in reasons[:_SHOWN_REASONS])
            steps.append(
                (
                    Span(f"{stage_name(stage.id, language)}: ", bold=True),
                    Span(f"{state}{f' ({stands})' if stands else ''}, "),
                    self._cite(stage.provision),
                    Span(f". {shown}." if shown else "."),
                )
            )
        yield Items(tuple(steps), numbered=True)
        findings = [one for one in decision.findings if one.status is not FindingStatus.UNDETERMINED]
        if not findings:
            return
        yield Heading(2, self._word("findings"))
        items: list[Spans] = []
        for finding in findings:
            by = (Span(f" {self._word('by')} "), self._cite(finding.excluded_by)) if finding.excluded_by else ()
            start = finding.applies_from
            since = f", {self._word('from').lower()} {written_day(start, language)}" if start else ""
            items.append(
                (
                    Span(finding.name[language], bold=True),
                    Span(" ("),
                    self._cite(finding.provision),
                    Span(f"): {status_name(finding.status, language)}"),
                    *by,
                    Span(f"{since}."),
                )
            )
        yield Items(tuple(items))

    def _answered(self, name: str) -> str:
        answer = self._draft.decision.facts[name].answer
        return f"{self._asked(name)} {answer_name(answer, self._language)}"

    def _trace(self) -> Iterator[Block]:
        yield Heading(1, self._word("trace"))
        steps = self._draft.decision.trace
        rows = tuple(self._step(step) for step in steps if step.value is not None)
        if rows:
            yield self._table(("rule", "value", "provision", "because"), rows, (0.28, 0.1, 0.17, 0.45))
        still_open = [
            f"{step.name[self._language]} ({self._label(step.provision)})" for step in steps if step.value is None
        ]
        if still_open:
            yield Heading(2, f"{self._word('rules_open')} ({len(still_open)})")
            yield Paragraph(plain(f"{'; '.join(still_open)}."), "small")

    def _step(self, step: TraceStep) -> tuple[tuple[Spans, ...], ...]:
        facts = self._draft.decision.facts
        known = [name for name in step.because if name in facts and facts[name].answer is not None]
        others = len(known) - _SHOWN_FACTS
        more = [f"{self._word('more')} {others}"] if others > 0 else []
        return (
            cell(step.name[self._language]),
            cell(answer_name(step.value, self._language)),
            cell(self._label(step.provision)),
            cell(*map(self._answered, known[:_SHOWN_FACTS]), *more),
        )

    # -- duties

    def _duties(self) -> Iterator[Block]:
        yield Heading(1, self._word("duties"))
        duties = self._draft.expected.obligations
        if not duties:
            yield Paragraph(plain(self._word("no_duties")))
        else:
            if self._open():
                yield Paragraph(plain(self._word("duties_expected")))
            yield Paragraph(plain(self._word("duties_intro")), "small")
        gaps = {gap.rule: gap for gap in self._draft.gaps}
        for role, found in by_role(self._book, duties):
            name = role_name(role, self._language)
            yield Heading(2, name[0].upper() + name[1:])
            rows = tuple(self._duty(duty, gaps[duty.rule]) for duty in found)
            yield self._table(("duty", "when", "in_dossier"), rows, (0.38, 0.29, 0.33))
        absent = [gap for gap in self._draft.gaps if gap.status is GapStatus.NOT_APPLICABLE]
        for heading, certain in (("not_applicable", True), ("na_open", False)):
            if listed := [gap for gap in absent if gap.certain is certain]:
                yield Heading(2, self._word(heading))
                yield Items(tuple(self._absent(gap) for gap in listed))

    def _duty(self, duty: Obligation, gap: Gap) -> tuple[tuple[Spans, ...], ...]:
        language = self._language
        what: list[Spans] = [(Span(f"{duty.what[language]} ("), self._cite(duty.provision), Span(")"))]
        if not gap.certain:
            what.append((Span(self._word("provisional"), bold=True),))
        when: list[Spans | str] = [start_of(duty, language)]
        if duty.in_force:
            when.append((Span(self._word("in_force"), bold=True),))
        for transition in duty.transitions:
            sure = "" if transition.status is FindingStatus.HOLDS else f"{self._word('maybe')} "
            until = f", {self._word('until')} {written_day(transition.until, language)}" if transition.until else ""
            when.append((Span(f"{sure}{self._word('transition')}: "), self._cite(transition.provision), Span(until)))
        if gap.status is GapStatus.NOTHING:
            return cell(*what), cell(*when), cell((Span(self._word("nothing"), bold=True),))
        places = [self._quoted(one) for one in gap.evidence]
        return cell(*what), cell(*when), cell(f"{self._word('found')}:", *places)

    def _absent(self, gap: Gap) -> Spans:
        return (Span(f"{gap.what[self._language]} ("), self._cite(gap.provision), Span(")"))

    # -- the rest

    def _questions(self) -> Iterator[Block]:
        if self._draft.questions:
            yield Heading(1, self._word("questions"))
            yield Items(tuple(plain(one.text(self._language)) for one in self._draft.questions), numbered=True)

    def _warnings(self) -> Iterator[Block]:
        if self._draft.warnings:
            yield Heading(1, self._word("warnings"))
            yield Items(tuple(plain(one.text(self._language)) for one in self._draft.warnings))

    def _account(self) -> Iterator[Block]:
        draft = self._draft
        yield Heading(1, self._word("account"))
        yield self._pairs(
            ("rules_version", plain(draft.decision.rules_version)),
            ("corpus_version", plain(draft.corpus_version or self._word("unknown"))),
            ("model", plain(draft.model or self._word("no_model"))),
            ("date", plain(written_day(draft.made_on, self._language))),
        )

    def _open(self) -> bool:
        return self._draft.decision.risk_class is RiskClass.UNDETERMINED or any(
            not gap.certain for gap in self._draft.gaps if gap.status is not GapStatus.NOT_APPLICABLE
        )

    def _pairs(self, *lines: tuple[str, Spans]) -> Table:
        rows = tuple((cell((Span(self._word(key), bold=True),)), cell(value)) for key, value in lines)
        return Table((), rows, (0.36, 0.64))

    def _table(
        self, heads: Iterable[str], rows: tuple[tuple[tuple[Spans, ...], ...], ...], widths: tuple[float, ...]
    ) -> Table:
        return Table(tuple(self._word(head) for head in heads), rows, widths)

    def _cited_all(self, provisions: Iterable[ProvisionId]) -> Spans:
        spans: list[Span] = []
        for provision in provisions:
            spans += [*([Span("; ")] if spans else []), self._cite(provision)]
        return tuple(spans)

    def _cite(self, provision: ProvisionId) -> Span:
        label = self._label(provision)
        url = official_url(provision, self._language) or ""
        name = label if provision.startswith("ak:") else f"{label} {ACT_NAMES[self._language]}"
        return Span(label, source=Source(name, url))

    def _label(self, provision: ProvisionId) -> str:
        name = provision_name(provision, self._titles, self._language)
        return f"Algoritmekader: {name}" if provision.startswith("ak:") else name

    def _asked(self, name: str) -> str:
        return self._book.questions[name].text[self._language]

    def _word(self, key: str) -> str:
        return _WORDS[key][0 if self._language == "nl" else 1]


def _one_line(text: str) -> str:
    return " ".join(text.split())
