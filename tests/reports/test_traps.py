"""The traps that other public accounts fell into (what was published, by whom, is in the words of each test): through the verbs, the
journal, the roll-up and the figures, as anybody would read them."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import journal
from accounts.models import County, Role, User
from accounts.periods import Month
from bookings import actions as verbs
from bookings.models import Booking
from reports import figures, rollup, sentences
from reports.figures import Figure
from reports.forms import across
from reports.forms import reading as forms
from reports.forms.period import Period
from reports.models import MeasureCell, Release
from reports.public import comparing
from reports.releases import actions, reading
from reports.releases.document import read
from tests.support import build

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
CLOSED = datetime(2026, 11, 11, 6, 0, tzinfo=UTC)
CAUSES = re.compile(
    r"\b(because|caused?|causes|due to|led to|thanks|result(s|ed)? (in|from|of)|effect(s|ive)?|impact|reduced|improved|worse|better)\b"
)


@dataclass
class Desk:
    """A jail's desk: what is done there in one line, on days of October."""

    county: County
    clerk: User
    officer: User

    def at(self, day: int, hour: int) -> Any:
        return build.minute(f"2026-10-{day:02d} {hour:02d}:00", self.county)

    def booked(self, day: int = 5, **values: Any) -> Booking:
        number = str(Booking.objects.count() + 1)
        return verbs.record_booking(by=self.clerk, county=self.county, number=number, booked=self.at(day, 8), **values)

    def asked(self, day: int = 5, **values: Any) -> Booking:
        """Somebody with a detainer."""
        one = self.booked(day)
        verbs.record_detainer(by=self.clerk, booking=one, received=self.at(day, 9), **values)
        return one

    def freed(self, one: Booking, day: int = 6, kind: str = "street") -> Booking:
        one.refresh_from_db()
        return verbs.release(by=self.clerk, booking=one, released=self.at(day, 16), kind=kind)

    def taken(self, one: Booking, day: int = 6, kind: str = "ice", **values: Any) -> Any:
        left = self.freed(one, day, kind)
        paper = left.detainers.first()
        how = {"mode": "custody_transfer", "place": "sally_port"} | values
        return verbs.record_handover(by=self.clerk, booking=left, handed=self.at(day, 16), detainer=paper, **how)

    def value(self, code: str, by: str = "", group: str = "", month: Month = OCTOBER) -> int | None:
        while journal.drain():
            pass
        found = figures.office_figures(self.county, [code], [month], by)
        return next((one.value for one in found if one.group == group), None)

    def by(self, code: str, by: str) -> dict[str, int]:
        """The groups that have somebody."""
        self.value(code)
        return {one.group: one.value for one in figures.office_figures(self.county, [code], [OCTOBER], by) if one.value}

    def publish(self, **values: Any) -> Release:
        while journal.drain():
            pass
        return actions.publish_month(self.county, OCTOBER, drafted_by=self.clerk, approved_by=self.officer, at=CLOSED, **values)

    def told(self, code: str) -> int | None:
        return figures.published(self.county, [code], OCTOBER, OCTOBER)[0].value


@pytest.fixture
def desk() -> Desk:
    place = build.county("here", name="Here County")
    return Desk(place, build.person(Role.RECORDS_OFFICER, place), build.person(Role.SUPERVISOR, place))


def test_three_offices_gave_three_numbers_for_one_year_so_every_edition_stays_as_it_was_published(desk: Desk) -> None:
    """San Diego 2018: 266, 519 and 423 transfers."""
    found = [desk.taken(desk.asked(day)) for day in (5, 6)]
    first = desk.publish()
    verbs.enter_in_error(found[1], by=desk.clerk, reason="the same person twice")
    assert (desk.value("HO-001"), desk.told("HO-001")) == (1, 2)
    second = desk.publish(**why(desk))
    assert desk.told("HO-001") == 1
    first.refresh_from_db()
    kept = [read(one.document) for one in (first, second)]
    assert [(one["totals"]["HO-001"][0], one["number"], one["revision"]) for one in kept] == [(2, 1, 1), (1, 2, 2)]
    assert (kept[0]["as_of"], first.sha256 == second.sha256) == ("2026-11-11T06:00:00Z", False)


def why(desk: Desk) -> dict[str, Any]:
    """The public reason of a restatement, where the verb asks for one."""
    asks = "why" in actions.publish_month.__wrapped__.__annotations__
    return {"why": "Numbers were read again."} if asks else {}


