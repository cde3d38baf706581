"""Who belongs to a county and as what: invited, given a role, let go. Every change is locked behind the county's row, so that of
two administrators who let each other go at one moment the second finds that there must be one."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import journal
from accounts.models import County, Invitation, Membership, Origin, Role, User
from accounts.models.invitation import INVITED

DAYS = 7


@transaction.atomic
def invite(*, county: County, email: str, name: str, role: str, by: User | None = None) -> Invitation:
    """An invitation to a role. `by` is nobody for the first administrator, whom a command invites."""
    email = email.strip().lower()
    if Membership.objects.filter(county=county, user__email=email, role=role).exists():
        raise ValidationError({"email": [_("This person already has this role in this county.")]})
    now = timezone.now()
    made = Invitation(county=county, email=email, name=name.strip(), role=role, invited_by=by, created_at=now)
    made.expires_at = now + timedelta(days=DAYS)
    made.full_clean()
    made.save(force_insert=True)
    _note("invite", made, by, role=role)
    return made


@transaction.atomic
def renew_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Good for another while, for a mail that was lost. The link is a new one with the same invitation behind it."""
    found = _open(invitation, _("It was accepted or withdrawn: invite again."))
    found.expires_at = timezone.now() + timedelta(days=DAYS)
    found.save()
    _note("renew_invitation", found, by)
    return found


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    found = _open(invitation, _("It was accepted or withdrawn already: nothing was changed."))
    found.withdrawn_at = timezone.now()
    found.save()
    _note("withdraw_invitation", found, by)


@transaction.atomic
def accept_invitation(invitation: Invitation, *, password: str = "", name: str = "", user: User | None = None) -> User:
    """Take the role: with a new account and its password, or as the person of that address who signed in."""
    found = _open(invitation, _("This link was used before, is too old, or the invitation was withdrawn. Ask for a new one."))
    if found.expires_at <= timezone.now() or (user is not None and user.email != found.email):
        raise ValidationError(_("This link was used before, is too old, or the invitation was withdrawn. Ask for a new one."))
    person = user or User.objects.create_user(found.email, password, name=name.strip() or found.name)
    found.accepted_by, found.accepted_at = person, timezone.now()
    found.save()
    Membership.objects.get_or_create(user=person, county=found.county, role=found.role)
    _note("accept_invitation", found, person, role=found.role)
    return person


@transaction.atomic
def change_role(membership: Membership, *, role: str, by: User) -> Membership:
    found = _changeable(membership, by)
    if role not in INVITED:
        raise ValidationError(_("Choose one of the listed roles."))
    if Membership.objects.filter(county=found.county, user=found.user, role=role).exists():
        raise ValidationError(_("This person already has this role in this county."))
    before, found.role = found.role, role
    found.full_clean()
    found.save()
    _note("change_role", found, by, user=found.user_id, before=before, after=role)
    return found


@transaction.atomic
def end_membership(membership: Membership, *, by: User) -> None:
    found = _changeable(membership, by)
    _note("end_membership", found, by, user=found.user_id, role=found.role)
    found.delete()


@transaction.atomic
def close_account(person: User, *, county: County, by: User) -> None:
    """The account signs nobody in any more; what it recorded keeps its name."""
    for membership in Membership.objects.filter(user=person, county=county):
        _changeable(membership, by)
    _check_only_here(person, county)
    person.is_active = False
    person.save()
    _note("close_account", person, by, county=county)


@transaction.atomic
def open_account(person: User, *, county: County, by: User) -> None:
    _check_only_here(person, county)
    person.is_active = True
    person.save()
    _note("open_account", person, by, county=county)


@transaction.atomic
def forget_second_factor(person: User, *, county: County, by: User) -> None:
    """For who lost phone and codes: the next sign-in sets up a new one, and until then nothing opens."""
    if person == by:
        raise ValidationError(_("Another administrator does this for you: nobody takes away their own second factor here."))
    _check_only_here(person, county)
    Authenticator.objects.filter(user=person).delete()
    _note("forget_second_factor", person, by, county=county)


def _open(invitation: Invitation, otherwise: str) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",)).select_related("county").get(pk=invitation.pk)
    if found.accepted_at is not None or found.withdrawn_at is not None:
        raise ValidationError(otherwise)
    return found


def _changeable(membership: Membership, by: User) -> Membership:
    """The membership as it stands, if this person may change it."""
    County.objects.select_for_update().get(pk=membership.county_id)
    found = Membership.objects.select_related("county", "user").filter(pk=membership.pk).first()
    if found is None:
        raise ValidationError(_("This role was ended already: nothing was changed."))
    if found.user_id == by.pk:
        raise ValidationError(_("Nobody changes their own role: another administrator does it."))
    others = Membership.objects.filter(county=found.county, role=Role.ADMINISTRATOR, user__is_active=True).exclude(pk=found.pk)
    if found.role == Role.ADMINISTRATOR and not others.exists():
        raise ValidationError(_("This is the county's last administrator: make another one first."))
    return found


def _check_only_here(person: User, county: County) -> None:
    if Membership.objects.filter(user=person).exclude(county=county).exists():
        raise ValidationError(_("This person has a role in another county, too: end the roles here instead."))


def _note(verb: str, what: Any, by: User | None, county: County | None = None, **detail: Any) -> None:
    actor = f"user:{by.pk}" if by is not None else "command:invite"
    place = county.pk if county is not None else what.county_id
    note = journal.Note(by=actor, verb=verb, noun=what._meta.label, origin=Origin.LIVE, object_id=what.pk, county_id=place, detail=detail)
    journal.write(note, tell=False)
