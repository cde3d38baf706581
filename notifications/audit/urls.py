from django.urls import path

from notifications.audit import views

urlpatterns = [
    path("", views.trail, name="audit"),
    path("trail.csv", views.trail_csv, name="audit_csv"),
    path("lists/", views.lists, name="audit_lists"),
    path("lists/<slug:code>/", views.listed, name="audit_list"),
    path("lists/<slug:code>.csv", views.listed_csv, name="audit_list_csv"),
    path("sample/", views.sample, name="audit_sample"),
    path("sample.csv", views.sample_csv, name="audit_sample_csv"),
    path("chain/", views.chain, name="audit_chain"),
]
