"""One exchange with a model: within its time, in its shape, to be stopped at any moment."""

from __future__ import annotations

import threading
from collections.abc import Generator, Mapping, Sequence
from typing import Any

import pytest

from aiact_assistant.domain import Cancelled, ModelFailure, ModelProblem, SettingsError
from aiact_assistant.llm import Conversation, LangChainModel, Piece, load_model
from aiact_assistant.prompts import ChatMessage, load_prompt
from aiact_assistant.settings import load_settings
from tests.models import NAME, ScriptedModel

PROMPT = load_prompt("doctor")
GOOD = {"sentence": "Het regent vandaag."}


def exchange(model: ScriptedModel, seconds: float = 20.0, most_chars: int = 1000) -> Conversation:
    return Conversation(model, seconds, lambda: False, most_chars)


def failure_of(model: ScriptedModel, **options: Any) -> ModelFailure:
    with pytest.raises(ModelProblem) as caught:
        exchange(model, **options).complete(PROMPT, PROMPT.messages())
    assert NAME in caught.value.dutch
    return caught.value.failure


def test_values_grow_and_the_last_one_is_whole() -> None:
    talk = exchange(ScriptedModel(GOOD))
    values = list(talk.stream(PROMPT, PROMPT.messages()))
    assert values[-1] == GOOD
    assert {"sentence": "Het regent van"} in values
    assert (talk.usage.read, talk.usage.written) == (10, 5)


@pytest.mark.parametrize(
    "said", ['{"sentence": "Het reg', "Natuurlijk! Het regent.", "", "[]", {"zin": "Het regent."}, {"sentence": 3}]
)
def test_what_is_not_in_the_shape_is_malformed(said: object) -> None:
    assert failure_of(ScriptedModel(said)) is ModelFailure.MALFORMED


def test_an_endless_answer_is_cut_off() -> None:
    assert failure_of(ScriptedModel({"sentence": "regen " * 1000})) is ModelFailure.TOO_LONG


def test_a_model_that_is_cut_off_says_so() -> None:
    class CutOff(ScriptedModel):
        def stream(self, messages: Sequence[ChatMessage], schema: Mapping[str, Any]) -> Generator[Piece, None, None]:
            del messages, schema
            yield Piece('{"sentence": "Het')
            yield Piece("", cut_off=True)

    assert failure_of(CutOff()) is ModelFailure.TOO_LONG


def test_a_problem_of_the_server_comes_through() -> None:
    assert failure_of(ScriptedModel(ModelFailure.BUSY)) is ModelFailure.BUSY


