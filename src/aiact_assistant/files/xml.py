"""Parses XML parts of Office files: no entities, no other files, no network, bounded depth.

Comes in: bytes of XML. Goes out: the root element, or lxml's syntax error.
"""

from __future__ import annotations

from typing import Any

from lxml import etree


def parse(data: bytes) -> Any:
    """The root element.

    Raises:
        lxml.etree.XMLSyntaxError: not well-formed, or deeper than 256 elements.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)
