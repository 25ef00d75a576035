# Everything starts here; each target does its own set-up (tools/setup.sh).
PORT ?= 8000
INSTANCE ?= instance
export PORT INSTANCE

python = .venv/bin/python
pytest = $(python) -m pytest -n 2 --dist loadgroup --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: run test nightly test-fast check fix bench walk words paths procedures frontend clean help

run: ## start the hall on PORT (8000), its data in INSTANCE (instance)
	@tools/setup.sh base
	@$(python) -m tools.hall run

test: check ## everything but the nightly tests; installs what it needs
	@$(pytest) -m "not nightly"

test-fast: ## the rules, the engine, the forms and one whole journey, on SQLite: about a minute
	@tools/setup.sh test
	@$(pytest) -m "not (ui or kills or postgres or nightly)" tests/cityhall tests/engine tests/forms tests/journey/test_petition.py

nightly: check ## long walks, many kills, every page at every width: an hour or so
	@$(pytest) -m nightly

check: ## style, types and floors
	@tools/setup.sh test
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo

fix: ## let ruff put right what it can
	@tools/setup.sh test
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

bench: ## ratios as a table and in INSTANCE/bench.json; ONLY=step,sql takes some of them
	@tools/setup.sh test
	@$(python) -m tools.bench $(ONLY)

walk: ## the main job over HTTP, step by step, on URL=… or on a hall of its own
	@tools/setup.sh base
	@$(python) -m tools.walk $(URL)

words: ## bring the English catalogue up to date (for maintainers)
	@tools/setup.sh test
	@$(python) -m tools.words

paths: ## keep paths that take every flow; ONLY=petition takes some, ANEW=1 seeks all anew (for maintainers)
	@tools/setup.sh test
	@$(python) -m tools.paths

procedures: ## write docs/procedures.md and its pictures anew (for maintainers)
	@tools/setup.sh base
	@$(python) -m tools.procedures_doc

frontend: ## build the studio's vendor bundles anew; needs Node 20 and npm (for maintainers)
	@cd frontend && npm ci --ignore-scripts && npm run build

clean: ## remove what was built; the data in INSTANCE stays
	@rm -rf .venv .setup.lock .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile
