from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.models import Decision, ReleaseKind
from bookings.rules.outcome import Candidate, DetainerFacts, Outcome, handover_belongs_to, outcome
from bookings.spans import Span

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)


def at(hours: float) -> Span:
    """The minute so many hours after noon of 13 February 2017."""
    return Span.minute(NOON + timedelta(hours=hours))


OPEN = DetainerFacts(received=at(0))


def left(kind: str, hours: float = 10, facts: DetainerFacts = OPEN) -> DetainerFacts:
    return replace(facts, released=at(hours), release_kind=kind)


def declined(hours: float = 1, facts: DetainerFacts = OPEN) -> DetainerFacts:
    return replace(facts, decision=Decision.DECLINE, decided=at(hours))


TAKEN = replace(left(ReleaseKind.ICE), handed=at(10), handed_on_this=True)
TAKEN_ON_ANOTHER = replace(TAKEN, handed_on_this=False)

CASES = [
    ("nothing more is known", OPEN, Outcome.IN_CUSTODY),
    ("handed over", TAKEN, Outcome.HANDED_OVER),
    ("handed over, release not yet recorded", replace(OPEN, handed=at(10), handed_on_this=True), Outcome.HANDED_OVER),
    ("released to the street, taken in the lobby", replace(TAKEN, release_kind=ReleaseKind.STREET), Outcome.HANDED_OVER),
    ("declined and yet handed over", declined(facts=TAKEN), Outcome.HANDED_OVER),
    ("withdrawn and yet handed over on it", replace(TAKEN, withdrawn=at(5)), Outcome.HANDED_OVER),
    ("handed over on another detainer", TAKEN_ON_ANOTHER, Outcome.UNACCOUNTED),
    ("handed over on another, no release", replace(TAKEN_ON_ANOTHER, released=None, release_kind=""), Outcome.UNACCOUNTED),
    ("handed over on the one that supersedes it", replace(TAKEN_ON_ANOTHER, superseded=at(5)), Outcome.SUPERSEDED),
    ("declined, then handed over on another", declined(facts=TAKEN_ON_ANOTHER), Outcome.DECLINED),
    ("withdrawn", replace(OPEN, withdrawn=at(5)), Outcome.WITHDRAWN),
    ("withdrawn, then released", left(ReleaseKind.STREET, facts=replace(OPEN, withdrawn=at(5))), Outcome.WITHDRAWN),
    ("released, withdrawn the day after", left(ReleaseKind.STREET, facts=replace(OPEN, withdrawn=at(30))), Outcome.NOT_TAKEN),
    ("declined, then withdrawn", declined(facts=replace(OPEN, withdrawn=at(5))), Outcome.WITHDRAWN),
    ("withdrawn, yet released to ICE", left(ReleaseKind.ICE, facts=replace(OPEN, withdrawn=at(5))), Outcome.WITHDRAWN),
    ("superseded", replace(OPEN, superseded=at(5)), Outcome.SUPERSEDED),
    ("superseded, then withdrawn as paperwork", replace(OPEN, superseded=at(5), withdrawn=at(6)), Outcome.SUPERSEDED),
    ("withdrawn, then another one", replace(OPEN, withdrawn=at(5), superseded=at(50)), Outcome.WITHDRAWN),
    ("withdrawn and superseded in the same minute", replace(OPEN, superseded=at(5), withdrawn=at(5)), Outcome.SUPERSEDED),
    ("declined, in custody", declined(), Outcome.DECLINED),
    ("declined, released", left(ReleaseKind.STREET, facts=declined()), Outcome.DECLINED),
    ("declined, to another jail", left(ReleaseKind.OTHER_AGENCY, facts=declined()), Outcome.DECLINED),
    ("declined, yet released to ICE", left(ReleaseKind.ICE, facts=declined()), Outcome.UNACCOUNTED),
    ("declined only after the release", left(ReleaseKind.STREET, facts=declined(30)), Outcome.NOT_TAKEN),
    ("declined, then expired", declined(facts=replace(OPEN, expired=at(5))), Outcome.DECLINED),
    ("expired", replace(OPEN, expired=at(5)), Outcome.EXPIRED),
    ("expired, then released", left(ReleaseKind.STREET, facts=replace(OPEN, expired=at(5))), Outcome.EXPIRED),
    ("complied with, ICE did not come", left(ReleaseKind.STREET, facts=replace(OPEN, decision="comply", decided=at(1))), Outcome.NOT_TAKEN),
    ("notified only", left(ReleaseKind.STREET, facts=replace(OPEN, decision="notify_only", decided=at(1))), Outcome.NOT_TAKEN),
    ("to the street", left(ReleaseKind.STREET), Outcome.NOT_TAKEN),
    ("to ICE, no handover recorded", left(ReleaseKind.ICE), Outcome.UNACCOUNTED),
    ("to another jail", left(ReleaseKind.OTHER_AGENCY), Outcome.OTHER_AGENCY),
    ("to prison", left(ReleaseKind.STATE_PRISON), Outcome.STATE_PRISON),
    ("died", left(ReleaseKind.DIED), Outcome.DIED),
    ("escaped", left(ReleaseKind.ESCAPED), Outcome.ESCAPED),
    ("to somewhere else", left(ReleaseKind.OTHER), Outcome.UNACCOUNTED),
    ("nobody knows where", left(ReleaseKind.UNKNOWN), Outcome.UNACCOUNTED),
]


