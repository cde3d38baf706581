"""What stays and what ends: holds and disposals, for those who administer the county."""

from django.urls import path

from bookings.views import retention

urlpatterns = [
    path("", retention.retention, name="retention"),
    path("hold/", retention.hold, name="retention_hold"),
    path("holds/<int:pk>/lift/", retention.lift, name="retention_lift"),
    path("propose/", retention.propose, name="retention_propose"),
    path("disposals/<int:pk>/", retention.decide, name="retention_decide"),
]
