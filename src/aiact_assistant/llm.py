"""Language models: what the program asks of one, and the servers that it can be asked of.

Comes in: ``Settings`` and a prompt with its messages. Goes out: JSON in the prompt's shape, piece by piece, or a
``ModelProblem`` that says what is wrong. The only module that knows LangChain.

Nothing goes anywhere but to the configured address: no redirects, no tracing, no proxy for this machine itself, and
no variable of a provider ("OPENAI_API_BASE") decides where a question goes.
"""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Protocol, cast

from aiact_assistant.domain import Cancelled, ModelFailure, ModelProblem
from aiact_assistant.prompts import ChatMessage, Prompt
from aiact_assistant.settings import Settings

# A server that is not there should be noticed long before the time for an answer is over.
_CONNECT_SECONDS = 5.0
# How soon a visitor's stop is noticed while the model says nothing.
_LOOK_UP_SECONDS = 0.1
# Servers that never stop are cut off here; well above what max_tokens allows.
_MOST_CHARS_PER_TOKEN = 12
# Dutch legal text has about 3.3 characters a token with the tokenisers in use, and more with a large vocabulary.
CHARS_PER_TOKEN = 3


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a model says it read and wrote."""

    read: int = 0
    written: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.read + other.read, self.written + other.written)


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of what a model says: text, and with the last one what it cost."""

    text: str
    usage: Usage = Usage()
    cut_off: bool = False


class ChatModel(Protocol):
    """A language model that can be held to a JSON schema."""

    @property
    def name(self) -> str:
        """As the administrator named it."""
        ...

    @property
    def on_this_machine(self) -> bool:
        """Whether what it is told stays on this machine."""
        ...

    def stream(self, messages: Sequence[ChatMessage], schema: Mapping[str, Any]) -> Iterator[Piece]:
        """What it says, piece by piece; may block between pieces.

        Raises:
            ModelProblem: the server cannot be reached, refuses or breaks off.
        """
        ...


class Conversation:
    """One exchange with a model, within its time.

    Args:
        model: the model.
        seconds: that all requests of this exchange may take together.
        cancelled: whether the visitor stopped.
        most_chars: longest answer taken.
    """

    def __init__(
        self, model: ChatModel, seconds: float, cancelled: Callable[[], bool], most_chars: int = 100_000
    ) -> None:
        self.model = model
        self.usage = Usage()
        self._seconds = seconds
        self._ends = time.monotonic() + seconds
        self._cancelled = cancelled
        self._most_chars = most_chars

    def stream(self, prompt: Prompt, messages: Sequence[ChatMessage], *, share: float = 1.0) -> Iterator[Any]:
        """The answer as far as it goes, as JSON values that grow; the last one is complete and has the right shape.

        A value is whole up to its last part: of a list, all items but the last are finished. ``share`` is
        how much of the time this one request may take.

        Raises:
            ModelProblem: the time is over, or the answer is not in the prompt's shape.
            Cancelled: the visitor stopped.
        """
        from langchain_core.utils.json import parse_partial_json

        text, value = "", None
        ends = min(self._ends, time.monotonic() + share * self._seconds)
        with closing(self._pieces(messages, prompt.head.output, ends)) as pieces:
            for piece in pieces:
                self.usage += piece.usage
                text += piece.text
                if piece.cut_off or len(text) > self._most_chars:
                    raise problem(ModelFailure.TOO_LONG, self.model.name)
                if not piece.text:
                    continue
                try:
                    value = parse_partial_json(text)
                except ValueError:  # nothing of it can be read yet
                    continue
                yield value
        try:
            value = json.loads(text)
        except ValueError:
            raise problem(ModelFailure.MALFORMED, self.model.name) from None
        if not prompt.accepts(value):
            raise problem(ModelFailure.MALFORMED, self.model.name)
        yield value

    def complete(self, prompt: Prompt, messages: Sequence[ChatMessage], *, share: float = 1.0) -> Any:
        """The whole answer; see ``stream``."""
        *_, last = self.stream(prompt, messages, share=share)
        return last

    def _pieces(
        self, messages: Sequence[ChatMessage], schema: Mapping[str, Any], ends: float
    ) -> Generator[Piece, None, None]:
        """Pieces from a thread of their own: a server that hangs must not hang the answer."""
        said: queue.SimpleQueue[Piece | Exception | None] = queue.SimpleQueue()
        over = threading.Event()

        def listen() -> None:
            try:
                with closing(cast("Generator[Piece, None, None]", self.model.stream(messages, schema))) as stream:
                    for piece in stream:
                        if over.is_set():
                            return
                        said.put(piece)
            except Exception as error:
                said.put(error)
            finally:
                said.put(None)

        threading.Thread(target=listen, name="taalmodel", daemon=True).start()
        try:
            while (piece := self._next(said, ends)) is not None:
                yield piece
        finally:
            over.set()

    def _next(self, said: queue.SimpleQueue[Piece | Exception | None], ends: float) -> Piece | None:
        while True:
            if self._cancelled():
                raise Cancelled("Gestopt.", "Stopped.")
            left = ends - time.monotonic()
            if left <= 0:
                raise problem(ModelFailure.TIMED_OUT, self.model.name)
            try:
                found = said.get(timeout=min(left, _LOOK_UP_SECONDS))
            except queue.Empty:
                continue
            if isinstance(found, Exception):
                raise found
            return found


