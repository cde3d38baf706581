from django.urls import path

from reports.forms import views

urlpatterns = [
    path("", views.index, name="forms"),
    path("calendar.ics", views.calendar, name="forms_calendar"),
    path("across/", views.compared, name="forms_across"),
    path("<slug:code>/", views.form, name="form"),
    path("<slug:code>.csv", views.form_csv, name="form_csv"),
    path("<slug:code>.pdf", views.form_pdf, name="form_pdf"),
    path("<slug:code>.xlsx", views.form_xlsx, name="form_xlsx"),
]
