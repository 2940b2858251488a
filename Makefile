# Everything here works on a fresh machine with Python 3.11 or newer; the virtual environment makes itself.

.DEFAULT_GOAL := help
.PHONY: help demo serve test check bench gallery browser live lock

VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
		&& command -v "$$python" && break; done)

NO_PYTHON := Countersign needs Python 3.11 or newer with its venv module: install it, or name it with make PYTHON=path

help:  ## Show what can be made
	@awk -F ':.*  ## ' '/^[a-z]+:.*  ## / {printf "make %-7s  %s\n", $$1, $$2}' Makefile

demo: $(VENV)/run.stamp  ## Try it: a local Slack, the bot and its workflows, on one page
	@$(BIN)/countersign demo $(ARGS)

serve: $(VENV)/run.stamp  ## Work in a real Slack workspace, with the settings in .env
	@$(BIN)/countersign serve $(ARGS)

test: $(VENV)/dev.stamp  ## Run the tests and tell their coverage; ARGS="-k words" picks some
	@$(BIN)/python -m pytest --cov -n auto $(ARGS)

check: $(VENV)/dev.stamp  ## Check format, style, types, who imports whom, and the sandbox's page
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/countersign lint workflows
	@command -v node >/dev/null || { echo "node is not here, so the page's scripts were not checked"; exit 0; }; \
	for script in sandbox/page/*.js; do \
		node --input-type=module --check - < "$$script" || { echo "in $$script"; exit 1; }; done

bench: $(VENV)/dev.stamp  ## Measure what it costs, beside bare LangGraph
	@$(BIN)/python -m bench $(ARGS)

gallery: $(VENV)/browser.stamp  ## Draw every kind of card and modal on one page, with screenshots where Chromium is
	@$(BIN)/python -m gallery $(ARGS)

browser: $(VENV)/browser.stamp  ## Drive the demo in Chromium as a reviewer would
	@$(BIN)/python -m pytest tests/browser $(ARGS)

live: $(VENV)/dev.stamp  ## Show every kind of card to a real Slack: needs SLACK_BOT_TOKEN and COUNTERSIGN_TEST_CHANNEL
	@$(BIN)/python -m gallery.live $(ARGS)

# What runs Countersign, and what tests it besides. A stamp is newer than its lock once all of it is installed.
$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	@$(call install,run)
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt requirements/run.txt pyproject.toml
	@$(call install,dev)
	@touch $(VENV)/run.stamp $@

$(VENV)/browser.stamp: requirements/browser.txt $(VENV)/dev.stamp
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --requirement requirements/browser.txt
	@touch $@

# The lock holds the build backend too, so the second step needs no network and no isolation.
define install
	if ! $(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		python="$(PYTHON)"; \
		test -n "$$python" || { echo "$(NO_PYTHON)" >&2; exit 1; }; \
		"$$python" -m venv --clear $(VENV) || exit 1; \
	fi; \
	echo "Installing what requirements/$(1).txt locks (this happens once) ..."; \
	export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore PIP_NO_INPUT=1; \
	$(BIN)/python -m pip install -qq --require-hashes --requirement requirements/$(1).txt \
		&& $(BIN)/python -m pip install -qq --no-deps --no-index --no-build-isolation --editable .
endef

LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links $(ARGS)

lock:  ## Lock the requirements anew (needs uv); ARGS=--upgrade takes the newest
	@PATH="$(CURDIR)/$(BIN):$$PATH"; \
	command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }; \
	$(LOCK) pyproject.toml requirements/build.in --output-file requirements/run.txt \
		&& $(LOCK) pyproject.toml requirements/build.in requirements/dev.in --constraint requirements/run.txt \
			--output-file requirements/dev.txt \
		&& $(LOCK) requirements/browser.in --constraint requirements/dev.txt --output-file requirements/browser.txt
