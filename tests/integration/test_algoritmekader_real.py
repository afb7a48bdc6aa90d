"""The real Algoritmekader: nothing lost, nothing twice, links that lead somewhere, page numbers that are right."""

from __future__ import annotations

import html
import io
import re
import tarfile
import unicodedata
import warnings
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from aiact_assistant.corpus.algoritmekader import LEFT_OUT, WEBSITE, page_url, parse_algoritmekader, shape
from aiact_assistant.domain import Authority, Provision, ProvisionKind, Source

pytestmark = pytest.mark.integration

SOURCE = Source(
    "algoritmekader", "Algoritmekader", Authority.ALGORITMEKADER, "nl", "algoritmekader", "EUPL-1.2", "", "", date.min
)
TREE = "ak:voldoen-aan-wetten-en-regels"
DOCUMENTS = f"{TREE}/hulpmiddelen/documenten"

# Links of the source that lead to a page we leave out, or to nothing.
LINKS_TO_THE_WEBSITE = {
    f"{WEBSITE}over-het-algoritmekader/CONTRIBUTING/",
    f"{WEBSITE}over-het-algoritmekader/CONTRIBUTING/#ik-heb-een-vraag",
}
# Relative links whose heading is not on the page they name; they are followed to the page itself.
BROKEN_ANCHORS: set[tuple[str, str]] = set()
# Begins the same list of situations on five pages of an annex; stands under the title of four phases of a programme.
FIRST_OF_MANY_PAGES = {"A. Generatieve AI als zelfstandig studieobject", "Doel"}


# Letters of a document that are no text: a bullet on a page of pictures, two formulas that failed (#N/A, #VALUE!).
NO_TEXT = {
    "Vereisten AI verordening - AI Geletterdheid v1.1.pdf": Counter("o"),
    "AIG self-assessment v4.xlsx": Counter("NA") + Counter("VALUE"),
}


@pytest.fixture(scope="module")
def archive(mirror: Path) -> bytes:
    return next((mirror / "algoritmekader").glob("*.tar.gz")).read_bytes()


@pytest.fixture(scope="module")
def provisions(archive: bytes) -> tuple[Provision, ...]:
    return parse_algoritmekader(archive, SOURCE)


@pytest.fixture(scope="module")
def pages(archive: bytes) -> dict[str, str]:
    """Path under docs -> raw Markdown of the pages that are read."""
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        files = [
            (member.name.partition("/docs/")[2], tar.extractfile(member))
            for member in tar
            if member.isreg() and "/docs/" in member.name and member.name.endswith(".md")
        ]
        return {path: file.read().decode("utf8") for path, file in files if file and path[:-3] not in LEFT_OUT}


def of_page(provisions: tuple[Provision, ...], page_id: str) -> list[Provision]:
    return [p for p in provisions if p.id == page_id or p.id.startswith(f"{page_id}#")]


def page_id(path: str) -> str:
    name = path.removesuffix(".md")
    return "ak:" + (name if name == "index" else name.removesuffix("/index"))


