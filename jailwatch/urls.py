"""Every address: the process itself, sign-in, the API, and the pages of `reports`."""

from django.urls import include, path, re_path

from accounts.views import start
from bookings.api import errors
from jailwatch import health
from reports.api import Counties

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("accounts/", include("allauth.urls")),
    path("start/", start, name="start"),
    path("staff/", include("notifications.urls")),
    path("staff/", include("bookings.urls")),
    path("alerts/", include("notifications.alert_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/counties/", Counties.as_view(), name="counties"),
    path("api/v1/", include("bookings.api.urls")),
    re_path(r"^api/", errors.nothing_here),
    path("", include("reports.urls")),
]
