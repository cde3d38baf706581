from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Pulse(models.Model):
    """The last sign of life of the schedule and of the workers, by the database's clock. The distance to now is the lag."""

    name = models.CharField(max_length=40, unique=True)
    beaten_at = models.DateTimeField(_("last heard"), db_default=Now())

    def __str__(self) -> str:
        return self.name
