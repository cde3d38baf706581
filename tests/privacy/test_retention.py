"""Retention: a clock, a hold, two people; what is destroyed cannot be read, the journal still verifies, figures stay as they are."""

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from accounts import seals
from accounts.crypto import CannotOpen
from accounts.models import AuditEntry, County, Inbox, Role, SealedKey, User
from accounts.periods import Month
from accounts.privacy import fields_of
from accounts.sealing import sealer
from bookings import actions as record
from bookings.actions import disposing
from bookings.actions.correcting import Stale
from bookings.importing.mapping import load
from bookings.importing.running import Run
from bookings.kinds import KINDS
from bookings.models import Booking, Clock, Disposal, LegalHold
from bookings.rules.retention import ends_before
from notifications.models import ReleaseTiming
from reports import rollup
from reports.models import MeasureCell, Release
from reports.releases.actions import Refused, check_whole
from tests.support import build, marked
from tests.support.flat import as_file, full_draft

LATER = date(2029, 1, 15)
CLOCKS = {"keep_words_months": 6, "keep_people_months": 24, "keep_identity_months": 24, "retention_schedule": "General schedule 7"}


@pytest.mark.parametrize(
    ("today", "months", "before"),
    [
        (date(2026, 11, 24), 24, date(2024, 11, 1)),
        (date(2026, 11, 1), 24, date(2024, 11, 1)),
        (date(2026, 10, 31), 24, date(2024, 10, 1)),
        (date(2028, 2, 29), 12, date(2027, 2, 1)),
        (date(2026, 1, 31), 1, date(2025, 12, 1)),
    ],
)
def test_a_clock_ends_whole_months(today: date, months: int, before: date) -> None:
    assert ends_before(today, months) == before


def people(county: County) -> tuple[User, User]:
    record.set_profile(by=build.person(), county=county, in_force_from=date(2026, 11, 1), **CLOCKS)
    return build.person(Role.ADMINISTRATOR, county), build.person(Role.RECORDS_OFFICER, county)


def dispose(county: County, clock: str, one: User, other: User) -> int:
    rollup.catch_up()
    Inbox.objects.all().delete()
    return disposing.approve(disposing.propose(by=one, county=county, clock=clock, today=LATER), by=other)


def cells() -> list[tuple[Any, ...]]:
    return sorted(MeasureCell.objects.values_list("measure", "month", "grouping", "group", "numerator", "denominator"))


def timings() -> list[dict[str, Any]]:
    return list(ReleaseTiming.objects.order_by("pk").values("booking", "t0_at", "t2_at", "t5_at", "t6_at", "t7_at", "intervals", "facts"))


@pytest.mark.django_db
def test_a_disposed_booking_is_gone_for_good_while_chain_and_figures_stay(tmp_path: Path) -> None:
    planted = marked.plant()
    county, booking, machine = planted.desk.county, planted.booking, planted.machine
    marked.publish(planted)
    one, other = people(county)
    before, times, released = cells(), timings(), Release.objects.get().sha256
    sealed = [entry for entry in AuditEntry.objects.filter(booking=booking.public_id) if entry.sealed]
    key = sealer(booking.public_id)
    assert len(sealed) > 10
    assert dispose(county, Clock.IDENTITY, one, other) == 1
    seals.seal_due()
    assert seals.verify().problem == ""
    assert not SealedKey.objects.filter(booking=booking.public_id).exists()
    with pytest.raises(CannotOpen, match="was destroyed"):
        sealer(booking.public_id)
    found = marked.stored()
    assert [name for name, text in found.items() if marked.seen(text, (*marked.SEALED, *marked.WORDS))] == []
    assert key.open(bytes(sealed[0].sealed or b"")), "the ciphertext stays: only its key is gone"
    assert AuditEntry.objects.filter(booking=booking.public_id, verb="dispose", by=f"user:{other.pk}").count() == 1
    # Figures: neither a correction elsewhere nor a count of everything changes what stands.
    call_command("rollup", "--all")
    call_command("retime")
    assert (cells(), timings(), Release.objects.get().sha256) == (before, times, released)
    # What a machine is told.
    got = machine.get(f"bookings/{booking.public_id}/timeline/").json()
    assert (got["booking"]["number"], [row["clock"] for row in got["disposed"]]) == (None, ["identity"])
    assert marked.seen(json.dumps(got)) == []
    refused = machine.post(f"bookings/{booking.public_id}/charges/", {"description": "another"})
    assert (refused.status_code, "disposed of" in refused.json()["detail"]) == (410, True)
    assert machine.post("bookings/", marked.as_sent(), Idempotency_Key="first").status_code == 410
    again = machine.post("bookings/", marked.as_sent())
    assert (again.status_code, "none of them is added again" in again.content.decode()) == (400, True)
    # What the staff see.
    page = Client()
    page.force_login(planted.desk.by)
    html = page.get(f"/staff/bookings/{booking.public_id}/").content.decode()
    assert "Disposed of on" in html
    assert marked.seen(html, (*marked.SEALED, *marked.WORDS)) == []
    form = {"description": "another", "level": "felony", "disposition": "pending", "place": "3", "source": "staff"}
    answer = page.post(f"/staff/bookings/{booking.public_id}/add/charges/", form).content.decode()
    assert "nothing of it can be added or changed" in answer
    # An old file does not bring it back.
    file = tmp_path / "old.csv"
    file.write_text(as_file([full_draft(random.Random(1), "QZNUMBER")]).replace("2026-05", "2026-09"), encoding="utf-8")
    report = Run(file, county, load("flat"), apply=True)()
    assert report.counts.new == 0
    assert report.counts.rejected > 0
    assert Booking.objects.filter(entered_in_error=False, county=county).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("clock", [Clock.WORDS, Clock.PEOPLE])
