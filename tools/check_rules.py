"""Checks the rules in ``rules/`` against their schema and against each other; pre-commit and the tests use it.

Comes in: nothing. Goes out: exit code 1 and a line per mistake, or 0.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from aiact_assistant.assessment.rules import RulesError, read_rules

ROOT = Path(__file__).parents[1]


def mistakes(folder: Path) -> Iterator[str]:
    """What is wrong with the rules in a folder, one line each."""
    schema = json.loads((ROOT / "docs/schemas/rules.json").read_text("utf8"))
    for name in ("feiten", "bevindingen", "verplichtingen"):
        # Dates as the schema knows them: text.
        content: Any = yaml.load((folder / f"{name}.yaml").read_text("utf8"), Loader=yaml.BaseLoader)
        if name == "verplichtingen":
            for entry in content["overgangen"]:
                entry["uiterlijk"] = None if entry["uiterlijk"] == "null" else entry["uiterlijk"]
        part = {"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]}
        for error in Draft202012Validator(part).iter_errors(content):
            yield f"{name}.yaml: {'/'.join(str(step) for step in error.absolute_path)}: {error.message}"
    try:
        read_rules(folder)
    except RulesError as error:
        yield str(error)


def main() -> int:
    """Exit code for the rules of this project."""
    found = list(mistakes(ROOT / "rules"))
    print("\n".join(found), end="\n" if found else "")
    return min(len(found), 1)


if __name__ == "__main__":
    sys.exit(main())
