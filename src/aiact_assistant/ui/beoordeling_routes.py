"""What the tab "Beoordeling" asks of the server. Every answer is for one browser and is kept nowhere.

A cookie that scripts cannot read holds the secret of the visitor's ``Work``; it goes with requests from this page only
(SameSite), so another site can neither see nor change a dossier. A file comes as the bare body of a request, which is
refused as soon as it is larger than allowed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date
from typing import Annotated, Literal, Protocol
from urllib.parse import quote

from fastapi import APIRouter, Cookie, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from pydantic import BaseModel, Field

from aiact_assistant.assessment.draft import LONGEST_REASON
from aiact_assistant.assessment.obligations import Aids
from aiact_assistant.assessment.rules import RuleBook
from aiact_assistant.assistant import Reading
from aiact_assistant.documents.sensitive import at_same_place
from aiact_assistant.domain import BadInput, Draft, Evidence, HumanAnswer, Language, ProvisionId
from aiact_assistant.exports import ExportKind, export, register_of
from aiact_assistant.settings import Settings
from aiact_assistant.ui import beoordeling
from aiact_assistant.ui.guard import BEOORDELING
from aiact_assistant.ui.texts import text
from aiact_assistant.ui.works import Reader, Work, Works

COOKIE = "aiact_dossier"
_PDF = b"%PDF-"
_NO_STORE = {"cache-control": "no-store"}
_ANSWERS: dict[str, bool | None] = {"yes": True, "no": False, "unknown": None}

Secret = Annotated[str | None, Cookie(alias=COOKIE)]


class Assesses(Reader, Protocol):
    """What the tab needs of the assistant."""

    settings: Settings

    def rules(self) -> RuleBook:
        """The rules that decide."""
        ...

    def shown(self, reading: Reading, on: date | None = None, *, masked: bool) -> Reading:
        """What was read under the law of a day, with personal data masked or not."""
        ...

    def check_answer(self, reading: Reading, answer: HumanAnswer) -> HumanAnswer:
        """A person's answer as it may be kept."""
        ...

    def assess(self, reading: Reading, answers: Iterable[HumanAnswer] = ()) -> Draft:
        """The draft with the answers of a person so far."""
        ...

    def picture(self, pdf: bytes, evidence: Evidence) -> bytes | None:
        """The page of a PDF with the evidence marked."""
        ...

    def aids(self) -> Mapping[ProvisionId, Aids]:
        """Measures and tools per requirement of the Algoritmekader."""
        ...

    def titles(self) -> Mapping[ProvisionId, str]:
        """Titles of the pages of the Algoritmekader."""
        ...


class Answered(BaseModel):
    """What the visitor answered."""

    question: str = Field(max_length=100)
    answer: Literal["yes", "no", "unknown", "forget"]
    reason: str = Field(default="", max_length=LONGEST_REASON * 2)


class Chosen(BaseModel):
    """The day that the visitor chose, as YYYY-MM-DD; '' is today."""

    day: str = Field(max_length=20)


class Masking(BaseModel):
    """Whether the visitor wants personal data masked."""

    masked: bool


def make_routes(assistant: Assesses, works: Works) -> APIRouter:
    """The routes of the tab."""
    return _Routes(assistant, works).router()


