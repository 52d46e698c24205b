# `make` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
SBPF_HOME ?= /opt/sbpf
export SBPF_HOME

BIN := .venv/bin
DATA := client/alatau/program/data
TYPES := client/types

# Named after what it was made from, so that another lock or a moved checkout makes it anew.
READY := .venv/.ready-$(shell { echo '$(CURDIR)'; cat pyproject.toml requirements/*.txt; } | cksum | cut -d ' ' -f 1)

# Where the tests and `alatau localnet` look too, in this order.
VALIDATOR_FILE := $(or $(SOLANA_TEST_VALIDATOR),$(shell command -v solana-test-validator 2>/dev/null),$(wildcard $(SBPF_HOME)/bin/solana-test-validator))

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(READY) ## what is missing: a virtual environment in .venv (PYTHON=python3.12 to choose)

$(READY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Alatau needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1 || true). Try: make PYTHON=python3.12 $(or $(MAKECMDGOALS),setup)" >&2; exit 1; }
	@echo "setting up .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear .venv || { \
	  echo "cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements/lock.txt -e '.[dev]'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/schemas.txt
	@touch $@

.PHONY: demo
demo: setup ## settle and reconcile the example's day on the embedded chain
	@code=0; $(BIN)/alatau day examples/alatau-day || code=$$?; \
	if [ $$code = 3 ]; then echo "(exit code 3: there are breaks; the example has some on purpose)"; \
	elif [ $$code != 0 ]; then exit $$code; fi

.PHONY: test
# A validator takes a core: what needs it comes last, one by one, and nothing beside it.
# In the files' order: by the number of tests, the random lives would begin when all else is over.
define RUN_TESTS
none=0; for part in "not validator" validator; do \
	  jobs=0; [ "$$part" = validator ] || jobs=$(JOBS); code=0; \
	  $(BIN)/python -m pytest --chain=all -n $$jobs --dist=loadfile --no-loadscope-reorder -m "$$part" $(ARGS) || code=$$?; \
	  if [ $$code = 5 ]; then none=$$((none + 1)); elif [ $$code != 0 ]; then exit $$code; fi; \
	done; [ $$none != 2 ]
endef

test: JOBS = auto
test: setup ## all tests; VALIDATOR=required fails without solana-test-validator, ARGS="-k pay" picks, JOBS=0 one by one
ifeq ($(VALIDATOR_FILE),)
	@echo "solana-test-validator was not found (SOLANA_TEST_VALIDATOR, PATH, $(SBPF_HOME)/bin)" >&2
ifeq ($(VALIDATOR),required)
	@echo "and VALIDATOR=required asks for it: tools/sbpf/install.sh validator installs it" >&2; exit 1
else
	@echo "the tests that need it are SKIPPED, the others run" >&2
	@$(RUN_TESTS)
endif
else
	@export SOLANA_TEST_VALIDATOR='$(VALIDATOR_FILE)' $(if $(filter required,$(VALIDATOR)),ALATAU_REQUIRE_VALIDATOR=1 ALATAU_REQUIRE_POSTGRES=1); \
	  $(RUN_TESTS)
endif

.PHONY: nightly
nightly: setup ## the property and state-machine tests, for long
	HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest tests/unit tests/program $(ARGS)

.PHONY: bench-program
bench-program: setup ## what a thousand purchases cost, beside peers; PEERS=DIR, ARGS="--purchases 100"
	@$(BIN)/python -m tests.bench.program $(if $(PEERS),--peers '$(PEERS)') $(ARGS)
	@$(BIN)/python -m tests.bench.payroll

.PHONY: bench-journal
bench-journal: setup ## what journalling a million intents costs in CPU, memory and bytes; ARGS="--intents 10000"
	@$(BIN)/python -m tests.bench.journal $(ARGS)

.PHONY: bench-ledger
bench-ledger: setup ## what posting to the ledger costs on SQLite and PostgreSQL, and matching; ARGS="--payments 10000"
	@$(BIN)/python -m tests.bench.ledger $(ARGS)
	@$(BIN)/python -m tests.bench.match

.PHONY: bench-match
bench-match: setup ## a million payments matched with a million lines: time, memory, growth; ARGS="--lines 100000"
	@$(BIN)/python -m tests.bench.match $(ARGS)

.PHONY: bench-periods
bench-periods: setup ## what a day's run costs behind many closed days; ARGS="--days 30 --payments 50"
	@$(BIN)/python -m tests.bench.periods $(ARGS)

.PHONY: bench-index
bench-index: setup ## what reading the chain into the ledger costs, events beside anchorpy; ARGS="--payments 100000"
	@$(BIN)/python -m tests.bench.index $(ARGS)

.PHONY: bench-statements
bench-statements: setup ## time and memory that reading a camt.053 of 1 GB takes; ARGS="--megabytes 100"
	@$(BIN)/python -m tests.bench.statements $(ARGS)

.PHONY: bench-breaks
bench-breaks: setup ## are all planted breaks found, and no others? ARGS="--seeds 20 --movements 2000"
	@$(BIN)/python -m tests.bench.breaks $(ARGS)

.PHONY: bench-send
bench-send: setup ## payments landed a second on a validator, beside peers; ARGS="--payments 400 --rounds 1"
	@SOLANA_TEST_VALIDATOR='$(VALIDATOR_FILE)' $(BIN)/python -m tests.bench.send $(ARGS)

.PHONY: program-test
program-test: ## the program's own unit tests (arithmetic, sequences), where Rust is installed
	@if cargo --version >/dev/null 2>&1; then cargo test --quiet --locked --workspace; \
	else echo "no cargo: the program's unit tests are not run"; fi

.PHONY: mutants
mutants: setup ## do the tests notice bugs in the program? ARGS="--only refund" picks, "--list" lists
	@$(BIN)/python -m tests.mutants.run $(ARGS)

.PHONY: prepare
prepare: format lint types program-test test ## before a commit: format, lint, types, test

.PHONY: format
format: setup ## rewrite the sources as the formatters and the linter's safe fixes want them
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format
	@if cargo fmt --version >/dev/null 2>&1; then echo "cargo fmt"; cargo fmt --all; fi

.PHONY: lint
lint: setup ## ruff; rustfmt and clippy where Rust is installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	@if cargo fmt --version >/dev/null 2>&1; then echo "cargo fmt --check"; cargo fmt --all --check; \
	else echo "no cargo fmt: the program's format is not checked"; fi
	@if cargo clippy --version >/dev/null 2>&1; then echo "cargo clippy -D warnings"; \
	  cargo clippy --quiet --locked --workspace --all-targets -- -D warnings; \
	else echo "no cargo clippy: the program is not linted"; fi

.PHONY: types
types: setup ## mypy, strict
	$(BIN)/mypy

# The recipe of tools/sbpf, whose bytes are the committed ones; else Solana's own tools.
# The program's key is not in the repository: --ignore-keys, or anchor compares its declared
# id with the key that it has just made up.
define build
	if [ -x '$(SBPF_HOME)/bin/sbpf-linker' ]; then \
	  export PATH="$$PWD/tools/sbpf:$(SBPF_HOME)/bin:$$PATH"; \
	elif [ '$(1)' = exact ] || ! command -v cargo-build-sbf >/dev/null || ! command -v anchor >/dev/null; then \
	  echo "no compiler for the program in $(SBPF_HOME); tools/sbpf/install.sh compiler installs it" >&2; exit 1; \
	fi; \
	echo "anchor build"; anchor build --ignore-keys
endef

.PHONY: program
program: ## build the program, its IDL and its TypeScript types into client/
	@$(call build,any)
	@mkdir -p $(DATA) $(TYPES)
	cp target/deploy/sandbox.so target/idl/sandbox.json $(DATA)/
	cp target/types/sandbox.ts target/types/sandbox_errors.ts $(TYPES)/

.PHONY: program-check
program-check: ## rebuild the program; fail unless it is the one in client/, byte by byte
	@$(call build,exact)
	@same=1; for pair in deploy/sandbox.so:$(DATA) idl/sandbox.json:$(DATA) types/sandbox.ts:$(TYPES) types/sandbox_errors.ts:$(TYPES); do \
	  built=target/$${pair%%:*} kept=$${pair#*:}/$$(basename $${pair%%:*}); \
	  if cmp "$$built" "$$kept"; then echo "same: $$kept"; else same=0; fi; \
	done; \
	[ $$same = 1 ] || { echo "the sources give another program: run \`make program\` and commit client/" >&2; exit 1; }

.PHONY: localnet
localnet: setup ## a local validator that runs the program (ends with Ctrl-C)
	@$(BIN)/alatau localnet

.PHONY: lock
lock: ## write requirements/lock.txt anew, from the newest versions that pyproject.toml allows
	@fresh=$$(mktemp -d); trap 'rm -rf "$$fresh"' EXIT; \
	$(PYTHON) -m venv "$$fresh" && "$$fresh/bin/pip" install --quiet -e '.[dev]' && \
	"$$fresh/bin/pip" freeze --exclude-editable | LC_ALL=C sort -f > requirements/lock.txt

.PHONY: clean
clean: ## remove what was built and installed here
	rm -rf .venv target dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find client tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