def test_one_year_was_33_and_later_43_so_a_correction_says_what_was_what_is_and_which(desk: Desk) -> None:
    """Sonoma 2021: 33 answers, later corrected to 43."""
    paper = desk.asked(5).detainers.get()
    desk.publish()
    verbs.correct(paper, by=desk.clerk, reason="the answer was found", decision="decline", decided=desk.at(5, 12))
    assert desk.value("DT-004", "decision", "decline") == 1
    assert figures.published(desk.county, ["DT-005"], OCTOBER, OCTOBER)[0].value == 0
    desk.publish(**why(desk))
    (one,) = reading.restatements("here")
    assert {(change.measure, change.was, change.now) for change in one.changes if not change.grouping} >= {("DT-006", 0, 1)}


def test_a_report_to_one_body_was_twice_that_to_another_so_a_bridge_counts_what_lies_between(desk: Desk) -> None:
    """Kern 2019: 65 at the forum, 28 to the state. Here a transfer, an arrest in the lobby, and a transfer without any paper."""
    desk.taken(desk.asked(5))
    desk.taken(desk.asked(6), 7, "street", mode="arrest_public", place="lobby")
    desk.taken(desk.booked(7), 8)
    handed = desk.value("HO-001")
    record = forms.read(desk.county, Period("2026-10", OCTOBER, OCTOBER), CLOSED)
    theme = across.handovers(record, handed)
    assert [(line.item, line.number) for line in theme.lines] == [("HO-001", 3), ("(C)", 1), ("3", 1)]
    assert [(one.first, one.last, one.adds_up) for one in theme.bridges] == [(3, 1, True), (3, 1, True)]


def test_a_text_said_23_percent_and_the_numbers_14_so_no_change_is_ever_typed() -> None:
    """Kern 2018: "a fall of 23%", from 436 to 374."""
    pair = [figure(SEPTEMBER, "HO-001", 436), figure(OCTOBER, "HO-001", 374)]
    pair += [figure(OCTOBER, code, 0) for code in ("BK-001", "DT-001", "HO-002")]
    told = [one for one in sentences.month_sentences(pair, OCTOBER) if "jail recorded" in one]
    assert told == ["The jail recorded 374 handovers to ICE in October 2026, 62 fewer than in September 2026."]
    assert comparing.beside(374, 436, SEPTEMBER) == "62 fewer than in September 2026 (436)"


def figure(month: Month, code: str, value: int) -> Figure:
    return Figure(code, "here", str(month), "", "", value, None, "published", "things", "here", None)


def test_ice_counted_102_and_the_jail_4_so_an_arrest_in_the_vestibule_is_a_handover(desk: Desk) -> None:
    """Fresno 2018: people released into a locked vestibule and arrested there stood in no log."""
    for place, mode in (("vestibule", "arrest_non_public"), ("lobby", "arrest_public"), ("sally_port", "custody_transfer")):
        desk.taken(desk.asked(5), 6, "ice" if place == "sally_port" else "street", mode=mode, place=place)
    assert desk.value("HO-001") == 3
    assert desk.by("HO-003", "place") == {"vestibule": 1, "lobby": 1, "sally_port": 1}
    assert desk.by("DT-002", "outcome") == {"handed_over": 3}
    assert desk.by("RL-001", "kind") == {"street": 2, "ice": 1}


def test_one_report_counted_people_and_another_offenses_so_a_handover_counts_once_whatever_allowed_it(desk: Desk) -> None:
    """San Mateo 2020: 15 people, 26 offenses at the state."""
    one = desk.asked(5)
    charges = [verbs.record_charge(by=desk.clerk, booking=one, description="made up", level=level) for level in ("felony", "misdemeanor")]
    made = desk.taken(one)
    for place, charge in enumerate(charges):
        verbs.record_allowing_offense(by=desk.clerk, booking=made.booking, handover=made, charge=charge, counts=place == 0)
    assert (desk.value("HO-001"), desk.by("HO-006", "offense")) == (1, {"felony": 1})


def test_parts_did_not_make_their_total_so_a_month_that_does_not_add_up_is_not_published(desk: Desk) -> None:
    """Orange 2018: 823 and 1,106 were told to make 1,823."""
    desk.freed(desk.asked(5))
    desk.value("DT-001")
    MeasureCell.objects.filter(measure="DT-002", grouping="outcome", group="not_taken").update(numerator=0)
    with pytest.raises(ValidationError, match="does not add up: the groups of DT-002 make 0, and DT-001 is 1"):
        desk.publish()
    assert not Release.objects.exists()


