"""Readings and stores for the tests of reports: figures typed by hand, and releases with figures of their own."""

import io
from collections import Counter
from collections.abc import Iterable
from typing import Any

from pypdf import PdfReader

from accounts.models import County
from accounts.periods import Month
from reports import figures
from reports.figures import OFFICE, PUBLISHED, Figure, Status
from reports.measures import MEASURES
from reports.public.book import Book
from reports.report import build, exact, published
from reports.report.model import Report
from reports.report.reading import Edition, Reading
from reports.report.span import span_of
from tests.support.published import figure

SEPTEMBER = "2026-09"
COUNTS = dict[tuple[str, str], int | None]


def reading(counts: COUNTS, period: str = SEPTEMBER, *, edition: str = PUBLISHED, status: str = Status.PUBLISHED, **more: Any) -> Reading:
    """Of a county that is in no database. A count of None has the status of `status`, or no data."""
    county = County(slug="here", name="Here County", state="MN", timezone="America/Chicago", fips="27053")
    found = [one_figure(code, month, value, status) for (code, month), value in counts.items()]
    release = Edition() if edition == OFFICE else Edition(release=7, revision=1, sha256="a" * 64)
    return Reading(county, span_of(period), edition, Book("here", found), release, **more)


def one_figure(code: str, month: str, value: int | None, status: str) -> Figure:
    own = status if value is None and status != Status.PUBLISHED else Status.NO_DATA if value is None else Status.PUBLISHED
    return figure("here", code, month, value, status=Status(own))


def months(code: str, last: str, *values: int | None) -> COUNTS:
    """Counts of months that end with the last."""
    end = Month.parse(last)
    return {(code, str(end.shift(place + 1 - len(values)))): value for place, value in enumerate(values)}


def public_report(county: County, period: str = SEPTEMBER, revision: int | None = None) -> Report:
    found = published.read(county, span_of(period), figures.releases(county), revision)
    assert found is not None
    found.address = f"/county/{county.slug}/reports/{period}/"
    return build.report(found)


def office_report(county: County, period: str = SEPTEMBER) -> Report:
    found = exact.read(county, span_of(period))
    found.address = f"/office/reports/{county.slug}/{period}/"
    return build.report(found)


def read_pdf(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in read_pdf(content).pages)


def tokens(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())


def all_codes() -> list[str]:
    return list(MEASURES)
