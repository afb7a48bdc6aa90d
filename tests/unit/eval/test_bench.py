"""Public sets: read as their terms allow, on made-up copies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import bench


def write(folder: Path, name: str, *rows: object) -> None:
    (folder / name).mkdir(exist_ok=True)
    text = "\n".join(json.dumps(row) for row in rows)
    (folder / name / bench.SETS[name].file).write_text(text, "utf8")


def test_gold_is_of_articles_and_annexes(tmp_path: Path) -> None:
    gold = [{"type": "article", "n": 9}, {"type": "annex", "n": "III"}, {"type": "recital", "n": [1, 9]}]
    rows = [{"id": "a", "title": "Bel", "gold": gold}, {"id": "b", "title": "Ketting", "gold": gold[2:]}]
    write(tmp_path, "algoritmekader_vereisten", *rows)
    (asked,) = bench.questions("algoritmekader_vereisten", tmp_path)
    assert (asked.text, asked.lang, asked.gold) == ("Bel", "nl", ("art_9", "anx_III"))
    write(tmp_path, "ai_act_evaluation_benchmark", {"id": "q", "question": "Why?", "relevant_article": 5})
    (asked,) = bench.questions("ai_act_evaluation_benchmark", tmp_path)
    assert (asked.lang, asked.gold) == ("en", ("art_5",))
    with pytest.raises(ValueError, match="no gold"):
        bench.questions("texty_nl", tmp_path)


def test_what_is_held_back_is_never_tuned_on(tmp_path: Path) -> None:
    write(tmp_path, "texty_nl", *({"id": f"{n:x}0", "text": "t", "label": "high-risk"} for n in range(16)))
    tuning = {one.id for one in bench.labelled("texty_nl", tmp_path, tuning=True)}
    held = {one.id for one in bench.labelled("texty_nl", tmp_path, tuning=False)}
    assert (len(tuning), len(held), tuning & held) == (8, 8, set())
    assert "70" in tuning
    with pytest.raises(ValueError, match="measuring only"):
        bench.labelled("ai_act_evaluation_benchmark", tmp_path, tuning=True)


def test_copies_in_the_register_count_once(tmp_path: Path) -> None:
    rows = [{"id": str(n), "title": "T", "doel": doel} for n, doel in enumerate(("Een  bel", "een bel", "Een ketting"))]
    write(tmp_path, "algoritmeregister", {"algoritmes": rows})
    assert [one.id for one in bench.register(tmp_path)] == ["0", "2"]


def test_the_benchmark_is_not_run_by_accident(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["ai_act_evaluation_benchmark"])
    assert "--once" in capsys.readouterr().err


def test_every_set_says_whose_it_is_and_what_it_may_be_used_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(bench.SETS)
    assert all("Licentie: " in line for line in lines)
    assert sum("alleen om te meten" in line for line in lines) == 1
