# Comfort for developers; `python3 run.py` and `python3 run.py test` need none of it.
PYTHON = .venv/bin/python
LOCK = uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header

.PHONY: run test lint lock bench shots

run:
	python3 run.py

test:
	python3 run.py test

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy run.py manage.py accounts bookings notifications reports jailwatch
	.venv/bin/lint-imports --no-cache
	SECRET_KEY=lint DATABASE_URL=sqlite:////tmp/none.sqlite3 $(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) bench/house.py

lock:
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-dev.in --output-file requirements-dev.txt

bench:
	@for script in bench/bench_*.py; do echo "== $$script"; $(PYTHON) $$script || exit 1; done

shots:
	$(PYTHON) -m tests.shots
