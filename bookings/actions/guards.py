"""Rules that look beyond one row, asked before every write: whatever is refused comes as (field, sentence)."""

from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import CountyProfile
from accounts.profiles import in_force_at
from bookings.models import AllowingOffense, Booking, Consent, Detainer, Handover, IceCall, IceVisit, ListItem, Policy, Stay, YesNo
from bookings.models.moments import span
from bookings.rules.consent import ConsentFacts, held_with_consent
from bookings.rules.questions import Questions
from bookings.rules.questions import problems as question_problems
from bookings.spans import Span

Problem = tuple[str, Any]
NO_CONSENT = gettext_lazy("Nobody logged a yes before it began. Log the consent first, or say why it was held without one.")
OTHER_BOOKING = gettext_lazy("This belongs to another booking.")


@singledispatch
def problems(fact: Model) -> Iterator[Problem]:
    """Most kinds of fact have no rule beyond their own row."""
    return iter(())


@singledispatch
def impossible(fact: Model) -> Iterator[Problem]:
    """What the database refuses of two rows together, in a clerk's words: so a fact entered in error is asked too."""
    return iter(())


@problems.register
def _booking(fact: Booking) -> Iterator[Problem]:
    profile = in_force_at(fact.county, fact.booked_at)
    yield from question_problems(questions(profile), {field.name: field.value_from_object(fact) for field in fact._meta.concrete_fields})


def questions(profile: CountyProfile) -> Questions:
    """What a profile lets staff ask."""
    return Questions(profile.asks_birthplace, profile.asks_citizenship, profile.asks_race, profile.notice_required)


@problems.register
def _call(fact: IceCall) -> Iterator[Problem]:
    start = span(fact, "phone") or span(fact, "called")
    if fact.put_on_phone == YesNo.YES and start is not None and not fact.override_reason:
        rows = Consent.objects.current().filter(booking=fact.booking_id, visit=None).filter(_about("call", fact.pk))
        if not held_with_consent(_facts(rows), start):
            yield "override_reason", NO_CONSENT


@problems.register
def _visit(fact: IceVisit) -> Iterator[Problem]:
    start = span(fact, "started")
    if start is not None and not fact.override_reason and not visit_has_consent(fact, start):
        yield "override_reason", NO_CONSENT


def visit_has_consent(fact: IceVisit, start: Span) -> bool:
    rows = Consent.objects.current().filter(booking=fact.booking_id, call=None).filter(_about("visit", fact.pk))
    return held_with_consent(_facts(rows), start, fact.attorney_present == YesNo.YES)


@problems.register
def _consent(fact: Consent) -> Iterator[Problem]:
    for name, other in (("call", fact.call), ("visit", fact.visit)):
        if other is not None and other.booking_id != fact.booking_id:
            yield name, OTHER_BOOKING


@problems.register
def _detainer(fact: Detainer) -> Iterator[Problem]:
    for name, other in (("supersedes", fact.supersedes), ("duplicate_of", fact.duplicate_of)):
        if other is not None and other.booking_id != fact.booking_id:
            yield name, OTHER_BOOKING
    if not fact.duplicate_reason and not fact.entered_in_error and same_paper(fact) is not None:
        yield "duplicate_reason", _("The same form came for this booking on the same day. Say whether it is the same paper again.")


def same_paper(fact: Detainer) -> Detainer | None:
    """Another detainer of the booking on the same form, received on the same local day: most likely the same paper."""
    if fact.received_at is None:
        return None
    day = Span.local_day(fact.received_at.astimezone(fact.booking.county.zone).date(), fact.booking.county.zone)
    others = Detainer.objects.current().filter(booking=fact.booking_id, form=fact.form, came_from=fact.came_from, duplicate_of=None)
    if fact.pk is not None:  # the reason stands with the one that was recorded later
        others = others.filter(duplicate_reason="")
    found: Detainer | None = others.filter(received_at__gte=day.at, received_at__lt=day.until).exclude(pk=fact.pk).first()
    return found


@problems.register
def _handover(fact: Handover) -> Iterator[Problem]:
    if fact.detainer is not None and fact.detainer.booking_id != fact.booking_id:
        yield "detainer", OTHER_BOOKING


@problems.register
def _offense(fact: AllowingOffense) -> Iterator[Problem]:
    if fact.handover_id and fact.handover.booking_id != fact.booking_id:
        yield "handover", OTHER_BOOKING
    if fact.charge is not None and fact.charge.booking_id != fact.booking_id:
        yield "charge", OTHER_BOOKING


@problems.register
def _stay(fact: Stay) -> Iterator[Problem]:
    if fact.facility_id and fact.facility.county_id != fact.county_id:
        yield "facility", _("This building is in another county.")


@problems.register
def _policy(fact: Policy) -> Iterator[Problem]:
    """No two policies of one rule in force on one day. The database cannot say this alike on both engines."""
    clash = _in_force_with(fact, Policy.objects.filter(county=fact.county_id, rule=fact.rule, entered_in_error=False))
    if clash is not None:
        yield _beside(fact, clash), _("From %(day)s another policy is in force for this rule.") % {"day": clash.in_force_from}


@problems.register
def _profile(fact: CountyProfile) -> Iterator[Problem]:
    """No two profiles of a county in force on one day."""
    clash = _in_force_with(fact, CountyProfile.objects.filter(county=fact.county_id))
    if clash is not None:
        yield _beside(fact, clash), _("From %(day)s another profile is in force.") % {"day": clash.in_force_from}


@problems.register
def _list_item(fact: ListItem) -> Iterator[Problem]:
    """No two entries of one code in force on one day."""
    clash = _in_force_with(fact, ListItem.objects.filter(list=fact.list, code=fact.code))
    if clash is not None:
        yield _beside(fact, clash), _("From %(day)s another entry with this code is in force.") % {"day": clash.in_force_from}


def _in_force_with(fact: Any, others: QuerySet[Any]) -> Any:
    """Another one that is in force on a day on which this one is."""
    after_mine = Q() if fact.in_force_until is None else Q(in_force_from__lt=fact.in_force_until)
    before_mine = Q(in_force_until=None) | Q(in_force_until__gt=fact.in_force_from)
    return others.exclude(pk=fact.pk).filter(after_mine & before_mine).order_by("in_force_from").first()


def _beside(fact: Any, clash: Any) -> str:
    return "in_force_until" if clash.in_force_from > fact.in_force_from else "in_force_from"


def _about(name: str, pk: int | None) -> Q:
    """Consents about this very call or visit, and those about what comes next."""
    return Q(**{name: None}) | Q(**{name: pk})


def _facts(rows: QuerySet[Consent]) -> list[ConsentFacts]:
    return [ConsentFacts(Span(row.asked_at, row.asked_until), row.answer, row.pk) for row in rows]
