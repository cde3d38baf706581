"""What a county says of itself beside its figures: policies and known gaps. Dated facts about the county, none about a person."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.periods import Month
from reports.charts import Band, Mark, Noted


@dataclass(frozen=True)
class PolicyFact:
    """`until` is the first day on which it was no longer in force."""

    rule: str
    rule_name: str
    title: str
    text: str
    applies_to: str
    adopted_by: str
    start: date
    until: date | None
    source: str


@dataclass(frozen=True)
class Gap:
    """A time in which facts were not, or not all, recorded: from its first to its last day."""

    first: date
    last: date
    what: str


@dataclass(frozen=True)
class CountyFacts:
    policies: tuple[PolicyFact, ...] = ()
    gaps: tuple[Gap, ...] = ()


def marks(facts: CountyFacts, months: Sequence[Month]) -> list[Noted]:
    """The lines and bands of a chart over these months: a policy where its first day lies, a gap over each month that it touches."""
    if not months:
        return []
    lines = [Mark(at(one.start, months), note(one)) for one in facts.policies if in_view(one.start, months)]
    return [*lines, *(band(one, months) for one in facts.gaps if touches(one, months))]


def note(policy: PolicyFact) -> str:
    return _("From %(day)s: %(title)s") % {"day": date_format(policy.start, "DATE_FORMAT"), "title": policy.title}


def in_view(day: date, months: Sequence[Month]) -> bool:
    return months[0] <= Month.of_date(day) <= months[-1]


def at(day: date, months: Sequence[Month]) -> float:
    """The place of a day among the columns of its months."""
    month = Month.of_date(day)
    return index(month, months) + (day.day - 1) / calendar.monthrange(month.year, month.number)[1]


def index(month: Month, months: Sequence[Month]) -> int:
    return (month.year - months[0].year) * 12 + month.number - months[0].number


def touches(gap: Gap, months: Sequence[Month]) -> bool:
    return Month.of_date(gap.first) <= months[-1] and Month.of_date(gap.last) >= months[0]


def band(gap: Gap, months: Sequence[Month]) -> Band:
    first, last = max(Month.of_date(gap.first), months[0]), min(Month.of_date(gap.last), months[-1])
    return Band(index(first, months), index(last, months), gap_note(gap))


def gap_note(gap: Gap) -> str:
    words = {"first": date_format(gap.first, "DATE_FORMAT"), "last": date_format(gap.last, "DATE_FORMAT"), "what": gap.what}
    text = _("Known gap, %(first)s: %(what)s") if gap.first == gap.last else _("Known gap, %(first)s to %(last)s: %(what)s")
    return text % words


def in_force(facts: CountyFacts, month: Month) -> list[PolicyFact]:
    """The policies in force on any day of the month."""
    start, following = month.first_day, month.shift(1).first_day
    return [one for one in facts.policies if one.start < following and (one.until is None or one.until > start)]


def before_and_after(policy: PolicyFact, months: int = 12) -> tuple[list[Month], list[Month]]:
    """The whole months before the first day of a policy, and those from the first whole month in which it was in force."""
    begun = Month.of_date(policy.start)
    first_whole = begun if policy.start.day == 1 else begun.shift(1)
    after = list(first_whole.until(first_whole.shift(months - 1)))
    if policy.until:
        after = [month for month in after if month.shift(1).first_day - timedelta(1) < policy.until]
    return list(begun.shift(-months).until(begun.shift(-1))), after
