venv := .venv
python := $(venv)/bin/python
runtime := $(venv)/.installed-runtime
dev := $(venv)/.installed-dev
install := -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:

$(python):
	@python=$$(PYTHON='$(PYTHON)' requirements/find-python) || exit 1; \
	echo "Creating $(venv) with $$($$python --version)"; \
	$$python -m venv $(venv)

$(runtime): requirements/runtime.txt | $(python)
	@echo "Installing kateid's libraries into $(venv)"
	@$(python) $(install) -r requirements/runtime.txt
	@touch $@

$(dev): requirements/dev.txt $(runtime)
	@echo "Installing the development tools into $(venv)"
	@$(python) $(install) -r requirements/dev.txt
	@touch $@

.PHONY: dev
dev: $(dev)
