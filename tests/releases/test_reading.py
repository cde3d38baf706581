"""What anyone may know of how a month was published."""

from datetime import timedelta

import pytest

from accounts.models import County
from reports.releases import reading
from reports.releases.reading import Change
from tests.support import build, releasing

pytestmark = pytest.mark.django_db
HIDDEN = {"status": "suppressed", "values": {}, "total": 6, "period": "2026-10"}
SHOWN = {"status": "published", "values": {"fax": 4, "phone": 2}, "total": 6, "period": "2026-10"}


@pytest.fixture
def county() -> County:
    return build.county()


def test_revisions_come_newest_first(county: County) -> None:
    releasing.month(county, "2026-10", {"DT-001": [3, None]})
    releasing.month(county, "2026-09", {"DT-001": [1, None]})
    releasing.month(county, "2026-10", {"DT-001": [4, None]}, revision=2)
    assert [one.revision for one in reading.revisions(county.slug, "2026-10")] == [2, 1]
    assert reading.revisions(county.slug, "2026-08") == []
    assert reading.revisions("elsewhere", "2026-10") == []


def test_a_restatement_says_what_was_what_is_and_why(county: County) -> None:
    releasing.month(county, "2026-10", {"DT-001": [3, None], "HO-001": [2, 2]}, {"IC-001": {"channel": HIDDEN}})
    now, why = {"DT-001": [4, None], "HO-001": [2, 3]}, {"why": "A fax was found."}
    releasing.month(county, "2026-10", now, {"IC-001": {"channel": SHOWN}}, revision=2, more=why)
    (one,) = reading.restatements(county.slug)
    assert (one.period, one.revision, one.number, one.why) == ("2026-10", 2, 2, "A fax was found.")
    assert one.changes == (
        Change("DT-001", "2026-10", "", "", 3, 4),
        Change("IC-001", "2026-10", "channel", "fax", None, 4),
        Change("IC-001", "2026-10", "channel", "phone", None, 2),
    )


def test_the_latest_restatement_comes_first_and_a_month_published_once_has_none(county: County) -> None:
    releasing.month(county, "2026-08", {})
    for revision in (1, 2, 3):
        at = releasing.AS_OF + timedelta(days=revision)
        releasing.month(county, "2026-10", {"DT-001": [revision, None]}, revision=revision, published_at=at)
    releasing.month(county, "2026-09", {})
    releasing.month(county, "2026-09", {}, revision=2, published_at=releasing.AS_OF + timedelta(days=2))
    found = reading.restatements(county.slug)
    assert [(one.period, one.revision) for one in found] == [("2026-10", 3), ("2026-09", 2), ("2026-10", 2)]


def test_a_measure_defined_since_restates_nothing_and_a_month_without_data_that_has_some_restates_all(county: County) -> None:
    releasing.month(county, "2026-10", {"DT-001": [3, None]})
    releasing.month(county, "2026-10", {"DT-001": [3, None], "DT-099": [7, None]}, revision=2)
    releasing.month(county, "2026-09", {})
    releasing.month(county, "2026-09", {"DT-001": [0, None]}, revision=2)
    found = {one.period: one.changes for one in reading.restatements(county.slug)}
    assert found == {"2026-10": (), "2026-09": (Change("DT-001", "2026-09", "", "", None, 0),)}
