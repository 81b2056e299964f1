# One target a task; each makes or refreshes the environment first, and works on a fresh clone.
# Kept to what GNU make 3.81 knows, the version that macOS has.

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
SPHINXOPTS ?= -W --keep-going -n -j auto
TESTOPTS ?= -n auto --maxprocesses 4 --dist loadfile

BUILD := _build
PY := $(VENV)/bin/python
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help html test headers live serve lint types clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s  %s\n", $$1, $$2 }' Makefile
	@echo
	@echo '  PYTHON=python3.13 names the interpreter for a new $(VENV); PORT=8000 is where serve and live listen.'

html: $(READY) ## Build the site into _build/html; a warning is an error
	$(PY) -m sphinx -b dirhtml $(SPHINXOPTS) -d $(BUILD)/doctrees . $(BUILD)/html
	@echo
	@echo 'The site is in $(BUILD)/html. To look at it: make serve (its pages need a server, file:// will not do).'

test: $(READY) ## Run every test
	$(PY) -m pytest $(TESTOPTS)

headers: $(READY) ## Install what the C++ listings are compiled with, for make test
	$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --upgrade \
		--target $(BUILD)/headers -r listings/requirements.txt

live: $(READY) ## Build with drafts, serve on this machine, and build again at every change
	$(PY) -m sphinx_autobuild -b dirhtml -n -j auto -D folio_drafts=1 -d $(BUILD)/live/doctrees \
		--host 127.0.0.1 --port $(PORT) --re-ignore '/(_build|tests|benchmarks|__pycache__)(/|$$)' \
		. $(BUILD)/live/html

serve: html ## Build, then serve _build/html to this machine only
	$(PY) -m http.server --bind 127.0.0.1 --directory $(BUILD)/html $(PORT)

lint: $(READY) ## Check the code's form
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(READY) ## Check the code's types
	$(PY) -m mypy

clean: ## Delete what was built; the environment stays
	rm -rf $(BUILD) dist .mypy_cache .pytest_cache .ruff_cache
	find . -path './$(VENV)' -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made, or brought up to date, when what it is made from has changed.
$(READY): pyproject.toml constraints.txt tools/environment.sh
	@sh tools/environment.sh '$(PYTHON)' '$(VENV)'
	@printf '%s\n' '$(CURDIR)' > $@

# A folder that was copied with its environment inside would go on running the engine of the old one.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
.PHONY: $(READY)
endif
