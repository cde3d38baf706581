"""In which order groups join the rest row: fixed beforehand, least useful first, so that the group that readers ask for joins last."""

import pytest

from accounts.periods import Month
from reports import rollup
from reports.disclosure import Shown, publish
from reports.measures.annual import COUNTRY, TABLES, codes_of
from reports.models import MeasureCell
from reports.releases import cohort, planning
from reports.releases.annual import birthplaces
from tests.support import build

# What joins last. It stands here by name, since the order is part of the proof and may depend on no year's numbers.
LAST = {
    "sex": "female",
    "race": "hispanic",
    "age_band": "25_34",
    "charge_level": "felony",
    "conviction": "not_convicted_pending",
    "country": "MX",
    "citizenship": "other_citizen",
}


def test_each_grouping_names_the_group_that_joins_last() -> None:
    counted = set(TABLES) - planning.DERIVED
    assert {by: planning.grouping(by).order[-1] for by in counted} == LAST


@pytest.mark.parametrize("by", sorted(LAST))
def test_a_small_other_group_takes_the_largest_with_it_last(by: str) -> None:
    """Everybody in the last group but some in the first ones: what joins is never the last group while another is left."""
    grouping = planning.grouping(by)
    row = {code: 20 for code in grouping.order} | {grouping.order[0]: 3, grouping.order[-1]: 400}
    shown = publish(None, {"YE-002": row}, grouping, 11).rows["YE-002"]
    assert shown.listed[grouping.order[-1]] == 400


def test_born_elsewhere_is_shown_only_if_both_other_answers_are_since_the_countries_would_tell_them() -> None:
    """The birthplace table has no order of its own: it is calculated from the published countries (docs/decisions/0027)."""
    assert "birthplace" in planning.DERIVED
    assert {"US", "declined"} <= set(codes_of(COUNTRY))
    whole = Shown({"MX": 96, "US": 40, "declined": 12}, 30, 178, "table")
    assert (birthplaces(whole).listed, birthplaces(whole).rest) == ({"us_born": 40, "foreign_born": 126, "declined": 12}, None)
    hidden = Shown({"MX": 96, "declined": 12}, 70, 178, "table")
    assert "foreign_born" not in birthplaces(hidden).listed


@pytest.mark.django_db
def test_months_of_endings_and_the_tables_of_a_year_differ_by_what_their_definitions_say() -> None:
    """EN follows the record: a handover without a release, and a notice alone, count in a month and stand in no table of a year."""
    here = build.county("here")
    build.handover(build.booking(here, "2025-03-05 08:00"), "2025-03-06 08:00")
    build.handover(build.booking(here, "2025-03-05 08:00", released="2025-03-06 08:00", release_kind="ice"), "2025-03-06 08:00")
    march = Month(2025, 3)
    rollup.fill(here, march)
    assert MeasureCell.objects.get(measure="EN-002", grouping="").numerator == 2
    assert cohort.acts(here, march, march)["YE-002"] == 1
