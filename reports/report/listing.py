"""The list of a county's reports, newest first, each with its revisions. Pure: heads of releases in."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from accounts.models import County
from reports import display
from reports.report.dress import FILES
from reports.report.span import Span, span_of

Found = Sequence[Any]


def context(county: County, found: Found) -> dict[str, Any]:
    own = [one for one in found if one.county_id == county.pk or one.kind == "year"]
    periods = dict.fromkeys(one.period for one in own)
    entries = [entry(county, span_of(period), own) for period in periods]
    return {
        "county": county,
        "years": sorted((one for one in entries if not one["is_month"]), key=lambda one: one["period"], reverse=True),
        "months": sorted((one for one in entries if one["is_month"]), key=lambda one: one["period"], reverse=True),
    }


def entry(county: County, span: Span, found: Found) -> dict[str, Any]:
    """The newest revision of a period."""
    last = max((one for one in found if one.period == span.code), key=lambda one: (one.revision, one.county_id is not None))
    url = reverse("report", args=[county.slug, span.code])
    return {
        "period": span.code,
        "is_month": span.is_month,
        "name": span.name,
        "url": url,
        "base": url.rstrip("/"),
        "release": last.number,
        "revision": last.revision,
        "published_at": display.moment(last.published_at, county),
        "sha256": last.sha256,
        "kinds": FILES,
    }


def revisions(county: County, span: Span, found: Found) -> list[dict[str, Any]]:
    """Every revision of a period, the first one first; nothing where there is one only."""
    here = sorted((one for one in found if one.period == span.code and one.county_id == county.pk), key=lambda one: one.revision)
    url = reverse("report", args=[county.slug, span.code])
    some = [(one.revision, f"{url}?revision={one.revision}", display.moment(one.published_at, county)) for one in here]
    return [{"revision": number, "url": address, "at": at} for number, address, at in some] if len(some) > 1 else []
