"""Production settings: clean by `check --deploy`, and refused at the start where a secret is missing."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import Error, Warning
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts import matching
from jailwatch import checks
from jailwatch.env import BASE_DIR

SECRET = "k" * 20 + "Zz0-_" * 8
PLAIN = {"SECRET_KEY_FALLBACKS": "", "LOCAL": "", "DEBUG": "", "HOST": "", "EMAIL_URL": "", "REDIS_URL": "", "METRICS_TOKEN": ""}


def manage(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    whole = {name: value for name, value in os.environ.items() if name not in PLAIN} | environ
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=BASE_DIR, env=whole, capture_output=True, text=True, timeout=120, check=False)


def test_production_settings_are_clean(tmp_path: Path) -> None:
    done = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        SECRET_KEY=SECRET,
        DATABASE_URL=f"sqlite:///{tmp_path}/new.sqlite3",
        ALLOWED_HOSTS="jail.example",
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def test_a_server_with_its_own_database_is_not_started_without_a_secret(tmp_path: Path) -> None:
    done = manage("check", SECRET_KEY="", DATABASE_URL=f"sqlite:///{tmp_path}/new.sqlite3")
    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr


@pytest.mark.django_db
def test_a_role_that_is_above_the_rules_of_the_database_is_an_error() -> None:
    """SQLite knows no roles, so none is above."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user" if connection.vendor == "postgresql" else "SELECT 0")
        above = cursor.fetchone()[0]
    assert [one.id for one in checks.database_role(None)] == (["jailwatch.E001"] if above else [])


@pytest.mark.django_db
def test_keys_under_another_secret_are_an_error_and_under_a_fallback_a_warning(settings: Settings) -> None:
    assert checks.keys_open(None) == []
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    matching.secret.cache_clear()
    found = checks.keys_open(None)
    assert (type(found[0]), found[0].id) == (Error, "jailwatch.E002")
    settings.SECRET_KEY_FALLBACKS = [old]
    assert type(checks.keys_open(None)[0]) is Warning
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = old, []
    matching.secret.cache_clear()


@pytest.mark.django_db
def test_answers_carry_the_headers_that_bind_a_browser(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    assert Client().get("/")["Location"] == "https://testserver/"
    answer = Client().get("/", secure=True)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")
    assert (answer["X-Content-Type-Options"], answer["X-Frame-Options"], answer["Referrer-Policy"]) == ("nosniff", "DENY", "same-origin")


COOKIES = {
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_SAMESITE": "Lax",
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "DEBUG": False,
}


def test_cookies_of_production_are_for_https_alone_and_for_no_script(tmp_path: Path) -> None:
    asked = f"from django.conf import settings; print({{name: getattr(settings, name) for name in {list(COOKIES)!r}}})"
    done = manage("shell", "-c", asked, SECRET_KEY=SECRET, DATABASE_URL=f"sqlite:///{tmp_path}/new.sqlite3")
    assert str(COOKIES) in done.stdout, done.stderr


ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example", "\t//evil.example"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_next_leads_elsewhere(address: str) -> None:
    from tests.support import build

    user: Any = build.person()
    user.set_password("correct horse battery")
    user.save()
    signed_in = Client().post("/accounts/login/", {"login": user.email, "password": "correct horse battery", "next": address})
    language = Client().post("/i18n/setlang/", {"language": "es", "next": address})
    client = Client()
    client.force_login(user)
    left = client.post(f"/accounts/logout/?next={address}")
    for answer in (signed_in, language, left):
        assert "evil" not in answer.get("Location", ""), answer["Location"]
        assert not answer.get("Location", "").startswith("javascript")
