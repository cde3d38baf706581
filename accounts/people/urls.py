from django.urls import path

from accounts.people import views

urlpatterns = [
    path("", views.people, name="people"),
    path("invite/", views.invite, name="invite"),
    path("invitations/<int:pk>/", views.invitation, name="invitation"),
    path("people/<int:pk>/", views.person, name="person"),
]
