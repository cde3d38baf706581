"""Two made-up bookings from the first entry to the figures: in each figure they belong to, at the right stage, and in no other."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from accounts import journal
from accounts.models import AuditEntry, County, Role, User
from accounts.periods import Month
from bookings.kinds import KINDS
from bookings.models import Booking, Consent, Detainer, Handover, IceCall, IceVisit
from bookings.models.moments import span
from bookings.rules.consent import ConsentFacts, held_with_consent
from bookings.rules.conviction import ChargeFacts, Conviction, conviction
from bookings.rules.outcome import Candidate, DetainerFacts, Outcome, handover_belongs_to, outcome
from bookings.spans import Span
from reports import checks, figures
from reports.models import MeasureCell
from tests.support import build, stories

pytestmark = pytest.mark.django_db
MONTHS = [Month(2026, number) for number in range(6, 12)]
Cells = dict[tuple[str, str, str], tuple[int, int | None]]
FIRST = ("BK-001", "BK-002", "DT-001", "DT-002", "HO-001", "HO-002")


@pytest.fixture
def county() -> County:
    return build.county()


@pytest.fixture
def by(county: County) -> User:
    return build.person(Role.STAFF, county)


def table(county: County) -> Cells:
    """(month, measure, group) -> (value, of how many) of the first figures of the county that are not zero, as the door gives it."""
    journal.drain()
    found = figures.all_figures(county, MONTHS)
    return {(one.period, one.measure, one.group): (one.value, one.denominator) for one in found if one.value and one.measure in FIRST}


def covered(county: County) -> set[str]:
    """The months of which the record says anything at all."""
    return {str(Month.of_date(month)) for month in MeasureCell.objects.filter(county=county).values_list("month", flat=True)}


def moment(fact: Any, name: str) -> Span:
    found = span(fact, name)
    assert found is not None
    return found


def status(booking: Booking, as_of: Span) -> Conviction:
    return conviction([ChargeFacts(one.disposition, one.level, span(one, "disposed")) for one in booking.charges.all()], as_of)


def outcomes(booking: Booking, as_of: datetime | None = None) -> list[Outcome]:
    """Of each detainer, in the order of recording."""
    booking = Booking.objects.get(pk=booking.pk)
    detainers, made = list(booking.detainers.order_by("pk")), booking.handovers.first()
    handed = moment(made, "handed") if made else None
    candidates = [Candidate(one.pk, moment(one, "received")) for one in detainers]
    owner = handover_belongs_to(candidates, handed, made.detainer_id) if made and handed else None
    return [outcome(facts(booking, one, handed, owner == one.pk), as_of) for one in detainers]


def facts(booking: Booking, one: Detainer, handed: Span | None, on_this: bool) -> DetainerFacts:
    return DetainerFacts(
        received=moment(one, "received"),
        decision=one.decision,
        decided=span(one, "decided"),
        released=span(booking, "released"),
        release_kind=booking.release_kind,
        handed=handed,
        handed_on_this=on_this,
    )


def nothing_else_is_amiss(county: County) -> bool:
    """Every partition adds up, and no other county has a figure."""
    problems = [problem for month in MONTHS for problem in checks.problems(county, month)]
    return not problems and not MeasureCell.objects.exclude(county=county).exists()


# The transit case.

BOOKED: Cells = {
    ("2026-09", "BK-001", ""): (1, None),
    ("2026-09", "BK-002", ""): (1, 1),
    ("2026-09", "BK-002", "foreign_born"): (1, 1),
}
ASKED_FOR: Cells = BOOKED | {("2026-09", "DT-001", ""): (1, None), ("2026-09", "DT-002", ""): (1, 1)}
TAKEN: Cells = ASKED_FOR | {
    ("2026-09", "DT-002", "handed_over"): (1, 1),
    ("2026-10", "HO-001", ""): (1, None),
    ("2026-10", "HO-002", ""): (1, 1),
    ("2026-10", "HO-002", "not_convicted_pending"): (1, 1),
}
CHAPTERS: list[tuple[Callable[[User, Booking], object], Cells]] = [
    (stories.contact_with_ice, ASKED_FOR | {("2026-09", "DT-002", "in_custody"): (1, 1)}),
    (stories.released_to_ice, TAKEN),
    (stories.charge_dismissed, TAKEN),
]


def test_the_transit_case_moves_through_the_figures_chapter_by_chapter(county: County, by: User) -> None:
    booking = stories.arrested_on_a_train(by, county)
    assert table(county) == BOOKED
    for chapter, cells in CHAPTERS:
        chapter(by, booking)
        assert table(county) == cells
        assert nothing_else_is_amiss(county)
    assert covered(county) == {"2026-09", "2026-10"}


def test_the_transit_case_told_at_once_stands_in_the_same_figures(county: County, by: User) -> None:
    other = build.county("ramsey")
    stories.transit_case(by, county)
    assert table(county) == TAKEN
    assert table(other) == {}
    assert nothing_else_is_amiss(county)


def test_its_charge_was_pending_when_the_person_was_handed_over_and_ended_without_a_conviction(county: County, by: User) -> None:
    booking = stories.transit_case(by, county)
    handed = moment(Handover.objects.get(), "handed")
    assert status(booking, handed) is Conviction.NOT_CONVICTED_PENDING
    assert status(booking, build.minute("2026-10-22 09:30", county)) is Conviction.NOT_CONVICTED_PENDING
    assert status(booking, build.minute("2026-10-22 09:31", county)) is Conviction.ENDED_WITHOUT_CONVICTION


@pytest.mark.parametrize(
    ("as_of", "found"),
    [("2026-09-30 12:00", Outcome.IN_CUSTODY), ("2026-10-01 00:10", Outcome.IN_CUSTODY), ("2026-10-01 00:11", Outcome.HANDED_OVER)],
)
def test_its_detainer_is_open_until_the_handover(as_of: str, found: Outcome, county: County, by: User) -> None:
    booking = stories.transit_case(by, county)
    assert outcomes(booking, build.minute(as_of, county).at.astimezone(UTC)) == [found]
    assert outcomes(booking) == [Outcome.HANDED_OVER]


def test_the_jail_called_the_person_declined_and_no_court_was_seen(county: County, by: User) -> None:
    booking = stories.transit_case(by, county)
    call, visit, consent = IceCall.objects.get(), IceVisit.objects.get(), Consent.objects.get()
    assert (call.started_by, call.put_on_phone, visit.started_at, consent.answer) == ("jail", "no", None, "no")
    assert (booking.court_at, booking.release_kind, booking.fingerprintchecks.get().match) == (None, "ice", "no")
    steps = booking.releasesteps.order_by("occurred_at").values_list("kind", flat=True)
    assert list(steps) == ["eligible", "staff_knew", "about_to_tell", "cleared", "ice_arrived"]


# The hard cases.

HARD: Cells = {
    ("2026-07", "BK-001", ""): (1, None),
    ("2026-07", "BK-002", ""): (1, 1),
    ("2026-07", "BK-002", "unknown"): (1, 1),
    ("2026-07", "DT-001", ""): (1, None),
    ("2026-07", "DT-002", ""): (1, 1),
    ("2026-07", "DT-002", "declined"): (1, 1),
    ("2026-08", "DT-001", ""): (1, None),
    ("2026-08", "DT-002", ""): (1, 1),
    ("2026-08", "DT-002", "handed_over"): (1, 1),
    ("2026-08", "HO-001", ""): (1, None),
    ("2026-08", "HO-002", "unknown"): (1, 1),
}


def test_the_hard_cases_stand_in_these_figures_and_in_no_others(county: County, by: User) -> None:
    """A claim of citizenship, a visit, a move between buildings and a release to the street are no contact that is counted yet."""
    stories.hard_cases(by, county)
    assert table(county) == HARD
    assert covered(county) == {"2026-07", "2026-08"}
    assert nothing_else_is_amiss(county)


def test_a_conviction_on_the_day_of_the_handover_is_not_known_to_have_come_first(county: County, by: User) -> None:
    booking = stories.hard_cases(by, county)
    handed = moment(Handover.objects.get(), "handed")
    assert status(booking, handed) is Conviction.UNKNOWN
    assert status(booking, build.minute("2026-08-30 23:59", county)) is Conviction.NOT_CONVICTED_PENDING
    assert status(booking, build.minute("2026-09-01 00:00", county)) is Conviction.CONVICTED


def test_the_relayed_detainer_was_declined_and_the_handover_made_on_the_other(county: County, by: User) -> None:
    booking = stories.hard_cases(by, county)
    assert outcomes(booking) == [Outcome.DECLINED, Outcome.HANDED_OVER]
    assert outcomes(booking, build.minute("2026-08-31 23:50", county).at) == [Outcome.DECLINED, Outcome.NOT_TAKEN]
    assert outcomes(booking, build.minute("2026-08-31 23:30", county).at) == [Outcome.DECLINED, Outcome.IN_CUSTODY]


def test_the_visit_began_with_a_yes_and_the_withdrawal_came_in_the_room(county: County, by: User) -> None:
    booking = stories.hard_cases(by, county)
    visit, rows = IceVisit.objects.get(), Consent.objects.order_by("asked_at")
    said = [ConsentFacts(moment(row, "asked"), row.answer, row.pk) for row in rows]
    assert [(row.how, row.answer) for row in rows] == [("phone", "yes"), ("in_person", "withdrawn")]
    assert held_with_consent(said, moment(visit, "started"))
    assert not held_with_consent(said, moment(visit, "ended"))
    assert (visit.override_reason, visit.ended_by, booking.icevisits.count()) == ("", "person", 1)


def test_the_person_was_released_and_then_taken_and_lived_in_two_buildings(county: County, by: User) -> None:
    booking, made = stories.hard_cases(by, county), Handover.objects.get()
    assert (booking.release_kind, made.mode, made.place) == ("street", "arrest_public", "lobby")
    assert moment(booking, "released").certainly_before(moment(made, "handed"))
    stays = [(stay.facility.code, moment(stay, "began"), moment(stay, "ended")) for stay in booking.stays.order_by("began_at")]
    assert [code for code, _began, _ended in stays] == ["MAIN", "ANNEX"]
    assert stays[0][2].certainly_before(stays[1][1])
    assert stays[1][2] == moment(booking, "released")


# Both.


@pytest.mark.parametrize("story", [stories.transit_case, stories.hard_cases])
def test_every_fact_of_a_story_has_its_entry_sealed(story: Callable[[User, County], Booking], county: County, by: User) -> None:
    booking = story(by, county)
    written = sum(model.objects.filter(booking=booking).count() for model in KINDS.values())
    changed = ["release", "update_disposition"]
    entries = AuditEntry.objects.filter(booking=booking.public_id, sealed__isnull=False, detail={})
    assert entries.count() == AuditEntry.objects.count() == 1 + written + len(changed)
    assert list(entries.exclude(verb__startswith="record_").order_by("verb").values_list("verb", flat=True)) == changed


def test_two_stories_in_one_county_add_up(county: County, by: User) -> None:
    """They share no month."""
    stories.transit_case(by, county)
    stories.hard_cases(by, county)
    assert table(county) == TAKEN | HARD
    assert nothing_else_is_amiss(county)
