"""What the pages of a county's administrator share: which county was asked for, and its clock."""

from collections.abc import Iterable
from datetime import datetime

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from accounts.models import County


def asked_county(request: HttpRequest, counties: Iterable[County]) -> tuple[County, list[County]]:
    """The county named in the request, else the first, of those that this person administers; and all of these."""
    slug = request.POST.get("county") or request.GET.get("county")
    mine = list(counties)
    found = next((one for one in mine if slug is None or one.slug == slug), None)
    if found is None:
        raise Http404(_("There is no such page for you: these pages are for the administrators of a county."))
    return found, mine


def moment(value: datetime | None, county: County) -> str:
    """By the county's clock, to the minute."""
    return f"{value.astimezone(county.zone):%Y-%m-%d %H:%M}" if value else _("never")
