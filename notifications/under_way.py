"""Releases under way: who is on the way out, what was done since, what clocks run, and what can be tapped. A fixed number of queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import County, CountyProfile
from bookings.models import Booking, ReleaseStep, StepKind
from bookings.wording import whole_minute
from notifications.gather import cases
from notifications.models import Answered, Delivery, Outcome, Representation, Stands, State, Way
from notifications.models.notification import RELEASE_TOPICS, TO_LAWYERS
from notifications.rules.clock import Case, Clocks, Mark, Try, clocks

WEEK = 7
ON_THE_WAY = (
    StepKind.BAIL_ACCEPTED,
    StepKind.ELIGIBLE,
    StepKind.STAFF_KNEW,
    StepKind.ABOUT_TO_TELL,
    StepKind.CLEARED,
    StepKind.CALLED_OFF,
)
WRONG = (State.FAILED, State.UNKNOWN)


def elapsed(since: datetime, now: datetime) -> str:
    """Hours and minutes, as in 0:52 or 26:05."""
    minutes = int((now - since) / timedelta(minutes=1))
    return f"{minutes // 60}:{minutes % 60:02d}"


def when(moment: datetime, county: County, now: datetime) -> str:
    """The time alone if it is today's, with the weekday if it is of the last days."""
    local, days = moment.astimezone(county.zone), (now.astimezone(county.zone).date() - moment.astimezone(county.zone).date()).days
    if days == 0:
        return f"{local:%H:%M}"
    return f"{date_format(local, 'l')} {local:%H:%M}" if 0 < days < WEEK else whole_minute(moment, county.zone)


@dataclass(frozen=True)
class UnderWay:
    """Somebody on the way out and not released: the step that it runs from, and the kinds of step after it."""

    booking: Booking
    start: ReleaseStep
    done: list[str] = field(default_factory=list)


def under_way(steps: Iterable[ReleaseStep]) -> UnderWay | None:
    """From the last "eligible" (t0 of the release clock); before there is one, from the first step. What was called off is over."""
    ordered = sorted(steps, key=lambda step: (step.occurred_at, step.pk))
    off = max((place for place, step in enumerate(ordered) if step.kind == StepKind.CALLED_OFF), default=-1)
    since = ordered[off + 1 :]
    if not since:
        return None
    start = next((step for step in reversed(since) if step.kind == StepKind.ELIGIBLE), since[0])
    return UnderWay(start.booking, start, [step.kind for step in since[since.index(start) + 1 :]])


def releases(county: County) -> list[UnderWay]:
    steps = ReleaseStep.objects.current().filter(county=county, booking__released_at=None, booking__entered_in_error=False)
    by_booking: dict[int, list[ReleaseStep]] = {}
    for step in steps.filter(kind__in=ON_THE_WAY).select_related("booking"):
        by_booking.setdefault(step.booking_id, []).append(step)
    found = [one for one in map(under_way, by_booking.values()) if one is not None]
    return sorted(found, key=lambda one: one.start.occurred_at)


@dataclass(frozen=True)
class Known:
    """What rows say of some bookings: their facts, who stands by each person, and the alerts of their releases."""

    cases: dict[int, Case]
    standing: dict[int, list[Representation]]
    alerts: dict[int, list[Delivery]]


def known(bookings: Iterable[Booking]) -> Known:
    found = list({booking.pk: booking for booking in bookings}.values())
    standing: dict[int, list[Representation]] = {}
    for one in Representation.objects.in_force().filter(booking__in=found).select_related("office").order_by("pk"):
        standing.setdefault(one.booking_id, []).append(one)
    alerts: dict[int, list[Delivery]] = {}
    sent = Delivery.objects.filter(notification__booking__in=found, notification__entered_in_error=False, recipient__in=TO_LAWYERS)
    about_it = sent.filter(notification__about__in=RELEASE_TOPICS).exclude(state=State.CANCELLED)
    for delivery in about_it.select_related("notification").order_by("pk"):
        alerts.setdefault(delivery.notification.booking_id, []).append(delivery)
    return Known(cases(found), standing, alerts)


def release_rows(found: Iterable[UnderWay], county: County, now: datetime, profile: CountyProfile) -> list[dict[str, Any]]:
    rows = list(found)
    about = known(one.booking for one in rows)
    return [release_row(one, about, county, now, profile) for one in rows]


