"""Reads an e-mail: who, when, the text, and the files attached to it.

Comes in: the bytes of an .eml file. Goes out: ``FileText`` and the attachments as names with bytes. Pictures in the
text (logos) are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from typing import cast

from aiact_assistant.domain import ReadError
from aiact_assistant.files.blocks import Block, FileText, clean
from aiact_assistant.files.lines import unwrapped
from aiact_assistant.files.markup import read_html

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_ODD = (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail and the files attached to it."""

    text: FileText
    attachments: tuple[tuple[str, bytes], ...]


def read_eml(data: bytes) -> Mail:
    """The text and the attachments of an e-mail.

    Raises:
        ReadError: it cannot be read.
    """
    try:
        message = message_from_bytes(data, policy=policy.default)
        subject = clean(str(message.get("Subject") or "")).replace("\n", " ")
        head = [f"{name}: {clean(str(message[name]))}".replace("\n", " ") for name in _HEADERS if message[name]]
        body = tuple(_body(message))
        attached = tuple(_attachments(message))
    except _ODD as error:
        raise ReadError(
            "Deze e-mail kan niet worden gelezen. Sla hem opnieuw op als .eml of als PDF.",
            "This e-mail cannot be read. Save it again as .eml or as PDF.",
        ) from error
    return Mail(FileText(subject, (Block("text", "\n".join(head)), *body) if head else body), attached)


def _body(message: EmailMessage) -> Iterator[Block]:
    part = message.get_body(("plain", "html"))
    if part is None:
        return
    content = _decoded(part)
    if part.get_content_type() == "text/html":
        yield from read_html(content).blocks if content.strip() else ()
        return
    for text in unwrapped(content):
        yield Block("text", text)


def _decoded(part: MIMEPart) -> str:
    payload = cast("bytes", part.get_payload(decode=True) or b"")
    charset = part.get_content_charset("utf-8")
    try:
        return payload.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return payload.decode("cp1252", "replace")


def _attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for number, part in enumerate(message.iter_attachments(), start=1):
        if part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment":
            continue
        name = part.get_filename() or ""
        if part.get_content_type() == "message/rfc822":
            inner = part.get_content()
            yield name or f"bijlage {number}.eml", inner.as_bytes()
        elif data := cast("bytes | None", part.get_payload(decode=True)):
            yield name or f"bijlage {number}", data
