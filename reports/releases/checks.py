"""What must be true before something is published. Pairs: `problems` names all that is not, `check` raises them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import permissions, profiles
from accounts.models import County, User
from accounts.periods import Month
from reports import checks
from reports.figures.office import stale


def closes_at(county: County, month: Month) -> datetime:
    """When a month is closed: it is over, and so are the county's days for late entries, at midnight by its clock."""
    end = month.bounds(county.zone)[1]
    profile = profiles.in_force_at(county, end - timedelta(minutes=1))
    day = month.shift(1).first_day + timedelta(days=profile.late_entry_days)
    return datetime(day.year, day.month, day.day, tzinfo=county.zone).astimezone(UTC)


def month_problems(county: County, month: Month, at: datetime) -> list[str]:
    return list(_month_problems(county, month, at))


def _month_problems(county: County, month: Month, at: datetime) -> Iterator[str]:
    closed = closes_at(county, month)
    if at < closed:
        words = {"month": month, "day": closed.astimezone(county.zone).date()}
        yield _("%(month)s is not closed yet: late entries are taken until %(day)s.") % words
    if waiting := stale(county):
        yield _("The figures are being computed: %(count)s changes wait. Try again in a minute.") % {"count": waiting}
    yield from (problem.says for problem in checks.problems(county, month))


def check_month(county: County, month: Month, at: datetime) -> None:
    if found := month_problems(county, month, at):
        raise ValidationError(found)


def may_publish_month(county: County, month: Month, at: datetime) -> bool:
    return not month_problems(county, month, at)


def check_two_people(drafted_by: User, approved_by: User) -> None:
    if drafted_by.pk == approved_by.pk:
        raise ValidationError(_("It must be approved by somebody else than who drafted it."))


def check_officers(county: County, *people: User) -> None:
    for person in people:
        permissions.check_may_publish(person, county)


def local_day(county: County, at: datetime) -> date:
    return at.astimezone(county.zone).date()
