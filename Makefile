# Two commands for a fresh machine: make run, make test. Both set everything up first.

PYTHON ?= python3
BIN := .venv/bin
PINS := requirements/dev.txt
# Many tests wait for processes: three workers keep two cores busy. Those that measure what a kill does
# have the machine to themselves, and print what they found.
SIDE_BY_SIDE := $(BIN)/python -m pytest -n 3 --dist worksteal -m "not alone"
ALONE := $(BIN)/python -m pytest -m alone

.PHONY: run test check bench fuzz setup words revision pins clean

run: setup
	@$(BIN)/python -m bot run

test: setup
	@$(SIDE_BY_SIDE)
	@$(ALONE)

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(SIDE_BY_SIDE)
	$(ALONE)

# Tables of what a turn, a broadcast, /tiendo, a picture and a start cost; about a quarter of an hour. It judges nothing.
bench: setup
	@$(BIN)/python -m bench

# Broken texts through every reader for so many minutes; it prints whatever is read wrong.
fuzz: setup
	@$(BIN)/python -m tests.reading.fuzz $(minutes)

setup: .venv/pins-are-in

# A copy of the pins, made last: setup does nothing as long as they are what was installed.
.venv/pins-are-in: $(PINS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is needed (Debian: apt install python3-venv)."; exit 1; }
	@echo "Installing into .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(PINS)
	@cp $(PINS) $@

# Bring the catalogues up to date with the sentences in the code; then translate what is new.
words: setup
	$(BIN)/pybabel -q extract -F babel.cfg -k N_ --no-wrap --no-location --sort-output --omit-header -o locales/bot.pot .
	$(BIN)/pybabel -q update -i locales/bot.pot -d locales -D bot --no-wrap --no-fuzzy-matching --omit-header

# Write a migration from what the tables in code have and the migrations do not: make revision m="what it adds"
revision: setup
	@rm -f data/revision.db*
	@$(BIN)/python -c "import sys; from models import migrate; from models.database import open_engine; engine = open_engine('sqlite:///data/revision.db'); migrate.upgrade(engine); migrate.revise(engine, sys.argv[1])" "$(m)"

# Pin what pyproject.toml asks for: names, versions and hashes.
pins: setup
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml --group dev -o requirements/dev.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml -c requirements/dev.txt -o requirements/run.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
