"""What a release freezes beside its figures: policies in force and known gaps of its period. Facts of counties, none of a person."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import County
from accounts.periods import Month
from bookings.models import Outage, Policy
from reports.models import FederalMoney
from reports.registers.declared import COUNTED
from reports.registers.page import counted

SAID = ("rule", "title", "text", "applies_to", "adopted_by", "source")


def facts(counties: Iterable[County], first: Month, last: Month) -> dict[str, list[dict[str, Any]]]:
    """By county and date, what was not entered in error by the time of the release."""
    some = sorted(counties, key=lambda one: one.slug)
    return {
        "policies": [one for county in some for one in policies(county, first, last)],
        "outages": [one for county in some for one in outages(county, first, last)],
    }


def policies(county: County, first: Month, last: Month) -> list[dict[str, Any]]:
    """In force on any day of the period. `until` is the first day on which it was no longer in force, as far as it was known."""
    found = Policy.objects.filter(county=county, entered_in_error=False, in_force_from__lt=last.shift(1).first_day)
    found = found.exclude(in_force_until__lte=first.first_day).order_by("in_force_from", "rule")
    return [
        {"county": county.slug, "from": one.in_force_from, "until": one.in_force_until} | {name: getattr(one, name) for name in SAID}
        for one in found
    ]


def outages(county: County, first: Month, last: Month) -> list[dict[str, Any]]:
    """By the days on the county's clock, first and last: what is missing is told, not when in the day."""
    start, end = first.bounds(county.zone)[0], last.bounds(county.zone)[1]
    found = Outage.objects.filter(county=county, entered_in_error=False, gap_at__lt=end, gap_until__gt=start).order_by("gap_at", "pk")
    return [{"county": county.slug, "first": day_of(one.gap_at, county), "last": last_day(one, county), "what": one.what} for one in found]


def day_of(moment: datetime, county: County) -> date:
    return moment.astimezone(county.zone).date()


def last_day(gap: Outage, county: County) -> date:
    """A gap until midnight does not reach into the day that begins with it."""
    return max(day_of(gap.gap_at, county), day_of(gap.gap_until - timedelta(microseconds=1), county))


def registers(county: County, month: Month) -> dict[str, dict[str, int]]:
    """How many questions, claims and demands were open, came and ended in the month; no words of any."""
    first, last = month.first_day, month.shift(1).first_day - timedelta(days=1)
    found = {code: counted(county, one, first, last) for code, one in COUNTED.items()}
    return {code: {name: getattr(n, name) for name in ("open_before", "came", "ended", "open_after")} for code, n in found.items()}


def federal_money(county: County, first: Month, last: Month) -> list[dict[str, Any]]:
    """What was received in these months, by day. Amounts in dollars."""
    found = FederalMoney.objects.filter(
        county=county, entered_in_error=False, received_on__gte=first.first_day, received_on__lt=last.shift(1).first_day
    )
    names = ("programme", "amount", "received_on", "first_day", "last_day", "source")
    return [{name: getattr(one, name) for name in names} for one in found.order_by("received_on", "pk")]
