"""The pages of law offices."""

from django.urls import path

from notifications.views import alerts

urlpatterns = [
    path("", alerts.alerts, name="alerts"),
    path("export.csv", alerts.export, name="alerts_csv"),
    path("confirm/<uuid:key>/", alerts.confirm, name="confirm_alert"),
    path("<uuid:public_id>/", alerts.client, name="client"),
]
