"""What staff record on the way of one release, in a line each: through the verbs, at times of the county's wall clock."""

from datetime import date
from typing import Any

from accounts.models import County, Role, User
from bookings import actions as record
from bookings.models import Booking
from bookings.spans import Span
from notifications import actions, timing
from notifications.models import Attempt, Office, ReleaseNotification, ReleaseTiming, Representation
from tests.support import build


class Desk:
    """One clerk, one county, one booking at a time."""

    def __init__(self, day: str = "2026-10-16", zone: str = "America/Chicago") -> None:
        self.county: County = build.county(zone=zone)
        self.by: User = build.person(Role.STAFF, self.county)
        self.day, self.number = day, 0
        self.booking: Booking = self.booked()

    def at(self, text: str) -> Span:
        """ "13:40" of the day, "2026-11-01 03:10", or "2026-10-16" for the whole of it."""
        if len(text) == 10:
            return Span.local_day(date.fromisoformat(text), self.county.zone)
        return build.minute(text if " " in text else f"{self.day} {text}", self.county)

    def booked(self, at: str = "2026-10-01 08:00", **values: Any) -> Booking:
        self.number += 1
        self.booking = record.record_booking(by=self.by, county=self.county, number=f"N-{self.number}", booked=self.at(at), **values)
        return self.booking

    def step(self, kind: str, at: str, reason: str = "") -> Any:
        reason = reason or ("bail" if kind == "eligible" else "")
        return record.record_release_step(by=self.by, booking=self.booking, kind=kind, occurred=self.at(at), reason=reason)

    def detainer(self, at: str, **values: Any) -> Any:
        given = {"form": "I-247A", "asks_notice": True, "asks_hold": True} | values
        return record.record_detainer(by=self.by, booking=self.booking, received=self.at(at), **given)

    def told_ice(self, at: str, outcome: str = "reached", channel: str = "phone", **values: Any) -> Attempt:
        return actions.tell(
            by=self.by, booking=self.booking, recipient="ice", tried=self.at(at), channel=channel, outcome=outcome, **values
        )

    def told_person(self, at: str, outcome: str = "handed_over") -> Attempt:
        return actions.tell(by=self.by, booking=self.booking, recipient="person", tried=self.at(at), channel="writing", outcome=outcome)

    def told_counsel(self, at: str, representation: Representation, outcome: str = "reached") -> Attempt:
        about = {"recipient": "counsel", "representation": representation, "channel": "phone"}
        return actions.tell(by=self.by, booking=self.booking, tried=self.at(at), outcome=outcome, **about)

    def answer(self, at: str, answer: str, telling: ReleaseNotification | None = None) -> Any:
        telling = telling or ReleaseNotification.objects.filter(booking=self.booking, recipient="ice").latest("pk")
        return actions.record_answer(by=self.by, booking=self.booking, notification=telling, answered=self.at(at), answer=answer)

    def released(self, at: str, kind: str = "street") -> Booking:
        self.booking.refresh_from_db()
        return record.release(by=self.by, booking=self.booking, released=self.at(at), kind=kind)

    def handed_over(self, at: str, mode: str = "custody_transfer") -> Any:
        return record.record_handover(by=self.by, booking=self.booking, handed=self.at(at), mode=mode)

    def office(self, name: str = "Public defender", **values: Any) -> Office:
        given = {"email": "alerts@defender.example"} | values
        return actions.add_office(by=self.by, county=self.county, name=name, **given)

    def represented(self, office: Office, began: str = "2026-10-01 09:00") -> Representation:
        return actions.record_representation(by=self.by, booking=self.booking, office=office, began=self.at(began), how_known="court")

    def timing(self, booking: Booking | None = None) -> ReleaseTiming:
        booking = booking or self.booking
        timing.record([booking])
        return ReleaseTiming.objects.get(booking=booking)


def minutes(row: ReleaseTiming, code: str) -> int | list[Any]:
    """An exact interval as its minutes, any other as it is stored."""
    found = row.intervals[code]
    return found[1] if found[0] == "known" and found[1] == found[2] else found


def all_of(row: ReleaseTiming) -> dict[str, Any]:
    """Every interval of the clock proper (not how late it was recorded, which depends on the day of the test)."""
    return {code: minutes(row, code) for code in row.intervals if code != "LT-024"}
