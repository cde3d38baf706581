from django.urls import path

from notifications.views import board, timeline

urlpatterns = [
    path("", board.board, name="staff"),
    path("board/<slug:name>/", board.whole_list, name="whole_list"),
    path("follow-up/", board.follow_up, name="follow_up"),
    path("bookings/<uuid:public_id>/", timeline.timeline, name="timeline"),
]
