"""Reads and writes a file of facts, checked against the questions.

Comes in: YAML such as ``recruitment: ja``, or with where it came from
(``recruitment: {antwoord: ja, bron: projectplan, bewijs: [{file, page, quote}]}``). Goes out: ``Fact``s.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import yaml

from aiact_assistant.assessment.rules import RuleBook
from aiact_assistant.domain import BadInput, Evidence, Fact

_ANSWERS: dict[object, bool | None] = {
    True: True,
    False: False,
    None: None,
    "ja": True,
    "nee": False,
    "onbekend": None,
    "yes": True,
    "no": False,
    "unknown": None,
}


def read_facts(path: Path, book: RuleBook) -> tuple[Fact, ...]:
    """The facts in a file.

    Raises:
        BadInput: the file cannot be read, a fact does not exist, or an answer is not yes, no or unknown.
    """
    try:
        content: object = yaml.safe_load(path.read_text("utf8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(
            f"Het bestand {path} kan niet worden gelezen als YAML. Schrijf per regel een feit, zoals: uses: ja",
            f"The file {path} cannot be read as YAML. Write one fact a line, such as: uses: yes",
        ) from error
    return parse_facts(content, book)


def parse_facts(content: object, book: RuleBook) -> tuple[Fact, ...]:
    """Facts from parsed YAML or JSON, also when they stand under ``feiten`` or ``facts``.

    Raises:
        BadInput: as ``read_facts``.
    """
    if isinstance(content, dict):
        whole = cast("dict[object, object]", content)
        content = whole.get("feiten", whole.get("facts", whole))
    if content is not None and not isinstance(content, dict):
        raise BadInput(
            "Een bestand met feiten heeft regels als: uses: ja", "A file of facts has lines such as: uses: yes"
        )
    return tuple(_fact(str(name), value, book) for name, value in cast("dict[object, object]", content or {}).items())


def write_facts(facts: Iterable[Fact]) -> str:
    """The facts as YAML that ``read_facts`` reads back, without evidence."""
    words = {True: "ja", False: "nee", None: "onbekend"}
    return "".join(f"{fact.id}: {words[fact.answer]}\n" for fact in facts)


def _fact(name: str, value: object, book: RuleBook) -> Fact:
    if name not in book.questions:
        near = difflib.get_close_matches(name, book.questions, n=1)
        hint = f" Bedoelt u '{near[0]}'?" if near else ""
        raise BadInput(
            f"Het feit '{name}' bestaat niet.{hint} Alle feiten: aiact rules list",
            f"The fact '{name}' does not exist.{hint} All facts: aiact rules list",
        )
    if not isinstance(value, dict):
        return Fact(name, _answer(name, value))
    details = cast("dict[str, Any]", value)
    answer = details.get("antwoord", details.get("answer"))
    source = str(details.get("bron", details.get("source", "")))
    try:
        evidence = tuple(
            Evidence(str(entry["file"]), entry.get("page"), str(entry["quote"]))
            for entry in details.get("bewijs", details.get("evidence", ()))
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            f"Het bewijs bij '{name}' klopt niet. Schrijf: bewijs: [{{file: plan.pdf, page: 3, quote: ...}}]",
            f"The evidence of '{name}' is wrong. Write: evidence: [{{file: plan.pdf, page: 3, quote: ...}}]",
        ) from error
    return Fact(name, _answer(name, answer), source, evidence)


def _answer(name: str, value: object) -> bool | None:
    word = value.strip().lower() if isinstance(value, str) else value
    # 1 and 0 would pass as true and false.
    if (isinstance(word, (str, bool)) or word is None) and word in _ANSWERS:
        return _ANSWERS[word]
    raise BadInput(
        f"'{value}' is geen antwoord op '{name}'. Kies ja, nee of onbekend.",
        f"'{value}' is no answer to '{name}'. Choose yes, no or unknown.",
    )
