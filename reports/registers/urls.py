from django.urls import path

from reports.registers import views

urlpatterns = [
    path("", views.index, name="registers"),
    path("<slug:code>/add/", views.add, name="register_add"),
    path("<slug:code>/<int:pk>/correct/", views.correct, name="register_correct"),
    path("<slug:code>/<int:pk>/error/", views.error, name="register_error"),
    path("<slug:code>/<int:pk>/<slug:step>/", views.step, name="register_step"),
]
