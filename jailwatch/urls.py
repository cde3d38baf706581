"""Every address: the process itself, sign-in, the API, and the pages of `reports`."""

from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from accounts.people.views import accept
from accounts.views import start
from bookings.api import errors
from jailwatch import health, metrics
from reports.api import Counties, Measures
from reports.figures_api import Figures

# Of the API these are problem documents, of the pages as Django makes them.
handler400, handler500 = errors.bad_request, errors.server_error

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics.metrics),
    path("accounts/", include("accounts.urls")),
    path("start/", start, name="start"),
    path("staff/", include("notifications.urls")),
    path("staff/", include("bookings.urls")),
    path("admin/retention/", include("bookings.retention_urls")),
    path("alerts/", include("notifications.alert_urls")),
    path("admin/", include("accounts.people.urls")),
    path("invitation/<str:signed>/", accept, name="accept_invitation"),
    path("audit/", include("notifications.audit.urls")),
    path("admin/keys/", include("accounts.keys.urls")),
    # Without a token, so that a public page is the same for everyone and can be kept whole: a forged request changes a language, no more.
    path("i18n/setlang/", csrf_exempt(set_language), name="set_language"),
    path("api/v1/measures/", Measures.as_view(), name="measures"),
    path("api/v1/counties/", Counties.as_view(), name="counties"),
    path("api/v1/figures/", Figures.as_view(), name="figures"),
    path("api/v1/", include("bookings.api.urls")),
    re_path(r"^api/", errors.nothing_here),
    path("", include("reports.urls")),
]
