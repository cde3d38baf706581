"""The taps of the board: each writes through its verb at the minute that was given, and can be taken back whole."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Role
from bookings.models import Booking, Handover, ReleaseStep
from notifications import actions
from notifications.models import Answer, Attempt, ReleaseNotification, Representation
from tests.staff import desk
from tests.support import build, telling

pytestmark = pytest.mark.django_db
BOARD = "/staff/?county=here"


def tap(client: Client, booking: Booking, what: str, at: str = "", **values: str) -> str:
    """Tap on the board; gives what the page says."""
    sent = {"what": what, "back": "board", "at_time": at, "at_day": "2026-11-24"} | values
    answer = client.post(f"{desk.page_of(booking)}now/", sent, follow=True)
    assert answer.redirect_chain[-1][0] == BOARD
    return " ".join(str(message) for message in answer.context["messages"])


def undo(client: Client, booking: Booking) -> str:
    answer = client.post(f"{desk.page_of(booking)}undo/", {"back": "board"}, follow=True)
    assert answer.redirect_chain[-1][0] == BOARD
    return " ".join(str(message) for message in answer.context["messages"])


def row(client: Client) -> Any:
    (only,) = client.get("/staff/").context["releases"]["rows"]
    return only


def represented(booking: Booking) -> Representation:
    began = desk.minute("2026-11-23 09:00", booking.county)
    return actions.record_representation(by=build.person(), booking=booking, office=telling.office(booking.county), began=began)


STEPS = ["eligible", "staff_knew", "about_to_tell", "cleared", "called_off", "ice_arrived"]


@pytest.mark.parametrize("kind", STEPS)
def test_a_step_is_recorded_at_this_minute_or_at_the_one_given(client: Client, booking: Booking, kind: str) -> None:
    tap(client, booking, kind, reason="bail")
    tap(client, booking, kind, "05:41", reason="bail")
    found = [(step.kind, f"{step.occurred_at.astimezone(booking.county.zone):%H:%M}") for step in ReleaseStep.objects.order_by("pk")]
    assert found == [(kind, "06:00"), (kind, "05:41")]


TELLINGS = [
    ("ice_called", "ice", "phone", "reached"),
    ("ice_no_answer", "ice", "phone", "no_answer"),
    ("person_told", "person", "writing", "handed_over"),
]


@pytest.mark.parametrize(("what", "recipient", "channel", "outcome"), TELLINGS)
def test_a_telling_is_tried_by_who_is_signed_in(
    client: Client, booking: Booking, what: str, recipient: str, channel: str, outcome: str
) -> None:
    tap(client, booking, what, "05:52")
    one = Attempt.objects.get()
    assert (one.recipient, one.channel, one.outcome, one.task, one.due_at) == (recipient, channel, outcome, "", None)
    assert one.person == str(one.recorded_by) != ""
    assert f"{one.tried_at.astimezone(booking.county.zone):%H:%M}" == "05:52"


def test_tries_of_one_release_are_one_telling(client: Client, booking: Booking) -> None:
    for what in ("ice_no_answer", "ice_no_answer", "ice_called"):
        tap(client, booking, what)
    assert [told.attempts.count() for told in ReleaseNotification.objects.all()] == [3]


def test_counsel_is_told_under_their_representation_and_a_stranger_is_not(client: Client, booking: Booking) -> None:
    mine, other = represented(booking), represented(desk.recorded(booking.county, "2"))
    tap(client, booking, f"counsel_told:{mine.pk}")
    assert "stands by the person" in tap(client, booking, f"counsel_told:{other.pk}")
    assert [(one.recipient, one.notification.representation) for one in Attempt.objects.all()] == [("counsel", mine)]


@pytest.mark.parametrize(("what", "answer"), [("ice_coming", "coming"), ("ice_not_coming", "not_coming")])
def test_what_ice_answered_belongs_to_the_telling(client: Client, booking: Booking, what: str, answer: str) -> None:
    assert "record that first" in tap(client, booking, what)
    tap(client, booking, "ice_called")
    tap(client, booking, what, "05:59")
    assert [(one.answer, one.notification.recipient) for one in Answer.objects.all()] == [(answer, "ice")]


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ({"at": "06:01"}, "has not come yet"),
        ({"at": "25:00"}, "Write the time as 13:40."),
        ({"at_day": "2026-11-23"}, "Give the time of that day, too."),
        ({"at_day": "2026-11-25", "at": "05:00"}, "has not come yet"),
    ],
)
def test_a_minute_that_is_none_is_refused_and_nothing_is_recorded(client: Client, booking: Booking, at: dict[str, str], says: str) -> None:
    assert says in tap(client, booking, "cleared", **at)
    assert not ReleaseStep.objects.exists()


def test_a_minute_of_another_day_is_said_with_its_day(client: Client, booking: Booking) -> None:
    said = tap(client, booking, "cleared", "23:10", at_day="2026-11-23")
    assert said == f"Recorded for {booking.case_key}: cleared for release, Nov 23, 2026, 23:10."


def test_handed_over_is_the_handover_and_the_release_at_one_minute(client: Client, booking: Booking) -> None:
    tap(client, booking, "handed_over", "05:45", mode="contractor")
    booking.refresh_from_db()
    handover = Handover.objects.get()
    assert (handover.mode, booking.release_kind, handover.handed_at) == ("contractor", "ice", booking.released_at)
    assert "already" in tap(client, booking, "handed_over", mode="contractor")


@pytest.mark.parametrize("mode", ["", "arrest_public", "unknown"])
def test_an_arrest_after_a_release_needs_its_form(client: Client, booking: Booking, mode: str) -> None:
    assert "its own form" in tap(client, booking, "handed_over", mode=mode)
    assert not Handover.objects.exists()


def test_a_handover_is_undone_with_its_release(client: Client, booking: Booking) -> None:
    tap(client, booking, "handed_over", mode="custody_transfer")
    assert undo(client, booking).startswith("Undone.")
    booking.refresh_from_db()
    assert (Handover.objects.get().entered_in_error, booking.released_at, booking.release_kind) == (True, None, "")


def test_a_telling_is_undone_with_its_try_unless_there_was_another(client: Client, booking: Booking) -> None:
    tap(client, booking, "ice_no_answer")
    tap(client, booking, "ice_called")
    undo(client, booking)
    assert not ReleaseNotification.objects.get().entered_in_error
    tap(client, booking, "person_told")
    undo(client, booking)
    assert ReleaseNotification.objects.get(recipient="person").entered_in_error
    assert [one.outcome for one in Attempt.objects.current()] == ["no_answer"]


def test_the_board_offers_to_undo_the_last_tap_only(client: Client, booking: Booking, clock: Any) -> None:
    tap(client, booking, "cleared")
    text = client.get("/staff/").content.decode()
    assert f'action="{desk.page_of(booking)}undo/"' in text
    clock.shift(60)
    assert "undo/" not in client.get("/staff/").content.decode()


def test_two_taps_of_one_page_are_two_and_the_same_tap_twice_is_one(client: Client, booking: Booking) -> None:
    tap(client, booking, "eligible", reason="bail", token="page")
    tap(client, booking, "cleared", token="page")
    assert "recorded already" in tap(client, booking, "cleared", token="page")
    assert sorted(step.kind for step in ReleaseStep.objects.all()) == ["cleared", "eligible"]


# --- what the row says -------------------------------------------------------------------------------------------------------------------


def said(client: Client) -> list[tuple[str, str, str, str]]:
    return [(one["name"], one["time"], one["more"], one.get("elapsed", "")) for one in row(client)["lines"]]


def test_bail_accepted_is_on_the_way_and_waits_for_eligible(client: Client, booking: Booking) -> None:
    bail = {"kind": "bail_accepted", "occurred": desk.minute("2026-11-24 05:00", booking.county)}
    from bookings import actions as record

    record.record_release_step(by=build.person(), booking=booking, **bail)
    found = row(client)
    assert (found["reason"], found["elapsed"], found["taps"]["eligible"], found["overdue"]) == ("bail accepted", "1:00", True, False)
    tap(client, booking, "eligible", "05:30", reason="bail")
    assert (row(client)["elapsed"], row(client)["taps"]["eligible"]) == ("0:30", False)


def test_clocks_run_since_ice_was_told_for_whoever_was_not(client: Client, booking: Booking) -> None:
    represented(booking)
    tap(client, booking, "eligible", "05:00", reason="bail")
    assert said(client) == []
    tap(client, booking, "ice_no_answer", "05:10")
    tap(client, booking, "ice_called", "05:20")
    assert said(client) == [
        ("ICE told", "05:20", "by phone, reached", "0:40"),
        ("ICE answered", "", "not yet", ""),
        ("person", "not told", "", "0:40"),
        ("counsel", "not told", "", "0:40"),
    ]
    tap(client, booking, "ice_coming", "05:25")
    tap(client, booking, "person_told", "05:30")
    tap(client, booking, f"counsel_told:{Representation.objects.get().pk}", "05:40")
    assert said(client) == [
        ("ICE told", "05:20", "by phone, reached", "0:40"),
        ("ICE answered", "", "ICE is coming", ""),
        ("person", "05:30", "handed over", ""),
        ("counsel", "05:40", "reached", ""),
    ]


def test_that_nobody_told_ice_is_said_nowhere(client: Client, booking: Booking) -> None:
    """JailWatch never reminds anyone to tell ICE."""
    tap(client, booking, "eligible", "05:00", reason="bail")
    tap(client, booking, "person_told", "05:10")
    assert [one[0] for one in said(client)] == ["person"]


def test_a_failed_alert_is_marked_on_the_row(client: Client, booking: Booking) -> None:
    mine = represented(booking)
    tap(client, booking, "eligible", "05:00", reason="bail")
    told = telling.notification(booking, "counsel", representation=mine, about="about_to_tell")
    telling.delivery(told, state="failed")
    assert said(client) == [("counsel", "not told", "alert: failed: nobody was reached", "")]
    assert row(client)["lines"][0]["wrong"]


# --- looking for news --------------------------------------------------------------------------------------------------------------------


def test_who_looks_again_gets_nothing_until_something_changed(client: Client, booking: Booking) -> None:
    state = client.get("/staff/").context["state"]
    look = f"/staff/?county=here&seen={state}"
    assert client.get(look, headers={"HX-Request": "true"}).status_code == 204
    tap(client, booking, "eligible", reason="bail")
    answer = client.get(look, headers={"HX-Request": "true"})
    assert (answer.status_code, [template.name for template in answer.templates][0]) == (200, "staff/board_live.html")
    assert "<html" not in answer.content.decode()


def test_a_running_clock_is_no_news_but_an_overdue_one_is(client: Client, booking: Booking, clock: Any) -> None:
    tap(client, booking, "eligible", reason="bail")
    client.post("/")
    state = client.get("/staff/").context["state"]
    for _shift in range(3):
        clock.shift(20 * 60)  # somebody is there all the time, or their session would end
        assert client.get(f"/staff/?seen={state}").status_code == 204
    clock.shift(5 * 3600 + 60)
    client.force_login(build.person(Role.STAFF, booking.county))
    assert client.get(f"/staff/?seen={state}").status_code == 200
