"""What is drawn, without a database: near its targets. Draws are seeded, so each bound holds or fails for good."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from statistics import mean, median, pvariance
from zoneinfo import ZoneInfo

import pytest

from bookings.drafts import Values
from jailwatch.demo import calendar
from jailwatch.demo.chance import Odds, Quantiles, between, negative_binomial, poisson
from jailwatch.demo.draw import detainer_share
from jailwatch.demo.ledger import Ledger
from jailwatch.demo.load import Order, telling
from jailwatch.demo.places import MOST, PLACES, Place, places
from jailwatch.demo.scene import Story
from jailwatch.demo.shape import SHAPE, Shape

BIG, MIDDLE, SMALL = PLACES
ORDER = Order(months=9, until=date(2026, 10, 20), seed=3)
CHICAGO = ZoneInfo("America/Chicago")


@cache
def drawn(place: Place) -> tuple[list[Story], Ledger]:
    ledger = Ledger()
    return list(telling(ORDER, place, ledger).stories()), ledger


def counted() -> list[Story]:
    return [story for story in drawn(BIG)[0] if story.kind != "held_for_ice" and story.draft.charges]


def share(found: list[Story], those: list[Story]) -> float:
    return len(found) / len(those)


def facts(kind: str) -> list[Values]:
    return [values for story in drawn(BIG)[0] for values in story.draft.facts(kind)]


def test_days_have_as_many_bookings_as_meant_and_vary_more_than_chance() -> None:
    day = date(2026, 3, 1)
    counts: dict[int, list[int]] = {number: [] for number in range(7)}
    found = Counter(story.booked.astimezone(CHICAGO).date() for story in counted())
    while day < date(2026, 10, 20):
        if not calendar._name_of_holiday(day):
            counts[day.weekday()].append(found[day])
        day += timedelta(days=1)
    assert 80 < mean(number for numbers in counts.values() for number in numbers) < 92
    assert 1.15 < mean(pvariance(numbers) / mean(numbers) for numbers in counts.values()) < 1.95
    assert mean(counts[1]) > 1.5 * mean(counts[6])


def test_holidays_are_quiet() -> None:
    ordinary, christmas = calendar.of_day(SHAPE, date(2025, 12, 24), 86), calendar.of_day(SHAPE, date(2025, 12, 25), 86)
    assert 0.35 < christmas / ordinary < 0.45
    assert calendar.of_day(SHAPE, date(2026, 1, 19), 1) == pytest.approx(0.99 * 1.02 * 0.9)


def test_bookings_come_at_all_hours_as_the_table_says() -> None:
    hours = Counter(story.booked.astimezone(CHICAGO).hour for story in counted())
    total = sum(hours.values())
    for hour in range(24):
        assert hours[hour] / total == pytest.approx(SHAPE.hours_booked.share(str(hour)), abs=0.01)


def test_people_leave_at_the_usual_hours_a_third_on_the_full_hour() -> None:
    out = [story.out.astimezone(CHICAGO) for story in counted() if story.out - story.booked > timedelta(days=1)]
    hours = Counter(moment.hour for moment in out)
    assert 0.11 < hours[8] / len(out) < 0.17
    assert hours[3] / len(out) < 0.02
    assert 0.30 < sum(moment.minute == 0 for moment in out) / len(out) < 0.40


def test_stays_are_short_for_most_and_long_for_some() -> None:
    plain = sorted((story.out - story.booked).total_seconds() / 86400 for story in counted() if not story.fate)
    assert 2.2 < plain[len(plain) // 2] < 4.5
    assert plain[len(plain) // 10] < 0.6
    assert 100 < plain[len(plain) * 95 // 100] < 200


def test_people_with_a_detainer_stay_longer() -> None:
    stays = sorted((story.out - story.booked).total_seconds() / 86400 for story in counted() if story.fate)
    assert len(stays) > 200
    assert 1.4 < stays[len(stays) // 4] < 5
    assert 15 < median(stays) < 42
    assert 65 < stays[len(stays) * 3 // 4] < 120


def test_charges_have_the_mean_meant() -> None:
    assert 2.3 < mean(len(story.draft.charges) for story in counted() if not story.status) < 2.55


def test_people_are_as_the_tables_say() -> None:
    everyone = [story.person for story in counted()]
    ages = sorted(person.age for person in everyone)
    assert 0.73 < sum(person.sex == "male" for person in everyone) / len(everyone) < 0.79
    assert [ages[len(ages) * part // 100] for part in (5, 25, 50, 75, 95)] == pytest.approx([21, 27, 32, 41, 56], abs=2)
    assert 0.12 < sum(person.is_foreign for person in everyone) / len(everyone) < 0.155
    assert 0.02 < sum(person.group == "unknown" for person in everyone) / len(everyone) < 0.04
    assert {"unknown", "not_asked", "declined"} <= {person.answer for person in everyone}


def test_most_of_the_foreign_born_are_from_ten_countries_and_about_half_no_citizens() -> None:
    foreign = [story.person for story in counted() if story.person.is_foreign]
    countries = Counter(person.country for person in foreign)
    assert countries.most_common(1)[0][0] == "MX"
    assert {"MX", "EC", "SO", "LA", "ET", "GT", "HN", "SV", "LR", "KE"} <= set(countries)
    assert 0.5 < sum(not person.is_citizen for person in foreign) / len(foreign) < 0.6


def test_somebody_who_comes_again_is_the_same_person_and_is_not_in_jail_already() -> None:
    visits: dict[str, list[Story]] = {}
    for story in counted():
        visits.setdefault(story.person.key, []).append(story)
    again = [one for one in visits.values() if len(one) > 1]
    assert len(again) > 1000
    assert all(len({story.person for story in one}) == 1 for one in again)
    assert all(first.out < second.booked for one in again for first, second in zip(one, one[1:], strict=False))


def test_detainers_come_to_one_and_a_half_in_a_hundred_and_more_after_the_step() -> None:
    step = Order(months=9, until=date(2026, 10, 20)).steps(BIG).told
    early = [story for story in counted() if story.booked.date() < step]
    late = [story for story in counted() if story.booked.date() >= step]
    before, after = (share([story for story in found if story.fate], found) for found in (early, late))
    assert 0.012 < before < 0.019
    assert 0.017 < after < 0.026
    assert after > before


def test_a_share_never_passes_certainty() -> None:
    drawing = telling(Order(months=2, until=date(2026, 10, 20), shape=Shape(detainers=0.9)), BIG, Ledger())
    story = next(story for story in drawing.stories() if story.person.is_foreign and not story.person.is_citizen)
    assert detainer_share(drawing.scene, story) == 0.95


def test_a_third_is_taken_a_third_unclaimed() -> None:
    fates = Counter(story.fate for story in counted() if story.fate)
    assert 0.27 < fates["handed_over"] / fates.total() < 0.43
    assert 0.26 < fates["not_taken"] / fates.total() < 0.42
    assert 0.06 < fates["declined"] / fates.total() < 0.17


def test_ice_is_called_for_six_in_ten_of_the_foreign_born() -> None:
    foreign = [story for story in counted() if story.person.is_foreign]
    assert 0.56 < share([story for story in foreign if story.draft.facts("ice-calls")], foreign) < 0.64


def test_fewer_come_to_the_phone_once_people_are_asked_first() -> None:
    step = ORDER.steps(BIG).ask_first
    for late, low, high in ((False, 0.36, 0.44), (True, 0.16, 0.24)):
        calls = [call for call in facts("ice-calls") if (call["called_at"].date() >= step) is late]
        assert low < sum(call["put_on_phone"] == "yes" for call in calls) / len(calls) < high


def test_in_the_small_county_nobody_is_asked_first() -> None:
    assert not telling(ORDER, SMALL, Ledger()).scene.asks_first(datetime(2026, 10, 1, tzinfo=UTC))


def test_one_in_ten_with_a_detainer_has_a_visit() -> None:
    wanted = [story for story in counted() if story.draft.detainers]
    assert 0.04 < share([story for story in wanted if story.draft.facts("visits")], wanted) < 0.15


def test_a_quarter_to_a_half_of_those_handed_over_later_have_a_charge_dropped() -> None:
    taken = [story for story in counted() if story.draft.handovers and story.out < datetime(2026, 7, 1, tzinfo=UTC)]
    assert len(taken) > 25
    assert 0.2 < share([story for story in taken if dropped_later(story)], taken) < 0.55


def dropped_later(story: Story) -> bool:
    handed = story.draft.handovers[0]["handed_at"]
    ended = (charge for charge in story.draft.charges if charge["disposition"] in ("dismissed", "declined") and charge["disposed_at"])
    return any(charge["disposed_at"] > handed for charge in ended)


def test_every_kind_of_mistake_is_made() -> None:
    slips = Counter((slip.what, slip.kind) for story in drawn(BIG)[0] for slip in story.slips)
    assert set(slips) == {("correct", ""), ("correct", "detainers"), ("enter_in_error", ""), ("enter_in_error", "detainers")}
    assert any(paper["duplicate_of"] is not None for paper in facts("detainers"))
    late = [one["recorded_at"] - one["booked_at"] > timedelta(days=1) for one in (story.draft.booking for story in counted())]
    assert 0.01 < mean(late) < 0.03


def test_nothing_is_after_now_but_what_is_planned() -> None:
    now = ORDER.now(BIG)
    for story in drawn(BIG)[0]:
        for moment in story.draft.moments():
            assert moment < now or moment in {one["planned_at"] for one in story.draft.facts("visits")}


def test_people_are_in_custody_and_some_are_about_to_leave() -> None:
    now = ORDER.now(BIG)
    inside = [story for story in drawn(BIG)[0] if story.draft.booking["released_at"] is None]
    leaving = [story for story in inside if any(step["kind"] == "eligible" for step in story.draft.facts("release-steps"))]
    assert 600 < len(inside) < 3000
    assert len(leaving) >= 3
    assert all(story.out >= now for story in inside)


def test_the_first_month_is_whole_by_the_clock_of_each_county() -> None:
    for place in (BIG, MIDDLE):
        first = min(story.booked for story in drawn(place)[0]).astimezone(place.zone)
        assert (first.year, first.month, first.day) == (2026, 2, 1)
        assert sorted({month for _, month in drawn(place)[1].months()}) == [f"2026-{number:02d}" for number in range(2, 11)]


def test_the_same_seed_draws_the_same_stories() -> None:
    small = Order(months=2, until=date(2026, 10, 20), seed=5, volume=0.2)
    payloads = [[story.draft.payload() for story in telling(small, BIG, Ledger()).stories()] for _ in range(2)]
    assert payloads[0] == payloads[1]
    other = Order(months=2, until=date(2026, 10, 20), seed=6, volume=0.2)
    assert payloads[0] != [story.draft.payload() for story in telling(other, BIG, Ledger()).stories()]


def test_a_county_is_the_same_whatever_others_there_are() -> None:
    assert places(2) == places(3)[:2]


def test_no_county_has_the_code_or_the_name_of_a_real_one() -> None:
    """The highest code of a county or its like is 840 (Winchester, Virginia)."""
    made = places(MOST)
    assert all(int(place.fips[2:]) > 900 for place in made)
    for names in ([place.fips for place in made], [place.slug for place in made], [place.name for place in made]):
        assert len(set(names)) == MOST


def test_two_of_three_counties_share_a_zone() -> None:
    assert Counter(place.timezone for place in places(3)) == {"America/Chicago": 2, "America/Los_Angeles": 1}


def test_every_table_says_where_it_comes_from() -> None:
    assert all(field.metadata["source"] for field in Shape.__dataclass_fields__.values())


def test_the_chances_are_those_of_the_books() -> None:
    by = random.Random(1)
    counts = [negative_binomial(by, 40, 1.5) for _ in range(4000)]
    assert 39 < mean(counts) < 41
    assert 1.35 < pvariance(counts) / mean(counts) < 1.65
    assert 4.8 < mean(poisson(by, 5) for _ in range(4000)) < 5.2
    assert negative_binomial(by, 0, 1.5) == 0
    values = [Quantiles({0: 1, 0.5: 10, 1: 100}).draw(by) for _ in range(4000)]
    assert 9 < median(values) < 11
    assert 1 <= min(values) <= max(values) <= 100
    assert 0.7 < mean(Odds({"a": 3, "b": 1}).draw(by) == "a" for _ in range(4000)) < 0.8


def test_between_two_moments_that_touch_is_the_first() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert between(random.Random(1), start, start + timedelta(minutes=1)) == start
    assert start < between(random.Random(1), start, start + timedelta(minutes=3)) < start + timedelta(minutes=3)
