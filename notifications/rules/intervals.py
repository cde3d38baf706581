"""The table of intervals: what each one counts from and to. It makes the timings, the method page and the figures.

The clock's start stands in the name of each (a "lead time" from the first attempt is another one than from the moment ICE was
reached). Bounds are whole minutes: equal where both moments are exact, apart where one is coarse, negative where the later moment
came first. Sources: conventions D3, domain 3.3 (I1 to I16).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bookings.models import StepKind
from bookings.spans import MINUTE, Span, gap
from notifications.rules.clock import Case, Clocks, Mark, Paper, first, in_force, last, not_after

RULE_VERSION = "1"


class Reading(TextChoices):
    KNOWN = "known", _("known")
    OPEN = "open", _("still running")
    NEVER = "never", _("never happened")
    UNKNOWN = "unknown", _("not recorded")


@dataclass(frozen=True, slots=True)
class Value:
    """One interval of one release. `low` and `high` are minutes, of a known one only."""

    state: str
    low: int | None = None
    high: int | None = None

    @classmethod
    def known(cls, low: timedelta, high: timedelta) -> "Value":
        return cls(Reading.KNOWN, low // MINUTE, high // MINUTE)


@dataclass(frozen=True, slots=True)
class Ends:
    """The two moments of an interval, and what the absence of each means. `arises` says whether it can be asked at all."""

    start: Span | None
    end: Span | None
    arises: bool = True
    start_may_be_missing: bool = False
    end_may_be_missing: bool = False

    def value(self, over: bool) -> Value | None:
        """Known; running; never (what may rightly not happen did not); or not recorded. None where it cannot be asked."""
        if not self.arises or (self.start is None and self.end is None):
            return None
        if self.start and self.end:
            bounds = gap(self.start, self.end)
            return Value.known(bounds.low, bounds.high)
        if self.start and not over:
            return Value(Reading.OPEN)
        may_be_missing = self.end_may_be_missing if self.start else self.start_may_be_missing
        return Value(Reading.NEVER if may_be_missing else Reading.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Interval:
    code: str
    name: object
    counts: object
    source: str
    of: Callable[[Case, Clocks], Ends]


def when(mark: Mark | None) -> Span | None:
    return mark.when if mark else None


def between(start: str, end: str, *, needs: str = "", start_may_miss: bool = False, end_may_miss: bool = False) -> Callable[..., Ends]:
    """An interval between two moments of the clock; `needs` is a moment, or `ice_interest`, without which it is not asked."""

    def of(_case: Case, clocks: Clocks) -> Ends:
        arises = bool(getattr(clocks, needs)) if needs else True
        return Ends(when(getattr(clocks, start)), when(getattr(clocks, end)), arises, start_may_miss, end_may_miss)

    return of


def paper_of(case: Case, clocks: Clocks) -> Paper | None:
    """The detainer that the release is timed against: the last received of those in force at the end, else the last received."""
    known = [one for one in case.papers if not_after(one, clocks.t7)]
    return last(one for one in known if in_force(one, clocks.t7)) or last(known)


def bail(case: Case, clocks: Clocks) -> Ends:
    offered = first(step for step in case.steps if step.kind == StepKind.BAIL_OFFERED and not_after(step, clocks.t7))
    return Ends(when(offered), when(clocks.t7), arises=offered is not None)


def to_contact(case: Case, clocks: Clocks) -> Ends:
    return Ends(case.booked, when(first(case.calls)), arises=bool(case.calls))


def to_ice_answer(case: Case, clocks: Clocks) -> Ends:
    asked = first(one for one in case.calls if one.answered) or first(case.calls)
    return Ends(when(asked), asked.answered if asked else None, arises=asked is not None, end_may_be_missing=True)


def arrest_to_detainer(case: Case, clocks: Clocks) -> Ends:
    return Ends(case.arrested, when(first(case.papers)), arises=bool(case.papers))


def to_service(case: Case, clocks: Clocks) -> Ends:
    paper = paper_of(case, clocks)
    return Ends(when(paper), paper.served if paper else None, arises=paper is not None, end_may_be_missing=True)


def to_outcome(case: Case, clocks: Clocks) -> Ends:
    paper = paper_of(case, clocks)
    ends = [*(paper.ends if paper else ()), *filter(None, [when(clocks.t7)])]
    return Ends(when(paper), min(ends, key=lambda span: span.at, default=None), arises=paper is not None)


def query_to_detainer(case: Case, clocks: Clocks) -> Ends:
    call = first(case.calls)
    later = [paper.when for paper in case.papers if call and not paper.when.certainly_before(call.when)]
    ends = [*later, *filter(None, [when(clocks.t7)])]
    return Ends(when(call), min(ends, key=lambda span: span.at, default=None), arises=call is not None)


def to_advice(case: Case, clocks: Clocks) -> Ends:
    return Ends(case.booked, when(first(case.advice)), arises=bool(case.advice))


def to_consulate(case: Case, clocks: Clocks) -> Ends:
    told = [one.told for one in case.advice if one.told]
    return Ends(when(first(case.advice)), min(told, key=lambda span: span.at, default=None), bool(case.advice), end_may_be_missing=True)


TABLE: tuple[Interval, ...] = (
    Interval(
        "LT-001",
        _("lead time from the first attempt"),
        _("from the first attempt to tell ICE to the release; negative if ICE was told afterwards"),
        "D3, I8",
        between("t2", "t7", needs="ice_interest", start_may_miss=True),
    ),
    Interval(
        "LT-002",
        _("lead time from reaching ICE"),
        _("from the first attempt that reached ICE to the release"),
        "D3, I8",
        between("t3", "t7", needs="ice_interest", start_may_miss=True),
    ),
    Interval(
        "LT-003",
        _("reaction"),
        _("from release-eligible to the first attempt to tell ICE"),
        "D3",
        between("t0", "t2", needs="ice_interest", end_may_miss=True),
    ),
    Interval(
        "LT-004",
        _("time to reach"),
        _("from the first attempt to the one that reached ICE"),
        "D3",
        between("t2", "t3", needs="t2", end_may_miss=True),
    ),
    Interval(
        "LT-005", _("answer time"), _("from reaching ICE to its first answer"), "D3", between("t3", "t4", needs="t3", end_may_miss=True)
    ),
    Interval("LT-006", _("release processing"), _("from release-eligible to the release"), "D3, I4", between("t0", "t7", needs="t0")),
    Interval(
        "LT-007",
        _("eligible to cleared"),
        _("from release-eligible to cleared for release"),
        "D3",
        between("t0", "cleared", needs="t0"),
    ),
    Interval("LT-008", _("cleared to out"), _("from cleared for release to the release"), "I3", between("cleared", "t7", needs="cleared")),
    Interval("LT-009", _("wait at pick-up"), _("from the release to the handover"), "D3", between("t7", "t8", needs="t8")),
    Interval(
        "LT-010",
        _("defense gap"),
        _("from telling ICE to telling counsel or designee; negative if they knew first"),
        "D3, I7",
        between("t2", "t6", needs="t2", end_may_miss=True),
    ),
    Interval(
        "LT-011",
        _("notice to the person"),
        _("from telling ICE to telling the person in writing; negative if they knew first"),
        "D3, I7",
        between("t2", "t5", needs="t2", end_may_miss=True),
    ),
    Interval("LT-012", _("staff knew"), _("from release-eligible to staff knowing of it"), "D3", between("t0", "t1", needs="t1")),
    Interval(
        "LT-013",
        _("ICE told to pick-up"),
        _("from the first attempt to tell ICE to the handover"),
        "I13",
        between("t2", "t8", needs="t2", end_may_miss=True),
    ),
    Interval("LT-014", _("bail offered to out"), _("from the first offer of bail to the release"), "I5", bail),
    Interval("LT-016", _("booked to call"), _("from booking to the first call to ICE that the jail started"), "I1", to_contact),
    Interval("LT-017", _("call to answer"), _("from the jail's call to ICE's answer"), "I2", to_ice_answer),
    Interval("LT-018", _("arrest to detainer"), _("from the arrest to the receipt of the first detainer"), "I11", arrest_to_detainer),
    Interval("LT-019", _("detainer to copy served"), _("from receipt of the detainer to the copy served on the person"), "I6", to_service),
    Interval("LT-020", _("detainer to its end"), _("from receipt of the detainer to its end or the release"), "I10", to_outcome),
    Interval(
        "LT-021", _("call to detainer or release"), _("from the jail's first call to a detainer or the release"), "I14", query_to_detainer
    ),
    Interval("LT-022", _("booked to consular advice"), _("from booking to the consular advice"), "I15", to_advice),
    Interval("LT-023", _("advice to consulate told"), _("from the consular advice to telling the consulate"), "I15", to_consulate),
)
HOURS_SHORT = "LT-015"
RECORDED_LATE = "LT-024"
EXTRA_HOLD = "LT-025"
# Intervals that are no distance between two moments, so that the method page can name them too.
DERIVED: tuple[tuple[str, object, object, str], ...] = (
    (HOURS_SHORT, _("hours asked minus given"), _("the hours of notice ICE asked for, less the lead time from the first attempt"), "I9"),
    (RECORDED_LATE, _("recorded late"), _("the longest time from a fact of the clock happening to its being recorded"), "I16"),
    (
        EXTRA_HOLD,
        _("extra hold"),
        _(
            "release processing less the median of the county's releases for the same reason without ICE interest in the twelve "
            "months before; not known with fewer than 30 of them"
        ),
        "D3",
    ),
)


def intervals(case: Case, clocks: Clocks) -> dict[str, Value]:
    """Every interval that can be asked of this release, by code."""
    found = {one.code: value for one in TABLE if (value := one.of(case, clocks).value(clocks.over)) is not None}
    if (short := hours_short(case, clocks, found.get("LT-001"))) is not None:
        found[HOURS_SHORT] = short
    if (late := recorded_late(clocks)) is not None:
        found[RECORDED_LATE] = late
    return found


def hours_short(case: Case, clocks: Clocks, lead: Value | None) -> Value | None:
    """What ICE asked for, less what it got; asked at the telling, else on the detainer."""
    paper = paper_of(case, clocks)
    asked = (clocks.t2.hours_asked if clocks.t2 else None) or (paper.hours_asked if paper else None)
    if asked is None or lead is None:
        return None
    if lead.low is None or lead.high is None:
        return lead
    return Value(Reading.KNOWN, asked * 60 - lead.high, asked * 60 - lead.low)


def recorded_late(clocks: Clocks) -> Value | None:
    marks = [mark for mark in (getattr(clocks, name) for name in ("t0", "t1", "cleared", "t2", "t3", "t4", "t5", "t6", "t8")) if mark]
    return max((lateness(mark.when, mark.recorded) for mark in marks), key=lambda value: value.high or 0, default=None)


def lateness(happened: Span, recorded: datetime) -> Value:
    """From a fact happening to its being recorded. Below zero only if its time lies ahead."""
    return Value.known(recorded - happened.until + MINUTE, recorded - happened.at)


def by_code() -> Iterable[tuple[str, object, object, str]]:
    """Code, name, what it counts, and source of every interval: the method page prints this."""
    plain = [(one.code, one.name, one.counts, one.source) for one in TABLE]
    return sorted([*plain, *DERIVED], key=lambda row: row[0])
