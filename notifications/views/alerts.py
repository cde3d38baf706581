"""Alerts of one's own clients, their confirmation, and what counsel may see of a client."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.reauthentication import asks_again
from bookings.views.access import person, staff_page
from notifications import actions, alert_list, case_export
from notifications.actions import looking
from notifications.client_page import client_page
from notifications.models import Office, Representation

A_PAGE = 50


def reader(request: HttpRequest) -> User:
    """A member of a law office, or somebody who subscribed or got something withdrawn. Nobody else is told that there is such a page."""
    user = person(request)
    subscribed = user.subscriptions.filter(until_at=None).exists()
    if not (Office.objects.of(user).exists() or subscribed or alert_list.alerts(user).exists()):
        raise Http404(_("There is no such page for you: these pages are for law offices that represent people held here."))
    return user


@require_safe
@staff_page
def alerts(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    page = Paginator(alert_list.alerts(user), A_PAGE).get_page(request.GET.get("page"))
    offices = list(Office.objects.of(user).select_related("county"))
    return render(request, "alerts/list.html", {"offices": offices, "parts": alert_list.parts(page), "page": page})


@require_safe
@staff_page
def client(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    user, representation = find_client(request, public_id)
    looking.note_view(representation, by=user, what="client")
    mine = alert_list.alerts(user).filter(notification__representation__booking=representation.booking)
    shown = client_page(representation) | {"alerts": [alert_list.row(one) for one in mine]}
    booking = representation.booking
    words = {"booking": booking, "key": booking.case_key, "county": booking.county, "office": representation.office}
    return render(request, "alerts/client.html", shown | words)


def find_client(request: HttpRequest, public_id: uuid.UUID) -> tuple[User, Representation]:
    user = person(request)
    mine = Representation.objects.visible_to(user).filter(booking__public_id=public_id)
    found = mine.select_related("booking__county", "office").order_by("pk").first()
    if found is None:
        raise Http404(_("There is no such case."))
    return user, found


@require_POST
@staff_page
def confirm(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    user = person(request)
    delivery = alert_list.alerts(user).filter(key=key).first()
    if delivery is None:
        raise Http404(_("There is no such alert."))
    if actions.confirm(delivery, by=user):
        messages.success(request, _("Confirmed: you will not be reminded of this alert."))
    else:
        messages.info(request, _("This alert was confirmed or withdrawn before: nothing was changed."))
    return redirect("client", delivery.notification.booking.public_id) if "client" in request.POST else redirect("alerts")


@require_safe
@staff_page
@asks_again
def export(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if not Office.objects.of(user).exists():
        raise Http404
    found = {one.booking_id: one.booking for one in Representation.objects.visible_to(user).select_related("booking")}
    looking.note_export(list(found.values()), by=user)
    headers = {"Content-Disposition": 'attachment; filename="jailwatch-cases.csv"'}
    return HttpResponse(case_export.cases_csv(user), content_type="text/csv; charset=utf-8", headers=headers)
