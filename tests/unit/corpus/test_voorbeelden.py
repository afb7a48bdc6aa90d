"""Exemplars are read whole or refused with what is wrong; the checker finds what makes an example a bad one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from tools.check_voorbeelden import FOLDER, mistakes

from aiact_assistant.assessment.rules import load_rules
from aiact_assistant.corpus.library import Corpus
from aiact_assistant.corpus.voorbeelden import (
    NO_AI,
    Tegenvoorbeeld,
    Voorbeeld,
    VoorbeeldenError,
    load_voorbeelden,
    read_voorbeelden,
)
from aiact_assistant.domain import Authority, Provision, ProvisionKind, Source

LAW = "Elke bakfiets die op een openbare weg rijdt heeft een goed hoorbare bel aan het stuur en een lamp."
FACTS = {"bell_rings"}
# Every example has words of its own, so that none resembles another.
NUMBERED = [f"{word}huis {word}tuin {word}boot {word}brug {word}fiets {word}kade" for word in "abcdefghijklmno"]
EXAMPLES = [{"tekst": f"De bel van {words} klinkt.", "taal": "nl"} for words in NUMBERED]
NEAR_MISS = {
    "tekst": "The horn of this boat is loud and it is not for the road at all.",
    "taal": "en",
    "waarom": "een hoorn is geen bel",
    "bepaling": "art_1",
}


def content(**changes: Any) -> dict[str, Any]:
    whole = {"punt": "art_1", "feiten": ["bell_rings"], "voorbeelden": EXAMPLES, "tegenvoorbeelden": [NEAR_MISS]}
    return whole | changes


def write(folder: Path, name: str = "art_1", **changes: Any) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(content(**changes), allow_unicode=True), "utf8")
    return path


def corpus() -> Corpus:
    source = Source("wet", "Bakfietsenwet", Authority.LAW, "nl", "eurlex-consolidated", "", "", "1", date(2030, 1, 1))
    return Corpus([source], [Provision("art_1", "wet", "nl", ProvisionKind.ARTICLE, "1", "", LAW, None)])


def found(folder: Path) -> list[str]:
    return list(mistakes(folder, FACTS, corpus()))


def test_a_file_is_read(tmp_path: Path) -> None:
    one = read_voorbeelden(write(tmp_path))
    assert one.is_provision
    assert one.voorbeelden[0] == Voorbeeld(EXAMPLES[0]["tekst"], "nl")
    assert one.tegenvoorbeelden == (Tegenvoorbeeld(NEAR_MISS["tekst"], "en", "een hoorn is geen bel", "art_1"),)


def test_what_is_about_no_provision_says_so(tmp_path: Path) -> None:
    write(tmp_path, NO_AI, punt=NO_AI)
    assert not load_voorbeelden(tmp_path)[0].is_provision


@pytest.mark.parametrize(
    ("name", "changes", "told"),
    [
        ("art_1", {"feiten": None}, "feiten"),
        ("art_1", {"extra": 1}, "extra"),
        ("art_1", {"voorbeelden": [{"tekst": "x", "taal": "fr"}]}, "taal"),
        ("art_1", {"voorbeelden": [{"tekst": "x", "taal": "nl", "waarom": "y"}]}, "waarom"),
        ("art_1", {"tegenvoorbeelden": [{"tekst": "x", "taal": "nl"}]}, "waarom"),
        ("art_12", {}, "begint niet met 'art_1'"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason(tmp_path: Path, name: str, changes: dict[str, Any], told: str) -> None:
    path = write(tmp_path, name, **changes)
    with pytest.raises(VoorbeeldenError, match=told) as caught:
        read_voorbeelden(path)
    assert path.name in caught.value.english


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "art_1.yaml").write_text("punt: [", "utf8")
    with pytest.raises(VoorbeeldenError, match="kloppen niet"):
        load_voorbeelden(tmp_path)
    assert found(tmp_path)[0].startswith("art_1.yaml: geen geldige YAML")


def test_good_examples_have_no_mistakes(tmp_path: Path) -> None:
    write(tmp_path)
    assert found(tmp_path) == []


def test_two_files_can_share_a_point_and_its_number_of_examples(tmp_path: Path) -> None:
    write(tmp_path, "art_1-straat", voorbeelden=EXAMPLES[:7])
    write(tmp_path, "art_1-water", voorbeelden=EXAMPLES[7:], tegenvoorbeelden=[])
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"feiten": ["bel_rings"]}, "'bel_rings' staat niet in"),
        ({"feiten": "bell_rings"}, "is not of type 'array'"),
        ({"tegenvoorbeelden": [NEAR_MISS | {"bepaling": "art_2"}]}, "'art_2' bestaat niet"),
        ({"voorbeelden": EXAMPLES[:14]}, "14 voorbeelden"),
        ({"voorbeelden": [*EXAMPLES, {"tekst": "De bel.", "taal": "nl"}]}, "2 woorden"),
        ({"voorbeelden": [*EXAMPLES, {"tekst": "de bel klinkt" + " de bel klinkt" * 26, "taal": "nl"}]}, "81 woorden"),
        ({"voorbeelden": [*EXAMPLES, {"tekst": NEAR_MISS["tekst"].upper(), "taal": "en"}]}, "lijkt te veel op"),
        ({"tegenvoorbeelden": [NEAR_MISS | {"taal": "nl"}]}, "de taal is niet 'nl'"),
        ({"tegenvoorbeelden": [NEAR_MISS | {"tekst": f"Let op! {LAW}", "taal": "nl"}]}, "overgenomen uit een bron"),
    ],
)
def test_a_bad_example_is_found(tmp_path: Path, changes: dict[str, Any], told: str) -> None:
    write(tmp_path, **changes)
    assert [line for line in found(tmp_path) if told in line and line.startswith("art_1")] == found(tmp_path) != []


def test_a_point_must_exist(tmp_path: Path) -> None:
    write(tmp_path, "art_3", punt="art_3", tegenvoorbeelden=[])
    assert found(tmp_path) == ["art_3.yaml: 'art_3' bestaat niet in de bronnen"]
    assert list(mistakes(tmp_path, FACTS, None)) == []


def test_texts_of_different_files_must_differ(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "geen", punt="geen", tegenvoorbeelden=[])
    assert len(found(tmp_path)) == len(EXAMPLES)
    assert all("art_1.yaml: lijkt te veel op een tekst in geen.yaml" in line for line in found(tmp_path))


def test_the_examples_of_the_project_are_good() -> None:
    assert list(mistakes(FOLDER, load_rules().questions, None)) == []
