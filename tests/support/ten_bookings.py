"""Ten made-up bookings of one county and the year 2024, told through the verbs: what the statutory forms are typed from by hand.

2024 has a leap day, and its clocks change on 10 March and 3 November. Times are those of the county's wall clock.
"""

from typing import Any

from accounts.models import County, User
from accounts.periods import Month
from bookings import actions
from bookings.models import Booking
from bookings.spans import Span
from notifications import actions as telling
from tests.support import build
from tests.support.stories import day, step

NIL_MONTHS = (3, 4, 7, 10)


def county() -> County:
    return build.county("larkspur", name="Larkspur County", state="IL", fips="17999", zone="America/Chicago")


def tell_all(by: User, place: County) -> list[Booking]:
    found = [
        held_and_handed_over(by, place),
        declined_on_a_leap_day(by, place),
        in_custody_at_the_turn_of_the_year(by, place),
        asked_for_before_midnight_and_wanted_after(by, place),
        notice_asked_for_in_the_hour_that_came_twice(by, place),
        disavowed(by, place),
        the_first_person_again(by, place),
        taken_without_a_detainer(by, place),
        expired(by, place),
        held_for_ice_by_contract(by, place),
    ]
    about_nobody(by, place)
    for number in NIL_MONTHS:
        whole = Span(*Month(2024, number).bounds(place.zone))
        actions.record_nil_return(by=by, county=place, period=whole, whole_month=True, signed_by="the records officer")
    return found


def booked(by: User, place: County, number: str, at: str, **values: Any) -> Booking:
    return actions.record_booking(by=by, county=place, number=number, booked=build.minute(at, place), kind="new_arrest", **values)


def paper(by: User, booking: Booking, received: str | Span, **values: Any) -> Any:
    place = booking.county
    moments = {name: build.minute(values.pop(name), place) for name in ("decided", "withdrawn", "expired") if name in values}
    given = {"form": "I-247A", "warrant": "none", "asks_hold": True, "asks_notice": True} | values
    when = build.minute(received, place) if isinstance(received, str) else received
    return actions.record_detainer(by=by, booking=booking, received=when, **moments, **given)


def out(by: User, booking: Booking, at: str, kind: str) -> None:
    actions.release(by=by, booking=booking, released=build.minute(at, booking.county), kind=kind)


def taken(by: User, booking: Booking, at: str, **values: Any) -> None:
    actions.record_handover(by=by, booking=booking, handed=build.minute(at, booking.county), **values)


def held_and_handed_over(by: User, place: County) -> Booking:
    """1. The detainer came in the first minute of the year. Bail posted; held on the detainer until ICE came next morning."""
    one = booked(by, place, "TEN-1", "2023-12-30 16:00", person_key="a" * 64)
    paper(by, one, "2024-01-01 00:00", warrant="I-200", biometric=True, decision="comply", decided="2024-01-01 09:00")
    step(by, one, "bail_accepted", "2024-01-03 10:15")
    step(by, one, "eligible", "2024-01-03 10:15", reason="bail")
    out(by, one, "2024-01-04 08:00", "ice")
    taken(by, one, "2024-01-04 08:00", mode="custody_transfer", place="sally_port", receiving_agency="ICE, Chicago field office")
    return one


def declined_on_a_leap_day(by: User, place: County) -> Booking:
    """2. Received on 29 February at an hour nobody wrote down; released five minutes after the hour that never was."""
    one = booked(by, place, "TEN-2", "2024-02-27 11:00")
    paper(by, one, day(place, 2024, 2, 29), warrant="I-205", final_order=True, decision="decline", decided="2024-03-01 08:30")
    step(by, one, "eligible", "2024-03-09 22:00", reason="time_served")
    out(by, one, "2024-03-10 03:05", "street")
    return one


def in_custody_at_the_turn_of_the_year(by: User, place: County) -> Booking:
    """3. The last minute of the year; could go then, and nobody decided. Another paper of theirs was entered in error."""
    one = booked(by, place, "TEN-3", "2024-12-20 18:00")
    wrong = paper(by, one, "2024-12-21 09:00", biometric=True)
    actions.enter_in_error(wrong, by=by, reason="of another person")
    paper(by, one, "2024-12-31 23:59", warrant="I-200", pendency=True)
    step(by, one, "eligible", "2024-12-31 23:59", reason="recognizance")
    return one


def asked_for_before_midnight_and_wanted_after(by: User, place: County) -> Booking:
    """4. The request is of 2024, the detainer of 2025."""
    one = booked(by, place, "TEN-4", "2024-12-30 10:00")
    actions.record_federal_request(
        by=by,
        booking=one,
        kind="release_date",
        agency="ICE",
        received=build.minute("2024-12-31 23:30", place),
        answer="answered",
        answered=build.minute("2024-12-31 23:45", place),
        told=["release"],
    )
    paper(by, one, "2025-01-01 00:00", biometric=True)
    return one


