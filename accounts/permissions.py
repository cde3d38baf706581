"""Who may see which county: the one place. Pairs of `check_x` (raises with the reason) and `may_x` (asks)."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import County, Role, User

Anyone = User | AnonymousUser

OFFICE = frozenset({Role.RECORDS_OFFICER, Role.COMMISSIONER, Role.SUPERVISOR, Role.AUDITOR})
STAFF = frozenset({Role.STAFF, Role.SUPERVISOR})
# Who sets the rules of a county: its policies, its profile, its buildings.
GOVERNING = frozenset({Role.SUPERVISOR, Role.RECORDS_OFFICER, Role.ADMINISTRATOR})
# Who keeps the county's own log (known gaps, nil returns, requests about nobody): whoever is there to see a thing records it.
LOGGING = STAFF | GOVERNING
OVERSEEING = frozenset({Role.SUPERVISOR, Role.AUDITOR})


def counties_as(user: Anyone, roles: Iterable[Role]) -> QuerySet[County]:
    """The counties in which this person has one of the roles."""
    if not isinstance(user, User) or not user.is_active:
        return County.objects.none()
    return County.objects.filter(memberships__user=user, memberships__role__in=list(roles)).distinct()


def office_counties(user: Anyone) -> QuerySet[County]:
    """The counties whose exact figures this person may see."""
    return counties_as(user, OFFICE)


def may_see_office_figures(user: Anyone, county: County) -> bool:
    return office_counties(user).filter(pk=county.pk).exists()


def check_may_see_office_figures(user: Anyone, county: County) -> None:
    if not may_see_office_figures(user, county):
        raise PermissionDenied(_("Only the county's records officers, commissioners, supervisors and auditors see its exact figures."))


def staff_counties(user: Anyone) -> QuerySet[County]:
    """The counties whose bookings this person may see and enter."""
    return counties_as(user, STAFF)


def may_enter(user: Anyone, county: County) -> bool:
    return staff_counties(user).filter(pk=county.pk).exists()


def check_may_enter(user: Anyone, county: County) -> None:
    if not may_enter(user, county):
        raise PermissionDenied(_("Only the staff of this county's jail enter its record."))


def log_counties(user: Anyone) -> QuerySet[County]:
    """The counties whose own facts (those about no booking) this person may see."""
    return counties_as(user, LOGGING)


def may_log(user: Anyone, county: County) -> bool:
    """Whether this person records gaps, nil returns and requests about nobody in particular."""
    return log_counties(user).filter(pk=county.pk).exists()


def check_may_log(user: Anyone, county: County) -> None:
    if not may_log(user, county):
        raise PermissionDenied(_("Only the county's jail staff, supervisors, records officers and administrators keep its log."))


def governing_counties(user: Anyone) -> QuerySet[County]:
    """The counties whose policies, profile, buildings and law offices this person sets."""
    return counties_as(user, GOVERNING)


def may_govern(user: Anyone, county: County) -> bool:
    return governing_counties(user).filter(pk=county.pk).exists()


def check_may_govern(user: Anyone, county: County) -> None:
    if not may_govern(user, county):
        raise PermissionDenied(_("Only supervisors, records officers and administrators of this county change its rules and buildings."))


def may_keep_lists(user: Anyone) -> bool:
    """The dated lists are shared by all counties here, so only who governs each of them, or the key of the only one, may change them."""
    mine = counties_as(user, GOVERNING | {Role.MACHINE})
    return mine.exists() and not County.objects.exclude(pk__in=mine.values("pk")).exists()


def check_may_keep_lists(user: Anyone) -> None:
    if not may_keep_lists(user):
        raise PermissionDenied(_("The dated lists serve every county here: only who has charge of all of them may change one."))


def override_counties(user: Anyone) -> QuerySet[County]:
    """The counties of which this person sees what was held without a yes."""
    return counties_as(user, OVERSEEING)


def may_see_overrides(user: Anyone, county: County) -> bool:
    return override_counties(user).filter(pk=county.pk).exists()


def check_may_see_overrides(user: Anyone, county: County) -> None:
    if not may_see_overrides(user, county):
        raise PermissionDenied(_("Only the county's supervisors and auditors see what was held without a yes."))


IMPORTERS = frozenset({Role.SUPERVISOR, Role.RECORDS_OFFICER})


def import_counties(user: Anyone) -> QuerySet[County]:
    """The counties into whose record this person may import files."""
    return counties_as(user, IMPORTERS)


def may_import(user: Anyone, county: County) -> bool:
    return import_counties(user).filter(pk=county.pk).exists()


def check_may_import(user: Anyone, county: County) -> None:
    if not may_import(user, county):
        raise PermissionDenied(_("Only the county's supervisors and records officers import files."))


FILERS = frozenset({Role.RECORDS_OFFICER})


def filing_counties(user: Anyone) -> QuerySet[County]:
    """The counties whose statutory forms this person fills: exact case rows, so nobody else's."""
    return counties_as(user, FILERS)


