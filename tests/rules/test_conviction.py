from datetime import UTC, date, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.models import Disposition, Level
from bookings.rules.conviction import ChargeFacts, Conviction, before_conviction, conviction
from bookings.spans import Span

HANDED = Span.minute(datetime(2026, 10, 15, 18, 0, tzinfo=UTC))
BEFORE = Span.minute(datetime(2026, 10, 15, 17, 59, tzinfo=UTC))
AFTER = Span.minute(datetime(2026, 10, 15, 18, 1, tzinfo=UTC))
THAT_DAY = Span.local_day(date(2026, 10, 15), ZoneInfo("America/Chicago"))

C, P, D, A, N, X, U = (
    Disposition.CONVICTED,
    Disposition.PENDING,
    Disposition.DISMISSED,
    Disposition.ACQUITTED,
    Disposition.DECLINED,
    Disposition.NO_OFFENSE,
    Disposition.UNKNOWN,
)


def charge(disposition: str, disposed: Span | None = None, level: str = Level.FELONY) -> ChargeFacts:
    return ChargeFacts(disposition, level, disposed)


CASES = [
    ("convicted a minute before", [charge(C, BEFORE)], Conviction.CONVICTED),
    ("convicted a minute after", [charge(C, AFTER)], Conviction.NOT_CONVICTED_PENDING),
    ("convicted in the same minute", [charge(C, HANDED)], Conviction.UNKNOWN),
    ("convicted some time that day", [charge(C, THAT_DAY)], Conviction.UNKNOWN),
    ("convicted nobody knows when", [charge(C)], Conviction.UNKNOWN),
    ("pending", [charge(P)], Conviction.NOT_CONVICTED_PENDING),
    ("dismissed before", [charge(D, BEFORE)], Conviction.ENDED_WITHOUT_CONVICTION),
    ("acquitted before", [charge(A, BEFORE)], Conviction.ENDED_WITHOUT_CONVICTION),
    ("not filed before", [charge(N, BEFORE)], Conviction.ENDED_WITHOUT_CONVICTION),
    ("dismissed after", [charge(D, AFTER)], Conviction.NOT_CONVICTED_PENDING),
    ("dismissed nobody knows when: not convicted either way", [charge(D)], Conviction.NOT_CONVICTED_PENDING),
    ("disposition not known", [charge(U)], Conviction.UNKNOWN),
    ("no charges", [], Conviction.NO_CHARGE),
    ("only a hold", [charge(P, level=Level.HOLD)], Conviction.NO_CHARGE),
    ("a hold whose disposition is not known", [charge(U, level=Level.HOLD)], Conviction.NO_CHARGE),
    ("only an entry without an offense", [charge(X, level=Level.UNKNOWN)], Conviction.NO_CHARGE),
    ("a conviction beside a pending charge", [charge(P), charge(C, BEFORE)], Conviction.CONVICTED),
    ("a certain conviction beside an undated one", [charge(C), charge(C, BEFORE)], Conviction.CONVICTED),
    ("an undated conviction beside a pending charge", [charge(C), charge(P)], Conviction.UNKNOWN),
    ("an unknown charge beside a dismissed one", [charge(U), charge(D, BEFORE)], Conviction.UNKNOWN),
    ("one dismissed, one pending", [charge(D, BEFORE), charge(P)], Conviction.NOT_CONVICTED_PENDING),
    ("one dismissed, and a hold", [charge(D, BEFORE), charge(P, level=Level.HOLD)], Conviction.ENDED_WITHOUT_CONVICTION),
]


@pytest.mark.parametrize(("charges", "status"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_status_is_what_was_certain_at_the_moment(charges: list[ChargeFacts], status: Conviction) -> None:
    assert conviction(charges, HANDED) is status
    assert conviction(reversed(charges), HANDED) is status


def test_a_booking_to_serve_a_sentence_comes_after_a_conviction_whatever_its_charges_say() -> None:
    assert conviction([], HANDED, sentenced=True) is Conviction.CONVICTED
    assert conviction([charge(U)], HANDED, sentenced=True) is Conviction.CONVICTED


def test_before_a_conviction_is_yes_no_or_not_known() -> None:
    assert {status.value: before_conviction(status) for status in Conviction} == {
        "convicted": False,
        "not_convicted_pending": True,
        "ended_without_conviction": True,
        "no_charge": True,
        "unknown": None,
    }


CHARGES = [ChargeFacts(*parts) for parts in product(Disposition.values, Level.values, [None, BEFORE, HANDED, AFTER, THAT_DAY])]


@given(st.lists(st.sampled_from(CHARGES), max_size=5), st.sampled_from(CHARGES))
def test_nobody_is_convicted_without_a_certain_conviction(charges: list[ChargeFacts], extra: ChargeFacts) -> None:
    certain = any(c.disposition == C and c.disposed == BEFORE and c.is_offense for c in charges)
    assert (conviction(charges, HANDED) is Conviction.CONVICTED) == certain
    if certain:
        assert conviction([*charges, extra], HANDED) is Conviction.CONVICTED
