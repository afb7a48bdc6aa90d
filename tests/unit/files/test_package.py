"""Zip files are opened without trusting them."""

from __future__ import annotations

import io
import zipfile

import pytest

from aiact_assistant.domain import ReadError
from aiact_assistant.files.package import open_package
from tests.uploads import make_zip


def refused(data: bytes, said: str, unpacked: int = 1_000_000_000, ratio: int = 100) -> None:
    with pytest.raises(ReadError, match=said):
        open_package(data, unpacked=unpacked, ratio=ratio)


def test_too_large_by_size_or_by_ratio() -> None:
    refused(make_zip({"a": b"12345", "b": b"12345"}), "te groot", unpacked=9)
    refused(make_zip({"a": bytes(11_000_000)}), "te groot", ratio=100)
    assert open_package(make_zip({"a": bytes(9_000_000)}), ratio=100).namelist() == ["a"]  # small: harmless


def test_a_part_that_is_larger_than_it_says_is_damaged() -> None:
    data = make_zip({"a.txt": b"0" * 1000})
    at = data.rindex((1000).to_bytes(4, "little"))
    lying = data[:at] + (10).to_bytes(4, "little") + data[at + 4 :]
    with open_package(lying) as archive, pytest.raises(zipfile.BadZipFile):
        archive.read("a.txt")


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_xml_that_declares_a_document_type(coding: str) -> None:
    text = '<?xml version="1.0"?><!-- ' + "x" * 999_990 + ' --><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    data = make_zip({"word/document.xml": text.encode(coding)})
    refused(data, "onveilig")
    assert open_package(data, office=False).namelist() == ["word/document.xml"]


def test_damaged_and_locked() -> None:
    refused(b"geen zip", "beschadigd")
    refused(make_zip({"a": b"1"})[:-10], "beschadigd")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", b"geheim")
    locked = bytearray(out.getvalue())
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    refused(bytes(locked), "wachtwoord")
