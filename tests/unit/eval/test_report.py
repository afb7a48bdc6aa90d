"""Reports of a made-up result: nothing executes, nothing from elsewhere, nothing of a test question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from eval.measures import class_pairs, refusal_pairs
from eval.record import Details, Record
from eval.report import Table, blocks, markdown, page, shown, trend
from eval.result import make_result
from eval.suites import MAJORITY, PRODUCT, SUITES

NASTY = "<script>alert(1)</script> | [klik](http://x.example)\nregel twee"


def result(split: str = "dev", commit: str = "abc", right: int = 3) -> dict[str, Any]:
    """Four cases, of which the first are right, and questions that are refused."""
    details = Details(NASTY, "high_risk", "minimal", (f"art_1: {NASTY}",), ("klasse minimal",))
    cases = [
        Record(f"c{n}", "nl", class_pairs("high_risk", "high_risk" if n < right else "minimal"), 0.1, details)
        for n in range(4)
    ]
    majority = [Record(f"c{n}", "nl", class_pairs("high_risk", "high_risk")) for n in range(4)]
    refusals = [
        Record(f"v{n}", lang, refusal_pairs(n % 2 == 0, n % 2 == 0)) for n, lang in enumerate(("nl", "nl", "en", "en"))
    ]
    return make_result(
        [SUITES["assessment"], SUITES["scope"]],
        {("assessment", PRODUCT): cases, ("assessment", MAJORITY): majority, ("answers", PRODUCT): refusals},
        commit=commit,
        changed=False,
        made=f"2026-11-25T0{right}:00:00",
        split=split,
        fingerprint="f",
        data={},
    )


def tables(found: Mapping[str, Any], earlier: Mapping[str, Any] | None = None) -> list[Table]:
    return [block for block in blocks(found, earlier, []) if isinstance(block, Table)]


def test_a_figure_is_written_in_dutch() -> None:
    assert shown({"value": 0.8, "low": -0.001, "high": 0.85}) == "0,80 [0,00 tot 0,85]"
    assert shown({"value": -0.25, "low": None, "high": None}) == "−0,25"
    assert shown(None) == "–"


def test_the_tables_hold_the_figures_and_the_baseline() -> None:
    first, difference = (table for table in tables(result()) if "juiste klasse" in table.rows[0])
    assert first.rows[0][1].startswith("0,75 [")
    assert first.rows[0][1].endswith("n=4")
    assert difference.rows[0][0] == MAJORITY
    assert difference.rows[0][3].startswith("−0,25 [")


def test_languages_stand_beside_each_other() -> None:
    assert ("", "Nederlands", "Engels", "alles samen") in [table.head for table in tables(result())]


def test_text_of_others_is_shown_and_never_executed() -> None:
    made = blocks(result(), None, [])
    html = page(made)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert not re.search(r'(?:src|href)="(?!data:)', html)
    written = markdown(made)
    assert "<script" not in written
    row = next(line for line in written.splitlines() if "alert" in line)
    assert len(re.findall(r"(?<!\\)\|", row)) == 6


def test_on_the_test_split_failures_are_not_listed() -> None:
    written = markdown(blocks(result("test"), None, []))
    assert "alert" not in written
    assert "alleen cijfers" in written


def test_a_comparison_is_paired_by_question() -> None:
    written = markdown(blocks(result(right=4), result(commit="old", right=2), []))
    assert "## Vergeleken met old" in written
    assert re.search(r"assessment \| Nederlands \| juiste klasse \| 0,50 \[.*\| 1,00 \[.*\| 0,50 \[", written)


def test_the_trend_needs_more_than_one_result() -> None:
    assert "## Verloop" not in markdown(blocks(result(), None, []))
    written = markdown(blocks(result(), None, [result(commit="old", right=2)]))
    assert "assessment accuracy, Nederlands: 0,50, 0,75" in written


def test_the_same_result_gives_the_same_page() -> None:
    assert page(blocks(result(), None, [])) == page(blocks(result(), None, []))


def test_classes_and_confidence_have_a_place_of_their_own() -> None:
    found = result()
    found["suites"]["assessment"]["reliability"] = {"points": [{"claimed": 0.9, "right": 0.5, "n": 4}], "error": 0.4}
    made = blocks(found, None, [])
    (table,) = (block for block in made if isinstance(block, Table) and block.head[0] == "klasse")
    assert table.rows[0][0] == "hoog risico"
    assert table.rows[0][2].startswith("0,75 [")
    assert table.rows[1][:2] == ("minimaal risico", "0,00 [0,00 tot 0,00] n=1")
    assert "Gemiddeld verschil tussen de zekerheid die het noemt en het deel dat goed is: 0,40." in markdown(made)


def test_the_cost_is_said_with_and_without_a_model() -> None:
    found = result()
    found["suites"]["scope"]["tokens"] = {"read": 0, "written": 0}
    assert "Kosten" not in markdown(blocks(found, None, []))
    spent = {"tokens_read": (900.0, 1.0), "tokens_written": (100.0, 1.0)}
    for values, said in ((spent, "gemiddeld 1000 per vraag"), (dict.fromkeys(spent, (0.0, 1.0)), "Kosten: 0 tokens")):
        record = Record("v1", "nl", {"citation_recall": (1.0, 1.0), **values})
        made = make_result(
            [SUITES["answers"]], {("answers", PRODUCT): [record]},
            commit="a", changed=False, made="2026", split="dev", fingerprint="f", data={},
        )  # fmt: skip
        assert said in markdown(blocks(made, None, []))


def test_the_trend_shows_every_suite_that_was_measured_twice() -> None:
    made = trend([result(commit="een", right=2), result(commit="twee", right=3)])
    written = markdown(made)
    assert "2026-11-25 twee | 0,75" in written
    assert "Weigeren: wanneer geen antwoord?" in written
    assert "Vinden" not in written
    assert "<script" not in page(made)
