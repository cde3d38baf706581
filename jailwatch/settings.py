"""All settings. Values come from the environment or `.env` through `jailwatch.env`, which refuses what it does not know."""

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from jailwatch.env import BASE_DIR, BadSetting, Env

VAR = BASE_DIR / "var"
VAR.mkdir(mode=0o700, exist_ok=True)
ENV = Env(BASE_DIR / ".env")

LOCAL = ENV.flag("LOCAL")
DEBUG = ENV.flag("DEBUG")
HOST = ENV.text("HOST", "127.0.0.1")
PORT = ENV.port("PORT", 8000)
DATABASES = {"default": ENV.database("DATABASE_URL", VAR / "jailwatch.sqlite3")}
REDIS_URL = ENV.redis("REDIS_URL")


def secret_key(file: Path) -> str:
    """The key given, else the laptop's own; a server with its own database must be given one."""
    if ENV.text("SECRET_KEY"):
        return ENV.text("SECRET_KEY")
    if ENV.text("DATABASE_URL") and not LOCAL:
        raise BadSetting("SECRET_KEY is not set. Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'")
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text().strip()


SECRET_KEY = secret_key(VAR / "secret_key")
HOLDERS = VAR / "holders"
SITE_URL = ENV.text("SITE_URL", f"http://{HOST}:{PORT}").rstrip("/")
SECRET_KEY_FALLBACKS = ENV.items("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = ENV.items("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]") + ([HOST] if LOCAL else [])

INSTALLED_APPS = [
    "jailwatch",
    "accounts",
    "bookings",
    "notifications",
    "reports",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "knox",
    "rest_framework",
    "drf_spectacular",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "accounts.requests.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "jailwatch.loading.LoadingPage",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionEnds",
    "accounts.middleware.SecondFactor",
]
ROOT_URLCONF = "jailwatch.urls"
WSGI_APPLICATION = "jailwatch.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.made_up",
                "accounts.context.enters_records",
                "notifications.context.represents_clients",
            ]
        },
    }
]

# Sign-in: by e-mail address, no sign-up (accounts are made by an administrator).
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False  # desks of a jail are shared: closing the browser signs out
# A second factor beside the password: asked of everybody who sees people (accounts.permissions), except of made-up accounts on a laptop.
SECOND_FACTOR_ASKED = True
# Whoever publishes, takes rows of people away or changes a role proves a few minutes before that it is still they who sit there.
REAUTHENTICATION_ASKED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation went to the address, so it is the person's
MFA_TOTP_ISSUER = "JailWatch"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/start/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# Behind a proxy of one's own, limits on failed sign-ins count the address that it saw, and not its own.
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if LOCAL else 1

# The API of jail systems: keys only (a page's session opens nothing here), JSON only, refusals as application/problem+json.
API_BODY_BYTES = 262_144
API_BATCH_ROWS, API_BATCH_BYTES = 500, 2_097_152
API_PAGE, API_PAGE_MOST = 200, 1000
# Requests a minute. A jail system writes in bursts after an outage; whoever reads the public figures asks a few times a page.
API_RATES = {"key": 6000, "address": 300}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.IsMachine"],
    "DEFAULT_PARSER_CLASSES": ["bookings.api.parsing.JSON"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "bookings.api.parsing.AlwaysJSON",
    "DEFAULT_SCHEMA_CLASS": "bookings.api.schema.Schema",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_THROTTLE_CLASSES": ["accounts.throttles.PerKey", "accounts.throttles.PerAddress"],
    # Behind TLS one proxy names whom it speaks for; a name that a caller gives himself counts for nothing.
    "NUM_PROXIES": 0 if LOCAL else 1,
    "EXCEPTION_HANDLER": "bookings.api.errors.handle",
}
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_PREFIX": "jw_", "TOKEN_TTL": timedelta(days=365)}
SPECTACULAR_SETTINGS = {
    "TITLE": "JailWatch",
    "DESCRIPTION": "What a jail system writes, and reads back. Start with docs/api.md.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,
    "POSTPROCESSING_HOOKS": [],
}

# Languages and time. Stored in UTC, cut in the county's zone; pages name the zone they speak in.
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Files on their way into the record. Web and worker must see the same folder; each file goes when it was applied or abandoned.
IMPORTS = Path(ENV.text("IMPORTS_DIR", str(VAR / "imports")))
IMPORT_BYTES = 200 * 2**20

# Celery: a task is a hint, the work is a row; so late acknowledgement is safe, and nothing is kept in the broker.
CELERY_BROKER_URL = REDIS_URL or "redis://127.0.0.1:1/0"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
# Without its broker a worker cannot acknowledge what it does, so the task will come again; do not let it run twice at once.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = 2
CELERY_TIMEZONE = "UTC"
# Seconds after which a hint is dropped, so that hints do not heap up while no worker runs. The worker compares by its own clock:
# with less than that clock may be off, it would drop every hint unread.
HINT_LASTS = 900

CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://"),
        "OPTIONS": {"socket_timeout": 2},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

globals().update(ENV.email("EMAIL_URL", VAR / "outbox"))
DEFAULT_FROM_EMAIL = "JailWatch <jailwatch@localhost>"

# Pages carry no inline script or style; everything is served from here.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not LOCAL
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600  # the longest shift; and without use:
SESSION_IDLE = 30 * 60
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# For machines to read, and without the words of exceptions; a laptop's are for its person.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "jailwatch.logs.JsonFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line" if LOCAL else "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django would mail errors, with what was sent, to ADMINS.
        "django": {"handlers": [], "propagate": True, "level": "WARNING"},
        "django.server": {"handlers": [], "propagate": True},
        "jailwatch": {"level": "INFO"},
        "accounts": {"level": "INFO"},
        "bookings": {"level": "INFO"},
        "notifications": {"level": "INFO"},
        "reports": {"level": "INFO"},
    },
}
METRICS_TOKEN = ENV.text("METRICS_TOKEN")
