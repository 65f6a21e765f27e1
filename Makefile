# The one task runner; CI calls the same targets. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
WAREHOUSE ?= warehouse/plans.duckdb

.PHONY: help run test test-fast lint format lock samples docs bench clean

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "taizhang needs Python 3.11 or newer; call: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.run: requirements/run.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/run.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/.test: requirements/test.lock .venv/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/test.lock
	@touch $@

run: .venv/.run  ## Install what is needed, ingest the samples, print the ledger
	@$(BIN)/taizhang ingest raw/samples --warehouse $(WAREHOUSE)
	@$(BIN)/taizhang ledger --warehouse $(WAREHOUSE) --role lead

test: lint .venv/.test  ## Everything that CI runs
	$(BIN)/pytest

test-fast: .venv/.test  ## The tests without the slow ones
	$(BIN)/pytest -m "not slow and not flows and not corpus"

lint: .venv/.test  ## ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.test  ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: .venv/.test  ## Pin the newest versions that pyproject.toml allows
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		-o requirements/run.lock pyproject.toml
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--extra flows --extra sources --extra ocr --extra dask --extra s3 --extra dev \
		-c requirements/run.lock -o requirements/test.lock pyproject.toml

samples: .venv/.test  ## Write raw/samples and raw/scans anew
	$(BIN)/python raw/make_samples.py

docs: .venv/.run  ## Write docs/ and the contract from the definitions
	$(BIN)/python docs/make.py

bench: .venv/.test  ## Measure speed against jionlp, in one run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/bench.lock
	$(BIN)/python -m bench.extraction
	$(BIN)/python -m bench.warehouse

clean:  ## Remove what the targets made
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
