"""The staff board, its lists in full, and the follow-up queue."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.profiles import in_force_at
from bookings.views import taps, undo
from bookings.views.access import asked_county, staff_page
from bookings.views.once import token
from bookings.wording import whole_minute
from notifications import board as boards

A_PAGE = 50


NOTHING_NEW = 204


@require_safe
@staff_page
def board(request: HttpRequest) -> HttpResponse:
    """The board; to a page that is open already and looks for news, only what changes, and nothing if nothing did."""
    county, mine = asked_county(request)
    now = timezone.now()
    shown = boards.board(county, in_force_at(county, now), now)
    state = boards.digest(shown)
    if request.GET.get("seen") == state:
        return HttpResponse(status=NOTHING_NEW)
    words = {"county": county, "counties": mine, "as_of": whole_minute(now, county.zone), "state": state, "token": token(request)}
    if "HX-Request" in request.headers:
        return render(request, "staff/board_live.html", shown | words | {"taps": taps.choices()})
    return render(request, "staff/board.html", shown | words | {"taps": taps.choices(), "undone": undo.offered_on_board(request)})


@require_safe
@staff_page
def whole_list(request: HttpRequest, name: str) -> HttpResponse:
    """One list of the board, all of it, page by page."""
    county, mine = asked_county(request)
    now = timezone.now()
    profile = in_force_at(county, now)
    one = boards.listings(county, profile, now).get(name)
    if one is None:
        raise Http404
    page = Paginator(one.found, A_PAGE).get_page(request.GET.get("page"))
    words = {"name": name, "rows": one.rows(page), "page": page, "profile": profile, "token": token(request), "taps": taps.choices()}
    return render(request, "staff/whole_list.html", words | {"county": county, "counties": mine, "day": boards.day_of(county, now)})


@require_safe
@staff_page
def follow_up(request: HttpRequest) -> HttpResponse:
    county, mine = asked_county(request)
    page = Paginator(boards.to_follow_up(county), A_PAGE).get_page(request.GET.get("page"))
    rows = [boards.follow_up_row(one, county) for one in page]
    return render(request, "staff/follow_up.html", {"county": county, "counties": mine, "rows": rows, "page": page})
