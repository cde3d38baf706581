"""The auditor's lists of one county-month, each a table that is shown and taken away alike. What a list finds is told, not judged."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import (
    Booking,
    Decision,
    Detainer,
    Handover,
    IceCall,
    IceVisit,
    Policy,
    PolicyRule,
    Warrant,
    YesNo,
)
from bookings.models.moments import span
from bookings.rules.consent import held_with_consent
from bookings.wording import NAMES, when
from notifications.audit.months import DATED, CountyMonth, about, consents_of, held, start_of
from notifications.audit.tables import Cell, Table
from notifications.gather import needed
from notifications.models import Attempt, Recipient
from notifications.rules import breaches
from notifications.rules.clock import Mark
from notifications.rules.intervals import by_code, intervals

MINUTE = timedelta(minutes=1)
BOOKING, WHEN, KIND, NUMBER = gettext_lazy("booking"), gettext_lazy("when"), gettext_lazy("kind"), gettext_lazy("number in the journal")


@dataclass(frozen=True)
class Listed:
    """One of the auditor's lists: what it is called, what it holds and what it leaves out, and how it is made."""

    code: str
    title: Any
    lede: Any
    table: Callable[[CountyMonth], Table]


def time_of(month: CountyMonth, mark: Mark | None) -> str:
    return when(mark.when, month.zone) if mark else ""


def untold(month: CountyMonth) -> Table:
    rows: list[list[Cell]] = [
        [month.bookings[pk].case_key, time_of(month, at.t8), time_of(month, at.t5) or _("not on record"), at.t8.key]
        for pk, at in month.clocks.items()
        if at.t8 is not None and month.within(at.t8.when.at) and breaches.handed_untold(at)
    ]
    return Table((BOOKING, _("handed over to ICE"), _("person told"), NUMBER), rows)


def unserved(month: CountyMonth) -> Table:
    rows: list[list[Cell]] = []
    for pk, at in month.clocks.items():
        if at.t2 is not None and month.within(at.t2.when.at):
            for paper in breaches.told_unserved(month.cases[pk], at):
                served = when(paper.served, month.zone) if paper.served else _("not on record")
                rows.append([month.bookings[pk].case_key, time_of(month, at.t2), time_of(month, paper), served, paper.key])
    return Table((BOOKING, _("ICE first told"), _("detainer received"), _("copy served on the person"), NUMBER), rows)


def without_yes(month: CountyMonth) -> Table:
    facts = held(month)
    said = consents_of(one.booking_id for one in facts)
    rows: list[list[Cell]] = []
    for one in facts:
        attorney = getattr(one, "attorney_present", "") == YesNo.YES
        if not held_with_consent(about(said.get(one.booking_id, ()), one), start_of(one), attorney):
            moment = when(start_of(one), month.zone)
            rows.append([one.booking.case_key, moment, str(NAMES[type(one)]), one.override_reason or _("none"), one.pk])
    return Table((BOOKING, WHEN, KIND, _("reason that was given"), NUMBER), rows)


def without_basis(month: CountyMonth) -> Table:
    """A hold for which no legal basis is on record, and a handover for which none is, other than a judge's warrant."""
    rows: list[list[Cell]] = []
    for paper in month.of_booking(Detainer):
        if paper.decision == Decision.COMPLY and paper.asks_hold and not paper.decision_basis and paper.warrant != Warrant.JUDICIAL:
            rows.append(_fact(month, paper, paper.get_warrant_display()))
    for taken in month.of_booking(Handover):
        if not taken.legal_basis and (taken.detainer is None or taken.detainer.warrant != Warrant.JUDICIAL):
            rows.append(_fact(month, taken, taken.detainer.get_warrant_display() if taken.detainer else _("no detainer")))
    return Table((BOOKING, WHEN, KIND, _("warrant attached"), NUMBER), rows)


def _fact(month: CountyMonth, fact: Any, more: str) -> list[Cell]:
    moment = when(needed(fact, DATED[type(fact)]), month.zone)
    return [fact.booking.case_key, moment, str(NAMES[type(fact)]), more, fact.pk]


def negative(month: CountyMonth) -> Table:
    names = {code: str(name) for code, name, _counts, _source in by_code()}
    rows: list[list[Cell]] = [
        [booking.case_key, f"{code} {names[code]}", value.low, value.high]
        for booking, case, at in month.left()
        for code, value in breaches.negative(intervals(case, at))
    ]
    return Table((BOOKING, _("interval"), _("minutes, at least"), _("minutes, at most")), rows)


def eligible(month: CountyMonth) -> Table:
    rows: list[list[Cell]] = []
    for booking, case, at in month.left():
        hours = month.profile(at.t0.when.at).hours_eligible if at.t0 else 0
        if found := breaches.waited(case, at, hours):
            moments = [time_of(month, mark) for mark in (found.eligible, found.told, found.came, at.t7)]
            lengths: list[Cell] = [_minutes(found.to_told), _minutes(found.to_came)]
            rows.append([booking.case_key, *moments, *lengths, _("yes") if found.same_hour else _("no")])
    titles = (_("eligible"), _("ICE first told"), _("ICE came"), _("released"), _("minutes to telling"), _("minutes to coming"))
    return Table((BOOKING, *titles, _("out within an hour of ICE coming")), rows)


def _minutes(length: timedelta | None) -> int | None:
    return length // MINUTE if length is not None else None


