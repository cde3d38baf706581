"""What a report is made of, whichever edition: figures in a book, facts about the county, counts of the registers. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import County
from accounts.periods import Month
from reports import display
from reports.figures import OFFICE, Figure, Status
from reports.measures import DEFINITIONS
from reports.public import comparing, panel
from reports.public.book import Book, window_end
from reports.public.facts import CountyFacts
from reports.releases.reading import Restated
from reports.releases.windows import LENGTHS
from reports.report.model import Cell
from reports.report.span import Span


@dataclass(frozen=True)
class Edition:
    """Of which release; nothing of it in the office."""

    release: int | None = None
    revision: int | None = None
    sha256: str = ""
    as_of: datetime | None = None
    published_at: datetime | None = None
    revisions: int = 1


@dataclass(frozen=True)
class Asked:
    """A question, a claim or a demand in the office; its title and what it says, line by line."""

    title: str
    is_open: bool
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Register:
    """`came` and `ended` in the period; `entries` only in the office edition."""

    code: str
    heading: str
    open_before: int
    came: int
    ended: int
    open_after: int
    entries: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Rate:
    label: str
    value: str
    source: str


@dataclass(frozen=True)
class Money:
    """A payment by the federal government, in dollars, and for which days."""

    programme: str
    amount: Decimal
    received_on: date
    first_day: date
    last_day: date
    source: str


@dataclass
class Reading:
    """`parts` are the groupings by (measure, grouping), each over the span or its last window."""

    county: County
    span: Span
    edition: str
    book: Book
    release: Edition = field(default_factory=Edition)
    parts: dict[tuple[str, str], list[Figure]] = field(default_factory=dict)
    annual: Sequence[Figure] = ()
    facts: CountyFacts = field(default_factory=CountyFacts)
    restated: Sequence[Restated] = ()
    registers: Sequence[Register] = ()
    rates: Sequence[Rate] = ()
    money: Sequence[Money] = ()
    journal_head: Mapping[str, Any] = field(default_factory=dict)
    corrected: Mapping[str, int] = field(default_factory=dict)
    address: str = ""

    @property
    def is_office(self) -> bool:
        return self.edition == OFFICE

    def figure(self, code: str, span: Span | None = None) -> Figure:
        """A measure over a span: the figure of its month, or the sum of its months where every one has a count."""
        wanted = span or self.span
        series = self.book.series(code, wanted.months)
        return series[0] if wanted.is_month else summed(series, wanted.code)

    def cell(self, code: str, span: Span | None = None) -> Cell:
        wanted = span or self.span
        figure = self.figure(code, wanted)
        return figure_cell(figure, "" if wanted.is_month else partly(self.book.series(code, wanted.months)))

    def has(self, code: str) -> bool:
        return self.figure(code).value is not None

    def groups(self, code: str, by: str) -> list[Figure]:
        return self.parts.get((code, by), [])

    def shown(self, codes: Iterable[str]) -> list[str]:
        """Of these measures those of which the edition has a total at all."""
        return [code for code in codes if code in DEFINITIONS and (code, "") in self.known]

    @cached_property
    def known(self) -> set[tuple[str, str]]:
        return {(one.measure, "") for one in self.book.all if not one.by}


def summed(series: Sequence[Figure], period: str) -> Figure:
    """Of a year with a month that has no count there is no sum: it would be read as that of the year."""
    total = comparing.total(series)
    if total.is_whole and all(one.status == Status.PUBLISHED for one in series):
        return replace(series[-1], period=period, value=total.value, status=Status.PUBLISHED, denominator=None)
    status = next((one.status for one in series if one.status != Status.PUBLISHED), Status.NO_DATA)
    return replace(series[-1], period=period, value=None, denominator=None, status=status)


def partly(series: Sequence[Figure]) -> str:
    total = comparing.total(series)
    if total.is_whole or not total.known:
        return ""
    words = {"count": display.number(total.value), "known": total.known, "months": total.months}
    return _("%(count)s in %(known)s of %(months)s months") % words


def figure_cell(figure: Figure, text: str = "") -> Cell:
    return Cell(text or value(figure), str(figure.status), figure.value, figure)


def value(figure: Figure) -> str:
    """A part so far is one only in the office."""
    return display.value(figure) if figure.value is not None else panel.value(figure)


def share_cell(figure: Figure) -> Cell:
    if figure.value is None:
        return Cell(value(figure), str(figure.status))
    return Cell(display.share(figure) or "–")


def merged(figures: Sequence[Figure], span: Span) -> list[Figure]:
    """The windows of one grouping as one over the span: shown only where every window in it is, and together they are the span."""
    periods = list(dict.fromkeys(one.period for one in figures))
    if span.is_month or periods == [span.code]:
        return list(figures)
    whole = sum(LENGTHS[length(period)] for period in periods) == len(span.months)
    groups = dict.fromkeys(one.group for one in figures)
    return [over(span, [one for one in figures if one.group == group], len(periods) if whole else None) for group in groups]


def length(period: str) -> str:
    return "year" if period.isdecimal() else "quarter" if "Q" in period else "month"


def over(span: Span, some: Sequence[Figure], windows: int | None) -> Figure:
    """One group; an open list has it only in the windows in which there was one."""
    bad = next((one.status for one in some if one.status != Status.PUBLISHED), None)
    if windows is None or bad:
        return replace(some[-1], period=span.code, value=None, denominator=None, status=bad or Status.NO_DATA)
    wholes = [one.denominator or 0 for one in some] if len(some) == windows else []
    return replace(some[-1], period=span.code, value=sum(one.value or 0 for one in some), denominator=sum(wholes) if wholes else None)


def last_window(figures: Sequence[Figure]) -> list[Figure]:
    """Of groups with several windows those of the last."""
    last = max((one.period for one in figures), key=window_end, default="")
    return [one for one in figures if one.period == last]


def by_pair(figures: Iterable[Figure]) -> dict[tuple[str, str], list[Figure]]:
    found: dict[tuple[str, str], list[Figure]] = {}
    for one in figures:
        if one.by:
            found.setdefault((one.measure, one.by), []).append(one)
    return found


def months_of_chart(span: Span) -> list[Month]:
    return list(span.last.shift(-12).until(span.last)) if span.is_month else list(span.months)
