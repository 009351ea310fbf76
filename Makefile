# Cairn. `make` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
INSTALL := BIN=$(BIN) scripts/install
ROOMS := accounts certificates courses desk evidence home lms notices operations
# The journeys have a site, a worker and a browser of their own, so they run after the others.
CHOSEN := not journey
SPREAD := -n $(or $(TEST_PROCESSES),2)
PYTEST = $(BIN)/pytest --quiet -m "$(CHOSEN)" $(SPREAD)
# `make test COVERAGE=yes` says which branches no test goes through, and fails below what pyproject.toml asks for.
MEASURED := $(if $(COVERAGE),--cov --cov-report=term)
JOURNEYS := $(BIN)/pytest --quiet $(SPREAD)

SERVICES := DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/cairn} \
	CACHE_URL=$${CACHE_URL:-rediscache://127.0.0.1:6379/10} \
	CELERY_BROKER_URL=$${CELERY_BROKER_URL:-redis://127.0.0.1:6379/6} VAR_DIR=var/test-services

.DEFAULT_GOAL := help
.PHONY: help run setup tools messages test test-services mutants lint format bench requirements clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1 — /'

run: setup ## set everything up and serve the demo on 127.0.0.1:8000
	@scripts/run

setup: $(VENV)/.installed ## virtual environment, packages, and the words of other languages
	@scripts/system-packages run
	@DEBUG=true $(MANAGE) compile_languages

$(VENV)/.installed: requirements.txt
	@scripts/system-packages python
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) requirements.txt
	@touch $@

tools: setup $(VENV)/.tools

$(VENV)/.tools: $(VENV)/.installed requirements-dev.txt
	$(INSTALL) requirements-dev.txt
	@touch $@

# Cut once, before the processes of the tests would each do it.
var/built: tools
	@DEBUG=true BUILT_DIR=$@ VAR_DIR=var/test $(MANAGE) build_fonts

test: tools var/built ## every test, on SQLite
	@scripts/system-packages test
	$(PYTEST) $(MEASURED)
	$(JOURNEYS) -m journey

test-services: CHOSEN := not journey and not walk and not pure
test-services: tools var/built ## every test, on PostgreSQL and Redis with a real Celery worker
	@scripts/system-packages test
	@scripts/services
	$(SERVICES) $(PYTEST)
	$(SERVICES) $(JOURNEYS) -m "journey and not walk"

mutants: tools ## change every rule that certificates rest on, and see whether a test notices
	@scripts/mutants

lint: tools ## ruff, import contract, types, missing migrations, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	DEBUG=true VAR_DIR=var/lint $(BIN)/mypy $(ROOMS)
	DEBUG=true VAR_DIR=var/lint $(MANAGE) makemigrations --check --dry-run
	$(BIN)/djlint --lint --quiet $(ROOMS)

messages: setup ## collect the marked words for translators (docs/guides/translating.md)
	@scripts/system-packages messages
	@DEBUG=true $(MANAGE) collect_words
	@DEBUG=true $(MANAGE) compile_languages

format: tools ## put code into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: tools ## measure every flow beside a bare Django view, and a site of PEOPLE beside one of 1,000
	@scripts/system-packages run
	@scripts/services
	$(BIN)/python -m bench
	$(BIN)/python -m bench scale --people $(or $(PEOPLE),250000)

requirements: setup $(BIN)/uv ## compile the pinned requirements from the .in files
	$(BIN)/uv pip compile --quiet --no-header --no-emit-index-url --generate-hashes --upgrade requirements-uv.in -o requirements-uv.txt
	$(BIN)/uv pip compile --quiet --no-header --no-emit-index-url --generate-hashes --upgrade requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --no-header --no-emit-index-url --generate-hashes --upgrade requirements-dev.in -o requirements-dev.txt

$(BIN)/uv:
	$(INSTALL) requirements-uv.txt

clean: ## remove what make made, the demo's data too
	rm -rf $(VENV) var out .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
