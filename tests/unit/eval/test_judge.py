"""A judge of claims: its verdicts, what counts as a claim, and how far it agrees with people."""

from __future__ import annotations

import json
import math
from collections import Counter
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from aiact_assistant.corpus.library import Corpus
from aiact_assistant.domain import Answer, AnswerStatus, Authority, Citation, Claim, ModelFailure
from eval import judge as judging
from eval.judge import (
    Judge,
    Verdict,
    faithfulness_pairs,
    judged_item,
    kappa,
    load_judge,
    read_items,
    stated,
    verdict_pairs,
)
from tests.models import ScriptedModel


def says(verdict: str) -> dict[str, str]:
    return {"reason": "Dat staat er.", "verdict": verdict}


class Provisions:
    """A corpus of two provisions."""

    def get(self, name: str, *, on: date) -> SimpleNamespace | None:
        assert on
        return SimpleNamespace(heading="Bellen", text=f"tekst van {name}") if name in ("art_1", "art_2") else None

    def full_text(self, provision: SimpleNamespace) -> str:
        return provision.text


CORPUS = cast("Corpus", Provisions())


def cited(name: str) -> Citation:
    return Citation(name, name, Authority.LAW, "citaat", "https://voorbeeld.example")


def answer(explanation: str = "", claims: tuple[Claim, ...] = (), model: str | None = None, cites: int = 2) -> Answer:
    citations = (cited("art_1"), cited("art_2"))[:cites]
    return Answer(
        "moet het", "nl", date(2026, 11, 24), AnswerStatus.ANSWERED, explanation,
        explanation=explanation, claims=claims, citations=citations, model=model,
    )  # fmt: skip


def test_fifty_claims_were_labelled_and_every_verdict_occurs() -> None:
    items = read_items()
    assert len(items) == 50
    assert min(Counter(item.verdict for item in items).values()) >= 10
    assert Counter(item.lang for item in items)["en"] >= 10


def test_an_item_with_another_verdict_is_refused(tmp_path: Path) -> None:
    row = {"id": "o1", "lang": "nl", "provision": "art_1", "claim": "x", "verdict": "misschien"}
    (tmp_path / "o.jsonl").write_text(json.dumps(row), "utf8")
    with pytest.raises(ValueError, match="misschien"):
        read_items(tmp_path / "o.jsonl")


def test_the_judge_sees_claim_and_source_and_nothing_else_counts() -> None:
    model = ScriptedModel(says("contradicted"), "geen json", ModelFailure.TIMED_OUT)
    judge = Judge(model, 5)
    assert judge.verdict("De bel is blauw.", "De bel is rood.") is Verdict.CONTRADICTED
    asked = model.asked[0][-1].text
    assert "De bel is blauw." in asked
    assert "De bel is rood." in asked
    assert judge.verdict("x", "y") is None
    assert judge.verdict("x", "y") is None


def test_claims_are_what_is_said_in_own_words() -> None:
    by_model = answer(claims=(Claim("Het moet.", (1, 1)),), model="m")
    assert [(one.text, one.provisions) for one in stated(by_model)] == [("Het moet.", ("art_2",))]
    entry = answer(explanation="Het moet. Het mag niet anders.", claims=(Claim("citaat", (0,)),))
    assert [one.text for one in stated(entry)] == ["Het moet.", "Het mag niet anders."]
    assert stated(entry)[0].provisions == ("art_1", "art_2")
    assert stated(answer(claims=(Claim("citaat", (0,)),))) == []
    assert stated(answer(explanation="Geen bron.", cites=0)) == []


def test_sentences_without_a_verdict_are_counted_apart() -> None:
    judge = Judge(ScriptedModel(says("supported"), says("contradicted"), "geen json"), 5)
    found = faithfulness_pairs(judge, answer(explanation="Een. Twee. Drie."), CORPUS)
    assert found == {"faithful": (1.0, 2.0), "contradicted": (1.0, 2.0), "unjudged": (1.0, 3.0)}
    assert faithfulness_pairs(judge, answer(), CORPUS) == {}


def test_agreement_is_kept_as_both_verdicts() -> None:
    judge = Judge(ScriptedModel(says("supported"), says("not_in_source"), "geen json"), 5)
    items = [judging.Item(f"o{n}", "nl", "art_1", "x", Verdict.SUPPORTED) for n in range(3)]
    records = [judged_item(judge, item, CORPUS) for item in items]
    assert [record.values["agreement"][0] for record in records] == [1.0, 0.0, 0.0]
    assert verdict_pairs(records) == [("supported", "supported"), ("supported", "not_in_source")]
    with pytest.raises(ValueError, match="art_9"):
        judged_item(judge, judging.Item("o9", "nl", "art_9", "x", Verdict.SUPPORTED), CORPUS)


def test_kappa_is_agreement_beyond_chance() -> None:
    same = [("a", "a")] * 5 + [("b", "b")] * 5
    assert kappa(same) == 1.0
    # Each says a and b equally often, without looking.
    assert kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0.0
    # 0.7 agreed, 0.5 by chance.
    assert kappa([("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15) == pytest.approx(0.4)
    assert math.isnan(kappa([]))
    assert math.isnan(kappa([("a", "a")]))


def test_a_judge_needs_a_model_of_its_own_that_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "rechter.toml"
    file.write_text("", "utf8")
    with pytest.raises(ValueError, match="geen llm_model"):
        load_judge(file)
    file.write_text('llm_model = "rechter"\nllm_base_url = "http://127.0.0.1:9/v1"\n', "utf8")
    model = ScriptedModel({"sentence": "Het is vandaag een mooie dag met veel zon en een beetje wind."})
    monkeypatch.setattr(judging, "load_model", lambda settings: model if settings.llm_model == "rechter" else None)
    assert load_judge(file).name == model.name
