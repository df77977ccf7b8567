# Standpoints. Needs Python 3.11 or newer with pip, and make; everything else goes into .venv, once.
# PYTHON=/path/to/python takes that Python for .venv.

.DEFAULT_GOAL := help
.PHONY: help notebooks report lab handouts site slides test test-faults test-browser pictures lint format lock clean
export PYTHON
# Where Python is told to keep no bytecode, as in many containers, each notebook would compile every library again.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
endif
READY := .venv/.installed
# What drives a browser is installed only for those who test or draw with one.
BROWSER := .venv/.browser-installed
# What makes the site and the slides is installed only for those who make them.
SITE := .venv/.site-installed
# uv, which makes the lock, lives apart: nobody who only uses Standpoints needs it.
UV := build/uv/bin

help: ## show this list
	@echo "Standpoints: who said what in a news article, and how the parties' positions conflict."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

$(READY): requirements.txt scripts/setup.sh
	@sh scripts/setup.sh

notebooks: $(READY) ## run all notebooks: pages in build/html, charts in build/charts
	@$(BIN)/python scripts/run_notebooks.py

report: $(READY) ## one page on an article of your own: make report ARTICLE=my-article.txt [ACTORS=… CONCEPTS=…]
	@test -n "$(ARTICLE)" || { echo "Name the article: make report ARTICLE=my-article.txt"; exit 2; }
	@$(BIN)/python scripts/make_report.py "$(ARTICLE)" $(if $(ACTORS),--actors "$(ACTORS)") $(if $(CONCEPTS),--concepts "$(CONCEPTS)")

lab: $(READY) ## open JupyterLab on the notebooks
	@$(BIN)/python -m jupyter lab notebooks

handouts: $(READY) ## the notebooks without solutions, to hand out: build/handouts
	@$(BIN)/python scripts/make_handouts.py

$(SITE): $(READY) requirements-site.txt
	@echo "Installing what makes the site, from requirements-site.txt (once; 14 MB) ..."
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input --quiet --no-deps --no-compile \
	    --only-binary :all: --require-hashes -r requirements-site.txt
	@date >$@

site: $(SITE) ## the lessons and pages as a website that needs no connection: build/site
	@$(BIN)/python scripts/make_site.py
	@$(BIN)/python -m pytest -q tests/site/pages.py

slides: $(SITE) ## notebook 05 as slides: build/slides (NOTEBOOK=… for another)
	@$(BIN)/python scripts/make_slides.py $(NOTEBOOK)
	@$(if $(NOTEBOOK),,$(BIN)/python -m pytest -q tests/site/slides.py)

test: $(READY) ## run all tests, the notebooks too
	@$(BIN)/python -m pytest

test-faults: $(READY) ## kill analyses of a corpus for real, and see that nothing is lost (minutes)
	@$(BIN)/python -m pytest tests/faults/faults.py

$(BROWSER): $(READY) requirements-browser.txt
	@echo "Installing what drives a browser, from requirements-browser.txt (once; 50 MB) ..."
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input --quiet --no-deps --no-compile \
	    --only-binary :all: --require-hashes -r requirements-browser.txt
	@date >$@

test-browser: $(BROWSER) ## explore and review in JupyterLab, in the system's own Chromium (CHROMIUM=… for another)
	@$(BIN)/python tests/browser/run.py

pictures: $(BROWSER) ## (maintainers) make the pictures of the README anew, with the same Chromium
	@$(BIN)/python scripts/make_pictures.py

lint: $(READY) ## check style and likely mistakes
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .

format: $(READY) ## put the code into the common format
	@$(BIN)/python -m ruff format .
	@$(BIN)/python -m ruff check --fix .

$(UV)/uv:
	@$(BIN)/python -m venv build/uv
	@$(UV)/pip install --quiet --disable-pip-version-check uv

# One lock for Linux, macOS and Windows; the test extra is in it, so that users and CI have the same.
lock: $(READY) $(UV)/uv ## (maintainers) write requirements.txt anew from pyproject.toml
	@$(UV)/uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-annotate --upgrade --quiet --output-file requirements.txt
	@$(UV)/uv pip compile pyproject.toml --extra test --extra browser --universal --python-version 3.11 \
	    --constraint requirements.txt $$(sed -n 's/^\([a-z0-9._-]*\)==.*/--no-emit-package \1/p' requirements.txt) \
	    --generate-hashes --no-header --no-annotate --upgrade --quiet --output-file requirements-browser.txt
	@$(UV)/uv pip compile pyproject.toml --extra test --extra site --universal --python-version 3.11 \
	    --constraint requirements.txt $$(sed -n 's/^\([a-z0-9._-]*\)==.*/--no-emit-package \1/p' requirements.txt) \
	    --generate-hashes --no-header --no-annotate --upgrade --quiet --output-file requirements-site.txt

clean: ## remove what was made (build/ and caches; .venv stays)
	@rm -rf build dist .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
