"""One chart, its table and what is said under both, all from the same figures. Pure: figures in, words and markup out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.periods import Month
from reports import display
from reports.charts import Noted, Point, columns
from reports.figures import Figure, Status
from reports.measures import DEFINITIONS, Measure
from reports.public.book import REST, releases_of


@dataclass(frozen=True)
class Cell:
    """A number, or why there is none; `kind` is the figure's status and how the cell looks."""

    text: str
    kind: str = "published"


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[Cell, ...]
    href: str = ""
    now: bool = False


@dataclass(frozen=True)
class Panel:
    """`key` is its part of the address of its files; `title` is the sentence that it shows, `header` what its table says of
    itself, `topic` by what it is cut."""

    key: str
    title: str
    figures: Sequence[Figure]
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    chart: SafeString | str = ""
    foot: tuple[Row, ...] = ()
    notes: tuple[str, ...] = field(default=())
    withheld: str = ""
    header: str = ""
    topic: str = ""

    @property
    def measures(self) -> list[Measure]:
        return [DEFINITIONS[code] for code in dict.fromkeys(one.measure for one in self.figures)]

    @property
    def lines(self) -> list[str]:
        """What stands under a table that is not shown."""
        named = _("release %(number)s") % {"number": self.releases} if self.releases else ""
        return [one for one in (self.header, named) if one]

    @property
    def releases(self) -> str:
        return release_span(releases_of(self.figures))


def release_span(numbers: Sequence[int]) -> str:
    """The releases that figures come from: one number, or the first and the last."""
    if not numbers:
        return ""
    return str(numbers[0]) if len(numbers) == 1 else _("%(first)s to %(last)s") % {"first": numbers[0], "last": numbers[-1]}


def cell(figure: Figure) -> Cell:
    return Cell(value(figure), str(figure.status))


def value(figure: Figure) -> str:
    """A count, or the word for why there is none. No dash, zero or blank ever stands for a protected number."""
    if figure.value is not None and figure.status == Status.PUBLISHED:
        return display.number(figure.value)
    return {Status.SUPPRESSED.value: _("suppressed"), Status.NOT_YET.value: _("not yet")}.get(str(figure.status), _("no data"))


def share(figure: Figure) -> Cell:
    """The part of the whole; of a protected count there is no share either."""
    if figure.status != Status.PUBLISHED or figure.value is None:
        return cell(figure)
    return Cell(display.share(figure) or "–")


def group_name(figure: Figure) -> str:
    if figure.group == REST:
        return _("All other countries") if figure.by == "country" else _("All other groups")
    return display.group_label(figure)


def state(figure: Figure) -> str:
    return "value" if figure.status == Status.PUBLISHED else str(figure.status)


def point(figure: Figure, month: Month, href: str = "") -> Point:
    shown = figure.value if figure.status == Status.PUBLISHED else None
    return Point(display.short_month(month), shown, state(figure), href)


def month_panel(
    key: str, title: str, series: Sequence[Figure], months: Sequence[Month], hrefs: Sequence[str], marks: Sequence[Noted], description: str
) -> Panel:
    """A column for each month. Its table names each month in full and leads to that month's page."""
    points = [point(one, month, href) for one, month, href in zip(series, months, hrefs, strict=True)]
    rows = [
        Row(display.month_name(month), (cell(one),), href, month == months[-1])
        for one, month, href in zip(series, months, hrefs, strict=True)
    ]
    heads = (_("Month"), str(DEFINITIONS[series[0].measure].unit))
    chart = columns(title, points, marks=marks, description=description)
    return Panel(key, title, series, heads, tuple(reversed(rows)), chart)


def picker(months: Sequence[Month], chosen: Month) -> list[tuple[str, str, bool]]:
    """The published months, newest first: value, name, whether it is the one shown."""
    return [(str(month), display.month_name(month), month == chosen) for month in reversed(months)]