def test_a_clock_of_some_fields_ends_them_in_the_record_and_in_the_journal_and_leaves_the_rest(clock: str) -> None:
    planted = marked.plant()
    one, other = people(planted.desk.county)
    entry = AuditEntry.objects.filter(booking=planted.booking.public_id, verb="record_booking").get()
    assert dispose(planted.desk.county, clock, one, other) == 1
    planted.booking.refresh_from_db()
    words, person = (planted.booking.remarks, planted.booking.citizen_asked_by), (planted.booking.race, planted.booking.birth_country)
    assert words == (("(removed)", "") if clock == Clock.WORDS else ("QZREMARK", ""))
    assert person == (("QZRACE", "HN") if clock == Clock.WORDS else ("(removed)", ""))
    assert sealer(planted.booking.public_id).open(bytes(planted.booking.number_sealed)) == "QZCORRECTED"
    contact = planted.booking.representations.get(stands="designee").contact_sealed
    assert "QZDESIGNEE" in sealer(planted.booking.public_id).open(bytes(contact))
    with pytest.raises(CannotOpen):
        sealer(planted.booking.public_id).open(bytes(entry.sealed))
    seals.seal_due()
    assert seals.verify().problem == ""
    assert disposing.due(planted.desk.county, clock, ends_before(LATER, 24)).count() == 0
    assert dispose(planted.desk.county, Clock.IDENTITY, one, other) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("clock", Clock.values)
def test_every_field_of_the_class_is_blank_in_every_kind_and_no_constraint_minds(clock: str, tmp_path: Path) -> None:
    county, draw = build.county("there"), random.Random(4)
    path = tmp_path / "flat.csv"
    path.write_text(as_file([full_draft(draw, f"26-{number}") for number in range(5)]), encoding="utf-8", newline="")
    assert list(Run(path, county, load("flat"), apply=True)().rejected) == []
    one, other = people(county)
    assert dispose(county, clock, one, other) == 5
    for model in (Booking, *KINDS.values()):
        for fact in model.objects.filter(county=county):
            for field in fields_of(model, *disposing.ENDS[Clock(clock)]):
                value = getattr(fact, field.attname)
                left = value in ("", None, "(removed)", "ZZ", field.get_default()) or str(value).startswith("gone-")
                assert left, (model.__name__, field.name, value)


@pytest.mark.django_db
def test_it_takes_a_clock_two_people_and_nothing_that_is_held() -> None:
    planted = marked.plant()
    county, booking = planted.desk.county, planted.booking
    with pytest.raises(ValidationError, match="outside an approved schedule"):
        disposing.propose(by=planted.desk.by, county=county, clock=Clock.WORDS, today=LATER)
    one, other = people(county)
    with pytest.raises(ValidationError, match="nothing to dispose of"):
        disposing.propose(by=one, county=county, clock=Clock.IDENTITY, today=date(2028, 9, 30))
    proposed = disposing.propose(by=one, county=county, clock=Clock.IDENTITY, today=date(2028, 10, 1))
    with pytest.raises(ValidationError, match="decide that one first"):
        disposing.propose(by=other, county=county, clock=Clock.IDENTITY, today=LATER)
    with pytest.raises(ValidationError, match="being counted"):
        disposing.approve(proposed, by=other)
    rollup.catch_up()
    Inbox.objects.all().delete()
    with pytest.raises(ValidationError, match="ask a second person"):
        disposing.approve(proposed, by=one)
    hold = disposing.place_hold(by=other, county=county, booking=booking, reason="Doe v. County")
    assert disposing.approve(proposed, by=other) == 0, "what was held since stays"
    with pytest.raises(Stale):
        disposing.approve(proposed, by=other)
    with pytest.raises(ValidationError, match="nothing to dispose of"):
        disposing.propose(by=one, county=county, clock=Clock.IDENTITY, today=LATER)
    with pytest.raises(ValidationError, match="needs a reason"):
        disposing.lift_hold(hold, by=other, why=" ")
    disposing.lift_hold(hold, by=other, why="settled")
    whole = disposing.place_hold(by=other, county=county, reason="a subpoena")
    with pytest.raises(ValidationError, match="nothing to dispose of"):
        disposing.propose(by=one, county=county, clock=Clock.IDENTITY, today=LATER)
    disposing.lift_hold(whole, by=other, why="quashed")
    again = disposing.propose(by=one, county=county, clock=Clock.IDENTITY, today=LATER)
    disposing.refuse(again, by=one, why="a lawsuit is coming")
    assert SealedKey.objects.filter(booking=booking.public_id).exists()
    verbs = AuditEntry.objects.filter(noun__in=("bookings.LegalHold", "bookings.Disposal")).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        *("propose_disposal", "place_hold", "approve_disposal", "lift_hold", "place_hold", "lift_hold"),
        *("propose_disposal", "refuse_disposal"),
    ]


