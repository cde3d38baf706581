"""The release clock of whole releases, told through the verbs: the fixtures of the conventions, and what may go wrong in a jail."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from bookings import actions as record
from bookings.models import Booking
from notifications import timing
from notifications.models import ReleaseTiming
from tests.notifications.desk import Desk, all_of, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_jefferson_county_day_comes_out_as_its_sheriff_told_it(desk: Desk) -> None:
    """Release order 11:52, phone notice eight minutes later, ICE declined, out at 14:34 (conventions D3)."""
    desk.detainer("2026-10-15 09:00", hours_asked=48)
    desk.step("eligible", "11:52", "court_order")
    desk.told_ice("12:00")
    desk.answer("12:05", "not_coming")
    desk.released("14:34")
    row = desk.timing()
    assert all_of(row) == {
        "LT-001": 154,
        "LT-002": 154,
        "LT-003": 8,
        "LT-004": 0,
        "LT-005": 5,
        "LT-006": 162,
        "LT-007": ["unknown"],
        "LT-010": ["never"],
        "LT-011": ["never"],
        "LT-013": ["never"],
        "LT-015": 48 * 60 - 154,
        "LT-018": ["unknown"],
        "LT-019": ["never"],
        "LT-020": 29 * 60 + 34,
    }
    assert (row.answer, row.reason, row.channel, row.attempts_to_reach, row.t8_at) == ("not_coming", "court_order", "phone", 1, None)


def test_the_hennepin_week_partitions_and_each_release_keeps_its_clock(desk: Desk) -> None:
    """15 detainers: 4 picked up, 1 to another county, 8 released when ICE did not come, 1 held for trial, 1 unaccounted for."""
    ends = ["ice"] * 4 + ["other_agency"] + ["street"] * 8 + [None, "unknown"]
    for kind in ends:
        desk.booked("2026-10-15 08:00")
        desk.detainer("2026-10-15 12:00")
        if kind:
            desk.step("eligible", "09:00")
            desk.told_ice("10:00")
            desk.released("11:30", kind)
        if kind == "ice":
            desk.handed_over("11:30")
    for some in timing.chunks(timing.with_contact(Booking.objects.filter(county=desk.county))):
        timing.record(some)
    rows = list(ReleaseTiming.objects.order_by("booking"))
    assert len(rows) == 15
    assert sum(row.t8_at is not None for row in rows) == 4
    assert [minutes(row, "LT-001") for row in rows if row.t7_at] == [90] * 14
    assert [row.intervals["LT-013"] for row in rows if "LT-013" in row.intervals].count(["never"]) == 10
    still = [row for row in rows if row.t7_at is None]
    assert [all_of(row) for row in still] == [{"LT-018": ["unknown"], "LT-019": ["open"], "LT-020": ["open"]}]


@pytest.mark.parametrize(
    ("day", "out", "lead"),
    [
        ("2026-10-31", "2026-11-01 03:10", 4 * 60 + 20),  # the night the clocks go back: an hour more than the wall says
        ("2026-03-07", "2026-03-08 03:10", 2 * 60 + 20),  # the night they go forward: an hour less
    ],
)
def test_a_release_over_a_clock_change_has_its_true_length(day: str, out: str, lead: int) -> None:
    desk = Desk(day)
    desk.booked("2026-03-01 08:00")
    desk.step("eligible", "23:30")
    desk.told_ice("23:50")
    desk.released(out)
    row = desk.timing()
    assert (minutes(row, "LT-001"), minutes(row, "LT-006")) == (lead, lead + 20)


def test_a_time_that_came_twice_in_autumn_is_an_hour_wide(desk: Desk) -> None:
    desk.step("eligible", "2026-11-01 00:30")
    desk.told_ice("2026-11-01 01:30")
    desk.released("2026-11-01 03:00")
    assert minutes(desk.timing(), "LT-001") == ["known", 90, 150]


def test_a_notice_after_the_release_is_negative_and_stays_in(desk: Desk) -> None:
    desk.detainer("2026-10-15 09:00")
    desk.step("eligible", "11:00")
    desk.released("12:00")
    desk.told_ice("12:45")
    row = desk.timing()
    assert (minutes(row, "LT-001"), minutes(row, "LT-003")) == (-45, 105)


def test_a_notice_entered_after_the_release_keeps_its_own_time(desk: Desk) -> None:
    desk.step("eligible", "11:00")
    desk.released("12:00")
    before = desk.timing()
    desk.told_ice("11:20")
    row = desk.timing()
    assert (before.ice_interest, "LT-001" in before.intervals) == (False, False)
    assert (row.ice_interest, minutes(row, "LT-001"), minutes(row, "LT-003")) == (True, 40, 20)


def test_a_release_called_off_starts_the_clock_anew(desk: Desk) -> None:
    desk.detainer("2026-10-15 09:00")
    desk.step("eligible", "08:00", "bail")
    desk.told_ice("08:10")
    desk.answer("08:20", "coming")
    desk.told_person("08:30")
    desk.step("cleared", "08:40")
    desk.step("called_off", "09:00")
    desk.step("eligible", "15:00", "dismissed")
    desk.told_ice("15:30")
    desk.released("16:00")
    row = desk.timing()
    assert all_of(row) | {"reason": row.reason, "answer": row.answer} == {
        "LT-001": 30,
        "LT-002": 30,
        "LT-003": 30,
        "LT-004": 0,
        "LT-005": ["never"],
        "LT-006": 60,
        "LT-007": ["unknown"],
        "LT-010": ["never"],
        "LT-011": ["never"],
        "LT-013": ["never"],
        "LT-018": ["unknown"],
        "LT-019": ["never"],
        "LT-020": 31 * 60,
        "reason": "dismissed",
        "answer": "",
    }


def test_bail_posted_twice_counts_from_the_last(desk: Desk) -> None:
    desk.step("bail_offered", "09:00")
    desk.step("eligible", "10:00")
    desk.step("bail_offered", "11:00")
    desk.step("eligible", "12:00")
    desk.released("13:00")
    row = desk.timing()
    assert (minutes(row, "LT-006"), minutes(row, "LT-014")) == (60, 240)


def test_by_phone_and_then_by_mail_with_two_answers(desk: Desk) -> None:
    desk.step("eligible", "09:00")
    desk.told_ice("10:00", "no_answer", "phone")
    desk.told_ice("10:20", "reached", "email")
    desk.answer("10:50", "coming")
    desk.answer("12:10", "not_coming")
    desk.released("13:00")
    row = desk.timing()
    found = {code: minutes(row, code) for code in ("LT-001", "LT-002", "LT-004", "LT-005")}
    assert found == {"LT-001": 180, "LT-002": 160, "LT-004": 20, "LT-005": 30}
    assert (row.answer, row.channel, row.attempts_to_reach) == ("not_coming", "phone", 2)


def test_an_answer_after_the_release_is_not_the_answer(desk: Desk) -> None:
    desk.told_ice("10:00")
    desk.answer("10:30", "coming")
    desk.released("11:00")
    desk.answer("12:00", "not_coming")
    assert desk.timing().answer == "coming"


def test_dates_without_times_give_bounds(desk: Desk) -> None:
    desk.detainer("2026-10-14")
    desk.step("eligible", "2026-10-15")
    desk.told_ice("2026-10-15")
    desk.released("2026-10-16")
    row = desk.timing()
    assert row.intervals["LT-001"] == ["known", 1, 2 * 24 * 60 - 1]
    assert row.intervals["LT-003"] == ["known", -(24 * 60 - 1), 24 * 60 - 1]


def test_a_release_that_nobody_announced_stays_in(desk: Desk) -> None:
    desk.detainer("2026-10-15 09:00")
    desk.step("eligible", "11:00")
    desk.released("12:00")
    row = desk.timing()
    assert (row.ice_interest, minutes(row, "LT-001"), minutes(row, "LT-003"), minutes(row, "LT-006")) == (True, ["never"], ["never"], 60)


def test_without_interest_of_ice_no_lead_time_is_asked(desk: Desk) -> None:
    desk.step("eligible", "11:00")
    desk.released("12:00")
    row = desk.timing()
    assert (row.ice_interest, sorted(all_of(row))) == (False, ["LT-006", "LT-007"])


def test_a_detainer_withdrawn_before_the_release_is_no_interest(desk: Desk) -> None:
    paper = desk.detainer("2026-10-15 09:00")
    record.correct(paper, by=desk.by, reason="ICE wrote", withdrawn=desk.at("10:00"))
    desk.step("eligible", "11:00")
    desk.released("12:00")
    assert desk.timing().ice_interest is False


def test_a_custody_transfer_is_the_release_even_before_it_is_entered(desk: Desk) -> None:
    desk.step("eligible", "11:00")
    desk.told_ice("11:30")
    desk.handed_over("13:00")
    row = desk.timing()
    assert (minutes(row, "LT-001"), minutes(row, "LT-009"), row.t7_at) == (90, 0, row.t8_at)


def test_released_and_arrested_in_the_lobby_are_two_moments(desk: Desk) -> None:
    desk.told_ice("11:30")
    desk.released("13:00")
    desk.handed_over("13:04", "arrest_public")
    row = desk.timing()
    assert (minutes(row, "LT-001"), minutes(row, "LT-009"), minutes(row, "LT-013")) == (90, 4, 94)


def test_counsel_who_knew_first_makes_the_gap_negative(desk: Desk) -> None:
    who = desk.represented(desk.office())
    desk.told_counsel("11:40", who)
    desk.told_ice("12:00")
    desk.told_person("12:10", "read_to")
    row = desk.timing()
    assert (minutes(row, "LT-010"), minutes(row, "LT-011")) == (-20, 10)


def test_a_mail_that_was_only_sent_has_told_nobody(desk: Desk) -> None:
    who = desk.represented(desk.office())
    desk.told_ice("12:00")
    desk.told_counsel("12:01", who, "sent")
    desk.told_person("12:02", "voicemail")
    row = desk.timing()
    assert (minutes(row, "LT-010"), minutes(row, "LT-011")) == (["open"], ["open"])


def test_what_is_still_running_is_open(desk: Desk) -> None:
    desk.detainer("2026-10-15 09:00")
    desk.step("eligible", "11:00")
    desk.told_ice("11:20", "voicemail")
    row = desk.timing()
    assert {code: minutes(row, code) for code in ("LT-001", "LT-003", "LT-004", "LT-006")} == {
        "LT-001": ["open"],
        "LT-003": 20,
        "LT-004": ["open"],
        "LT-006": ["open"],
    }


def test_what_was_entered_in_error_is_no_fact(desk: Desk) -> None:
    desk.step("eligible", "10:00")
    wrong = desk.told_ice("10:10")
    desk.told_ice("11:00")
    desk.released("12:00")
    record.enter_in_error(wrong, by=desk.by, reason="another booking")
    assert minutes(desk.timing(), "LT-001") == 60


def test_a_telling_entered_in_error_takes_its_tries_and_answers_with_it(desk: Desk) -> None:
    desk.detainer("2026-10-15 09:00")
    telling = desk.told_ice("10:10").notification
    desk.answer("10:20", "coming")
    desk.released("12:00")
    record.enter_in_error(telling, by=desk.by, reason="another booking")
    row = desk.timing()
    assert (minutes(row, "LT-001"), row.answer) == (["never"], "")


def test_how_late_the_facts_were_recorded_is_kept(desk: Desk) -> None:
    step = desk.step("eligible", "10:00")
    desk.released("12:00")
    late = (step.recorded_at or step.__class__.objects.get(pk=step.pk).recorded_at) - step.occurred_at
    assert desk.timing().intervals["LT-024"][2] == late // timedelta(minutes=1)


def test_calls_papers_and_consular_notices_have_their_intervals(desk: Desk) -> None:
    desk.booked("2026-10-15 08:00", arrested=desk.at("2026-10-15 06:30"))
    record.record_ice_call(
        by=desk.by,
        booking=desk.booking,
        called=desk.at("2026-10-15 09:00"),
        started_by="jail",
        answer="wants_interview",
        answered=desk.at("2026-10-15 11:20"),
    )
    paper = desk.detainer("2026-10-15 14:00")
    record.correct(paper, by=desk.by, reason="served", served=desk.at("2026-10-15 15:00"), served_how="in_person")
    record.record_consular_notice(
        by=desk.by, booking=desk.booking, advised=desk.at("2026-10-15 08:20"), consulate="MX", told=desk.at("2026-10-15 10:20")
    )
    assert all_of(desk.timing()) == {
        "LT-016": 60,
        "LT-017": 140,
        "LT-018": 450,
        "LT-019": 60,
        "LT-020": ["open"],
        "LT-021": 300,
        "LT-022": 20,
        "LT-023": 120,
    }


def test_retime_check_finds_what_was_not_timed_and_nothing_afterwards(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.step("eligible", "10:00")
    desk.released("12:00")
    with pytest.raises(CommandError, match="1 timings differ"):
        call_command("retime", check=True)
    call_command("retime")
    call_command("retime", check=True)
    assert capsys.readouterr().out.split() == ["differing=1", "retimed=1", "differing=0"]


def test_a_booking_without_anything_to_time_has_no_row(desk: Desk) -> None:
    desk.released("12:00")
    timing.record([desk.booking])
    assert not ReleaseTiming.objects.exists()


def test_a_row_goes_with_the_last_fact_that_made_it(desk: Desk) -> None:
    step = desk.step("eligible", "10:00")
    desk.timing()
    record.enter_in_error(step, by=desk.by, reason="mistyped")
    timing.record([desk.booking])
    assert not ReleaseTiming.objects.exists()
