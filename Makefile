# `make help` lists the targets. Each makes .venv itself where it needs one.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
# What is about one rule is done before further processes are up.
PYTEST = $(BIN)/python -m pytest $(if $(RULE),-q --rule=$(RULE),-n auto --dist worksteal)

.DEFAULT_GOAL := help
.PHONY: help lint test test-all check format docs picture rule corpus coverage fixes-proof matrix bench fuzz stress clients cdk build vscode site clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	  { echo "Python 3.10 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another one: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -e '.[dev]'
	@touch $@

lint: $(READY) ## lint a template: make lint TEMPLATE=examples/web-app.yaml
	@test -n "$(TEMPLATE)" || { echo "Say which template: make lint TEMPLATE=examples/web-app.yaml"; exit 1; }
	@$(BIN)/cfn-upc-lint -- $(TEMPLATE) || { code=$$?; test $$code -gt 1 -a $$code -lt 16 && \
	  echo "make lint: there are findings (cfn-lint's exit code: $$code)" || exit $$code; }

test: $(READY) ## run the first tier of the tests, in under a minute (RULE=E9630: only what is about that rule)
	@$(PYTEST) -m 'not second_tier'

test-all: $(READY) ## run all tests (RULE=E9630: only what is about that rule)
	@$(PYTEST)

coverage: $(READY) ## run all tests and measure branch coverage
	@$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term

check: $(READY) ## lint, format, types, which folder may import which, and generated text
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(BIN)/python tools/docs.py --check
	@$(BIN)/python tools/picture.py --check

format: $(READY) ## format the code
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

docs: $(READY) ## write the generated text: rule table, page headers, options
	@$(BIN)/python tools/docs.py

picture: $(READY) ## draw the README's pictures from real runs
	@$(BIN)/python tools/picture.py

rule: $(READY) ## begin a rule: make rule ID=E9699 NAME=some_name FAMILY=oauth EVIDENCE=DEPLOYED
	@$(BIN)/python tools/new_rule.py "$(ID)" "$(NAME)" "$(FAMILY)" "$(EVIDENCE)"

corpus: $(READY) ## run the rules over the published templates in ../shared/corpus
	@test -f ../shared/tools/corpus_report.py || { echo "../shared/tools/corpus_report.py is not here: the corpus is not part of the repository"; exit 1; }
	@$(BIN)/python ../shared/tools/corpus_report.py

fixes-proof: $(READY) ## put mistakes into every template there is, mend them, and compare byte by byte (half an hour)
	@$(BIN)/python tools/fixes_proof.py

matrix: $(READY) ## run the tests on every supported cfn-lint and Python (QUICK=1: fewer)
	@$(BIN)/python tools/matrix.py $(if $(QUICK),--quick)

bench: $(READY) ## measure the cost beside cfn-lint, write docs/performance.md (QUICK=1: the smallest template, writes nothing)
	@$(BIN)/python benchmarks/bench.py $(if $(QUICK),--quick,--write --peers)

fuzz: $(READY) ## lint mutants, and templates that must have the same findings (SEED=7, MUTANTS=2000, RELATIONS=300, SECONDS=180, CASES=mutant/17)
	@$(BIN)/python tools/fuzz.py $(foreach name,SEED MUTANTS RELATIONS SECONDS,$(if $($(name)),--$(shell echo $(name) | tr A-Z a-z) $($(name)))) $(CASES)

stress: $(READY) ## measure our rules beside cfn-lint's on templates that grow
	@$(BIN)/python tools/stress.py

clients: $(READY) ## install the editors and pre-commit that some tests drive (Debian, Ubuntu)
	@bash tools/install_clients.sh $(BIN)/python

cdk: ## build, test and pack the CDK plugin into dist/ (needs Node 20)
	@bash tools/cdk.sh

build: $(READY) ## build wheel and sdist into dist/
	@$(BIN)/python -m build

vscode: build ## build the VS Code extension into dist/ (needs Node)
	@bash tools/build_vscode.sh

# Beside the rest: the navigation comes from the rules, and its test builds the site.
site: $(READY) ## build the site into build/site, strictly
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -e '.[site]'
	@$(BIN)/python tools/build_site.py

clean: ## remove what the other targets made
	@rm -rf $(VENV) .matrix .fuzz build dist .clients integrations/cdk/node_modules integrations/cdk/out integrations/cdk/out-test .coverage .pytest_cache .ruff_cache .mypy_cache .hypothesis
