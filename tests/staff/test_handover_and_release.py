"""One form for a handover and the release that it is, or that came before it."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEntry
from bookings import actions
from bookings.models import Booking, Handover
from bookings.models.moments import span
from tests.staff import desk
from tests.staff.desk import moment
from tests.support import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TRANSFER = {"source": "staff", "mode": "custody_transfer", "place": "sally_port", **moment("handed", "2026-11-24 05:10")}
LOBBY = TRANSFER | {"mode": "arrest_public", "place": "lobby"}


def add(client: Client, booking: Booking, sent: dict[str, Any]) -> Any:
    answer = client.post(f"{desk.page_of(booking)}add/handovers/", sent)
    booking.refresh_from_db()
    return answer


@pytest.mark.parametrize("chosen", [{"release": "with"}, {}])
def test_a_custody_transfer_is_recorded_with_the_release_at_the_same_time(chosen: dict[str, str], client: Client, booking: Booking) -> None:
    assert client.get(f"{desk.page_of(booking)}add/handovers/").context["form"]["release"].value() is None
    assert add(client, booking, TRANSFER | chosen).status_code == 302
    assert span(booking, "released") == span(Handover.objects.get(), "handed")
    assert booking.release_kind == "ice"
    assert [entry.verb for entry in AuditEntry.objects.order_by("pk")][-2:] == ["record_handover", "release"]


def test_the_form_of_a_double_submit_releases_once(client: Client, booking: Booking) -> None:
    for _time in range(2):
        assert add(client, booking, TRANSFER | {"release": "with", "token": "same"}).status_code == 302
    assert booking.version == 2


def test_released_first_and_arrested_in_the_lobby_are_two_moments(client: Client, booking: Booking) -> None:
    sent = LOBBY | {"release": "first", **moment("released", "2026-11-24 05:00")}
    assert add(client, booking, sent).status_code == 302
    assert span(booking, "released") == desk.minute("2026-11-24 05:00", booking.county)
    assert span(Handover.objects.get(), "handed") == desk.minute("2026-11-24 05:10", booking.county)
    assert booking.release_kind == "street"


@pytest.mark.parametrize("sent", [TRANSFER | {"release": "later"}, LOBBY | {"release": "later"}])
def test_no_release_is_recorded_where_none_is_chosen(sent: dict[str, str], client: Client, booking: Booking) -> None:
    assert add(client, booking, sent).status_code == 302
    assert (booking.released_at, Handover.objects.count()) == (None, 1)


@pytest.mark.parametrize(
    ("sent", "field", "says"),
    [
        (LOBBY, "release", "Say whether the handover was the release"),
        (TRANSFER | {"mode": "unknown"}, "release", "Say whether the handover was the release"),
        (LOBBY | {"release": "with"}, "release", "the person was released first"),
        (TRANSFER | {"release": "first", **moment("released", "2026-11-24 05:00")}, "release", "is itself the release"),
        (LOBBY | {"release": "first"}, "released", "Give the time of the release, too."),
        (LOBBY | {"release": "first", **moment("released", "2026-11-24 05:20")}, "released", "before this release"),
        (TRANSFER | {"release": "with", **moment("handed", "2026-11-22 05:20")}, "handed", "The release is before the booking"),
        (TRANSFER | {"release": "gossip"}, "release", "Select a valid choice"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field_and_neither_is_recorded(
    sent: dict[str, str], field: str, says: str, client: Client, booking: Booking
) -> None:
    form = add(client, booking, sent).context["form"]
    assert form.errors.keys() == {field}
    assert says in str(form.errors[field])
    assert (booking.released_at, Handover.objects.count(), AuditEntry.objects.count()) == (None, 0, 1)


def test_times_that_may_have_been_in_that_order_are_taken(client: Client, booking: Booking) -> None:
    assert add(client, booking, LOBBY | {"release": "first", **moment("released", "2026-11-24")}).status_code == 302


def test_of_who_was_released_already_it_is_not_asked_again(client: Client, booking: Booking) -> None:
    actions.release(by=build.person(), booking=booking, released=desk.minute("2026-11-24 05:00", booking.county), kind="street")
    form = client.get(f"{desk.page_of(booking)}add/handovers/").context["form"]
    assert {"release", "released"}.isdisjoint(form.fields)
    assert add(client, booking, LOBBY | {"release": "with"}).status_code == 302
    assert (booking.release_kind, booking.version) == ("street", 2)


def test_a_correction_of_a_handover_asks_for_no_release(client: Client, booking: Booking) -> None:
    add(client, booking, TRANSFER | {"release": "later"})
    form = client.get(f"{desk.page_of(booking)}handovers/{Handover.objects.get().pk}/correct/").context["form"]
    assert "release" not in form.fields
