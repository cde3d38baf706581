"""A month is counted once for all that waits of it. Nothing of it is lost: not if the worker dies, not if more is written meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts import journal
from accounts.models import County, Inbox
from accounts.periods import Month
from bookings import actions as record
from reports import rollup
from reports.models import MeasureCell
from tests.support import build

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)


@pytest.fixture
def waiting() -> County:
    """Two bookings of October with a detainer each: a row for each fact, and the release clock has read all of them."""
    county = build.county()
    for _ in range(2):
        detainer(county)
    timed()
    return county


def detainer(county: County) -> None:
    by = build.person()
    booked, received = (build.minute(f"2026-10-17 {time}", county) for time in ("08:00", "13:00"))
    booking = record.record_booking(by=by, county=county, number=f"N-{next(build.NUMBERS)}", booked=booked)
    record.record_detainer(by=by, booking=booking, form="I-247A", received=received)


def timed() -> None:
    Inbox.objects.exclude(reader="rollup").delete()


def rows() -> list[int]:
    return list(Inbox.objects.filter(reader="rollup").order_by("pk").values_list("pk", flat=True))


def received() -> int | None:
    return MeasureCell.objects.filter(measure="DT-001", grouping="", month=OCTOBER.first_day).values_list("numerator", flat=True).first()


def first() -> Inbox:
    return Inbox.objects.filter(reader="rollup").order_by("pk")[0]


class Died(BaseException):
    """What no `except Exception` catches, like the end of the process."""


def dies(*_args: Any) -> None:
    raise Died


def while_counting(monkeypatch: pytest.MonkeyPatch, what: Callable[[], None]) -> None:
    """Let something happen after a month was counted and before its rows are gone."""
    read = rollup.read_rows

    def counted(*some: Inbox) -> int:
        number = read(*some)
        what()
        return number

    monkeypatch.setattr(rollup, "read_rows", counted)


@pytest.mark.parametrize("when", ["before it counted", "after it counted"])
def test_a_worker_that_dies_leaves_every_row_to_the_next_one(waiting: County, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    left = rows()
    if when == "before it counted":
        monkeypatch.setattr(rollup, "read_rows", dies)
    else:
        while_counting(monkeypatch, dies)
    with pytest.raises(Died):
        rollup.read(first())
    monkeypatch.undo()
    assert rows() == left
    rollup.read(first())
    assert (received(), rows()) == (2, left[:1])


def test_what_is_written_while_a_month_is_counted_keeps_its_row_and_is_counted_by_it(
    waiting: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = first()
    while_counting(monkeypatch, lambda: detainer(waiting))
    rollup.read(one)
    monkeypatch.undo()
    Inbox.objects.filter(pk=one.pk).delete()
    timed()
    assert (received(), len(rows())) == (2, 2)
    rollup.read(first())
    assert received() == 3


def test_a_backlog_is_timed_first_and_then_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows the clock is read last: else each fact that waits costs a count of its own, and a queue grows faster than it shrinks."""
    county, filled, fill = build.county(), [], rollup.fill
    for _ in range(3):
        detainer(county)
    monkeypatch.setattr(rollup, "fill", lambda *about: filled.append(about) or fill(*about))
    journal.drain_all()
    assert (filled, received(), Inbox.objects.exists()) == ([(county, OCTOBER)], 3, False)


def test_another_worker_that_took_a_row_meanwhile_keeps_it(waiting: County, monkeypatch: pytest.MonkeyPatch) -> None:
    one, _second, _third, other = rows()
    while_counting(monkeypatch, lambda: Inbox.objects.filter(pk=other).update(claim="00000000-0000-0000-0000-000000000001") and None)
    rollup.read(first())
    assert rows() == [one, other]


def test_one_that_fails_fails_alone(waiting: County, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: Any) -> None:
        raise RuntimeError

    left = rows()
    monkeypatch.setattr(rollup, "read_rows", fails)
    with pytest.raises(RuntimeError):
        rollup.read(first())
    assert rows() == left
