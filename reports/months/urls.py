from django.urls import path

from reports.months import drill, tables, views

urlpatterns = [
    path("", views.index, name="months"),
    path("tables/", tables.tables, name="withdraw_tables"),
    path("<slug:slug>/events/<str:code>/<str:period>/", drill.drill, name="drill"),
    path("<slug:slug>/<str:period>/", views.month, name="month_review"),
]
