"""Who may see what of notifications. The one place in which a defender's access is decided."""

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Role, User
from bookings.querysets import OfBookingQuerySet


class OfficeQuerySet(models.QuerySet[Any]):
    def still_open(self) -> Self:
        return self.filter(Q(closed_at=None) | Q(closed_at__gt=timezone.now()))

    def of(self, user: User | AnonymousUser) -> Self:
        """The open offices of which this person is a member, in counties in which they are a defender."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        defends = Q(county__memberships__user=user, county__memberships__role=Role.DEFENDER)
        return self.still_open().filter(defends, members=user)


class RepresentationQuerySet(OfBookingQuerySet):
    def in_force(self) -> Self:
        """Begun, not ended, and not entered in error; of a booking that was not either."""
        now = timezone.now()
        not_ended = Q(ended_at=None) | Q(ended_at__gt=now)
        return self.current().filter(not_ended, began_at__lte=now, booking__entered_in_error=False)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of this person's offices. A defender gets at a booking through this and through nothing else."""
        offices = self.model._meta.get_field("office").related_model._default_manager
        return self.in_force().filter(office__in=offices.of(user))
