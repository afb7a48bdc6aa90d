"""The words of the field as frozen data: provisions, chunks, hits, citations, answers, errors.

Comes in: nothing. Goes out: the types that every room speaks. May import nothing of ours.

Identifiers follow docs/architecture.md ("Identifiers"): EUR-Lex anchors for the law (``art_5.1.ba``,
``anx_III.4.a``, ``rct_53``), ``ak:`` for the Algoritmekader, ``kb:`` for the kennisbank, ``eigen:`` for an
organisation's own sources, ``doc:`` for uploaded documents. An id is a dotted prefix of what it contains.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Literal

ProvisionId = str
Language = Literal["nl", "en"]
PageKind = Literal["page", "slide", "sheet", "whole"]
BlockKind = Literal["heading", "text", "table", "note"]

_NO_ATTRIBUTES: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Authority(StrEnum):
    """How much a source weighs; the values are the words shown to the user."""

    LAW = "wet"
    GUIDELINE = "richtsnoer"
    ALGORITMEKADER = "algoritmekader"
    KNOWLEDGE = "kennisbank"
    OWN = "eigen document"

    @property
    def rank(self) -> int:
        """0 for the highest authority; a lower one never overrules a higher one."""
        return list(Authority).index(self)


class ProvisionKind(StrEnum):
    """What a provision is in its source."""

    TITLE = "title"
    PREAMBLE = "preamble"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    SUBPARAGRAPH = "subparagraph"
    POINT = "point"
    DEFINITION = "definition"
    CLOSING = "closing"
    ANNEX = "annex"
    ANNEX_SECTION = "annex_section"
    RECITAL = "recital"
    PAGE = "page"
    PAGE_SECTION = "page_section"


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of ``corpus/sources.toml``: a text, in one language, in one version.

    ``valid_from``/``valid_to`` bound the days on which this version is (was) the text in force, both inclusive;
    ``valid_to`` is ``None`` for the version now in force. Sources without versions leave both ``None``.
    ``address`` is where a program fetches it, ``page`` where a person finds it; either may be ''.
    """

    id: str
    title: str
    authority: Authority
    language: Language
    kind: str
    licence: str
    address: str
    version: str
    date: date
    valid_from: date | None = None
    valid_to: date | None = None
    optional: bool = False
    shape: Mapping[str, int] = field(default_factory=dict[str, int])
    page: str = ""


