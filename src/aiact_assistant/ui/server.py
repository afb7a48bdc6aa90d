"""Serves the page: FastAPI with Gradio mounted, a health endpoint, kennisbank and beslishulp, clean start and stop."""

from __future__ import annotations

import errno
import os
import socket
import sys
from datetime import date

# Gradio reads these when it is imported; the page must never call another host.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
# It would also compute figures on all past events after each one, for a page that is not served.
os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", "1000000000")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import gradio as gr
import uvicorn
from fastapi import FastAPI, HTTPException
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from pydantic import BaseModel, Field

from aiact_assistant.assessment.address import LONGEST
from aiact_assistant.assessment.report import memo
from aiact_assistant.assessment.walk import Action, Reply
from aiact_assistant.domain import BadInput, Language
from aiact_assistant.public_rules import decision_json
from aiact_assistant.settings import Settings
from aiact_assistant.ui import beslishulp, kennisbank
from aiact_assistant.ui.beoordeling_routes import make_routes
from aiact_assistant.ui.events import AssistantLike
from aiact_assistant.ui.guard import BESLISHULP, HEALTH, KENNISBANK, Guard
from aiact_assistant.ui.page import build_page
from aiact_assistant.ui.style import FAVICON, css, script, theme
from aiact_assistant.ui.works import Works

# An open tab holds a connection for as long as it is open; after this many seconds it is closed for it.
_LAST_WORDS_SECONDS = 2
# Two questions at a time is what two cores can answer; more wait their turn.
_AT_ONCE = 2
_MOST_WAITING = 64


def build_app(assistant: AssistantLike) -> FastAPI:
    """The web application for one assistant."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.api_route(HEALTH, methods=["GET", "HEAD"])
    def health() -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        state = assistant.health()
        code = 200 if state.get("status") == "ok" else 503
        return JSONResponse(state, code, headers={"cache-control": "no-store"})

    @app.get(f"{KENNISBANK}/{{language}}")
    def listing(language: Language) -> HTMLResponse:  # pyright: ignore[reportUnusedFunction]
        return _fragment(kennisbank.listing(assistant.entries(language), language))

    @app.get(f"{KENNISBANK}/{{language}}/{{slug}}")
    def reading(language: Language, slug: str) -> HTMLResponse:  # pyright: ignore[reportUnusedFunction]
        for entry in assistant.entries(language):
            if entry.slug == slug:
                return _fragment(kennisbank.reading(entry, language))
        raise HTTPException(404)

    @app.post(f"{BESLISHULP}/{{language}}")
    def step(language: Language, step: Step) -> HTMLResponse:  # pyright: ignore[reportUnusedFunction]
        return _fragment(beslishulp.view(assistant.walk(step.address, step.action()), language))

    @app.post(f"{BESLISHULP}/{{language}}/memo")
    def as_memo(language: Language, step: Step) -> PlainTextResponse:  # pyright: ignore[reportUnusedFunction]
        walk = assistant.walk(step.address)
        return PlainTextResponse(memo(walk.book, walk.decision, walk.aids, walk.titles, language))

    @app.post(f"{BESLISHULP}/{{language}}/json")
    def as_json(language: Language, step: Step) -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        del language  # the JSON has both
        walk = assistant.walk(step.address)
        return JSONResponse(decision_json(walk.decision, walk.aids))

    settings = assistant.settings
    app.include_router(make_routes(assistant, Works(settings.limits, masked=settings.model_place == "elsewhere")))
    app.add_middleware(Guard)
    page = build_page(assistant)
    page.queue(default_concurrency_limit=_AT_ONCE, max_size=_MOST_WAITING, api_open=False)
    return gr.mount_gradio_app(  # pyright: ignore[reportUnknownMemberType]
        app,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        theme=theme(),
        css=css(),
        js=script(),
        favicon_path=str(FAVICON),
        show_error=False,
        ssr_mode=False,
    )


class Step(BaseModel):
    """What the browser sends of the tab Beslishulp: the answers so far and what the visitor did."""

    address: str = Field(default="", max_length=LONGEST * 2)
    question: str | None = Field(default=None, max_length=100)
    reply: Reply | None = None
    day: date | None = None

    def action(self) -> Action:
        """What the visitor did."""
        return Action(self.question, self.reply, self.day)


def _fragment(html: str) -> HTMLResponse:
    return HTMLResponse(html, headers={"cache-control": "no-cache"})


def serve(settings: Settings, assistant: AssistantLike) -> None:
    """Serve until the process is told to stop.

    Raises:
        BadInput: the port is in use, or the address is not allowed or not of this machine.
    """
    listener = _listen(settings.host, settings.port)
    port = listener.getsockname()[1]
    for notice in assistant.notices("nl"):
        print(notice, file=sys.stderr)
    config = uvicorn.Config(
        build_app(assistant), log_level="critical", access_log=False, timeout_graceful_shutdown=_LAST_WORDS_SECONDS
    )
    server = uvicorn.Server(config)
    print(f"Open {_address(settings.host, port)} in uw browser (stoppen: Ctrl+C)", flush=True)
    server.run(sockets=[listener])


def _address(host: str, port: int) -> str:
    """Where a browser on this machine finds the page."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket, so that "in use" is known before anything is built."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    if os.name != "nt":  # on Windows this would let two programs share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise _cannot_listen(host, port, error) from error
    return listener


def _cannot_listen(host: str, port: int, error: OSError) -> BadInput:
    if error.errno == errno.EADDRINUSE:
        return BadInput(
            f"Poort {port} op {host} is al in gebruik. Kies een andere met --port (of AIACT_PORT), of sluit het"
            " programma dat de poort gebruikt.",
            f"Port {port} on {host} is already in use. Choose another with --port (or AIACT_PORT), or close the"
            " program that uses it.",
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return BadInput(
            f"Poort {port} mag dit programma niet gebruiken. Kies een poort boven 1023 met --port (of AIACT_PORT).",
            f"This program may not use port {port}. Choose a port above 1023 with --port (or AIACT_PORT).",
        )
    return BadInput(
        f"Het adres '{host}' is niet van deze computer. Gebruik 127.0.0.1 (alleen deze computer) of 0.0.0.0 (ook"
        " anderen) met --host of AIACT_HOST.",
        f"The address '{host}' is not of this machine. Use 127.0.0.1 (this machine only) or 0.0.0.0 (others too) with"
        " --host or AIACT_HOST.",
    )