class LangChainModel:
    """A chat model of LangChain, held to JSON in a schema.

    Args:
        name: shown with every answer.
        chat: the LangChain model.
        shape: how this provider is told the schema: keyword arguments of ``stream``.
        on_this_machine: whether its server is this machine.
    """

    def __init__(
        self, name: str, chat: Any, shape: Callable[[Mapping[str, Any]], dict[str, Any]], *, on_this_machine: bool
    ) -> None:
        self.name = name
        self.on_this_machine = on_this_machine
        self._chat = chat
        self._shape = shape

    def stream(self, messages: Sequence[ChatMessage], schema: Mapping[str, Any]) -> Generator[Piece, None, None]:
        """See ``ChatModel``."""
        from langsmith.run_helpers import tracing_context  # pyright: ignore[reportUnknownVariableType]

        told = [(message.role, message.text) for message in messages]
        try:
            # Somebody's LANGSMITH_TRACING must not send questions to a tracing service.
            with tracing_context(enabled=False):
                for chunk in self._chat.stream(told, **self._shape(schema)):
                    yield _piece(chunk)
        except ModelProblem:
            raise
        except Exception as error:
            raise _explained(error, self.name) from error


def load_model(settings: Settings) -> ChatModel | None:
    """The configured model, ``None`` when there is none. Nothing is sent yet.

    Raises:
        SettingsError: the file with the key cannot be used.
    """
    if not settings.has_model:
        return None
    name, address = cast("str", settings.llm_model), cast("str", settings.llm_base_url)
    key = settings.model_key()
    # The clients of the providers want a key, also of servers that ask for none.
    secret = key.get_secret_value() if key else "none"
    chat, shape = _PROVIDERS[settings.llm_provider](settings, name, address, secret)
    return LangChainModel(name, chat, shape, on_this_machine=settings.model_on_this_machine)


def most_chars(settings: Settings) -> int:
    """Longest answer taken from the model, in characters."""
    return settings.llm_max_tokens * _MOST_CHARS_PER_TOKEN


_Shape = Callable[[Mapping[str, Any]], dict[str, Any]]


def _web(settings: Settings) -> dict[str, Any]:
    """How a client reaches the server, in the words of httpx and httpx2 alike."""
    import ssl

    context = ssl.create_default_context()
    if settings.ca_bundle is not None:
        context.load_verify_locations(settings.ca_bundle)
    return {"verify": context, "trust_env": not settings.model_on_this_machine, "follow_redirects": False}


def _openai_shape(schema: Mapping[str, Any]) -> dict[str, Any]:
    # In extra_body: as an argument of its own the client would parse the answer itself and fail on half a one.
    wanted = {"name": "antwoord", "schema": schema, "strict": True}
    return {"extra_body": {"response_format": {"type": "json_schema", "json_schema": wanted}}}