def release_row(one: UnderWay, about: Known, county: County, now: datetime, profile: CountyProfile) -> dict[str, Any]:
    at, since = clocks(about.cases[one.booking.pk]), one.start.occurred_at
    eligible = one.start.kind == StepKind.ELIGIBLE
    return {
        "key": one.booking.case_key,
        "booking": one.booking,
        "since": when(since, county, now),
        "at": since,
        "elapsed": elapsed(since, now),
        "eligible": eligible,
        "reason": str(one.start.get_reason_display() if eligible else one.start.get_kind_display()),
        "done": [str(StepKind(kind).label) for kind in one.done],
        "overdue": eligible and now - since > timedelta(hours=profile.hours_eligible),
        "lines": list(lines(at, about, one.booking.pk, county, now)),
        "taps": taps(at, about, one.booking, one.done),
    }


def taps(at: Clocks, about: Known, booking: Booking, done: list[str]) -> dict[str, Any]:
    """What is worth a tap still; whatever can happen again can be tapped again."""
    standing = about.standing.get(booking.pk, [])
    return {
        "eligible": at.t0 is None,
        "knew": at.t0 is not None and at.t1 is None,
        "about_to_tell": at.t2 is None and StepKind.ABOUT_TO_TELL not in done,
        "answer": at.t2 is not None,
        "person": at.t5 is None,
        "counsel": [(one.pk, who(one)) for one in standing] if at.t6 is None else [],
        "cleared": at.cleared is None,
    }


def who(one: Representation) -> str:
    return str(one.office) if one.stands == Stands.COUNSEL else _("the designee")


def lines(at: Clocks, about: Known, booking: int, county: County, now: datetime) -> Iterator[dict[str, Any]]:
    """Who was told and since when, with the clocks that run. That nobody told ICE is no line: JailWatch reminds nobody to."""
    told = at.t3 or at.t2
    if told is not None:
        reached = f"{Way(told.channel).label}, {Outcome(told.outcome).label}"
        yield line(_("ICE told") if at.t3 else _("ICE called"), told, reached, county, now, runs=True)
        answer = at.answer or (at.t4.answer if at.t4 else "")
        yield {"name": _("ICE answered"), "time": "", "more": str(Answered(answer).label) if answer else _("not yet")}
    alerts = about.alerts.get(booking, [])
    if told is not None or at.t5:
        yield told_or_not(_("person"), at.t5, told, "", county, now)
    if about.standing.get(booking) and (told is not None or at.t6 or alerts):
        yield told_or_not(_("counsel"), at.t6, told, alert_words(alerts), county, now) | {"wrong": is_wrong(alerts) and at.t6 is None}


def told_or_not(name: str, mark: Try | None, told: Mark | None, more: str, county: County, now: datetime) -> dict[str, Any]:
    """When somebody was told; if not yet, how long ago ICE was."""
    if mark is not None:
        return line(name, mark, str(Outcome(mark.outcome).label), county, now)
    not_yet = {"name": name, "time": _("not told"), "more": more}
    if told is None:
        return not_yet
    return not_yet | {"at": told.when.at, "elapsed": elapsed(told.when.at, now), "since_ice": True}


def line(name: str, mark: Mark, more: str, county: County, now: datetime, *, runs: bool = False) -> dict[str, Any]:
    running = {"at": mark.when.at, "elapsed": elapsed(mark.when.at, now)} if runs else {}
    return {"name": name, "time": when(mark.when.at, county, now), "more": more} | running


def is_wrong(alerts: list[Delivery]) -> bool:
    """Whether the last alert of the release was not sent, or nobody knows whether it was."""
    return bool(alerts) and alerts[-1].state in WRONG


def alert_words(alerts: list[Delivery]) -> str:
    return _("alert: %(state)s") % {"state": alerts[-1].get_state_display()} if alerts else ""


def taps_of(booking: Booking, case: Case) -> dict[str, Any]:
    """The taps of one booking, whether or not it is under way."""
    steps = ReleaseStep.objects.current().filter(booking=booking, kind__in=ON_THE_WAY).select_related("booking")
    one = under_way(steps)
    standing = list(Representation.objects.in_force().filter(booking=booking).select_related("office").order_by("pk"))
    about = Known({booking.pk: case}, {booking.pk: standing}, {})
    return taps(clocks(case), about, booking, one.done if one else [])
