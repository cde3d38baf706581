"""Acts that are asked only of who proved a few minutes ago who they are: publishing, taking figures or rows away, giving roles."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.adapter import fresh

View = Callable[..., HttpResponseBase]


def asks_again(view: View) -> Any:
    """allauth answers with its page, and afterwards goes on with what was asked for."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_fresh(request)
        return view(request, *args, **kwargs)

    return asked


def asks_again_to_change(view: View) -> Any:
    """The same for a page that anybody of the office may read: only its form asks."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            check_fresh(request)
        return view(request, *args, **kwargs)

    return asked


def check_fresh(request: HttpRequest) -> None:
    if settings.REAUTHENTICATION_ASKED and request.user.is_authenticated and not fresh(request):
        raise ReauthenticationRequired
