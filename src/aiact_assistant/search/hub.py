"""Finds the files of a model: in a folder, in a cache on this machine, or on a hub that the administrator named.

Comes in: a folder or a name ("owner/name"). Goes out: a folder with the model whole, and a digest of what is in it.
Without ``AIACT_MODEL_HUB`` nothing is asked of any other machine.
"""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any, cast

from aiact_assistant.domain import AiactError, SettingsError, StorageError
from aiact_assistant.settings import Settings

log = logging.getLogger(__name__)

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")
_WEIGHTS, _PICKLED = ".safetensors", ".bin"
_SUFFIXES = {".json", ".txt", ".model", _WEIGHTS, _PICKLED}
# The same model again for other programs.
_OTHER_FORMS = {"onnx", "openvino", "coreml"}
_WORKERS = 2
_DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EPERM, errno.EROFS}


def model_folder(model: str, settings: Settings, key: str) -> Path:
    """The folder of a model; fetches it once from the hub of the settings, if there is one.

    Args:
        model: a folder, or the name of a model.
        settings: where models are kept, and the hub.
        key: the setting that ``model`` comes from, for messages.

    Raises:
        SettingsError: it is not on this machine and may not be fetched.
        AiactError: the hub does not give it.
        StorageError: the data folder is full or cannot be written.
    """
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    if not _NAME.fullmatch(model):
        raise SettingsError(
            f"De map {model} bestaat niet. Controleer {key}.",
            f"The folder {model} does not exist. Check {key}.",
        )
    kept = settings.models_dir / model.replace("/", "--")
    if kept.is_dir():
        return kept
    if (cached := _cached(model)) is not None:
        return cached
    if settings.model_hub is None:
        raise SettingsError(
            f"Het model {model} staat niet op deze computer. Geef in {key} de map van het model, of zet AIACT_MODEL_HUB"
            " om het één keer op te halen.",
            f"The model {model} is not on this machine. Give the folder of the model in {key}, or set AIACT_MODEL_HUB"
            " to fetch it once.",
        )
    _fetch(model, settings.model_hub, kept)
    return kept


def needed_files(names: Iterable[str]) -> list[str]:
    """Which files of a model are read: no other forms of the same weights, no code, no pictures."""
    paths = [PurePosixPath(name) for name in names]
    safe = {path.parent for path in paths if path.suffix == _WEIGHTS}
    return sorted(
        str(path)
        for path in paths
        if path.suffix in _SUFFIXES
        and not (path.suffix == _PICKLED and path.parent in safe)
        and not any(part in _OTHER_FORMS or part.startswith(".") for part in path.parts)
    )


def folder_digest(folder: Path) -> str:
    """Changes when any file does that the model is read from; 16 hex digits.

    Raises:
        OSError: a file cannot be read.
    """
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    whole = hashlib.sha256()
    for name in needed_files(names):
        with (folder / name).open("rb") as file:
            whole.update(f"{name}\0{hashlib.file_digest(file, 'sha256').hexdigest()}\0".encode())
    return whole.hexdigest()[:16]


def stay_offline() -> None:
    """Libraries that load models look for newer files and count loads at huggingface.co; none of that from here on.

    The variables are for what is imported later, the constants for what is imported already: Gradio does.
    """
    os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_XET="1")
    _constants().HF_HUB_OFFLINE = True


def _constants() -> Any:
    from huggingface_hub import constants

    # Xet fetches from hosts of its own, which are not the hub that the administrator named.
    changed = cast("Any", constants)
    changed.HF_HUB_DISABLE_XET = True
    changed.HF_HUB_DISABLE_TELEMETRY = True
    return changed


def _cached(model: str) -> Path | None:
    """Where the usual cache (``HF_HOME``) has it."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    api: Any = HfApi()
    try:
        return Path(api.snapshot_download(model, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError):
        return None


def _fetch(model: str, hub: str, target: Path) -> None:
    """The files that are needed, in a folder beside ``target`` until all are there; an interrupted fetch goes on."""
    from huggingface_hub import HfApi

    part = target.with_name(f".{target.name}.part")
    constants = _constants()
    constants.HF_HUB_OFFLINE = False
    log.warning("fetching the model %s from %s", model, hub)
    try:
        part.mkdir(parents=True, exist_ok=True)
        api: Any = HfApi(endpoint=hub, token=False)
        info = api.model_info(model)
        files: list[Any] = info.siblings or []
        wanted = needed_files(str(file.rfilename) for file in files)
        api.snapshot_download(
            model, revision=info.sha, local_dir=part, allow_patterns=wanted, token=False, max_workers=_WORKERS
        )
        shutil.rmtree(part / ".cache", ignore_errors=True)
        part.replace(target)
    except Exception as error:
        # The library raises its own errors, those of its client and OSError.
        if isinstance(error, OSError) and error.errno in _DISK_ERRORS:
            raise StorageError.writing(target.parent, error) from error
        raise AiactError(
            f"Het model {model} kan niet worden opgehaald bij {hub} ({type(error).__name__}). Controleer de naam,"
            " AIACT_MODEL_HUB en de proxy (HTTPS_PROXY), of geef de map van het model.",
            f"The model {model} cannot be fetched from {hub} ({type(error).__name__}). Check the name,"
            " AIACT_MODEL_HUB and the proxy (HTTPS_PROXY), or give the folder of the model.",
        ) from error
    finally:
        constants.HF_HUB_OFFLINE = True
