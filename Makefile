# One target a task; each makes or refreshes the environment first, and works on a fresh clone.
# Kept to what GNU make 3.81 knows, the version that macOS has.

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
SPHINXOPTS ?= -W --keep-going -n -j auto
TESTOPTS ?= -n auto --maxprocesses 4 --dist loadfile

# CUDA's compiler comes as a package where the machine has none.
NVCC := $(shell command -v nvcc >/dev/null 2>&1 || echo '-r listings/nvcc.txt')

BUILD := _build
HEADERS := $(BUILD)/headers/.installed
PY := $(VENV)/bin/python
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help html test bench cv headers listings live serve lint types clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s  %s\n", $$1, $$2 }' Makefile
	@echo
	@echo '  PYTHON=python3.13 names the interpreter for a new $(VENV); PORT=8000 is where serve and live listen.'

html: $(READY) ## Build the site into _build/html; a warning is an error
	$(PY) -m sphinx -b dirhtml $(SPHINXOPTS) -d $(BUILD)/doctrees . $(BUILD)/html
	@echo
	@echo 'The site is in $(BUILD)/html. To look at it: make serve (its pages need a server, file:// will not do).'

test: $(READY) ## Run every test
	$(PY) -m pytest $(TESTOPTS)

bench: $(READY) ## Measure builds beside other tools; BENCHOPTS='--sizes 100 --repeat 1' for a short run
	@mkdir -p $(BUILD)/bench
	$(PY) benchmarks/run.py --save $(BUILD)/bench/figures.json $(BENCHOPTS)

cv: $(READY) ## Write the CVs as PDF into _build/cv; CVOPTS='reed --variant one-page' for one of them
	$(PY) -m sphinx_folio cv $(CVOPTS)

headers: $(HEADERS) ## Install what the C++ and CUDA listings are compiled with

listings: $(HEADERS) ## Compile and run the listings; LISTINGOPTS=--update records what they print now
	$(PY) -m sphinx_folio listings check $(LISTINGOPTS)

live: $(READY) ## Show the site with drafts, each page as soon as it is saved
	$(PY) -m sphinx_folio live $(if $(filter-out file,$(origin PORT)),--port $(PORT))

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

# All in one call: with --upgrade pip replaces the folder that these packages share.
$(HEADERS): listings/requirements.txt listings/nvcc.txt | $(READY)
	$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --upgrade \
		--target $(BUILD)/headers -r listings/requirements.txt $(NVCC)
	@touch $@

# The environment is made, or brought up to date, when what it is made from has changed.
$(READY): pyproject.toml constraints.txt tools/environment.sh
	@sh tools/environment.sh '$(PYTHON)' '$(VENV)'
	@printf '%s\n' '$(CURDIR)' > $@

# A folder that was copied with its environment inside would go on running the engine of the old one.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
.PHONY: $(READY)
endif
