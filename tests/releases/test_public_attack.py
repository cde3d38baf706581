"""The public API of a whole demo under attack: nothing small can be narrowed, and what is served of a year is what its releases hold."""

import json
import random
from collections import Counter
from itertools import product
from typing import Any

import pytest
from django.test import Client, TestCase, override_settings

from accounts.models import County
from accounts.periods import Month
from jailwatch.demo import compare
from jailwatch.demo.ledger import Ledger
from jailwatch.demo.load import Order, load
from reports.models import MeasureCell, Plan, Release
from reports.releases import cohort
from tests.demo.orders import CROWDED, QUICK_HASHER, silent
from tests.support.public_attacker import BASE, CLASSES, REST, attack, key

GROUPINGS = ("sex", "race", "age_band", "charge_level", "conviction", "country", "birthplace", "citizenship")
SETTLED = Order(months=16, until=Month(2026, 3).first_day.replace(day=5), seed=3, volume=0.06, shape=CROWDED)
T = 11
ACTS = ("BK-001", "DT-001", "HO-001")


def served(county: str, measure: str, by: str = "", first: str = "2025-01", last: str = "2025-12") -> list[dict[str, Any]]:
    asked = {"county": county, "measure": measure, "from": first, "to": last} | ({"by": by} if by else {})
    answer = Client().get("/api/v1/figures/", asked)
    found: list[dict[str, Any]] = answer.json().get("results", [])
    return found


def known() -> list[tuple[str, str]]:
    return [(code, by) for code, (_unit, _whole, groupings) in compare.UNITS.items() for by in ("", *groupings)]


def window(period: str) -> list[str]:
    """The months of 2025-10, of 2025-Q4 or of 2025."""
    year, _, part = period.partition("-")
    first, last = (1, 12) if not part else (int(part[1]) * 3 - 2, int(part[1]) * 3) if part[0] == "Q" else (int(part), int(part))
    return [f"{year}-{number:02d}" for number in range(first, last + 1)]


def everything(county: str) -> list[dict[str, Any]]:
    return [one for code in (BASE, *CLASSES) for by in ("", *GROUPINGS) for one in served(county, code, by)]


