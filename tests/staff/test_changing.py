"""Two clerks, consent first, the same paper again, dispositions, choices of one booking, one tap for now."""

from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from bookings import actions
from bookings.models import Booking, Consent, Detainer, IceCall, IceVisit, NilReturn, ReleaseStep
from bookings.models.moments import span
from bookings.spans import Span
from tests.staff import desk
from tests.staff.desk import moment
from tests.staff.samples import AT, SAMPLES
from tests.support import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def add(client: Client, booking: Booking, kind: str, **values: Any) -> Any:
    return client.post(f"{desk.page_of(booking)}add/{kind}/", {"source": "staff"} | SAMPLES[kind][0](booking) | values)


def tap(client: Client, booking: Booking, what: str, **values: Any) -> Any:
    return client.post(f"{desk.page_of(booking)}now/", {"what": what} | values, follow=True)


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


# --- two clerks --------------------------------------------------------------------------------------------------------------------------


def correction(**values: Any) -> dict[str, Any]:
    return {
        "source": "staff",
        "description": "Theft",
        "level": "felony",
        "disposition": "pending",
        "place": 1,
        "because": "why",
        "version": 1,
    } | values


def test_the_second_clerk_sees_the_new_values_beside_what_they_typed_and_overwrites_nothing(client: Client, booking: Booking) -> None:
    charge = actions.record_charge(by=build.person(), booking=booking, description="Theft", level="felony", disposition="pending")
    page = f"{desk.page_of(booking)}charges/{charge.pk}/correct/"
    assert client.post(page, correction(level="misdemeanor")).status_code == 302
    late = client.post(page, correction(level="infraction"))
    assert late.status_code == 409
    assert late.context["clash"] == [{"label": "Level", "now": "misdemeanor", "typed": "infraction or petty offense"}]
    text = late.content.decode()
    assert "Somebody else changed this" in text
    assert 'name="version" value="2"' in text
    charge.refresh_from_db()
    assert charge.level == "misdemeanor"


def test_after_comparing_the_second_clerk_may_send_it_again(client: Client, booking: Booking) -> None:
    charge = actions.record_charge(by=build.person(), booking=booking, description="Theft", level="felony", disposition="pending")
    page = f"{desk.page_of(booking)}charges/{charge.pk}/correct/"
    client.post(page, correction(level="misdemeanor"))
    assert client.post(page, correction(level="infraction", version=2)).status_code == 302


def test_a_write_between_reading_and_saving_is_noticed_too(client: Client, booking: Booking) -> None:
    charge = actions.record_charge(by=build.person(), booking=booking, description="Theft", level="felony", disposition="pending")
    with patch("bookings.actions.correct", side_effect=actions.Stale):
        answer = client.post(f"{desk.page_of(booking)}charges/{charge.pk}/correct/", correction(level="misdemeanor"))
    assert answer.status_code == 409


def test_a_correction_sent_twice_is_made_once_and_is_no_clash_with_itself(client: Client, booking: Booking) -> None:
    charge = actions.record_charge(by=build.person(), booking=booking, description="Theft", level="felony", disposition="pending")
    page = f"{desk.page_of(booking)}charges/{charge.pk}/correct/"
    assert [client.post(page, correction(level="misdemeanor", token="one")).status_code for _time in range(2)] == [302, 302]
    charge.refresh_from_db()
    assert charge.version == 2


def test_a_booking_is_corrected_and_entered_in_error(client: Client, booking: Booking) -> None:
    sent = {"source": "staff", "kind": "warrant", "birth_answer": "unknown", "citizen_answer": "unknown", "sex": "female", "because": "why"}
    sent |= moment("booked", "2026-11-23 08:10") | {"version": 1}
    assert client.post(desk.page_of(booking) + "booking/correct/", sent).status_code == 302
    booking.refresh_from_db()
    assert (booking.kind, booking.sex, span(booking, "booked")) == ("warrant", "female", desk.minute("2026-11-23 08:10", booking.county))
    assert client.post(desk.page_of(booking) + "booking/error/", {"because": "twice", "version": 2}).status_code == 302
    assert "This booking was entered in error." in client.get(desk.page_of(booking)).content.decode()


# --- consent first -----------------------------------------------------------------------------------------------------------------------


def test_a_person_on_the_phone_needs_a_yes_before_or_a_reason(client: Client, booking: Booking) -> None:
    refused = add(client, booking, "ice-calls", put_on_phone="yes")
    assert "Nobody logged a yes before it began." in refused.context["form"].errors["override_reason"][0]
    assert "Log the consent first" in refused.content.decode()
    assert add(client, booking, "ice-calls", put_on_phone="yes", override_reason="The person asked to speak.").status_code == 302
    assert IceCall.objects.get().override_reason == "The person asked to speak."


