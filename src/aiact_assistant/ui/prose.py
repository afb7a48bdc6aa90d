"""Pieces of HTML that several parts of the page share: words, links and our own explanations. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from itertools import groupby

from aiact_assistant.assessment.words import provision_name
from aiact_assistant.corpus.cite import official_url
from aiact_assistant.domain import Authority, Language, Link, ProvisionId
from aiact_assistant.ui.texts import authority_badge, text

_ITEM = re.compile(r"(?P<bullet>- )|\d+\. ")


def html_text(key: str, language: Language) -> str:
    """A text of the page, as HTML."""
    return escape(text(key, language))


def badge(authority: Authority, language: Language) -> str:
    """The word for an authority in its colour."""
    return f'<span class="gezag gezag-{authority.name.lower()}">{escape(authority_badge(authority, language))}</span>'


def external_link(url: str, label: str, hidden: str = "") -> str:
    """A link to the official text in a new window; '' without an https address.

    Args:
        url: where it leads.
        label: its words, HTML.
        hidden: words for screen readers only, HTML.
    """
    if not url.startswith("https://"):
        return ""
    said = f'<span class="onzichtbaar">{hidden}</span>' if hidden else ""
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{label}{said}</a>'


def provision_link(provision: ProvisionId, titles: Mapping[ProvisionId, str], language: Language) -> str:
    """A provision or page by the name that a reader knows, as a link when it has an address.

    Args:
        provision: its id.
        titles: titles of pages of the Algoritmekader.
        language: of the name and of the text that it leads to.
    """
    name = escape(provision_name(provision, titles, language))
    opens = f" ({html_text('new_window', language)})"
    return external_link(official_url(provision, language), name, opens) or name


def prose(words: str, links: Sequence[Link]) -> str:
    """Our own explanation: paragraphs and lists, its citations as links to the official text."""
    urls = {escape(link.label): link.url for link in links if link.url.startswith("https://")}
    labels = sorted(urls, key=len, reverse=True)
    cited = re.compile(rf"(?<=[(,] )(?:{_any(labels)})(?=[,)])|(?<=\()(?:{_any(labels)})(?=[,)])") if labels else None

    def linked(line: str) -> str:
        if cited is None:
            return escape(line)
        return cited.sub(lambda found: external_link(urls[found[0]], found[0]), escape(line))

    return "".join(_block(block.split("\n"), linked) for block in words.split("\n\n"))


def _any(labels: list[str]) -> str:
    return "|".join(map(re.escape, labels))


def _block(lines: list[str], linked: Callable[[str], str]) -> str:
    """Paragraphs and lists, in order; a line that begins with a dash or a number is an item."""
    parts: list[str] = []
    for tag, run in groupby(lines, key=_kind):
        if tag == "p":
            parts.append(f"<p>{linked(' '.join(run))}</p>")
        else:
            items = "".join(f"<li>{linked(_ITEM.sub('', line, count=1))}</li>" for line in run)
            parts.append(f"<{tag}>{items}</{tag}>")
    return "".join(parts)


def _kind(line: str) -> str:
    item = _ITEM.match(line)
    if item is None:
        return "p"
    return "ul" if item["bullet"] else "ol"
