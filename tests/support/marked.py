"""A booking in whose every identifying field a word stands that stands nowhere else, so that it can be looked for."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from accounts.models import Role
from accounts.periods import Month
from bookings import actions as record
from bookings.models import Booking
from notifications import actions
from reports import rollup
from reports.releases.actions import publish_month
from tests.api.calls import Machine
from tests.notifications.desk import Desk
from tests.support import build

MONTH = Month(2026, 9)
CLOSED = datetime(2026, 10, 12, 6, 0, tzinfo=UTC)
# What is stored as ciphertext, or as a hash only.
SEALED = ("QZNUMBER", "QZCORRECTED", "QZPERSON", "QZDESIGNEE", "qzdesignee@example.org")
# What is stored in clear for the county's own staff.
WORDS = ("QZREMARK", "QZBIRTHTOWN", "QZCITIZEN", "QZASKER", "QZREASON", "QZCHARGE", "QZSERVED", "QZCONSUL", "QZTOLD", "QZRACE", "QZERROR")
# Where alerts go: in the mails to these people themselves, and on pages of those who keep the addresses.
ADDRESSES = ("qzoffice@defender.example",)
ALL = (*SEALED, *WORDS, *ADDRESSES)


@dataclass
class Marked:
    """The county, its clerk, its jail system and the booking; nothing is published yet."""

    desk: Desk
    machine: Machine
    booking: Booking
    answers: list[Any] = field(default_factory=list)


def plant() -> Marked:
    desk = Desk("2026-09-16")
    machine = Machine(desk.county)
    answer = machine.post("bookings/", as_sent(), Idempotency_Key="first")
    assert answer.status_code == 201, answer.content
    marked = Marked(desk, machine, Booking.objects.get(public_id=answer.json()["id"]), [answer])
    desk.booking = marked.booking
    facts(desk)
    marked.booking.refresh_from_db()
    again = {"number": "QZCORRECTED", "reason": "QZREASON", "version": marked.booking.version}
    marked.answers.append(machine.send("PATCH", f"bookings/{marked.booking.public_id}/", again))
    assert marked.answers[-1].status_code == 200, marked.answers[-1].content
    marked.booking.refresh_from_db()
    return marked


def as_sent() -> dict[str, Any]:
    birth = {"birth_answer": "answered", "birth_text": "QZBIRTHTOWN", "birth_asked_by": "QZASKER", "birth_country": "HN"}
    citizen = {"citizen_answer": "answered", "citizen_text": "QZCITIZEN"}
    about = {"race": "QZRACE", "age": 37, "sex": "male", "remarks": "QZREMARK"}
    return {"number": "QZNUMBER", "person": "QZPERSON", "booked": "2026-09-16T08:00", **birth, **citizen, **about}


def facts(desk: Desk) -> None:
    by, booking = desk.by, desk.booking
    record.record_charge(by=by, booking=booking, description="QZCHARGE", statute="QZCHARGE", level="felony")
    wrong = record.record_charge(by=by, booking=booking, description="QZCHARGE")
    record.enter_in_error(wrong, by=by, reason="QZERROR")
    desk.represented(desk.office(email=ADDRESSES[0]), "2026-09-16 09:00")
    began = desk.at("09:30")
    actions.record_representation(
        by=by, booking=booking, stands="designee", contact_name="QZDESIGNEE", contact_email="qzdesignee@example.org", began=began
    )
    desk.detainer("10:00", served=desk.at("11:00"), served_by="QZSERVED", remarks="QZREMARK")
    record.record_consular_notice(by=by, booking=booking, advised=desk.at("12:00"), confirmation="QZCONSUL", language="es")
    desk.step("eligible", "13:00")
    desk.told_ice("13:10", text_told="QZTOLD")
    record.release(by=by, booking=again(booking), released=desk.at("15:00"), kind="street", reason="QZREASON")


def again(booking: Booking) -> Booking:
    return Booking.objects.select_related("county").get(pk=booking.pk)


def publish(marked: Marked) -> None:
    county = marked.desk.county
    rollup.catch_up()
    officers = {
        "drafted_by": build.person(Role.RECORDS_OFFICER, county),
        "approved_by": build.person(Role.SUPERVISOR, county),
    }
    publish_month(county, MONTH, at=CLOSED, **officers)


def stored() -> dict[str, str]:
    """Every cell of every table as text, by table and column: what a thief of the database file has. Bytes also as their text."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    found.setdefault(f"{table}.{name}", []).append(as_text(value))
    return {name: "\n".join(values) for name, values in found.items()}


def as_text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return f"{bytes(value).hex()} {bytes(value).decode(errors='replace')}"
    return str(value)


def seen(text: str, words: tuple[str, ...] = ALL) -> list[str]:
    """The words in a text, also as hex digits or percent-encoded."""
    low = text.lower()
    return [word for word in words if word.lower() in low or word.encode().hex() in low or word.lower().replace("@", "%40") in low]
