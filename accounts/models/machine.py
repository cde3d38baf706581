from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from accounts.models.county import County
from accounts.models.user import User


class Scope(models.TextChoices):
    WRITE = "write", _("reads and writes")
    READ = "read", _("only reads")


class MachineKey(models.Model):
    """A key of a county's jail system: what it may, since when, until when, and when it was last used.

    Its secret is only a hash, in `token`. A key that was withdrawn has none any more; the row stays, so that the list tells of it.
    """

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="machine_keys")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="machine_keys")
    token = models.OneToOneField(AuthToken, on_delete=models.SET_NULL, null=True, related_name="machine_key")
    scope = models.CharField(_("what it may"), max_length=8, choices=Scope.choices, default=Scope.WRITE)
    begins = models.CharField(max_length=12, help_text=_("The first characters of the key, by which its owner knows it again."))
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    replaced_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaces")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(
                name="machinekey_scope_is_known",
                condition=Q(scope__in=Scope.values),
                violation_error_message=_("A key reads and writes, or only reads."),
            ),
            CheckConstraint(
                name="machinekey_revoked_opens_nothing",
                condition=Q(revoked_at=None) | Q(token=None),
                violation_error_message=_("A key that was withdrawn opens nothing any more."),
            ),
            CheckConstraint(
                name="machinekey_begins_with_something",
                condition=~Q(begins=""),
                violation_error_message=_("A key is known again by its first characters."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begins}... ({self.user})"


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
