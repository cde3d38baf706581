"""Keys of jail systems: made, replaced, withdrawn. The secret is given back once by the verb that makes it, and kept nowhere."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from knox.models import AuthToken

from accounts import journal
from accounts.models import County, MachineKey, Membership, Origin, Role, Scope, User

MOST_DAYS = 1096
LONGEST_OVERLAP = 30
SHOWN = 7  # "jw_" and four more: enough to know it again, far too few to guess the rest


@transaction.atomic
def make_key(*, by: str, county: County, name: str, days: int, scope: str = Scope.WRITE) -> tuple[MachineKey, str]:
    """A key for the machine of that name, and its secret. A second key of a name is one more key of the same machine."""
    key, text = _new(county, machine(county, name), days, scope)
    _note("make_key", key, by)
    return key, text


@transaction.atomic
def rotate_key(key: MachineKey, *, by: str, days: int, overlap_days: int) -> tuple[MachineKey, str]:
    """A new key beside the old one, which ends after `overlap_days` (0: at once) or when it would have ended anyway."""
    old = _locked(key)
    if old.replaced_by_id or not is_alive(old):
        raise ValidationError(_("This key was replaced or withdrawn already, or has run out: make a new one."))
    if not 0 <= overlap_days <= LONGEST_OVERLAP:
        raise ValidationError(_("Both keys are good for 0 to %(most)s days.") % {"most": LONGEST_OVERLAP})
    new, text = _new(old.county, old.user, days, old.scope)
    old.replaced_by = new
    _let_end(old, timezone.now() + timedelta(days=overlap_days))
    _note("rotate_key", old, by, new=new.pk, until=old.expires_at.isoformat())
    return new, text


@transaction.atomic
def revoke_key(key: MachineKey, *, by: str) -> MachineKey:
    """The key opens nothing from now on. Withdrawing it again changes nothing."""
    found = _locked(key)
    if found.revoked_at is None:
        _let_go(found)
        found.revoked_at = timezone.now()
        found.save()
        _note("revoke_key", found, by)
    return found


def is_alive(key: MachineKey) -> bool:
    return key.token_id is not None and key.expires_at > timezone.now()


def used(key: MachineKey, every: timedelta = timedelta(minutes=5)) -> None:
    """Remember that it was used, to some minutes: a row that is written with each request would be a queue of its own."""
    now = timezone.now()
    if key.last_used_at is None or key.last_used_at < now - every:
        MachineKey.objects.filter(pk=key.pk, last_used_at__isnull=key.last_used_at is None).update(last_used_at=now)


def machine(county: County, name: str) -> User:
    """The account of a jail system: it has no password and an address that no mail reaches."""
    if not slugify(name):
        raise ValidationError(_("Give the key a name with letters, as in 'Jail system'."))
    email = f"{slugify(name)[:60]}@{county.slug}.machine.invalid"
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name[:120])
    if not user.is_active:
        raise ValidationError(_("%(name)s was switched off in %(county)s. Give the key another name.") % {"name": name, "county": county})
    Membership.objects.get_or_create(user=user, county=county, role=Role.MACHINE)
    return user


def _new(county: County, user: User, days: int, scope: str) -> tuple[MachineKey, str]:
    if not 1 <= days <= MOST_DAYS:
        raise ValidationError(_("A key is good for 1 to %(most)s days.") % {"most": MOST_DAYS})
    token, text = AuthToken.objects.create(user, expiry=timedelta(days=days))
    key = MachineKey(county=county, user=user, token=token, scope=scope, begins=text[:SHOWN], expires_at=token.expiry)
    key.save(force_insert=True)
    return key, str(text)


def _locked(key: MachineKey) -> MachineKey:
    return MachineKey.objects.select_for_update(of=("self",)).select_related("county", "user", "token").get(pk=key.pk)


def _let_end(key: MachineKey, moment: datetime) -> None:
    key.expires_at = min(key.expires_at, moment)
    AuthToken.objects.filter(pk=key.token_id).update(expiry=key.expires_at)
    key.save()


def _let_go(key: MachineKey) -> None:
    digest, key.token = key.token_id, None
    key.save()
    AuthToken.objects.filter(pk=digest).delete()


def _note(verb: str, key: MachineKey, by: str, **more: Any) -> None:
    detail = {"user": key.user_id, "scope": key.scope, "begins": key.begins, "expires": key.expires_at.isoformat(), **more}
    note = journal.Note(
        by=by, verb=verb, noun=key._meta.label, origin=Origin.LIVE, object_id=key.pk, county_id=key.county_id, detail=detail
    )
    journal.write(note, tell=False)