@override_settings(PASSWORD_HASHERS=QUICK_HASHER)
class TheDemoUnderAttack(TestCase):
    ledger: Ledger

    @classmethod
    def setUpTestData(cls) -> None:
        cls.ledger = load(SETTLED, silent).ledger

    def test_has_published_its_closed_months_and_its_settled_year(self) -> None:
        months = Counter(Release.objects.filter(kind="month").values_list("row", flat=True))
        assert set(months.values()) == {14}  # December 2024 to January 2026; February closes on 11 March
        assert sorted(Release.objects.filter(kind="year").values_list("row", "period")) == [
            ("makebelieve-ca", "2025"),
            ("nowhere-mn", "2025"),
            ("smaller-counties-mn", "2025"),
        ]
        assert {(one.state, one.year, one.approved_on.year) for one in Plan.objects.all()} == {
            (state, year, year - 1) for state in ("CA", "MN") for year in (2025, 2026)
        }

    def test_every_published_figure_equals_the_ledger(self) -> None:
        """Of each measure that the ledger knows, whole and by every grouping, in whatever window it is published."""
        meant, compared = compare.expected(self.ledger), Counter[str]()
        for slug, (code, by) in product(County.objects.values_list("slug", flat=True), known()):
            for one in served(slug, code, by, first="2024-12", last="2026-01"):
                if one["value"] is None:
                    assert code not in ACTS or one["status"] == "no_data", one  # nobody was booked, and nobody said so
                elif one["group"] != REST:
                    group = one["group"] or ""
                    assert one["value"] == sum(meant.get((slug, month, code, by, group), (0,))[0] for month in window(one["period"])), one
                    compared["groups" if by else "totals"] += 1
        assert compared["totals"] > 600
        assert compared["groups"] > 250

    def test_narrows_no_protected_count_of_any_county(self) -> None:
        checked = 0
        for county in County.objects.all():
            found = attack(everything(county.slug))
            rows = cohort.load(county, Month(2025, 1), Month(2025, 12)).rows
            for one in (one for one in everything(county.slug) if one["by"] in rows and one["status"] == "suppressed"):
                true = rows[one["by"]][one["measure"]][one["group"]]
                if 1 <= true < T:
                    low, high = found[key(one["row"], one["measure"], one["by"], one["group"])]
                    assert low <= 1, one
                    assert high >= min(T - 1, one["denominator"]), one
                    checked += 1
        assert checked > 40

    def test_is_served_exactly_what_the_release_of_the_year_holds(self) -> None:
        """Random filters and months: their union is the stored release, number by number, and nothing more."""
        chance = random.Random(5)
        for release in Release.objects.filter(kind="year"):
            document = json.loads(release.document)
            union: dict[tuple[str, str, str], set[int]] = {}
            asked = [(code, by) for code in (BASE, *CLASSES) for by in GROUPINGS] * 2
            chance.shuffle(asked)
            for code, by in asked:
                month = chance.randrange(1, 13)
                for one in served(release.counties[0], code, by, f"2025-{month:02d}", f"2025-{chance.randrange(month, 13):02d}"):
                    if one["value"] is not None:
                        union.setdefault((code, by, one["group"]), set()).add(one["value"])
            assert union == {where: {number} for where, number in numbers(document)}

    def test_no_month_serves_a_group_of_people(self) -> None:
        for code, by in [("BK-002", "birth"), ("HO-002", "conviction")]:
            assert {one["value"] for one in served("nowhere-mn", code, by)} <= {None}
        assert {one["value"] for one in served("nowhere-mn", "HO-002")} == {None}

    def test_every_group_of_an_act_is_the_sum_of_the_cells_of_its_window(self) -> None:
        for one in served("nowhere-mn", "DT-002", "outcome"):
            if one["value"] is not None and len(one["period"]) == 7 and "Q" not in one["period"]:
                cell = MeasureCell.objects.get(
                    county__slug="nowhere-mn", measure="DT-002", group=one["group"], month=Month.parse(one["period"]).first_day
                )
                assert cell.numerator == one["value"]


def numbers(document: dict[str, Any]) -> Any:
    for table in document["tables"]:
        yield from (((table["measure"], table["grouping"], group), number) for group, number in table["listed"].items())
        if table["rest"] is not None:
            yield (table["measure"], table["grouping"], REST), table["rest"]


# Publications that are broken on purpose: an attacker who does not find these finds nothing.


def told(measure: str, by: str, total: int, rest: int | None = None, **groups: int | None) -> list[dict[str, Any]]:
    base = {"row": "here", "period": "2025", "measure": measure, "by": by, "denominator": total}
    shown = [base | {"group": group, "value": value} for group, value in groups.items()]
    return [*shown, *([base | {"group": REST, "value": rest}] if rest is not None else [])]


@pytest.mark.parametrize(
    ("results", "where", "found"),
    [
        (told("YE-002", "sex", 100, female=97, male=None, other=0), "here/YE-002/sex/male", (3, 3)),
        (told("YE-002", "sex", 100, 3, female=97, male=None, other=None), "here/YE-002/sex/male", (0, 3)),
        (
            told("YE-002", "country", 60, 20, MX=40, US=None, declined=None, another=None)
            + told("YE-002", "birthplace", 60, foreign_born=53, us_born=4, declined=3),
            "here/YE-002/country/US",
            (4, 4),
        ),
        (
            told("YE-001", "race", 500, white=300, black=198, another=2)
            + told("YE-002", "race", 40, 12, white=28, black=None, another=None),
            "here/YE-002/race/another",
            (0, 2),
        ),
    ],
    ids=["one group hidden alone", "a rest row that is too small", "two tables of one answer", "bookings that cap a class"],
)
def test_a_broken_publication_is_found(results: list[dict[str, Any]], where: str, found: tuple[int, int]) -> None:
    assert attack(results)[where] == found
