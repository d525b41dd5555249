# `make help` lists the targets. Each makes .venv itself where it needs one.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
SCHEMA = $(BIN)/check-jsonschema --quiet --builtin-schema
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
	@$(BIN)/python tools/address.py --check
	@$(BIN)/python tools/versions.py
	@$(BIN)/zizmor --offline --no-progress --quiet --pedantic --strict-collection .
	@$(SCHEMA) vendor.github-workflows .github/workflows/*.yml
	@$(SCHEMA) custom.github-workflows-require-timeout .github/workflows/*.yml
	@$(SCHEMA) vendor.github-actions action.yml
	@$(SCHEMA) vendor.dependabot .github/dependabot.yml
	@$(SCHEMA) vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	@$(SCHEMA) vendor.github-issue-forms $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))

format: $(READY) ## format the code
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

docs: $(READY) ## write the generated text: rule table, page headers, options
	@$(BIN)/python tools/docs.py
	@$(BIN)/python tools/address.py

picture: $(READY) ## draw the README's pictures from real runs
	@$(BIN)/python tools/picture.py

rule: $(READY) ## begin a rule: make rule ID=E9699 NAME=some_name FAMILY=oauth EVIDENCE=DEPLOYED
	@$(BIN)/python tools/new_rule.py "$(ID)" "$(NAME)" "$(FAMILY)" "$(EVIDENCE)"

corpus: $(READY) ## run the rules over the published templates in ../shared/corpus
	@test -f ../shared/tools/corpus_report.py || { echo "../shared/tools/corpus_report.py is not here: the corpus is not part of the repository"; exit 1; }
	@$(BIN)/python ../shared/tools/corpus_report.py

.PHONY: address release check-tag notes packages wheels upstream

address: $(READY) ## write the public address: make address URL=https://github.com/OWNER/REPO (URL= takes it out)
	@$(if $(findstring command,$(origin URL)),,echo "Say which address: make address URL=https://github.com/OWNER/REPO, or URL= for none"; exit 1)
	@$(BIN)/python tools/address.py "$(URL)"

release: $(READY) ## prepare a release: make release VERSION=0.2.0
	@$(BIN)/python tools/release.py "$(VERSION)"

check-tag: ## compare a tag with the version and the changelog: make check-tag TAG=v0.2.0
	@$(PYTHON) tools/versions.py --tag "$(TAG)"

notes: $(READY) ## print what the changelog says of this version
	@$(BIN)/python tools/release.py --notes

# Two builds of a commit are the same bytes.
build: export SOURCE_DATE_EPOCH = $(shell git log -1 --format=%ct 2>/dev/null || echo 1577836800)

packages: build $(if $(wildcard editors/vscode),vscode) $(if $(wildcard integrations/cdk),cdk) ## build all that is published into dist/, and check it
	@$(BIN)/check-wheel-contents dist/*.whl
	@$(BIN)/twine check --strict dist/*.whl dist/*.tar.gz

wheels: build ## see whether what the package needs is there as wheels, for each Python and system
	@$(BIN)/python tools/wheels.py

upstream: ## run the first tier of the tests with the newest cfn-lint, supported or not
	@bash tools/upstream.sh $(PYTHON)

fixes-proof: $(READY) ## put mistakes into every template there is, mend them, and compare byte by byte (half an hour)
	@$(BIN)/python tools/fixes_proof.py

matrix: $(READY) ## run the tests on every supported cfn-lint and Python (QUICK=1: fewer; ONLY=3.13: that Python)
	@$(BIN)/python tools/matrix.py $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY))

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

site: $(READY) ## build the site into build/site, strictly
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -e '.[site]'
	@$(BIN)/python tools/build_site.py

clean: ## remove what the other targets made
	@rm -rf $(VENV) .matrix .fuzz .clients build dist editors/vscode/out editors/vscode/node_modules integrations/cdk/node_modules integrations/cdk/out integrations/cdk/out-test .coverage .pytest_cache .ruff_cache .mypy_cache .hypothesis
