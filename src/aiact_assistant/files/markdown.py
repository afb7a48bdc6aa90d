"""Reads Markdown into blocks, with the extensions that MkDocs Material sites use.

Comes in: Markdown. Goes out: front matter, blocks and footnotes. Admonitions and fold-outs (``!!! tip "Tip"``,
``??? expander "..."``) keep their title and text; comments, attribute lists, icons and Mermaid drawings are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import yaml
from markdown_it import MarkdownIt

from aiact_assistant.domain import ReadError
from aiact_assistant.files.blocks import Block, FileText
from aiact_assistant.files.markup import read_html

# LibYAML where PyYAML has it: reading hundreds of files in pure Python takes seconds.
YAML_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_ADMONITION = re.compile(r"""^(?P<indent> *)(?:!!!|\?\?\?\+?)[ ]+(?P<type>[\w-]+)[^"]*(?:"(?P<title>.*)")?[ ]*$""")
_HTML_BLOCK = re.compile(r"^ *///( html\b.*)?$")
_ATTRIBUTE = r"\{:?[ ]*(?:[.#]?[\w-]+(?:=(?:\"[^\"]*\"|'[^']*'|[\w-]+))?[ ]*)+\}"
_HEADING_ATTRIBUTES = re.compile(rf"^(#{{1,6}} .*?)[ ]*{_ATTRIBUTE}[ ]*$")
_INLINE_ATTRIBUTES = re.compile(rf"(?<=[)\]*_`]){_ATTRIBUTE}")
_ICON = re.compile(r":(?:material|octicons|fontawesome|simple)-[a-z0-9-]+:")
_LINK_WITH_SPACES = re.compile(r"\]\(([^()<>\"'\n]*[^()<>\"'\s][ ][^()<>\"'\n]*)\)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NOTE = re.compile(r"^\[\^([\w-]+)\]:[ ]*(.*)$")
_INDENT = 4

# Indented code is off: in pages written for Python-Markdown, deep indentation is a nested list, never code.
_RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("code")


@dataclass(frozen=True, slots=True)
class MarkdownText:
    """A read Markdown file; ``notes`` maps a footnote's label to its text, its mark stays in the blocks as ``[^1]``."""

    front_matter: Mapping[str, Any]
    blocks: tuple[Block, ...]
    notes: Mapping[str, Block]


def read_markdown(text: str) -> FileText:
    """A Markdown file as any other file: footnotes follow at the end, the title is front matter or first heading."""
    parsed = parse_markdown(text)
    title = str(parsed.front_matter.get("title") or "")
    first = next((block.text for block in parsed.blocks if block.kind == "heading"), "")
    notes = tuple(Block("text", f"[^{label}] {note.text}", links=note.links) for label, note in parsed.notes.items())
    return FileText(title or first, parsed.blocks + notes)


def parse_markdown(text: str) -> MarkdownText:
    """Front matter, blocks and footnotes of a Markdown file.

    Raises:
        ReadError: the front matter is not valid YAML.
    """
    front_matter, text = split_front_matter(text)
    lines, notes = _take_notes(_unwrap(text.expandtabs(_INDENT).split("\n")))
    return MarkdownText(
        front_matter,
        _render("\n".join(lines)),
        {label: _note_block(body) for label, body in notes.items()},
    )


def split_front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """The front matter of a Markdown file, empty when it has none, and the text below it.

    Raises:
        ReadError: the front matter is not valid YAML.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if found := _FRONT_MATTER.match(text):
        return _load_front_matter(found[1]), text[found.end() :]
    return {}, text


def _load_front_matter(text: str) -> Mapping[str, Any]:
    try:
        loaded: object = yaml.load(text, Loader=YAML_LOADER)
    except yaml.YAMLError as error:
        raise ReadError(
            "De gegevens bovenaan dit Markdown-bestand (tussen ---) zijn geen geldige YAML.",
            "The front matter of this Markdown file (between ---) is not valid YAML.",
        ) from error
    return cast("Mapping[str, Any]", loaded) if isinstance(loaded, dict) else {}


def _render(text: str) -> tuple[Block, ...]:
    html = _RENDERER.render(text)
    return read_html(f"<html><body>{html}</body></html>").blocks if html.strip() else ()


def _note_block(text: str) -> Block:
    blocks = _render(text)
    links = tuple(link for block in blocks for link in block.links)
    return Block("text", "\n".join(block.text for block in blocks), links=links)


def _unwrap(lines: list[str]) -> list[str]:
    """Lines in which admonitions are a title paragraph with ordinary text, without what only styles the page."""
    out: list[str] = []
    fence = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if mark := _FENCE.match(line):
            fence = "" if fence == mark[1] else fence or mark[1]
        if fence or mark:
            out.append(line)
        elif found := _ADMONITION.match(line):
            indent = found["indent"]
            inner = len(indent) + _INDENT
            end = at
            while end < len(lines) and (not lines[end].strip() or lines[end][:inner].isspace()):
                end += 1
            at, start = end, at
            content = "\n".join(lines[start:end])
            if content.strip() and not _COMMENT.sub("", content).strip():
                continue  # a fold-out that the website fills with a generated list
            title = found["title"] if found["title"] is not None else found["type"].capitalize()
            body = [line[: len(indent)] + line[inner:] for line in lines[start:end]]
            out += ["", indent + title, "", *_unwrap(body), ""]
        elif not _HTML_BLOCK.match(line):
            out.append(_unstyle(line))
    return out


def _unstyle(line: str) -> str:
    line = _HEADING_ATTRIBUTES.sub(r"\1", line)
    line = _ICON.sub("", _INLINE_ATTRIBUTES.sub("", line))
    return _LINK_WITH_SPACES.sub(r"](<\1>)", line)


def _take_notes(lines: list[str]) -> tuple[list[str], dict[str, str]]:
    """The lines without footnote definitions, and the definitions with their indented continuation lines."""
    kept: list[str] = []
    notes: dict[str, str] = {}
    label = ""
    for line in lines:
        if found := _NOTE.match(line):
            label = found[1]
            notes[label] = found[2]
        elif label and line.startswith(" " * _INDENT):
            notes[label] += "\n" + line.strip()
        else:
            label = "" if line.strip() else label
            kept.append(line)
    return kept, notes
