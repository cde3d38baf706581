"""What every test shares: no network, a database file that other processes can open, and real brokers and workers."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation

from jailwatch.messages import compile_all
from tests.support import chromium, journal_flush, network, workers

# The test client speaks plain http, and nobody has collected static files.
settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
# Most tests sign somebody in without a password: what more is asked of people is the business of tests/roles and tests/accounts.
settings.SECOND_FACTOR_ASKED = settings.REAUTHENTICATION_ASKED = False
settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# A test asks as often as it likes; those of the limits set their own.
settings.API_RATES = {}


def pytest_configure(config: pytest.Config) -> None:
    network.Guard(network.hosts_of(os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", ""))).install()
    journal_flush.install()
    if not hasattr(config, "workerinput"):
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        compile_all()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite tests use a file: a worker process cannot open a database that lives in our memory."""
    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The matching key is read once a process: here, so that no test counts that query."""
    from accounts import matching

    with django_db_blocker.unblock():
        matching.secret()


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Counters of one test (failed sign-ins) and the pages that it kept are none of the next one's business."""
    from reports.public import looking, serving

    serving.MEMORY.clear()
    looking.LOOKS.clear()
    cache.key_prefix = secrets.token_hex(8)


@pytest.fixture(autouse=True)
def _english() -> None:
    """The last page of one test may have been asked for in Spanish: the next test does not go on in it."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A drain in the test's own process ends when nothing is due, however slow the machine is."""
    from accounts import journal
    from notifications import delivering

    monkeypatch.setattr(journal, "TURN", 3600.0)
    monkeypatch.setattr(delivering, "TURN", 3600.0)


@pytest.fixture(scope="session")
def broker() -> Iterator[str]:
    """The address of a broker to publish to: the one named, else the embedded one."""
    if settings.REDIS_URL:
        yield settings.REDIS_URL
        return
    with workers.embedded_broker() as url, workers.publishing_to(url):
        yield url


@pytest.fixture
def worker(transactional_db: None, broker: str, tmp_path: Path) -> Iterator[workers.Worker]:
    """A Celery worker in processes of its own, on the test database, ready to work."""
    from jailwatch.celery import app

    app.control.purge()
    with workers.running_worker(broker, tmp_path / "worker") as one:
        yield one


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium. Playwright keeps an event loop in this process, which Django would take for asynchronous code."""
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=chromium.find_chromium(), args=chromium.arguments())
        yield one
        one.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context()
    yield context.new_page()
    context.close()