def may_file(user: Anyone, county: County) -> bool:
    return filing_counties(user).filter(pk=county.pk).exists()


def check_may_file(user: Anyone, county: County) -> None:
    if not may_file(user, county):
        raise PermissionDenied(_("Only the county's records officers fill its statutory forms and keep its registers."))


# Two of them dispose: one proposes, another approves. Records officers also place holds.
DISPOSING = frozenset({Role.ADMINISTRATOR, Role.RECORDS_OFFICER})


def retention_counties(user: Anyone) -> QuerySet[County]:
    """The counties whose holds and disposals this person keeps."""
    return counties_as(user, DISPOSING)


def may_dispose(user: Anyone, county: County) -> bool:
    return retention_counties(user).filter(pk=county.pk).exists()


def check_may_dispose(user: Anyone, county: County) -> None:
    if not may_dispose(user, county):
        raise PermissionDenied(_("Only the county's administrators and records officers hold and dispose of its records."))


# Who asks the questions that stay on record until they are answered.
ASKERS = FILERS | {Role.COMMISSIONER}


def may_ask(user: Anyone, county: County) -> bool:
    return counties_as(user, ASKERS).filter(pk=county.pk).exists()


def check_may_ask(user: Anyone, county: County) -> None:
    if not may_ask(user, county):
        raise PermissionDenied(_("Only the county's commissioners and records officers put questions of the board on record."))


AUDITING = frozenset({Role.AUDITOR})


def audit_counties(user: Anyone) -> QuerySet[County]:
    """The counties of which this person sees what stands behind each figure."""
    return counties_as(user, AUDITING)


# Two of them publish: one drafts, another approves.
PUBLISHING = frozenset({Role.RECORDS_OFFICER, Role.SUPERVISOR})


def may_publish(user: Anyone, county: County) -> bool:
    """Whether this person drafts and approves what the county publishes."""
    return counties_as(user, PUBLISHING).filter(pk=county.pk).exists()


def check_may_publish(user: Anyone, county: County) -> None:
    if not may_publish(user, county):
        raise PermissionDenied(_("Only the county's records officers and supervisors draft and approve what it publishes."))


def defends(user: Anyone) -> bool:
    """Whether this person defends people somewhere. Whom they see follows from their office's clients, never from this."""
    return isinstance(user, User) and user.is_active and user.memberships.filter(role=Role.DEFENDER).exists()


KEY_KEEPING = frozenset({Role.ADMINISTRATOR})


def key_counties(user: Anyone) -> QuerySet[County]:
    """The counties for whose jail systems this person makes, changes and withdraws keys."""
    return counties_as(user, KEY_KEEPING)


def may_keep_keys(user: Anyone, county: County) -> bool:
    return key_counties(user).filter(pk=county.pk).exists()


def check_may_keep_keys(user: Anyone, county: County) -> None:
    if not may_keep_keys(user, county):
        raise PermissionDenied(_("Only the county's administrators keep the keys of its jail system."))


ADMINISTERING = frozenset({Role.ADMINISTRATOR})


def people_counties(user: Anyone) -> QuerySet[County]:
    """The counties whose people this person invites and whose roles this person gives."""
    return counties_as(user, ADMINISTERING)


def may_administer(user: Anyone, county: County) -> bool:
    return people_counties(user).filter(pk=county.pk).exists()


def check_may_administer(user: Anyone, county: County) -> None:
    if not may_administer(user, county):
        raise PermissionDenied(_("Only the county's administrators invite its people and give them roles."))


# Roles of people: a machine has a key instead, and is no person to invite.
HUMAN = frozenset(Role) - {Role.MACHINE}
# Whoever sees people, or decides who does, proves who they are twice. A commissioner sees counts alone.
SEEING_PEOPLE = HUMAN - {Role.COMMISSIONER}


def needs_second_factor(user: Anyone) -> bool:
    """Whether this account may do nothing until it has a second factor; made-up accounts of a laptop have none."""
    if not settings.SECOND_FACTOR_ASKED or not isinstance(user, User) or (user.made_up and settings.LOCAL):
        return False
    return user.memberships.filter(role__in=SEEING_PEOPLE).exists()
