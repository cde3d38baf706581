"""Of which deadlines somebody of the county is alerted: asked for here, confirmed from a mail, stopped here."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import permissions
from accounts.models import County, User
from bookings.views.access import asked_county, person, staff_page
from bookings.views.once import attempt, token
from bookings.wording import whole_minute
from notifications import actions, subscribing, texts
from notifications.models import DeadlineRule, Subscription

entry_page = require_http_methods(["GET", "HEAD", "POST"])


@entry_page
@staff_page
def subscriptions(request: HttpRequest) -> HttpResponse:
    county, mine = asked_county(request, permissions.log_counties)
    if request.method == "POST":
        return answer(request, county)
    rows = rows_of(person(request), county)
    words = {"county": county, "counties": mine, "rows": rows, "address": person(request).email, "token": token(request)}
    return render(request, "staff/subscriptions.html", words)


def rows_of(user: User, county: County) -> list[dict[str, Any]]:
    found = {one.topic: one for one in Subscription.objects.filter(user=user, county=county, until_at=None)}
    return [row(rule, found.get(rule), county) for rule in DeadlineRule]


def row(rule: DeadlineRule, found: Subscription | None, county: County) -> dict[str, Any]:
    since = whole_minute(found.confirmed_at, county.zone) if found and found.confirmed_at else ""
    return {"topic": rule.value, "label": rule.label, "found": found, "since": since}


def answer(request: HttpRequest, county: County) -> HttpResponse:
    """Ask, ask for the mail again, or stop. An answer that is none of these changes nothing."""
    topic, what = request.POST.get("topic", ""), request.POST.get("what", "")
    if topic not in DeadlineRule.values or what not in VERBS:
        raise Http404(_("There is no such deadline to be alerted of."))
    back = f"{request.path}?county={county.slug}"
    return attempt(request, [], lambda: VERBS[what](request, county, topic) or back) or redirect(back)


def ask(request: HttpRequest, county: County, topic: str) -> None:
    if mine(request, county, topic) is None:
        language = (get_language() or "en")[:2]
        actions.subscribe(by=person(request), county=county, topic=topic, language=language if language in texts.LANGUAGES else "en")
    again(request, county, topic)


def again(request: HttpRequest, county: County, topic: str) -> None:
    found = mine(request, county, topic)
    if found is None or found.confirmed_at:
        return
    if subscribing.send(found):
        messages.success(
            request, _("A mail went to %(address)s. Nothing alerts you until you confirm from it.") % {"address": found.address}
        )
    else:
        messages.error(request, _("The mail could not be handed to the mail server. Ask for it again in a while."))


def stop(request: HttpRequest, county: County, topic: str) -> None:
    if (found := mine(request, county, topic)) is not None:
        actions.unsubscribe(found, by=person(request))


def mine(request: HttpRequest, county: County, topic: str) -> Subscription | None:
    return Subscription.objects.filter(user=person(request), county=county, topic=topic, until_at=None).first()


VERBS = {"ask": ask, "again": again, "stop": stop}


@entry_page
@staff_page
def confirm(request: HttpRequest, signed: str) -> HttpResponse:
    """A click in a mail only opens the page: what follows links by itself confirms nothing."""
    found = subscribing.signed_by(signed, person(request))
    if found is None or not permissions.log_counties(request.user).filter(pk=found.county_id).exists():
        raise Http404(_("This link is not yours, was not used in time, or what it confirms was stopped. Ask for a new mail."))
    if request.method == "POST":
        if found.confirmed_at is None:
            actions.confirm_subscription(found, by=person(request))
        return redirect(f"/staff/subscriptions/?county={found.county.slug}")
    topic = DeadlineRule(found.topic).label
    return render(request, "staff/subscription_confirm.html", {"county": found.county, "topic": topic, "found": found})
