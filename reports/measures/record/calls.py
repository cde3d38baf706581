"""Calls between the jail and ICE, and what the person was asked and told."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch

from bookings.models import Booking, CitizenshipClaim, Consent, IceCall, StartedBy, YesNo
from bookings.rules.birthplace import US
from bookings.rules.consent import ConsentFacts, held_with_consent
from reports.measures.record.period import Period, known, optional

# American Samoa makes nationals and no citizens (8 USC 1408).
CITIZEN_OF = US - {"AS"}


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `consent` says on what word the person came to the phone."""

    started_by: str
    channel: str
    trigger: str
    answer: str
    told: tuple[str, ...]
    on_phone: str
    consent: str
    pk: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The person was asked once whether to speak with ICE."""

    answer: str
    language: str
    interpreter: str
    about: str
    voluntary: bool
    pk: int


@dataclass(frozen=True, slots=True)
class Referred:
    """Somebody about whom the jail called ICE for the first time in this month."""

    citizen: str
    pk: int


def calls(period: Period) -> list[Call]:
    made = IceCall.objects.counted().within("called", period.county, period.month)
    return [_call(one) for one in made.prefetch_related(Prefetch("consents", Consent.objects.current()))]


def _call(one: IceCall) -> Call:
    return Call(one.started_by, one.channel, one.trigger, one.answer, tuple(one.told), one.put_on_phone, _on_what_word(one), one.pk)


def _on_what_word(one: IceCall) -> str:
    if one.put_on_phone != YesNo.YES:
        return "no_phone"
    came = optional(one, "phone") or known(one, "called")
    return word(held_with_consent(words(one), came), one.override_reason)


def word(consented: bool, override: str) -> str:
    """On the person's yes, on a reason of the staff, or on nothing that is on record."""
    return "yes" if consented else "override" if override else "none"


def words(of: Any) -> list[ConsentFacts]:
    return [ConsentFacts(known(one, "asked"), one.answer, one.pk) for one in of.consents.all()]


def consents(period: Period) -> list[Asked]:
    found = Consent.objects.counted().within("asked", period.county, period.month)
    return [Asked(one.answer, one.language, one.interpreter, _about(one), one.told_voluntary, one.pk) for one in found]


def _about(one: Consent) -> str:
    return "call" if one.call_id else "visit" if one.visit_id else "next"


def referred(period: Period) -> list[Referred]:
    """By the first of the jail's calls about a booking, so that nobody is counted in two months."""
    jail = IceCall.objects.counted().filter(county=period.county, started_by=StartedBy.JAIL)
    earlier = jail.filter(booking=OuterRef("booking"), called_at__lt=period.start)
    ids = set(jail.filter(~Exists(earlier), **period.within("called")).values_list("booking", flat=True))
    claims = Prefetch("citizenshipclaims", CitizenshipClaim.objects.current())
    found = Booking.objects.filter(pk__in=ids).prefetch_related(claims, Prefetch("icecalls", IceCall.objects.current()))
    return [Referred(citizenship(one), one.pk) for one in found]


def citizenship(one: Booking) -> str:
    """A citizen by their own answer or by ICE's, one who only claims it, or neither."""
    claims = one.citizenshipclaims.all()
    if any(call.answer == "us_citizen" for call in one.icecalls.all()) or any(claim.answer == "confirmed" for claim in claims):
        return "ice_confirmed"
    if one.citizen_answer == "answered" and one.citizen_country in CITIZEN_OF:
        return "answered"
    return "claimed" if claims else "not_known"
