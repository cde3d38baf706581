from django.urls import include, path, register_converter

from reports import definitions, views
from reports.clock import views as clock_views
from reports.mailing import views as mailing
from reports.public import views as public
from reports.public.asking import public_page
from reports.public.files import FileKind
from reports.report import views as report
from reports.report.feed import CountyFeed
from reports.report.views import ReportFile

register_converter(FileKind, "file")
register_converter(ReportFile, "reportfile")

urlpatterns = [
    path("", public.home, name="home"),
    path("compare/", public.compare, name="compare"),
    path("compare.<file:kind>", public.compare_file, name="compare_file"),
    path("county/<slug:slug>/", public.county, name="public_county"),
    path("county/<slug:slug>/figures/<str:code>/", public.measure, name="public_measure"),
    path("county/<slug:slug>/data/<str:key>.<file:kind>", public.county_file, name="public_file"),
    path("county/<slug:slug>/policies/", public.policies, name="public_policies"),
    path("county/<slug:slug>/policies/<int:place>.<file:kind>", public.policy_file, name="public_policy_file"),
    path("office/", views.office_index, name="office"),
    path("definitions/", definitions.definitions, name="definitions"),
    path("method/", clock_views.method, name="method"),
    path("office/release-clock/", clock_views.release_clock, name="release_clock"),
    path("office/release-clock.csv", clock_views.release_clock_csv, name="release_clock_csv"),
    path("office/forms/", include("reports.forms.urls")),
    path("office/months/", include("reports.months.urls")),
    path("office/registers/", include("reports.registers.urls")),
    path("office/months.csv", views.office_csv, name="office_csv"),
    path("office/months.json", views.office_json, name="office_json"),
    path("office/figures/<slug:slug>/<str:period>.csv", views.month_csv, name="month_csv"),
    path("office/figures/<slug:slug>/<str:period>.json", views.month_json, name="month_json"),
    path("office/figures/<slug:slug>/<str:period>/", views.month, name="month"),
    path("office/reports/<slug:slug>/<str:period>.<reportfile:kind>", report.office_file, name="office_report_file"),
    path("office/reports/<slug:slug>/<str:period>/", report.office_shown, name="office_report"),
    path("county/<slug:slug>/feed/", public_page(CountyFeed()), name="feed"),
    path("county/<slug:slug>/reports/", report.listed, name="reports"),
    path("county/<slug:slug>/reports/by-mail/", mailing.ask, name="report_mail"),
    path("county/<slug:slug>/reports/by-mail/asked/", mailing.asked, name="report_mail_asked"),
    path("county/<slug:slug>/reports/by-mail/confirm/<str:signed>/", mailing.confirm, name="report_mail_confirm"),
    path("county/<slug:slug>/reports/by-mail/stop/<str:signed>/", mailing.stop, name="report_mail_stop"),
    path("county/<slug:slug>/reports/<str:period>.<reportfile:kind>", report.file, name="report_file"),
    path("county/<slug:slug>/reports/<str:period>/", report.shown, name="report"),
]