def notice_asked_for_in_the_hour_that_came_twice(by: User, place: County) -> Booking:
    """5. A request for notice alone. ICE was told, and arrested the person in the lobby."""
    one = booked(by, place, "TEN-5", "2024-11-01 20:00")
    paper(by, one, "2024-11-03 01:30", form="I-247G", asks_hold=False, decision="notify_only", decided="2024-11-04 09:00")
    tried = build.minute("2024-11-05 08:00", place)
    telling.tell(by=by, booking=one, recipient="ice", tried=tried, channel="phone", outcome="reached")
    out(by, one, "2024-11-05 09:30", "street")
    taken(by, one, "2024-11-05 09:40", mode="arrest_public", place="lobby", receiving_agency="ICE")
    return one


def disavowed(by: User, place: County) -> Booking:
    """6. The fax came twice. Held, until ICE said that it would not come."""
    one = booked(by, place, "TEN-6", "2024-05-27 12:00")
    first = paper(by, one, "2024-05-28 10:00", statements=True, decision="comply", decided="2024-05-28 12:00")
    paper(by, one, "2024-05-28 10:20", statements=True, duplicate_of=first, duplicate_reason="the fax machine sent it again")
    step(by, one, "bail_accepted", "2024-06-01 14:00")
    step(by, one, "eligible", "2024-06-01 14:00", reason="bail")
    step(by, one, "ice_disavowed", "2024-06-01 20:10")
    out(by, one, "2024-06-01 20:30", "street")
    return one


def the_first_person_again(by: User, place: County) -> Booking:
    """7. One detainer declined, another in its place; convicted of a felony; ICE told under the statute, and took the person."""
    one = booked(by, place, "TEN-7", "2024-08-10 03:00", person_key="a" * 64)
    first = paper(by, one, "2024-08-11 08:00", warrant="unknown", biometric=True, decision="decline", decided="2024-08-11 09:00")
    second = {"warrant": "I-205", "final_order": True, "decision": "notify_only", "decided": "2024-08-12 15:00", "supersedes": first}
    paper(by, one, "2024-08-12 11:00", **second)
    charge = actions.record_charge(by=by, booking=one, description="burglary", level="felony", disposition="pending")
    actions.update_disposition(charge, by=by, disposition="convicted", disposed=build.minute("2024-08-15 10:00", place))
    step(by, one, "eligible", "2024-08-19 16:00", reason="time_served")
    tried = build.minute("2024-08-19 16:30", place)
    telling.tell(by=by, booking=one, recipient="ice", tried=tried, channel="phone", outcome="reached", legal_basis="mn-631.50")
    out(by, one, "2024-08-20 05:00", "ice")
    taken(by, one, "2024-08-20 05:00", mode="contractor", place="sally_port", receiving_agency="a contractor of ICE")
    return one


def taken_without_a_detainer(by: User, place: County) -> Booking:
    """8. The jail called; ICE asked for court dates and for an interview that was not held, and took the person."""
    one = booked(by, place, "TEN-8", "2024-05-01 22:00")
    called = build.minute("2024-05-02 09:00", place)
    told = ["identity", "in_custody", "birthplace"]
    actions.record_ice_call(by=by, booking=one, called=called, started_by="jail", channel="phone", told=told, legal_basis="county-policy")
    actions.record_federal_request(
        by=by,
        booking=one,
        kind="court_dates",
        agency="ICE",
        received=build.minute("2024-05-02 14:00", place),
        answer="partly",
        answered=build.minute("2024-05-02 15:30", place),
        told=["court_dates"],
    )
    actions.record_visit(by=by, booking=one, kind="video", requested=build.minute("2024-05-03 09:00", place))
    out(by, one, "2024-05-05 06:00", "ice")
    taken(by, one, "2024-05-05 06:00", mode="custody_transfer", place="sally_port", receiving_agency="ICE")
    return one


def expired(by: User, place: County) -> Booking:
    """9. ICE called first. Held 48 hours, then sent to another jail."""
    one = booked(by, place, "TEN-9", "2024-09-19 21:00")
    called = build.minute("2024-09-20 16:00", place)
    actions.record_ice_call(by=by, booking=one, called=called, started_by="ice", channel="phone", told=["identity", "in_custody"])
    paper(by, one, "2024-09-20 17:00", decision="comply", decided="2024-09-20 18:00", expired="2024-09-29 10:00")
    step(by, one, "eligible", "2024-09-27 10:00", reason="court_order")
    out(by, one, "2024-09-29 10:30", "other_agency")
    return one


def held_for_ice_by_contract(by: User, place: County) -> Booking:
    """10. Outside every figure and every form."""
    started = build.minute("2024-06-15 13:00", place)
    one = actions.record_booking(by=by, county=place, number="TEN-10", booked=started, kind="held_for_ice")
    paper(by, one, "2024-06-15 13:00", warrant="I-200", biometric=True)
    return one


def about_nobody(by: User, place: County) -> None:
    actions.record_general_request(
        by=by,
        county=place,
        kind="records",
        agency="Homeland Security Investigations",
        received=build.minute("2024-07-04 11:00", place),
        answer="declined",
        answered=build.minute("2024-07-05 09:00", place),
    )
