"""The public edition: from frozen releases, and from what a county says of itself beside them. It knows of no cell.

A report is read as of its release: later releases of other months do not change it, so whoever cites it finds the same in three years.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Sum

from accounts.models import County
from accounts.periods import Month
from reports import figures
from reports.figures import PUBLISHED
from reports.public import choice, county_facts
from reports.public.book import Book
from reports.registers.declared import COUNTED
from reports.registers.page import counted
from reports.releases.reading import Restated, restatements
from reports.report import frozen
from reports.report.headlines import LEADS
from reports.report.reading import Edition, Reading, Register, by_pair, last_window, merged
from reports.report.span import Span

Found = Sequence[Any]


def read(county: County, span: Span, found: Found, revision: int | None = None) -> Reading | None:
    """Nothing if the period is not published, or has no such revision. `found`: the heads of all releases of the county."""
    edition = edition_of(span, found, revision)
    if edition is None:
        return None
    kept = as_of(edition, span, found)
    figures_of = month_figures if span.is_month else year_figures
    book, parts = figures_of(county, span, kept)
    year = year_of(span, kept)
    signed, months = frozen.signed_of(span, kept), frozen.months_of(span, kept)
    first, *told = figures.told_beside([signed, *months])
    return Reading(
        county,
        span,
        PUBLISHED,
        book,
        edition,
        parts,
        annual=figures.annual(county, year, kept) if year else (),
        facts=county_facts.read(kept, span.read),
        restated=restated(county, span),
        registers=frozen.registers(span, told) or registers(county, span),
        money=frozen.money(told),
        journal_head=first.get("journal_head") or {},
        corrected=frozen.corrected(told),
    )


def edition_of(span: Span, found: Found, revision: int | None) -> Edition | None:
    """Of a month its release; of a year the annual release, or of a fiscal one the last of its months."""
    by_itself = span.is_month or span.code.isdecimal()
    here = [one for one in found if one.period == span.code] if by_itself else last_of_all(span, found)
    chosen = [one for one in here if revision in (None, one.revision)]
    if not chosen:
        return None
    last = max(chosen, key=lambda one: (one.revision, one.county_id is not None))
    at = max([last.published_at, *(one.published_at for one in first_editions(span, found))])
    return Edition(last.number, last.revision, last.sha256, last.as_of, at, max(one.revision for one in here))


def last_of_all(span: Span, found: Found) -> list[Any]:
    """The release of the last month, once each month of a fiscal year has one."""
    first = first_editions(span, found)
    return [one for one in first if one.period == str(span.last)] if len(first) == len(span.months) else []


def first_editions(span: Span, found: Found) -> list[Any]:
    periods = {str(month) for month in span.months} if not span.is_month else set()
    return [one for one in found if one.period in periods and one.revision == 1]


def as_of(edition: Edition, span: Span, found: Found) -> list[Any]:
    """What had been published when this was."""
    then = [one for one in found if edition.published_at is None or one.published_at <= edition.published_at]
    return [one for one in then if not (span.is_month and one.period == span.code and one.revision > (edition.revision or 1))]


def month_figures(county: County, span: Span, kept: Found) -> tuple[Book, Any]:
    beside = [one.last for one in (span.shifted(-12), span.before, span)]
    totals = dict.fromkeys(choice.acts(), beside) | dict.fromkeys(LEADS, span.read)
    read_once = figures.several(county, totals, choice.parts(), span.last, kept)
    parts = {pair: last_window(some) for pair, some in by_pair(read_once).items()}
    return Book(county.slug, read_once), parts


def year_figures(county: County, span: Span, kept: Found) -> tuple[Book, Any]:
    """Totals of two years, and each window of groups that ends in the span; the documents are read once."""
    totals = figures.several(county, dict.fromkeys(choice.acts(), span.read), (), span.last, kept)
    ends = [one for month in span.months for one in figures.all_published(county, month, kept) if one.by]
    return Book(county.slug, totals), {pair: merged(some, span) for pair, some in by_pair(ends).items()}


def year_of(span: Span, kept: Found) -> int | None:
    """The last year of which there are tables of people."""
    years = [int(one.period) for one in kept if one.period.isdecimal() and int(one.period) <= span.last.year]
    return max(years, default=None)


def registers(county: County, span: Span) -> list[Register]:
    """Counts alone: no words of any entry. Of releases from before they were frozen, as they stand now."""
    first, last = span.months[0].first_day, last_day(span.last)
    found = ((one, counted(county, one, first, last)) for one in COUNTED.values())
    return [Register(one.code, str(one.heading), n.open_before, n.came, n.ended, n.open_after) for one, n in found]


def last_day(month: Month) -> Any:
    following = month.shift(1).first_day
    return following.fromordinal(following.toordinal() - 1)


def restated(county: County, span: Span) -> list[Restated]:
    """Every revision after the first of the span's months, the latest first, also those that came after the release shown."""
    periods = {str(month) for month in span.months}
    return [one for one in restatements(county.slug) if one.period in periods]


def stamp(county: County) -> list[tuple[object, ...]]:
    """Changes whenever an entry of a register is added, changed or answered. One small query a register."""
    asked = ((one.model.objects.filter(county=county)).aggregate(n=Count("pk"), versions=Sum("version")) for one in COUNTED.values())
    return [tuple(one.values()) for one in asked]