def test_after_a_yes_the_call_needs_no_reason(client: Client, booking: Booking) -> None:
    add(client, booking, "consents", answer="yes", **moment("asked", "2026-11-23 09:00"))
    assert add(client, booking, "ice-calls", put_on_phone="yes").status_code == 302


def test_a_visit_that_started_needs_a_yes_too(client: Client, booking: Booking) -> None:
    held = moment("started", "2026-11-23 11:00")
    assert "override_reason" in add(client, booking, "visits", **held).context["form"].errors
    add(client, booking, "consents", answer="yes")
    assert add(client, booking, "visits", **held).status_code == 302


def test_a_new_consent_offers_the_version_in_force_and_the_calls_and_visits_of_this_booking_only(client: Client, booking: Booking) -> None:
    other = desk.recorded(booking.county, "other")
    mine, _not_mine = (IceVisit.objects.create(county=one.county, booking=one, kind="video", **at(one)) for one in (booking, other))
    form = client.get(f"{desk.page_of(booking)}add/consents/").context["form"]
    assert list(form.fields["visit"].queryset) == [mine]
    assert add(client, booking, "consents", visit=_not_mine.pk).status_code == 200
    assert Consent.objects.count() == 0


def at(booking: Booking) -> dict[str, Any]:
    moment_of = desk.minute(AT, booking.county)
    return {"requested_at": moment_of.at, "requested_until": moment_of.until}


# --- the same paper again ----------------------------------------------------------------------------------------------------------------


def test_the_same_form_on_the_same_day_is_shown_before_saving(client: Client, booking: Booking) -> None:
    add(client, booking, "detainers")
    shown = add(client, booking, "detainers", **moment("received", "2026-11-23 15:00"))
    assert Detainer.objects.count() == 1
    assert "Is it the same paper again?" in shown.content.decode()
    assert set(shown.context["form"].errors) == {"same_paper", "duplicate_reason"}


def test_the_same_paper_is_counted_once_with_a_reason(client: Client, booking: Booking) -> None:
    add(client, booking, "detainers")
    assert add(client, booking, "detainers", same_paper="same", duplicate_reason="Faxed twice.").status_code == 302
    first, second = Detainer.objects.order_by("pk")
    assert (second.duplicate_of, second.duplicate_reason) == (first, "Faxed twice.")
    assert list(Detainer.objects.counted()) == [first]


def test_another_detainer_on_the_same_day_is_counted_with_a_reason(client: Client, booking: Booking) -> None:
    add(client, booking, "detainers")
    assert add(client, booking, "detainers", same_paper="another", duplicate_reason="Other officer.").status_code == 302
    assert Detainer.objects.counted().count() == 2


@pytest.mark.parametrize("kept", [{"same_paper": "same"}, {"duplicate_reason": "Faxed twice."}])
def test_neither_the_choice_nor_the_reason_is_enough_alone(client: Client, booking: Booking, kept: dict[str, str]) -> None:
    add(client, booking, "detainers")
    assert add(client, booking, "detainers", **kept).status_code == 200
    assert Detainer.objects.count() == 1


# --- what became of a charge -------------------------------------------------------------------------------------------------------------


def test_a_disposition_is_news_and_takes_no_reason(client: Client, booking: Booking) -> None:
    charge = actions.record_charge(by=build.person(), booking=booking, description="Theft", disposition="pending")
    page = f"{desk.page_of(booking)}charges/{charge.pk}/disposition/"
    assert "Why" not in client.get(page).content.decode()
    assert client.post(page, {"disposition": "dismissed", "version": 1, **moment("disposed", "2026-11-24")}).status_code == 302
    charge.refresh_from_db()
    assert (charge.disposition, charge.version) == ("dismissed", 2)
    assert charge.disposed_at is not None


def test_a_date_without_an_end_of_the_charge_is_refused_beside_its_field(client: Client, booking: Booking) -> None:
    charge = actions.record_charge(by=build.person(), booking=booking, description="Theft", disposition="pending")
    page = f"{desk.page_of(booking)}charges/{charge.pk}/disposition/"
    answer = client.post(page, {"disposition": "pending", "version": 1, **moment("disposed", "2026-11-24")})
    assert answer.context["form"].errors


