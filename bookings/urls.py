"""The staff pages that enter and change facts. Board and timeline are in `notifications`."""

from django.urls import path

from bookings.views import entry, facts, nil, taps

ONE = "bookings/<uuid:public_id>/"

urlpatterns = [
    path("find/", entry.find, name="find"),
    path("nil-return/", nil.nil_return, name="nil_return"),
    path("bookings/new", entry.new_booking, name="new_booking"),
    path(ONE + "now/", taps.now, name="now"),
    path(ONE + "add/<slug:kind>/", facts.add, name="add_fact"),
    path(ONE + "booking/correct/", facts.correct, name="correct_booking"),
    path(ONE + "booking/error/", facts.error, name="booking_error"),
    path(ONE + "charges/<int:pk>/disposition/", facts.disposition, name="disposition"),
    path(ONE + "<slug:kind>/<int:pk>/correct/", facts.correct, name="correct_fact"),
    path(ONE + "<slug:kind>/<int:pk>/error/", facts.error, name="fact_error"),
]
