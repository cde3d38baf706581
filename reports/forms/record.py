"""What the forms read: values of the record, without names, numbers of bookings or public ids. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from accounts.periods import Month
from bookings.models import Form as PaperForm
from bookings.models.handover import Mode
from bookings.rules.conviction import ChargeFacts, Conviction, conviction
from bookings.spans import MINUTE, Span
from notifications.rules.clock import Clocks
from reports.forms.period import Period

# These ask to be told of a release, and not to hold anybody.
NOTICE_ONLY = frozenset({PaperForm.I_247N.value, PaperForm.I_247G.value})
# Arrests by ICE after a release are no transfers; where it is not known how ICE took somebody, the jail is taken to have handed over.
TRANSFERS = frozenset({Mode.CUSTODY_TRANSFER.value, Mode.CONTRACTOR.value, Mode.UNKNOWN.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A detainer or a request for notice. `boxes` are the reasons ticked, and `warrant` what came with it."""

    key: int
    received: Span
    form: str
    form_label: str
    warrant: str
    warrant_label: str
    boxes: frozenset[str] = frozenset()
    asks_hold: bool = False
    decision: str = ""
    ends: tuple[Span, ...] = ()
    expired: Span | None = None

    @property
    def is_notice_only(self) -> bool:
        return self.form in NOTICE_ONLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """ICE or another federal agency wanted something of the jail, other than by a detainer. `told` is what it was told."""

    key: int
    received: Span
    source: str
    wanted: str
    agency: str
    handled: str
    answered: Span | None = None
    told: frozenset[str] = frozenset()
    is_honored: bool = False

    @property
    def is_for_information(self) -> bool:
        return self.source != "interview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The jail told ICE something: a telling of a release, or a call that it started."""

    when: Span
    way: str
    basis: str
    basis_label: str
    reached: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """ICE took the person. `paper` is the key of the detainer on which it did."""

    when: Span
    mode: str
    agency: str
    paper: int | None = None

    @property
    def is_transfer(self) -> bool:
        return self.mode in TRANSFERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One booking. `person` is equal for two bookings of one person, where the jail's system says so; it stands in no form."""

    person: str
    released: Span | None
    release_kind: str
    release_label: str
    clocks: Clocks
    papers: tuple[Paper, ...] = ()
    handed: Handed | None = None
    bail: Span | None = None
    disavowed: bool = False
    requests: tuple[Request, ...] = ()
    notices: tuple[Notice, ...] = ()
    charges: tuple[ChargeFacts, ...] = ()
    felonies: tuple[ChargeFacts, ...] = ()
    sentenced: bool = False

    @property
    def left(self) -> Span | None:
        """When the person left the jail's custody."""
        if self.released is None and self.handed is not None and self.handed.is_transfer:
            return self.handed.when
        return self.released

    @property
    def transfer(self) -> Handed | None:
        return self.handed if self.handed and self.handed.is_transfer else None

    def convicted(self, as_of: Span) -> bool:
        """Whether a conviction in this booking was certain by then."""
        return conviction(self.charges, as_of, sentenced=self.sentenced) == Conviction.CONVICTED

    def convicted_of_felony(self, as_of: Span) -> bool:
        return conviction(self.felonies, as_of) == Conviction.CONVICTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything that the forms of one county and period read. `gaps` are months of which nothing is on record."""

    county: str
    zone: ZoneInfo
    period: Period
    as_of: datetime
    cases: tuple[Case, ...] = ()
    general: tuple[Request, ...] = ()
    gaps: tuple[Month, ...] = ()
    reasons: Callable[[Paper], frozenset[str]] = lambda paper: frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether the period is over and nothing of it is missing, so that "none" may be certified."""
        return not self.gaps and self.period.is_over(self.as_of, self.zone)

    def holds(self, moment: Span | None) -> bool:
        """Whether a moment falls in the period: by its start, on the county's clock."""
        start, end = self.period.bounds(self.zone)
        return moment is not None and start <= moment.at < end

    def papers(self) -> Iterator[tuple[Case, Paper]]:
        """The papers received in the period, in the order in which they came."""
        found = [(case, paper) for case in self.cases for paper in case.papers if self.holds(paper.received)]
        yield from sorted(found, key=lambda pair: (pair[1].received.at, pair[1].key))

    def requests(self) -> list[tuple[Case | None, Request]]:
        """The requests received in the period, those about nobody in particular among them."""
        found: list[tuple[Case | None, Request]] = [(case, one) for case in self.cases for one in case.requests]
        found += [(None, one) for one in self.general]
        inside = [pair for pair in found if self.holds(pair[1].received)]
        return sorted(inside, key=lambda pair: (pair[1].received.at, pair[1].source, pair[1].key))

    def handovers(self) -> list[tuple[Case, Handed]]:
        found = [(case, case.handed) for case in self.cases if case.handed is not None and self.holds(case.handed.when)]
        return sorted(found, key=lambda pair: pair[1].when.at)


def persons(cases: Iterable[Case]) -> int:
    """How many people: two bookings of one person are one, where the jail's system says so."""
    return len({case.person for case in cases})


def day(moment: Span, zone: ZoneInfo) -> str:
    """A date as forms write it; of a moment that straddles two days, both."""
    first, last = _local(moment, zone)
    return f"{first:%Y-%m-%d}" if first.date() == last.date() else f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"


def date_and_time(moment: Span, zone: ZoneInfo) -> str:
    """To the minute with the name of the zone, or as much as is known."""
    first, last = _local(moment, zone)
    if moment.is_exact:
        return f"{first:%Y-%m-%d %H:%M %Z}"
    if first.date() == last.date() and moment == Span.local_day(first.date(), zone):
        return f"{first:%Y-%m-%d}, time not recorded"
    return f"between {first:%Y-%m-%d %H:%M %Z} and {last:%Y-%m-%d %H:%M %Z}"


def _local(moment: Span, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return moment.at.astimezone(zone), max(moment.at, moment.until - MINUTE).astimezone(zone)