@pytest.mark.django_db
def test_a_booking_with_something_since_or_still_in_custody_stays() -> None:
    planted = marked.plant()
    held = planted.desk.booked("2026-09-02 08:00")
    one, other = people(planted.desk.county)
    charge = planted.booking.charges.filter(entered_in_error=False).get()
    record.update_disposition(charge, by=planted.desk.by, disposition="convicted", disposed=planted.desk.at("2026-11-02 09:00"))
    assert list(disposing.due(planted.desk.county, Clock.IDENTITY, date(2026, 11, 1))) == []
    assert [one.pk for one in disposing.due(planted.desk.county, Clock.IDENTITY, date(2026, 12, 1))] == [planted.booking.pk]
    assert dispose(planted.desk.county, Clock.IDENTITY, one, other) == 1
    held.refresh_from_db()
    assert sealer(held.public_id).open(bytes(held.number_sealed)).startswith("N-")


PAGES = {Role.ADMINISTRATOR: 200, Role.RECORDS_OFFICER: 200}


@pytest.mark.django_db
def test_the_pages_are_for_administrators_and_records_officers_of_the_county() -> None:
    planted = marked.plant()
    county, elsewhere = planted.desk.county, build.county("elsewhere")
    one, other = people(county)
    for role in Role:
        page = Client()
        page.force_login(build.person(role, county))
        assert page.get("/admin/retention/").status_code == PAGES.get(role, 404), role
    assert Client().get("/admin/retention/").status_code == 302
    stranger, admin, officer = Client(), Client(), Client()
    stranger.force_login(build.person(Role.ADMINISTRATOR, elsewhere))
    admin.force_login(one)
    officer.force_login(other)
    wrong = officer.post("/admin/retention/hold/", {"number": "QZNUMBER", "reason": "Doe v. County"})
    assert (wrong.status_code, "exactly this number" in wrong.content.decode()) == (400, True)
    assert officer.post("/admin/retention/hold/", {"number": "QZCORRECTED", "reason": "Doe v. County"}).status_code == 302
    hold = LegalHold.objects.get()
    html = admin.get("/admin/retention/").content.decode()
    assert hold.booking.case_key in html
    assert marked.seen(html) == []
    assert stranger.post(f"/admin/retention/holds/{hold.pk}/lift/", {"why": "mine"}).status_code == 404
    assert "needs a reason" in admin.post(f"/admin/retention/holds/{hold.pk}/lift/", {}).content.decode()
    assert admin.post(f"/admin/retention/holds/{hold.pk}/lift/", {"why": "settled"}).status_code == 302
    says = admin.post("/admin/retention/propose/", {"clock": "identity"}).content.decode()
    assert "nothing to dispose of" in says.lower()
    disposal = disposing.propose(by=one, county=county, clock=Clock.IDENTITY, today=LATER)
    assert stranger.post(f"/admin/retention/disposals/{disposal.pk}/", {"decision": "approve"}).status_code == 404
    assert "ask a second person" in admin.post(f"/admin/retention/disposals/{disposal.pk}/", {"decision": "approve"}).content.decode()
    assert "needs a reason" in officer.post(f"/admin/retention/disposals/{disposal.pk}/", {"decision": "refuse"}).content.decode()
    rollup.catch_up()
    Inbox.objects.all().delete()
    done = officer.post(f"/admin/retention/disposals/{disposal.pk}/", {"decision": "approve"}, follow=True).content.decode()
    assert "One booking was disposed of." in done
    assert Disposal.objects.get().approved_by == other


@pytest.mark.django_db
def test_people_of_a_year_of_which_some_were_disposed_of_are_counted_no_more() -> None:
    planted = marked.plant()
    one, other = people(planted.desk.county)
    check_whole([planted.desk.county], 2026)
    dispose(planted.desk.county, Clock.PEOPLE, one, other)
    with pytest.raises(Refused, match="can no longer be counted"):
        check_whole([planted.desk.county], 2026)
    assert rollup.fill(planted.desk.county, Month(2026, 9)) is False
