"""Reads both EUR-Lex dialects into provisions: consolidated texts and the Official Journal.

Comes in: a page and its manifest entry. Goes out: provisions in document order, parents before children, with the ids
of docs/architecture.md, the same in both dialects. Consolidation markers become ``amended_by``, never text; what an
article quotes from another act stays its text and gets no ids. Pure: no file, no network.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from aiact_assistant.corpus.eurlex_blocks import LATIN, Block, Heading, Item, Lid, Struck, Text, Unit, read_blocks
from aiact_assistant.domain import Provision, ProvisionId, ProvisionKind, ShapeError, Source

PARSER_VERSION = 2

_KINDS = {
    "cpt": ProvisionKind.CHAPTER,
    "art": ProvisionKind.ARTICLE,
    "anx": ProvisionKind.ANNEX,
    "rct": ProvisionKind.RECITAL,
    "tit": ProvisionKind.TITLE,
    "pbl": ProvisionKind.PREAMBLE,
    "fnp": ProvisionKind.CLOSING,
}
_WITHOUT_NUMBER = {ProvisionKind.TITLE, ProvisionKind.PREAMBLE, ProvisionKind.CLOSING}
_DEFINITION_HEADINGS = {"definities", "definitions"}
_PLAIN_POINT = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\. (?=\S)")
_ANNEX_SECTION = re.compile(r"^(?:afdeling|section|deel|part)\s+([A-Z]|\d+)\b\s*(?:[—–-]\s*)?", re.IGNORECASE)
_OPENING_QUOTE = ("“", "‘", "„")
_QUOTE_END = re.compile(r"[”’]\W*$")


@dataclass
class _Node:
    """A provision while it is being built; ``alineas`` counts as jurists do: a chapeau with its list is one."""

    id: ProvisionId
    kind: ProvisionKind
    number: str = ""
    heading: str = ""
    amended_by: str | None = None
    repealed: bool = False
    paragraphs: list[str] = field(default_factory=list[str])
    notes: list[str] = field(default_factory=list[str])
    children: list[_Node] = field(default_factory=list["_Node"])
    alineas: int = 0


def parse_eurlex(page: bytes | str, source: Source) -> tuple[Provision, ...]:
    """The provisions of an act.

    Args:
        page: HTML of EUR-Lex or Cellar, of a consolidated text or of the Official Journal, in UTF-8.
        source: manifest entry that the provisions refer to.

    Raises:
        ShapeError: the page is not an act in either dialect (a challenge or error page).
    """
    units = read_blocks(page.encode() if isinstance(page, str) else page)
    if not units:
        raise ShapeError(
            f"Wat voor {source.title} is ontvangen, is geen wettekst. De goede kopie blijft staan. "
            "Probeer het later weer.",
            f"What was received for {source.title} is not the text of an act. The good copy is kept. Try again later.",
        )
    return tuple(_provisions((node for unit in units for node in _nodes(unit)), None, source))


def shape(provisions: Sequence[Provision]) -> Mapping[str, int]:
    """Counts to compare with the manifest."""
    kinds = Counter(provision.kind for provision in provisions)
    return {
        "articles": kinds[ProvisionKind.ARTICLE],
        "annexes": kinds[ProvisionKind.ANNEX],
        "recitals": kinds[ProvisionKind.RECITAL],
    }


def _nodes(unit: Unit) -> Iterator[_Node]:
    """A unit, and behind a preamble its recitals: they have no parent, since consolidated texts lack the preamble."""
    if not unit.anchor.startswith("pbl_"):
        yield _unit(unit)
        return
    yield _unit(replace(unit, blocks=tuple(block for block in unit.blocks if not isinstance(block, Unit))))
    yield from (_unit(block) for block in unit.blocks if isinstance(block, Unit))


def _unit(unit: Unit) -> _Node:
    kind = ProvisionKind.SECTION if ".sct_" in unit.anchor else _KINDS[unit.anchor[:3]]
    # "Artikel 4 bis" -> "4 bis"; a recital, or an act's only annex, has no number in its title.
    number = unit.label.partition(" ")[2] or unit.anchor.rpartition("_")[2]
    if kind in _WITHOUT_NUMBER:
        number = ""
    heading = " ".join(line.text for line in unit.headings)
    notes = [note for line in unit.headings for note in line.notes]
    node = _Node(unit.anchor, kind, number, heading, unit.amended_by, notes=notes)
    if kind is ProvisionKind.ANNEX:
        _fill_annex(node, unit.blocks)
    elif kind is ProvisionKind.RECITAL:
        for block in unit.blocks:
            # Its number is laid out as the label of a list of one item.
            for text in _texts(block.blocks if isinstance(block, Item) else [block]):
                _add_text(node, text)
    else:
        _fill(node, unit.blocks)
    _name_struck(node)
    return node


def _fill(node: _Node, blocks: Sequence[Block]) -> None:
    """Give a node its text, leden and points."""
    if blocks and all(isinstance(block, Struck) for block in blocks):
        node.repealed = True
        return
    quoting = False
    for block in blocks:
        if isinstance(block, Unit):
            node.children.append(_unit(block))
        elif isinstance(block, Struck):
            node.children.append(_struck(block))
        elif quoting or not _is_own(block, node):
            for text in _texts([block]):
                _add_text(node, replace(text, continues=text.continues or quoting))
        elif isinstance(block, Lid):
            _fill(_new_child(node, ProvisionKind.PARAGRAPH, block), block.blocks)
        elif isinstance(block, Item):
            _fill(_new_child(_list_owner(node), ProvisionKind.POINT, block), block.blocks)
        # An article's own leden and points go on after a quotation; what a point quotes may have leden and points too.
        if node.kind is ProvisionKind.POINT:
            quoting = _quotes_on(block, quoting)


def _is_own(block: Block, node: _Node) -> bool:
    """Whether a lid or point is of this act: not quoted, and its number not given before."""
    if isinstance(block, Lid):
        own = node.kind is ProvisionKind.ARTICLE and block.label[:1].isdigit()
        return own and _child_id(node, _slug(block)) not in {child.id for child in node.children}
    if isinstance(block, Item):
        owner = _list_owner(node)
        known = {child.id for child in owner.children}
        return not block.label.startswith(_OPENING_QUOTE) and (
            _is_dash(block.label) or _child_id(owner, _slug(block)) not in known
        )
    return False


def _quotes_on(block: Block, quoting: bool) -> bool:
    """Whether what follows a block is still quoted from another act."""
    text = " ".join(text.text for text in _texts([block]))
    opens = isinstance(block, Text | Lid | Item) and text.startswith(_OPENING_QUOTE)
    if opens and not isinstance(block, Text):
        return not _QUOTE_END.search(text)
    # “term”: a definition opens and closes; a quoted paragraph closes at the end of the last one.
    unclosed = sum(map(text.count, "“‘„")) > sum(map(text.count, "”’"))
    return (quoting or (opens and unclosed)) and not _QUOTE_END.search(text)


def _new_child(parent: _Node, kind: ProvisionKind, block: Lid | Item) -> _Node:
    number = block.label.strip("(). ")
    slug = _slug(block)
    if _is_dash(block.label):
        slug = str(1 + sum(child.kind is ProvisionKind.POINT for child in parent.children))
    elif parent.kind is ProvisionKind.ARTICLE and parent.heading.casefold() in _DEFINITION_HEADINGS:
        kind = ProvisionKind.DEFINITION if kind is ProvisionKind.POINT else kind
    child = _Node(_child_id(parent, slug), kind, number, amended_by=block.amended_by)
    parent.children.append(child)
    # A list without a chapeau is an alinea all the same.
    parent.alineas = max(parent.alineas, 1)
    return child


def _child_id(parent: _Node, slug: str) -> ProvisionId:
    """A decimal number ("4.3") does not repeat the number of its parent ("4") in the id."""
    own = slug.removeprefix(f"{parent.number}.") if parent.kind is ProvisionKind.POINT else slug
    return f"{parent.id}.{own}"


def _list_owner(node: _Node) -> _Node:
    """What a point belongs to: in an article the last lid, after a continuation text that text."""
    last = _last(node)
    if last is not None and node.kind is ProvisionKind.ARTICLE and last.kind is ProvisionKind.PARAGRAPH:
        return _list_owner(last)
    return last if last is not None and last.kind is ProvisionKind.SUBPARAGRAPH else node


def _add_text(node: _Node, text: Text) -> None:
    """Add a paragraph: to the lid before it, as a continuation after a list, or to the node's own text."""
    last = _last(node)
    if last is not None and node.kind is ProvisionKind.ARTICLE and last.kind is ProvisionKind.PARAGRAPH:
        _add_text(last, text)
        return
    if last is not None and not (text.continues and last.kind is ProvisionKind.SUBPARAGRAPH):
        node.alineas += 1
        last = _Node(f"{node.id}.al{node.alineas}", ProvisionKind.SUBPARAGRAPH, str(node.alineas))
        node.children.append(last)
    elif last is None and not text.continues:
        node.alineas += 1
    holder = last or node
    holder.amended_by = holder.amended_by or text.amended_by
    holder.paragraphs.append(text.text)
    holder.notes.extend(text.notes)


