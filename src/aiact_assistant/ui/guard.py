"""Stands before Gradio: only what the page itself needs is answered, and every answer carries security headers.

Gradio also serves uploads, files, a proxy, run histories and a public API. None of those is used here, so they are
not offered: what is not listed in ``_PAGE`` does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

# ASGI, as its specification names the parts.
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

HEALTH = "/gezondheid"
KENNISBANK = "/kennisbank"
BESLISHULP = "/beslishulp"
BEOORDELING = "/beoordeling"

# Gradio's script makes functions from text (unsafe-eval) and its page has scripts and styles in line.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; worker-src 'none';"
    " frame-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'none'"
)
_HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]
_PAGE = re.compile(
    r"/|/config/?|/theme\.css|/favicon\.ico|/robots\.txt|/(?:assets|static)/.+"
    r"|/gradio_api/(?:queue/(?:join|data)|heartbeat/[^/]+|cancel|reset/?|startup-events)"
    rf"|{HEALTH}|{KENNISBANK}/(?:nl|en)(?:/[a-z0-9-]+)?|{BESLISHULP}/(?:nl|en)(?:/(?:memo|json))?"
    rf"|{BEOORDELING}/(?:nl|en)(?:/(?:bestand|lezen|stand|stop|antwoord|dag|afschermen|wis|uitvoer/[a-z]+"
    r"|(?:plaats|beeld)/(?:vraag|plicht)/[a-z0-9_]+/[0-9]{1,3}))?"
)
_PREVIEW = re.compile(rb"""<meta\s+(?:property="og:|name="twitter:)[^>]*>|<link rel="manifest"[^>]*>""")
_LANGUAGE = re.compile(rb'(<html\s+lang=)"en"')


def own_page(html: bytes) -> bytes:
    """Gradio's page in our language, without its link previews (they name other hosts) and its install offer."""
    return _LANGUAGE.sub(rb'\1"nl"', _PREVIEW.sub(b"", html), count=1)


class Guard:
    """ASGI middleware around the application.

    Args:
        app: the application to protect.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not _PAGE.fullmatch(scope["path"]):
            await _not_here(_with_headers(send))
            return
        if scope["path"] == "/":
            # Compressed, the page could not be changed.
            plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            await self._app({**scope, "headers": plain}, receive, _rewriting(_with_headers(send)))
            return
        await self._app(scope, receive, _with_headers(send))


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            ours = {name for name, _ in _HEADERS}
            kept = [(name, value) for name, value in message["headers"] if name.lower() not in ours]
            message = {**message, "headers": [*kept, *_HEADERS]}
        await send(message)

    return sending


def _rewriting(send: Send) -> Send:
    """Holds a page back until it is whole, then sends it as ``own_page`` makes it."""
    start: list[Message] = []
    body: list[bytes] = []

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.append(message)
            return
        if message["type"] != "http.response.body":
            return
        body.append(message.get("body", b""))
        if message.get("more_body"):
            return
        page = own_page(b"".join(body))
        kept = [(name, value) for name, value in start[0]["headers"] if name.lower() != b"content-length"]
        length = (b"content-length", str(len(page)).encode())
        await send({**start[0], "headers": [*kept, length]})
        await send({"type": "http.response.body", "body": page})

    return sending


async def _not_here(send: Send) -> None:
    text = b"Niet gevonden. / Not found."
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": text})