def late(month: CountyMonth) -> Table:
    rows: list[list[Cell]] = []
    counts: Counter[Any] = Counter()
    of_late: Counter[Any] = Counter()
    last_day = month.month.shift(1).first_day - timedelta(days=1)
    days = month.profile(month.month.bounds(month.zone)[1] - MINUTE).late_entry_days
    for model, moment in DATED.items():
        closes = breaches.closes(month.month, days, month.zone)
        counts[model] = month.facts(model).count()
        for fact in month.facts(model).filter(recorded_at__gte=closes).select_related(*_named(model)):
            occurred = needed(fact, moment)
            if breaches.is_late(occurred, fact.recorded_at, days, month.zone):
                of_late[model] += 1
                rows.append(_late_row(month, fact, when(occurred, month.zone)))
    notes = [(_("late is what was recorded after"), _("%(day)s and %(days)s days") % {"day": last_day.isoformat(), "days": days})]
    notes += [(NAMES[model], _share(of_late[model], counts[model])) for model in DATED if counts[model]]
    return Table((BOOKING, KIND, WHEN, _("recorded"), _("source"), _("recorded by"), NUMBER), rows, notes)


def _named(model: Any) -> tuple[str, ...]:
    return ("recorded_by",) if model is Booking else ("booking", "recorded_by")


def _late_row(month: CountyMonth, fact: Any, moment: str) -> list[Cell]:
    booking = fact if isinstance(fact, Booking) else fact.booking
    recorded = fact.recorded_at.astimezone(month.zone).strftime("%Y-%m-%d %H:%M")
    by = str(fact.recorded_by) if fact.recorded_by else _("an imported file")
    return [booking.case_key, str(NAMES[type(fact)]), moment, recorded, fact.get_source_display(), by, fact.pk]


def _share(some: int, whole: int) -> str:
    return _("%(some)s of %(whole)s (%(percent)s %%)") % {"some": some, "whole": whole, "percent": round(100 * some / whole)}


def beside_policies(month: CountyMonth) -> Table:
    """Each fact with the policy of its rule that was in force on its day, or with none."""
    current = Policy.objects.filter(county=month.county, entered_in_error=False)
    policies = [breaches.Rule(one.rule, one.title, one.in_force_from, one.in_force_until) for one in current.order_by("in_force_from")]
    rows: list[list[Cell]] = []
    found: Counter[tuple[str, str]] = Counter()
    for rule, fact, moment in ruled(month):
        policy = breaches.in_force(policies, rule, moment.at.astimezone(month.zone).date())
        title = policy.title if policy else _("no policy in force")
        found[str(PolicyRule(rule).label), title] += 1
        key = (fact if isinstance(fact, Booking) else fact.booking).case_key
        rows.append([key, when(moment, month.zone), str(NAMES[type(fact)]), said(fact), str(PolicyRule(rule).label), title, fact.pk])
    notes = [(f"{rule}: {title}", number) for (rule, title), number in sorted(found.items())]
    return Table((BOOKING, WHEN, KIND, _("what was done"), _("rule"), _("policy in force that day"), NUMBER), rows, notes)


def ruled(month: CountyMonth) -> Iterator[tuple[str, Any, Any]]:
    """Facts that a rule of the county may be about, each with that rule and its moment."""
    for paper in month.of_booking(Detainer):
        if paper.decision:
            yield PolicyRule.HONOR_DETAINERS, paper, span(paper, "decided") or needed(paper, "received")
    for told in month.of_booking(Attempt):
        if told.recipient == Recipient.ICE:
            yield PolicyRule.TELL_ICE, told, needed(told, "tried")
    for call in month.of_booking(IceCall):
        if call.started_by == "jail":
            yield PolicyRule.CALL_ICE, call, needed(call, "called")
    for one in month.of_booking(IceVisit):
        yield PolicyRule.VISITS, one, needed(one, "requested")
    for one in held(month):
        yield PolicyRule.ASK_FIRST, one, start_of(one)


def said(fact: Any) -> str:
    if isinstance(fact, Detainer):
        return str(fact.get_decision_display())
    if isinstance(fact, Attempt):
        return str(fact.get_outcome_display())
    return str(fact.get_started_by_display()) if isinstance(fact, IceCall) else str(fact.get_kind_display())


LISTS = {
    one.code: one
    for one in (
        Listed(
            "untold",
            gettext_lazy("Handed over, and the person not told before"),
            gettext_lazy("Handovers of the month before which nobody told the person of the release, as far as it is on record."),
            untold,
        ),
        Listed(
            "unserved",
            gettext_lazy("ICE told, and no copy of the detainer served before"),
            gettext_lazy("Releases of which ICE was first told in the month while the person had no copy of a detainer in force."),
            unserved,
        ),
        Listed(
            "without-yes",
            gettext_lazy("Held without a yes"),
            gettext_lazy("Calls that put the person on the phone, and visits that started, with no yes logged before."),
            without_yes,
        ),
        Listed(
            "without-basis",
            gettext_lazy("Hold or handover without a legal basis on record"),
            gettext_lazy("Detainers that ask for a hold and were complied with, and handovers; those with a judge’s warrant are left out."),
            without_basis,
        ),
        Listed(
            "negative",
            gettext_lazy("Intervals below zero"),
            gettext_lazy("Intervals of those released in the month whose end certainly came before their start. Some may: see the method."),
            negative,
        ),
        Listed(
            "eligible",
            gettext_lazy("Eligible long before ICE was told or came"),
            gettext_lazy("Releases of the month after at least the hours of the county’s profile between eligible and ICE told, or come."),
            eligible,
        ),
        Listed(
            "late",
            gettext_lazy("Late entries"),
            gettext_lazy("Facts of the month that were recorded after its late-entry days, with their share of each kind."),
            late,
        ),
        Listed(
            "policies",
            gettext_lazy("Facts beside the policy of their day"),
            gettext_lazy("What was done in the month, and the policy on record that was in force that day. A person says if they agree."),
            beside_policies,
        ),
    )
}