def test_someone_handed_over_waits_in_the_queue_until_every_charge_has_an_end(client: Client, booking: Booking) -> None:
    charge = actions.record_charge(by=build.person(), booking=booking, description="Fare evasion", disposition="pending")
    build.handover(booking)
    assert "Fare evasion" in client.get("/staff/follow-up/").content.decode()
    actions.update_disposition(charge, by=build.person(), disposition="dismissed")
    assert "Nobody is waiting here." in client.get("/staff/follow-up/").content.decode()


# --- one tap -----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["staff_knew", "cleared", "called_off"])
def test_one_tap_records_a_step_now(client: Client, booking: Booking, what: str) -> None:
    answer = tap(client, booking, what)
    step = ReleaseStep.objects.get()
    assert (step.kind, span(step, "occurred")) == (what, desk.minute("2026-11-24 06:00", booking.county))
    assert "06:00" in said(answer)[0]


def test_eligible_takes_its_reason_with_the_tap(client: Client, booking: Booking) -> None:
    assert said(tap(client, booking, "eligible")) == ["Say why the person became eligible; other steps carry no such reason."]
    tap(client, booking, "eligible", reason="bail")
    assert ReleaseStep.objects.get().reason == "bail"


def test_two_taps_of_one_button_are_one_step(client: Client, booking: Booking) -> None:
    for _time in range(2):
        answer = tap(client, booking, "cleared", token="one")
    assert ReleaseStep.objects.count() == 1
    assert said(answer) == ["This was recorded already; it was not recorded twice."]


def test_a_release_is_recorded_now_once(client: Client, booking: Booking) -> None:
    tap(client, booking, "released", release_kind="street")
    booking.refresh_from_db()
    assert (booking.release_kind, span(booking, "released")) == ("street", desk.minute("2026-11-24 06:00", booking.county))
    assert "on record already" in said(tap(client, booking, "released", release_kind="ice"))[0]


def test_a_release_needs_to_say_where_to(client: Client, booking: Booking) -> None:
    assert said(tap(client, booking, "released")) == ["Say where the person went."]


def test_a_copy_is_served_now_and_that_is_no_correction(client: Client, booking: Booking) -> None:
    add(client, booking, "detainers")
    detainer = Detainer.objects.get()
    tap(client, booking, "served", detainer=detainer.pk)
    detainer.refresh_from_db()
    assert span(detainer, "served") == desk.minute("2026-11-24 06:00", booking.county)
    assert "on record already" in said(tap(client, booking, "served", detainer=detainer.pk))[0]


@pytest.mark.parametrize(
    "sent", [{"what": "escape"}, {"what": "bail_set"}, {"what": "served", "detainer": "1"}, {"what": "served", "detainer": "x"}]
)
def test_a_tap_of_nothing_known_is_not_found(client: Client, booking: Booking, sent: dict[str, str]) -> None:
    assert client.post(f"{desk.page_of(booking)}now/", sent).status_code == 404


# --- nothing to report -------------------------------------------------------------------------------------------------------------------


def nil(client: Client, **values: Any) -> Any:
    return client.post("/staff/nil-return/", {"signed_by": "R. Alder"} | values)


def test_a_month_that_is_over_is_signed(client: Client, booking: Booking) -> None:
    assert nil(client, scope="month", month="2026-10").status_code == 302
    found = NilReturn.objects.get()
    assert (found.whole_month, found.period_at.isoformat()) == (True, "2026-10-01T05:00:00+00:00")
    assert "R. Alder" in client.get("/staff/nil-return/").content.decode()


def test_a_night_shift_ends_on_the_next_day(client: Client, booking: Booking) -> None:
    assert nil(client, scope="shift", day="2026-11-22", starts="2300", ends="07:00").status_code == 302
    found = NilReturn.objects.get()
    zone = booking.county
    assert span(found, "period") == Span(desk.minute("2026-11-22 23:00", zone).at, desk.minute("2026-11-23 07:00", zone).at)


@pytest.mark.parametrize(
    ("sent", "name", "says"),
    [
        ({"scope": "month", "month": "2026-11"}, "month", "This month is not over."),
        ({"scope": "month", "month": "October"}, "month", "Write the month as 2026-10."),
        ({"scope": "shift", "day": "2026-11-24"}, "day", "Give the day, and the times from and to."),
        ({"scope": "shift", "day": "2026-11-24", "starts": "05:00", "ends": "13:00"}, "ends", "This shift is not over."),
    ],
)
def test_what_is_not_over_or_not_said_cannot_be_signed(
    client: Client, booking: Booking, sent: dict[str, str], name: str, says: str
) -> None:
    assert nil(client, **sent).context["form"].errors[name] == [says]
    assert NilReturn.objects.count() == 0
