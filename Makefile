# `make run` gives the first answer, `make test` checks everything; both build .venv when it is missing.

SHELL := bash
PYTHON ?= python3
BIN := .venv/bin
PAGE := model/samskapa/app/page
PIP := $(BIN)/python -m pip --disable-pip-version-check
AGAIN := results/runs/patterns
SLOWLY := env -u PYTHONHASHSEED $(BIN)/python -m pytest -q -n auto -m "slow or not slow"
MODEL := model README.md $(addprefix tests/,chance cli docs figures layout life model rules scenarios)
WORLDS := helsingborg helsingborg_as_happened helsingborg_anchored helsingborg_no_project

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run app solara solara-check page pictures test verify verify-patterns numbers lint docs bench clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 26

run: .venv/run.stamp  ## run Helsingborg's four worlds and print the answer
	$(BIN)/samskapa run $(WORLDS) --seeds 12

app: .venv/run.stamp  ## open the web app
	$(BIN)/samskapa app

solara: .venv-solara/run.stamp  ## open Mesa's own page of the model
	SOLARA_TELEMETRY_MIXPANEL_ENABLE=false .venv-solara/bin/solara run samskapa.app.server.solara_page --production

solara-check: .venv-solara/run.stamp  ## test that page, in its environment
	.venv-solara/bin/python -m pytest -q -W default -p no:cacheprovider tests/solara_page

page:  ## build the page of the web app from its source (needs Node)
	cd $(PAGE) && npm install --no-package-lock --no-audit --no-fund --loglevel=error && npx vite build

pictures: .venv/browser.stamp  ## take docs/images/app anew, every view at desktop and phone width
	PYTHONPATH=tests $(BIN)/python tests/page_pictures.py

test: lint .venv/browser.stamp  ## style, arrows, types, tests: all must pass
	$(BIN)/python -m samskapa.engine
	env -u PYTHONHASHSEED $(BIN)/python -m pytest -q -n auto

verify: lint .venv/browser.stamp  ## every part with its slow tests, one after the other, each with its time (hours)
	$(BIN)/python -m samskapa.engine
	time $(SLOWLY) $(MODEL)
	time $(SLOWLY) tests/agreement
	time $(SLOWLY) tests/theory tests/patterns
	time $(MAKE) verify-patterns
	time $(SLOWLY) tests/lab tests/notebooks
	time $(SLOWLY) tests/app

# What is kept would answer by itself, so everything is asked again elsewhere and the pages are compared.
verify-patterns: .venv/run.stamp  ## ask for the patterns of the field again, and compare (up to 40 minutes)
	$(BIN)/samskapa patterns --keep $(AGAIN)/verdicts --out $(AGAIN)
	cmp $(AGAIN)/patterns.md docs/patterns.md
	rm -rf $(AGAIN)

numbers: .venv/test.stamp  ## make every kept number anew: digests, tables, patterns, theory, trap, experiments (hours)
	$(BIN)/python tests/agreement/golden.py
	$(BIN)/python -m samskapa.cli.odd
	$(BIN)/samskapa patterns
	PYTHONPATH=tests:tests/support $(BIN)/python -m benchmarks.theory_page --long
	$(BIN)/samskapa trap
	set -e; for asked in experiments/*.toml; do $(BIN)/samskapa experiment run "$$(basename "$$asked" .toml)"; done

lint: .venv/test.stamp  ## style, arrows and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/lint-imports
	$(BIN)/mypy

docs: .venv/run.stamp  ## write the tables of docs/ODD.md from the code
	$(BIN)/python -m samskapa.cli.odd

bench: .venv/browser.stamp  ## measure speed beside the reference and peers (quarter of an hour)
	$(BIN)/python -m benchmarks $(BENCH)

clean:  ## remove the environment, caches and runs; answers stay
	rm -rf .venv .venv-solara build dist model/*.egg-info results/runs results/*/raw
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find model tests -type d -name __pycache__ -prune -exec rm -rf {} +

.venv/run.stamp: pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --editable .
	@touch $@

.venv/test.stamp: pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --editable ".[test]"
	@touch .venv/run.stamp $@

# The page is tested in a browser, with tools from npm. What cannot be had is said, and its tests are skipped.
.venv/browser.stamp: $(PAGE)/package.json | .venv/test.stamp
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq update \
		&& DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium fonts-noto-core >/dev/null; } \
		|| echo "There is no Chromium and it cannot be installed here: the tests of the page will be skipped." >&2
	@{ command -v npm >/dev/null && cd $(PAGE) && npm install --no-package-lock --no-audit --no-fund --loglevel=error; } \
		|| echo "There is no npm: the tests of the page's build and accessibility will be skipped." >&2
	@touch $@

.venv-solara/run.stamp: pyproject.toml
	@$(PYTHON) -m venv .venv-solara >/dev/null 2>&1 || $(PYTHON) -m virtualenv --quiet .venv-solara
	.venv-solara/bin/python -m pip --disable-pip-version-check install --quiet --editable ".[solara]" pytest
	@touch $@

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
