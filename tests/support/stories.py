"""Two made-up bookings, told through the verbs. Invented in every detail; only their shape is that of real disputes.

`transit_case` is told in four chapters, which a test may also tell one by one. Times are those of the county's wall clock.
"""

from datetime import date

from accounts.models import County, User
from bookings import actions
from bookings.models import Booking, Detainer, Facility
from bookings.spans import Span
from tests.support import build

READ_OUT = dict.fromkeys(["told_purpose", "told_voluntary", "told_may_decline", "told_attorney", "told_no_punishment"], True)


def transit_case(by: User, county: County) -> Booking:
    """A minor charge, a birthplace abroad, prints without match, a call by the jail; taken by ICE before any court appearance."""
    booking = arrested_on_a_train(by, county)
    contact_with_ice(by, booking)
    released_to_ice(by, booking)
    charge_dismissed(by, booking)
    return booking


def arrested_on_a_train(by: User, county: County) -> Booking:
    """29 September 2026, 19:42: booked, told of the use of the data, asked, printed."""
    booking = actions.record_booking(
        by=by,
        county=county,
        number="T-1001",
        kind="new_arrest",
        arresting_agency="a transit agency",
        booked=build.minute("2026-09-29 19:42", county),
        notice=build.minute("2026-09-29 19:50", county),
        notice_version="1",
        notice_language="es",
        birth_answer="answered",
        birth_country="EC",
        birth_text="Cuenca",
        birth_asked_by="the booking deputy",
        sex="male",
        age=27,
    )
    actions.record_charge(
        by=by, booking=booking, statute="1.23", description="ride without fare", level="misdemeanor", disposition="pending"
    )
    sent, answered = build.minute("2026-09-29 19:58", county), build.minute("2026-09-29 20:03", county)
    actions.record_fingerprint_check(by=by, booking=booking, sent=sent, state=answered, match="no")
    return booking


def contact_with_ice(by: User, booking: Booking) -> Detainer:
    """The jail calls; ICE wants to speak with the person, who declines; next morning there is a detainer."""
    county = booking.county
    asked_for = build.minute("2026-09-29 20:50", county)
    actions.record_ice_call(
        by=by,
        booking=booking,
        called=build.minute("2026-09-29 20:31", county),
        started_by="jail",
        channel="phone",
        trigger="birthplace",
        told=["identity", "in_custody", "birthplace"],
        answer="wants_interview",
        answered=asked_for,
        put_on_phone="no",
    )
    visit = actions.record_visit(by=by, booking=booking, kind="phone", requested=asked_for, agency="ICE")
    asked = build.minute("2026-09-29 21:05", county)
    actions.record_consent(by=by, booking=booking, visit=visit, asked=asked, how="in_person", language="es", answer="no", **READ_OUT)
    return detainer_by_fax(by, booking)


def detainer_by_fax(by: User, booking: Booking) -> Detainer:
    county = booking.county
    return actions.record_detainer(
        by=by,
        booking=booking,
        form="I-247A",
        warrant="I-200",
        trigger="jail_call",
        source="fax_receipt",
        statements=True,
        asks_notice=True,
        asks_hold=True,
        hours_asked=48,
        received=build.minute("2026-09-30 08:14", county),
        served=build.minute("2026-09-30 10:20", county),
        served_how="in_person",
        decision="notify_only",
        decided=build.minute("2026-09-30 09:00", county),
        told=build.minute("2026-09-30 10:20", county),
    )


def released_to_ice(by: User, booking: Booking) -> None:
    """Eligible in the evening of 30 September, gone ten minutes after midnight: the handover is one of October."""
    step(by, booking, "eligible", "2026-09-30 20:30", reason="recognizance", authority="the duty judge")
    step(by, booking, "staff_knew", "2026-09-30 20:41")
    step(by, booking, "about_to_tell", "2026-09-30 20:45")
    step(by, booking, "cleared", "2026-09-30 23:20")
    step(by, booking, "ice_arrived", "2026-09-30 23:52")
    gone = build.minute("2026-10-01 00:10", booking.county)
    actions.release(by=by, booking=booking, released=gone, kind="ice")
    actions.record_handover(
        by=by,
        booking=booking,
        handed=gone,
        mode="custody_transfer",
        place="sally_port",
        receiving_agency="ICE",
        detainer=booking.detainers.get(),
    )


def charge_dismissed(by: User, booking: Booking) -> None:
    """Three weeks later, without the person."""
    disposed = build.minute("2026-10-22 09:30", booking.county)
    actions.update_disposition(booking.charges.get(), by=by, disposition="dismissed", disposed=disposed)


