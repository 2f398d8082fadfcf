# Everything a newcomer needs is two commands: `make run` and `make test`. Both install what they need.
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test test-oldest check needs lint types contracts migrations docs openapi replay bench bench-timers clean

run: $(READY)
	$(BIN)/yikou serve --demo --data-dir data

test: $(READY)
	$(BIN)/pytest -n 2 $(STRICT)

# --- the environment -----------------------------------------------------------------------------------------------

$(READY): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Yikou needs Python 3.11 or newer; name one with PYTHON=…"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
		{ echo "This Python cannot make environments; on Debian install python3-venv."; exit 1; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv==$(UV_VERSION)'
	@$(BIN)/uv sync --quiet --frozen
	@touch $@

# --- what CI runs --------------------------------------------------------------------------------------------------

# Here a test that does not run is a failure. WITHOUT="root chinese-font" goes on without those, and says so.
WITHOUT :=
check: STRICT := --no-skips $(WITHOUT:%=--without %)
check: $(READY) needs lint types contracts migrations test test-oldest

# What tests need besides: a browser, a Chinese font, clients of other makers. Installs it, as root on Debian.
needs: $(READY)
	$(BIN)/python -m tests.needs $(WITHOUT)

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/uv lock --check --quiet

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

# The SQL of every migration, read by squawk; up, down, up and the absence of drift are tests.
migrations: $(READY)
	@mkdir -p build && $(BIN)/python -m app.db.migrations > build/migrations.sql
	$(BIN)/squawk --config .squawk.toml build/migrations.sql

# The same tests on the oldest PostgreSQL from 15 on that is here: the system's, or the older one of the wheel.
test-oldest: $(READY)
	YIKOU_POSTGRES_BIN=$$($(BIN)/python -c 'from app.db.embedded.binaries import oldest; print(oldest().directory)') \
		$(BIN)/pytest -n 2 $(STRICT)

# --- what is made from the code ------------------------------------------------------------------------------------

docs: $(READY)
	$(BIN)/python -m app.workflow.render > docs/workflow.md

openapi: $(READY)
	@mkdir -p build && $(BIN)/python -m app.main > build/openapi.json && echo build/openapi.json

replay: $(READY)
	$(BIN)/python -m bench.replay

bench: $(READY)
	$(BIN)/python -m bench.run
	$(BIN)/python -m bench.calendar

# Three workers, one killed every second: needs two cores of its own for two minutes.
bench-timers: $(READY)
	$(BIN)/python -m bench.timers

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis
