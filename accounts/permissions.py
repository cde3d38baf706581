"""Who may see which county: the one place. Pairs of `check_x` (raises with the reason) and `may_x` (asks)."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import County, Role, User

OFFICE = frozenset({Role.RECORDS_OFFICER, Role.COMMISSIONER, Role.SUPERVISOR, Role.AUDITOR})


def office_counties(user: User | AnonymousUser) -> QuerySet[County]:
    """The counties whose exact figures this person may see."""
    if not isinstance(user, User) or not user.is_active:
        return County.objects.none()
    return County.objects.filter(memberships__user=user, memberships__role__in=OFFICE).distinct()


def may_see_office_figures(user: User | AnonymousUser, county: County) -> bool:
    return office_counties(user).filter(pk=county.pk).exists()


def check_may_see_office_figures(user: User | AnonymousUser, county: County) -> None:
    if not may_see_office_figures(user, county):
        raise PermissionDenied(_("Only the county's records officers, commissioners, supervisors and auditors see its exact figures."))


STAFF = frozenset({Role.STAFF, Role.SUPERVISOR})


def staff_counties(user: User | AnonymousUser) -> QuerySet[County]:
    """The counties whose bookings this person may see and enter."""
    if not isinstance(user, User) or not user.is_active:
        return County.objects.none()
    return County.objects.filter(memberships__user=user, memberships__role__in=STAFF).distinct()


def may_enter(user: User | AnonymousUser, county: County) -> bool:
    return staff_counties(user).filter(pk=county.pk).exists()


def check_may_enter(user: User | AnonymousUser, county: County) -> None:
    if not may_enter(user, county):
        raise PermissionDenied(_("Only the staff of this county's jail enter its record."))
