"""Every kind of fact, added, corrected and entered in error through its pages."""

from datetime import time
from typing import Any

import pytest

from accounts.models import AuditEntry
from bookings.kinds import KINDS
from bookings.models import Booking, Fact
from tests.staff import desk
from tests.staff.samples import SAMPLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
EVERY = sorted(KINDS)


def sent_for(kind: str, booking: Booking) -> dict[str, Any]:
    return {"source": "staff"} | SAMPLES[kind][0](booking)


def added(client: Any, booking: Booking, kind: str, sent: dict[str, Any]) -> Fact:
    answer = client.post(f"{desk.page_of(booking)}add/{kind}/", sent)
    assert answer.status_code == 302, answer.context["form"].errors
    return KINDS[kind].objects.latest("pk")


def test_there_is_a_sample_of_every_kind() -> None:
    assert sorted(SAMPLES) == EVERY


@pytest.mark.parametrize("kind", EVERY)
def test_a_fact_is_added_and_stands_on_the_timeline(kind: str, booking: Booking) -> None:
    client = desk.clerk(booking.county)
    answer = client.post(f"{desk.page_of(booking)}add/{kind}/", sent_for(kind, booking))
    fact = KINDS[kind].objects.get()
    assert answer["Location"] == f"{desk.page_of(booking)}#{kind}-{fact.pk}"
    assert (fact.county, fact.source, fact.version) == (booking.county, "staff", 1)
    assert f'id="{kind}-{fact.pk}"' in client.get(desk.page_of(booking)).content.decode()


@pytest.mark.parametrize("kind", EVERY)
def test_a_fact_sent_twice_is_recorded_once(kind: str, booking: Booking) -> None:
    client, sent = desk.clerk(booking.county), sent_for(kind, booking) | {"token": "same"}
    for _time in range(2):
        assert client.post(f"{desk.page_of(booking)}add/{kind}/", sent).status_code == 302
    assert KINDS[kind].objects.count() == 1


@pytest.mark.parametrize("kind", EVERY)
def test_a_correction_takes_a_reason_and_shows_the_old_value(kind: str, booking: Booking) -> None:
    client, sent = desk.clerk(booking.county), sent_for(kind, booking)
    fact = added(client, booking, kind, sent)
    before = getattr(fact, SAMPLES[kind][2])
    place = {"place": fact.place} if kind == "charges" else {}
    change = sent | place | SAMPLES[kind][1] | {"because": "Read off the wrong line.", "version": 1}
    assert client.post(f"{desk.page_of(booking)}{kind}/{fact.pk}/correct/", change).status_code == 302
    fact.refresh_from_db()
    assert getattr(fact, SAMPLES[kind][2]) != before
    assert fact.version == 2
    text = client.get(desk.page_of(booking)).content.decode()
    assert "Read off the wrong line." in text
    assert "<ins>" in text


@pytest.mark.parametrize("kind", EVERY)
def test_a_page_of_correction_opened_and_sent_unchanged_corrects_nothing(kind: str, booking: Booking) -> None:
    """What the form shows is what stands: else every correction would change what nobody meant to."""
    client, sent = desk.clerk(booking.county), sent_for(kind, booking)
    fact = added(client, booking, kind, sent)
    form = client.get(f"{desk.page_of(booking)}{kind}/{fact.pk}/correct/").context["form"]
    unchanged = as_sent(form) | {"because": "none", "version": 1}
    answer = client.post(f"{desk.page_of(booking)}{kind}/{fact.pk}/correct/", unchanged)
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == ["Nothing differs from what is on record: there is nothing to correct."]


def as_sent(form: Any) -> dict[str, Any]:
    """What a browser sends of a form as it came."""
    sent: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if hasattr(bound.field.widget, "decompress"):
            inputs = bound.field.widget.decompress(value) if not isinstance(value, list) else value
            names = [f"{bound.name}{suffix}" for suffix in bound.field.widget.widgets_names]
            sent |= {name: said(one) for name, one in zip(names, inputs, strict=False)}
        elif value is True:
            sent[bound.name] = "on"
        elif value not in (None, False):
            sent[bound.name] = value
    return sent


def said(value: Any) -> str:
    return value.strftime("%H:%M") if isinstance(value, time) else str(value or "")


@pytest.mark.parametrize("kind", EVERY)
def test_what_was_entered_in_error_stays_struck_through_with_its_reason(kind: str, booking: Booking) -> None:
    client = desk.clerk(booking.county)
    fact = added(client, booking, kind, sent_for(kind, booking))
    page = f"{desk.page_of(booking)}{kind}/{fact.pk}/error/"
    assert client.post(page, {"because": "", "version": 1}).status_code == 200
    assert client.post(page, {"because": "It was somebody else.", "version": 1}).status_code == 302
    fact.refresh_from_db()
    assert (fact.entered_in_error, fact.error_reason) == (True, "It was somebody else.")
    text = client.get(desk.page_of(booking)).content.decode()
    assert "It was somebody else." in text
    assert "<s>" in text


@pytest.mark.parametrize("kind", EVERY)
def test_an_empty_form_is_refused_beside_its_fields_and_writes_nothing(kind: str, booking: Booking) -> None:
    answer = desk.clerk(booking.county).post(f"{desk.page_of(booking)}add/{kind}/", {"remarks": "kept as typed"})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "kept as typed" in answer.content.decode()
    assert KINDS[kind].objects.count() == 0


def test_every_write_of_a_page_is_in_the_journal_with_its_clerk(booking: Booking) -> None:
    client = desk.clerk(booking.county)
    added(client, booking, "detainers", sent_for("detainers", booking))
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.by) == ("record_detainer", f"user:{client.session['_auth_user_id']}")
