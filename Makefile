# Everything that a person or a build machine does with this project. `make` shows what there is.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DEV    := $(VENV)/.ready-dev
USE    := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo assets test check fix bench docs screenshots lock wheel clean

help: ## Show what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

# The virtual environment comes in two steps: what running needs, and what developing needs besides.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit("Concordat needs Python 3.11 or later; name one: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@echo "Making a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.txt
	@touch $@

$(USE): $(VENV)/.made requirements/base.txt pyproject.toml
	@test -e $(DEV) || { echo "Installing what Concordat needs"; $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/base.txt; }
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): $(VENV)/.made requirements/dev.txt pyproject.toml
	@echo "Installing what developing Concordat needs"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

demo: $(USE) assets ## Set up, check Southend-on-Sea's four returns, and serve the site until Ctrl-C (ONCE=1: all but serve)
	@$(BIN)/concordat return check examples/southend-on-sea
	@$(BIN)/concordat rollup examples/southend-on-sea --html build/southend-on-sea.html > /dev/null
	@echo "The roll-up of the four returns is a page: open build/southend-on-sea.html in a browser."
	@CONCORDAT_DATA=build $(BIN)/concordat serve --demo $(if $(ONCE),--prepare-only) $(if $(PORT),--port $(PORT))

# Stamped by the tool itself: it fetches only what is not there yet.
assets: $(USE) ## Fetch the design system that the site's pages are built with
	@$(BIN)/python tools/collect_assets.py

test: $(DEV) ## Set up and run every check and test that this machine can run
	@$(BIN)/python tools/collect_assets.py || true
	@$(BIN)/python tools/left_out.py
	@$(MAKE) --no-print-directory check
	@OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadgroup  # one thread each: the tests fill the cores themselves
	@OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python tools/on_postgresql.py

check: $(DEV) ## Look for mistakes without changing anything: format, lint, types, order of use, generated docs
	@$(BIN)/ruff format --check --quiet . || { echo "Run make fix: some files are not formatted."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null | tail -n 4
	@$(BIN)/python tools/make_reference.py --check
	@$(BIN)/python tools/make_faults_table.py --check
	@$(BIN)/python tools/make_metric_pages.py --check

fix: $(DEV) ## Format, and mend what can be mended by itself
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/python tools/make_reference.py
	@$(BIN)/python tools/make_faults_table.py
	@$(BIN)/python tools/make_metric_pages.py

bench: $(DEV) ## Measure speed and memory, as ratios against a peer on the same data (ONLY=site: a part of it)
	@$(BIN)/python bench/run.py $(ONLY)

docs: $(DEV) ## Write the generated pages of docs/reference anew
	@$(BIN)/python tools/make_reference.py
	@$(BIN)/python tools/make_faults_table.py
	@$(BIN)/python tools/make_metric_pages.py
	@$(BIN)/python tools/make_records_pages.py

screenshots: $(DEV) assets ## Take the pictures that the docs show anew, from a demonstration of its own
	@$(BIN)/python tools/screenshots.py

lock: $(VENV)/.made ## Resolve the requirements anew; what running needs takes the versions that developing needs
	@for name in dev base; do \
	  extra=$$([ $$name = dev ] && echo "--extra dev" || echo "--extra fast --extra site --constraints requirements/dev.txt"); \
	  $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
	    $$extra pyproject.toml -o requirements/$$name.txt; done
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
	  requirements/installer.in -o requirements/installer.txt

wheel: $(DEV) assets ## Build a package that carries the design system, so that it serves the site wherever it is installed
	@$(BIN)/uv build --quiet --wheel --no-build-isolation --python $(BIN)/python --out-dir dist

clean: ## Remove the virtual environment and what was built
	@rm -rf $(VENV) build dist *.egg-info concordat/web/static/nhsuk .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
