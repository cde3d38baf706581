"""What the board calls overdue: each open deadline with what to do and the taps that end it; alerts that went wrong; what a form offers."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts import journal
from accounts.models import County, Inbox
from bookings import actions as record
from bookings.models import Booking
from notifications import actions, alerts
from notifications.models import Attempt, Deadline, Delivery, Pulse, ReleaseNotification, Representation, State
from tests.staff import desk
from tests.staff.test_timeline_and_board import queries
from tests.support import build, telling

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(desk.NOON, tick=False):
        yield


@pytest.fixture
def county() -> County:
    return desk.county_with_building()


def deadline(booking: Booking, rule: str, subject: int = 1, hours: float = 1) -> Deadline:
    over = timezone.now() - timedelta(hours=hours)
    return Deadline.objects.create(county=booking.county, booking=booking, rule=rule, subject=subject, due_at=over)


def represented(booking: Booking) -> Representation:
    began = desk.minute("2026-11-23 09:00", booking.county)
    return actions.record_representation(by=build.person(), booking=booking, office=telling.office(booking.county), began=began)


def overdue(county: County) -> list[Any]:
    return list(desk.clerk(county).get("/staff/").context["overdue"]["rows"])


def offered(row: Any) -> set[str]:
    return {name for name, can in row["taps"].items() if can}


ENDS = [
    ("not_served", {"served"}),
    ("not_told", {"person", "counsel"}),
    ("eligible_long", {"off", "out"}),
    ("hold_starts", {"off", "out"}),
    ("hold_ends", {"off", "out"}),
]


@pytest.mark.parametrize(("rule", "taps"), ENDS)
def test_each_deadline_says_what_to_do_and_offers_the_taps_that_end_it(county: County, rule: str, taps: set[str]) -> None:
    booking = desk.recorded(county)
    represented(booking)
    deadline(booking, rule, hours=1.5)
    (row,) = overdue(county)
    assert (row["key"], row["elapsed"], offered(row)) == (booking.case_key, "1:30", taps)
    assert str(row["to_do"]) in desk.clerk(county).get("/staff/").content.decode()


def test_what_is_not_over_yet_or_closed_or_elsewhere_is_not_overdue(county: County) -> None:
    booking = desk.recorded(county)
    deadline(booking, "not_told", hours=-0.1)
    Deadline.objects.filter(pk=deadline(booking, "not_served").pk).update(closed_at=timezone.now())
    deadline(desk.recorded(desk.county_with_building("there")), "not_served")
    assert overdue(county) == []


def post(county: County, booking: Booking, what: str, **values: str) -> None:
    client: Client = desk.clerk(county)
    client.post(f"{desk.page_of(booking)}now/", {"what": what, "back": "board"} | values)
    journal.drain()


def test_the_taps_of_an_item_close_it(county: County) -> None:
    """ICE is told, an hour passes: the person and counsel are told by taps, and the item is gone."""
    booking = desk.recorded(county)
    standing = represented(booking)
    post(county, booking, "ice_called")
    with time_machine.travel("2026-11-24 13:01:00+00:00", tick=False):
        (row,) = overdue(county)
        assert (row["what"], offered(row)) == ("person or counsel not told in time after ICE", {"person", "counsel"})
        post(county, booking, "person_told")
        assert [offered(row) for row in overdue(county)] == [{"counsel"}]
        post(county, booking, f"counsel_told:{standing.pk}")
        assert overdue(county) == []


def test_a_copy_is_served_from_the_item(county: County) -> None:
    booking = desk.recorded(county)
    received = desk.minute("2026-11-24 05:30", county)
    paper = record.record_detainer(by=build.person(), booking=booking, received=received, form="I-247A")
    journal.drain()
    Deadline.objects.filter(rule="not_served", subject=paper.pk).update(due_at=timezone.now())
    (row,) = overdue(county)
    assert row["taps"]["served"] == paper.pk
    post(county, booking, f"served:{paper.pk}")
    assert overdue(county) == []


def test_after_the_release_only_a_telling_is_still_owed(county: County) -> None:
    booking = desk.recorded(county)
    deadline(booking, "not_told")
    record.release(by=build.person(), booking=booking, released=desk.minute("2026-11-24 05:00", county), kind="street")
    assert [offered(row) for row in overdue(county)] == [{"person"}]


def many(county: County, number: int) -> None:
    for place in range(number):
        booking = desk.recorded(county, f"{number}-{place}")
        standing = represented(booking)
        for rule, _taps in ENDS:
            deadline(booking, rule)
        told = telling.notification(booking, "counsel", representation=standing, about="ice_told")
        telling.delivery(told, state="failed")


@pytest.mark.parametrize("address", ["/staff/", "/staff/board/overdue/", "/staff/board/alerts/"])
def test_more_items_ask_no_more_often(county: County, address: str) -> None:
    client = desk.clerk(county)
    many(county, 1)
    few = queries(client, address)
    many(county, 8)
    assert queries(client, address) == few


@pytest.mark.parametrize("state", State.values)
def test_alerts_that_failed_or_may_not_have_gone_out_or_wait_for_somebody_are_on_the_board(county: County, state: str) -> None:
    booking = desk.recorded(county)
    standing = represented(booking)
    told = telling.notification(booking, "counsel", representation=standing, about="detainer_received")
    confirmed = {"confirmed_at": timezone.now()} if state == "confirmed" else {}
    telling.delivery(told, state=state, **confirmed)
    rows = desk.clerk(county).get("/staff/").context["alerts"]["rows"]
    wrong = [(booking.case_key, str(Delivery.objects.get().get_state_display()), [(standing.pk, str(standing.office))])]
    assert [(row["key"], row["state"], row["taps"]["counsel"]) for row in rows] == (
        wrong if state in {"failed", "unknown", "by_hand"} else []
    )


@pytest.mark.parametrize("state", ["failed", "unknown", "by_hand"])
def test_an_alert_that_went_wrong_leaves_the_board_once_the_same_lawyer_was_told_by_hand(county: County, state: str) -> None:
    booking = desk.recorded(county)
    standing, other = represented(booking), represented(booking)
    told = telling.notification(booking, "counsel", representation=standing, about="detainer_received")
    telling.delivery(told, state=state, due_at=None)
    counts = []
    for tap in (f"counsel_told:{other.pk}", f"counsel_told:{standing.pk}"):
        post(county, booking, tap)
        counts.append(len(desk.clerk(county).get("/staff/").context["alerts"]["rows"]))
    assert counts == [1, 0]


# --- how far behind the machine is -------------------------------------------------------------------------------------------------------


def machine_of(county: County) -> tuple[bool, dict[str, str], bool]:
    """Whether it is late, what is said of each part, and whether the page calls somebody."""
    page = desk.clerk(county).get("/staff/")
    machine = page.context["machine"]
    return machine["late"], dict(machine["elapsed"]), "Alerts and deadlines may be waiting." in page.content.decode()


def heard(**seconds: float) -> None:
    for name, ago in seconds.items():
        Pulse.objects.update_or_create(name=name, defaults={"beaten_at": timezone.now() - timedelta(seconds=ago)})


def test_a_machine_that_keeps_up_is_a_line_at_the_foot_of_the_board(county: County) -> None:
    heard(schedule=1, worker=2)
    says = {"schedule last heard": "1 s ago", "worker last heard": "2 s ago", "oldest entry not read yet": "none waits"}
    says |= {"oldest alert due and not sent": "none waits", "oldest deadline over and not raised": "none waits"}
    assert machine_of(county) == (False, says, False)


@pytest.mark.parametrize(
    ("what", "line", "says"),
    [
        ("schedule", "schedule last heard", "0:05 ago"),
        ("worker", "worker last heard", "0:05 ago"),
        ("alert", "oldest alert due and not sent", "0:05"),
        ("deadline", "oldest deadline over and not raised", "0:05"),
        ("inbox", "oldest entry not read yet", "0:05"),
        ("never", "worker last heard", "never"),
    ],
)
def test_a_machine_that_is_behind_calls_somebody(county: County, what: str, line: str, says: str) -> None:
    heard(schedule=1, worker=1)
    late = timezone.now() - timedelta(minutes=5)
    booking = desk.recorded(county)
    Inbox.objects.all().delete()
    match what:
        case "schedule" | "worker":
            heard(**{what: 300})
        case "alert":
            standing = represented(booking)
            Inbox.objects.all().delete()
            telling.delivery(telling.notification(booking, "counsel", representation=standing), due_at=late)
        case "deadline":
            deadline(booking, "not_served", hours=5 / 60)
        case "inbox":
            Inbox.objects.create(reader="alerts", entry=1, origin="live", created_at=late)
        case _:
            Pulse.objects.filter(name="worker").delete()
    found, lines, called = machine_of(county)
    assert (found, lines[line], called) == (True, says, True)


def test_figures_that_wait_call_nobody_since_no_alert_does(county: County) -> None:
    heard(schedule=1, worker=1)
    Inbox.objects.create(reader="figures", entry=1, origin="live", created_at=timezone.now() - timedelta(minutes=5))
    assert machine_of(county)[0] is False


def test_seconds_that_pass_are_no_news_and_a_machine_that_stops_is(county: County) -> None:
    def state() -> str:
        return str(desk.clerk(county).get("/staff/").context["state"])

    heard(schedule=1, worker=1)
    before = state()
    heard(schedule=9, worker=9)
    same = state()
    heard(worker=99)
    assert [same == before, state() == before] == [True, False]


# --- the form for a telling, and its words -----------------------------------------------------------------------------------------------


def choices(booking: Booking, name: str, address: str = "add/release-notifications/") -> set[str]:
    form = desk.clerk(booking.county).get(f"{desk.page_of(booking)}{address}").context["form"]
    return {value for value, _label in form.fields[name].choices if value}


def test_the_form_for_a_telling_offers_only_what_somebody_can_enter_by_hand(county: County) -> None:
    booking = desk.recorded(county)
    assert choices(booking, "recipient") == {"ice", "person", "counsel", "designee", "other_agency"}
    by_hand = {"release", "detainer_received", "interview_asked", "about_to_tell", "ice_told", "handed_over", "citizenship_claim"}
    assert choices(booking, "about") == by_hand


def test_a_correction_keeps_what_stands_there(county: County) -> None:
    booking = desk.recorded(county)
    told = telling.notification(booking, "officer", about="not_served", cause="deadline:1")
    address = f"release-notifications/{told.pk}/correct/"
    assert "officer" in choices(booking, "recipient", address)
    assert "not_served" in choices(booking, "about", address)
    assert "retraction" not in choices(booking, "about", address)


@pytest.mark.parametrize(
    ("cause", "says"),
    [
        ("bookings.detainer:7", "detainer"),
        ("notifications.releasenotification:7", "telling of a release"),
        ("deadline:7", "a deadline that passed"),
        ("retraction:7", "an earlier alert that was wrong"),
    ],
)
def test_why_jailwatch_told_somebody_is_said_in_words(county: County, cause: str, says: str) -> None:
    booking = desk.recorded(county)
    telling.notification(booking, "counsel", cause=cause)
    entries = desk.clerk(county).get(desk.page_of(booking)).context["entries"]
    assert [value for entry in entries for label, value in entry.details if label == "because of"] == [says]


def test_every_cause_that_is_written_has_its_words(county: County) -> None:
    booking = desk.recorded(county)
    represented(booking)
    kinds = {"kind": "about_to_tell", "occurred": desk.minute("2026-11-24 05:00", county)}
    fact = record.record_release_step(by=build.person(), booking=booking, **kinds)
    assert alerts.cause_of(fact) == f"bookings.releasestep:{fact.pk}"


def test_another_agency_keeps_its_name_and_each_has_its_own_telling(county: County) -> None:
    booking, by = desk.recorded(county), build.person()
    told = {"recipient": "other_agency", "channel": "phone", "outcome": "reached", "tried": desk.minute("2026-11-24 05:00", county)}
    for agency in ("Ramsey County Jail", "US Marshals", "Ramsey County Jail"):
        actions.tell(by=by, booking=booking, agency=agency, **told)
    found = [(one.agency, one.attempts.count()) for one in ReleaseNotification.objects.order_by("pk")]
    assert found == [("Ramsey County Jail", 2), ("US Marshals", 1)]
    assert Attempt.objects.count() == 3
