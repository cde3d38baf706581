"""Keys are made, replaced and withdrawn here. A secret stands on the page that answers the form, once, and nowhere else."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts import permissions
from accounts.actions.keys import is_alive, make_key, revoke_key, rotate_key
from accounts.administering import asked_county, moment
from accounts.keys.forms import NewKey, Rotation
from accounts.models import County, MachineKey
from accounts.reauthentication import asks_again_to_change


def key_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Signed in, and kept by no cache: what comes back may hold a secret."""
    return require_http_methods(["GET", "HEAD", "POST"])(
        cache_control(private=True, no_store=True)(login_required(asks_again_to_change(view)))
    )


@key_page
def keys(request: HttpRequest) -> HttpResponse:
    county, mine = asked_county(request, permissions.key_counties(request.user))
    form = NewKey(request.POST or None)
    if form.is_valid():
        made = attempt(form, lambda: make_key(by=actor(request), county=county, **form.cleaned_data))
        if made is not None:
            return shown_once(request, made)
    rows = [row(one) for one in keys_of(county)]
    return render(request, "keys/list.html", {"county": county, "counties": mine, "rows": rows, "form": form})


@key_page
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    key = asked_key(request, pk)
    form = Rotation(request.POST or None)
    if form.is_valid():
        made = attempt(form, lambda: rotate_key(key, by=actor(request), **form.cleaned_data))
        if made is not None:
            return shown_once(request, made, old=key)
    return render(request, "keys/rotate.html", {"county": key.county, "key": key, "form": form})


@key_page
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    key = asked_key(request, pk)
    if request.method == "POST":
        revoke_key(key, by=actor(request))
        messages.success(request, _("The key %(begins)s… opens nothing any more.") % {"begins": key.begins})
        return redirect(f"{reverse('keys')}?county={key.county.slug}")
    return render(request, "keys/revoke.html", {"county": key.county, "key": key, "row": row(key)})


@sensitive_variables("made", "text")
def shown_once(request: HttpRequest, made: tuple[MachineKey, str], old: MachineKey | None = None) -> HttpResponse:
    """No redirect: it would have to carry the secret, in an address or in a session."""
    key, text = made
    if old is not None:
        old.refresh_from_db()
    until = moment(old.expires_at, old.county) if old else ""
    words = {"county": key.county, "secret": text, "row": row(key), "old": old, "old_until": until}
    return render(request, "keys/made.html", words)


def attempt(form: Any, write: Callable[[], tuple[MachineKey, str]]) -> tuple[MachineKey, str] | None:
    """What was written, or None with the sentence of the refusal on the form."""
    try:
        return write()
    except ValidationError as problem:
        form.add_error(None, problem)
        return None


def keys_of(county: County) -> list[MachineKey]:
    """Those that open something first, then the others, each newest first."""
    found = MachineKey.objects.filter(county=county).select_related("county", "user", "replaced_by").order_by("-pk")
    return sorted(found, key=lambda one: not is_alive(one))


def row(key: MachineKey) -> dict[str, Any]:
    dated = ((_("made"), key.made_at), (_("good until"), key.expires_at), (_("last used"), key.last_used_at))
    details = [(_("what it may"), key.get_scope_display()), *((label, moment(value, key.county)) for label, value in dated)]
    if key.replaced_by:
        details.append((_("replaced by"), f"{key.replaced_by.begins}…"))
    return {"key": key, "alive": is_alive(key), "standing": standing(key), "replaced": key.replaced_by, "details": details}


def standing(key: MachineKey) -> str:
    if key.revoked_at is not None:
        return _("withdrawn")
    if key.expires_at <= timezone.now():
        return _("run out")
    return _("replaced, still good") if key.replaced_by_id else _("good")


def actor(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"


def asked_key(request: HttpRequest, pk: int) -> MachineKey:
    found = MachineKey.objects.filter(county__in=permissions.key_counties(request.user), pk=pk).select_related("county", "user").first()
    if found is None:
        raise Http404(_("There is no such key."))
    return found
