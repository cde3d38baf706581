"""Deadlines watched: each raises once, alerts who asked for it, and closes by the fact; nothing old raises any."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import F

from accounts import journal
from accounts.models import Role, User
from bookings import actions as record
from notifications import actions, deadlines, delivering
from notifications.models import Deadline, Subscription
from tests.notifications.desk import Desk
from tests.notifications.test_alerts import now_text, today
from tests.support import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(today())


def watched() -> dict[str, str]:
    """Each deadline, and whether it waits, was raised, or is closed."""
    rows = Deadline.objects.order_by("pk")
    return {row.rule: "closed" if row.closed_at else "raised" if row.raised_at else "waits" for row in rows}


def after(wait: timedelta) -> dict[str, str]:
    """Time passes, and the schedule ticks."""
    journal.drain()
    Deadline.objects.filter(raised_at=None).update(due_at=F("due_at") - wait)
    deadlines.raise_due()
    return watched()


def test_a_copy_that_was_not_served_in_time_is_raised_once_and_closed_by_the_service(desk: Desk) -> None:
    paper = desk.detainer(now_text(desk), asks_hold=False)
    assert after(timedelta(hours=23)) == {"not_served": "waits"}
    assert after(timedelta(hours=2)) == {"not_served": "raised"}
    record.correct(paper, by=desk.by, reason="served", served=desk.at(now_text(desk)), served_how="in_person")
    assert after(timedelta()) == {"not_served": "closed"}


def test_what_is_done_in_time_is_never_raised(desk: Desk) -> None:
    desk.told_ice(now_text(desk))
    desk.told_person(now_text(desk))
    assert after(timedelta(hours=2)) == {}


def test_person_and_counsel_are_both_waited_for(desk: Desk) -> None:
    who = desk.represented(desk.office())
    desk.told_ice(now_text(desk))
    desk.told_person(now_text(desk))
    assert after(timedelta(hours=2)) == {"not_told": "raised"}
    desk.told_counsel(now_text(desk), who)
    assert after(timedelta()) == {"not_told": "closed"}


def test_somebody_eligible_for_long_while_ice_was_told_is_raised_until_the_release(desk: Desk) -> None:
    desk.step("eligible", now_text(desk))
    desk.told_ice(now_text(desk))
    desk.told_person(now_text(desk))
    assert after(timedelta(hours=7)) == {"eligible_long": "raised"}
    desk.released(now_text(desk))
    assert after(timedelta()) == {"eligible_long": "closed"}


def test_the_48_hours_are_raised_when_they_start_and_when_they_end(desk: Desk) -> None:
    desk.detainer(now_text(desk))
    desk.step("eligible", now_text(desk))
    assert after(timedelta(minutes=1)) == {"not_served": "waits", "hold_starts": "raised", "hold_ends": "waits"}
    assert after(timedelta(hours=49))["hold_ends"] == "raised"


def test_a_fact_that_closed_a_deadline_and_was_wrong_opens_it_again(desk: Desk) -> None:
    desk.told_ice(now_text(desk))
    journal.drain()
    told = desk.told_person(now_text(desk))
    assert after(timedelta()) == {"not_told": "closed"}
    record.enter_in_error(told, by=desk.by, reason="another person")
    assert after(timedelta(hours=2)) == {"not_told": "raised"}


def test_a_start_entered_in_error_closes_what_it_started(desk: Desk) -> None:
    paper = desk.detainer(now_text(desk), asks_hold=False)
    journal.drain()
    record.enter_in_error(paper, by=desk.by, reason="another person’s")
    assert after(timedelta(hours=30)) == {"not_served": "closed"}


@pytest.mark.parametrize("what", ["the detainer", "the booking", "served"])
def test_officers_hear_that_a_deadline_was_wrong_but_not_that_it_was_met(desk: Desk, what: str) -> None:
    officer = subscribed(desk, "not_served")
    paper = desk.detainer(now_text(desk), asks_hold=False)
    after(timedelta(hours=30))
    assert mailed() == [([officer.email], "A copy of the detainer in this case was not served in time.")]
    if what == "served":
        record.correct(paper, by=desk.by, reason="served", served=desk.at(now_text(desk)), served_how="in_person")
    else:
        record.enter_in_error(paper if what == "the detainer" else desk.booking, by=desk.by, reason="another person’s")
    says = [] if what == "served" else [([officer.email], "An earlier alert in this case was wrong: what it told of was entered in error.")]
    journal.drain()
    assert (mailed(), watched()) == (says, {"not_served": "closed"})


def subscribed(desk: Desk, topic: str) -> User:
    officer = build.person(Role.SUPERVISOR, desk.county)
    actions.confirm_subscription(actions.subscribe(by=officer, county=desk.county, topic=topic), by=officer)
    return officer


def mailed() -> list[tuple[list[str], str]]:
    """What was sent since the last look."""
    delivering.drain(linger=False)
    found = [(one.to, one.body.split("\n\n")[1]) for one in mail.outbox]
    mail.outbox.clear()
    return found


@pytest.mark.parametrize("origin", ["import", "demo", "correction"])
def test_no_other_origin_than_a_live_entry_starts_a_deadline(desk: Desk, origin: str) -> None:
    record.record_detainer(by=desk.by, booking=desk.booking, form="I-247A", received=desk.at(now_text(desk)), origin=origin)
    assert after(timedelta(hours=30)) == {}


def test_a_back_fill_starts_no_deadline(desk: Desk) -> None:
    desk.detainer("2026-10-02 09:00")
    assert after(timedelta(hours=30)) == {}


def test_a_time_known_to_the_day_is_overdue_only_when_it_must_be(desk: Desk) -> None:
    desk.detainer(desk.day, asks_hold=False)
    journal.drain()
    end_of_day = desk.at(desk.day).until
    assert Deadline.objects.get().due_at == end_of_day - timedelta(minutes=1) + timedelta(hours=24)


def test_those_who_asked_for_it_and_confirmed_are_alerted_and_nobody_else(desk: Desk) -> None:
    wanting, unconfirmed, other, left = (build.person(Role.SUPERVISOR, desk.county) for _ in range(4))
    for one, topic in ((wanting, "not_served"), (unconfirmed, "not_served"), (other, "hold_ends"), (left, "not_served")):
        actions.subscribe(by=one, county=desk.county, topic=topic)
    for one in (wanting, other, left):
        actions.confirm_subscription(Subscription.objects.get(user=one), by=one)
    actions.unsubscribe(Subscription.objects.get(user=left), by=left)
    desk.detainer(now_text(desk), asks_hold=False)
    after(timedelta(hours=30))
    deadlines.raise_due()
    assert mailed() == [([wanting.email], "A copy of the detainer in this case was not served in time.")]
