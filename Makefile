# Everything a newcomer needs is two commands: `make run` and `make test`. Both install what they need.
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
# Its rewritten tests are kept, also where PYTHONDONTWRITEBYTECODE is set: else each process of each run makes them anew.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest
READY := .venv/.ready
COMPILED := .venv/.compiled
SOURCES := $(shell find app alembic clients/python/yikou_client -name '*.py')

.PHONY: run test test-fast test-oldest check needs lint types contracts migrations docs screenshots openapi replay bench bench-timers clean

run: $(COMPILED)
	$(BIN)/yikou serve --demo --week --data-dir data

test: $(COMPILED)
	$(PYTEST) -n 2 --dist worksteal $(STRICT)

# What needs neither PostgreSQL nor a program of its own: the flow, the rules of the house, the units. After every edit.
test-fast: $(COMPILED)
	$(PYTEST) -n 2 -m "not database and not process"

# --- the environment -----------------------------------------------------------------------------------------------

# Bytecode is made here, once: where PYTHONDONTWRITEBYTECODE is set, each start would translate 1,500 modules anew.
$(READY): pyproject.toml uv.lock clients/python/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Yikou needs Python 3.11 or newer; name one with PYTHON=… 需要 Python 3.11 及以上版本，可用 PYTHON=… 指定"; exit 1; }
	@echo "Installing into .venv, a few minutes on a slow network … 正在安装到 .venv，网络慢时需要几分钟……"
	@test -x $(BIN)/uv -a -x $(BIN)/python || $(PYTHON) -m venv --clear .venv || \
		{ echo "This Python cannot make environments; on Debian install python3-venv. 无法创建虚拟环境；Debian 请安装 python3-venv"; exit 1; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv==$(UV_VERSION)' || \
		{ echo "Cannot reach the package index; name a mirror with PIP_INDEX_URL. 无法访问软件源；可用 PIP_INDEX_URL 指定镜像"; exit 1; }
	@{ $(BIN)/uv sync --quiet --frozen --inexact --no-dev --compile-bytecode && $(BIN)/uv sync --quiet --frozen; } || \
		{ echo "Cannot install what uv.lock names; the reason stands above. 无法安装 uv.lock 所列软件包，原因见上"; exit 1; }
	@touch $@

$(COMPILED): $(READY) $(SOURCES)
	@$(BIN)/python -m compileall -q app alembic clients/python/yikou_client
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
	$(BIN)/deptry --no-ansi .
	$(BIN)/oxlint --quiet --deny-warnings app/web/static

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

# The SQL of every migration, read by squawk; up, down, up and the absence of drift are tests.
migrations: $(READY)
	@mkdir -p build && $(BIN)/python -m app.db.migrations > build/migrations.sql
	$(BIN)/squawk --config .squawk.toml build/migrations.sql

# Without what says of itself that it is the same on every PostgreSQL (tests/kinds.py): pages, routes, processes. Every
# statement that there is is prepared here too (tests/services/test_rows.py), and the services run them.
# On the oldest PostgreSQL from 15 on that is here: the system's, or the older one of the wheel.
test-oldest: $(READY)
	YIKOU_POSTGRES_BIN=$$($(BIN)/python -c 'from app.db.embedded.binaries import oldest; print(oldest().directory)') \
		$(PYTEST) -n 2 --dist worksteal $(STRICT) -m "(database or process) and not any_server"

# --- what is made from the code ------------------------------------------------------------------------------------

docs: $(READY)
	$(BIN)/python -m app.workflow.pages.render en > docs/workflow.md
	$(BIN)/python -m app.workflow.pages.render zh > docs/workflow.zh-CN.md

# The pictures of README and guides, from a demo in a browser.
screenshots: $(READY)
	$(BIN)/python -m tests.screens.pictures

openapi: $(READY)
	@mkdir -p build && $(BIN)/python -m app.main en > build/openapi.json && echo build/openapi.json
	@$(BIN)/python -m app.main zh > build/openapi.zh-CN.json && echo build/openapi.zh-CN.json

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