def _last(node: _Node) -> _Node | None:
    return next((child for child in reversed(node.children) if not child.repealed), None)


def _texts(blocks: Iterable[Block]) -> Iterator[Text]:
    """Blocks as plain paragraphs, each with its label: how quoted leden and points are kept."""
    for block in blocks:
        match block:
            case Text():
                yield block
            case Heading():
                yield block.text
            case Item() | Lid():
                first, *others = [*_texts(block.blocks)] or [Text("", amended_by=block.amended_by)]
                yield replace(first, text=f"{block.label} {first.text}".strip())
                yield from (replace(other, continues=True) for other in others)
            case Struck() | Unit():
                pass


def _fill_annex(annex: _Node, blocks: Iterable[Block]) -> None:
    """Sections; points in a list, or printed as numbered paragraphs or titles (annexes I, VI, VII and X)."""
    section = current = annex
    struck: list[_Node] = []
    for block in blocks:
        if isinstance(block, Struck):
            struck.append(_struck(block))
            continue
        line = block.text if isinstance(block, Heading) else block
        title = _ANNEX_SECTION.match(line.text) if isinstance(block, Heading) and isinstance(line, Text) else None
        number = _PLAIN_POINT.match(line.text) if isinstance(line, Text) else None
        if isinstance(line, Text) and title is not None:
            section = current = _Node(
                f"{annex.id}.{title.group(1)}",
                ProvisionKind.ANNEX_SECTION,
                title.group(1),
                heading=line.text,
                amended_by=line.amended_by,
                notes=[*line.notes],
            )
            annex.children.append(section)
        elif isinstance(line, Text) and number is not None and not line.continues:
            owner = _numbered_owner(section, number.group(1))
            owner.children.extend(struck)
            point = Item(f"{number.group(1)}.", (), line.amended_by)
            current = _new_child(owner, ProvisionKind.POINT, point)
            _add_text(current, replace(line, text=line.text[number.end() :]))
        elif isinstance(block, Heading) and current is section is not annex:
            section.heading = f"{section.heading} — {block.text.text}"
            section.notes.extend(block.text.notes)
        else:
            owner = current
            if isinstance(block, Item) and block.label[:1].isdigit():
                owner = _numbered_owner(section, block.label.strip("(). "))
            owner.children.extend(struck)
            _fill(owner, [block])
        struck = []


def _numbered_owner(section: _Node, number: str) -> _Node:
    """The point that a decimal number belongs under ("4.3" under "4"), or the section."""
    above = next((child for child in section.children if number.startswith(f"{child.number}.")), None)
    return section if above is None else _numbered_owner(above, number)


def _struck(block: Struck) -> _Node:
    return _Node("", ProvisionKind.POINT, amended_by=block.amended_by, repealed=True)


def _name_struck(node: _Node) -> None:
    """Name struck leden and points by their neighbours; drop those of which the place is not certain."""
    kept: list[_Node] = []
    struck: list[_Node] = []
    for child in node.children:
        if child.repealed and not child.number:
            struck.append(child)
            continue
        _name_struck(child)
        kept += [*_named(struck, kept[-1] if kept else None, child, node), child]
        struck = []
    node.children = kept + _named(struck, kept[-1] if kept else None, None, node)


def _named(struck: list[_Node], before: _Node | None, after: _Node | None, parent: _Node) -> list[_Node]:
    """The struck nodes with the numbers that lack between two neighbours, or that follow the last one."""
    beside = after or before
    neighbours = [node for node in (before, after) if node is not None]
    roman = bool(parent.children) and parent.children[0].number == "i"
    if beside is None or roman or any(node.kind is ProvisionKind.SUBPARAGRAPH for node in neighbours):
        return []
    letters = beside.number[:1].isalpha()
    first = _place(before.number) if before is not None else _place("a") - 1 if letters else 0
    last = _place(after.number) if after is not None else first + len(struck) + 1
    if first < 0 or last - first - 1 != len(struck):
        return []
    for place, node in enumerate(struck, start=first + 1):
        node.number = chr(place) if letters else str(place)
        node.kind = beside.kind
        node.id = _child_id(parent, node.number)
    return struck


def _place(number: str) -> int:
    """Where a number stands in its list: "3 bis" -> 3, "b" -> 98; -1 for what has no place ("—", "iii")."""
    head = number.partition(" ")[0]
    return int(head) if head.isdigit() else ord(head) if len(head) == 1 and head.isalpha() else -1


def _is_dash(label: str) -> bool:
    return not any(char.isalnum() for char in label)


def _slug(block: Lid | Item) -> str:
    """ "b bis)" -> "ba", "1 ter." -> "1b", "(ba)" -> "ba", "4.3." -> "4.3"."""
    if isinstance(block, Lid) and block.anchor:
        # The journal misprints a number now and then, and corrects it later; its anchors count on.
        return block.anchor
    head, *rest = block.label.strip("() .").split() or [""]
    return head + "".join(chr(ord("a") + LATIN.index(word)) for word in rest if word in LATIN)


def _provisions(nodes: Iterable[_Node], parent: ProvisionId | None, source: Source) -> Iterator[Provision]:
    for node in nodes:
        yield Provision(
            id=node.id,
            source=source.id,
            language=source.language,
            kind=node.kind,
            number=node.number,
            heading=node.heading,
            text="\n".join(text for text in node.paragraphs if text),
            parent=parent,
            children=tuple(child.id for child in node.children),
            amended_by=node.amended_by,
            repealed=node.repealed,
            notes=tuple(node.notes),
        )
        yield from _provisions(node.children, node.id, source)
