from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from accounts.models.county import County
from accounts.models.user import Role, User

INVITED = [role for role in Role if role != Role.MACHINE]


class Invitation(models.Model):
    """Somebody is asked to take a role in a county. Its link, in one mail, is good once and until `expires_at`."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=20, choices=[(role.value, role.label) for role in INVITED])
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                name="invitation_one_open",
                fields=["county", "email", "role"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                violation_error_message=_("This address was invited to this role already: send that invitation again, or withdraw it."),
            ),
            CheckConstraint(
                name="invitation_role_is_of_a_person",
                condition=Q(role__in=[role.value for role in INVITED]),
                violation_error_message=_("Choose one of the listed roles."),
            ),
            CheckConstraint(
                name="invitation_email_is_lower_case",
                condition=Q(email=Lower("email")),
                violation_error_message=_("Write the e-mail address in lower case."),
            ),
            CheckConstraint(
                name="invitation_accepted_by_somebody",
                condition=Q(accepted_at=None, accepted_by=None) | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                violation_error_message=_("An invitation that was accepted names who accepted it."),
            ),
            CheckConstraint(
                name="invitation_has_one_end",
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                violation_error_message=_("An invitation is accepted or withdrawn, not both."),
            ),
            CheckConstraint(
                name="invitation_lasts",
                condition=Q(expires_at__gt=F("created_at")),
                violation_error_message=_("An invitation is good for some time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()}, {self.county})"