def _openai_arguments(settings: Settings, key: str) -> dict[str, Any]:
    import httpx2
    from pydantic import SecretStr

    timeout = httpx2.Timeout(settings.llm_timeout, connect=_CONNECT_SECONDS)
    return {
        "api_key": SecretStr(key),
        "organization": "",
        "temperature": settings.llm_temperature,
        "max_tokens": settings.llm_max_tokens,
        "timeout": timeout,
        "max_retries": 1,
        "stream_usage": True,
        "use_responses_api": False,
        "http_client": httpx2.Client(timeout=timeout, **_web(settings)),
    }


def _openai(settings: Settings, name: str, address: str, key: str) -> tuple[Any, _Shape]:
    from langchain_openai.chat_models.base import BaseChatOpenAI

    # Not ChatOpenAI: that asks for "max_completion_tokens", which other servers pass over and then never stop.
    return BaseChatOpenAI(model=name, base_url=address, **_openai_arguments(settings, key)), _openai_shape


def _azure(settings: Settings, name: str, address: str, key: str) -> tuple[Any, _Shape]:
    from langchain_openai import AzureChatOpenAI

    chat = AzureChatOpenAI(
        azure_deployment=name,
        azure_endpoint=address,
        api_version=settings.llm_api_version,
        **_openai_arguments(settings, key),
    )
    return chat, _openai_shape


def _ollama(settings: Settings, name: str, address: str, key: str) -> tuple[Any, _Shape]:
    import httpx
    from langchain_ollama import ChatOllama

    timeout = httpx.Timeout(settings.llm_timeout, connect=_CONNECT_SECONDS)
    headers = {"Authorization": f"Bearer {key}"}
    chat = ChatOllama(
        model=name,
        base_url=address,
        temperature=settings.llm_temperature,
        num_predict=settings.llm_max_tokens,
        num_ctx=settings.llm_context_tokens + settings.llm_max_tokens,
        client_kwargs={"timeout": timeout, "headers": headers, **_web(settings)},
    )
    return chat, lambda schema: {"format": dict(schema)}


def _mistral(settings: Settings, name: str, address: str, key: str) -> tuple[Any, _Shape]:
    import httpx
    from langchain_mistralai import ChatMistralAI
    from pydantic import SecretStr

    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", "Accept": "application/json"}
    timeout = httpx.Timeout(settings.llm_timeout, connect=_CONNECT_SECONDS)
    chat = ChatMistralAI(
        model_name=name,
        endpoint=address,  # pyright: ignore[reportCallIssue]
        api_key=SecretStr(key),
        temperature=settings.llm_temperature,
        max_tokens=settings.llm_max_tokens,
        max_retries=1,
        client=httpx.Client(base_url=address, headers=headers, timeout=timeout, **_web(settings)),
    )
    return chat, lambda schema: {
        "response_format": {"type": "json_schema", "json_schema": {"name": "antwoord", "schema": dict(schema)}}
    }


_PROVIDERS: Mapping[str, Callable[[Settings, str, str, str], tuple[Any, _Shape]]] = {
    "openai": _openai,
    "azure": _azure,
    "ollama": _ollama,
    "mistral": _mistral,
}


def _piece(chunk: Any) -> Piece:
    usage: dict[str, int] = chunk.usage_metadata or {}
    details: dict[str, Any] = chunk.response_metadata
    reason = details.get("finish_reason") or details.get("done_reason")
    return Piece(
        str(chunk.text),
        Usage(usage.get("input_tokens", 0), usage.get("output_tokens", 0)),
        cut_off=reason == "length",
    )


