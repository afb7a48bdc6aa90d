"""Cuts provisions into passages that make sense on their own.

Comes in: a ``Corpus``. Goes out: ``Chunk`` tuples; identical texts of two versions of the law become one chunk
whose days of validity are joined. The cut does not depend on the embedding model, so hashes stay stable.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from aiact_assistant.corpus.cite import ACT_NAMES
from aiact_assistant.corpus.library import Corpus, own_line
from aiact_assistant.corpus.sentences import sentence_spans
from aiact_assistant.domain import Authority, Chunk, Provision, ProvisionKind, Source

CHUNK_VERSION = 5
# multilingual-e5 reads 512 tokens; Dutch law takes about 3.6 characters a token, code lists about 2.5.
MAX_CHARS = 1400
# A list is cut at its points when these are sentences of their own; shorter ones stay together.
MIN_WORDS_ALONE = 14
CONTEXT_CHARS = 220
CHAPEAU_CHARS = 350

_CONTAINERS = {ProvisionKind.CHAPTER, ProvisionKind.SECTION}
# Parts of an Algoritmekader page that answer nothing: how to help with the page, who wrote it, lists of links.
_ABOUT_THE_PAGE = {"Help ons deze pagina te verbeteren", "Auteur", "Auteurs", "Inhoudsopgave", "Bronnen"}
_CALL_FOR_EXAMPLES = "Heb jij een goed voorbeeld"
# The name of the act is in the context line of every passage; the visas answer no question.
_NO_PASSAGE = {*_CONTAINERS, ProvisionKind.TITLE, ProvisionKind.PREAMBLE}
# Of these sources only the recitals are passages: their articles stand in the consolidated texts.
_ONLY_KINDS = {"eurlex-oj": {ProvisionKind.RECITAL}, "eurlex-amending": {ProvisionKind.RECITAL}}


def chunk_corpus(corpus: Corpus) -> tuple[Chunk, ...]:
    """All passages of a corpus, newest version of each text first seen last."""
    merged: dict[tuple[str, ...], Chunk] = {}
    for provision in corpus.provisions:
        source = corpus.source_of(provision)
        allowed = _ONLY_KINDS.get(source.kind)
        if provision.parent is not None and not _is_top(corpus, provision):
            continue
        if provision.kind in _NO_PASSAGE or (allowed is not None and provision.kind not in allowed):
            continue
        for chunk in _chunk_provision(corpus, source, provision):
            key = (chunk.id, str(chunk.part), chunk.language, chunk.context, chunk.chapeau, chunk.text)
            merged[key] = _join(merged[key], chunk) if key in merged else chunk
    return tuple(merged.values())


def embedding_text(chunk: Chunk) -> str:
    """What is embedded and searched: context line, chapeau and passage."""
    return "\n".join(part for part in (chunk.context, chunk.chapeau, chunk.text) if part)


def _is_top(corpus: Corpus, provision: Provision) -> bool:
    above = corpus.parent(provision)
    return above is not None and above.kind in _CONTAINERS


def _join(old: Chunk, new: Chunk) -> Chunk:
    start = None if old.valid_from is None or new.valid_from is None else min(old.valid_from, new.valid_from)
    end = None if old.valid_to is None or new.valid_to is None else max(old.valid_to, new.valid_to)
    newest = new if (new.valid_to is None or (old.valid_to is not None and new.valid_to > old.valid_to)) else old
    return replace(newest, valid_from=start, valid_to=end)


def _chunk_provision(corpus: Corpus, source: Source, provision: Provision, chapeau: str = "") -> Iterator[Chunk]:
    """A provision as one chunk, or its own text and each child apart when it is long or its points stand alone."""
    if provision.repealed or _is_about_the_page(provision):
        return
    children = list(corpus.children(provision))
    whole = corpus.full_text(provision)
    if not children or (len(whole) <= MAX_CHARS and not _points_stand_alone(corpus, provision, children)):
        yield from _pieces(corpus, source, provision, chapeau, whole)
        return
    introduces = children[0].kind in {ProvisionKind.POINT, ProvisionKind.DEFINITION}
    if provision.text and not (introduces and len(provision.text.split()) < MIN_WORDS_ALONE):
        yield from _pieces(corpus, source, provision, chapeau, own_line(provision))
    for child in children:
        inherited = chapeau
        if child.kind in {ProvisionKind.POINT, ProvisionKind.DEFINITION} and provision.text:
            inherited = _shorten(f"{chapeau} {own_line(provision)}".strip(), CHAPEAU_CHARS)
        yield from _chunk_provision(corpus, source, child, inherited)


def _is_about_the_page(provision: Provision) -> bool:
    return provision.kind is ProvisionKind.PAGE_SECTION and (
        provision.heading in _ABOUT_THE_PAGE or provision.text.startswith(_CALL_FOR_EXAMPLES)
    )


def _points_stand_alone(corpus: Corpus, provision: Provision, children: list[Provision]) -> bool:
    if provision.kind in {ProvisionKind.ARTICLE, ProvisionKind.ANNEX, ProvisionKind.ANNEX_SECTION, ProvisionKind.PAGE}:
        return True
    words = [len(corpus.full_text(child).split()) for child in children]
    return sum(words) / len(words) >= MIN_WORDS_ALONE


def _pieces(corpus: Corpus, source: Source, provision: Provision, chapeau: str, text: str) -> Iterator[Chunk]:
    if not text.strip():
        return
    context = _context(corpus, source, provision)
    for part, piece in enumerate(_split(text, MAX_CHARS)):
        yield Chunk(
            id=provision.id,
            part=part,
            source=source.id,
            authority=source.authority,
            language=provision.language,
            context=context,
            chapeau=chapeau,
            text=piece,
            valid_from=source.valid_from,
            valid_to=source.valid_to,
        )


def _split(text: str, limit: int) -> Iterator[str]:
    """Verbatim runs of whole sentences of at most ``limit`` characters; an endless sentence is cut at a space."""
    start: int | None = None
    end = 0
    for first, last in sentence_spans(text):
        if start is not None and last - start > limit:
            yield text[start:end]
            start = None
        if start is None:
            start = first
        while last - start > limit:
            cut = text.rfind(" ", start, start + limit)
            cut = start + limit if cut <= start else cut
            yield text[start:cut]
            start = cut + 1 if text[cut : cut + 1] == " " else cut
        end = last
    if start is not None and end > start:
        yield text[start:end]


def _context(corpus: Corpus, source: Source, provision: Provision) -> str:
    """The heading line: source, then the nearest heading and outward, as far as there is room."""
    headings = [p.heading for p in [provision, *corpus.ancestors(provision)] if p.heading]
    name = source.title
    if source.authority is Authority.LAW and source.kind != "eurlex-amending":
        name = ACT_NAMES[source.language]
    line = name
    for heading in dict.fromkeys(headings):
        if line != name and len(line) + len(heading) > CONTEXT_CHARS:
            break
        line = f"{line} — {heading}"
    return _shorten(line, CONTEXT_CHARS)


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: text.rfind(" ", 0, limit)] + " …"
