"""The pictures are whole, fit their width, are the same in words, and escape everything."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from aiact_assistant.ui.drawing import Moment, Step, estimated, path, shortened, timeline, wrapped

NASTY = '"><script>alert(1)</script>&'
STEPS = (
    Step("AI-systeem", "yes", "Ja: het is er een", ("Ja: Draait het?", "Ja: Leert het?"), "en nog 2 antwoorden"),
    Step("Verboden", "no", "Nee"),
    Step("Hoog risico", "excluded", "Nee, door een uitzondering", tone="teal"),
    Step("Transparantie", "open", "Nog open", ("Wacht op: Praat het?",)),
    Step("Modellen", "skipped", "Niet aan de orde"),
)
DAY = date(2026, 11, 24)


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in drawn(svg).iter("{http://www.w3.org/2000/svg}text")]


def heights(svg: str) -> list[float]:
    return [float(element.get("y", "0")) for element in drawn(svg).iter("{http://www.w3.org/2000/svg}text")]


def moment(day: date, kind: str = "future", *lines: str) -> Moment:
    return Moment(day.toordinal(), day.isoformat(), kind, lines)  # pyright: ignore[reportArgumentType]


def test_the_way_has_every_step_in_order_and_ends_in_the_outcome() -> None:
    svg = path(STEPS, "Geen hoog risico", "Van toepassing vanaf 2027", "teal", "De weg")
    words = texts(svg)
    places = [words.index(step.name) for step in STEPS]
    assert places == sorted(places)
    assert words[-2:] == ["Geen hoog risico", "Van toepassing vanaf 2027"]
    assert "en nog 2 antwoorden" in words


def test_a_picture_is_an_image_with_the_same_in_words() -> None:
    for svg, said in (
        (path(STEPS, "Geen hoog risico", "", "teal", "De weg"), "1. AI-systeem: Ja: het is er een. Ja: Draait het?;"),
        (timeline([moment(DAY, "past", "1 verplichting")], "De weg"), "2026-11-24: 1 verplichting."),
    ):
        root = drawn(svg)
        assert root.get("role") == "img"
        title, description = root[0], root[1]
        assert title.text == "De weg"
        assert title.get("id") == root.get("aria-labelledby")
        assert description.get("id") == root.get("aria-describedby")
        assert said in (description.text or "")


def test_every_state_has_a_shape_of_its_own() -> None:
    shapes = {
        step.state: re.sub(r"[\d.]+|#\w+", "", path([Step("x", step.state, "y")], "z", "", "blue", "t"))
        for step in STEPS
    }
    assert len(set(shapes.values())) == len(STEPS)


def test_the_line_is_broken_from_the_first_open_step() -> None:
    svg = path(STEPS, "Open", "", "grey", "De weg")
    lines = sorted(
        re.findall(r'<path d="M17 ([\d.]+)V[\d.]+" stroke="#\w+"( stroke-dasharray="5 5")?', svg),
        key=lambda m: float(m[0]),
    )
    assert [bool(broken) for _, broken in lines] == [False, False, False, True, True]


def test_nothing_falls_outside_the_picture() -> None:
    long = Step("Een naam " * 9, "yes", "Dat is zo " * 12, ("Wordt het gebruikt voor iets langdradigs? " * 5,))
    svg = path([long] * 7, "Een lange uitkomst " * 5, "met een noot " * 9, "amber", "De weg")
    _, _, width, height = map(float, drawn(svg).get("viewBox", "").split())
    assert max(heights(svg)) < height
    for element in drawn(svg).iter("{http://www.w3.org/2000/svg}text"):
        right = float(element.get("x", "0")) + estimated(element.text or "", int(element.get("font-size", "0")))
        assert right <= width


def test_markup_in_words_is_escaped() -> None:
    step = Step(NASTY, "yes", NASTY, (NASTY,), NASTY)
    for svg in (path([step], NASTY, NASTY, "red", NASTY), timeline([moment(DAY, "past", NASTY)], NASTY)):
        assert "<script" not in svg
        drawn(svg)


def test_the_days_stand_in_order_with_today_among_them_and_more_room_for_more_time() -> None:
    days = (date(2028, 8, 2), date(2025, 2, 2), date(2027, 12, 2), date(2027, 12, 16))
    svg = timeline([*(moment(day) for day in days), Moment(DAY.toordinal(), "Vandaag", "today")], "Dagen")
    assert texts(svg) == ["2025-02-02", "Vandaag", "2027-12-02", "2027-12-16", "2028-08-02"]
    gaps = [below - above for above, below in zip(heights(svg), heights(svg)[1:], strict=False)]
    assert gaps[3] > gaps[2]
    assert all(gap > 16 for gap in gaps)


def test_a_day_that_has_come_is_filled() -> None:
    past, future = (timeline([moment(DAY, kind)], "t") for kind in ("past", "future"))
    assert 'r="8" fill="#154273"' in past
    assert 'r="8" fill="#ffffff"' in future


@pytest.mark.parametrize(("room", "lines"), [(1000, 1), (60, 4), (1, 4)])
def test_words_are_never_broken_or_lost(room: int, lines: int) -> None:
    words = "grondrechteneffectbeoordeling is een woord"
    found = wrapped(words, 14, room)
    assert " ".join(found) == words
    assert len(found) <= lines


def test_a_cut_is_marked() -> None:
    assert shortened(["een", "twee,", "drie"], 2) == ["een", "twee…"]
    assert shortened(["een"], 2) == ["een"]
