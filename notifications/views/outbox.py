"""The outbox of a laptop install: the mails that were written as files, as their readers would get them."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import County
from bookings.views.access import asked_county, staff_page
from bookings.wording import whole_minute
from notifications import outbox as box

A_PAGE = 50


@require_safe
@staff_page
def outbox(request: HttpRequest) -> HttpResponse:
    county, mine = here(request)
    page = Paginator(box.mails(county), A_PAGE).get_page(request.GET.get("page"))
    words = {"county": county, "counties": mine, "page": page, "rows": [row(one, county) for one in page]}
    return render(request, "staff/outbox.html", words)


@require_safe
@staff_page
def mail(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    county, _mine = here(request)
    copies = box.mails(county, key)
    if not copies:
        raise Http404(_("There is no such mail in this county."))
    return render(request, "staff/outbox_mail.html", {"county": county, "rows": [row(one, county) for one in copies]})


def here(request: HttpRequest) -> tuple[County, list[County]]:
    if not box.is_here():
        raise Http404(_("Mails of this installation are sent, and not kept as files."))
    return asked_county(request)


def row(one: box.Mail, county: County) -> dict[str, Any]:
    return {
        "mail": one,
        "sent": whole_minute(one.sent, county.zone) if one.sent else "",
        "to": one.about.to,
        "about": one.about.what,
        "booking": one.about.booking,
        "language": one.about.language,
    }
