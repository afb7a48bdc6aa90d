"""The tiny language of the conditions in ``rules/``: a name, all, any, not; three-valued (Kleene). Pure.

Comes in: YAML values. Goes out: conditions, their value given the values of names, and why they have it.
``None`` is unknown: it becomes a yes or a no only when the rest of the condition already decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import cast

Truth = bool | None


@dataclass(frozen=True, slots=True)
class Name:
    """A fact or another rule."""

    name: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part is true; the parts stand in the order in which they are asked."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part is true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part is false."""

    part: Condition


Condition = Name | All | AnyOf | Not


def parse_condition(value: object) -> Condition:
    """A condition from YAML: a name, ``{alle: [...]}``, ``{een_van: [...]}`` or ``{niet: ...}``.

    Raises:
        ValueError: anything else.
    """
    if isinstance(value, str):
        return Name(value)
    if isinstance(value, dict) and len(entry := cast("dict[object, object]", value)) == 1:
        ((word, inner),) = entry.items()
        if word == "niet":
            return Not(parse_condition(inner))
        if word in ("alle", "een_van") and isinstance(inner, list):
            parts = tuple(parse_condition(part) for part in cast("list[object]", inner))
            return All(parts) if word == "alle" else AnyOf(parts)
    raise ValueError(f"geen voorwaarde: {value!r}")


def names(condition: Condition) -> Iterator[str]:
    """Every name in a condition, in order, repeats included."""
    match condition:
        case Name(name):
            yield name
        case Not(part):
            yield from names(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from names(part)


def evaluate(condition: Condition, value: Callable[[str], Truth]) -> Truth:
    """The value of a condition, given the values of the names in it."""
    match condition:
        case Name(name):
            return value(name)
        case Not(part):
            inner = evaluate(part, value)
            return None if inner is None else not inner
        case All(parts):
            return _decide(parts, value, deciding=False)
        case AnyOf(parts):
            return _decide(parts, value, deciding=True)


def explain(
    condition: Condition, value: Callable[[str], Truth], because: Callable[[str], Iterable[str]]
) -> tuple[str, ...]:
    """The facts that make a condition what it is; of an unknown condition, the facts it waits for.

    Args:
        condition: the condition.
        value: the values of names.
        because: the facts behind a name.
    """
    match condition:
        case Name(name):
            return tuple(because(name))
        case Not(part):
            return explain(part, value, because)
        case All(parts) | AnyOf(parts):
            decided = evaluate(condition, value)
            same = [part for part in parts if evaluate(part, value) is decided]
            if decided is isinstance(condition, AnyOf):
                # One part is enough to decide; the first is what a reader looks for.
                same = same[:1]
            found = (fact for part in same for fact in explain(part, value, because))
            return tuple(dict.fromkeys(found))


def _decide(parts: Iterable[Condition], value: Callable[[str], Truth], *, deciding: bool) -> Truth:
    unknown = False
    for part in parts:
        found = evaluate(part, value)
        if found is deciding:
            return deciding
        unknown = unknown or found is None
    return None if unknown else not deciding
