"""Two gates behind signing in: a session ends, and whoever sees people proves who they are twice."""

import time
from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import permissions
from accounts.models import User

GetResponse = Callable[[HttpRequest], HttpResponse]
USED, PROVEN = "used_at", "second_factor"
# The time of use is written down at most this often: a page that is read costs no write each time.
EVERY = 300
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# What is open to who has still to set up a second factor: setting it up, leaving, and what is for anyone without a word of people.
SETTING_UP = ("/accounts/", "/i18n/", "/static/", "/healthz", "/readyz")
OPEN = ("/county/", "/compare", "/definitions/", "/method/", "/api/")


class SessionEnds:
    """A session ends when nobody used it for a while, and at the end of a shift whatever happens."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, User):
            if said := ended(request, request.user):
                logout(request)
                messages.info(request, said)
                return to_sign_in(request)
            note_use(request, request.user)
        return self.get_response(request)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """And back to where they were. A page that asked for a part of itself is left as a whole: no part of it is a place to sign in."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": redirect_to_login(request.path).url})
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/start/")


def ended(request: HttpRequest, user: User) -> str:
    now = time.time()
    if now - began(request, user) > settings.SESSION_COOKIE_AGE:
        return _(
            "You were signed out: a session ends after %(hours)s hours. What you typed and did not record is kept in this browser."
        ) % {"hours": settings.SESSION_COOKIE_AGE // 3600}
    if now - used(request, user) > settings.SESSION_IDLE:
        return _(
            "You were signed out after %(minutes)s minutes without use. What you typed and did not record is kept in this browser."
        ) % {"minutes": settings.SESSION_IDLE // 60}
    return ""


def began(request: HttpRequest, user: User) -> float:
    """When this session was signed in: its first proof of who it is."""
    records = get_authentication_records(request, user)
    return float(records[0]["at"]) if records else signed_in(user)


def used(request: HttpRequest, user: User) -> float:
    return float(request.session.get(USED, 0)) or began(request, user)


def signed_in(user: User) -> float:
    return user.last_login.timestamp() if user.last_login else time.time()


def note_use(request: HttpRequest, user: User) -> None:
    """A page that looks for news by itself is not used by anybody."""
    looks_by_itself = request.method == "GET" and "HX-Request" in request.headers
    if not looks_by_itself and time.time() - used(request, user) > EVERY:
        request.session[USED] = time.time()


class SecondFactor:
    """Without the second factor that its role demands, a session reaches the pages that set one up, and no page of people."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/accounts/2fa/"):
            forget(request)
        elif gated(request) and not proven(request):
            return redirect("mfa_index")
        return self.get_response(request)


def gated(request: HttpRequest) -> bool:
    public = request.path == "/" or request.path.startswith(SETTING_UP + OPEN)
    return settings.SESSION_COOKIE_NAME in request.COOKIES and not public and request.user.is_authenticated


def proven(request: HttpRequest) -> bool:
    """Asked of the database once a session; a page that may take a factor away makes the next request ask again."""
    if request.session.get(PROVEN) is True or not permissions.needs_second_factor(request.user):
        return True
    has = isinstance(request.user, User) and is_mfa_enabled(request.user, FACTORS)
    if has:
        request.session[PROVEN] = True
    return has


def forget(request: HttpRequest) -> None:
    if settings.SESSION_COOKIE_NAME in request.COOKIES and PROVEN in request.session:
        del request.session[PROVEN]