class Hanging(ScriptedModel):
    """Says half a word, then nothing until the gate opens."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.ended = threading.Event()

    def stream(self, messages: Sequence[ChatMessage], schema: Mapping[str, Any]) -> Generator[Piece, None, None]:
        del messages, schema
        try:
            yield Piece('{"sentence"')
            self.gate.wait(20)
            yield Piece(': "Het regent."}')
            yield Piece(" ")
        finally:
            self.ended.set()


def test_a_model_that_hangs_is_left_when_its_time_is_over() -> None:
    model = Hanging()
    assert failure_of(model, seconds=0.2) is ModelFailure.TIMED_OUT
    model.gate.set()
    assert model.ended.wait(20)


def test_a_visitor_who_stops_is_not_kept_waiting() -> None:
    model, stop = Hanging(), threading.Event()
    talk = Conversation(model, 20, stop.is_set)
    values = talk.stream(PROMPT, PROMPT.messages())
    assert next(values) == {}
    stop.set()
    with pytest.raises(Cancelled):
        next(values)
    model.gate.set()
    assert model.ended.wait(20)


def test_one_request_may_take_a_share_of_the_time() -> None:
    model = Hanging()
    with pytest.raises(ModelProblem):
        Conversation(model, 20, lambda: False).complete(PROMPT, PROMPT.messages(), share=0.01)
    model.gate.set()


@pytest.mark.parametrize("provider", ["openai", "azure", "ollama", "mistral"])
def test_every_provider_can_be_configured(provider: str) -> None:
    settings = load_settings(
        {"AIACT_LLM_BASE_URL": "http://127.0.0.1:9/v1", "AIACT_LLM_MODEL": "bel", "AIACT_LLM_PROVIDER": provider}
    )
    model = load_model(settings)
    assert isinstance(model, LangChainModel)
    assert (model.name, model.on_this_machine) == ("bel", True)


def test_no_model_is_configured_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_BASE", "https://elders.example/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "geheim")
    assert load_model(load_settings({})) is None


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("http://127.0.0.1:8000/v1", True),
        ("http://127.8.0.1/v1", True),
        ("http://[::1]:8000/v1", True),
        ("http://localhost/v1", True),
        ("https://model.example.nl/v1", False),
        ("http://10.0.0.8/v1", False),
        ("http://127.0.0.1.example.nl/v1", False),
    ],
)
def test_only_a_loopback_address_is_this_machine(address: str, here: bool) -> None:
    settings = load_settings({"AIACT_LLM_BASE_URL": address, "AIACT_LLM_MODEL": "bel"})
    assert settings.model_on_this_machine is here


def test_the_key_may_be_in_a_file_and_is_never_shown(tmp_path: Any) -> None:
    file = tmp_path / "sleutel"
    file.write_text("geheim123\n")
    base = {"AIACT_LLM_BASE_URL": "https://model.example/v1", "AIACT_LLM_MODEL": "bel"}
    settings = load_settings({**base, "AIACT_LLM_API_KEY_FILE": str(file)})
    key = settings.model_key()
    assert key is not None
    assert key.get_secret_value() == "geheim123"
    given = load_settings({**base, "AIACT_LLM_API_KEY": "geheim456"})
    assert "geheim" not in f"{given!r} {given} {key}"


@pytest.mark.parametrize("text", [None, "", "  \n"])
def test_a_file_without_a_key_is_refused(tmp_path: Any, text: str | None) -> None:
    file = tmp_path / "sleutel"
    if text is not None:
        file.write_text(text)
    settings = load_settings(
        {
            "AIACT_LLM_BASE_URL": "http://127.0.0.1/v1",
            "AIACT_LLM_MODEL": "bel",
            "AIACT_LLM_API_KEY_FILE": str(file),
        }
    )
    with pytest.raises(SettingsError, match="AIACT_LLM_API_KEY_FILE"):
        load_model(settings)


@pytest.mark.parametrize("given", [{"AIACT_LLM_MODEL": "bel"}, {"AIACT_LLM_BASE_URL": "http://127.0.0.1/v1"}])
def test_half_a_model_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="AIACT_LLM"):
        load_settings(given)


@pytest.mark.parametrize("address", ["127.0.0.1:8000", "file:///etc/passwd", "http://"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="http://"):
        load_settings({"AIACT_LLM_BASE_URL": address, "AIACT_LLM_MODEL": "bel"})


def test_no_tracing_service_is_told_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    from langchain_core.language_models import GenericFakeChatModel
    from langchain_core.tracers import langchain as tracing
    from langsmith import utils

    cached: Any = utils.get_env_var
    told: list[object] = []

    def tell(tracer: object, **_: object) -> None:
        told.append(tracer)
        raise RuntimeError("a tracer was made")

    monkeypatch.setattr(tracing.LangChainTracer, "__init__", tell)
    for key, value in {"LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true", "LANGSMITH_API_KEY": "x"}.items():
        monkeypatch.setenv(key, value)
    cached.cache_clear()
    try:
        # That is what LangChain does by itself...
        list(GenericFakeChatModel(messages=iter(["{}"])).stream("Het regent."))
        assert told
        told.clear()
        # ...and what we do not let it do.
        fake = GenericFakeChatModel(messages=iter(["{}"]))
        model = LangChainModel("bel", fake, lambda _: {}, on_this_machine=True)
        assert [piece.text for piece in model.stream([ChatMessage("user", "Het regent.")], {})] == ["{}"]
    finally:
        cached.cache_clear()
    assert told == []
