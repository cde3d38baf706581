from django.urls import path

from notifications import views

urlpatterns = [
    path("", views.board, name="staff"),
    path("follow-up/", views.follow_up, name="follow_up"),
    path("bookings/<uuid:public_id>/", views.timeline, name="timeline"),
]
