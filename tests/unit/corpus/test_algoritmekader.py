"""A small Algoritmekader of our own: ids, links, relations, documents, and archives that are refused."""

from __future__ import annotations

import io
import tarfile
from datetime import date

import pytest

from aiact_assistant.corpus import algoritmekader
from aiact_assistant.corpus.algoritmekader import page_url, parse_algoritmekader, shape
from aiact_assistant.domain import Authority, Provision, ProvisionKind, Source, SourceError

SOURCE = Source("ak", "Kader", Authority.ALGORITMEKADER, "nl", "algoritmekader", "EUPL-1.2", "", "", date(2026, 1, 1))
TREE = "voldoen-aan-wetten-en-regels"
FILES = {
    "docs/index.md": "---\ntitle: Begin\n---\n# Welkom\nHallo. Zie [regels](onderwerpen/data.md#bron).",
    "docs/onderwerpen/index.md": "# Onderwerpen\n[Data](data.md), [ook](data/), [thuis](../index.md)",
    "docs/onderwerpen/data.md": (
        "---\ntitle: Data\nsources:\n  ADR:\n  - A.1\n  ARK: 2.1\nleeg:\n---\n"
        "Vooraf.[^1]\n\n## Bron\nEen\n\n### Diep\nTwee\n\n"
        "## Bron\nDrie [weg](../over-het-algoritmekader/cookies.md) [mail](mailto:a@example.org) "
        "[doel](#diep) [blad](../documenten/blad.txt) <a href='../../onderwerpen/'>op</a>\n\n[^1]: Noot."
    ),
    f"docs/{TREE}/vereisten/eis-1.md": "---\ntitle: Eis\nrol-ai-act:\n- aanbieder\n---\n## Vereiste\nDoe dit.",
    f"docs/{TREE}/maatregelen/doe-1.md": "---\ntitle: Doe\nvereiste:\n- eis-1\n- bestaat-niet\n---\n## Maatregel\nZo.",
    f"docs/{TREE}/hulpmiddelen/hulp.md": "---\ntitle: Hulp\nvereiste:\n- eis-1\nmaatregel:\n- doe-1\n---\nHelpt.",
    "docs/over-het-algoritmekader/cookies.md": "# Cookies\nGeen.",
    "README.md": "# Lees mij",
}


def archive(files: dict[str, str | bytes], *, link: bool = True) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            member = tarfile.TarInfo(f"Algoritmekader-abc/{name}")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
        if link:
            member = tarfile.TarInfo("Algoritmekader-abc/docs/koppeling.md")
            member.type, member.linkname = tarfile.SYMTYPE, "../../../etc/passwd"
            tar.addfile(member)
    return out.getvalue()


@pytest.fixture(scope="module")
def parsed() -> dict[str, Provision]:
    provisions = parse_algoritmekader(archive(dict(FILES)), SOURCE)
    assert shape(provisions) == {"pages": 6, "documents": 0}
    by_id = {p.id: p for p in provisions}
    assert len(by_id) == len(provisions)
    return by_id


def test_ids_and_nesting(parsed: dict[str, Provision]) -> None:
    assert [i for i in parsed if i.startswith("ak:onderwerpen/data")] == [
        "ak:onderwerpen/data",
        "ak:onderwerpen/data#bron",
        "ak:onderwerpen/data#diep",
        "ak:onderwerpen/data#bron_1",
    ]
    assert parsed["ak:onderwerpen/data"].children == ("ak:onderwerpen/data#bron", "ak:onderwerpen/data#bron_1")
    assert parsed["ak:onderwerpen/data#diep"].parent == "ak:onderwerpen/data#bron"
    assert parsed["ak:onderwerpen/data#diep"].kind is ProvisionKind.PAGE_SECTION
    assert parsed["ak:onderwerpen"].heading == "Onderwerpen"
    assert parsed["ak:index"].heading == "Welkom"
    assert "ak:koppeling" not in parsed


def test_text_notes_and_front_matter(parsed: dict[str, Provision]) -> None:
    page = parsed["ak:onderwerpen/data"]
    assert page.text == "Vooraf.[1]"
    assert page.notes == ("[1] Noot.",)
    assert dict(page.attributes) == {"title": ("Data",), "sources.ADR": ("A.1",), "sources.ARK": ("2.1",)}
    assert parsed["ak:onderwerpen/data#bron"].attributes == {}


def test_links(parsed: dict[str, Provision]) -> None:
    assert parsed["ak:index"].links == ("ak:onderwerpen/data#bron",)
    assert parsed["ak:onderwerpen"].links == ("ak:onderwerpen/data", "ak:index")
    assert parsed["ak:onderwerpen/data#bron_1"].links == (
        "https://minbzk.github.io/Algoritmekader/over-het-algoritmekader/cookies/",
        "ak:onderwerpen/data#diep",
        "https://minbzk.github.io/Algoritmekader/onderwerpen/documenten/blad.txt/",
        "ak:onderwerpen",
    )


def test_relations_both_ways(parsed: dict[str, Provision]) -> None:
    requirement, measure = f"ak:{TREE}/vereisten/eis-1", f"ak:{TREE}/maatregelen/doe-1"
    tool = f"ak:{TREE}/hulpmiddelen/hulp"
    assert set(parsed[requirement].links) == {measure, tool}
    assert set(parsed[measure].links) == {requirement, tool}
    assert parsed[tool].links == (requirement, measure)


@pytest.mark.parametrize(
    ("provision_id", "path"),
    [
        ("ak:index", ""),
        ("ak:index#x", "#x"),
        ("ak:onderwerpen/data#bron", "onderwerpen/data/#bron"),
        ("ak:a/Mijn blad.pdf#p3", "a/Mijn%20blad.pdf#page=3"),
        ("ak:a/blad.xlsx#vragen-2", "a/blad.xlsx"),
    ],
)
def test_page_url(provision_id: str, path: str) -> None:
    assert page_url(provision_id) == f"https://minbzk.github.io/Algoritmekader/{path}"


def test_refused_archives(monkeypatch: pytest.MonkeyPatch) -> None:
    good = archive(dict(FILES))
    broken_document: dict[str, str | bytes] = {"docs/index.md": "Hoi", "docs/stuk.pdf": b"%PDF-1.4 stuk"}
    for data in (b"", b"geen archief", good[:300], archive({"README.md": "x"}), archive(broken_document)):
        with pytest.raises(SourceError, match="niet bruikbaar"):
            parse_algoritmekader(data, SOURCE)
    for limit, value in (("MAX_MEMBERS", 2), ("MAX_MEMBER_BYTES", 50), ("MAX_TOTAL_BYTES", 200)):
        with monkeypatch.context() as patch:
            patch.setattr(algoritmekader, limit, value)
            with pytest.raises(SourceError, match="te veel"):
                parse_algoritmekader(good, SOURCE)
