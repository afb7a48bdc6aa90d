"""What can be said of models of sentence-transformers without the extra; the real ones are in tests/integration."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from aiact_assistant.domain import SettingsError
from aiact_assistant.search.models import load_embedder, load_reranking
from aiact_assistant.search.sentence_models import model_name, prefixes
from aiact_assistant.settings import Settings


def settings(model: str = "", **more: object) -> Settings:
    return Settings.model_validate({"embedder": "st", "embedder_model": model or None, **more})


@pytest.mark.parametrize(
    ("model", "own", "expected"),
    [
        ("intfloat/multilingual-e5-base", {}, ("query: ", "passage: ")),
        ("/modellen/multilingual-e5-large", {"query": "", "document": ""}, ("query: ", "passage: ")),
        ("intfloat/multilingual-e5-large-instruct", {}, ("", "")),
        ("BAAI/bge-m3", {"query": "", "document": ""}, ("", "")),
        ("iemand/the5th-model", {}, ("", "")),
        ("iemand/e5-eigen", {"query": "vraag: "}, ("vraag: ", "")),
        ("iemand/model", {"query": "vraag: ", "passage": "tekst: "}, ("vraag: ", "tekst: ")),
    ],
)
def test_what_goes_before_a_text(model: str, own: dict[str, str], expected: tuple[str, str]) -> None:
    assert prefixes(settings(model), own) == expected


def test_the_settings_decide_what_goes_before_a_text() -> None:
    given = settings("intfloat/multilingual-e5-base", embedder_query_prefix="zoek: ", embedder_passage_prefix="")
    assert prefixes(given, {"query": "vraag: "}) == ("zoek: ", "")


def test_other_weights_or_prefixes_make_another_model() -> None:
    names = {
        model_name("BAAI/bge-m3", "a", "", ""),
        model_name("BAAI/bge-m3", "b", "", ""),
        model_name("BAAI/bge-m3", "a", "query: ", ""),
        model_name("/x/Ander model!", "a", "", ""),
    }
    assert len(names) == 4
    assert all(name.startswith(("st-bge-m3-", "st-ander-model-")) for name in names)


def test_a_model_must_be_named() -> None:
    with pytest.raises(SettingsError, match="Zet in AIACT_EMBEDDER_MODEL een map of een naam"):
        load_embedder(settings())


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(SettingsError) as error:
        load_embedder(settings(str(tmp_path)))
    assert "pip install 'aiact-assistant[st]'" in error.value.dutch
    with pytest.raises(SettingsError, match="sentence-transformers"):
        load_reranking(Settings(reranker_model=str(tmp_path)))


def test_no_model_is_loaded_that_nobody_asked_for() -> None:
    assert load_embedder(Settings(embedder="none")) is None
    assert load_reranking(Settings()) is None
