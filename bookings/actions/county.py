"""Verbs for facts about a county: profiles, policies, nil returns, known gaps, requests about nobody in particular."""

from datetime import date
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F

from accounts import journal
from accounts.models import County, CountyProfile, Origin, User
from accounts.periods import Month
from bookings.actions.checking import check
from bookings.actions.correcting import Stale
from bookings.actions.noting import actor, plain
from bookings.models import CountyFact, FederalRequest, NilReturn, Outage, Policy
from bookings.models.moments import moments_in, span, spans_to_columns
from bookings.spans import MINUTE

Written = TypeVar("Written", bound=models.Model)


@transaction.atomic
def record_policy(*, by: User, county: County, **values: Any) -> Policy:
    """Record a policy from a day on. Two policies for one rule never overlap."""
    return _add("record_policy", Policy(county=county, recorded_by=by, **values), by)


@transaction.atomic
def end_policy(policy: Policy, *, by: User, until: date) -> Policy:
    """Give a policy its last day (not included), which is not after the next one began; the days before stay under it."""
    return _change("end_policy", policy, by, "", {"in_force_until": until})


@transaction.atomic
def record_nil_return(*, by: User, county: County, **values: Any) -> NilReturn:
    """Sign that there was nothing to report in a period."""
    return _add("record_nil_return", NilReturn(county=county, recorded_by=by, **spans_to_columns(NilReturn, values)), by)


@transaction.atomic
def record_outage(*, by: User, county: County, **values: Any) -> Outage:
    return _add("record_outage", Outage(county=county, recorded_by=by, **spans_to_columns(Outage, values)), by)


@transaction.atomic
def record_general_request(*, by: User, county: County, **values: Any) -> FederalRequest:
    """A federal request about nobody in particular; one about a booking has its own verb, whose entry is sealed."""
    request = FederalRequest(county=county, recorded_by=by, booking=None, **spans_to_columns(FederalRequest, values))
    return _add("record_federal_request", request, by)


@transaction.atomic
def withdraw(fact: CountyFact, *, by: User, reason: str) -> CountyFact:
    """Take a policy, nil return or outage out of force as entered in error; it stays on record."""
    return _change("enter_in_error", fact, by, reason, {"entered_in_error": True, "error_reason": reason})


@transaction.atomic
def set_profile(*, by: User, county: County, in_force_from: date, **values: Any) -> CountyProfile:
    """A new profile from a day on; the one before ends that day."""
    CountyProfile.objects.filter(county=county, in_force_until=None, in_force_from__lt=in_force_from).update(in_force_until=in_force_from)
    profile = CountyProfile(county=county, in_force_from=in_force_from, **values)
    profile.full_clean()
    profile.save(force_insert=True)
    _note("set_profile", profile, by, county.pk, {"after": _values(profile)})
    return profile


def _add(verb: str, fact: Written, by: User) -> Written:
    check(fact)
    fact.save(force_insert=True)
    _note(verb, fact, by, fact.county_id, {"after": _values(fact)})  # type: ignore[attr-defined]
    return fact


def _change(verb: str, fact: Written, by: User, reason: str, changes: dict[str, Any]) -> Written:
    before = {name: plain(getattr(fact, name)) for name in changes}
    for name, value in changes.items():
        setattr(fact, name, value)
    check(fact)
    written = type(fact)._default_manager.filter(pk=fact.pk, version=fact.version)  # type: ignore[attr-defined]
    if not written.update(version=F("version") + 1, **changes):
        raise Stale
    fact.version += 1  # type: ignore[attr-defined]
    after = {name: plain(value) for name, value in changes.items()}
    _note(verb, fact, by, fact.county_id, {"before": before, "after": after, "reason": reason})  # type: ignore[attr-defined]
    return fact


def _values(fact: models.Model) -> dict[str, Any]:
    """Without remarks: nobody can know whom a free text is about, and the entry is in clear."""
    return {field.attname: plain(field.value_from_object(fact)) for field in fact._meta.concrete_fields if field.name != "remarks"}


def _note(verb: str, fact: models.Model, by: User, county: int, detail: dict[str, Any]) -> None:
    """In clear: nothing here is about a person."""
    journal.write(
        journal.Note(
            by=actor(by),
            verb=verb,
            noun=fact._meta.label,
            origin=Origin.LIVE,
            object_id=fact.pk,
            county_id=county,
            months=_months(fact),
            detail=detail,
        )
    )


def _months(fact: models.Model) -> tuple[Month, Month] | None:
    moments = [moment for name in moments_in(type(fact)) if (moment := span(fact, name))]
    if not moments:
        return None
    zone = County.objects.get(pk=fact.county_id).zone  # type: ignore[attr-defined]
    lasts = [moment.until - MINUTE if isinstance(fact, CountyFact) else moment.at for moment in moments]  # a period reaches to its end
    return Month.of(min(moment.at for moment in moments), zone), Month.of(max(lasts), zone)
