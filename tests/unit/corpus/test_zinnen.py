"""Sentences per fact are read whole or refused with what is wrong; the checker finds what makes one a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.check_voorbeelden import sentence_mistakes

from aiact_assistant.corpus.zinnen import Zinnen, ZinnenError, load_zinnen

GOOD = """
feiten:
  bell_rings:
    ja: ["De bel klinkt."]
    nee: ["De bel zwijgt."]
niets: ["Versie 2 van dit stuk."]
"""


def read(folder: Path, text: str) -> Zinnen:
    path = folder / "zinnen.yaml"
    path.write_text(text, "utf8")
    return load_zinnen(path)


def found(folder: Path, text: str, *facts: str) -> str:
    return "\n".join(sentence_mistakes(read(folder, text), facts or ("bell_rings",), None))


def test_a_sentence_keeps_its_fact_and_answer(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).labelled() == [
        ("bell_rings", True, "De bel klinkt."),
        ("bell_rings", False, "De bel zwijgt."),
        ("", None, "Versie 2 van dit stuk."),
    ]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("feiten: [", "expected"),
        ("feiten: {}", "niets"),
        (GOOD.replace("nee:", "misschien:"), "bell_rings.nee"),
        (GOOD.replace('["De bel klinkt."]', "7"), "bell_rings.ja"),
    ],
)
def test_a_malformed_file_is_refused_with_the_place(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ZinnenError, match=named):
        read(tmp_path, text)


def test_a_missing_file_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(ZinnenError):
        load_zinnen(tmp_path / "geen.yaml")


def test_good_ones_have_no_mistakes(tmp_path: Path) -> None:
    assert found(tmp_path, GOOD) == ""


@pytest.mark.parametrize(
    ("text", "facts", "named"),
    [
        (GOOD, ("bell_rings", "lamp_burns"), "'lamp_burns' heeft geen zin"),
        (GOOD.replace('["De bel zwijgt."]', "[]"), ("bell_rings",), "'bell_rings' heeft geen zin"),
        (GOOD, ("lamp_burns",), "'bell_rings' staat niet in rules/feiten.yaml"),
        (GOOD.replace("De bel zwijgt.", "de bel klinkt."), ("bell_rings",), "meer dan één keer"),
    ],
)
def test_a_bad_one_is_named(tmp_path: Path, text: str, facts: tuple[str, ...], named: str) -> None:
    assert named in found(tmp_path, text, *facts)
