"""Figures by group: parts of a whole that the agency did (one bar that adds up), and tables of people with their rest row.

The rest row is one hatched bar; a group inside it is named in a closed list and has no number; a table that is withheld whole
has one sentence and no bar.
"""

from collections.abc import Sequence
from itertools import groupby

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.periods import Month
from reports import display
from reports.bars import bars
from reports.charts import Group, stacked
from reports.disclosure.acts import FEWEST_TO_SPLIT
from reports.disclosure.pools import PREFIX
from reports.figures import Figure, Status
from reports.measures import DEFINITIONS
from reports.public.book import REST, Book
from reports.public.panel import Cell, Panel, Row, cell, group_name
from reports.public.panel import share as share_cell

UNACCOUNTED = "unaccounted"


def period_name(period: str) -> str:
    """A published window in words: a month, a quarter, a year."""
    year, _dash, rest = period.partition("-")
    if rest.startswith("Q"):
        return _("quarter %(quarter)s of %(year)s") % {"quarter": rest[1:], "year": year}
    return display.month_name(Month.parse(period)) if rest else year


def parts_title(measure: str, by: str, period: str) -> str:
    words = {"measure": whole_name(measure, by), "grouping": grouping_name(measure, by), "period": period_name(period)}
    return _("%(measure)s, by %(grouping)s, %(period)s") % words


def whole_name(measure: str, by: str) -> str:
    """What the groups are parts of: handovers, where the measure itself counts only some of them."""
    grouping = DEFINITIONS[measure].grouping(by)
    return str(DEFINITIONS[grouping.adds_up_to if grouping else measure].name)


def grouping_name(measure: str, by: str) -> str:
    grouping = DEFINITIONS[measure].grouping(by)
    return str(grouping.name) if grouping else by


def parts_panel(book: Book, key: str, measure: str, by: str, period: str, title: str = "") -> Panel:
    """One bar of 100 % whose parts add up, and the same parts as a table with their total."""
    figures = book.groups(measure, by, period)
    known = [one for one in figures if one.value is not None and one.status == Status.PUBLISHED]
    whole = bool(known) and len(known) == len(figures) and adds_up(measure, by)
    by_what = "" if title else topic(measure, by)
    title = title or (largest(figures, period) if whole else "") or parts_title(measure, by, period)
    looks = [Group(group_name(one), one.value or 0, "unaccounted" if one.group == UNACCOUNTED else "value") for one in known]
    rows = tuple(Row(group_name(one), (cell(one), share_cell(one))) for one in figures)
    heads = (grouping_name(measure, by), str(DEFINITIONS[measure].unit), _("Share"))
    drawn, foot = (stacked(title, looks), (total_row(figures),)) if whole else ("", ())
    withheld = "" if known else only_total(figures, period)
    return Panel(key, title, figures, heads, rows, drawn, foot, withheld=withheld, topic=by_what)


def topic(measure: str, by: str) -> str:
    return _("By %(name)s") % {"name": grouping_name(measure, by)}


def largest(figures: Sequence[Figure], period: str) -> str:
    """The sentence that a bar shows: its largest part, of how many; the first one of several that are as large. Nothing of no case."""
    total, most = sum(one.value or 0 for one in figures), max(figures, key=lambda one: one.value or 0)
    if not total:
        return ""
    words = {"group": capfirst(group_name(most)), "count": display.number(most.value or 0), "total": display.number(total)}
    words |= {"unit": most.unit, "period": period_name(period)}
    return _("%(group)s: %(count)s of %(total)s %(unit)s, %(period)s") % words


def only_total(figures: Sequence[Figure], period: str) -> str:
    """Why a window of acts has no groups: it has too few cases, or nobody recorded it."""
    whole = next((one.denominator for one in figures if one.denominator is not None), None)
    if whole is None or any(one.status != Status.SUPPRESSED for one in figures):
        return _("No groups for %(period)s: no data.") % {"period": period_name(period)}
    words = {"count": counted(whole, figures[0].unit), "period": period_name(period), "fewest": FEWEST_TO_SPLIT}
    return _("%(count)s, %(period)s. A breakdown is shown from %(fewest)s on.") % words


def counted(total: int, unit: str) -> str:
    """The number with its unit, which has no singular: of one the unit stands as a heading."""
    return f"{display.number(total)} {unit}" if total != 1 else f"{capfirst(unit)}: {display.number(total)}"


def adds_up(measure: str, by: str) -> bool:
    """Not where a row may be in several groups."""
    grouping = DEFINITIONS[measure].grouping(by)
    return not getattr(grouping, "several", False)


def total_row(figures: Sequence[Figure]) -> Row:
    total = sum(one.value or 0 for one in figures)
    return Row(_("All"), (Cell(display.number(total)), Cell(display.percent(total, total))))


