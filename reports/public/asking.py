"""What an address asks for. Whatever is not known gets a clear sentence, and never an unfiltered number."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import County
from accounts.periods import Month
from reports import display
from reports.measures import ANNUAL, DEFINITIONS
from reports.public import choice, door
from reports.public.county_page import Asked
from reports.public.door import Edition
from reports.public.serving import remembered

View = Callable[..., HttpResponse]
SHOWN = ("count", "percent")


class BadAddress(ValueError):
    """Something in the address that no page has, with a sentence that says what."""


def public_page(view: View) -> View:
    """For anyone, read only; an address that cannot be read is answered with 400 and the reason."""

    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return remembered(request) or view(request, *args, **kwargs)
        except BadAddress as error:
            return render(request, "public/bad_address.html", {"reason": str(error)}, status=400)

    return answered


def parameters(request: HttpRequest, known: set[str]) -> dict[str, str]:
    for name, values in request.GET.lists():
        if name not in known:
            raise BadAddress(_("“%(name)s” is no filter of this page.") % {"name": name[:40]})
        if len(values) > 1:
            raise BadAddress(_("“%(name)s” is there twice; a filter has one value.") % {"name": name})
    return {name: str(value) for name, value in request.GET.items()}


def county_of(slug: str) -> County:
    found = County.objects.filter(slug=slug).first()
    if found is None:
        raise Http404(_("There is no county of this name here."))
    return found


def month_of(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise BadAddress(_("“%(text)s” is no month. Write it as 2026-10.") % {"text": text[:20]}) from None


def published_month(given: dict[str, str], months: Sequence[Month]) -> Month:
    """The month of the address, else the latest. A month that is not published has no page."""
    month = month_of(given["month"]) if "month" in given else months[-1]
    if month not in months:
        words = {"month": display.month_name(month), "last": display.month_name(months[-1])}
        raise Http404(_("%(month)s is not published. The latest published month is %(last)s.") % words)
    return month


def measure_of(code: str) -> str:
    """A measure whose months are published. Others describe people, or are none."""
    if code not in DEFINITIONS:
        raise BadAddress(_("There is no measure %(code)s. The definitions list them all.") % {"code": code[:20]})
    if code not in choice.acts():
        raise BadAddress(
            _("%(code)s describes people and has no months: its tables come once a year, on the county’s page.") % {"code": code}
        )
    return code


def percent_of(given: dict[str, str]) -> bool:
    shown = given.get("show", "count")
    if shown not in SHOWN:
        raise BadAddress(_("Figures are shown as count or percent, not as “%(text)s”.") % {"text": shown[:20]})
    return shown == "percent"


def year_of(given: dict[str, str], month: Month, years: Sequence[int]) -> int | None:
    """The year of the tables of people: the one asked for, else the last one published up to the month shown."""
    if "year" not in given:
        return max((year for year in years if year <= month.year), default=None)
    if given["year"] not in map(str, years):
        raise Http404(_("There is no annual release for that year. Tables of people come once a year, after the year ends."))
    return int(given["year"])


def asked(county: County, editions: Sequence[Edition], given: dict[str, str], code: str = "") -> Asked:
    """All that the address asks for, of a county with at least one published month."""
    month = published_month(given, list(door.months(editions)))
    check_release(given, editions, month)
    year = year_of(given, month, list(door.years(editions)))
    measure = measure_of(code or given.get("measure", choice.known([choice.CHARTED])[0]))
    return Asked(county, month, measure, percent_of(given), year, who_of(given))


def who_of(given: dict[str, str]) -> str:
    """The class of bookings whose tables of people are shown."""
    code = given.get("who", choice.WHO)
    if code not in ANNUAL:
        raise BadAddress(_("There is no class of bookings %(code)s. The page lists them all.") % {"code": code[:20]})
    return code


def check_release(given: dict[str, str], editions: Sequence[Edition], month: Month) -> None:
    """A permanent address names the release that it showed."""
    numbers = {str(one.number) for one in editions if one.month == month}
    if "release" in given and given["release"] not in numbers:
        raise Http404(_("Release %(number)s is no release of this month.") % {"number": given["release"][:12]})
