# The verbs of this project.  "make" alone lists them.

PY := .venv/bin/python

# A process of tests for each core; "make test WORKERS=0" runs them in one, for a debugger.
WORKERS ?= auto
PYTEST := $(PY) -m pytest -n $(WORKERS) --dist worksteal

.PHONY: help try check test test-gui lint bench bench-catalogue bench-validate bench-archive bench-window bench-library bench-memory bench-carriers man translations screenshots setup clean

help:
	@echo "make try       set up, then convert a real saved machine to BER and back"
	@echo "make check     set up, then lint and all tests: what has to pass before a change goes in"
	@echo "make test      all tests (ARGS='-k name' picks some)"
	@echo "make test-gui  the tests of the window"
	@echo "make lint      ruff and mypy"
	@echo "make bench     time and memory of conversions (ARGS=FILE takes your own stream)"
	@echo "make bench-catalogue  time of questions to a library of 100,000 states"
	@echo "make bench-validate   the same of validation"
	@echo "make bench-archive    size and time of archives (ARGS='STATE...', a series of one guest)"
	@echo "make bench-window     the window's start, memory and repaints"
	@echo "make bench-library    the window's repaints with a library of 100,000 states"
	@echo "make bench-memory     the same of --extract-ram"
	@echo "make bench-carriers   of reading what is compressed (ARGS=FILE)"
	@echo "make man       man page and completions of bash and zsh, into build/manual"
	@echo "make translations     take the texts of the window into translations/*.ts, and compile these"
	@echo "make screenshots      pictures of the window into build/screenshots (ARGS='--language de --theme dark')"
	@echo "make clean     remove what these verbs made"

try:
	@tools/setup try
	@tools/try

check: setup
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PYTEST) $(ARGS)

test: setup
	@$(PYTEST) $(ARGS)

test-gui: setup
	@$(PY) -m pytest tests/gui $(ARGS)

lint: setup
	@$(PY) -m ruff check .
	@$(PY) -m mypy

bench: setup
	@$(PY) -m tests.bench.convert $(ARGS)

bench-catalogue: setup
	@$(PY) -m tests.bench.catalogue $(ARGS)

bench-validate: setup
	@$(PY) -m tests.bench.validate $(ARGS)

bench-archive: setup
	@$(PY) -m tests.bench.archive $(ARGS)

bench-window: setup
	@$(PY) -m tests.bench.window

bench-library: setup
	@$(PY) -m tests.bench.library_window $(ARGS)

bench-memory: setup
	@$(PY) -m tests.bench.memory $(ARGS)

bench-carriers: setup
	@$(PY) -m tests.bench.carriers $(ARGS)

man: setup
	@$(PY) tools/manual build/manual
	@ls build/manual/*

translations: setup
	@$(PY) tools/translate

screenshots: setup
	@$(PY) tools/screenshots build/screenshots $(ARGS)

setup:
	@tools/setup check

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis translations/*.qm
