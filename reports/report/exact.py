"""The office edition: every figure as it stands, for signed-in commissioners and officers. Not for publication."""

from accounts.models import County
from accounts.periods import Month
from reports import figures
from reports.figures import OFFICE, Figure
from reports.measures import MEASURES
from reports.public import county_facts
from reports.public.book import Book
from reports.public.facts import CountyFacts
from reports.registers import page
from reports.registers.declared import COUNTED, REGISTERS
from reports.releases import beside
from reports.report import frozen, rates
from reports.report.published import last_day, restated
from reports.report.reading import Asked, Edition, Reading, Register, by_pair, merged
from reports.report.span import Span

MINUTES = "minutes"
A_YEAR_LATER = ("HO-007", "later")


def read(county: County, span: Span) -> Reading:
    """Whatever the record says by now; a month that nobody recorded says so."""
    totals = figures.office_figures(county, list(MEASURES), span.read)
    groups = [one for one in figures.all_figures(county, span.months) if one.by and one.by != MINUTES]
    return Reading(
        county,
        span,
        OFFICE,
        Book(county.slug, totals),
        Edition(as_of=figures.last_as_of([*totals, *groups])),
        {pair: merged(some, span) for pair, some in by_pair(groups).items()} | a_year_later(county, span.shifted(-12)),
        facts=facts_of(county, span),
        restated=restated(county, span),
        registers=registers(county, span),
        rates=rates.of(span.last.first_day),
        money=[frozen.payment(one) for one in beside.federal_money(county, span.months[0], span.last)],
    )


def a_year_later(county: County, earlier: Span) -> dict[tuple[str, str], list[Figure]]:
    """What had become, a year after each, of the handovers of twelve months before: of the period's own it is not known yet."""
    found = [one for one in figures.all_figures(county, earlier.months) if (one.measure, one.by) == A_YEAR_LATER]
    return {A_YEAR_LATER: merged(found, earlier)}


def facts_of(county: County, span: Span) -> CountyFacts:
    """Policies and known gaps of these months as the record has them by now."""
    found = beside.facts([county], span.read[0], span.read[-1])
    return county_facts.told(found["policies"], found["outages"])


def covers(county: County, span: Span) -> bool:
    """A month that has begun, by the county's clock; a year of which one has."""
    return span.months[0] <= figures.running_month(county)


def latest(county: County) -> Month:
    return figures.running_month(county)


def registers(county: County, span: Span) -> list[Register]:
    return [register(county, span, code) for code in COUNTED]


def register(county: County, span: Span, code: str) -> Register:
    """The entries that were open in the period, came or ended in it, with their words."""
    one, first, last = REGISTERS[code], span.months[0].first_day, last_day(span.last)
    came, ended = one.days
    counts = page.counted(county, one, first, last)
    found = one.model.objects.filter(county=county, entered_in_error=False, **{f"{came}__lte": last}).order_by(came, "pk")
    touching = [entry for entry in found if getattr(entry, ended) is None or getattr(entry, ended) >= first]
    entries = tuple(asked(county, code, entry) for entry in touching)
    return Register(code, str(one.heading), counts.open_before, counts.came, counts.ended, counts.open_after, entries)


def asked(county: County, code: str, entry: object) -> Asked:
    row = page.row(county, REGISTERS[code], entry, False)
    return Asked(row["title"], row["entry"].is_open, tuple(row["lines"]))
