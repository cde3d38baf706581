"""A made-up county with a few months behind it and a working day in hand, through the verbs. Nobody in it exists."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import County, User
from bookings import actions
from bookings.models import Booking, Facility
from bookings.spans import Span
from tests.support import build

NOTICE = (
    "We ask where you were born and of which country you are a citizen. You need not answer. "
    "If you do, the jail keeps the answer and may give it to others where the law says so."
)


def ago(hours: float) -> Span:
    return Span.minute(timezone.now() - timedelta(hours=hours))


def booked(county: County, clerk: User, number: int, hours: float, **values: Any) -> Booking:
    values = {"kind": "new_arrest", "arresting_agency": "Larkspur Transit Police", "sex": "male", "age": 31} | values
    booking = actions.record_booking(by=clerk, county=county, number=f"26-{number:05d}", booked=ago(hours), **values)
    actions.record_charge(by=clerk, booking=booking, description="Fare evasion", level="misdemeanor", disposition="pending")
    return booking


def fill(county: County) -> Booking:
    """Fill the county; the booking of which the timeline is shown."""
    clerk = build.person()
    clerk.name = "R. Alder"
    clerk.save()
    of_county(county, clerk)
    for month in range(1, 8):
        _month_before(county, clerk, month)
    _today(county, clerk)
    return told_in_full(county, clerk)


def of_county(county: County, clerk: User) -> None:
    """Its rules, buildings and log: one of each, one corrected, one ended, one entered in error."""
    first, by = date(2020, 1, 1), {"by": clerk, "county": county}
    notice = {"notice_required": True, "notice_version": "2026-1", "notice_text": NOTICE}
    actions.set_profile(**by, in_force_from=first, consent_version="C-2", hours_to_serve=48)
    actions.set_profile(**by, in_force_from=date(2024, 1, 1), consent_version="C-3", **notice)
    actions.record_facility(**by, code="MAIN", name="Main jail", ice_code="LARKMN")
    old = actions.record_facility(**by, code="ANNEX", name="Annex")
    actions.correct_of_county(old, by=clerk, reason="The sign says so.", name="Larkspur Annex")
    rule = {"adopted_by": "Larkspur County Board", "source": "Minutes of a meeting that never was", "applies_to": "the jail"}
    policy = actions.record_policy(**by, rule="ask_first", title="Ask first", text="Ask before a call.", in_force_from=first, **rule)
    actions.end_policy(policy, by=clerk, until=date(2025, 7, 1))
    text = "Before a call or a visit the person is asked, in their language, and may say no without losing anything."
    actions.record_policy(**by, rule="ask_first", title="Ask first, in writing", text=text, in_force_from=date(2025, 7, 1), **rule)
    day = Span.local_day(ago(200).at.astimezone(county.zone).date(), county.zone)
    actions.record_outage(**by, gap=Span(day.at + timedelta(hours=2), day.at + timedelta(hours=8)), what="Phone log of the night shift")
    nil = actions.record_nil_return(**by, period=day, signed_by="R. Alder")
    actions.withdraw(nil, by=clerk, reason="A fax turned up behind the printer.")
    rate = {"list": "rate", "code": "hour", "label": "An hour of a deputy (made up)", "value": "40.00", "source": "made up"}
    actions.record_list_item(by=clerk, checked_on=date(2026, 10, 1), **rate)
    actions.record_general_request(
        **by, kind="records", agency="Made-up task force", received=ago(150), channel="email", answer="declined", answered=ago(140)
    )


def _month_before(county: County, clerk: User, month: int) -> None:
    for place in range(3 + month % 3):
        hours = month * 730 + place * 30
        booking = booked(county, clerk, month * 100 + place, hours)
        actions.record_detainer(by=clerk, booking=booking, received=ago(hours - 5), form="I-247A", served=ago(hours - 7))
        if place % 2:
            actions.record_handover(by=clerk, booking=booking, handed=ago(hours - 20), mode="custody_transfer", place="sally_port")
        actions.release(by=clerk, booking=booking, released=ago(hours - 20), kind="ice" if place % 2 else "street")


def _today(county: County, clerk: User) -> None:
    for place, (eligible, served) in enumerate([(0.9, 3.0), (7.5, 30.0), (2.0, None)]):
        booking = booked(county, clerk, 9000 + place, 40)
        actions.record_release_step(by=clerk, booking=booking, kind="eligible", occurred=ago(eligible), reason="bail")
        if served:
            actions.record_detainer(by=clerk, booking=booking, received=ago(served), form="I-247A", trigger="jail_call")
    waiting = booked(county, clerk, 9010, 20)
    actions.record_visit(
        by=clerk, booking=waiting, kind="video", requested=ago(12), started=ago(11), override_reason="The form was not at hand (made up)."
    )
    actions.record_visit(by=clerk, booking=waiting, kind="in_person", requested=ago(4), planned=ago(-20))


def told_in_full(county: County, clerk: User) -> Booking:
    booking = booked(
        county,
        clerk,
        9100,
        30,
        notice=ago(29.9),
        notice_version="2026-1",
        notice_language="es",
        birth_answer="answered",
        birth_country="HN",
        birth_text="Tegucigalpa",
        birth_asked_by="intake",
        birth_basis="booking form",
    )
    building = Facility.objects.get(county=county, code="MAIN")
    actions.record_stay(by=clerk, booking=booking, facility=building, began=ago(30))
    actions.record_fingerprint_check(by=clerk, booking=booking, sent=ago(29.5), match="no")
    call = actions.record_ice_call(
        by=clerk, booking=booking, called=ago(29), started_by="jail", channel="phone", trigger="birthplace", told=["identity", "birthplace"]
    )
    actions.correct(call, by=clerk, reason="The log of the switchboard says that ICE rang first.", started_by="ice")
    actions.record_consent(by=clerk, booking=booking, asked=ago(28.5), answer="no", language="es", told_voluntary=True, told_purpose=True)
    day = Span.local_day(ago(27).at.astimezone(county.zone).date(), county.zone)
    wrong = actions.record_federal_request(by=clerk, booking=booking, kind="status", agency="ICE", received=day)
    actions.enter_in_error(wrong, by=clerk, reason="It was about somebody else.")
    actions.record_detainer(
        by=clerk, booking=booking, received=ago(26), form="I-247A", warrant="I-200", trigger="jail_call", asks_hold=True
    )
    actions.record_release_step(
        by=clerk, booking=booking, kind="eligible", occurred=ago(1.2), reason="recognizance", authority="district court"
    )
    return booking
