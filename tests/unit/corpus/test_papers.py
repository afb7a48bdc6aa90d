"""Papers, a small amending regulation of our own, and an organisation's own files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from aiact_assistant.corpus import papers
from aiact_assistant.corpus.papers import parse_amending, parse_own_source, parse_paper
from aiact_assistant.domain import Authority, ProvisionKind, ReadError, Source, SourceError
from aiact_assistant.files.blocks import Block, FileText
from aiact_assistant.settings import OwnSource

SOURCE = Source("bron", "Bron", Authority.GUIDELINE, "nl", "paper", "", "", "", date(2026, 1, 1))


def test_paper() -> None:
    page = b"<h1>Richtsnoer</h1><p>Vooraf <a href='https://example.org'>x</a> <a href='lokaal'>y</a></p>"
    page += b"<h2>Kern</h2><p>Zo.</p>"
    top, section = parse_paper("a.html", page, SOURCE, "ri:a")
    assert (top.id, top.kind, top.heading, top.text) == ("ri:a", ProvisionKind.PAGE, "Richtsnoer", "Vooraf x y")
    assert top.links == ("https://example.org",)
    assert (section.id, section.parent, section.text) == ("ri:a#kern", "ri:a", "Zo.")
    with pytest.raises(SourceError):
        parse_paper("a.pdf", b"stuk", SOURCE, "ri:a")


def amending(*texts: tuple[int, str]) -> FileText:
    blocks = [Block("note" if text.startswith("[") else "text", text, page=page) for page, text in texts]
    return FileText("", tuple(blocks))


def test_amending(monkeypatch: pytest.MonkeyPatch) -> None:
    text = amending(
        (1, "Voorblad"),
        (2, "Overwegende hetgeen volgt:"),
        (2, "(1) De eerste reden [5] loopt door op de"),
        (2, "[5] Een voetnoot."),
        (3, "volgende bladzijde met een AI-"),
        (4, "systeem."),
        (4, "(1) Dit is geen nieuwe overweging."),
        (4, "(2) De tweede reden."),
        (5, "HEBBEN DE VOLGENDE VERORDENING VASTGESTELD:"),
        (5, "Artikel 1 Wijzigingen"),
        (5, "Artikel 2 bis wordt ingevoegd."),
        (6, "Artikel 2"),
        (6, "Deze verordening treedt in werking."),
        (6, "Gedaan te Brussel"),
        (6, "De voorzitter"),
    )
    monkeypatch.setattr(papers, "read_file", lambda _name, _data: text)
    provisions = parse_amending(b"%PDF", SOURCE)
    assert [(p.id, p.page, p.heading, p.text) for p in provisions] == [
        (
            "dob:rct_1",
            2,
            "",
            "De eerste reden loopt door op de volgende bladzijde met een AI-systeem.\n"
            "(1) Dit is geen nieuwe overweging.",
        ),
        ("dob:rct_2", 4, "", "De tweede reden."),
        ("dob:art_1", 5, "Wijzigingen", "Artikel 2 bis wordt ingevoegd."),
        ("dob:art_2", 6, "", "Deze verordening treedt in werking."),
    ]
    assert provisions[0].notes == ("Een voetnoot.",)


def test_amending_without_recitals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "read_file", lambda _name, _data: amending((1, "Iets anders")))
    with pytest.raises(SourceError, match="overwegingen"):
        parse_amending(b"%PDF", SOURCE)
    monkeypatch.undo()
    with pytest.raises(SourceError):
        parse_amending(b"%PDF stuk", SOURCE)


def test_own_folder(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".verborgen").mkdir()
    (tmp_path / ".verborgen" / "x.md").write_text("nee", "utf8")
    (tmp_path / "sub" / "beleid.md").write_text("# Beleid\n\nOns beleid.\n\n## Inkoop\n\nVraag door.", "utf8")
    (tmp_path / "stuk.pdf").write_bytes(b"%PDF stuk")
    (tmp_path / "foto.png").write_bytes(b"x")
    source, provisions, remarks = parse_own_source(OwnSource(id="huis", title="Huisregels", path=tmp_path))
    assert source.authority is Authority.OWN
    assert [p.id for p in provisions] == ["eigen:huis/sub/beleid", "eigen:huis/sub/beleid#inkoop"]
    assert {p.source for p in provisions} == {source.id}
    assert len(remarks) == 2
    assert all(isinstance(remark, ReadError) and remark.english for remark in remarks)


def test_own_file_and_absent(tmp_path: Path) -> None:
    path = tmp_path / "regels.txt"
    path.write_text("Een regel.", "utf8")
    _, provisions, remarks = parse_own_source(OwnSource(id="huis", title="Huisregels", path=path))
    assert [(p.id, p.heading, p.text) for p in provisions] == [("eigen:huis/regels.txt", "regels", "Een regel.")]
    assert remarks == ()
    _, provisions, remarks = parse_own_source(OwnSource(id="weg", title="Weg", path=tmp_path / "weg"))
    assert provisions == ()
    assert "instellingenbestand" in remarks[0].dutch


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "buiten.md"
    outside.write_text("geheim", "utf8")
    folder = tmp_path / "map"
    folder.mkdir()
    (folder / "link.md").symlink_to(outside)
    _, provisions, _ = parse_own_source(OwnSource(id="huis", title="Huis", path=folder))
    assert provisions == ()
