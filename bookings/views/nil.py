"""Nothing to report: a signed zero, which is not the same as a blank."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import County, User
from bookings import actions
from bookings.forms.small import NilForm
from bookings.models import NilReturn
from bookings.models.moments import span
from bookings.views.access import asked_county, person, staff_page
from bookings.views.once import attempt, token
from bookings.wording import period

SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def nil_return(request: HttpRequest) -> HttpResponse:
    county, mine = asked_county(request)
    first = {"scope": "shift", "signed_by": str(request.user), "day": timezone.now().astimezone(county.zone).date()}
    form = NilForm(request.POST if request.method == "POST" else None, county=county, initial=first)
    done = attempt(request, [form], lambda: record(request, person(request), county, form)) if form.is_bound else None
    context = {"county": county, "counties": mine, "form": form, "token": token(request), "signed": signed(county)}
    return done or render(request, "staff/nil_return.html", context)


def record(request: HttpRequest, by: User, county: County, form: NilForm) -> str:
    typed = form.cleaned_data
    whole = typed["scope"] == "month"
    actions.record_nil_return(by=by, county=county, period=typed["period"], whole_month=whole, signed_by=typed["signed_by"])
    messages.success(request, _("Recorded: nothing to report."))
    return f"/staff/nil-return/?county={county.slug}"


def signed(county: County) -> list[dict[str, str]]:
    rows = NilReturn.objects.filter(county=county, entered_in_error=False).order_by("-period_at")[:SHOWN]
    return [{"period": period(moment, county.zone), "by": row.signed_by} for row in rows if (moment := span(row, "period"))]
