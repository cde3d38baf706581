"""What the made-up counties have published: every closed month, and the tables of people of each whole year that has settled. By two
made-up officers, through the verbs that officers use."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from accounts.models import County, Origin, User
from accounts.periods import Month
from jailwatch.demo.places import Place
from reports.disclosure.work import settled_on
from reports.figures import covered_months
from reports.models import Plan
from reports.releases import actions, annual, checks, planning

Users = dict[str, User]
Clock = Callable[[Place], datetime]


def publish(places: Iterable[Place], users: Users, now: Clock) -> None:
    """State by state: the plan of each year first, as before the year, then the months, then the years."""
    by_state: dict[str, list[Place]] = {}
    for place in places:
        by_state.setdefault(place.state, []).append(place)
    for state, some in sorted(by_state.items()):
        counties = {place.slug: County.objects.get(slug=place.slug) for place in some}
        plans = [planned(state, year, some, users) for year in whole_years(counties.values())]
        for place in some:
            months(counties[place.slug], users, now(place))
        for plan in plans:
            year(plan, users, min(now(place) for place in some))


def whole_years(counties: Iterable[County]) -> list[int]:
    """Years of which every county has a record from January on; the running one is planned too."""
    covered = [found for county in counties if (found := covered_months(county))]
    first, last = max(one[0] for one in covered), max(one[1] for one in covered)
    return list(range(first.year + (first.number > 1), last.year + 1))


def planned(state: str, year: int, places: Iterable[Place], users: Users) -> Plan:
    """Made in the December before, from what was known then."""
    plan = planning.draft(state, year, Month(year - 1, 12), {place.slug: place.residents for place in places})
    return actions.approve_plan(plan, state, approved_on=date(year - 1, 12, 15), origin=Origin.DEMO, **officers(users))


def months(county: County, users: Users, now: datetime) -> None:
    first, last = covered_months(county) or (None, None)
    for month in first.until(last) if first and last else ():
        if checks.closes_at(county, month) <= now:
            actions.publish_month(county, month, at=now, origin=Origin.DEMO, **officers(users))


def year(plan: Plan, users: Users, now: datetime) -> None:
    if now.date() < settled_on(plan.year):
        return
    fixed = planning.parse(plan.document)
    found, acts = annual.counted(plan.state, plan.year)
    for unit in annual.units(fixed):
        actions.publish_year(annual.draft(fixed, unit, found, acts), plan, at=now, origin=Origin.DEMO, **officers(users))


def officers(users: Users) -> dict[str, Any]:
    return {"drafted_by": users["records_officer"], "approved_by": users["supervisor"]}