def step(by: User, booking: Booking, kind: str, occurred: str, **values: str) -> None:
    actions.record_release_step(by=by, booking=booking, kind=kind, occurred=build.minute(occurred, booking.county), **values)


def hard_cases(by: User, county: County) -> Booking:
    """All at once that an entry form must bear: see each part."""
    booking = actions.record_booking(
        by=by,
        county=county,
        number="H-1002",
        kind="warrant",
        booked=build.minute("2026-07-20 14:05", county),
        court=day(county, 2026, 7, 22),
        birth_answer="unknown",
        citizen_answer="declined",
    )
    actions.record_charge(by=by, booking=booking, description="driving after revocation", level="misdemeanor", disposition="pending")
    moved_between_two_buildings(by, booking)
    claims_to_be_a_citizen(by, booking)
    consent_withdrawn_in_the_room(by, booking)
    two_detainers(by, booking)
    arrested_in_the_lobby(by, booking)
    return booking


def day(county: County, *ymd: int) -> Span:
    """A date without a time."""
    return Span.local_day(date(*ymd), county.zone)


def moved_between_two_buildings(by: User, booking: Booking) -> None:
    county = booking.county
    for code, name, began, ended in [
        ("MAIN", "Main jail", "2026-07-20 14:05", "2026-07-21 06:00"),
        ("ANNEX", "Annex", "2026-07-21 06:25", "2026-08-31 23:40"),
    ]:
        facility = Facility.objects.get_or_create(county=county, code=code, defaults={"name": name})[0]
        actions.record_stay(by=by, booking=booking, facility=facility, began=build.minute(began, county), ended=build.minute(ended, county))


def claims_to_be_a_citizen(by: User, booking: Booking) -> None:
    """Claimed on a day without a time; ICE is told and says no, also on a day."""
    claimed, told, answered = (day(booking.county, 2026, 7, number) for number in (20, 21, 23))
    actions.record_citizenship_claim(
        by=by, booking=booking, claimed=claimed, evidence="family", told=told, answer="rejected", answered=answered
    )


def consent_withdrawn_in_the_room(by: User, booking: Booking) -> None:
    """A yes by phone in the morning; the person learns in the room who is asking, and leaves."""
    county = booking.county
    times = {"requested": "10:40", "started": "14:00", "learned": "14:02", "ended": "14:05"}
    phone, room = build.minute("2026-07-21 11:00", county), build.minute("2026-07-21 14:03", county)
    actions.record_consent(by=by, booking=booking, asked=phone, how="phone", interpreter="phone_line", answer="yes", **READ_OUT)
    visit = actions.record_visit(
        by=by,
        booking=booking,
        kind="in_person",
        ended_by="person",
        attorney_present="no",
        staff_present="yes",
        **{name: build.minute(f"2026-07-21 {time}", county) for name, time in times.items()},
    )
    actions.record_consent(by=by, booking=booking, visit=visit, asked=room, how="in_person", answer="withdrawn")


def two_detainers(by: User, booking: Booking) -> None:
    """One came with the person from another jail, on a day without a time, and was declined; ICE's own came in August."""
    county = booking.county
    actions.record_detainer(
        by=by,
        booking=booking,
        form="I-247A",
        came_from="relayed",
        relayed_from="a jail in another county",
        received=day(county, 2026, 7, 20),
        decision="decline",
        decided=day(county, 2026, 7, 21),
    )
    own = {"form": "I-247A", "warrant": "I-205", "trigger": "court_records", "final_order": True, "asks_notice": True}
    actions.record_detainer(by=by, booking=booking, received=build.minute("2026-08-03 09:10", county), **own)


def arrested_in_the_lobby(by: User, booking: Booking) -> None:
    """Convicted on 31 August at an hour nobody wrote down; released to the street that night, arrested in the lobby."""
    county = booking.county
    step(by, booking, "eligible", "2026-08-31 21:00", reason="time_served")
    step(by, booking, "cleared", "2026-08-31 23:30")
    actions.release(by=by, booking=booking, released=build.minute("2026-08-31 23:40", county), kind="street")
    own = booking.detainers.get(came_from="ice")
    actions.record_handover(
        by=by, booking=booking, handed=build.minute("2026-08-31 23:55", county), mode="arrest_public", place="lobby", detainer=own
    )
    actions.update_disposition(booking.charges.get(), by=by, disposition="convicted", disposed=day(county, 2026, 8, 31))
