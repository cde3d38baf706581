"""The pages of law offices."""

from django.urls import path

from notifications.views import alerts, papers

urlpatterns = [
    path("", alerts.alerts, name="alerts"),
    path("export.csv", alerts.export, name="alerts_csv"),
    path("confirm/<uuid:key>/", alerts.confirm, name="confirm_alert"),
    path("<uuid:public_id>/", alerts.client, name="client"),
    path("<uuid:public_id>/papers/", papers.of_client, name="client_papers"),
    path("<uuid:public_id>/papers/<slug:name>/<slug:language>/", papers.for_client, name="client_paper"),
]
