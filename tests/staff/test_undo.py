"""A tap is taken back right after it by who tapped, stays on record as an error, and by nobody else and no later."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEntry
from bookings import actions
from bookings.models import Booking, Detainer, ReleaseStep
from bookings.views.undo import SECONDS
from tests.staff import desk
from tests.support import build

pytestmark = pytest.mark.django_db


def tap(client: Client, booking: Booking, what: str, **values: Any) -> str:
    return client.post(f"{desk.page_of(booking)}now/", {"what": what} | values, follow=True).content.decode()


def undo(client: Client, booking: Booking) -> str:
    answer = client.post(f"{desk.page_of(booking)}undo/", follow=True)
    assert answer.redirect_chain[-1][0] == desk.page_of(booking)
    return " ".join(str(message) for message in answer.context["messages"])


def test_after_a_tap_the_page_says_what_was_recorded_and_offers_to_undo_it_or_change_its_time(client: Client, booking: Booking) -> None:
    text = tap(client, booking, "cleared")
    assert "Recorded: cleared for release, 06:00." in text
    assert f'action="{desk.page_of(booking)}undo/"' in text
    assert "for 60 seconds, until 06:01:00" in text
    assert f'href="{desk.page_of(booking)}release-steps/{ReleaseStep.objects.get().pk}/correct/"' in text


def test_an_undone_step_stays_on_record_as_entered_in_error(client: Client, booking: Booking) -> None:
    tap(client, booking, "cleared")
    assert undo(client, booking) == "Undone. The tap and its undoing stay on record."
    step = ReleaseStep.objects.get()
    assert (step.entered_in_error, step.error_reason) == (True, "undone right after the tap")
    assert AuditEntry.objects.exclude(verb="view").latest("pk").verb == "enter_in_error"
    assert "undo/" not in client.get(desk.page_of(booking)).content.decode()


def test_an_undone_release_leaves_the_person_in_custody_and_may_be_tapped_again(client: Client, booking: Booking) -> None:
    text = tap(client, booking, "released", release_kind="street")
    assert f'href="{desk.page_of(booking)}booking/correct/"' in text
    undo(client, booking)
    booking.refresh_from_db()
    assert (booking.released_at, booking.release_kind, booking.version) == (None, "", 3)
    tap(client, booking, "released", release_kind="ice")
    booking.refresh_from_db()
    assert booking.release_kind == "ice"


def test_an_undone_serving_leaves_the_detainer(client: Client, booking: Booking) -> None:
    received = desk.minute("2026-11-23 09:00", booking.county)
    paper = actions.record_detainer(by=build.person(), booking=booking, received=received, form="I-247A")
    tap(client, booking, "served", detainer=paper.pk)
    assert Detainer.objects.get().served_at is not None
    undo(client, booking)
    stands = Detainer.objects.get()
    assert (stands.served_at, stands.entered_in_error) == (None, False)


def nothing_undone(client: Client, booking: Booking) -> None:
    assert "nothing to undo any more" in undo(client, booking)
    assert not ReleaseStep.objects.get().entered_in_error


def test_it_is_offered_once(client: Client, booking: Booking) -> None:
    tap(client, booking, "cleared")
    undo(client, booking)
    assert "nothing to undo any more" in undo(client, booking)
    assert ReleaseStep.objects.get().version == 2


def test_it_is_offered_for_a_short_while_only(client: Client, booking: Booking, clock: Any) -> None:
    tap(client, booking, "cleared")
    clock.shift(SECONDS - 1)
    assert "undo/" in client.get(desk.page_of(booking)).content.decode()
    clock.shift(1)
    assert "undo/" not in client.get(desk.page_of(booking)).content.decode()
    nothing_undone(client, booking)


def test_it_is_offered_to_nobody_else(client: Client, booking: Booking) -> None:
    tap(client, booking, "cleared")
    other = desk.clerk(booking.county)
    assert "undo/" not in other.get(desk.page_of(booking)).content.decode()
    nothing_undone(other, booking)


def test_it_is_not_offered_on_another_booking(client: Client, booking: Booking) -> None:
    tap(client, booking, "cleared")
    nothing_undone(client, desk.recorded(booking.county, "2"))


def test_what_somebody_changed_since_is_not_undone(client: Client, booking: Booking) -> None:
    tap(client, booking, "cleared")
    step = ReleaseStep.objects.get()
    actions.correct(step, by=build.person(), reason="wrong step", kind="staff_knew")
    assert "Somebody else changed this" in undo(client, booking)
    assert not ReleaseStep.objects.get().entered_in_error


def test_of_another_county_nothing_is_undone_and_a_page_undoes_nothing(client: Client, booking: Booking) -> None:
    stranger = desk.clerk(desk.county_with_building("there"))
    assert stranger.post(f"{desk.page_of(booking)}undo/").status_code == 404
    assert client.get(f"{desk.page_of(booking)}undo/").status_code == 405
