"""The demo in the database: whole, marked as made up, under the same rules as what staff enter."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import TestCase, override_settings

from accounts import journal
from accounts.models import AuditEntry, County, CountyProfile, Inbox, Membership, Role, Seal, User
from accounts.periods import Month
from accounts.sealing import sealer
from accounts.seals import seal_due
from bookings.actions.checking import check
from bookings.actions.guards import problems
from bookings.kinds import KINDS
from bookings.models import Booking, Detainer, NilReturn, Outage, Policy, ReleaseStep
from jailwatch.demo import load as loading
from jailwatch.demo import marks
from jailwatch.demo.load import Loaded, Order, load
from jailwatch.demo.places import PLACES
from reports.models import MeasureCell
from tests.demo.orders import QUICK_HASHER, TWO_MONTHS, silent

CHANCE = {"id", "public_id", "number_sealed", "version"}


@override_settings(PASSWORD_HASHERS=QUICK_HASHER)
class TheDemo(TestCase):
    """One demo for all of these."""

    loaded: Loaded

    @classmethod
    def setUpTestData(cls) -> None:
        cls.loaded = load(TWO_MONTHS, silent)

    def test_has_every_kind_of_fact(self) -> None:
        missing = [kind for kind, model in KINDS.items() if not model.objects.exists()]
        assert missing == []

    def test_keeps_every_rule_that_staff_must_keep(self) -> None:
        """What is written in bulk passes the checks that a form makes, those between facts too."""
        for model in (Booking, *KINDS.values()):
            for fact in model.objects.current().order_by("pk")[:12]:
                check(fact)

    def test_keeps_the_rules_between_facts_everywhere(self) -> None:
        for kind in ("ice-calls", "visits", "consents", "detainers", "handovers", "allowing-offenses"):
            for fact in KINDS[kind].objects.current():
                assert list(problems(fact)) == [], (kind, fact.pk)

    def test_holds_calls_without_a_yes_only_with_a_reason_and_seldom(self) -> None:
        on_the_phone = KINDS["ice-calls"].objects.filter(put_on_phone="yes")
        assert 0 <= on_the_phone.exclude(override_reason="").count() < on_the_phone.count() / 10

    def test_starts_with_a_whole_month_and_ends_now(self) -> None:
        for county in County.objects.all():
            months = MeasureCell.objects.filter(county=county).values_list("month", flat=True).distinct()
            assert sorted(months) == [date(2026, 9, 1), date(2026, 10, 1)]
            start, _ = Month(2026, 9).bounds(county.zone)
            assert not Booking.objects.filter(county=county, booked_at__lt=start).exists()
            assert not Booking.objects.filter(
                county=county, booked_at__gt=Order(until=TWO_MONTHS.until).now(PLACES[0]) + timedelta(hours=2)
            ).exists()

    def test_has_people_in_custody_and_releases_under_way(self) -> None:
        inside = Booking.objects.in_custody()
        assert inside.count() > 20
        assert ReleaseStep.objects.filter(booking__in=inside).exists()

    def test_has_one_account_a_role_with_a_password_that_works(self) -> None:
        assert User.objects.count() == 7
        for email, password in self.loaded.passwords.items():
            assert User.objects.get(email=email).check_password(password)
        assert sorted(Membership.objects.values_list("role", flat=True).distinct()) == sorted(set(Role.values) - {"machine"})
        assert Membership.objects.count() == 7 * County.objects.count()
        assert User.objects.filter(made_up=True).count() == 7

    def test_says_everywhere_that_it_is_made_up(self) -> None:
        assert set(County.objects.values_list("made_up", flat=True)) == {True}
        assert b"ade-up" in self.client.get("/").content

    def test_alerts_nobody(self) -> None:
        assert set(AuditEntry.objects.exclude(booking=None).values_list("origin", flat=True)) == {"demo"}
        assert not Inbox.objects.exists()

    def test_has_one_journal_entry_a_booking_that_holds_all_its_facts(self) -> None:
        assert AuditEntry.objects.filter(verb="record_booking").count() == Booking.objects.count()
        booking = KINDS["consents"].objects.exclude(call=None).first().booking
        entry = AuditEntry.objects.get(verb="record_booking", booking=booking.public_id)
        told = json.loads(sealer(booking.public_id).open(entry.sealed))["after"]
        assert told["number"].startswith(("N", "M"))
        assert {"ice-calls", "consents", "charges", "stays"} <= set(told)

    def test_puts_mistakes_right_by_the_verbs_of_staff(self) -> None:
        verbs = AuditEntry.objects.filter(verb__in=["correct", "enter_in_error"])
        assert verbs.count() == self.loaded.slips > 5
        assert set(verbs.values_list("by", flat=True)) == {
            f"user:{User.objects.get(memberships__role='supervisor', memberships__county=County.objects.first()).pk}"
        }

    def test_moves_a_detainer_typed_into_the_wrong_month_to_the_right_one(self) -> None:
        moved = AuditEntry.objects.filter(verb="correct", noun="bookings.Detainer")
        assert moved.exists()
        for entry in moved:
            detainer = Detainer.objects.get(pk=entry.object_id)
            assert entry.last_month >= Month.of(detainer.received_at, detainer.county.zone).first_day

    def test_can_be_sealed_and_proven(self) -> None:
        seal_due()
        assert Seal.objects.exists()
        call_command("verify_audit", stdout=StringIO())

    def test_has_the_rules_of_each_county_in_force_before_they_are_needed(self) -> None:
        for county in County.objects.all():
            profile = CountyProfile.objects.get(county=county)
            assert profile.in_force_from < date(2026, 9, 1)
            assert Policy.objects.filter(county=county).count() == 4
            assert Outage.objects.filter(county=county).count() == NilReturn.objects.filter(county=county).count() == 1

    def test_changes_rules_on_days_that_lie_within_it(self) -> None:
        days = Policy.objects.filter(rule__in=["ask_first", "tell_ice"]).values_list("in_force_from", flat=True)
        assert {day.day for day in days} == {1}
        assert all(date(2026, 9, 1) <= day <= date(2026, 10, 1) for day in days)

    def test_is_in_no_other_database_twice(self) -> None:
        with pytest.raises(CommandError, match="has a county already"):
            call_command("demo", stdout=StringIO())


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """All that does not depend on chance: no ids, no addresses, no ciphertext, no accounts."""
    found = {}
    for model in (Booking, *KINDS.values(), MeasureCell):
        columns = [
            field.attname for field in model._meta.concrete_fields if not field.is_relation and field.name not in CHANCE | {"filled_at"}
        ]
        found[model.__name__] = list(model._default_manager.order_by("pk").values_list(*columns))
    return found


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_rows() -> None:
    order = Order(counties=1, months=1, until=date(2026, 9, 9), seed=4, volume=0.1, shape=TWO_MONTHS.shape)
    made, ledgers = [], []
    for _ in range(2):
        with transaction.atomic():
            ledgers.append(load(order, silent).ledger.totals)
            made.append(rows())
            transaction.set_rollback(True)
    assert made[0] == made[1]
    assert ledgers[0] == ledgers[1]
    assert len(made[0]["Booking"]) > 20


@pytest.mark.django_db(transaction=True)
def test_pages_can_be_read_and_written_between_two_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jailwatch.demo.write.CHUNK", 10)
    seen = []

    def look(step: str, done: int, total: int) -> None:
        seen.append((connection.in_atomic_block, done == Booking.objects.count(), done <= total, step))

    load(Order(counties=1, months=1, until=date(2026, 9, 6), volume=0.1), look)
    assert len(seen) > 3
    assert {one[0] for one in seen} == {False}
    assert all(one[1] for one in seen if one[3].startswith("Making") and one[2])
    assert seen[-1][3] == "Computing the figures of Nowhere County"


@pytest.mark.django_db
def test_the_command_prints_the_accounts_and_writes_the_ledger(tmp_path: Path, settings: Any) -> None:
    settings.VAR = tmp_path
    (tmp_path / "progress.json").write_text("{}")
    out = StringIO()
    call_command("demo", counties=1, months=1, until=date(2026, 9, 4), volume=0.1, ledger=tmp_path / "ledger.json", stdout=out)
    assert "The figures equal the ledger." in out.getvalue()
    password = out.getvalue().split("staff@nowhere.example")[1].split()[0]
    assert authenticate(email="staff@nowhere.example", password=password) is not None
    written = json.loads((tmp_path / "ledger.json").read_text())
    assert {row["county"] for row in written} == {"nowhere-mn"}
    assert sum(row["count"] for row in written if row["key"] == "bookings") == Booking.objects.counted().count()
    progress = json.loads((tmp_path / "progress.json").read_text())
    assert progress["step"] == "Computing the figures of Nowhere County"
    assert 0 < progress["done"] <= progress["total"]


@pytest.mark.django_db
def test_no_progress_is_told_where_nobody_waits_for_it(tmp_path: Path, settings: Any) -> None:
    settings.VAR = tmp_path
    call_command("demo", counties=1, months=1, until=date(2026, 9, 1), volume=0.02, stdout=StringIO())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_a_demo_that_was_interrupted_says_how_to_start_over() -> None:
    def stopped(step: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    assert not marks.interrupted()
    with pytest.raises(KeyboardInterrupt):
        load(Order(counties=1, months=1, until=date(2026, 9, 4), volume=0.1), stopped)
    assert marks.interrupted()
    with pytest.raises(CommandError, match="begun here and not finished.*To start over"):
        call_command("demo", stdout=StringIO())


@pytest.mark.django_db
def test_a_demo_that_was_finished_is_not_interrupted() -> None:
    marks.begin(1)
    marks.finish(1, 0)
    assert not marks.interrupted()
    assert marks.refusal() == ""


@pytest.mark.parametrize(
    "words",
    [["--counties", "0"], ["--counties", "7"], ["--counties", "x"], ["--months", "0"], ["--until", "tomorrow"], ["--volume", "much"]],
)
def test_what_cannot_be_made_up_is_refused(words: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("demo", *words)


def test_it_ends_with_its_last_day_and_never_after_now() -> None:
    past = Order(until=date(2026, 10, 20)).now(PLACES[0])
    assert past == datetime(2026, 10, 21, 5, tzinfo=UTC)
    real = datetime.now(UTC)
    for until in (None, real.date(), date(2990, 1, 1)):
        assert real - timedelta(minutes=1) <= Order(until=until).now(PLACES[0]) + timedelta(seconds=59) <= real + timedelta(minutes=2)


def test_the_running_month_is_the_last() -> None:
    when = Order(until=date(2026, 10, 31), months=27).steps(PLACES[0])
    assert when.first == date(2024, 8, 1)
    assert when.first < when.ask_first < when.told < date(2026, 10, 1)


@pytest.mark.django_db
def test_the_figures_wait_for_a_worker_that_holds_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    county = County.objects.create(fips="27991", slug="n", name="N County", state="MN", timezone="America/Chicago", made_up=True)
    row = Inbox.objects.create(
        reader="rollup", county_id=county.pk, first_month=date(2026, 9, 1), last_month=date(2026, 9, 1), origin="demo"
    )
    drained: list[int] = []

    def busy(most: int = 0) -> int:
        drained.append(most)
        if len(drained) == 3:
            row.delete()
        return 0

    monkeypatch.setattr(journal, "drain", busy)
    monkeypatch.setattr(loading, "sleep", lambda seconds: None)
    loading._figures(county)
    assert len(drained) == 3
