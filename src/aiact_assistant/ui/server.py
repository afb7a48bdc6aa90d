"""Serves the page: FastAPI with Gradio mounted, a health endpoint, security headers, clean start and stop."""

from __future__ import annotations

import os
import socket
from collections.abc import Awaitable, Callable

# Gradio reads these when it is imported; the page must never call another host.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request, Response

from aiact_assistant.domain import BadInput
from aiact_assistant.settings import Settings
from aiact_assistant.ui.page import CSS, AssistantLike, build_page, theme

HEALTH = "/gezondheid"
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:;"
    " frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


def build_app(assistant: AssistantLike) -> FastAPI:
    """The web application for one assistant."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get(HEALTH)
    def health() -> dict[str, object]:  # pyright: ignore[reportUnusedFunction]
        return assistant.health()

    @app.middleware("http")
    async def add_headers(  # pyright: ignore[reportUnusedFunction]
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        response = await call_next(request)
        response.headers.update(_HEADERS)
        return response

    page = build_page(assistant)
    page.queue(default_concurrency_limit=2, max_size=64)
    return gr.mount_gradio_app(  # pyright: ignore[reportUnknownMemberType]
        app, page, path="/", footer_links=[], theme=theme(), css=CSS, show_error=False, ssr_mode=False
    )


def serve(settings: Settings, assistant: AssistantLike) -> None:
    """Serve until the process is told to stop.

    Raises:
        BadInput: the port is in use or not allowed.
    """
    listener = _listen(settings.host, settings.port)
    port = listener.getsockname()[1]
    config = uvicorn.Config(build_app(assistant), log_level="warning", access_log=False, timeout_graceful_shutdown=3)
    server = uvicorn.Server(config)
    shown = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host
    print(f"Open http://{shown}:{port} in uw browser (stoppen: Ctrl+C)", flush=True)
    server.run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket, so that "in use" is known before anything is built."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise BadInput(
            f"Poort {port} op {host} is al in gebruik of niet toegestaan. Kies een andere met --port, of sluit het"
            " programma dat de poort gebruikt.",
            f"Port {port} on {host} is in use or not allowed. Choose another with --port.",
        ) from error
    return listener