def test_a_county_was_blamed_for_one_who_had_moved_on_so_a_transfer_to_another_jail_is_its_own_outcome(desk: Desk) -> None:
    """DDOR 2017: counties were listed as having declined, where the person sat in another jail by then."""
    one = desk.freed(desk.asked(5), 6, "other_agency")
    verbs.correct(one.detainers.get(), by=desk.clerk, reason="relayed", relayed=desk.at(6, 10), relayed_to="Another county")
    assert desk.by("DT-002", "outcome") == {"other_agency": 1}
    assert (desk.value("HO-001"), desk.by("DT-004", "decision")) == (0, {"none": 1})


def test_two_counties_of_one_name_were_taken_for_each_other_so_a_building_belongs_to_its_county(desk: Desk) -> None:
    """DDOR 2017: Franklin and Montgomery, each in several states."""
    other = build.county("here-ohio", name="Here County", state="OH", zone="America/New_York")
    for place in (desk.county, other):
        clerk = build.person(Role.RECORDS_OFFICER, place)
        verbs.record_facility(by=clerk, county=place, code="MAIN", name="Main Jail")
    desk.asked(5)
    assert desk.value("DT-001") == 1
    assert figures.office_figures(other, ["DT-001"], [OCTOBER])[0].value is None
    assert (
        Client().get("/api/v1/figures/", {"county": "Here County", "measure": "DT-001", "from": "2026-10", "to": "2026-10"}).status_code
        == 404
    )


def test_not_held_is_not_declined_and_who_declined_may_have_handed_over(desk: Desk) -> None:
    """DDOR, its first week: two listed as declined had been handed over the day after."""
    said = {"decision": "decline", "decided": desk.at(5, 10)}
    desk.taken(desk.asked(5, **said))
    desk.freed(desk.asked(5))
    desk.freed(desk.asked(5, **said))
    assert desk.by("DT-002", "outcome") == {"handed_over": 1, "not_taken": 1, "declined": 1}


def test_fifteen_detainers_had_fourteen_ends_so_one_is_unaccounted_for_and_says_so(desk: Desk) -> None:
    """Hennepin, a week of 2017: 4 picked up, 1 to another county, 8 released, 1 in custody: 14 of 15."""
    ends: list[dict[str, Any]] = [{"kind": "other_agency"}, *[{"kind": "street"}] * 8, {"kind": "unknown"}, *[{"kind": "ice"}] * 4, {}]
    for end in ends:  # rows as an import writes them: thirty verbs would take seven seconds
        left = {"released": "2026-10-06 16:00", "release_kind": end["kind"]} if end else {}
        paper = build.detainer(build.booking(desk.county, "2026-10-05 08:00", **left), "2026-10-05 09:00")
        if end.get("kind") == "ice":
            build.handover(paper.booking, "2026-10-06 16:00", detainer=paper)
    rollup.fill(desk.county, OCTOBER)
    found = desk.by("DT-002", "outcome")
    assert found == {"handed_over": 4, "other_agency": 1, "not_taken": 8, "in_custody": 1, "unaccounted": 1}
    assert sum(found.values()) == desk.value("DT-001") == 15


def test_a_stock_on_a_date_was_told_for_a_flow_so_the_two_are_two_measures(desk: Desk) -> None:
    """Minnesota, February 2026: 1,360, some 100 or some 300 "in custody with a detainer"."""
    people = [desk.asked(5) for _ in range(3)]
    desk.freed(people[0])
    assert (desk.value("DT-001"), desk.value("DT-007"), desk.value("DT-008"), desk.value("DT-009")) == (3, 2, 0, 1)


def test_nobody_held_and_twenty_transferred_so_a_transfer_needs_no_hold(desk: Desk) -> None:
    """New York City 2017: of 536 detainers none honored, 20 people transferred."""
    desk.taken(desk.asked(5, decision="notify_only", decided=desk.at(5, 10)))
    assert (desk.by("DT-002", "outcome"), desk.by("DT-004", "decision")) == ({"handed_over": 1}, {"notify_only": 1})


def test_a_law_was_taken_for_the_cause_of_a_policys_numbers_so_no_page_says_a_cause(desk: Desk) -> None:
    """Los Angeles 2019: transfers fell by 53%; the sheriff's policy was given for it, and the inspector general found a state law."""
    rule = {
        "rule": "honor_detainers",
        "title": "No hold",
        "text": "Nobody is held.",
        "applies_to": "",
        "adopted_by": "Board",
        "source": "Minutes",
    }
    verbs.record_policy(by=desk.clerk, county=desk.county, in_force_from=date(2026, 10, 10), **rule)
    desk.freed(desk.asked(5))
    desk.publish()
    page = Client().get("/county/here/policies/").content.decode()
    assert "No hold" in page
    assert not CAUSES.search(re.sub(r"<[^>]+>", " ", page).lower().replace("caution", ""))
