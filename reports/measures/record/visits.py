"""Visits by ICE asked for in the month, and those that began in it."""

from dataclasses import dataclass

from django.db.models import Prefetch

from bookings.models import Consent, IceVisit, YesNo
from bookings.rules.consent import held_with_consent, last_before
from bookings.spans import MINUTE
from reports.measures.record.calls import word, words
from reports.measures.record.period import Period, known, optional


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit. `answer` is the person's last word before it began (or ever, if it did not); `minutes` None if it has no end."""

    kind: str
    held: bool
    room: bool
    answer: str
    consent: str
    ended_by: str
    attorney: str
    language: str
    agency: str
    minutes: int | None
    pk: int


def requested(period: Period) -> list[Visit]:
    return _visits(period, "requested")


def held(period: Period) -> list[Visit]:
    return _visits(period, "started")


def _visits(period: Period, moment: str) -> list[Visit]:
    found = IceVisit.objects.counted().within(moment, period.county, period.month)
    return [_visit(one) for one in found.prefetch_related(Prefetch("consents", Consent.objects.current()))]


def _visit(one: IceVisit) -> Visit:
    began, ended, said = optional(one, "started"), optional(one, "ended"), words(one)
    last = last_before(said, began) if began else max(said, key=lambda row: (row.asked.at, row.order), default=None)
    attorney = one.attorney_present == YesNo.YES
    return Visit(
        kind=one.kind,
        held=began is not None,
        room=bool(one.room) and began is not None,
        answer=last.answer if last else "no_record",
        consent=word(held_with_consent(said, began, attorney), one.override_reason) if began else "not_held",
        ended_by=one.ended_by,
        attorney=one.attorney_present,
        language=one.language,
        agency=" ".join(one.agency.split())[:60],
        minutes=(ended.at - known(one, "started").at) // MINUTE if began and ended else None,
        pk=one.pk,
    )
