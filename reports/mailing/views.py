"""The pages of reports by mail, for anyone. None of them says whether an address is subscribed, and no cache keeps one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.throttles import counted
from reports.actions import mailing
from reports.mailing import links
from reports.mailing.forms import AskForm
from reports.models import ReportSubscription
from reports.public.asking import county_of

AN_HOUR, MOST = 3600, 10
View = Callable[..., HttpResponseBase]


def page(view: View) -> Any:
    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(view))


@page
def ask(request: HttpRequest, slug: str) -> HttpResponseBase:
    county = county_of(slug)
    form = AskForm(request.POST or None, initial={"language": (get_language() or "en")[:2]})
    if request.method == "POST" and form.is_valid():
        if too_often(request):
            words = {"county": county, "form": form, "too_often": True}
            return render(request, "public/mail/ask.html", words, status=429)
        mailing.ask(county, form.cleaned_data["address"], form.cleaned_data["language"])
        return redirect("report_mail_asked", slug)
    return render(request, "public/mail/ask.html", {"county": county, "form": form}, status=422 if form.errors else 200)


def too_often(request: HttpRequest) -> bool:
    """Whether this client has asked ten times within the hour. Its address is kept as a keyed hash alone."""
    key = "report-mail:" + salted_hmac("reports.mailing", str(get_adapter().get_client_ip(request))).hexdigest()
    return counted(key, AN_HOUR) > MOST


@never_cache
@require_safe
def asked(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "public/mail/asked.html", {"county": county_of(slug), "days": links.DAYS})


def of_link(find: Callable[[str, str], ReportSubscription | None]) -> Callable[[View], View]:
    """The page is in the reader's own language, whatever their browser's."""

    def wrapped(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, slug: str, signed: str) -> HttpResponseBase:
            found = find(signed, slug)
            if found is None:
                raise Http404(_("This link is not whole, or was not used in time. Ask for a new mail."))
            with override(found.language):
                return view(request, found)

        return answered

    return wrapped


@page
@of_link(links.confirmed_by)
def confirm(request: HttpRequest, found: ReportSubscription) -> HttpResponse:
    """A click in a mail only opens the page: what follows links by itself confirms nothing."""
    if request.method == "POST":
        mailing.confirm(found)
    done = request.method == "POST" or found.confirmed_at is not None
    return render(request, "public/mail/confirm.html", {"county": found.county, "done": done, "stop": links.stopping(found)})


# Without a token: a mail program posts it, and the signed address is what allows it (RFC 8058).
@csrf_exempt
@page
@of_link(links.stopped_by)
def stop(request: HttpRequest, found: ReportSubscription) -> HttpResponse:
    if request.method == "POST":
        mailing.stop(found)
    done = request.method == "POST" or found.until_at is not None
    return render(request, "public/mail/stop.html", {"county": found.county, "done": done})
