from django.urls import path

from reports.months import views

urlpatterns = [
    path("", views.index, name="months"),
    path("<slug:slug>/<str:period>/", views.month, name="month_review"),
]
