"""The bookings that ended in a span, each in one class: its deepest contact with ICE. The number of queries does not depend on how many
there are."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import County
from accounts.periods import Month
from bookings.models import Booking, BookingKind, Charge, Detainer, FederalRequest, Handover, IceCall, IceVisit
from bookings.rules.conviction import ChargeFacts, conviction
from bookings.spans import Span
from reports.measures.annual import ALL_ENDED, CONTACT, DETAINER, HANDED_OVER, TABLES
from reports.releases.answers import ANSWERS, Ended

SPOKEN = (IceCall, IceVisit, FederalRequest)
COLUMNS = ("sex", "race", "age", "birth_answer", "birth_country", "citizen_answer", "citizen_country")
Rows = dict[str, dict[str, Counter[str]]]


@dataclass
class Cohort:
    """Of one county. `totals` by class (all bookings too), `rows` by grouping, class and group, "" for what was not recorded."""

    totals: Counter[str] = field(default_factory=Counter)
    rows: Rows = field(default_factory=lambda: {by: defaultdict(Counter) for by in ANSWERS})

    def add(self, one: Ended, of: Iterable[str]) -> None:
        codes = list(of)
        self.totals.update(codes)
        for by, answer in ANSWERS.items():
            wanted = [code for code in codes if code in TABLES[by][2]]
            if wanted:
                group = answer(one) or ""
                for code in wanted:
                    self.rows[by][code][group] += 1


def load(county: County, first: Month, last: Month) -> Cohort:
    """Count each booking that ended from the first to the last month, by the county's clock."""
    ended = ended_in(county, first, last)
    classes, moments = classified(ended)
    levels, charges = levels_of(ended), charges_of(moments)
    cohort = Cohort()
    for booking in ended.values("pk", "kind", *COLUMNS).order_by():
        pk, sentenced = booking.pop("pk"), booking.pop("kind") == BookingKind.SENTENCE
        status = conviction(charges[pk], moments[pk], sentenced=sentenced) if pk in moments else None
        one = Ended(**booking, levels=levels.get(pk, ()), conviction=status)
        cohort.add(one, [ALL_ENDED, *([classes[pk]] if pk in classes else [])])
    return cohort


def ended_in(county: County, first: Month, last: Month) -> QuerySet[Booking]:
    start, end = first.bounds(county.zone)[0], last.bounds(county.zone)[1]
    found: QuerySet[Booking] = Booking.objects.counted().filter(county=county, released_at__gte=start, released_at__lt=end)
    return found


def classified(ended: QuerySet[Booking]) -> tuple[dict[int, str], dict[int, Span]]:
    """The class of each booking with any contact, and the moment as of which its conviction status is asked."""
    of_them = {"booking__in": ended.values("pk")}
    classes: dict[int, str] = {}
    for model in SPOKEN:
        classes |= dict.fromkeys(model.objects.current().filter(**of_them).values_list("booking", flat=True), CONTACT)
    moments = dict(first_moments(Detainer.objects.counted().filter(**of_them), "received"))
    classes |= dict.fromkeys(moments, DETAINER)
    handed = dict(first_moments(Handover.objects.counted().filter(**of_them), "handed"))
    return classes | dict.fromkeys(handed, HANDED_OVER), moments | handed


def first_moments(facts: QuerySet[Any], name: str) -> Iterator[tuple[int, Span]]:
    """The last one of each booking in the order of the query: so the earliest fact."""
    rows = facts.order_by(f"-{name}_at", "-pk").values_list("booking", f"{name}_at", f"{name}_until")
    return ((booking, Span(at, until)) for booking, at, until in rows)


def levels_of(ended: QuerySet[Booking]) -> dict[int, set[str]]:
    """The levels of the charges of each booking; a charge without an offense is none."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Charge.objects.current().filter(booking__in=ended.values("pk")).exclude(disposition="no_offense")
    for booking, level in rows.order_by().values_list("booking", "level").distinct():
        found[booking].add(level)
    return found


def charges_of(moments: dict[int, Span]) -> dict[int, list[ChargeFacts]]:
    """The charges of the bookings with a handover or detainer."""
    found: dict[int, list[ChargeFacts]] = defaultdict(list)
    rows = Charge.objects.current().filter(booking__in=list(moments)).order_by()
    for booking, disposition, level, at, until in rows.values_list("booking", "disposition", "level", "disposed_at", "disposed_until"):
        found[booking].append(ChargeFacts(disposition, level, disposed(at, until)))
    return found


def disposed(at: datetime | None, until: datetime | None) -> Span | None:
    return Span(at, until) if at and until else None


def acts(county: County, first: Month, last: Month) -> dict[str, int]:
    """The same totals, counted by the database and by nothing above: the classes must add up to these."""
    ended = ended_in(county, first, last).annotate(
        handed=Exists(Handover.objects.current().filter(booking=OuterRef("pk"))),
        asked=Exists(Detainer.objects.current().once().filter(booking=OuterRef("pk"))),
        spoken=Exists(IceCall.objects.current().filter(booking=OuterRef("pk"))),
        visited=Exists(IceVisit.objects.current().filter(booking=OuterRef("pk"))),
        requested=Exists(FederalRequest.objects.current().filter(booking=OuterRef("pk"))),
    )
    untouched = ended.filter(handed=False, asked=False)
    return {
        ALL_ENDED: ended.count(),
        HANDED_OVER: ended.filter(handed=True).count(),
        DETAINER: ended.filter(handed=False, asked=True).count(),
        CONTACT: untouched.count() - untouched.filter(spoken=False, visited=False, requested=False).count(),
    }
