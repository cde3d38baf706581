from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _


def validate_zone(name: str) -> None:
    """Refuse a zone that the machine does not know: every period of the county would be cut wrong."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValidationError(_("%(name)s is no time zone. Use a name such as America/Chicago."), params={"name": name}) from None


class County(models.Model):
    """The tenant: every fact belongs to one county, and its periods are cut in the county's zone."""

    fips = models.CharField(max_length=5, unique=True, validators=[RegexValidator(r"^[0-9]{5}\Z")])
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=2, validators=[RegexValidator(r"^[A-Z]{2}\Z")])
    timezone = models.CharField(max_length=64, validators=[validate_zone])
    made_up = models.BooleanField(default=False, help_text=_("Everything in this county is made up for a demonstration."))

    class Meta:
        verbose_name_plural = "counties"
        ordering = ["state", "name"]
        constraints = [
            CheckConstraint(
                name="county_fips_is_five_digits",
                condition=Q(fips__regex=r"^[0-9]{5}\Z"),
                violation_error_message=_("A county's FIPS code has five digits, as in 27053."),
            ),
            CheckConstraint(
                name="county_state_is_two_letters",
                condition=Q(state__regex=r"^[A-Z]{2}\Z"),
                violation_error_message=_("Write the state as two capital letters, as in MN."),
            ),
            CheckConstraint(
                name="county_has_a_zone",
                condition=~Q(timezone=""),
                violation_error_message=_("A county needs a time zone, as in America/Chicago."),
            ),
        ]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"
