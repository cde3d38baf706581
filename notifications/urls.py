from django.urls import path

from notifications import views

urlpatterns = [
    path("", views.board, name="staff"),
    path("board/<slug:name>/", views.whole_list, name="whole_list"),
    path("follow-up/", views.follow_up, name="follow_up"),
    path("bookings/<uuid:public_id>/", views.timeline, name="timeline"),
]