@dataclass(frozen=True, slots=True)
class Provision:
    """A node of a parsed source: an article, a lid, a point, an annex, a recital, a page or a section of one.

    ``text`` is the node's own text: all of it for a leaf, the chapeau for a node with children. Text that
    follows a list of points is a child of kind SUBPARAGRAPH with its alinea number (``art_43.1.al2``), so the
    whole text is ``text`` followed by the children in order. Paragraphs inside ``text`` are separated by a
    newline. ``number`` is as printed without closing mark ("5", "1 bis", "b ter", "III", "A").
    ``amended_by`` is the CELEX number of the act that last replaced or inserted it, ``None`` when original.
    ``notes`` holds its footnotes; ``links`` the ids (or https addresses) that a page links to; ``attributes``
    the front matter of a page.
    """

    id: ProvisionId
    source: str
    language: Language
    kind: ProvisionKind
    number: str
    heading: str
    text: str
    parent: ProvisionId | None = None
    children: tuple[ProvisionId, ...] = ()
    amended_by: str | None = None
    repealed: bool = False
    notes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_ATTRIBUTES)
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage that makes sense on its own: what is embedded, searched and quoted from.

    ``id`` is the provision it shows; ``part`` counts from 0 when a long provision is split. ``context`` is the
    heading line ("AI-verordening, artikel 26 ... lid 7"), ``chapeau`` the words that introduce it, ``text`` the
    verbatim passage; all three are embedded, only ``text`` and ``chapeau`` are quoted. The days bound its
    validity (inclusive; ``None`` is unbounded).
    """

    id: ProvisionId
    part: int
    source: str
    authority: Authority
    language: Language
    context: str
    chapeau: str
    text: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A found chunk; ``score`` is between 0 and 1, higher is better; ``sources`` are the provisions it rests on."""

    id: ProvisionId
    score: float
    chunk: Chunk | None = None
    sources: tuple[ProvisionId, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A verified quote with everything a reader needs to check it.

    ``applies_from`` is set when the provision does not yet apply on the day of the answer; ``amended`` when
    Regulation (EU) 2026/1744 changed it; ``note`` says in the answer's language what else to know about it.
    ``language`` is that of the quote, which may differ from that of the answer.
    """

    id: ProvisionId
    label: str
    authority: Authority
    quote: str
    url: str
    heading: str = ""
    applies_from: date | None = None
    amended: bool = False
    note: str = ""
    language: Language = "nl"


@dataclass(frozen=True, slots=True)
class Link:
    """Words in an explanation that lead to the official text: "artikel 26, lid 7" and its address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A quote in an answer, or a sentence of a language model, with the citations (by position) it rests on."""

    text: str
    citations: tuple[int, ...]


class ModelFailure(StrEnum):
    """Why a language model gave nothing that can be used."""

    UNREACHABLE = "unreachable"
    NOT_ALLOWED = "not_allowed"
    UNKNOWN = "unknown_model"
    BUSY = "busy"
    SERVER_ERROR = "server_error"
    REFUSED = "refused"
    TIMED_OUT = "timed_out"
    TOO_LONG = "too_long"
    BROKEN_OFF = "broken_off"
    MALFORMED = "malformed"
    WRONG_LANGUAGE = "wrong_language"
    NO_ANSWER = "no_answer"
    UNVERIFIED = "unverified"


class Removal(StrEnum):
    """Why a claim of a language model was not shown."""

    NO_SOURCE = "no_source"
    UNKNOWN_PASSAGE = "unknown_passage"
    NOT_VERBATIM = "not_verbatim"
    EXPLANATION_ONLY = "explanation_only"
    FIGURE = "figure"
    REFERENCE = "reference"
    NEGATION = "negation"
    UNSUPPORTED = "unsupported"
    LANGUAGE = "language"
    LINK = "link"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class RemovedClaim:
    """A claim of a language model that was not shown, and why."""

    text: str
    reason: Removal


class AnswerStatus(StrEnum):
    """How a question ended; each has a message in Dutch and English."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NO_SOURCES = "no_sources"
    OUT_OF_SCOPE = "out_of_scope"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry of the kennisbank that may also help, with the question it answers and its answer in a sentence."""

    entry: ProvisionId
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user gets, see ``docs/schemas/ask.json`` for its public form.

    ``text`` is Markdown-free plain text with citations in human form: ``explanation``, in our own words, then the
    quotes of ``claims``. ``entry`` is the entry of the kennisbank that the explanation comes from, ``None`` when it
    is only a sentence on a term; ``links`` say where the citations in it lead; ``related`` are entries to read beside
    it, or instead of one. ``notices`` are remarks on the sources
    (a missing language, an older Algoritmekader date); ``contact`` is a mailto address for the vraagbaak, set
    whenever the question was not fully answered; ``seconds`` is wall time.

    ``model`` is the language model whose sentences the claims are, ``None`` when they are quotes; ``prompt`` names the
    prompt and its hash; ``removed`` are its claims that were not shown; ``fallback`` says why a configured model did
    not make this answer; ``tokens_read`` and ``tokens_written`` are what it says that it used, also for nothing.
    """

    question: str
    language: Language
    date: date
    status: AnswerStatus
    text: str
    explanation: str = ""
    entry: ProvisionId | None = None
    links: tuple[Link, ...] = ()
    related: tuple[Suggestion, ...] = ()
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    hits: tuple[Hit, ...] = ()
    notices: tuple[str, ...] = ()
    contact: str = ""
    model: str | None = None
    prompt: str = ""
    removed: tuple[RemovedClaim, ...] = ()
    fallback: ModelFailure | None = None
    tokens_read: int = 0
    tokens_written: int = 0
    seconds: float = 0.0
    fingerprint: str = ""


class RiskClass(StrEnum):
    """The outcome of a decision about a system, highest first; ``UNDETERMINED`` while a deciding fact is unknown."""

    PROHIBITED = "prohibited"
    HIGH_RISK = "high_risk"
    HIGH_RISK_EXEMPT = "high_risk_exempt"
    TRANSPARENCY = "transparency"
    MINIMAL = "minimal"
    NOT_AI_SYSTEM = "not_ai_system"
    OUT_OF_SCOPE = "out_of_scope"
    UNDETERMINED = "undetermined"


class FindingStatus(StrEnum):
    """Whether a finding stands, falls under an exception, or waits for a fact."""

    HOLDS = "holds"
    EXCLUDED = "excluded"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Message:
    """A remark for the user in both languages."""

    dutch: str
    english: str

    def text(self, language: Language) -> str:
        """The remark in that language."""
        return self.dutch if language == "nl" else self.english


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A heading, paragraph, table or footnote of a page: ``page.text[start:end]``, in characters.

    ``level`` is 1-6 for a heading, else 0.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an uploaded document.

    ``number`` counts from 1 (page of a PDF, slide, visible sheet) and is ``None`` for a file without pages, which is
    one page of kind ``whole``. ``text`` is its blocks with an empty line between them, and '' when nothing could be
    read. ``sheet`` is the name of a worksheet, else ''. ``recognised`` says that (part of) the text comes from OCR
    and may have errors.
    """

    number: int | None
    text: str
    kind: PageKind = "whole"
    sheet: str = ""
    blocks: tuple[PageBlock, ...] = ()
    recognised: bool = False

    def label(self, language: Language) -> str:
        """How a person finds it: "bladzijde 3", "dia 3", "blad Vragen"; '' for a file without pages."""
        dutch = language == "nl"
        names = {
            "page": f"bladzijde {self.number}" if dutch else f"page {self.number}",
            "slide": f"dia {self.number}" if dutch else f"slide {self.number}",
            "sheet": f"blad {self.sheet}" if dutch else f"sheet {self.sheet}",
            "whole": "",
        }
        return names[self.kind]


@dataclass(frozen=True, slots=True)
class Document:
    """An uploaded file as text.

    ``id`` is a short hash of its bytes, the same on every machine. ``name`` is the file's name; one from an archive or
    e-mail has that in front ("pakket.zip/uitleg.pdf"). ``language`` is ``None`` when it is neither Dutch nor English or
    there is too little text to tell. ``pages`` are all pages, also empty ones; ``unread`` the numbers of those with
    content that is (partly) not read: scanned without OCR, or damaged.
    """

    id: str
    name: str
    language: Language | None
    pages: tuple[Page, ...]
    unread: tuple[int, ...] = ()
    warnings: tuple[Message, ...] = ()
    title: str = ""

    def page_id(self, page: Page) -> str:
        """The id of one of its pages: ``doc:1f0a9c3b2d4e#p12``, or ``doc:1f0a9c3b2d4e`` for a file without pages."""
        return f"doc:{self.id}" if page.number is None else f"doc:{self.id}#p{page.number}"


@dataclass(frozen=True, slots=True)
class Dossier:
    """The uploaded documents that could be read, and what is to be said about those that could not."""

    documents: tuple[Document, ...]
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most of uploads; the settings ``AIACT_LIMIT_...`` in bytes and seconds.

    Attributes:
        files: documents in one dossier, with those from archives and e-mails.
        file_bytes: one file.
        total_bytes: all uploaded files together.
        pages: pages, slides or sheets of one file.
        depth: archives or e-mails within each other; 0 reads none.
        ratio: how many times larger than packed a part of an archive or Office file may become.
        unpacked_bytes: all parts of one archive or Office file, and all that archives and e-mails hold together.
        text_bytes: text of one file.
        seconds: reading one file, OCR included.
        memory_bytes: memory of the process that reads one file.
        ocr_seconds: OCR of one page; 0 is no OCR.
    """

    files: int
    file_bytes: int
    total_bytes: int
    pages: int
    depth: int
    ratio: int
    unpacked_bytes: int
    text_bytes: int
    seconds: int
    memory_bytes: int
    ocr_seconds: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact was found: a file, a page when it has pages, and the words as they stand there."""

    file: str
    page: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class Fact:
    """An answer to a question of ``rules/feiten.yaml``; ``answer`` is ``None`` when unknown, which is never a no."""

    id: str
    answer: bool | None
    source: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one provision says about a system.

    ``because`` are the facts it rests on, or, when undetermined, the facts it waits for. ``excluded_by`` is the
    provision of the exception that took it away, and ``risk_class`` then the class that remains, if any.
    """

    rule: str
    risk_class: RiskClass
    provision: ProvisionId
    status: FindingStatus
    because: tuple[str, ...]
    applies_from: date | None
    name: Mapping[Language, str]
    excluded_by: ProvisionId | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """A rule of article 111 that moves a date. ``until`` is ``None`` when the duty waits for a change of design."""

    provision: ProvisionId
    until: date | None
    status: FindingStatus
    name: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty of one role. ``applies_from`` already reckons with the transition that holds; ``None`` is no fixed day."""

    rule: str
    provision: ProvisionId
    role: str
    what: Mapping[Language, str]
    applies_from: date | None
    in_force: bool
    because: tuple[str, ...]
    transitions: tuple[Transition, ...] = ()
    register: str | None = None
    algoritmekader: tuple[ProvisionId, ...] = ()


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One rule with its value (``None`` is unknown) and the facts that made it so."""

    rule: str
    kind: str
    value: bool | None
    provision: ProvisionId
    because: tuple[str, ...]
    name: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the law says about a system, given the facts and a day, with the whole reasoning.

    ``open_questions`` are the unknown facts that can still change something, the most deciding first.
    ``conflicts`` are answers that contradict another: no although a narrower fact is yes (the narrower one counts), or
    yes although a fact that excludes it is yes.
    """

    day: date
    risk_class: RiskClass
    findings: tuple[Finding, ...]
    roles: tuple[str, ...]
    roles_open: tuple[str, ...]
    gpai: bool | None
    systemic_risk: bool | None
    fria: bool | None
    registers: tuple[str, ...]
    obligations: tuple[Obligation, ...]
    applies_from: date | None
    open_questions: tuple[str, ...]
    conflicts: tuple[str, ...]
    trace: tuple[TraceStep, ...]
    facts: Mapping[str, Fact]
    rules_version: str


@dataclass(frozen=True, slots=True)
class ProposedFact:
    """What the documentation of a system says on one question of ``rules/feiten.yaml``, for a person to check.

    ``answer`` is ``None`` when the documentation does not say. ``confidence`` is between 0 and 1: how sure the answer
    is, or a yes when it is unknown, from likeness to our examples and cue phrases; 0 without any support. ``evidence``
    are the deciding sentences, verbatim, the strongest first; an unknown fact can have them as a hint.
    """

    id: str
    answer: bool | None
    confidence: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A dossier read for a reviewer: a proposal per question, and what it would come to. Never a decision.

    Attributes:
        day: the day whose law is applied.
        language: that of most of the dossier; ``None`` when it is neither Dutch nor English.
        facts: one per question of the rules, in their order.
        decision: what the rules say with the answered facts alone; often undetermined.
        draft: what they say when open facts get their usual answer.
        draft_class: the best supported class; a prohibited practice that is recognised is never called minimal.
        draft_provisions: the provisions it rests on, the best supported first.
        questions_for_owner: what to ask the supplier or owner, the most deciding first.
        warnings: pages not read, texts that address the reader or an AI, and what else limits the proposal.
        model: name of the language model that proposed as well; ``None`` without one.
        prompt: the prompt it was given and its hash; '' without a model.
        leaning: the best supported answers, also of facts that are not sure enough to answer; for a draft alone.
        doubts: questions on a prohibited practice that the dossier gives a sign of; they keep a low class open.
    """

    day: date
    language: Language | None
    facts: tuple[ProposedFact, ...]
    decision: Decision
    draft: Decision
    draft_class: RiskClass
    draft_provisions: tuple[ProvisionId, ...]
    questions_for_owner: tuple[Message, ...]
    warnings: tuple[Message, ...]
    model: str | None = None
    prompt: str = ""
    leaning: Mapping[str, bool] = field(default_factory=dict[str, bool])
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HumanAnswer:
    """What a person said on a question; ``None`` is unknown. ``reason`` says why it differs from the proposal."""

    id: str
    answer: bool | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DraftFact:
    """One question with everyone's answer side by side; nobody's answer ever replaces another's.

    ``proposal`` is what the documentation seems to say, ``human`` what a person said, ``None`` when they were not
    heard. ``ruled`` is the answer that follows from all answers together: a yes on recruitment is a yes on work.
    """

    id: str
    proposal: ProposedFact | None
    human: HumanAnswer | None
    ruled: bool | None

    @property
    def given(self) -> bool | None:
        """The answer that goes into the decision: a person's, or else the proposal."""
        if self.human is not None:
            return self.human.answer
        return None if self.proposal is None else self.proposal.answer

    @property
    def spoken_of(self) -> bool:
        """Whether anyone says something on it: a person, or the documentation with an answer or a hint."""
        hinted = self.proposal is not None and bool(self.proposal.evidence)
        return hinted or self.given is not None or self.human is not None

    @property
    def changed(self) -> bool:
        """Whether a person says something else than the documentation seems to say."""
        if self.human is None or self.proposal is None or self.proposal.answer is None:
            return False
        return self.human.answer is not self.proposal.answer

    @property
    def overruled(self) -> bool:
        """Whether other answers make it something else than was given."""
        return self.given is not None and self.ruled is not self.given


class GapStatus(StrEnum):
    """What the dossier shows of a duty; ``FOUND`` is that it comes up, never that it is met."""

    FOUND = "found"
    NOTHING = "nothing"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Gap:
    """A duty held against the dossier. ``certain`` is false while it still hangs on the usual answer to a question."""

    rule: str
    provision: ProvisionId
    role: str
    what: Mapping[Language, str]
    status: GapStatus
    certain: bool
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft assessment of a system, for a person to judge. Never a decision.

    Attributes:
        made_on: the day it was made; ``decision.day`` is the day whose law is applied.
        files: the documents it rests on.
        facts: one per question of the rules, in their order.
        decision: what the rules say with the answers given, a person's before the proposal.
        proposed: what they say with the proposal alone.
        expected: what they say when open questions get their usual answer.
        draft_class: the best supported class; never lower than a prohibited practice that was hinted at and is open.
        draft_provisions: the provisions it rests on.
        gaps: the duties of ``expected``, then those of its roles that do not apply.
        questions: what to ask the owner or supplier, the most deciding first; answered ones are left out.
        warnings: what limits the draft.
        corpus_version: fingerprint of the sources; '' without sources.
        model: the language model that proposed as well; ``None`` without one.
        prompt: the prompt it was given and its hash; '' without a model.
    """

    made_on: date
    files: tuple[str, ...]
    facts: tuple[DraftFact, ...]
    decision: Decision
    proposed: Decision
    expected: Decision
    draft_class: RiskClass
    draft_provisions: tuple[ProvisionId, ...]
    gaps: tuple[Gap, ...]
    questions: tuple[Message, ...]
    warnings: tuple[Message, ...]
    corpus_version: str
    model: str | None = None
    prompt: str = ""

    @property
    def disagreements(self) -> tuple[DraftFact, ...]:
        """The facts on which proposal, person and rules do not say the same."""
        return tuple(fact for fact in self.facts if fact.changed or fact.overruled)


class AiactError(Exception):
    """A failure with a message for the user in Dutch and English; the exit code is 1.

    Args:
        dutch: what went wrong and what to do about it, for the user.
        english: the same in English; the Dutch text when empty.
    """

    exit_code = 1

    def __init__(self, dutch: str, english: str = "") -> None:
        super().__init__(dutch)
        self.dutch = dutch
        self.english = english or dutch

    def message(self, language: Language) -> str:
        """The text to show in that language."""
        return self.dutch if language == "nl" else self.english


class BadInput(AiactError):
    """The user gave something that cannot be used; the exit code is 2."""

    exit_code = 2


class SettingsError(BadInput):
    """A setting is unknown or has an impossible value."""


class UnknownProvision(BadInput):
    """An id or citation that no synchronised source contains."""


class SourceError(AiactError):
    """A source could not be fetched, read or trusted."""


class ShapeError(SourceError):
    """A fetched text does not have the articles, annexes or recitals that the manifest promises."""


class IndexProblem(AiactError):
    """The index is missing, damaged, stale or being built by another process."""


class StorageError(AiactError):
    """The data folder cannot be read or written, or is full."""

    @classmethod
    def writing(cls, folder: Path, error: OSError) -> StorageError:
        """Writing in ``folder`` failed: says whether it is full or not allowed, and what to do."""
        # NumPy reports a write that stopped half-way without an error number: that is a full disk.
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, None}:
            return cls(
                f"De schijf met de map {folder} is vol. Maak ruimte, of kies een andere map met AIACT_DATA_DIR, en"
                " probeer het opnieuw. Wat er al was, is niet veranderd.",
                f"The disk with the folder {folder} is full. Free some space, or set AIACT_DATA_DIR, and try again."
                " What was there has not changed.",
            )
        dutch, english = os_reason(error)
        return cls(
            f"De map {folder} kan niet worden beschreven ({dutch}). Kies een andere map met AIACT_DATA_DIR.",
            f"The folder {folder} cannot be written ({english}). Choose another one with AIACT_DATA_DIR.",
        )


_OS_REASONS: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        errno.ENOENT: ("het bestand of de map bestaat niet", "no such file or folder"),
        errno.EACCES: ("u hebt er geen rechten voor", "you have no permission"),
        errno.EPERM: ("u hebt er geen rechten voor", "you have no permission"),
        errno.EROFS: ("hier mag alleen worden gelezen", "it is read-only"),
        errno.EISDIR: ("het is een map", "it is a folder"),
        errno.ENOTDIR: ("er staat een bestand op de plaats van een map", "a file stands where a folder should be"),
        errno.EEXIST: ("er staat een bestand op de plaats van een map", "a file stands where a folder should be"),
        errno.ENOSPC: ("de schijf is vol", "the disk is full"),
        errno.ENOMEM: ("er is te weinig geheugen", "there is too little memory"),
        errno.EIO: ("de schijf geeft een fout", "the disk gives an error"),
        errno.ENAMETOOLONG: ("de naam is te lang", "the name is too long"),
    }
)


def os_reason(error: OSError) -> tuple[str, str]:
    """Why the system refused, in a few Dutch and English words."""
    system = error.strerror or type(error).__name__
    return _OS_REASONS.get(error.errno or 0, (system, system))


class ReadError(BadInput):
    """A file cannot be read: damaged, encrypted, of an unknown kind or over a limit."""


class KnowledgeError(AiactError):
    """An entry of the kennisbank is not well-formed."""


class Cancelled(AiactError):
    """The user stopped what was going on."""


class PromptError(AiactError):
    """A file in ``prompts/`` is not well-formed, or its variables are not those of the code."""


class ModelProblem(AiactError):
    """A language model gave nothing that can be used.

    Args:
        failure: what went wrong.
        dutch: what went wrong and what to do, for an administrator.
        english: the same in English.
    """

    def __init__(self, failure: ModelFailure, dutch: str, english: str) -> None:
        super().__init__(dutch, english)
        self.failure = failure
