"""The yardstick itself: what counts as found, and the figures made from it, on cases worked out by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from eval.metrics import Found, contains, evaluate, figures, finds_by_id, mean_with_interval, ranking, score, table
from eval.naive import Document, Passage, finds_by_text, is_substantial, place, spans_of
from eval.questions import KINDS, Question, needed_ids, read_questions, split_of

TEXTS = {
    "art_26": "Plichten. 7. Zeg het vooraf.",
    "art_26.7": "7. Zeg het vooraf.",
    "art_27.1": "1. Doe een toets.",
    "rct_92": "Over het vooraf zeggen.",
}
FINDS = finds_by_id(TEXTS)


def question(name: str = "q", gold: tuple[str, ...] = ("art_26.7",), **extra: object) -> Question:
    return Question(name, "vraag", extra.pop("lang", "nl"), gold, **extra)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [
        ("art_26", "art_26", True),
        ("art_26", "art_26.7", True),
        ("art_2", "art_26", False),
        ("art_5.1.b", "art_5.1.ba", False),
        ("art_26.7", "art_26", False),
        ("ak:onderwerpen/data", "ak:onderwerpen/data#kop", True),
        ("ak:onderwerpen/data", "ak:onderwerpen/dataset", False),
    ],
)
def test_contains_goes_by_whole_parts_of_an_id(whole: str, part: str, expected: bool) -> None:
    assert contains(whole, part) is expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Found("art_26.7"), True),
        (Found("art_26.7.a"), True),
        (Found("art_26", "Plichten. 7. Zeg\n het vooraf."), True),
        (Found("art_26", "Plichten."), False),
        (Found("art_26"), False),
        (Found("art_27", "7. Zeg het vooraf."), False),
        (Found("art_26.8"), False),
    ],
)
def test_what_contains_a_provision_finds_it_only_when_it_shows_its_text(found: Found, expected: bool) -> None:
    assert FINDS(found, "art_26.7") is expected


def test_a_provision_without_known_text_is_not_found_by_what_contains_it() -> None:
    assert not FINDS(Found("art_30", "alles"), "art_30.1")


def test_a_second_passage_of_the_same_gold_is_a_miss() -> None:
    results = [Found("art_9"), Found("art_26.7"), Found("art_26.7.a"), Found("art_27.1")]
    ranked = ranking(question(gold=("art_26.7", "art_27.1")), results, FINDS)
    assert ranked == ["miss 0", "art_26.7", "miss 2", "art_27.1"]


def test_an_alternative_finds_its_gold_and_only_that() -> None:
    asked = question(gold=("art_26.7", "art_27.1"), alternatives={"art_26.7": ("rct_92",)})
    assert ranking(asked, [Found("rct_92")], FINDS) == ["art_26.7"]


def test_one_passage_that_shows_two_golds_takes_two_places() -> None:
    texts = {"art_1.1": "een", "art_1.2": "twee"}
    asked = question(gold=("art_1.1", "art_1.2"))
    results = [Found("art_1", "een twee"), Found("art_3")]
    assert ranking(asked, results, finds_by_id(texts)) == ["art_1.1", "art_1.2", "miss 1"]


def test_measures_equal_those_worked_out_by_hand() -> None:
    asked = question(gold=("a", "b"))
    ranked = ["miss 0", "a", "miss 2", "miss 3", "miss 4", "b"]
    found = score([asked], {"q": ranked})["q"]
    assert found["recall@5"] == pytest.approx(0.5)
    assert found["recall@10"] == pytest.approx(1.0)
    assert found["MRR"] == pytest.approx(0.5)
    gained = 1 / math.log2(3) + 1 / math.log2(7)
    best = 1 + 1 / math.log2(3)
    assert found["nDCG@10"] == pytest.approx(gained / best)


def test_a_question_without_results_counts_as_zero() -> None:
    asked = [question("een", ("a",)), question("twee", ("b",))]
    found = evaluate(asked, lambda q: [Found("a")] if q.id == "een" else [], finds_by_id({}))
    assert found["een"]["recall@5"] == 1.0
    assert found["twee"] == {"recall@5": 0.0, "recall@10": 0.0, "nDCG@10": 0.0, "MRR": 0.0}


def test_the_interval_surrounds_the_mean_and_is_the_same_each_time() -> None:
    values = [0.0, 1.0] * 30
    figure = mean_with_interval(values)
    assert figure.mean == 0.5
    assert figure.low == pytest.approx(0.37, abs=0.03)
    assert figure.high == pytest.approx(0.63, abs=0.03)
    assert mean_with_interval(values) == figure


def test_the_interval_of_equal_values_is_that_value_and_of_none_is_unknown() -> None:
    assert mean_with_interval([1.0, 1.0]).low == 1.0
    assert math.isnan(mean_with_interval([]).mean)


def test_figures_and_table_keep_the_languages_apart() -> None:
    asked = [question("een", ("a",)), question("twee", ("b",), lang="en")]
    scores = evaluate(asked, lambda _: [Found("a")], finds_by_id({}))
    means = {lang: found["recall@5"].mean for lang, found in figures(asked, scores).items()}
    assert means == {"nl": 1.0, "en": 0.0}
    shown = table(asked, {"woorden": scores})
    assert "taal nl, n = 1" in shown
    assert "woorden  1.00 [1.00, 1.00]" in shown
    assert "woorden  0.00 [0.00, 0.00]" in shown


def test_the_split_is_a_function_of_the_id() -> None:
    assert split_of("v001") == split_of("v001")
    dev = sum(split_of(f"x{n}") == "dev" for n in range(2000))
    assert 1120 < dev < 1280


def write(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf8")
    return path


ROW: dict[str, object] = {"id": "v1", "question": "mag dit", "lang": "nl", "gold": ["art_5.1.a"]}


def test_read_questions_gives_each_split_its_own(tmp_path: Path) -> None:
    path = write(tmp_path / "v.jsonl", *[{**ROW, "id": f"v{n}"} for n in range(40)])
    dev, test = (read_questions(path, split) for split in ("dev", "test"))
    assert dev
    assert test
    assert {q.id for q in dev} | {q.id for q in test} == {q.id for q in read_questions(path)}
    assert len(dev) + len(test) == 40


UNANSWERABLE: dict[str, object] = {**ROW, "gold": [], "unanswerable": "nonsense"}


def test_questions_without_an_answer_are_read_only_when_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path / "v.jsonl", ROW, {**UNANSWERABLE, "id": "v2"})
    assert [q.id for q in read_questions(path)] == ["v1"]
    both = read_questions(path, with_unanswerable=True)
    assert [(q.id, q.gold, q.unanswerable) for q in both] == [("v1", ("art_5.1.a",), ""), ("v2", (), "nonsense")]


def test_facts_and_what_may_not_be_said_are_read(tmp_path: Path) -> None:
    row = {**ROW, "facts": [["tien jaar", "10 jaar"], ["aanbieder"]], "must_not": ["2 augustus 2026"]}
    (asked,) = read_questions(write(tmp_path / "v.jsonl", row))
    assert asked.facts == (("tien jaar", "10 jaar"), ("aanbieder",))
    assert asked.must_not == ("2 augustus 2026",)


@pytest.mark.parametrize(
    "rows",
    [
        [ROW, ROW],
        [{**ROW, "gold": []}],
        [{**ROW, "lang": "fr"}],
        [{**ROW, "alternatives": {"art_9": ["rct_1"]}}],
        [{**ROW, "unanswerable": "nonsense"}],
        [{**UNANSWERABLE, "unanswerable": "too hard"}],
        [{**UNANSWERABLE, "facts": [["ja"]]}],
        [{**ROW, "facts": [[]]}],
    ],
    ids=[
        "twice",
        "no gold",
        "unknown language",
        "alternative of no gold",
        "gold but no answer",
        "unknown kind",
        "facts of no answer",
        "fact without strings",
    ],
)
def test_read_questions_refuses_what_cannot_be_scored(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    with pytest.raises(ValueError, match=r"v1|twice"):
        read_questions(write(tmp_path / "v.jsonl", *rows))


def test_the_shipped_set_is_big_enough_and_in_both_languages() -> None:
    asked = read_questions()
    assert sum(q.lang == "nl" for q in asked) >= 230
    assert sum(q.lang == "en" for q in asked) >= 60
    assert sum(bool(q.facts) for q in asked) >= 100
    assert all(1 <= len(q.gold) <= 4 for q in asked)
    assert all(len(q.facts) <= 3 for q in asked)
    assert all(name.startswith(("art_", "anx_", "rct_", "ak:")) for name in needed_ids(asked))


def test_the_shipped_set_has_questions_without_an_answer_of_every_kind_in_both_languages() -> None:
    without = [q for q in read_questions(with_unanswerable=True) if q.unanswerable]
    assert len(without) >= 60
    assert {(q.unanswerable, q.lang) for q in without} == {(kind, lang) for kind in KINDS for lang in ("nl", "en")}


# --- the naive stack's own rule


def test_place_finds_overlapping_pieces_back_whatever_the_white_space() -> None:
    document = Document("wet", "een twee\n\n drie vier")
    passages = place(document, ["een twee", "twee\ndrie", "drie vier"])
    assert [(p.start, p.end) for p in passages] == [(0, 7), (3, 11), (7, 15)]


def test_a_passage_must_show_half_of_the_provision_or_be_half_filled_with_it() -> None:
    assert is_substantial(Passage("wet", "", 0, 100), [(60, 140)], 80)
    assert not is_substantial(Passage("wet", "", 0, 100), [(61, 141)], 80)
    assert is_substantial(Passage("wet", "", 0, 100), [(50, 900)], 850)
    assert not is_substantial(Passage("wet", "", 0, 100), [(51, 900)], 849)


def test_short_lines_do_not_say_where_a_provision_stands() -> None:
    whole = "of" + "x" * 25 + "of"
    assert spans_of(["of", "x" * 25], whole) == [(2, 27)]


def test_naive_results_are_judged_by_text_for_the_law_and_by_page_for_the_rest() -> None:
    line = "een bepaling van ruim twintig tekens"
    whole = "".join(line.split())
    passages = [Passage("wet", line, 0, len(whole)), Passage("ak:rollen/jurist", "x", 0, len(whole))]
    finds = finds_by_text(passages, {"wet": whole, "overwegingen": ""}, {"art_1.1": [line], "ak:rollen/jurist": []})
    assert finds(Found("0"), "art_1.1")
    assert not finds(Found("1"), "art_1.1")
    assert finds(Found("1"), "ak:rollen/jurist")
    assert not finds(Found("0"), "ak:rollen/jurist")


def test_a_provision_that_is_nowhere_in_the_raw_text_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"art_1\.1"):
        finds_by_text([], {"wet": "", "overwegingen": ""}, {"art_1.1": ["een bepaling van ruim twintig tekens"]})
