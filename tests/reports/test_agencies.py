"""What anybody typed is no group of a figure: agencies are told apart by a closed list, whatever the record calls them."""

import pytest

from accounts.periods import Month
from reports import rollup
from reports.measures import MEASURES
from reports.measures.agencies import agency
from reports.models import MeasureCell
from tests.support import build


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("ICE", "ice"),
        ("I.C.E.", "ice"),
        ("ICE, Chicago field office", "ice"),
        ("U.S. Immigration and Customs Enforcement", "ice"),
        ("ICE ERO", "ero"),
        ("Enforcement and Removal Operations", "ero"),
        ("ice hsi", "hsi"),
        ("U.S. Border Patrol", "cbp"),
        ("USMS", "marshals"),
        ("a contractor of ICE", "contractor"),
        ("the sheriff's office", "other"),
        ("County police", "other"),
        ("handed to Officer Made-Up, about Jane Example", "other"),
        ("", "not_recorded"),
        ("  ", "not_recorded"),
    ],
)
def test_an_agency_in_any_words_is_in_one_group_of_the_list(text: str, group: str) -> None:
    assert agency(text) == group


def test_groups_that_are_no_closed_list_are_countries_languages_and_minutes_alone() -> None:
    open_ended = {grouping.code for measure in MEASURES.values() for grouping in measure.groupings if not grouping.groups}
    assert open_ended == {"country", "consulate", "language", "minutes"}


@pytest.mark.django_db
def test_what_was_typed_for_the_agency_stands_in_no_cell() -> None:
    here = build.county()
    build.handover(build.booking(here, "2026-10-01 08:00"), "2026-10-02 09:00", receiving_agency="Jane Example")
    rollup.fill(here, Month.parse("2026-10"))
    cells = MeasureCell.objects.filter(measure="HO-003", grouping="agency", numerator__gt=0)
    assert list(cells.values_list("group", "numerator")) == [("other", 1)]
    assert not MeasureCell.objects.filter(group__icontains="jane").exists()
