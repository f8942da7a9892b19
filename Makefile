# Every target that a person calls carries its explanation behind two hashes; `make` alone prints them.
UV := .tools/bin/uv
BIN := .venv/bin
PURE := acts law norms terms
# inline-snapshot compares all the same; its notes on every parallel run are left out.
PARALLEL := -n 2 --inline-snapshot=disable
LOCK := $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.12

.PHONY: help
help: ## print this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1	/p' Makefile | awk -F '	' '{ printf "make %-10s %s\n", $$1, $$2 }'

.PHONY: install
install: .venv/.ready ## make .venv with the command nakomen in it

.PHONY: demo
demo: install ## start two fictitious providers with their clients, in the folder .demo
	@scripts/demo

# What touches the database runs on SQLite with all the rest, and then once more on PostgreSQL, whose server does part of
# the work: a third process of tests then finds time.
.PHONY: test
test: install .tools/.ready ## run every check: lint, tests and documents on 3.13, the pure packages' tests on 3.12
	@$(MAKE) --no-print-directory -j 2 lint test-3.12
	$(BIN)/pytest $(PARALLEL)
	NAKOMEN_TEST_DATABASE=postgresql $(BIN)/pytest $(PARALLEL) -n 3 -m database tests

.PHONY: lint
lint: install ## check style, types and the order of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	NAKOMEN_SECRET_KEY=none $(BIN)/mypy src tests $(wildcard bench)
	$(BIN)/lint-imports

.PHONY: format
format: install ## rewrite the code in the house style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: docs
docs: install ## write the reference and the shown output anew, and check the documents
	$(BIN)/python -m docs.generate
	$(BIN)/pytest tests/docs docs README.md

.PHONY: screens
screens: install ## look at every screen in both languages and schemes, wide and narrow
	NAKOMEN_TEST_EVERY_WAY=1 $(BIN)/pytest $(PARALLEL) tests/browser/test_screens.py tests/browser/test_answers.py tests/browser/test_second_factor.py

.PHONY: pictures
pictures: install ## make the pictures of the documents anew, from a demonstration
	NAKOMEN_SECRET_KEY=none $(BIN)/python -m tests.browser.pictures

.PHONY: bench
bench: install ## measure speed
	$(BIN)/python bench/run.py

.PHONY: lock
lock: .tools/.ready ## write requirements/*.txt anew; UPGRADE=--upgrade takes newer releases
	$(LOCK) $(UPGRADE) requirements/uv.in -o requirements/uv.txt
	$(LOCK) $(UPGRADE) requirements/run.in -o requirements/run.txt
	$(LOCK) $(UPGRADE) requirements/dev.in -o requirements/dev.txt

.PHONY: clean
clean: ## remove the environments and what tools left behind
	rm -rf .tools .venv .venv-3.12 .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist

# The pure packages promise to run on the oldest supported Python; without one this says so and goes on (not in CI).
.PHONY: test-3.12
test-3.12: .tools/.ready
	@scripts/bring-python-3.12
	@if [ -x .venv-3.12/bin/pytest ]; then \
	    set -x; .venv-3.12/bin/pytest $(PARALLEL) $(foreach package,$(PURE),$(wildcard tests/$(package)) src/nakomen/$(package)); \
	fi

.tools/.ready: requirements/uv.txt scripts/bring-tools
	scripts/bring-tools
	@touch $@

.venv/.ready: .tools/.ready requirements/dev.txt pyproject.toml scripts/bring-environment
	scripts/bring-environment .venv 3.13
	@touch $@
