"""The public pages of counties, their files, the comparison and the first page. Thin: who, which releases, which page."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.models import County
from accounts.periods import Month
from reports import display
from reports.public import (
    asking,
    choice,
    compare_page,
    county_facts,
    county_page,
    door,
    files,
    looking,
    measure_page,
    panel,
    policies_page,
)
from reports.public.asking import Asked, public_page
from reports.public.book import Book
from reports.public.county_page import Reading
from reports.public.door import Edition
from reports.public.facts import CountyFacts
from reports.public.looking import Look
from reports.public.panel import Panel
from reports.public.serving import pieces, serve

FILTERS = {"month", "measure", "show", "who", "year", "release"}


def kept(request: HttpRequest, seen: Look, make: Callable[[], HttpResponse]) -> HttpResponse:
    return serve(request, seen.depends, make)


@public_page
def county(request: HttpRequest, slug: str) -> HttpResponse:
    seen = looking.at(slug)
    given = asking.parameters(request, FILTERS)
    if not door.months(seen.editions):
        return render(request, "public/unpublished.html", {"county": seen.county})
    asked = asking.asked(seen.county, seen.editions, given)
    return kept(request, seen, lambda: render(request, "public/county.html", county_context(request.path, asked, seen)))


def county_context(path: str, asked: Asked, seen: Look) -> dict[str, Any]:
    """The pieces of the page, each made once for what it depends on; what stands around them is worked out only for a new one."""
    reading, frame = reading_of(asked, seen), cache(lambda: around(path, asked, seen))
    makers = {
        (name, asked.county.slug, asked.month, asked.year, of(asked)): partial(piece, name, make, asked, reading, frame)
        for name, (of, make) in county_page.PIECES.items()
    }
    return {"county": asked.county, "month_label": display.month_name(asked.month), "pieces": pieces(seen.depends, makers)}


def piece(name: str, make: Any, asked: Asked, reading: Reading, frame: Callable[[], dict[str, Any]]) -> str:
    return render_to_string(f"public/county/{name}.html", frame() | make(asked, reading))


def reading_of(asked: Asked, seen: Look, *, alone: bool = False) -> Reading:
    """What the county's page reads, or with `alone` what the page of its measure does."""
    totals, parts = measure_page.wanted(asked) if alone else county_page.wanted(asked)
    return Reading(
        lambda: door.book(asked.county, totals, parts, asked.month, seen.found),
        lambda: door.annual(asked.county, asked.year, seen.found),
        lambda: county_facts.read(seen.found, county_page.months_read(asked.month)),
    )


def around(path: str, asked: Asked, seen: Look) -> dict[str, Any]:
    """What stands around every page of a month: the picker, the release, as of when, the permanent address."""
    months, years = door.months(seen.editions), door.years(seen.editions)
    shown = months[asked.month]
    return {
        "county": asked.county,
        "month": asked.month,
        "month_label": display.month_name(asked.month),
        "release": shown.number,
        "as_of": display.moment(shown.as_of, asked.county),
        "months": panel.picker(list(months), asked.month),
        "permanent": f"{settings.SITE_URL}{path}?month={asked.month}&release={shown.number}",
        "years": sorted(years, reverse=True),
        "file_query": file_query(asked),
    }


def file_query(asked: Asked) -> str:
    return f"?month={asked.month}" + (f"&year={asked.year}" if asked.year else "")


@public_page
def county_file(request: HttpRequest, slug: str, key: str, kind: str) -> HttpResponse:
    """One panel of the county's page, or all figures of its month."""
    seen = looking.at(slug)
    given = asking.parameters(request, FILTERS - {"show", "who"})
    if not door.months(seen.editions):
        raise Http404(_("Nothing is published for this county yet."))
    asked = asking.asked(seen.county, seen.editions, given)
    return kept(request, seen, lambda: file_of(asked, seen, key, kind))


def file_of(asked: Asked, seen: Look, key: str, kind: str) -> HttpResponse:
    here = asked.county
    if key == "all":
        return files.answer(kind, door.everything(here, asked.month, seen.found), here, f"{asked.month}-all", "", here.made_up)
    code = measure_page.code_in(key)
    one = measure_page.of(asked, code) if code else asked
    reading = reading_of(one, seen, alone=bool(code))
    return panel_file((measure_page if code else county_page).panels(one, reading), key, kind, here, str(asked.month))


def panel_file(found: dict[str, Panel], key: str, kind: str, here: County, suffix: str) -> HttpResponse:
    if key not in found:
        raise Http404(_("There is no chart or table of this name."))
    return files.answer(kind, found[key].figures, here, f"{suffix}-{key}", found[key].title, here.made_up)


