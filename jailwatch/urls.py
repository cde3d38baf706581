"""Every address: the process itself, sign-in, and the pages of `reports`."""

from django.urls import include, path

from jailwatch import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("reports.urls")),
]
