# What there is to do here. Needs Python 3.11 or newer and make; everything else goes into .venv.

.DEFAULT_GOAL := help
.PHONY: run test lint types layers unit bench docs lock clean help
SHELL := /bin/sh

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
OUT ?= out/july-1914
PYTEST ?=
# Processes that run tests, each with files of its own; one may take 2 GB. 0: this one only.
WORKERS ?= 2

run: $(READY)  ## solve July 1914, offline: a table here, a page of pictures in out/july-1914
	@$(BIN)/foedus run july-1914 --out $(OUT)
	@echo
	@echo "page: $(OUT)/index.html"

test: lint types layers unit  ## every check: style, types, layers, tests with coverage, doctests

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/pyrefly check

layers: $(READY)
	$(BIN)/lint-imports --no-logo

# Browser tests lie in tests/browser: without Chromium they skip, under FOEDUS_STRICT=1 they fail.
unit: $(READY)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --cov --cov-report=term $(PYTEST)

bench: $(READY)  ## every claim about speed, measured: both sides and their ratio
	@failed=; for script in $(sort $(filter-out benchmarks/_%,$(wildcard benchmarks/*.py))); do \
	  echo "== $$script"; $(BIN)/python $$script || failed="$$failed $$script"; echo; \
	done; if [ -n "$$failed" ]; then echo "failed:$$failed" >&2; exit 1; fi

docs: $(READY)  ## the documentation, warnings as errors, in docs/_build/html
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build/html
	@echo "page: docs/_build/html/index.html"

# Hashes only: the file names no host, so any mirror serves. Needs uv; 'make run' and 'make test' do not.
lock:  ## pin the newest versions that fit pyproject.toml
	UV_NO_CONFIG=1 uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --only-binary :all: --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate --upgrade --quiet --output-file requirements.lock

clean:  ## remove what was made: environment, results, built pages, caches
	rm -rf $(VENV) out docs/_build build dist .pytest_cache .ruff_cache .import_linter_cache \
	  .hypothesis .benchmarks .coverage .coverage.*
	find src tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Made once: again only when what is to be installed has changed.
$(READY): requirements.lock pyproject.toml
	@set -e; \
	if [ ! -x $(BIN)/python ]; then \
	  found=; for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	    if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	      found=$$candidate; break; \
	    fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo "needs Python 3.11 or newer; name one with 'make PYTHON=/path/to/python3'" >&2; exit 1; \
	  fi; \
	  echo "setting up $(VENV) with $$($$found --version), once; this takes a minute or two"; \
	  $$found -m venv $(VENV); \
	fi; \
	$(BIN)/python -m pip install -qq --disable-pip-version-check --compile --only-binary :all: \
	  --require-hashes -r requirements.lock; \
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation \
	  --editable .; \
	$(BIN)/python -m compileall -q src/foedus; \
	touch $(READY)