@public_page
def measure(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    seen = looking.at(slug)
    given = asking.parameters(request, FILTERS - {"measure", "show", "who"})
    if not door.months(seen.editions):
        return render(request, "public/unpublished.html", {"county": seen.county})
    asked = asking.asked(seen.county, seen.editions, given, code)
    return kept(request, seen, lambda: render(request, "public/measure.html", measure_context(request.path, asked, seen)))


def measure_context(path: str, asked: Asked, seen: Look) -> dict[str, Any]:
    return around(path, asked, seen) | measure_page.context(asked, reading_of(asked, seen, alone=True))


@public_page
def policies(request: HttpRequest, slug: str) -> HttpResponse:
    asking.parameters(request, set())
    seen = looking.at(slug)
    return kept(request, seen, lambda: render(request, "public/policies.html", policies_context(seen)))


def policies_context(seen: Look) -> dict[str, Any]:
    known, last = policies_known(seen), last_month(seen)
    return policies_page.context(seen.county, policy_book(seen, known, last), known, last)


def last_month(seen: Look) -> Month | None:
    return max(door.months(seen.editions), default=None)


def policy_book(seen: Look, known: CountyFacts, last: Month | None) -> Book:
    if last is None:
        return Book(seen.county.slug, [])
    first, _last = policies_page.span_of(known, last)
    totals = {code: list(first.until(last)) for code in policies_page.read_codes()}
    return door.book(seen.county, totals, [], last, seen.found)


@public_page
def policy_file(request: HttpRequest, slug: str, place: int, kind: str) -> HttpResponse:
    asking.parameters(request, set())
    seen = looking.at(slug)
    return kept(request, seen, lambda: policy_answer(seen, f"policy-{place}", kind))


def policies_known(seen: Look) -> CountyFacts:
    return county_facts.read(seen.found, door.months(seen.editions))


def policy_answer(seen: Look, key: str, kind: str) -> HttpResponse:
    known, last = policies_known(seen), last_month(seen)
    return panel_file(policies_page.panels(policy_book(seen, known, last), known, last), key, kind, seen.county, "policies")


@public_page
def home(request: HttpRequest) -> HttpResponse:
    asking.parameters(request, set())
    found, editions = door.everywhere(list(County.objects.order_by("state", "name")))
    return serve(request, called(editions), lambda: render(request, "public/home.html", home_context(found, editions)))


def called(editions: Mapping[County, Sequence[Edition]]) -> list[object]:
    """What a page of many counties depends on: which there are, how each is called, and its releases."""
    return [(one.slug, one.name, one.state, one.made_up, tuple(some)) for one, some in editions.items()]


def home_context(found: door.Releases, editions: Mapping[County, Sequence[Edition]]) -> dict[str, Any]:
    last = {here: list(door.months(some))[-1:] for here, some in editions.items()}
    books = door.books(last, choice.leads(), found)
    rows = [compare_page.overview_row(here, months[0] if months else None, books[here]) for here, months in last.items()]
    return {"counties": list(editions), "rows": rows, "heads": [choice.heading(code) for code in choice.leads()]}


@public_page
def compare(request: HttpRequest) -> HttpResponse:
    return compared(request, "")


@public_page
def compare_file(request: HttpRequest, kind: str) -> HttpResponse:
    return compared(request, kind)


def compared(request: HttpRequest, kind: str) -> HttpResponse:
    """The page, or with a kind its file: the same lines."""
    given = asking.parameters(request, {"measure", "month"})
    found, editions = door.everywhere(list(County.objects.order_by("state", "name")))
    months = sorted({month for some in editions.values() for month in door.months(some)})
    if not months:
        return render(request, "public/compare.html", {"months": []})
    month = asking.published_month(given, months)
    code = asking.measure_of(given.get("measure", choice.CHARTED))
    lines = partial(lines_of, found, editions, code, month)
    answer = partial(compared_file, kind, code, month, lines) if kind else partial(compared_page, request, code, month, months, lines)
    return serve(request, called(editions), answer)


def lines_of(found: door.Releases, editions: Mapping[County, Sequence[Edition]], code: str, month: Month) -> list[compare_page.Line]:
    wanted = {here: compare_page.window(month) for here, some in editions.items() if some}
    books = door.books(wanted, [code, choice.BOOKINGS], found)
    return [compare_page.line(here, book, code, month) for here, book in books.items()]


def compared_page(
    request: HttpRequest, code: str, month: Month, months: Sequence[Month], lines: Callable[[], list[compare_page.Line]]
) -> HttpResponse:
    around = {"months": panel.picker(months, month), "measures": choice.comparable(), "query": f"?measure={code}&month={month}"}
    return render(request, "public/compare.html", compare_page.context(month, code, lines()) | around)


def compared_file(kind: str, code: str, month: Month, lines: Callable[[], list[compare_page.Line]]) -> HttpResponse:
    found = lines()
    shown = compare_page.panel(month, code, found)
    made_up = any(one.county.made_up for one in found)
    return files.answer(kind, shown.figures, None, f"compare-{code}-{month}", shown.title, made_up)
