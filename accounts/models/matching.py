from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _


class MatchingKey(models.Model):
    """The one key of the hashes by which numbers are matched, wrapped by the master key. It stays when SECRET_KEY is rotated."""

    wrapped = models.BinaryField()

    class Meta:
        constraints = [
            CheckConstraint(
                name="matchingkey_is_one",
                condition=Q(pk=1),
                violation_error_message=_("There is one matching key: with a second one, no number would be found again."),
            )
        ]

    def __str__(self) -> str:
        return "matching key"
