"""The staff pages that enter and change facts. Board and timeline are in `notifications`."""

from django.urls import path

from bookings.views import county, entry, facts, importing, nil, overrides, taps, undo

ONE = "bookings/<uuid:public_id>/"

urlpatterns = [
    path("find/", entry.find, name="find"),
    path("nil-return/", nil.nil_return, name="nil_return"),
    path("overrides/", overrides.overrides, name="overrides"),
    path("county/", county.overview, name="county"),
    path("county/<slug:kind>/", county.listed, name="county_kind"),
    path("county/<slug:kind>/add/", county.add, name="county_add"),
    path("county/<slug:kind>/<int:pk>/", county.one, name="county_one"),
    path("county/<slug:kind>/<int:pk>/correct/", county.correct, name="county_correct"),
    path("county/<slug:kind>/<int:pk>/error/", county.error, name="county_error"),
    path("county/<slug:kind>/<int:pk>/end/", county.end, name="county_end"),
    path("import/", importing.imports, name="imports"),
    path("import/<uuid:public_id>/", importing.one, name="import_run"),
    path("import/<uuid:public_id>/progress/", importing.progress, name="import_progress"),
    path("import/<uuid:public_id>/rejected.csv", importing.rejected, name="import_rejected"),
    path("import/batches/<int:pk>/undo/", importing.undo, name="import_undo"),
    path("bookings/new", entry.new_booking, name="new_booking"),
    path(ONE + "now/", taps.now, name="now"),
    path(ONE + "undo/", undo.undo, name="undo"),
    path(ONE + "add/<slug:kind>/", facts.add, name="add_fact"),
    path(ONE + "booking/correct/", facts.correct, name="correct_booking"),
    path(ONE + "booking/error/", facts.error, name="booking_error"),
    path(ONE + "charges/<int:pk>/disposition/", facts.disposition, name="disposition"),
    path(ONE + "<slug:kind>/<int:pk>/correct/", facts.correct, name="correct_fact"),
    path(ONE + "<slug:kind>/<int:pk>/error/", facts.error, name="fact_error"),
]
