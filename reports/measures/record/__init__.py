"""What the record says of one county-month, read once, so that all its measures speak of the same moment.

Bookings held for ICE by contract and facts entered in error are outside (`counted`). Months are cut in the county's zone
by the start of a moment. The number of queries does not depend on how much there is. One loader a theme.
"""

from dataclasses import dataclass

from accounts.models import County
from accounts.periods import Month
from reports.measures.record import calls as contact
from reports.measures.record import clock, cost, detainers, ended, handovers, other, people, quality
from reports.measures.record import visits as interviews
from reports.measures.record.period import Period


@dataclass(frozen=True)
class Record:
    """One list a theme. `papers` are the detainers received in the month and those open at one of its ends."""

    booked: list[people.Booked]
    ended: list[ended.Ended]
    papers: list[detainers.Paper]
    calls: list[contact.Call]
    consents: list[contact.Asked]
    referred: list[contact.Referred]
    visits: list[interviews.Visit]
    visits_held: list[interviews.Visit]
    tries: list[clock.Try]
    releases: list[clock.Release]
    handovers: list[handovers.Taken]
    advised: list[other.Advised]
    consulates: list[other.Told]
    checks: list[other.Check]
    requests: list[other.Request]
    works: list[quality.Work]
    costs: list[cost.Cost]
    entries: list[quality.Entry]
    nil_returns: list[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened in the month, as far as figures speak of it. What is only still open happened before."""
        happened = (self.booked, self.ended, self.entries, self.advised, self.consulates, self.checks, self.releases)
        return not any(happened)


def load(county: County, month: Month) -> Record:
    period = Period.of(county, month)
    works, entries = quality.works_and_entries(period)
    releases = clock.releases(period)
    return Record(
        booked=people.booked(period),
        ended=ended.ended(period),
        papers=detainers.papers(period),
        calls=contact.calls(period),
        consents=contact.consents(period),
        referred=contact.referred(period),
        visits=interviews.requested(period),
        visits_held=interviews.held(period),
        tries=clock.tries(period),
        releases=releases,
        handovers=handovers.taken(period),
        advised=other.advised(period),
        consulates=other.consulates_told(period),
        checks=other.checks(period),
        requests=other.requests(period),
        works=works,
        costs=cost.costs(period, works, releases),
        entries=entries,
        nil_returns=quality.nil_returns(period),
    )
