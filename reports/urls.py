from django.urls import path

from reports import views
from reports.clock import views as clock_views

urlpatterns = [
    path("", views.home, name="home"),
    path("office/", views.office_index, name="office"),
    path("method/", clock_views.method, name="method"),
    path("office/release-clock/", clock_views.release_clock, name="release_clock"),
    path("office/release-clock.csv", clock_views.release_clock_csv, name="release_clock_csv"),
    path("office/months.csv", views.office_csv, name="office_csv"),
    path("office/months.json", views.office_json, name="office_json"),
    path("county/<slug:slug>/reports/<str:period>.csv", views.month_csv, name="month_csv"),
    path("county/<slug:slug>/reports/<str:period>.json", views.month_json, name="month_json"),
    path("county/<slug:slug>/reports/<str:period>/", views.month, name="month"),
]
