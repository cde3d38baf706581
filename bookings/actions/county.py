"""Verbs for facts about a county: profiles, policies, buildings, nil returns, known gaps, requests about nobody in particular; and the
dated lists, which all counties share."""

from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import journal
from accounts.models import County, CountyProfile, Origin, User
from accounts.periods import Month
from bookings.actions.checking import check
from bookings.actions.correcting import Stale, check_reason, set_columns
from bookings.actions.noting import actor, plain
from bookings.models import Booking, CountyFact, Facility, FederalRequest, ListItem, NilReturn, Outage, Policy
from bookings.models.moments import moments_in, span, spans_to_columns
from bookings.spans import MINUTE

Written = TypeVar("Written", bound=models.Model)
Months = tuple[Month, Month] | None


@transaction.atomic
def record_policy(*, by: User, county: County, **values: Any) -> Policy:
    """Record a policy from a day on. Two policies for one rule never overlap."""
    return add_of_county("record_policy", Policy(county=county, recorded_by=by, **values), by)


@transaction.atomic
def record_facility(*, by: User, county: County, **values: Any) -> Facility:
    """Record a jail building, with the code by which the jail system knows it."""
    return add_of_county("record_facility", Facility(county=county, **values), by)


def facility_of(county: int, code: str, name: str, *, by: str, origin: str, batch: int | None = None) -> Facility:
    """The building that a file names by its code, recorded at first sight; under its code if the file has no name for it."""
    found, made = Facility.objects.get_or_create(county_id=county, code=code, defaults={"name": name or code})
    if made:
        _note("record_facility", found, by, {"after": _values(found)}, None, origin, batch)
    return found


@transaction.atomic
def record_county(county: County, *, by: str, origin: str) -> County:
    """A county that a file tells of, that somebody adds by its code, or that is made up."""
    county.full_clean()
    county.save(force_insert=True)
    _note("record_county", county, by, {"after": _values(county)}, None, origin)
    return county


@transaction.atomic
def correct_county(county: County, *, by: str, reason: str, **changes: str) -> County:
    """Another name or time zone. The zone stands once there is a booking: the periods of what is recorded were cut in it."""
    check_reason(reason)
    if changes.get("timezone", county.timezone) != county.timezone and Booking.objects.filter(county=county).exists():
        raise ValidationError({"timezone": _("Bookings are recorded in this county: its time zone can no more change.")})
    before = {name: getattr(county, name) for name in changes}
    set_columns(county, changes)
    county.full_clean()
    county.save(update_fields=list(changes))
    _note("correct_county", county, by, {"before": before, "after": changes, "reason": reason}, None, Origin.CORRECTION)
    return county


@transaction.atomic
def record_list_item(*, by: User, **values: Any) -> ListItem:
    """Add an entry to a dated list. One code has one entry a day."""
    return add_of_county("record_list_item", ListItem(**values), by)


@transaction.atomic
def record_nil_return(*, by: User, county: County, **values: Any) -> NilReturn:
    """Sign that there was nothing to report in a period."""
    return add_of_county("record_nil_return", NilReturn(county=county, recorded_by=by, **spans_to_columns(NilReturn, values)), by)


@transaction.atomic
def record_outage(*, by: User, county: County, **values: Any) -> Outage:
    return add_of_county("record_outage", Outage(county=county, recorded_by=by, **spans_to_columns(Outage, values)), by)


@transaction.atomic
def record_general_request(*, by: User, county: County, **values: Any) -> FederalRequest:
    """A federal request about nobody in particular; one about a booking has its own verb, whose entry is sealed."""
    request = FederalRequest(county=county, recorded_by=by, booking=None, **spans_to_columns(FederalRequest, values))
    return add_of_county("record_federal_request", request, by)


@transaction.atomic
def set_profile(*, by: User, county: County, in_force_from: date, **values: Any) -> CountyProfile:
    """A new profile from a day on; the open one before ends that day. No two profiles are in force on one day."""
    before = CountyProfile.objects.filter(county=county, in_force_until=None, in_force_from__lt=in_force_from).first()
    if before is not None:
        change_of_county("end_profile", before, by, {"in_force_until": in_force_from})
    return add_of_county("set_profile", CountyProfile(county=county, in_force_from=in_force_from, **values), by)


@transaction.atomic
def end_policy(policy: Policy, *, by: User, until: date) -> Policy:
    """Give a policy its last day (not included), which is not after the next one began; the days before stay under it."""
    return change_of_county("end_policy", policy, by, {"in_force_until": until})


@transaction.atomic
def end_facility(facility: Facility, *, by: User, until: date) -> Facility:
    """The building is closed from that day on; stays in it stay on record."""
    return change_of_county("end_facility", facility, by, {"in_use_until": until})


