"""E-mail."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from aiact_assistant.files.mail import read_eml


def message(body: str, subtype: str = "plain") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Leverancier <verkoop@voorbeeld.nl>"
    mail["To"] = "inkoop@voorbeeld.nl"
    mail["Subject"] = "Documentatie van het systeem é"
    mail.set_content(body, subtype=subtype)
    return mail


@pytest.mark.parametrize(("body", "subtype"), [("Eerste.\n\nTweede.", "plain"), ("<p>Eerste.<p>Tweede.", "html")])
def test_head_and_body(body: str, subtype: str) -> None:
    text = read_eml(message(body, subtype).as_bytes()).text
    assert text.title == "Documentatie van het systeem é"
    assert [block.text.split("\n")[0] for block in text.blocks] == [
        "From: Leverancier <verkoop@voorbeeld.nl>",
        "Eerste.",
        "Tweede.",
    ]


def test_attachments_without_logos() -> None:
    mail = message("Zie bijlage.")
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="uitleg é.pdf")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", cid="<logo>", disposition="inline")
    mail.add_attachment(message("Doorgestuurd."))
    found = read_eml(mail.as_bytes()).attachments
    assert [name for name, _ in found] == ["uitleg é.pdf", "bijlage 3.eml"]
    assert found[0][1] == b"%PDF-"
    assert [block.text for block in read_eml(found[1][1]).text.blocks][1:] == ["Doorgestuurd."]


def test_an_unknown_character_set_is_no_reason_to_stop() -> None:
    data = b"Subject: x\nContent-Type: text/plain; charset=bestaat-niet\nContent-Transfer-Encoding: 8bit\n\ncaf\xe9"
    assert read_eml(data).text.blocks[-1].text == "café"
