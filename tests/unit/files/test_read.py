"""One entry for all kinds of files."""

from __future__ import annotations

import pytest

from aiact_assistant.domain import ReadError
from aiact_assistant.files import read
from aiact_assistant.files.read import read_file, readable


def test_kinds() -> None:
    assert read_file("a/b.MD", b"# Kop").title == "Kop"
    assert read_file("b.htm", b"<title>Kop</title><p>x</p>").title == "Kop"
    assert [block.text for block in read_file("c.txt", "\ufeffeen\r\nregel\r\n\r\ntwee".encode()).blocks] == [
        "een regel",
        "twee",
    ]
    assert read_file("d.txt", "één".encode("cp1252")).blocks[0].text == "één"
    assert read_file("e.txt", "één".encode("utf-16")).blocks[0].text == "één"
    assert readable("X.PDF")
    assert not readable("foto.png")


@pytest.mark.parametrize(("name", "data"), [("x.exe", b"MZ"), ("geen", b"x"), ("x.md", b"")])
def test_refused(name: str, data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_file(name, data)
    assert name in caught.value.dutch
    assert name in caught.value.english
    assert caught.value.dutch != caught.value.english


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MAX_BYTES", 3)
    with pytest.raises(ReadError, match="groter"):
        read_file("x.txt", b"vier")


def test_the_name_is_in_every_message() -> None:
    with pytest.raises(ReadError, match=r"^stuk\.pdf: "):
        read_file("stuk.pdf", b"%PDF-1.7 stuk")
