"""A memo as Markdown, with its sources as footnotes. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aiact_assistant.assessment.export.blocks import (
    Block,
    Heading,
    Items,
    Memo,
    Paragraph,
    Source,
    Spans,
    Table,
    sources_of,
)

# What Markdown would read as markup in the words of a document.
_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#"})


def to_markdown(memo: Memo) -> str:
    """The memo, its banner on top."""
    notes = sources_of(memo)
    lines = [f"# {plain_text(memo.title)}", "", f"**{plain_text(memo.banner)}**"]
    for block in memo.blocks:
        lines += ["", *_block(block, notes)]
    if notes:
        lines += ["", *(f"[^{number}]: {_source(source)}" for source, number in notes.items())]
    return "\n".join(lines) + "\n"


def plain_text(words: str) -> str:
    """Words on one line that Markdown shows as they are."""
    return " ".join(words.split()).translate(_SPECIAL)


def _block(block: Block, notes: Mapping[Source, int]) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield f"{'#' * (level + 1)} {plain_text(text)}"
        case Paragraph(spans, tone):
            yield ("> " if tone in ("quote", "warning") else "") + _inline(spans, notes)
        case Items(items, numbered):
            for number, item in enumerate(items, 1):
                yield f"{f'{number}.' if numbered else '-'} {_inline(item, notes)}"
        case Table(heads, rows, widths):
            yield f"| {' | '.join(heads or ['   '] * len(widths))} |"
            yield f"|{' --- |' * len(widths)}"
            for row in rows:
                cells = ("<br>".join(_inline(line, notes) for line in one) for one in row)
                yield f"| {' | '.join(cells)} |"


def _inline(spans: Spans, notes: Mapping[Source, int]) -> str:
    parts: list[str] = []
    for span in spans:
        # Bold marks stand against the words, the space around them outside.
        words = span.text.translate(_SPECIAL).replace("\n", " ")
        core = words.strip()
        if span.bold and core:
            before, _, after = words.partition(core)
            words = f"{before}**{core}**{after}"
        note = f"[^{notes[span.source]}]" if span.source is not None else ""
        parts.append(words + note)
    return "".join(parts).strip()


def _source(source: Source) -> str:
    name = plain_text(source.name)
    return f"[{name}]({source.url})" if source.url else name
