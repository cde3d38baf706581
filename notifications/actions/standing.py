"""Verbs for offices, subscriptions, and the end of a representation."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts import journal
from accounts.models import County, Origin, User
from bookings.actions import correct
from bookings.actions.checking import check
from bookings.actions.noting import actor
from bookings.spans import Span
from notifications.addresses import is_federal
from notifications.models import Office, Representation, Subscription


@transaction.atomic
def add_office(*, by: User, county: County, members: tuple[User, ...] = (), **values: Any) -> Office:
    """A law office of the county, with the people who may see the bookings that it represents."""
    _refuse_federal(values)
    office = Office(county=county, **_lower(values))
    check(office)
    office.save(force_insert=True)
    office.members.set(members)
    _note("add_office", office, by, {"name": office.name, "members": [user.pk for user in members]})
    return office


@transaction.atomic
def change_office(office: Office, *, by: User, members: tuple[User, ...] | None = None, **values: Any) -> Office:
    _refuse_federal(values)
    for name, value in _lower(values).items():
        setattr(office, name, value)
    check(office)
    office.save()
    if members is not None:
        office.members.set(members)
    _note("change_office", office, by, {"changed": sorted(values), "members": [user.pk for user in office.members.all()]})
    return office


@transaction.atomic
def close_office(office: Office, *, by: User) -> Office:
    """It takes part no more: its members see no booking, it is alerted of nothing, and no form offers it. Closed already: nothing."""
    if Office.objects.filter(pk=office.pk, closed_at=None).update(closed_at=Now()):
        _note("close_office", office, by, {"name": office.name})
    office.refresh_from_db()
    return office


def end_representation(fact: Representation, *, by: User, ended: Span) -> Representation:
    """The office no longer represents the person, or the person revoked the designee. News, not a correction: access ends now."""
    return correct(fact, by=by, reason="ended", verb="end_representation", origin=Origin.LIVE, ended=ended)


@transaction.atomic
def subscribe(*, by: User, county: County, topic: str, language: str = "en") -> Subscription:
    """Ask to be alerted. It alerts nobody before it is confirmed from the mail that goes out."""
    found = Subscription(county=county, user=by, topic=topic, address=by.email, language=language)
    check(found)
    found.save(force_insert=True)
    _note("subscribe", found, by, {"topic": topic})
    return found


@transaction.atomic
def confirm_subscription(found: Subscription, *, by: User) -> Subscription:
    Subscription.objects.filter(pk=found.pk, confirmed_at=None).update(confirmed_at=Now())
    _note("confirm_subscription", found, by, {"topic": found.topic})
    found.refresh_from_db()
    return found


@transaction.atomic
def unsubscribe(found: Subscription, *, by: User) -> None:
    Subscription.objects.filter(pk=found.pk, until_at=None).update(until_at=Now())
    _note("unsubscribe", found, by, {"topic": found.topic})


def _refuse_federal(values: dict[str, Any]) -> None:
    """The sentence stands beside the address that it is about: the constraint of both cannot tell which."""
    says = [_("Alerts never go to an address of a federal immigration agency.")]
    if wrong := {name: says for name, value in values.items() if name.endswith("email") and is_federal(value)}:
        raise ValidationError(wrong)


def _lower(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip().lower() if name.endswith("email") else value for name, value in values.items()}


def _note(verb: str, row: Any, by: User, detail: dict[str, Any]) -> None:
    """In clear: nothing here is about a person in custody."""
    note = journal.Note(
        by=actor(by), verb=verb, noun=row._meta.label, origin=Origin.LIVE, object_id=row.pk, county_id=row.county_id, detail=detail
    )
    journal.write(note)
