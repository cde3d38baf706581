"""Who the bookings of the month were: one row of values a booking, no objects, since there are thousands."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from bookings.models import Booking
from bookings.rules.birthplace import BirthGroup, birth_group
from reports.measures.record.period import Period


class Person(NamedTuple):
    """What a booking says of the person, in the order of `COLUMNS`."""

    pk: int
    kind: str
    birth_answer: str
    birth_country: str
    citizen_answer: str
    citizen_country: str
    sex: str
    race: str
    age: int | None

    @property
    def birth(self) -> BirthGroup:
        return birth_group(self.birth_answer, self.birth_country)


COLUMNS = ("pk", "kind", "birth_answer", "birth_country", "citizen_answer", "citizen_country", "sex", "race", "age")


class Booked(NamedTuple):
    """A booking of the month: the person, and how the questions were asked."""

    person: Person
    asked_by: str
    basis: str
    notice: bool
    notice_language: str
    birth_text: str
    to_check: int | None


ASKING = ("birth_asked_by", "birth_basis", "notice_version", "notice_language", "birth_text", "to_check")


def persons(rows: Iterable[tuple[Any, ...]]) -> Iterable[Person]:
    return map(Person._make, rows)


def booked(period: Period) -> list[Booked]:
    rows = Booking.objects.counted().booked_in(period.county, period.month).values_list(*COLUMNS, *ASKING)
    return list(map(booking_of, rows))


def booking_of(row: tuple[Any, ...]) -> Booked:
    asked_by, basis, version, language, text, to_check = row[len(COLUMNS) :]
    return Booked(Person._make(row[: len(COLUMNS)]), asked_by, basis, bool(version), language, text, to_check)
