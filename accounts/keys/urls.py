from django.urls import path

from accounts.keys import views

urlpatterns = [
    path("", views.keys, name="keys"),
    path("<int:pk>/rotate/", views.rotate, name="key_rotate"),
    path("<int:pk>/revoke/", views.revoke, name="key_revoke"),
]
