"""The dated lists as they are shipped, and as the migration loads them: sourced, unique, and of one mind with the rules."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from bookings import lists
from bookings.countries import codes, is_country
from bookings.models import Form, List, ListItem, Mode
from bookings.rules.hours import ClockRule, clock_rule

SHIPPED = list(lists.shipped())


def of(name: str) -> list[dict[str, Any]]:
    return [item for item in SHIPPED if item["list"] == name]


def test_these_lists_are_shipped_and_rates_are_the_countys_own() -> None:
    assert Counter(item["list"] for item in SHIPPED) == {
        "legal_basis": 12,
        "form": 6,
        "reason": 4,
        "reason_crosswalk": 5,
        "handover_mode": 5,
        "consular": 57,
    }
    assert set(lists.NAMES) == set(List.values) - {"rate"}


@pytest.mark.parametrize("item", SHIPPED, ids=lambda item: f"{item['list']}-{item['code']}")
def test_an_entry_has_a_label_a_source_and_the_day_it_was_checked(item: dict[str, Any]) -> None:
    assert item["code"].strip() == item["code"] != ""
    assert item["label"].strip() == item["label"] != ""
    assert len(item["source"].split()) >= 2
    assert isinstance(item["checked_on"], date)
    assert date(2026, 1, 1) <= item["checked_on"]
    assert item.get("in_force_until") is None or item["in_force_until"] > item.get("in_force_from", date(1900, 1, 1))


def test_no_code_stands_twice_in_a_list() -> None:
    counted = Counter((item["list"], item["code"]) for item in SHIPPED)
    assert [code for code, times in counted.items() if times > 1] == []


def test_the_crosswalk_leads_every_box_and_the_warrant_to_one_of_the_citys_four_reasons() -> None:
    assert {item["code"]: item["value"] for item in of("reason_crosswalk")} == {
        "final_order": "iv",
        "pendency": "ii",
        "biometric": "i",
        "statements": "i",
        "warrant": "iii",
    }
    assert {item["code"] for item in of("reason")} | {"warrant"} == {item["code"] for item in of("reason_crosswalk")}


def test_every_form_that_a_detainer_can_name_is_in_the_list_of_forms() -> None:
    assert {item["code"] for item in of("form")} == set(Form.values) - {Form.OTHER, Form.UNKNOWN}


def test_the_list_names_a_clock_that_the_rules_know() -> None:
    assert {item.get("value", "") for item in of("form")} <= {rule.value for rule in ClockRule} | {""}


def test_the_list_and_the_rule_name_the_same_clock_where_the_rule_names_one() -> None:
    ruled = {item["code"]: (item["value"], rule.value) for item in of("form") if (rule := clock_rule(item["code"]))}
    assert set(ruled) == {"I-247", "I-247A", "I-247D", "I-247X"}
    assert {code: clocks for code, clocks in ruled.items() if clocks[0] != clocks[1]} == {}
    assert [item["code"] for item in of("form") if not item.get("value")] == ["I-247G", "I-247N"]


def test_one_form_replaced_another_without_a_gap() -> None:
    days = {item["code"]: (item.get("in_force_from"), item.get("in_force_until")) for item in of("form")}
    first, second = date(2015, 6, 12), date(2017, 4, 2)
    assert days == {
        "I-247": (None, first),
        "I-247D": (first, second),
        "I-247N": (first, second),
        "I-247X": (first, second),
        "I-247A": (second, None),
        "I-247G": (second, None),
    }


def test_the_ways_of_handing_over_are_those_that_a_handover_can_have() -> None:
    assert {item["code"]: item["label"] for item in of("handover_mode")} == dict(Mode.choices)


def test_the_consular_codes_are_countries_that_still_are() -> None:
    found = {item["code"] for item in of("consular")}
    assert {code for code in found if not is_country(code) or code not in codes()} == set()
    assert {item["code"]: item["label"] for item in of("consular") if item["code"] in {"CN", "GB", "JM"}} == {
        "CN": "China",
        "GB": "United Kingdom",
        "JM": "Jamaica",
    }


@pytest.mark.django_db
def test_a_fresh_database_holds_what_is_shipped_and_no_more() -> None:
    fields = ("list", "code", "label", "value", "source", "checked_on")
    stored = {row[:2]: row for row in ListItem.objects.values_list(*fields)}
    assert stored == {(item["list"], item["code"]): tuple(item.get(field, "") for field in fields) for item in SHIPPED}
    assert ListItem.objects.count() == len(SHIPPED)


@pytest.mark.django_db
def test_every_stored_entry_passes_its_own_rules() -> None:
    for item in ListItem.objects.all():
        item.full_clean()
