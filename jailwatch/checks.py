"""What `manage.py check --deploy` asks beside Django's own questions: the role at the database, and whether the keys can be opened."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connection

from accounts.crypto import MATCHING, CannotOpen, is_current, unwrap


@register(Tags.security, deploy=True)
def database_role(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A superuser passes every guard of the database, also the triggers that keep the journal."""
    if connection.vendor != "postgresql":
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            above = cursor.fetchone()[0]
    except DatabaseError:
        return [Warning("The database does not answer, so the role could not be looked at.", id="jailwatch.W001")]
    says = "JailWatch signs in at PostgreSQL as a role that is above its rules (superuser or BYPASSRLS)."
    hint = "Make an ordinary role that owns the database, and name it in DATABASE_URL."
    return [Error(says, hint=hint, id="jailwatch.E001")] if above else []


@register(Tags.security, deploy=True)
def keys_open(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Another SECRET_KEY than that of the database would leave every booking number unread and record each anew."""
    from accounts.models import MatchingKey

    try:
        row = MatchingKey.objects.first()
        if row is not None:
            unwrap(bytes(row.wrapped), MATCHING)
    except DatabaseError:
        return []
    except CannotOpen:
        hint = "Give the key of before in SECRET_KEY_FALLBACKS, then run: manage.py rekey"
        return [Error("The keys in the database were wrapped under another SECRET_KEY.", hint=hint, id="jailwatch.E002")]
    if row is not None and not is_current(bytes(row.wrapped)):
        return [Warning("Keys still need SECRET_KEY_FALLBACKS.", hint="Run: manage.py rekey", id="jailwatch.W002")]
    return []
