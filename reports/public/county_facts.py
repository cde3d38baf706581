"""The one public reading of the record besides releases: a county's policies and known gaps. It carries no person, no staff, no remark."""

from django.db.models import Count, Max, Sum

from accounts.models import County
from bookings.models import Outage, Policy
from reports.public.facts import CountyFacts, Gap, PolicyFact


def read(county: County) -> CountyFacts:
    """Two queries: what was not entered in error, by date."""
    return CountyFacts(tuple(policies(county)), tuple(gaps(county)))


def policies(county: County) -> list[PolicyFact]:
    found = Policy.objects.filter(county=county, entered_in_error=False).order_by("in_force_from", "rule")
    return [policy_fact(one) for one in found]


def policy_fact(one: Policy) -> PolicyFact:
    names = {"rule": one.rule, "rule_name": one.get_rule_display(), "title": one.title, "text": one.text}
    return PolicyFact(
        **names,
        applies_to=one.applies_to,
        adopted_by=one.adopted_by,
        start=one.in_force_from,
        until=one.in_force_until,
        source=one.source,
    )


def rule_name(code: str) -> str:
    """The name of a rule that a release has frozen by its code."""
    return str(dict(Policy._meta.get_field("rule").flatchoices).get(code, code))


def gaps(county: County) -> list[Gap]:
    """By the days on the county's clock; what is missing is told, not when in the day."""
    found = Outage.objects.filter(county=county, entered_in_error=False).order_by("gap_at", "pk")
    return [gap(one, county) for one in found]


def gap(one: Outage, county: County) -> Gap:
    first, last = (moment.astimezone(county.zone) for moment in (one.gap_at, one.gap_until))
    ends_at_midnight = last.hour == last.minute == last.second == 0 and last.date() > first.date()
    return Gap(first.date(), last.date() if not ends_at_midnight else last.date().fromordinal(last.date().toordinal() - 1), one.what)


def stamp(county: County) -> str:
    """Changes whenever a policy or a gap is added or corrected, so that a kept page is not shown longer. Two small queries."""
    found = [
        model.objects.filter(county=county).aggregate(count=Count("pk"), versions=Sum("version"), last=Max("recorded_at"))
        for model in (Policy, Outage)
    ]
    return repr([tuple(one.values()) for one in found])
