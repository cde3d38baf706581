"""Addresses of the API. Their names are relied on from outside."""

from collections.abc import Iterator
from typing import Any

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from bookings.actions import END
from bookings.api import batch, batches, county, views
from bookings.api.timeline import Timeline
from bookings.kinds import COUNTY_FACTS, COUNTY_KINDS, KINDS

app_name = "api"
BOOKING = "bookings/<uuid:public_id>/"


def of_bookings() -> Iterator[Any]:
    for kind in KINDS:
        yield path(f"{BOOKING}{kind}/", views.Facts.as_view(kind=kind), name=kind)
        yield path(f"{BOOKING}{kind}/<int:pk>/", views.OneFact.as_view(kind=kind), name=f"{kind}-one")
        yield path(f"{BOOKING}{kind}/<int:pk>/entered-in-error/", views.FactInError.as_view(kind=kind))


def of_counties() -> Iterator[Any]:
    for kind in COUNTY_KINDS:
        yield path(f"county/{kind}/", county.CountyFacts.as_view(kind=kind), name=f"county-{kind}")
        yield path(f"county/{kind}/<int:pk>/", county.OneCountyFact.as_view(kind=kind), name=f"county-{kind}-one")
    for kind in COUNTY_FACTS:
        yield path(f"county/{kind}/<int:pk>/entered-in-error/", county.CountyFactInError.as_view(kind=kind))
    for kind in END:
        yield path(f"county/{kind}/<int:pk>/end/", county.EndOf.as_view(kind=kind))


urlpatterns = [
    path("schema/", SpectacularJSONAPIView.as_view(authentication_classes=[], permission_classes=[]), name="schema"),
    path("batch/", batch.Batch.as_view(), name="batch"),
    path("bookings/", views.Bookings.as_view(), name="bookings"),
    path(BOOKING, views.OneBooking.as_view(), name="booking"),
    path(f"{BOOKING}entered-in-error/", views.BookingInError.as_view()),
    path(f"{BOOKING}release/", views.ReleaseOf.as_view(), name="release"),
    path(f"{BOOKING}timeline/", Timeline.as_view(), name="timeline"),
    path(f"{BOOKING}charges/<int:pk>/disposition/", views.DispositionOf.as_view(), name="disposition"),
    path("county/import-batches/", batches.Batches.as_view(), name="import-batches"),
    *of_bookings(),
    *of_counties(),
]
