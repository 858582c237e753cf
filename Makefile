.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m
SECONDS ?= 600
ROOMS := $(patsubst %/locale/sv,%,$(wildcard lyhord/*/locale/sv))

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- use

.PHONY: venv
venv: .venv/.base ## make the virtual environment with pinned, hash-checked libraries

.PHONY: fuzz
fuzz: .venv/.dev .venv/.fuzz ## read ten minutes of broken mail, led by coverage; SECONDS=60 for less
	@$(RUN) lyhord.channels.mail.tests.fuzz --seconds $(SECONDS)

.PHONY: demo
demo: venv compile ## run everything with a made-up department in it
	@$(RUN) lyhord demo

.PHONY: serve
serve: venv compile ## run everything, empty
	@$(RUN) lyhord serve

# ---- work

.PHONY: test
test: ## check everything: style, types, architecture, templates, migrations, tests; installs what it needs
	@scripts/test

.PHONY: lint
lint: .venv/.dev ## check style, types, architecture and templates
	@scripts/test --lint

.PHONY: messages
messages: .venv/.dev ## collect the texts of every room into its Swedish catalogue
	@scripts/messages $(ROOMS)

.PHONY: compile
compile: venv ## compile the catalogues that have changed
	@$(BIN)/python scripts/catalogues.py

.PHONY: faults
faults: .venv/.dev compile ## kill processes at random while 2,000 messages flow, and count them
	@FAULT_MESSAGES=2000 $(RUN) pytest -m faults tests

.PHONY: bench
bench: .venv/.dev compile ## measure the figures of the architecture page with 1 M cases
	@$(RUN) bench

.PHONY: bench-small
bench-small: .venv/.dev compile ## the same with 50 k cases, in two minutes
	@$(RUN) bench --small

.PHONY: lock
lock: .venv/.dev ## pin all libraries anew, with hashes and without registry addresses
	@scripts/lock

.PHONY: package
package: .venv/.dev ## build the wheel, catalogues included
	@$(RUN) build --wheel --no-isolation

# ---- environment

.venv/bin/python:
	@$(PYTHON) -m venv .venv

.venv/.base: requirements/base.txt requirements/build.txt | .venv/bin/python
	@echo "Installing the libraries …"
	@$(RUN) pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt -r requirements/build.txt
	@$(RUN) pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.base
	@echo "Installing the tools of the workshop …"
	@$(RUN) pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.fuzz: requirements/fuzz.txt .venv/.dev
	@echo "Installing the fuzzer …"
	@$(RUN) pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@touch $@