def visible_words(markdown: str) -> tuple[list[str], list[str], bool]:
    """Words of the page in order, words of its footnotes, whether it has a heading of its own; by other means."""
    text = re.sub(r"\A---\n.*?\n---\n", "", markdown.replace("\r\n", "\n"), flags=re.DOTALL)
    # A fold-out that holds only a comment is filled with a generated list by the website.
    text = re.sub(r"^\?\?\? expander \".*\"\n(?: {4}|\t)\s*<!--[^\n]*-->[ ]*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"^```mermaid.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^///.*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"<button.*?</button>", "", text, flags=re.DOTALL)
    text = re.sub(r"^[ \t]*(?:!!!|\?\?\?\+?) [\w-]+(?: \"(.*)\")?[ ]*$", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"\[!\[.*\]\([^()]*\)\]\([^()]*\)", "", text)
    text = re.sub(r"!\[[^\]]*\]\([^()]*\)(?:\{[^}]*\})?", "", text)
    notes = re.findall(r"^\[\^\w+\]: *(.*)$", text, flags=re.MULTILINE)
    text = re.sub(r"^\[\^\w+\]: *.*$", "", text, flags=re.MULTILINE)
    text = _without_link_targets(text)
    text = re.sub(r"<(https?://[^>]*)>", r"\1", text)
    text = re.sub(r"</?[a-zA-Z][^<>]*>", "", text)
    text = re.sub(r"\{ ?(?:[.#]|data-|target=)[^}]*\}", "", text)
    text = re.sub(r":material-[a-z-]+:", "", text)
    own_heading = len(re.findall(r"^# ", text, flags=re.MULTILINE)) == 1
    return words(text), words(_without_link_targets("\n".join(notes))), own_heading


def _without_link_targets(text: str) -> str:
    return re.sub(r"\]\((?:[^()]|\([^()]*\))*\)", "]", text)


def words(text: str) -> list[str]:
    """Words without the numbers that begin list items: Markdown and the reader count them differently."""
    text = re.sub(r"^[ \t>-]*\d+\.[ \t]", "", html.unescape(text).replace("\u00ad", ""), flags=re.MULTILINE)
    return re.findall(r"[^\W_]+", text)


def test_counts(provisions: tuple[Provision, ...]) -> None:
    assert shape(provisions) == {"pages": 243, "documents": 14}
    assert {p.kind for p in provisions} == {ProvisionKind.PAGE, ProvisionKind.PAGE_SECTION}


def test_ids_are_unique_and_tree_is_whole(provisions: tuple[Provision, ...]) -> None:
    by_id = {p.id: p for p in provisions}
    assert len(by_id) == len(provisions)
    for provision in provisions:
        assert all(by_id[child].parent == provision.id for child in provision.children)
        assert provision.parent is None or provision.id in by_id[provision.parent].children


def test_every_word_of_every_page_once_and_in_order(provisions: tuple[Provision, ...], pages: dict[str, str]) -> None:
    assert len(pages) == 243
    different: dict[str, object] = {}
    for path, markdown in pages.items():
        expected, notes, own_heading = visible_words(markdown)
        parts = of_page(provisions, page_id(path))
        found: list[str] = []
        for index, part in enumerate(parts):
            found += words(part.heading) if index or own_heading else []
            found += words(part.text)
        found_notes = [word for part in parts for note in part.notes for word in words(note)[1:]]
        if found != expected:
            at = next((i for i, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b), -1)
            different[path] = (found[at - 2 : at + 6], expected[at - 2 : at + 6], len(found), len(expected))
        elif Counter(found_notes) != Counter(notes):
            different[path] = Counter(notes) - Counter(found_notes)
    assert different == {}


def test_links_lead_to_something(provisions: tuple[Provision, ...]) -> None:
    known = {p.id for p in provisions}
    links = Counter(link for p in provisions for link in p.links)
    assert {link for link in links if link.startswith("ak:")} <= known
    assert {link for link in links if link.startswith(WEBSITE)} == LINKS_TO_THE_WEBSITE
    assert sum(link.startswith("ak:") for link in links.elements()) > 1000
    assert all(link.startswith(("ak:", "https://", "http://")) for link in links)


def test_relative_links_of_the_source_are_all_kept(provisions: tuple[Provision, ...], pages: dict[str, str]) -> None:
    broken: set[tuple[str, str]] = set()
    for path, markdown in pages.items():
        text = re.sub(r"<!--.*?-->", "", markdown, flags=re.DOTALL)
        linked = {link for part in of_page(provisions, page_id(path)) for link in part.links}
        for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^()\s:]+\.md(?:#[^()\s]*)?)\)", text):
            name, _, anchor = target.partition("#")
            wanted = page_id(_relative(path, name))
            if wanted.removeprefix("ak:") in LEFT_OUT:
                continue
            if f"{wanted}#{anchor}" in linked or (not anchor and wanted in linked):
                continue
            broken.add((page_id(path), target))
    assert broken == BROKEN_ANCHORS


def _relative(path: str, target: str) -> str:
    parts = path.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def test_front_matter_and_relations(provisions: tuple[Provision, ...]) -> None:
    by_id = {p.id: p for p in provisions}
    page = by_id[f"{TREE}/vereisten/aia-07-automatische-logregistratie"]
    assert page.attributes["rol-ai-act"] == ("aanbieder",)
    assert page.attributes["risicogroep"] == ("hoog-risico-ai-systeem",)
    assert page.attributes["id"] == ("urn:nl:ak:ver:aia-07",)
    measure = by_id[f"{TREE}/maatregelen/3-dat-01-datakwaliteit"]
    assert f"{TREE}/vereisten/aia-05-data-kwaliteitscriteria" in measure.links
    assert measure.id in by_id[f"{TREE}/vereisten/aia-05-data-kwaliteitscriteria"].links
    assert by_id[f"{measure.id}#risico"].heading == "Risico"
    roles = Counter(role for p in provisions for role in p.attributes.get("rol-ai-act", ()))
    assert set(roles) >= {"aanbieder", "gebruiksverantwoordelijke"}


@pytest.mark.parametrize(
    ("document", "page", "phrase"),
    [
        ("AI-Verordening_Blauwdruk_Geletterdheidsprogramma.pdf", 8, "Fase 4 Lancering"),
        ("AI-Verordening_Factsheet_Bestuurders.pdf", 2, "Wie heeft dit document gemaakt?"),
        ("AI-Verordening_Geletterdheid_Factsheet_Bestuurders.pdf", 2, "AI-geletterdheidvereisten"),
        ("AI-Verordening_Geletterdheid_Factsheet_Inkopers.pdf", 2, "AI-geletterdheidvereisten"),
        ("AI-verordening_Handreiking_AI-systemen.pdf", 9, "4.1.3. Social scoring"),
        ("AI_Verordening_Roadmap_Inwerkingtreding.pdf", 4, "Artikel 4: AI-geletterdheid"),
        ("GenAI_compliance_FAQ.pdf", 16, "DPIA (Art. 35 AVG)"),
        ("Vereisten AI verordening - AI Geletterdheid v1.1.pdf", 4, "Zie ook overweging 58"),
    ],
)
def test_page_numbers_of_documents(provisions: tuple[Provision, ...], document: str, page: int, phrase: str) -> None:
    at = [p for p in of_page(provisions, f"{DOCUMENTS}/{document}") if phrase in f"{p.heading}\n{p.text}"]
    assert [p.page for p in at if p.page] == [page]
    assert at[0].id == f"{DOCUMENTS}/{document}#p{page}"


def test_every_letter_of_every_document_once(archive: bytes, provisions: tuple[Provision, ...]) -> None:
    """Letters, not figures: the numbers of pages and of footnotes are left out of a PDF, and bullets are no letters."""
    different: dict[str, Counter[str]] = {}
    read: set[str] = set()
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        for member in tar:
            name, ending = member.name.partition("/docs/")[2], Path(member.name).suffix.lower()
            if not member.isreg() or ending not in RAW_TEXT:
                continue
            file = tar.extractfile(member)
            assert file is not None
            expected = letters(RAW_TEXT[ending](file.read()))
            parts = of_page(provisions, f"ak:{name}")
            texts = letters(" ".join(text for part in parts for text in (part.text, *part.notes)))
            # Headings may be words of the document or our own: its title, the name of a sheet.
            headings = letters("" if ending == ".xlsx" else " ".join(part.heading for part in parts))
            read.add(Path(name).name)
            if lost_or_twice := (expected - texts - headings) + (texts - expected):
                different[Path(name).name] = lost_or_twice
    assert len(read) == 14
    assert different == NO_TEXT


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\W\d_]+", "", unicodedata.normalize("NFKC", text)))


def pdf_text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def docx_text(data: bytes) -> str:
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    return html.unescape(" ".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", body)))


def xlsx_text(data: bytes) -> str:
    """Of the sheets that a reader sees; hidden ones hold the workings of a form."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl tells of colours and checks that it drops
        book = load_workbook(io.BytesIO(data), data_only=True)
    sheets = [sheet for sheet in book if sheet.sheet_state == "visible"]
    return " ".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell)


RAW_TEXT = {".pdf": pdf_text, ".docx": docx_text, ".xlsx": xlsx_text}


def test_documents_read_well(provisions: tuple[Provision, ...]) -> None:
    documents = [p for p in provisions if ".pdf" in p.id and p.page is not None]
    assert len(documents) > 90
    for provision in documents:
        assert not re.search(r"[^\W\d_]-\n[^\W\d_]", provision.text), provision.id
        assert not re.search("[ﬁﬂﬀﬃﬄĳ\u00ad]", provision.text), provision.id
        assert not re.search(r"^\d+ ?/ ?\d+$", provision.text, re.MULTILINE), provision.id
    for document in {p.parent for p in documents}:
        lines = Counter(
            re.sub(r"\d+", "#", line)
            for p in documents
            if p.parent == document
            for line in {p.text.split("\n")[0], p.text.split("\n")[-1]}
        )
        assert {line for line, count in lines.items() if line and count > 3} <= FIRST_OF_MANY_PAGES, document


def test_hyphens_are_mended_with_the_words_of_the_document(provisions: tuple[Provision, ...]) -> None:
    guide = " ".join(p.text for p in of_page(provisions, f"{DOCUMENTS}/AI-verordening_Handreiking_AI-systemen.pdf"))
    assert "AIverordening" not in guide
    assert "AIsysteem" not in guide
    assert len(re.findall(r"AI-verordening", guide)) > 20
    questions = " ".join(p.text for p in of_page(provisions, f"{DOCUMENTS}/GenAI_compliance_FAQ.pdf"))
    assert "transparantieverplichtingen" in questions
    assert "transparantie-verplichtingen" not in questions


def test_addresses() -> None:
    assert page_url("ak:index") == WEBSITE
    assert page_url(f"{TREE}/vereisten") == f"{WEBSITE}voldoen-aan-wetten-en-regels/vereisten/"
    assert page_url(f"{DOCUMENTS}/GenAI_compliance_FAQ.pdf#p12").endswith("/GenAI_compliance_FAQ.pdf#page=12")
