"""What stops one alert stops no other; and what a drain leaves when it breaks off is found by the next."""

import pytest
from django.core import mail
from django.db.models.functions import Now

from accounts import holders, journal
from accounts.models import SealedKey
from notifications import actions, delivering
from notifications.models import Attempt, Delivery, Outcome, State
from tests.notifications.desk import Desk
from tests.notifications.test_alerts import now_text, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(today())


def alerted(desk: Desk, email: str) -> int:
    """A person with a designee of that address, and a detainer that came just now; the booking's id."""
    booking = desk.booked("2026-10-02 08:00")
    began = desk.at("2026-10-02 09:00")
    actions.record_representation(by=desk.by, booking=booking, stands="designee", contact_name="A", contact_email=email, began=began)
    desk.detainer(now_text(desk))
    return booking.pk


def state_of(booking: int) -> tuple[str, str]:
    row = Delivery.objects.get(notification__booking=booking)
    return row.state, row.problem


def test_an_address_that_cannot_be_written_to_stops_no_other_alert(desk: Desk) -> None:
    first, broken, last = (alerted(desk, email) for email in ("a@example.org", "b\nc@example.org", "d@example.org"))
    journal.drain()
    assert [one.to for one in mail.outbox] == [["a@example.org"], ["d@example.org"]]
    assert [state_of(one)[0] for one in (first, broken, last)] == [State.SENT, State.FAILED, State.SENT]


def test_a_booking_whose_key_was_destroyed_is_told_to_nobody_and_stops_no_other_alert(desk: Desk) -> None:
    desk.represented(desk.office())
    desk.detainer(now_text(desk))
    gone, other = desk.booking, alerted(desk, "a@example.org")
    journal.drain()
    mail.outbox.clear()
    SealedKey.objects.filter(booking=gone.public_id).delete()
    Delivery.objects.update(due_at=Now())
    delivering.drain(linger=False)
    assert [one.to for one in mail.outbox] == [["a@example.org"]]
    assert (state_of(gone.pk), state_of(other)[0]) == ((State.CANCELLED, "the booking was disposed of"), State.SENT)


def test_what_our_own_broken_off_drain_claimed_is_sent_by_the_next_one_and_says_so(desk: Desk) -> None:
    booking = alerted(desk, "a@example.org")
    journal.drain()
    Delivery.objects.update(due_at=Now())
    [begun] = delivering.take(10) or []
    assert (begun.row.claim, Attempt.objects.filter(outcome=Outcome.UNKNOWN).count()) == (holders.me(), 1)
    delivering.drain(linger=False)
    assert list(Attempt.objects.order_by("pk").values_list("outcome", flat=True)) == [Outcome.SENT, Outcome.UNKNOWN, Outcome.SENT]
    assert state_of(booking) == (State.SENT, "")


def test_a_try_whose_row_another_worker_took_meanwhile_changes_nothing(desk: Desk) -> None:
    alerted(desk, "a@example.org")
    journal.drain()
    Delivery.objects.update(due_at=Now())
    [begun] = delivering.take(10) or []
    Delivery.objects.update(claim="7d9f4a10-5d2e-4f6b-9d57-0d6f3c1b2a55")
    delivering.deliver([begun], delivering.Email())
    assert Attempt.objects.get(pk=begun.attempt.pk).outcome == Outcome.UNKNOWN
    assert Delivery.objects.exclude(claim=None).exists()
