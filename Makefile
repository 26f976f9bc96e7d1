venv := .venv
python := $(venv)/bin/python
runtime := $(venv)/.installed-runtime
dev := $(venv)/.installed-dev
measuring := $(venv)/.installed-bench
# Nothing is compiled at install time, and nothing is taken whose hash is not in the lock.
install := -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
lock := $(venv)/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --no-config
static_sources := $(shell find static articles/static comments/static -type f 2>/dev/null)

.PHONY: help demo run lint test test-all bench lighthouse lock dev
help:
	@echo "make demo    a newsroom to try, on http://127.0.0.1:8000 (PORT= changes it)"
	@echo "make run     the development server"
	@echo "make lint    style, types, migrations, deployment checks"
	@echo "make test    everything a change must pass (what took longest: var/slowest-tests/)"
	@echo "make test-all  all tests on both databases, and what measures: at night and before a release"
	@echo "make bench   what everything costs, into docs/performance.md (MILLION=1 measures 1,000,000 stories too)"
	@echo "make lighthouse  how readers' pages fare there, into the same file"
	@echo "make lock    choose the libraries' versions anew (UPGRADE=1 takes the newest)"

demo: $(runtime) var/static/.collected
	@PORT='$(PORT)' deploy/demo

run: $(dev)
	@mkdir -p var
	DEBUG=1 $(python) manage.py migrate --verbosity 0
	DEBUG=1 $(python) manage.py runserver $(or $(PORT),8000)

lint: $(dev)
	@$(python) -m tests.everything lint

test: $(dev)
	@$(python) -m tests.everything

test-all: $(dev)
	@$(python) -m tests.everything all

bench: $(measuring) var/static/.collected
	@$(python) -m bench.run $(if $(MILLION),--million)
	@$(python) bench/search_quality.py
	@$(python) bench/photos.py
	@$(python) -m bench.lighthouse

lighthouse: $(dev) var/static/.collected
	@$(python) -m bench.lighthouse

lock: $(dev)
	$(lock) $(if $(UPGRADE),--upgrade) pyproject.toml -o requirements/runtime.txt
	$(lock) $(if $(UPGRADE),--upgrade) pyproject.toml --group dev -c requirements/runtime.txt -o requirements/dev.txt
	$(lock) $(if $(UPGRADE),--upgrade) --group bench -c requirements/dev.txt -o requirements/bench.txt

dev: $(dev)

$(python):
	@python=$$(PYTHON='$(PYTHON)' requirements/find-python) || exit 1; \
	echo "Creating $(venv) with $$($$python --version)"; \
	$$python -m venv --clear $(venv)

$(runtime): requirements/runtime.txt | $(python)
	@echo "Installing kateid's libraries into $(venv)"
	@$(python) $(install) -r requirements/runtime.txt
	@touch $@

$(dev): requirements/dev.txt $(runtime)
	@echo "Installing the development tools into $(venv)"
	@$(python) $(install) -r requirements/dev.txt
	@touch $@

$(measuring): requirements/bench.txt $(dev)
	@echo "Installing what measures pictures into $(venv)"
	@$(python) $(install) -r requirements/bench.txt
	@touch $@

var/static/.collected: $(runtime) kateid/apps.py $(static_sources)
	@echo "Collecting static files"
	@deploy/demo manage collectstatic --noinput --verbosity 0
	@touch $@
