"""What a month's report shows, from the figures alone."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import County
from accounts.periods import Month
from reports import charts, display, figures
from reports.figures import Figure
from reports.measures import MEASURES, THEMES, Grouping, Measure
from reports.office import month_url
from reports.sentences import Table, month_sentences, tabled

UNACCOUNTED, MINUTES = "unaccounted", "minutes"


def month_figures(county: County, month: Month) -> list[Figure]:
    """All figures of one month: what the files of the month hold."""
    return figures.all_figures(county, [month])


def context(county: County, month: Month) -> dict[str, Any]:
    found = figures.all_figures(county, [month.shift(-1), month])
    here = [figure for figure in found if figure.period == str(month)]
    return {
        "county": county,
        "period": str(month),
        "month_label": display.month_name(month),
        **neighbours(county, month),
        "sentences": month_sentences(found, month),
        "themes": list(themes(here)),
        "outcome_chart": outcome_chart(here, month),
        "as_of": display.moment(figures.last_as_of(here), county),
        "csv_url": reverse("month_csv", args=[county.slug, str(month)]),
        "json_url": reverse("month_json", args=[county.slug, str(month)]),
        "draft": True,
    }


def neighbours(county: County, month: Month) -> dict[str, dict[str, str] | None]:
    """Links to the months before and after, as far as there are figures."""
    first, last = figures.covered_months(county) or (month, month)
    return {
        "previous": link(county, month.shift(-1)) if month > first else None,
        "next": link(county, month.shift(1)) if month < last else None,
    }


def link(county: County, month: Month) -> dict[str, str]:
    return {"url": month_url(county, month), "label": display.month_name(month)}


def themes(here: list[Figure]) -> Iterator[dict[str, Any]]:
    """What was counted, theme by theme: the totals as one table, and the tables of groups after it. Nothing of a month without data."""
    found = indexed(here)
    if all(figure.value is None for figure in here):
        return
    for code, name in THEMES.items():
        measures = [measure for measure in MEASURES.values() if measure.theme == code]
        totals = [total(measure, found[measure.code, ""][0]) for measure in measures]
        yield {"code": code, "name": str(name), "totals": totals, "tables": list(tables(measures, found))}


Found = dict[tuple[str, str], list[Figure]]


def indexed(here: list[Figure]) -> Found:
    """The figures by measure and grouping."""
    found: Found = {}
    for figure in here:
        found.setdefault((figure.measure, figure.by), []).append(figure)
    return found


def total(measure: Measure, figure: Figure) -> dict[str, str]:
    return {"code": measure.code, "unit": str(measure.unit)} | row(figure)


def tables(measures: Iterable[Measure], found: Found) -> Iterator[dict[str, Any]]:
    """Each grouping with the whole that it adds up to. Counts by the minute stand in the files."""
    for measure in measures:
        for grouping in measure.groupings:
            if grouping.code != MINUTES:
                rows = found.get((measure.code, grouping.code), [])
                whole = found[grouping.adds_up_to or measure.code, ""][0]
                yield table(measure, rows) | grouped(grouping, rows, whole)


def table(measure: Measure, rows: list[Figure]) -> dict[str, Any]:
    return {
        "code": measure.code,
        "title": str(measure.name),
        "unit": str(measure.unit),
        "counts": str(measure.counts),
        "leaves_out": str(measure.leaves_out),
        "rows": [row(figure) for figure in rows],
        "total": None,
        "adds_up": None,
    }


def grouped(grouping: Grouping, rows: list[Figure], whole: Figure) -> dict[str, Any]:
    """What a table of groups has more: its total, and whether the groups add up to it (unknown where there is no data)."""
    known = whole.value is not None and not grouping.several
    return {
        "title": _("%(measure)s, by %(grouping)s") % {"measure": MEASURES[whole.measure].name, "grouping": grouping.name},
        "total": row(whole),
        "adds_up": sum(figure.value or 0 for figure in rows) == whole.value if known else None,
    }


def row(figure: Figure) -> dict[str, str]:
    return {
        "label": display.group_label(figure),
        "value": display.value(figure),
        "share": display.share(figure),
        "status": str(figure.status),
    }


def outcome_chart(here: list[Figure], month: Month) -> SafeString | str:
    """One bar that adds up, of a month with detainers."""
    parts = [figure for figure in here if (figure.measure, figure.by) == ("DT-002", "outcome")]
    if not any(figure.value for figure in parts):
        return ""
    return charts.stacked(outcome_title(tabled(here), month), [part(figure) for figure in parts])


def outcome_title(found: Table, month: Month) -> str:
    count = display.value(found[str(month), "DT-001", ""])
    return _("What became of the detainers received in %(month)s: %(count)s") % {"month": display.month_name(month), "count": count}


def part(figure: Figure) -> charts.Group:
    return charts.Group(display.group_label(figure), figure.value or 0, UNACCOUNTED if figure.group == UNACCOUNTED else "value")