def people_panel(key: str, figures: Sequence[Figure], *, percent: bool = False) -> Panel:
    """A table of people, from an annual release. `percent` writes shares in place of counts; the bars are the same."""
    first = figures[0]
    title = people_title(figures)
    heads = (grouping_name(first.measure, first.by), first.unit, _("Share"))
    total = total_of(figures)
    if withheld(figures):
        words = withdrawn_words(first.reason) if first.withdrawn else withheld_words(total, first.unit)
        return Panel(key, title, figures, heads, (), withheld=words, header=threshold_words(first), topic=topic(first.measure, first.by))
    shown = [one for one in figures if one.value is not None]
    foot = (Row(_("All"), (Cell(display.number(total)), Cell(display.percent(total, total)))),) if total else ()
    named = in_reading_order([one for one in figures if is_named(one)])
    chart, rows = drawn(title, named, percent) if shown else "", tuple(map(people_row, named))
    return Panel(key, title, figures, heads, rows, chart, foot, header=header(figures), topic=topic(first.measure, first.by))


# Where the fixed order of a list is not the one in which people read it.
READ = {
    "age_band": ("under_18", "18_24", "25_34", "35_44", "45_54", "55_64", "65_up"),
    "charge_level": ("felony", "gross_misdemeanor", "misdemeanor", "infraction"),
}


def in_reading_order(figures: Sequence[Figure]) -> list[Figure]:
    places = {group: place for place, group in enumerate(READ.get(figures[0].by, ()))}
    return sorted(figures, key=lambda one: places.get(one.group, len(places)))


def is_named(figure: Figure) -> bool:
    """Of a closed list every group is named; of countries only those with a number, since the list is long."""
    return figure.by not in LONG or figure.status != Status.SUPPRESSED


LONG = ("country",)


def people_title(figures: Sequence[Figure]) -> str:
    first = figures[0]
    title = parts_title(first.measure, first.by, first.period)
    return title if first.row == first.county else f"{title} ({row_name(first.row)})"


def row_name(row: str) -> str:
    """A pool in words, as its tables are headed."""
    return _("smaller counties of %(state)s together") % {"state": row.removeprefix(PREFIX).upper()} if row.startswith(PREFIX) else row


def people_row(figure: Figure) -> Row:
    if figure.status == Status.SUPPRESSED:
        inside = Cell(_("in “all other groups”"), "suppressed")
        return Row(group_name(figure), (inside, inside))
    return Row(group_name(figure), (cell(figure), share_cell(figure)))


def withheld(figures: Sequence[Figure]) -> bool:
    """All groups protected and no rest row: the whole table is not shown."""
    return all(one.status == Status.SUPPRESSED for one in figures) and not any(one.group == REST for one in figures)


def header(figures: Sequence[Figure]) -> str:
    """What the table must say of itself: of how many, from how many on a group is named, how many groups stand in the rest row."""
    first, total, together = figures[0], total_of(figures), in_rest(figures)
    parts = [_("%(total)s %(unit)s in all") % {"total": display.number(total), "unit": first.unit}] if total else []
    parts += [threshold_words(first)] if first.threshold else []
    if together:
        text = ngettext("%(count)s group in the rest row", "%(count)s groups in the rest row", together)
        parts.append(text % {"count": together})
    return " · ".join(parts)


def threshold_words(figure: Figure) -> str:
    return _("a group is named from %(threshold)s on") % {"threshold": figure.threshold} if figure.threshold else ""


def in_rest(figures: Sequence[Figure]) -> int:
    """How many groups the rest row holds; none where there is no such row."""
    there = any(one.group == REST for one in figures)
    return sum(one.status == Status.SUPPRESSED for one in figures) if there else 0


def withdrawn_words(reason: str) -> str:
    text = _("This table was withdrawn after its publication because it proved gravely wrong. It is not replaced.")
    return f"{text} {_('Reason: %(reason)s') % {'reason': reason}}" if reason else text


def withheld_words(total: int, unit: str) -> str:
    text = _("Not broken down: at least one group is too small to show safely.")
    return f"{counted(total, unit)}. {text}" if total else text


def total_of(figures: Sequence[Figure]) -> int:
    """How many the table speaks of: its denominator, else the sum of its rows where every one is shown."""
    known = [one.denominator for one in figures if one.denominator is not None]
    return known[0] if known else sum(one.value or 0 for one in figures)


def drawn(title: str, figures: Sequence[Figure], percent: bool) -> str:
    return bars(title, [bar(one, percent) for one in figures])


def bar(figure: Figure, percent: bool) -> Group:
    if figure.status == Status.SUPPRESSED:
        return Group(group_name(figure), 0, "hidden", _("in “all other groups”"))
    text = display.share(figure) if percent else ""
    return Group(group_name(figure), figure.value or 0, "rest" if figure.group == REST else "value", text)


def tables(figures: Sequence[Figure]) -> list[list[Figure]]:
    """The figures of an annual release, one list a measure, grouping and row; the rest row last in each."""
    of_people = sorted((one for one in figures if one.by), key=lambda one: (one.measure, one.by, one.row, one.group == REST))
    return [list(some) for _key, some in groupby(of_people, key=lambda one: (one.measure, one.by, one.row))]
