# `make run` gives the first answer, `make test` checks everything; both build .venv when it is missing.

SHELL := bash
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
WORLDS := helsingborg helsingborg_as_happened helsingborg_anchored helsingborg_no_project

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test verify lint docs bench clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

run: .venv/run.stamp  ## run Helsingborg's four worlds and print the answer
	$(BIN)/samskapa run $(WORLDS) --seeds 12

test: lint  ## style, arrows, types, tests: all must pass
	$(BIN)/python -m samskapa.engine
	env -u PYTHONHASHSEED $(BIN)/python -m pytest -q -n auto

verify: lint  ## as test, with the slow tests as well
	$(BIN)/python -m samskapa.engine
	env -u PYTHONHASHSEED $(BIN)/python -m pytest -q -n auto -m "slow or not slow"

lint: .venv/test.stamp  ## style, arrows and types only
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

docs: .venv/run.stamp  ## write the tables of docs/ODD.md from the code
	$(BIN)/python -m samskapa.odd

bench: .venv/run.stamp  ## measure speed beside the reference and peers (quarter of an hour)
	$(BIN)/python -m benchmarks $(BENCH)

clean:  ## remove the environment, caches and runs; answers stay
	rm -rf .venv build dist model/*.egg-info results/runs results/*/raw
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find model tests -type d -name __pycache__ -prune -exec rm -rf {} +

.venv/run.stamp: pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --editable .
	@touch $@

.venv/test.stamp: pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --editable ".[test]"
	@touch .venv/run.stamp $@

# A bare machine may have Python without its venv module (Debian and Ubuntu pack it apart): then virtualenv will do.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "samskapa needs Python 3.11 or newer, and '$(PYTHON)' is not one. Name one: make PYTHON=python3.11 ..." >&2; \
		exit 1; }
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; $(PYTHON) -m virtualenv --quiet .venv 2>/dev/null; } || { \
		rm -rf .venv; \
		echo "'$(PYTHON)' cannot make a virtual environment: its venv module is missing." >&2; \
		echo "On Debian or Ubuntu: apt-get install python3-venv. Elsewhere: $(PYTHON) -m pip install virtualenv." >&2; \
		echo "Then run make again." >&2; \
		exit 1; }
