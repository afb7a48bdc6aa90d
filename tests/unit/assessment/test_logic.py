"""Three-valued conditions: unknown decides nothing by itself and is never read as no."""

from __future__ import annotations

import pytest

from aiact_assistant.assessment.logic import All, AnyOf, Name, Not, Truth, evaluate, explain, names, parse_condition

VALUES: dict[str, Truth] = {"yes": True, "no": False, "unknown": None}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"alle": ["yes", "yes"]}, True),
        ({"alle": ["yes", "no"]}, False),
        ({"alle": ["yes", "unknown"]}, None),
        ({"alle": ["unknown", "no"]}, False),
        ({"een_van": ["no", "no"]}, False),
        ({"een_van": ["no", "yes"]}, True),
        ({"een_van": ["no", "unknown"]}, None),
        ({"een_van": ["unknown", "yes"]}, True),
        ({"niet": "yes"}, False),
        ({"niet": "no"}, True),
        ({"niet": "unknown"}, None),
        ("unknown", None),
        ({"alle": ["yes", {"niet": {"een_van": ["no", "unknown"]}}]}, None),
    ],
)
def test_kleene(condition: object, expected: Truth) -> None:
    assert evaluate(parse_condition(condition), VALUES.__getitem__) is expected


@pytest.mark.parametrize(
    "wrong", [None, 1, [], {}, {"alle": "a"}, {"of": ["a"]}, {"alle": ["a"], "niet": "b"}, {"alle": [1]}]
)
def test_anything_else_is_no_condition(wrong: object) -> None:
    with pytest.raises(ValueError, match="geen voorwaarde"):
        parse_condition(wrong)


def test_names_come_in_order() -> None:
    condition = All((Name("a"), Not(AnyOf((Name("b"), Name("a"))))))
    assert list(names(condition)) == ["a", "b", "a"]


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ({"alle": ["yes", "unknown", "no"]}, ("no",)),
        ({"alle": ["yes", "unknown"]}, ("unknown",)),
        ({"een_van": ["no", "unknown", "yes"]}, ("yes",)),
        ({"een_van": ["no", "unknown"]}, ("unknown",)),
        ({"niet": {"een_van": ["no", "yes"]}}, ("yes",)),
        ({"alle": ["yes", {"niet": "no"}]}, ("yes", "no")),
    ],
)
def test_the_reason_is_what_decides(condition: object, facts: tuple[str, ...]) -> None:
    assert explain(parse_condition(condition), VALUES.__getitem__, lambda name: (name,)) == facts
