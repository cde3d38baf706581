"""Typed readers of the environment and `.env`, which refuse what they do not know.

A setting that is misspelt or has a value nobody foresaw stops the start with one sentence:
a silent default here could open a jail's records.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent
KNOWN = frozenset(
    {
        *("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "ALLOWED_HOSTS"),
        *("PORT", "HOST", "LOCAL", "DEBUG", "EMAIL_URL", "SITE_URL", "IMPORTS_DIR", "METRICS_TOKEN"),
    }
)
TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})


class BadSetting(Exception):
    """A setting with a value we refuse to guess about; the message says what to do."""


def read_dotenv(path: Path) -> dict[str, str]:
    """`NAME=value` lines of a file; an unknown name is refused, since it is most likely a typing error."""
    if not path.is_file():
        return {}
    pairs: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = line.partition("=")
        name = name.removeprefix("export ").strip()
        if not equals or name not in KNOWN:
            raise BadSetting(f"{path.name} line {number}: {name!r} is no setting of JailWatch. Known: {', '.join(sorted(KNOWN))}.")
        pairs[name] = value.strip().strip("'\"")
    return pairs


class Env:
    """The process environment over `.env`."""

    def __init__(self, dotenv: Path, environ: Mapping[str, str] | None = None) -> None:
        self.values = read_dotenv(dotenv) | dict(os.environ if environ is None else environ)

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.values.get(name)
        if value is None:
            return default
        if value.strip().lower() in TRUE:
            return True
        if value.strip().lower() in FALSE:
            return False
        raise BadSetting(f"{name}={value!r} is neither yes nor no. Use 1 or 0.")

    def port(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65535:
            raise BadSetting(f"{name}={value!r} is no port. Use a whole number from 1 to 65535.")
        return int(value)

    def items(self, name: str, default: str = "") -> list[str]:
        return [item.strip() for item in self.text(name, default).split(",") if item.strip()]

    def database(self, name: str, default: Path) -> dict[str, Any]:
        """Django's DATABASES entry for `sqlite:///PATH` or `postgres://user:password@host:port/name`."""
        return database(self.text(name) or f"sqlite:///{quote(str(default))}", name)

    def redis(self, name: str) -> str:
        url = self.text(name)
        if url and urlsplit(url).scheme not in {"redis", "rediss", "redis+socket"}:
            raise BadSetting(f"{name} must start with redis://, rediss:// or redis+socket://.")
        return url

    def email(self, name: str, outbox: Path) -> dict[str, Any]:
        """Django's mail settings for `smtp://`, `smtps://` (TLS from the start) or `smtp+tls://`; none: files in the outbox.

        `?timeout=5` is how many seconds a mail server may take for one answer.
        """
        url = self.text(name)
        if not url:
            return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": str(outbox)}
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps", "smtp+tls"} or not parts.hostname:
            raise BadSetting(
                f"{name} must be smtp://, smtps:// or smtp+tls:// with a host, as in smtp+tls://user:password@mail.example:587."
            )
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_TIMEOUT": _timeout(parts.query, name),
        }


def _timeout(query: str, name: str) -> int:
    """At most 20 seconds: a worker's claim of an alert must outlive a slow mail server."""
    value = dict(parse_qsl(query)).get("timeout", "20")
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 20:
        raise BadSetting(f"{name}: timeout={value!r} is no number of seconds from 1 to 20.")
    return int(value)


def database(url: str, name: str = "DATABASE_URL") -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(url, name)
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(url, name)
    raise BadSetting(f"{name} must start with sqlite:/// or postgres://, not {parts.scheme or url!r}.")


def _sqlite(url: str, name: str) -> dict[str, Any]:
    path = unquote(url.removeprefix("sqlite:///"))
    if not url.startswith("sqlite:///") or not path:
        raise BadSetting(f"{name} must be sqlite:///PATH (from the project's folder) or sqlite:////PATH (from the root).")
    file = BASE_DIR / path
    if not file.parent.is_dir():
        raise BadSetting(f"{name}: the folder {file.parent} does not exist. Make it, or write sqlite:////PATH for a path from the root.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        # With Django's defaults four writers lose most of their transactions to "database is locked".
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def _postgres(url: str, name: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    database_name = unquote(parts.path.removeprefix("/"))
    if not database_name:
        raise BadSetting(f"{name} names no database. Write postgres://user:password@host:5432/jailwatch.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": query.pop("port", "") or str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }
