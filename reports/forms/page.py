"""What the pages of the forms show."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import County
from accounts.periods import Month
from accounts.profiles import in_force_at
from reports import display, figures
from reports.forms import across, reading
from reports.forms.declared import Form, Item
from reports.forms.filled import Filled
from reports.forms.period import Period, offered, parse
from reports.forms.table import own_first

MEASURED = ("DT-001", "HO-001")


def fiscal_month(county: County, now: datetime) -> int:
    return in_force_at(county, now).fiscal_year_month


def usual(form: Form, county: County, now: datetime) -> Period:
    """The last period of the form's own kind that is over."""
    latest = Month.of(now, county.zone)
    periods = dict(offered(latest, fiscal_month(county, now)))[form.usual]
    return next(one for one in periods if one.is_over(now, county.zone))


def choices(county: County, now: datetime) -> list[dict[str, Any]]:
    """The periods to choose from, by kind."""
    kinds = {
        "month": _("Month"),
        "quarter": _("Quarter"),
        "year": _("Calendar year"),
        "july": _("Year to June 30"),
        "fiscal": _("The county’s fiscal year"),
        "federal": _("Federal fiscal year"),
    }
    latest = Month.of(now, county.zone)
    return [
        {"kind": kinds[kind], "periods": [(one.code, spoken(one)) for one in some]}
        for kind, some in offered(latest, fiscal_month(county, now))
    ]


def spoken(period: Period) -> str:
    """The code, and from when to when."""
    first, last = display.short_month(period.first), display.short_month(period.last)
    return display.month_name(period.first) if period.first == period.last else f"{period.code} ({first} – {last})"


def chosen(code: str, county: County, now: datetime) -> Period:
    """The period of an address. Raises `ValueError` for one that is none or has not begun."""
    period = parse(code, fiscal_month(county, now))
    if period.bounds(county.zone)[0] > now:
        raise ValueError(f"{code} has not begun.")
    return period


def frame(county: County, counties: list[County], period: Period, now: datetime) -> dict[str, Any]:
    """What every page of the forms has."""
    offers = choices(county, now)
    return {
        "county": county,
        "counties": counties,
        "period": period,
        "period_words": spoken(period),
        "choices": offers,
        "is_offered": any(period.code == code for group in offers for code, _ in group["periods"]),
        "query": query(county, period),
        "is_over": period.is_over(now, county.zone),
    }


def query(county: County, period: Period) -> str:
    return f"?county={county.slug}&period={period.code}"


def index(county: County, period: Period, now: datetime) -> dict[str, Any]:
    """Each form over its own usual period, and over the one that was chosen."""
    return {"forms": [row(form, county, period, now) for form in own_first(county.state)]}


def row(form: Form, county: County, period: Period, now: datetime) -> dict[str, Any]:
    own = usual(form, county, now)
    return {
        "form": form,
        "is_own": form.state == county.state,
        "url": reverse("form", args=[form.code]) + query(county, period),
        "usual_url": reverse("form", args=[form.code]) + query(county, own),
        "usual": spoken(own),
    }


def form(filled: Filled) -> dict[str, Any]:
    return {
        "filled": filled,
        "form": filled.form,
        "items_title": "Items of the law",
        "items": [(item.number, item.words, notes(item)) for item in filled.form.items],
        "is_own": filled.form.state == filled.county.state,
        "csv_url": reverse("form_csv", args=[filled.form.code]) + query(filled.county, filled.period),
        "pdf_url": reverse("form_pdf", args=[filled.form.code]) + query(filled.county, filled.period),
        "xlsx_url": reverse("form_xlsx", args=[filled.form.code]) + query(filled.county, filled.period),
    }


def notes(item: Item) -> list[tuple[str, str]]:
    """What is counted and left out, in the form's English."""
    found = [(f"Counted, in {item.unit}:", item.counts), ("Left out:", item.leaves_out)]
    return [(name, words) for name, words in found if words]


def compared(county: County, period: Period, now: datetime) -> dict[str, Any]:
    with override("en"):
        record = reading.read(county, period, now)
    return {"themes": across.themes(record, measured(county, period)), "gaps": [display.month_name(month) for month in record.gaps]}


def measured(county: County, period: Period) -> dict[str, int | None]:
    """The office's own figures, summed over the months of which there is one."""
    totals: dict[str, int | None] = {}
    for figure in figures.office_figures(county, MEASURED, period.months):
        if figure.value is not None:
            totals[figure.measure] = (totals.get(figure.measure) or 0) + figure.value
    return totals
