"""Markdown as MkDocs Material sites write it."""

from __future__ import annotations

import pytest

from aiact_assistant.domain import ReadError
from aiact_assistant.files.markdown import parse_markdown, read_markdown

PAGE = """---
title: Toets de gegevens
rol:
- aanbieder
---
<!-- tags -->
## Maatregel { data-search-exclude }
Kijk de *gegevens* na, zie [de uitleg](../uitleg.md#stap){ .md-button }.[^1]

[^1]: Zie [de bron](https://example.org/bron).

- :material-arrow-right: eerste punt

    - dieper punt

!!! tip "Let op"

    Dit is een tip.

    ??? expander "Open mij"
        Binnenin.

??? expander "Wordt gevuld"
    <!-- list_vereisten -->

!!! example "Voorbeeld zonder inspringen"

| Wie | Wat |
|---|---|
| CIO | [besluit](besluit.md) |

![plaatje](plaatje.png){ width=10 }

```mermaid
flowchart TD
```
[Bestand](documenten/Mijn bestand v1.pdf)
"""


def lines(text: str) -> list[str]:
    return [block.text for block in parse_markdown(text).blocks]


def test_page() -> None:
    page = parse_markdown(PAGE)
    assert page.front_matter == {"title": "Toets de gegevens", "rol": ["aanbieder"]}
    assert [block.text for block in page.blocks if block.text] == [
        "Maatregel",
        "Kijk de gegevens na, zie de uitleg.[^1]",
        "- eerste punt",
        "- dieper punt",
        "Let op",
        "Dit is een tip.",
        "Open mij",
        "Binnenin.",
        "Voorbeeld zonder inspringen",
        "Wie | Wat\nCIO | besluit",
        "Bestand",
    ]
    assert page.blocks[1].links == ("../uitleg.md#stap",)
    assert page.notes["1"].text == "Zie de bron."
    assert page.notes["1"].links == ("https://example.org/bron",)
    assert page.blocks[-1].links == ("documenten/Mijn%20bestand%20v1.pdf",)


def test_read_as_any_file() -> None:
    text = read_markdown(PAGE)
    assert text.title == "Toets de gegevens"
    assert text.blocks[-1].text == "[^1] Zie de bron."
    assert read_markdown("# Kop\n\nTekst").title == "Kop"


def test_fences_are_left_alone() -> None:
    assert lines('```\n!!! tip "Geen tip"\n```') == ['!!! tip "Geen tip"']


def test_windows_line_ends_and_no_front_matter() -> None:
    assert lines("Eerst\r\n\r\n---\r\n\r\nDan") == ["Eerst", "Dan"]


def test_bad_front_matter() -> None:
    with pytest.raises(ReadError):
        parse_markdown("---\ntitle: [open\n---\nTekst")
