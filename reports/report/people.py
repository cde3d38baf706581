"""Charge level and conviction status of those handed over, and what became of earlier cases.

The office edition has the period's own, exact. The public edition has the tables of the last annual release, protected as they are.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports import display
from reports.figures import Figure, Status
from reports.public import choice, groups
from reports.public.panel import group_name
from reports.report.model import Cell, Line, Section, Table
from reports.report.reading import Reading, figure_cell, share_cell
from reports.report.sections import counts, parts

SHOWN = ("charge_level", "conviction")
EXACT = (("EN-002", "level"), ("HO-002", "conviction"), ("HO-005", "later"), ("HO-007", "later"))
COHORT = ("HO-001", "HO-005")


def section(reading: Reading) -> Section:
    title = _("Charges and convictions of those handed over")
    if reading.is_office:
        found = [parts(some) for code, by in EXACT if (some := reading.groups(code, by))]
        return Section("people", title, tables=tuple(found), notes=(later_words(),))
    tables = [table(some) for some in groups.tables(reading.annual) if wanted(some)]
    tables.append(counts(reading, "cohort", _("Handovers, and earlier ones whose case was followed"), COHORT))
    return Section("people", title, tables=tuple(tables), notes=(yearly_words(reading), later_words(), office_words()))


def wanted(some: Sequence[Figure]) -> bool:
    """On the pages of a month two tables of those handed over; a year's report has every table of its own year."""
    first = some[0]
    return first.measure == choice.WHO and first.by in SHOWN and not first.withdrawn


def yearly_words(reading: Reading) -> str:
    year = next((one.period for one in reading.annual), "")
    if not year:
        return _("Tables of people come once a year, after the year ends; none is published yet.")
    return _("Tables of people come once a year and are protected; these are of %(year)s.") % {"year": year}


def later_words() -> str:
    return _("What became of the case of a person handed over is looked up later; a case whose outcome is not known is counted as that.")


def office_words() -> str:
    return _(
        "By outcome it stands in the office edition alone: beside the conviction statuses of the same people it would tell of small groups."
    )


def table(some: Sequence[Figure]) -> Table:
    """A table of people: groups inside the rest row have no number, and the rest row is the last."""
    first, total = some[0], groups.total_of(some)
    key = f"{first.measure}-{first.by}" + ("" if first.row == first.county else f"-{first.row}")
    heads = (groups.grouping_name(first.measure, first.by), first.unit, _("Share"))
    if groups.withheld(some):
        words = groups.withdrawn_words(first.reason) if first.withdrawn else groups.withheld_words(total, first.unit)
        return Table(key, groups.people_title(some), heads, (), words)
    lines = [line(one) for one in some if groups.is_named(one)]
    foot = Line(
        _("All"), (Cell(display.number(total), str(Status.PUBLISHED), total), Cell(display.percent(total, total) or "–")), is_total=True
    )
    return Table(key, groups.people_title(some), heads, (*lines, foot), groups.header(some))


def line(figure: Figure) -> Line:
    if figure.status == Status.SUPPRESSED:
        inside = _("in “all other groups”")
        return Line(group_name(figure), (Cell(inside, str(figure.status), None, figure), Cell(_("suppressed"), str(figure.status))))
    return Line(group_name(figure), (figure_cell(figure), share_cell(figure)))
