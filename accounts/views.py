"""Where a person is led after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import permissions


@never_cache
@require_safe
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Jail staff to the board, defenders to their alerts, the office to its figures, administrators to their people; else the start."""
    if permissions.staff_counties(request.user).exists():
        return redirect("/staff/")
    if permissions.defends(request.user):
        return redirect("/alerts/")
    if permissions.office_counties(request.user).exists():
        return redirect("/office/")
    if permissions.people_counties(request.user).exists():
        return redirect("people")
    return redirect("/staff/county/" if permissions.log_counties(request.user).exists() else "/")
