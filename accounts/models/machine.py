from django.db import models
from django.db.models import UniqueConstraint
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User


class IdempotencyKey(models.Model):
    """One request of a machine that was answered already: the same key gets the same answer, and writes nothing again."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    request_digest = models.CharField(max_length=64, help_text=_("Keyed hash of method, address and body."))
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            UniqueConstraint(
                name="idempotencykey_once",
                fields=["user", "key"],
                violation_error_message=_("This key was used before."),
            )
        ]

    def __str__(self) -> str:
        return self.key
