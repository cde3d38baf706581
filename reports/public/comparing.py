"""What a count is compared with, and in which words. Pure rules: figures in, sentences out; no adjective, no cause.

**No clear change.** Two counts of rare events differ by chance, by about the square root of their size. A difference is named only if
it is larger than the square root of their sum (`sentences.is_clear`). **To date.** The months of this year up to the one shown,
beside the same months of last year. Where a month of either has no data, the sum says of how many months it is, and is not compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.periods import Month
from reports.display import month_name, number
from reports.figures import Figure
from reports.public.book import Book, months_of
from reports.sentences import is_clear


@dataclass(frozen=True)
class Total:
    """A sum over months, and of how many of them there is a count."""

    value: int
    known: int
    months: int

    @property
    def is_whole(self) -> bool:
        return self.known == self.months


def total(figures: Sequence[Figure]) -> Total:
    values = [one.value for one in figures if one.value is not None]
    return Total(sum(values), len(values), len(figures))


def lines(book: Book, measure: str, month: Month) -> list[str]:
    """The month before, the same month of last year, the year to date."""
    now = book.figure(measure, month).value
    found = [beside(now, book.figure(measure, other).value, other) for other in (month.shift(-1), month.shift(-12))]
    return [*found, to_date(book, measure, month)]


def beside(now: int | None, before: int | None, month: Month) -> str:
    """A count beside that of another month, which is always named and given."""
    return beside_named(now, before, month_name(month))


def beside_named(now: int | None, before: int | None, name: str) -> str:
    if now is None or before is None:
        return _("No data for %(month)s to compare with") % {"month": name} if before is None else ""
    words = {"month": name, "count": number(abs(now - before)), "before": number(before)}
    if now == before:
        return _("As many as in %(month)s") % words
    if not is_clear(now, before):
        return _("No clear change on %(month)s (%(before)s)") % words
    text = _("%(count)s more than in %(month)s (%(before)s)") if now > before else _("%(count)s fewer than in %(month)s (%(before)s)")
    return text % words


def to_date(book: Book, measure: str, month: Month) -> str:
    this = total(book.series(measure, months_of(month.year, month)))
    last = total(book.series(measure, months_of(month.year - 1, month)))
    if not this.is_whole:
        words = {"count": number(this.value), "known": this.known, "months": this.months, "year": month.year}
        return _("%(count)s in the %(known)s of %(months)s months of %(year)s with data") % words
    words = {"count": number(this.value), "year": month.year, "last": number(last.value), "months": month_span(month)}
    if last.is_whole:
        return _("%(count)s in %(year)s so far (same months of last year: %(last)s)") % words
    return _("%(count)s in %(year)s so far; last year has no data for all the same months") % words


def month_span(month: Month) -> str:
    return date_format(month.first_day, "F")


def per_month(part: Total) -> str:
    """A sum in words: how many in how many months."""
    text = ngettext("%(count)s in %(months)s month", "%(count)s in %(months)s months", part.known)
    return text % {"count": number(part.value), "months": part.known}


FEWEST = 11


def enough(events: int) -> bool:
    """Whether a rate of so many events may stand beside others: with fewer, one case moves it too far."""
    return events >= FEWEST


def per_thousand(events: int, bookings: int) -> float | None:
    return 1000 * events / bookings if bookings else None
