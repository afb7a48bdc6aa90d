"""The tab "Beoordeling" as escaped HTML: files, proposals with evidence, and the draft that follows. Pure.

Comes in: a ``Work`` and the rules. Goes out: the whole of the tab, or a place in a document; ``beoordeling.js`` puts it
in the page and says what the visitor does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from aiact_assistant.assessment.export.register import RegisterEntry
from aiact_assistant.assessment.report import by_role
from aiact_assistant.assessment.rules import FactQuestion, RuleBook
from aiact_assistant.assessment.words import (
    answer_name,
    class_name,
    group_names,
    outcome_name,
    register_name,
    role_name,
    start_of,
    written_day,
)
from aiact_assistant.documents.mentions import PersonalData
from aiact_assistant.domain import (
    Document,
    Dossier,
    Draft,
    DraftFact,
    Evidence,
    Gap,
    GapStatus,
    Language,
    Obligation,
    Page,
    ProvisionId,
    RiskClass,
)
from aiact_assistant.settings import Settings
from aiact_assistant.ui.prose import html_text, provision_link
from aiact_assistant.ui.texts import text
from aiact_assistant.ui.works import KEPT_SECONDS, Work

_TONES: dict[RiskClass, str] = {
    RiskClass.PROHIBITED: "red",
    RiskClass.HIGH_RISK: "amber",
    RiskClass.HIGH_RISK_EXEMPT: "teal",
    RiskClass.TRANSPARENCY: "teal",
    RiskClass.UNDETERMINED: "grey",
}
_REPLIES = (("yes", True, "bh_yes"), ("no", False, "bh_no"), ("unknown", None, "bh_unknown"))
_AROUND = 500
"""Characters of a page on each side of its evidence."""
_WORDS = {True: "yes", False: "no", None: "unknown"}


def view(
    work: Work | None,
    book: RuleBook,
    settings: Settings,
    register: RegisterEntry | None,
    titles: Mapping[ProvisionId, str],
    language: Language,
) -> str:
    """The whole tab.

    Args:
        work: of this visitor; ``None`` when there is none.
        book: the rules.
        settings: how large a dossier may be, and whether there is a language model.
        register: the entry that would be exported; ``None`` without a draft.
        titles: titles of pages of the Algoritmekader.
        language: language of the page.
    """
    return _View(work or Work(), book, settings, register, titles, language).html()


def place(dossier: Dossier, evidence: Evidence, picture: str, language: Language, *, masked: bool) -> str:
    """Evidence in its page: a picture when there is one, and the words around it.

    Args:
        dossier: what was read.
        evidence: what to show.
        picture: address of the picture of the page; '' when there is none.
        language: language of the page.
        masked: whether personal data in the dossier is masked; never in the picture.
    """
    document, page = find_page(dossier, evidence)
    label = page.label(language) if page is not None else ""
    title = escape(f"{evidence.file}{f', {label}' if label else ''}")
    drawn = f'<img src="{escape(picture)}" alt="{html_text("bo_page_alt", language)}">' if picture else ""
    if drawn and masked:
        drawn += f'<p class="noot">{html_text("bo_page_unmasked", language)}</p>'
    around = _around(page.text if page is not None else "", evidence.quote)
    spoken = f' lang="{document.language}"' if document is not None and document.language else ""
    return (
        f'<h3 id="bo-plaats-kop" tabindex="-1">{title}</h3>{drawn}<h4>{html_text("bo_in_text", language)}</h4>'
        f'<p class="bo-tekst"{spoken}>{around}</p>'
    )


def find_page(dossier: Dossier, evidence: Evidence) -> tuple[Document | None, Page | None]:
    """The document and page that evidence is from."""
    for document in dossier.documents:
        if document.name != evidence.file:
            continue
        for page in document.pages:
            if page.number == evidence.page and evidence.quote in page.text:
                return document, page
    return None, None


def _around(words: str, quote: str) -> str:
    at = words.find(quote)
    if at < 0:
        return f"<mark>{escape(quote)}</mark>"
    start, end = max(0, at - _AROUND), min(len(words), at + len(quote) + _AROUND)
    before = ("… " if start else "") + words[start:at]
    after = words[at + len(quote) : end] + (" …" if end < len(words) else "")
    return f"{escape(before)}<mark>{escape(quote)}</mark>{escape(after)}"


class _View:
    def __init__(
        self,
        work: Work,
        book: RuleBook,
        settings: Settings,
        register: RegisterEntry | None,
        titles: Mapping[ProvisionId, str],
        language: Language,
    ) -> None:
        self._work = work
        self._book = book
        self._limits = settings.limits
        self._model = settings.model_place
        self._register = register
        self._titles = titles
        self._language: Language = language

    def html(self) -> str:
        work, draft = self._work, self._work.draft
        spoken = ""
        if draft is not None:
            spoken = f"{self._word('bo_outcome')}: {class_name(draft.draft_class, self._language)}."
        state = "" if work.exported else " data-te-bewaren"
        return (
            f'<div class="bh bo" data-stand="{work.stage}" data-uitkomst="{escape(spoken)}"{state}>'
            f'<h2 class="onzichtbaar">{self._html("tab_beoordeling")}</h2>{self._files()}{self._problem()}'
            f"{self._review(draft) if draft is not None and not work.busy else ''}{self._dialogs()}</div>"
        )

    # -- files

    def _files(self) -> str:
        if self._work.busy:
            return self._progress()
        known = bool(self._work.uploads)
        choose = "bo_add" if known else "bo_choose"
        field = (
            '<input type="file" id="bo-bestand" class="onzichtbaar" multiple>'
            f'<label for="bo-bestand" class="bo-kies">{self._html(choose)}</label> <span>{self._html("bo_drop")}</span>'
        )
        total = self._limits.total_bytes // 1_000_000
        kinds = self._word("bo_kinds").replace("#", str(total))
        private = self._word(f"bo_private_{self._model}").replace("#", str(KEPT_SECONDS // 3600))
        if not known:
            return (
                f'<section class="bo-laden" data-laden><p>{self._html("bo_intro")}</p><p class="bo-knoppen">{field}</p>'
                f'<p class="noot">{escape(kinds)}</p><p class="noot">{escape(private)}</p></section>'
            )
        read = {name.partition("/")[0] for name in self._read_names()}
        items = "".join(
            f"<li>{escape(name)}{'' if name in read else self._note('bo_unread')}</li>"
            for name, _ in self._work.uploads
        )
        return (
            f'<section class="bo-laden bo-klein" data-laden><h3>{self._html("bo_files")}</h3><ul>{items}</ul>'
            f'<p class="bo-knoppen">{field}'
            f'<button type="button" class="secondary" id="bo-lees">{self._html("bo_again")}</button>'
            f'<button type="button" class="secondary" id="bo-wis">{self._html("bo_wipe")}</button></p></section>'
        )

    def _note(self, key: str) -> str:
        return f' <span class="noot">({self._html(key)})</span>'

    def _read_names(self) -> Iterable[str]:
        reading = self._work.reading
        return (document.name for document in reading.dossier.documents) if reading is not None else ()

    def _progress(self) -> str:
        waiting = self._work.stage == "waiting"
        done, total, name = self._work.progress
        labels = {"waiting": self._word("bo_waiting"), "proposing": self._word("bo_thinking")}
        label = labels.get(self._work.stage) or f"{self._word('bo_reading')} {name}"
        value = "" if waiting else f' value="{done}" max="{max(total, 1)}"'
        return (
            '<section class="bo-laden bo-bezig">'
            f'<p><label for="bo-balk" id="bo-bezig">{escape(label)}</label></p>'
            f'<progress id="bo-balk"{value}></progress>'
            f'<p><button type="button" class="secondary" id="bo-stop">{self._html("bo_stop")}</button></p></section>'
        )

    def _problem(self) -> str:
        problem = self._work.problem
        if problem is None:
            return ""
        lines = "".join(f"<p>{escape(line)}</p>" for line in problem.text(self._language).split("\n"))
        return f'<div class="bh-let-op" role="alert"><p><strong>{self._html("bo_failed")}</strong></p>{lines}</div>'

    # -- the draft

    def _review(self, draft: Draft) -> str:
        return (
            f"{self._personal()}{self._warnings(draft)}{self._day(draft)}"
            f'<div class="bh-kolommen"><div>{self._questions(draft)}</div>'
            f'<div class="bo-vast">{self._outcome(draft)}{self._exports()}{self._differences(draft)}'
            f"{self._duties(draft)}{self._owner(draft)}</div></div>"
        )

    def _day(self, draft: Draft) -> str:
        return (
            f'<form class="bh-datum bo-dag" id="bo-dag-keuze"><label for="bo-dag">{self._html("bo_day")}</label>'
            f'<input type="date" id="bo-dag" value="{draft.decision.day.isoformat()}" max="2100-12-31"'
            f' aria-describedby="bo-dag-uitleg">'
            f'<button type="submit" class="secondary">{self._html("bo_day_save")}</button>'
            f'<span class="noot" id="bo-dag-uitleg">{self._html("bo_day_hint")}</span></form>'
        )

    def _personal(self) -> str:
        reading = self._work.reading
        found = reading.places.personal if reading is not None else ()
        if not found:
            return ""
        items = "".join(
            f"<li>{escape(self._counted(kind, found))}</li>" for kind in dict.fromkeys(f.kind for f in found)
        )
        return (
            f'<div class="bh-let-op bo-persoon" role="status"><p><strong>{self._html("bo_personal")}</strong></p>'
            f"<ul>{items}</ul><p>{self._html(f'bo_personal_{self._model}')} {self._masking()}</div>"
        )

    def _masking(self) -> str:
        """Whether they are masked, and the button that changes it."""
        masked = self._work.masked
        said, button = ("bo_masked", "bo_unmask") if masked else ("bo_not_masked", "bo_mask")
        return (
            f"{self._html(said)}</p>"
            f'<p><button type="button" class="secondary" id="bo-afscherm" data-af="{str(not masked).lower()}">'
            f"{self._html(button)}</button></p>"
        )

    def _counted(self, kind: str, found: Sequence[PersonalData]) -> str:
        """How many there are and where: "3 e-mailadres: plan.pdf (blz. 2, 5)"."""
        same = [one for one in found if one.kind == kind]
        places: dict[str, list[str]] = {}
        for one in same:
            places.setdefault(one.file, [])
            if one.page is not None:
                places[one.file].append(str(one.page))
        page = "blz." if self._language == "nl" else "p."
        where = "; ".join(f"{file} ({page} {', '.join(on)})" if on else file for file, on in places.items())
        return f"{sum(one.count for one in same)} × {self._word(f'bo_kind_{kind}')}: {where}"

    def _warnings(self, draft: Draft) -> str:
        if not draft.warnings:
            return ""
        items = "".join(f"<li>{escape(one.text(self._language))}</li>" for one in draft.warnings)
        return (
            f'<div class="bh-let-op bo-geel"><p><strong>{self._html("bo_warnings")}</strong></p><ul>{items}</ul></div>'
        )

    # -- questions

    def _questions(self, draft: Draft) -> str:
        needed = set(draft.decision.open_questions)
        groups = "".join(
            self._group(name, [f for f in draft.facts if self._book.questions[f.id].group == group], needed)
            for group, name in group_names(self._language).items()
        )
        known = [fact for fact in draft.facts if fact.spoken_of]
        checked = sum(fact.human is not None for fact in known)
        count = self._word("bo_checked").replace("##", str(len(known))).replace("#", str(checked))
        chosen = "voorstel" if known else "open"
        options = "".join(
            f'<button type="button" class="bo-filter" data-toon="{name}" aria-pressed="{str(name == chosen).lower()}">'
            f"{self._html(key)}</button>"
            for name, key in (("voorstel", "bo_show_proposals"), ("open", "bo_show_open"), ("alle", "bo_show_all"))
        )
        return (
            f'<section class="bo-vragen" id="bo-vragen" data-toon="{chosen}"><h3>{self._html("bo_questions")}</h3>'
            f'<p class="noot">{escape(count)}</p>'
            f'<div class="bo-filters" role="group" aria-label="{self._html("bo_filter")}">{options}</div>'
            f'<p class="noot bo-toetsen">{self._html("bo_keys")}</p>{groups}</section>'
        )

    def _group(self, name: str, facts: Sequence[DraftFact], needed: set[str]) -> str:
        cards = "".join(self._card(fact, fact.id in needed) for fact in facts)
        marks = sorted({mark for fact in facts for mark in _marks(fact, fact.id in needed)})
        return f'<section class="bo-groep {" ".join(marks)}"><h4>{escape(name)}</h4>{cards}</section>'

    def _card(self, fact: DraftFact, needed: bool) -> str:
        question, language = self._book.questions[fact.id], self._language
        heard = " bo-gehoord" if fact.human is not None else ""
        return (
            f'<article class="bo-vraag {" ".join(_marks(fact, needed))}{heard}" id="bo-v-{fact.id}" tabindex="-1"'
            f' data-vraag="{fact.id}" data-voorstel="{self._proposed_word(fact)}" aria-labelledby="bo-k-{fact.id}">'
            f'<h5 id="bo-k-{fact.id}">{escape(question.text[language])}</h5>'
            f"{self._proposal(fact)}{self._evidence(fact)}{self._answers(fact)}{self._explained(question)}</article>"
        )

    def _proposed_word(self, fact: DraftFact) -> str:
        return _WORDS[fact.proposal.answer if fact.proposal is not None else None]

    def _proposal(self, fact: DraftFact) -> str:
        proposal = fact.proposal
        if proposal is None or proposal.answer is None:
            said = self._html("bo_hint" if proposal is not None and proposal.evidence else "bo_no_proposal")
            follows = (
                f" {self._html('bo_from_others')}: {self._badge(fact.ruled)}"
                if fact.ruled is not None and fact.human is None
                else ""
            )
            return f'<p class="bo-voorstel">{said}{follows}</p>'
        certainty = f"{self._word('bo_certainty')} {round(proposal.confidence * 100)}%"
        return (
            f'<p class="bo-voorstel">{self._html("bo_proposal")}: {self._badge(proposal.answer)}'
            f' <span class="noot">{escape(certainty)}</span></p>'
        )

    def _badge(self, answer: bool | None) -> str:
        kind = {True: "ja", False: "nee", None: "onbekend"}[answer]
        return f'<strong class="bo-merk bh-{kind}">{escape(answer_name(answer, self._language))}</strong>'

    def _evidence(self, fact: DraftFact) -> str:
        places = fact.proposal.evidence if fact.proposal is not None else ()
        return self._quotes("vraag", fact.id, places)

    def _quotes(self, kind: str, name: str, places: Sequence[Evidence]) -> str:
        if not places:
            return ""
        page = "blz." if self._language == "nl" else "p."
        items = ""
        for number, one in enumerate(places):
            where = one.file if one.page is None else f"{one.file}, {page} {one.page}"
            key = "bo_look" if one.page is not None else "bo_look_text"
            items += (
                f"<li><q>{escape(' '.join(one.quote.split()))}</q> <span>{escape(where)}</span> "
                f'<button type="button" class="bh-klein" data-plaats="{kind}/{escape(name)}/{number}">'
                f"{self._html(key)}</button></li>"
            )
        return f'<ul class="bo-bewijs" aria-label="{self._html("bo_evidence")}">{items}</ul>'

    def _answers(self, fact: DraftFact) -> str:
        human = fact.human
        buttons = "".join(
            f'<button type="button" data-antwoord="{name}"'
            f' aria-pressed="{str(human is not None and human.answer is value).lower()}">{self._html(key)}</button>'
            for name, value, key in _REPLIES
        )
        proposed = fact.proposal.answer if fact.proposal is not None else None
        if human is None and proposed is not None:
            buttons = (
                f'<button type="button" class="primary" data-antwoord="{_WORDS[proposed]}">'
                f"✓ {self._html('bo_confirm')}</button>{buttons}"
            )
        said = ""
        if human is not None:
            key = "bo_confirmed" if proposed is not None and human.answer is proposed else "bo_yours"
            why = f" {escape(human.reason)}" if human.reason else ""
            said = (
                f'<p class="bo-uw">{self._html(key)}: {self._badge(human.answer)}{why} '
                f'<button type="button" class="bh-klein" data-antwoord="forget">{self._html("bo_forget")}</button></p>'
            )
        form = (
            f'<form class="bo-reden" hidden><label for="bo-r-{fact.id}">{self._html("bo_reason")}</label>'
            f'<textarea id="bo-r-{fact.id}" rows="2" maxlength="1000" required></textarea>'
            f'<button type="submit" class="primary">{self._html("bo_reason_save")}</button></form>'
        )
        group = f'<div class="bo-antwoorden" role="group" aria-labelledby="bo-k-{fact.id}">{buttons}</div>'
        return f"{said}{group}{form}"

    def _explained(self, question: FactQuestion) -> str:
        language = self._language
        return (
            f'<details id="bo-u-{question.id}"><summary>{self._html("bo_explained")}</summary>'
            f"<p>{escape(question.explanation[language])}</p>"
            f"<p>{self._html('bh_example')} {escape(question.example[language])}</p>"
            f"<p>{self._links(question.provisions)}</p></details>"
        )

    # -- what follows

    def _outcome(self, draft: Draft) -> str:
        decision, language = draft.decision, self._language
        lines: list[tuple[str, str]] = []
        if draft.draft_provisions:
            lines.append(("bo_resting", self._links(draft.draft_provisions)))
        lines.append(("bo_by_rules", escape(outcome_name(decision, language))))
        if draft.proposed.risk_class is not decision.risk_class:
            lines.append(("bo_by_proposal", escape(outcome_name(draft.proposed, language))))
        start = decision.applies_from or draft.expected.applies_from
        if start:
            lines.append(("bh_from", escape(written_day(start, language))))
        roles = ", ".join(role_name(role, language) for role in decision.roles)
        if not roles and draft.expected.roles:
            expected = ", ".join(role_name(role, language) for role in draft.expected.roles)
            roles = f"{expected} ({self._word('bo_likely')})"
        lines.append(("bh_roles", escape(roles or self._word("bh_none"))))
        if draft.expected.registers:
            names = ", ".join(register_name(name, language) for name in draft.expected.registers)
            lines.append(("bh_registers", escape(names)))
        if draft.expected.fria:
            lines.append(("bh_fria", self._html("bh_fria_needed")))
        rows = "".join(f"<div><dt>{self._html(key)}</dt><dd>{value}</dd></div>" for key, value in lines)
        name = class_name(draft.draft_class, language)
        return (
            f'<section class="bh-stand bh-{_TONES.get(draft.draft_class, "green")}" aria-labelledby="bo-stand-kop">'
            f'<h3 id="bo-stand-kop"><span>{self._html("bo_outcome")}</span> {escape(name[0].upper() + name[1:])}</h3>'
            f'<dl>{rows}</dl><p class="noot">{self._html("bo_draft")}</p></section>'
        )

    def _exports(self) -> str:
        buttons = "".join(
            f'<a class="bo-export" href="" data-uitvoer="{kind}" download>{self._html(key)}</a>'
            for kind, key in (
                ("word", "bo_word"),
                ("markdown", "bo_markdown"),
                ("json", "bo_json"),
                ("register", "bo_register"),
                ("toetsen", "bo_impact"),
            )
        )
        note = ""
        if self._register is not None:
            words = self._word("bo_to_fill").replace("#", str(len(self._register.to_fill)))
            note = f'<p class="noot">{escape(words)}</p>'
        return f'<section class="bo-meenemen"><h3>{self._html("bo_exports")}</h3><p>{buttons}</p>{note}</section>'

    def _differences(self, draft: Draft) -> str:
        if not draft.disagreements:
            return ""
        items = "".join(f"<li>{self._difference(fact)}</li>" for fact in draft.disagreements)
        return f'<section class="bo-verschil"><h3>{self._html("bo_differs")}</h3><ul>{items}</ul></section>'

    def _difference(self, fact: DraftFact) -> str:
        language = self._language
        nothing = self._word("bo_nothing_said")
        said = self._word("bo_said").format(
            proposal=answer_name(fact.proposal.answer, language) if fact.proposal is not None else nothing,
            human=answer_name(fact.human.answer, language) if fact.human is not None else nothing,
            rules=answer_name(fact.ruled, language),
        )
        question = escape(self._book.questions[fact.id].text[language])
        return (
            f'<button type="button" class="bh-link" data-naar="{fact.id}">{question}</button>'
            f'<span class="noot">{escape(said)}</span>'
        )

    def _duties(self, draft: Draft) -> str:
        duties = draft.expected.obligations
        heading = f"<h3>{self._html('bo_duties')}{f' ({len(duties)})' if duties else ''}</h3>"
        if not duties:
            return f'<section class="bh-plichten">{heading}<p>{self._html("bo_no_duties")}</p></section>'
        gaps = {gap.rule: gap for gap in draft.gaps}
        parts = ""
        for role, found in by_role(self._book, duties):
            items = "".join(self._duty(duty, gaps[duty.rule]) for duty in found)
            parts += f"<h4>{self._html('bh_for')} {escape(role_name(role, self._language))}</h4><ul>{items}</ul>"
        return (
            f'<section class="bh-plichten bo-plichten">{heading}<p class="noot">{self._html("bo_gap_note")}</p>'
            f"{parts}</section>"
        )

    def _duty(self, duty: Obligation, gap: Gap) -> str:
        found = gap.status is GapStatus.FOUND
        key = "bo_gap_found" if found else "bo_gap_nothing"
        mark = f'<span class="{"bh-nu" if found else "bo-leeg"}">{self._html(key)}</span>'
        doubt = "" if gap.certain else f' <span class="bo-voorlopig">{self._html("bo_provisional")}</span>'
        return (
            f"<li><p>{escape(duty.what[self._language])}</p>"
            f'<p class="bh-wanneer">{mark}{doubt} <span>{escape(start_of(duty, self._language))}</span>'
            f" {self._links([duty.provision])}</p>{self._quotes('plicht', gap.rule, gap.evidence)}</li>"
        )

    def _owner(self, draft: Draft) -> str:
        if not draft.questions:
            return ""
        items = "".join(f"<li>{escape(one.text(self._language))}</li>" for one in draft.questions)
        return (
            f'<section class="bo-eigenaar"><h3>{self._html("bo_owner")}</h3><ol>{items}</ol>'
            f'<p><button type="button" class="secondary" id="bo-kopieer">{self._html("bo_copy")}</button></p></section>'
        )

    def _dialogs(self) -> str:
        return (
            '<dialog id="bo-plaats" aria-labelledby="bo-plaats-kop"><div id="bo-plaats-inhoud"></div>'
            f'<button type="button" class="secondary" data-sluit>{self._html("bo_close")}</button></dialog>'
            '<dialog id="bo-dialoog" aria-labelledby="bo-dialoog-kop">'
            f'<h3 id="bo-dialoog-kop">{self._html("bo_wipe_sure")}</h3><p>{self._html("bo_wipe_text")}</p><div>'
            f'<button type="button" class="primary" id="bo-wis-alles">{self._html("bo_wipe_yes")}</button>'
            f'<button type="button" class="secondary" data-sluit>{self._html("cancel")}</button></div></dialog>'
        )

    def _links(self, provisions: Iterable[ProvisionId]) -> str:
        return ", ".join(map(self._page, provisions))

    def _page(self, provision: ProvisionId) -> str:
        return provision_link(provision, self._titles, self._language)

    def _word(self, key: str) -> str:
        return text(key, self._language)

    def _html(self, key: str) -> str:
        return html_text(key, self._language)


def _marks(fact: DraftFact, needed: bool) -> list[str]:
    """Under which choices of the visitor a question is shown."""
    marks: list[str] = []
    if fact.spoken_of:
        marks.append("bo-met")
    if needed:
        marks.append("bo-nodig")
    return marks
