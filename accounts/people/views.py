"""Who belongs to a county: invited, given another role, let go. And the page that an invitation opens."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods

from accounts import invitations, permissions
from accounts.actions import people as verbs
from accounts.administering import asked_county, moment
from accounts.models import County, Invitation, Membership, Role, User
from accounts.people.forms import AcceptForm, InviteForm, RoleForm
from accounts.reauthentication import asks_again_to_change

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
View = Callable[..., HttpResponseBase]


def people_page(view: View) -> View:
    """Signed in, kept by no cache, and no change without proof of who sits there."""
    private = cache_control(private=True, no_store=True)(login_required(asks_again_to_change(view)))
    return require_http_methods(["GET", "HEAD", "POST"])(private)


@people_page
def people(request: HttpRequest) -> HttpResponse:
    county, mine = asked_county(request, permissions.people_counties(request.user))
    rows = [row(one, county) for one in people_of(county)]
    open_now = Invitation.objects.filter(county=county, accepted_at=None, withdrawn_at=None).order_by("-pk")
    invited = [{"invitation": one, "until": moment(one.expires_at, county)} for one in open_now]
    return render(request, "people/list.html", {"county": county, "counties": mine, "rows": rows, "invited": invited})


@people_page
def invite(request: HttpRequest) -> HttpResponse:
    county, mine = asked_county(request, permissions.people_counties(request.user))
    form = InviteForm(request.POST or None)
    if form.is_valid():
        made = attempt(form, lambda: verbs.invite(county=county, by=administrator(request), **form.cleaned_data))
        if made is not None:
            return sent(request, made)
    words = {"county": county, "counties": mine, "form": form}
    return render(request, "people/invite.html", words, status=422 if form.is_bound else 200)


def sent(request: HttpRequest, made: Invitation) -> HttpResponse:
    if invitations.send(made):
        messages.success(request, _("A mail is on its way to %(address)s.") % {"address": made.email})
    else:
        messages.error(request, _("The invitation stands, but the mail server did not take the mail: send it again in a while."))
    return redirect(home(made.county))


@people_page
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Send its mail again, or withdraw it."""
    mine = permissions.people_counties(request.user)
    found = Invitation.objects.filter(county__in=mine, pk=pk).select_related("county").first()
    if found is None:
        raise Http404(_("There is no such invitation."))
    if request.method != "POST":
        return redirect(home(found.county))
    by = administrator(request)
    acts = {"again": lambda: verbs.renew_invitation(found, by=by), "withdraw": lambda: verbs.withdraw_invitation(found, by=by)}
    done = act(request, acts, found.county)
    return sent(request, found) if done and request.POST["what"] == "again" else redirect(home(found.county))


@people_page
def person(request: HttpRequest, pk: int) -> HttpResponse:
    county, _mine = asked_county(request, permissions.people_counties(request.user))
    found = next((one for one in people_of(county) if one.pk == pk), None)
    if found is None:
        raise Http404(_("There is no such person in this county."))
    if request.method == "POST":
        act(request, acts_on(request, found, county), county)
        return redirect(f"{reverse('person', args=[pk])}?county={county.slug}" if still_here(found, county) else home(county))
    is_me = found == request.user
    roles = [(one, RoleForm(initial={"role": one.role}, auto_id=f"role_{one.pk}_%s")) for one in found.memberships.all()]
    words = {"county": county, "row": row(found, county), "roles": roles, "is_me": is_me}
    return render(request, "people/person.html", words)


def acts_on(request: HttpRequest, found: User, county: County) -> dict[str, Callable[[], Any]]:
    by = administrator(request)
    role = request.POST.get("role", "")
    return {
        "change": lambda: verbs.change_role(membership(request, found, county), role=role, by=by),
        "end": lambda: verbs.end_membership(membership(request, found, county), by=by),
        "close": lambda: verbs.close_account(found, county=county, by=by),
        "open": lambda: verbs.open_account(found, county=county, by=by),
        "forget": lambda: verbs.forget_second_factor(found, county=county, by=by),
    }


def act(request: HttpRequest, acts: dict[str, Callable[[], Any]], county: County) -> bool:
    """Do what the form asks; a refusal is said on the page to which it leads."""
    what = request.POST.get("what", "")
    if what not in acts:
        raise BadRequest(_("This form is not known here."))
    try:
        acts[what]()
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return False
    messages.success(request, _("Recorded."))
    return True


def membership(request: HttpRequest, found: User, county: County) -> Membership:
    pk = request.POST.get("membership", "")
    one = next((one for one in found.memberships.all() if str(one.pk) == pk and one.county_id == county.pk), None)
    if one is None:
        raise ValidationError(_("This role was ended already: nothing was changed."))
    return one


def still_here(found: User, county: County) -> bool:
    return Membership.objects.filter(user=found, county=county).exists()


def attempt(form: Any, write: Callable[[], Invitation]) -> Invitation | None:
    try:
        return write()
    except ValidationError as problem:
        known = hasattr(problem, "error_dict") and set(problem.error_dict) <= set(form.fields)
        form.add_error(None, problem if known else problem.messages)
        return None


def people_of(county: County) -> list[User]:
    """Everybody with a role here; machines have keys, and pages of their own."""
    here = Membership.objects.filter(county=county).order_by("role")
    factors = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    found = User.objects.filter(memberships__county=county).exclude(memberships__role=Role.MACHINE).distinct()
    return list(found.prefetch_related(Prefetch("memberships", here), Prefetch("authenticator_set", factors)).order_by("name", "email"))


def row(one: User, county: County) -> dict[str, Any]:
    return {
        "person": one,
        "roles": ", ".join(str(role.get_role_display()) for role in one.memberships.all()),
        "seen": moment(one.last_login, county),
        "factor": bool(one.authenticator_set.all()),  # type: ignore[attr-defined]
    }


def home(county: County) -> str:
    return f"{reverse('people')}?county={county.slug}"


def administrator(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


# --- anyone with a link ------------------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, signed: str) -> HttpResponse:
    """A click in a mail only opens the page: what follows links by itself accepts nothing."""
    found = invitations.signed_by(signed)
    if found is None:
        raise Http404(_("This link was used before, is too old, or the invitation was withdrawn. Ask for a new one."))
    if User.objects.filter(email=found.email).exists():
        return accept_signed_in(request, found)
    form = AcceptForm(request.POST or None, email=found.email, initial={"name": found.name})
    if form.is_valid():
        given = form.cleaned_data
        made = attempt_accept(form, lambda: verbs.accept_invitation(found, password=given["password"], name=given["name"]))
        if made is not None:
            login(request, made, backend=BACKEND)
            record_authentication(request, made, "password")
            return redirect("start")
    return render(request, "people/accept.html", {"found": found, "form": form}, status=422 if form.is_bound else 200)


def accept_signed_in(request: HttpRequest, found: Invitation) -> HttpResponse:
    """The address has an account: its person signs in, and takes the role with a second click."""
    is_theirs = isinstance(request.user, User) and request.user.email == found.email
    if is_theirs and request.method == "POST":
        verbs.accept_invitation(found, user=administrator(request))
        return redirect("start")
    return render(request, "people/accept.html", {"found": found, "is_theirs": is_theirs, "has_account": True})


def attempt_accept(form: Any, write: Callable[[], User]) -> User | None:
    try:
        return write()
    except ValidationError as problem:
        form.add_error(None, problem)
        return None
