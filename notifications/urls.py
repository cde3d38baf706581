from django.urls import path

from notifications.views import board, offices, outbox, papers, subscriptions, timeline

urlpatterns = [
    path("", board.board, name="staff"),
    path("board/<slug:name>/", board.whole_list, name="whole_list"),
    path("follow-up/", board.follow_up, name="follow_up"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<uuid:key>/", outbox.mail, name="outbox_mail"),
    path("subscriptions/", subscriptions.subscriptions, name="subscriptions"),
    path("subscriptions/confirm/<str:signed>/", subscriptions.confirm, name="confirm_subscription"),
    path("offices/", offices.offices, name="offices"),
    path("offices/add/", offices.add, name="office_add"),
    path("offices/<int:pk>/", offices.change, name="office"),
    path("offices/<int:pk>/close/", offices.close, name="office_close"),
    path("bookings/<uuid:public_id>/representations/<int:pk>/end/", offices.end_representation, name="end_representation"),
    path("bookings/<uuid:public_id>/", timeline.timeline, name="timeline"),
    path("bookings/<uuid:public_id>/papers/", papers.of_booking, name="booking_papers"),
    path("bookings/<uuid:public_id>/papers/<slug:name>/<slug:language>/", papers.for_booking, name="booking_paper"),
]
