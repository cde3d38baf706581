"""What must be true before something is published. Pairs: `problems` names all that is not, `check` raises them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import permissions, profiles
from accounts.models import County, User
from accounts.periods import Month
from bookings.models import Outage
from bookings.spans import MINUTE
from reports import checks
from reports.checks import BOUND, PARTITION, STOCK, Problem
from reports.disclosure import is_act
from reports.disclosure.acts import shows_groups
from reports.figures.office import stale
from reports.models import MeasureCell
from reports.releases import monthly


def closes_at(county: County, month: Month) -> datetime:
    """When a month is closed: it is over, and so are the county's days for late entries, at midnight by its clock."""
    return closing(county)(month)


def closing(county: County) -> Callable[[Month], datetime]:
    """The same of many months, with the county's profiles read once."""
    profile = profiles.all_of(county)

    def closes(month: Month) -> datetime:
        late = profile(month.bounds(county.zone)[1] - timedelta(minutes=1)).late_entry_days
        day = month.shift(1).first_day + timedelta(days=late)
        return datetime(day.year, day.month, day.day, tzinfo=county.zone).astimezone(UTC)

    return closes


@dataclass(frozen=True, slots=True)
class Check:
    """One question asked of a month before it is published. `says` is why it failed; a note `blocks` nothing, but the officer reads it."""

    name: str
    found: tuple[Problem, ...] = ()
    blocks: bool = True

    @property
    def passed(self) -> bool:
        return not self.found


def review(county: County, month: Month, at: datetime) -> list[Check]:
    """Every question, in the order in which an officer goes through them."""
    adds_up = checks.problems(county, month)
    by_kind = {kind: tuple(one for one in adds_up if one.kind == kind) for kind in (PARTITION, BOUND, STOCK)}
    return [
        Check(_("The month is over, and so are the days for late entries"), said(open_still(county, month, at))),
        Check(_("The figures hold all that was written"), said(waiting(county))),
        Check(_("The groups of each measure make its whole"), by_kind[PARTITION]),
        Check(_("No part is larger than its whole"), by_kind[BOUND]),
        Check(_("Detainers open at the start, and received, less those ended, are those open at the end"), by_kind[STOCK]),
        Check(_("Nothing in it describes people"), said(describes_people(county, month))),
        Check(_("The month has a record, or a signed nil return"), said(missing(county, month)), blocks=False),
        Check(_("No known gap lies in the month"), said(gaps(county, month)), blocks=False),
    ]


def said(found: Iterable[str]) -> tuple[Problem, ...]:
    return tuple(Problem(one, "") for one in found)


def open_still(county: County, month: Month, at: datetime) -> Iterator[str]:
    closed = closes_at(county, month)
    if at < closed:
        words = {"month": month, "day": closed.astimezone(county.zone).date()}
        yield _("%(month)s is not closed yet: late entries are taken until %(day)s.") % words


def waiting(county: County) -> Iterator[str]:
    if count := stale(county):
        yield _("The figures are being computed: %(count)s changes wait. Try again in a minute.") % {"count": count}


def describes_people(county: County, month: Month) -> Iterator[str]:
    """Asked of the draft itself, by the closed list alone: it does not matter how the draft was made."""
    content = monthly.draft(county, month).content
    groups = [(code, by, cut) for code, some in content["groups"].items() for by, cut in some.items()]
    wrong = [(code, "") for code in content["totals"] if not is_act(code, "")]
    wrong += [(code, by) for code, by, cut in groups if not is_act(code, by) or (cut["values"] and not shows_groups(cut["total"]))]
    for code, by in wrong:
        yield _("%(measure)s %(by)s is not on the list of what may be published of a month.") % {"measure": code, "by": by}


def missing(county: County, month: Month) -> Iterator[str]:
    if not MeasureCell.objects.filter(county=county, month=month.first_day).exists():
        yield _("Nothing is on record of %(month)s, and nobody signed that there was nothing: it would be published as no data.") % {
            "month": month
        }


def gaps(county: County, month: Month) -> Iterator[str]:
    start, end = month.bounds(county.zone)
    for one in Outage.objects.filter(county=county, entered_in_error=False, gap_at__lt=end, gap_until__gt=start).order_by("gap_at"):
        days = [moment.astimezone(county.zone).date() for moment in (one.gap_at, one.gap_until - MINUTE)]
        yield _("%(what)s: from %(first)s to %(last)s.") % {"what": one.what, "first": days[0], "last": days[1]}


def month_problems(county: County, month: Month, at: datetime) -> list[str]:
    return [problem.says for check in review(county, month, at) if check.blocks for problem in check.found]


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