@pytest.mark.parametrize(("facts", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_detainer_has_the_outcome_of_the_first_rule_that_fits(facts: DetainerFacts, expected: Outcome) -> None:
    assert outcome(facts) is expected


def test_every_outcome_is_reached_by_a_case() -> None:
    assert {case[2] for case in CASES} == set(Outcome)


def test_the_hennepin_week_of_15_has_14_outcomes_and_one_unaccounted() -> None:
    """11-17 February 2017: 4 picked up, 1 to another county, 8 released when ICE did not come, 1 in custody; published as 15."""
    week = [TAKEN] * 4 + [left(ReleaseKind.OTHER_AGENCY)] + [left(ReleaseKind.STREET)] * 8 + [OPEN] + [left(ReleaseKind.UNKNOWN)]
    assert Counter(map(outcome, week)) == {
        Outcome.HANDED_OVER: 4,
        Outcome.OTHER_AGENCY: 1,
        Outcome.NOT_TAKEN: 8,
        Outcome.IN_CUSTODY: 1,
        Outcome.UNACCOUNTED: 1,
    }


def test_the_157_detainers_of_tulare_add_up() -> None:
    """2021: 25 to ICE, 67 not recognized, 53 recognized but released, 12 still in custody."""
    recognized = replace(OPEN, decision=Decision.COMPLY, decided=at(1))
    year = [TAKEN] * 25 + [declined()] * 67 + [left(ReleaseKind.STREET, facts=recognized)] * 53 + [recognized] * 12
    counts = Counter(map(outcome, year))
    assert counts == {Outcome.HANDED_OVER: 25, Outcome.DECLINED: 67, Outcome.NOT_TAKEN: 53, Outcome.IN_CUSTODY: 12}
    assert counts.total() == 157


def test_the_two_on_the_first_list_of_declined_detainers_were_handed_over() -> None:
    """Minnesota, February 2017: listed as declined, taken by ICE the day after the detainers."""
    assert (
        outcome(declined(facts=replace(OPEN, released=at(24), release_kind=ReleaseKind.ICE, handed=at(24), handed_on_this=True)))
        is Outcome.HANDED_OVER
    )


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(0.5, Outcome.IN_CUSTODY), (2, Outcome.DECLINED), (11, Outcome.HANDED_OVER)],
)
def test_an_outcome_as_of_a_moment_knows_nothing_later(hours: float, expected: Outcome) -> None:
    assert outcome(declined(facts=TAKEN), as_of=NOON + timedelta(hours=hours)) is expected


def test_a_withdrawal_on_the_day_of_the_release_may_have_come_first() -> None:
    day = Span.local_day(date(2017, 2, 13), ZoneInfo("America/Chicago"))
    assert outcome(left(ReleaseKind.STREET, facts=replace(OPEN, withdrawn=day))) is Outcome.WITHDRAWN


MOMENTS = st.none() | st.sampled_from([at(hours) for hours in (1, 5, 10, 20)]) | st.just(Span(at(1).at, at(20).until))
FACTS = st.builds(
    DetainerFacts,
    received=st.just(at(0)),
    decision=st.sampled_from(["", *Decision.values]),
    decided=MOMENTS,
    withdrawn=MOMENTS,
    superseded=MOMENTS,
    expired=MOMENTS,
    released=MOMENTS,
    release_kind=st.sampled_from(["", *ReleaseKind.values]),
    handed=MOMENTS,
    handed_on_this=st.booleans(),
)


@given(FACTS, st.none() | st.sampled_from([NOON + timedelta(hours=hours) for hours in (0, 2, 8, 30)]))
def test_every_combination_has_exactly_one_outcome(facts: DetainerFacts, as_of: datetime | None) -> None:
    assert sum(outcome(facts, as_of) is one for one in Outcome) == 1


@given(FACTS)
def test_a_handover_is_never_covered_by_another_word(facts: DetainerFacts) -> None:
    assert (outcome(facts) is Outcome.HANDED_OVER) == (facts.handed is not None and facts.handed_on_this)


@given(FACTS)
def test_a_release_to_ice_is_never_called_declined_while_its_handover_is_missing(facts: DetainerFacts) -> None:
    found = outcome(replace(facts, handed=None, released=at(10), release_kind=ReleaseKind.ICE))
    assert found in {Outcome.UNACCOUNTED, Outcome.WITHDRAWN, Outcome.SUPERSEDED}


@given(FACTS)
def test_all_that_is_recorded_is_what_is_known_at_the_end_of_time(facts: DetainerFacts) -> None:
    assert outcome(facts) is outcome(facts, as_of=NOON + timedelta(days=900))


FIRST = Candidate(1, at(0))
SECOND = Candidate(2, at(5))

OWNERS = [
    ("the only one", [FIRST], None, 1),
    ("the one it names", [FIRST, SECOND], 1, 1),
    ("the one it names, though withdrawn", [replace(FIRST, withdrawn=at(2)), SECOND], 1, 1),
    ("the last received", [FIRST, SECOND], None, 2),
    ("the last received, whatever the order", [SECOND, FIRST], None, 2),
    ("the last in force: the second was withdrawn", [FIRST, replace(SECOND, withdrawn=at(7))], None, 1),
    ("the second, withdrawn only later", [FIRST, replace(SECOND, withdrawn=at(12))], None, 2),
    ("the one that supersedes", [replace(FIRST, superseded=at(5)), SECOND], None, 2),
    ("not one that came later", [FIRST, Candidate(3, at(11))], None, 1),
    ("none: all were withdrawn", [replace(FIRST, withdrawn=at(2))], None, None),
    ("none: there was no detainer", [], None, None),
    ("one that is not among them says nothing", [FIRST], 9, 1),
    ("two in the same minute: the one recorded last", [FIRST, Candidate(4, at(0))], None, 4),
]


@pytest.mark.parametrize(("candidates", "named", "owner"), [case[1:] for case in OWNERS], ids=[case[0] for case in OWNERS])
def test_a_handover_belongs_to(candidates: list[Candidate], named: int | None, owner: int | None) -> None:
    assert handover_belongs_to(candidates, at(10), named) == owner