@transaction.atomic
def end_list_item(item: ListItem, *, by: User, until: date) -> ListItem:
    """The entry is no more chosen from that day on; facts that name it are read as before."""
    return change_of_county("end_list_item", item, by, {"in_force_until": until})


@transaction.atomic
def correct_of_county(fact: Written, *, by: User, reason: str, **changes: Any) -> Written:
    """Change values of what is about the county and of no booking, as read at its present version. Raises `Stale` if another came first."""
    check_reason(reason)
    _check_correctable(fact, changes)
    return change_of_county("correct", fact, by, spans_to_columns(type(fact), changes), reason=reason, origin=Origin.CORRECTION)


@transaction.atomic
def withdraw(fact: Written, *, by: User, reason: str) -> Written:
    """Take a policy, nil return, outage or general request out of force as entered in error; it stays on record."""
    check_reason(reason)
    _check_correctable(fact, {})
    changes = {"entered_in_error": True, "error_reason": reason}
    return change_of_county("enter_in_error", fact, by, changes, reason=reason, origin=Origin.CORRECTION)


def _check_correctable(fact: models.Model, changes: dict[str, Any]) -> None:
    if isinstance(fact, FederalRequest) and fact.booking_id is not None:
        raise TypeError("A request about a booking is corrected by `correct`, whose entry is sealed.")
    if isinstance(fact, FederalRequest) and changes.get("remarks", fact.remarks) != fact.remarks:
        raise ValidationError({"remarks": _("Remarks about no booking are in no journal: leave them as they stand and add to the record.")})
    if isinstance(fact, ListItem) and any(changes.get(name, getattr(fact, name)) != getattr(fact, name) for name in ("list", "code")):
        raise ValidationError({"code": _("Facts on record name this code: end this entry and add another one.")})
    if isinstance(fact, CountyProfile) and fact.in_force_from < timezone.now().astimezone(fact.county.zone).date():
        says = _("This profile has been in force since %(day)s and is not rewritten: set a new one from a day on.")
        raise ValidationError({"in_force_from": says % {"day": fact.in_force_from}})


def add_of_county(verb: str, fact: Written, by: User) -> Written:
    """Check, write and note in clear what is about a county; also for what apps to the right keep of one. In a transaction."""
    check(fact)
    fact.save(force_insert=True)
    _note(verb, fact, actor(by), {"after": _values(fact)}, _months(fact))
    return fact


def change_of_county(
    verb: str, fact: Written, by: User, changes: dict[str, Any], *, reason: str = "", origin: str = Origin.LIVE
) -> Written:
    """Over the version that was read, and noted in clear. Raises `Stale` if another came first. In a transaction."""
    before, months = {name: plain(getattr(fact, name, None)) for name in changes if name != "remarks"}, _months(fact)
    set_columns(fact, changes)
    check(fact)
    written = type(fact)._default_manager.filter(pk=fact.pk, version=fact.version)  # type: ignore[attr-defined]
    if not written.update(version=F("version") + 1, **changes):
        raise Stale
    fact.version += 1  # type: ignore[attr-defined]
    after = {name: plain(changes[name]) for name in before}
    _note(verb, fact, actor(by), {"before": before, "after": after, "reason": reason}, _both(months, _months(fact)), origin)
    return fact


def _values(fact: models.Model) -> dict[str, Any]:
    """Without remarks: nobody can know whom a free text is about, and the entry is in clear."""
    return {field.attname: plain(field.value_from_object(fact)) for field in fact._meta.concrete_fields if field.name != "remarks"}


def _note(
    verb: str, fact: models.Model, by: str, detail: dict[str, Any], months: Months, origin: str = Origin.LIVE, batch: int | None = None
) -> None:
    """In clear: nothing here is about a person. A file announces its months itself, at its end."""
    journal.write(
        journal.Note(
            by=by,
            verb=verb,
            noun=fact._meta.label,
            origin=origin,
            object_id=fact.pk,
            county_id=fact.pk if isinstance(fact, County) else getattr(fact, "county_id", None),
            months=months,
            batch=batch,
            detail=detail,
        ),
        tell=origin in (Origin.LIVE, Origin.CORRECTION),
    )


def _months(fact: models.Model) -> Months:
    moments = [moment for name in moments_in(type(fact)) if (moment := span(fact, name))]
    if not moments:
        return None
    zone = County.objects.get(pk=fact.county_id).zone  # type: ignore[attr-defined]
    lasts = [moment.until - MINUTE if isinstance(fact, CountyFact) else moment.at for moment in moments]  # a period reaches to its end
    return Month.of(min(moment.at for moment in moments), zone), Month.of(max(lasts), zone)


def _both(before: Months, after: Months) -> Months:
    """The months touched before and after a change."""
    known = [months for months in (before, after) if months is not None]
    return (min(months[0] for months in known), max(months[1] for months in known)) if known else None