_EXPLAINED: Mapping[ModelFailure, tuple[str, str]] = {
    ModelFailure.UNREACHABLE: (
        "is niet bereikbaar. Controleer AIACT_LLM_BASE_URL en of de server draait",
        "cannot be reached. Check AIACT_LLM_BASE_URL and whether the server runs",
    ),
    ModelFailure.NOT_ALLOWED: (
        "weigert de sleutel. Controleer AIACT_LLM_API_KEY of AIACT_LLM_API_KEY_FILE",
        "refuses the key. Check AIACT_LLM_API_KEY or AIACT_LLM_API_KEY_FILE",
    ),
    ModelFailure.UNKNOWN: (
        "is daar niet bekend. Controleer AIACT_LLM_MODEL en AIACT_LLM_BASE_URL",
        "is not known there. Check AIACT_LLM_MODEL and AIACT_LLM_BASE_URL",
    ),
    ModelFailure.BUSY: ("is te druk. Probeer het later opnieuw", "is too busy. Try again later"),
    ModelFailure.SERVER_ERROR: (
        "geeft een fout op de server. Kijk in het logboek van die server",
        "gives an error on its server. Look in the log of that server",
    ),
    ModelFailure.REFUSED: (
        "weigert het verzoek. Controleer of de server antwoorden volgens een JSON-schema kan geven en of"
        " AIACT_LLM_CONTEXT_TOKENS niet te hoog is",
        "refuses the request. Check whether its server can answer by a JSON schema and whether"
        " AIACT_LLM_CONTEXT_TOKENS is not too high",
    ),
    ModelFailure.TIMED_OUT: (
        "antwoordt niet op tijd. Kies een sneller model, of verhoog AIACT_LLM_TIMEOUT",
        "does not answer in time. Choose a faster model, or raise AIACT_LLM_TIMEOUT",
    ),
    ModelFailure.TOO_LONG: (
        "geeft een te lang antwoord. Verhoog AIACT_LLM_MAX_TOKENS of kies een ander model",
        "gives too long an answer. Raise AIACT_LLM_MAX_TOKENS or choose another model",
    ),
    ModelFailure.BROKEN_OFF: ("brak het antwoord af", "broke off its answer"),
    ModelFailure.MALFORMED: (
        "geeft geen antwoord in de gevraagde vorm. Kies een model en een server die JSON-schema's volgen",
        "gives no answer in the shape that was asked for. Choose a model and a server that follow JSON schemas",
    ),
    ModelFailure.WRONG_LANGUAGE: (
        "antwoordt in een andere taal. Kies een model dat Nederlands schrijft",
        "answers in another language. Choose a model that writes Dutch",
    ),
    ModelFailure.NO_ANSWER: ("vindt geen antwoord in de bronnen", "finds no answer in the sources"),
    ModelFailure.UNVERIFIED: (
        "gaf een antwoord dat niet in de bronnen te vinden is",
        "gave an answer that cannot be found in the sources",
    ),
}


def problem(failure: ModelFailure, name: str) -> ModelProblem:
    """What went wrong with a model, and what to do, in both languages."""
    dutch, english = _EXPLAINED[failure]
    return ModelProblem(failure, f"Het taalmodel {name} {dutch}.", f"The language model {name} {english}.")


_BY_STATUS: Mapping[int, ModelFailure] = {
    401: ModelFailure.NOT_ALLOWED,
    403: ModelFailure.NOT_ALLOWED,
    404: ModelFailure.UNKNOWN,
    408: ModelFailure.TIMED_OUT,
    429: ModelFailure.BUSY,
    503: ModelFailure.BUSY,
    504: ModelFailure.TIMED_OUT,
}


def _explained(error: Exception, name: str) -> ModelProblem:
    """A provider's own error as one of ours: by its HTTP status, else by what kind of trouble it is.

    Each client has errors of its own (openai, ollama, httpx, httpx2), alike in their names and attributes only.
    """
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    if isinstance(status, int) and status >= 300:
        default = ModelFailure.REFUSED if status < 500 else ModelFailure.SERVER_ERROR
        return problem(_BY_STATUS.get(status, default), name)
    kinds = {kind.__name__ for one in _causes(error) for kind in type(one).__mro__}
    if kinds & {"ConnectError", "ConnectTimeout", "ConnectionRefusedError", "UnsupportedProtocol"}:
        return problem(ModelFailure.UNREACHABLE, name)
    if kinds & {"TimeoutException", "APITimeoutError", "TimeoutError"}:
        return problem(ModelFailure.TIMED_OUT, name)
    if kinds & {"TransportError", "ConnectionError", "APIConnectionError"}:
        return problem(ModelFailure.BROKEN_OFF, name)
    return problem(ModelFailure.MALFORMED, name)


def _causes(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__
