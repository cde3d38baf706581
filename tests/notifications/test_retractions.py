"""What an alert told of was wrong: whoever may have got it is told so, at each address, and reads it even if the case is closed to them."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Role, User
from bookings import actions as record
from notifications import actions
from notifications.models import Office, ReleaseNotification, Representation, State
from tests.notifications.desk import Desk
from tests.notifications.test_alerts import FIRST, SECOND, now_text, sent_after, states, today, work
from tests.support import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(today())


@pytest.fixture
def counsel(desk: Desk) -> Representation:
    return desk.represented(desk.office(email=FIRST, second_email=SECOND))


def test_a_retraction_reaches_everyone_who_got_the_alert(desk: Desk, counsel: Representation) -> None:
    fact = desk.detainer(now_text(desk))
    work()
    record.enter_in_error(fact, by=desk.by, reason="another person’s paper")
    assert work() == [([FIRST], "An earlier alert in this case was wrong: what it told of was entered in error.")]
    assert states() == [State.CANCELLED, State.SENT]


WITHDRAWN = "An earlier alert in this case was wrong: what it told of was entered in error."


def test_a_retraction_goes_to_both_addresses_if_both_may_have_got_the_alert(desk: Desk, counsel: Representation) -> None:
    fact = desk.detainer(now_text(desk))
    work()
    assert sent_after(timedelta(minutes=31)) == [SECOND]
    record.enter_in_error(fact, by=desk.by, reason="another person’s paper")
    assert work() == [([FIRST], WITHDRAWN), ([SECOND], WITHDRAWN)]
    assert work() == []


def test_with_the_booking_all_that_was_told_of_it_is_withdrawn(desk: Desk, counsel: Representation) -> None:
    lawyer = build.person(Role.DEFENDER, desk.county)
    Office.objects.get().members.add(lawyer)
    desk.detainer(now_text(desk))
    desk.told_ice(now_text(desk))
    assert len(work()) == 2
    record.enter_in_error(desk.booking, by=desk.by, reason="booked twice")
    assert work() == [([FIRST], WITHDRAWN)] * 2
    the_lawyer_reads_and_confirms(lawyer, 2)


def test_who_represents_the_person_no_more_reads_and_confirms_the_withdrawal(desk: Desk, counsel: Representation) -> None:
    lawyer = build.person(Role.DEFENDER, desk.county)
    Office.objects.get().members.add(lawyer)
    fact = desk.detainer(now_text(desk))
    work()
    actions.end_representation(counsel, by=desk.by, ended=desk.at(now_text(desk)))
    record.enter_in_error(fact, by=desk.by, reason="another person’s paper")
    assert work() == [([FIRST], WITHDRAWN)]
    the_lawyer_reads_and_confirms(lawyer, 1)


def the_lawyer_reads_and_confirms(lawyer: User, number: int) -> None:
    """The list shows the withdrawals and no other alert, does not lead to a case that is closed to them, and takes the confirmation."""
    client = Client()
    client.force_login(lawyer)
    page = client.get("/alerts/")
    rows = [row for part in page.context["parts"] for row in part["rows"]]
    assert [(str(row["says"]), row["of_client"], row["may_confirm"]) for row in rows] == [(WITHDRAWN, False, True)] * number
    for row in rows:
        client.post(f"/alerts/confirm/{row['delivery'].key}/")
    assert sent_after(timedelta(hours=1)) == []
    assert states().count(State.CONFIRMED) == number


def test_what_was_wrong_before_it_was_sent_is_not_sent(desk: Desk, counsel: Representation) -> None:
    fact = desk.detainer(now_text(desk))
    record.enter_in_error(fact, by=desk.by, reason="another person’s paper")
    assert (work(), ReleaseNotification.objects.count()) == ([], 0)


def test_one_wrong_try_of_two_withdraws_nothing(desk: Desk, counsel: Representation) -> None:
    wrong = desk.told_ice(now_text(desk))
    right = desk.told_ice(now_text(desk))
    work()
    record.enter_in_error(wrong, by=desk.by, reason="twice")
    assert work() == []
    record.enter_in_error(right, by=desk.by, reason="another case")
    assert [text for _, text in work()] == ["An earlier alert in this case was wrong: what it told of was entered in error."]