class _Routes:
    def __init__(self, assistant: Assesses, works: Works) -> None:
        self._assistant = assistant
        self._works = works
        self._limits = assistant.settings.limits

    def router(self) -> APIRouter:
        router = APIRouter(prefix=f"{BEOORDELING}/{{language}}")
        posts: dict[str, Callable[..., Response | Awaitable[Response]]] = {
            "/bestand": self.upload,
            "/lezen": self.start,
            "/stop": self.stop,
            "/antwoord": self.answer,
            "/dag": self.choose_day,
            "/afschermen": self.mask,
            "/wis": self.wipe,
        }
        gets: dict[str, Callable[..., Response]] = {
            "": self.show,
            "/stand": self.progress,
            "/plaats/{kind}/{name}/{number}": self.place,
            "/beeld/{kind}/{name}/{number}": self.picture,
            "/uitvoer/{kind}": self.export,
        }
        for path, handler in posts.items():
            router.post(path)(handler)
        for path, handler in gets.items():
            router.get(path)(handler)
        return router

    # -- the tab

    def show(self, language: Language, secret: Secret = None) -> Response:
        """The whole tab."""
        return self._view(self._works.find(secret), language)

    async def upload(self, request: Request, language: Language, naam: str, secret: Secret = None) -> Response:
        """One file: its name in the address, its bytes as the body."""
        try:
            given, work = self._works.open(secret)
            room = self._works.room(work)
        except BadInput as error:
            return _refused(error, language)
        data = bytearray()
        async for part in request.stream():
            data += part
            if len(data) > room:
                return self._too_large(naam, room, language)
        try:
            self._works.add(work, naam, bytes(data))
        except BadInput as error:
            return _refused(error, language)
        response = await run_in_threadpool(self._view, work, language)
        if given != secret:
            secure = request.url.scheme == "https"
            response.set_cookie(COOKIE, given, httponly=True, samesite="strict", secure=secure, path="/")
        return response

    def start(self, language: Language, secret: Secret = None) -> Response:
        """Begin to read what was uploaded."""
        work = self._known(secret)
        self._works.start(work, self._assistant)
        return self._view(work, language)

    def progress(self, language: Language, secret: Secret = None) -> Response:
        """How far the reading is."""
        del language
        work = self._known(secret)
        done, total, name = work.progress
        return JSONResponse({"stand": work.stage, "gedaan": done, "van": total, "bestand": name}, headers=_NO_STORE)

    def stop(self, language: Language, secret: Secret = None) -> Response:
        """Stop reading."""
        work = self._known(secret)
        self._works.stop(work)
        return self._view(work, language)

    def answer(self, language: Language, given: Answered, secret: Secret = None) -> Response:
        """An answer of the visitor, or the end of one."""
        work, reading, _ = self._ready(secret)
        if given.answer == "forget":
            work.answers.pop(given.question, None)
        else:
            try:
                wanted = HumanAnswer(given.question, _ANSWERS[given.answer], given.reason)
                work.answers[given.question] = self._assistant.check_answer(reading, wanted)
            except BadInput as error:
                return _refused(error, language)
        work.draft, work.exported = None, False
        return self._view(work, language)

    def choose_day(self, language: Language, chosen: Chosen, secret: Secret = None) -> Response:
        """Another day whose law is applied."""
        work, _, _ = self._ready(secret)
        try:
            on = date.fromisoformat(chosen.day) if chosen.day else None
            return self._change(work, on, language, masked=work.masked)
        except BadInput as error:
            return _refused(error, language)
        except ValueError:
            return PlainTextResponse(text("bad_date", language), 422, headers=_NO_STORE)

    def mask(self, language: Language, wanted: Masking, secret: Secret = None) -> Response:
        """Personal data masked, or no longer."""
        work, _, _ = self._ready(secret)
        return self._change(work, work.on, language, masked=wanted.masked)

    def _change(self, work: Work, on: date | None, language: Language, *, masked: bool) -> Response:
        if work.reading is not None:
            work.shown = self._assistant.shown(work.reading, on, masked=masked)
        work.on, work.masked, work.draft, work.exported = on, masked, None, False
        return self._view(work, language)

    def wipe(self, language: Language, secret: Secret = None) -> Response:
        """Forget everything."""
        self._works.wipe(secret)
        response = self._view(None, language)
        response.delete_cookie(COOKIE, path="/")
        return response

    # -- places and exports

    def place(self, language: Language, kind: str, name: str, number: int, secret: Secret = None) -> Response:
        """Evidence in its page."""
        work, reading, draft = self._ready(secret)
        evidence = _evidence(draft, kind, name, number)
        drawn = f"beoordeling/{language}/beeld/{kind}/{name}/{number}" if _pdf(work, reading, evidence) else ""
        return _fragment(beoordeling.place(reading.dossier, evidence, drawn, language, masked=work.masked))

    def picture(self, language: Language, kind: str, name: str, number: int, secret: Secret = None) -> Response:
        """The page with the evidence marked."""
        del language
        work, reading, draft = self._ready(secret)
        evidence = _evidence(draft, kind, name, number)
        pdf = _pdf(work, reading, evidence)
        # The picture is of the file itself, in which nothing is masked.
        own = at_same_place(evidence, reading.dossier, work.reading.dossier) if work.reading is not None else evidence
        drawn = self._assistant.picture(pdf, own) if pdf is not None else None
        if drawn is None:
            raise HTTPException(404)
        return Response(drawn, media_type="image/png", headers=_NO_STORE)

    def export(self, language: Language, kind: ExportKind, secret: Secret = None) -> Response:
        """The draft as a file."""
        work, reading, draft = self._ready(secret)
        assistant = self._assistant
        titles, aids = assistant.titles(), assistant.aids()
        made = export(kind, assistant.rules(), reading, draft, titles=titles, aids=aids, language=language)
        # The register and the list do not hold what the visitor answered and why.
        work.exported = work.exported or kind in (ExportKind.WORD, ExportKind.MARKDOWN, ExportKind.JSON)
        headers = {**_NO_STORE, "content-disposition": f"attachment; filename*=UTF-8''{quote(made.name)}"}
        return Response(made.content, media_type=made.media, headers=headers)

    # -- helpers

    def _too_large(self, name: str, room: int, language: Language) -> Response:
        alone = room == self._limits.file_bytes
        most = (room if alone else self._limits.total_bytes) // 1_000_000
        words = text("bo_too_large" if alone else "bo_too_large_in_all", language).replace("##", str(most))
        return PlainTextResponse(words.replace("#", name), 413, headers=_NO_STORE)

    def _known(self, secret: str | None) -> Work:
        work = self._works.find(secret)
        if work is None:
            raise HTTPException(410)
        return work

    def _ready(self, secret: str | None) -> tuple[Work, Reading, Draft]:
        work = self._known(secret)
        shown, draft = self._shown(work), self._draft(work)
        if shown is None or draft is None:
            raise HTTPException(410)
        return work, shown, draft

    def _shown(self, work: Work) -> Reading | None:
        """What was read, as the visitor wants to see it; worked out once."""
        if work.shown is None and work.reading is not None:
            work.shown = self._assistant.shown(work.reading, work.on, masked=work.masked)
        return work.shown

    def _draft(self, work: Work) -> Draft | None:
        """The draft as it now is; worked out once for every answer."""
        shown, draft = self._shown(work), work.draft
        if shown is not None and draft is None:
            draft = work.draft = self._assistant.assess(shown, list(work.answers.values()))
        return draft

    def _view(self, work: Work | None, language: Language) -> HTMLResponse:
        draft = self._draft(work) if work is not None else None
        shown = work.shown if work is not None else None
        entry = register_of(shown, draft) if shown is not None and draft is not None else None
        return _fragment(
            beoordeling.view(
                work,
                self._assistant.rules(),
                self._assistant.settings,
                entry,
                self._assistant.titles(),
                language,
            )
        )


def _evidence(draft: Draft, kind: str, name: str, number: int) -> Evidence:
    """The place that a button names.

    Raises:
        HTTPException: there is none.
    """
    if kind == "vraag":
        places = [one for fact in draft.facts if fact.id == name and fact.proposal for one in fact.proposal.evidence]
    else:
        places = [one for gap in draft.gaps if gap.rule == name for one in gap.evidence]
    if not 0 <= number < len(places):
        raise HTTPException(404)
    return places[number]


def _pdf(work: Work, reading: Reading, evidence: Evidence) -> bytes | None:
    """The bytes of the PDF that evidence is from; ``None`` for another kind, or one from an archive."""
    if beoordeling.find_page(reading.dossier, evidence)[1] is None or evidence.page is None:
        return None
    found = (data for name, data in work.uploads if name == evidence.file and data.lstrip()[:5] == _PDF)
    return next(found, None)


def _refused(error: BadInput, language: Language) -> Response:
    return PlainTextResponse(error.message(language), 422, headers=_NO_STORE)


def _fragment(html: str) -> HTMLResponse:
    return HTMLResponse(html, headers=_NO_STORE)
