"""The page of definitions and the list of measures for programs are the one table, whole."""

import pytest
from django.test import Client

from reports.measures import ANNUAL, DEFINITIONS, MEASURES, THEMES

pytestmark = pytest.mark.django_db


def test_the_page_has_every_measure_once_under_its_theme() -> None:
    themes = Client().get("/definitions/").context["themes"]
    assert [theme["code"] for theme in themes] == list(THEMES)
    assert sorted(one["code"] for theme in themes for one in theme["measures"]) == sorted(DEFINITIONS)


def test_the_page_says_what_is_exact_and_what_is_protected() -> None:
    measures = {one["code"]: one for theme in Client().get("/definitions/").context["themes"] for one in theme["measures"]}
    assert {code: str(measures[code]["shown"]) for code in ("DT-001", "HO-002", "YE-002")} == {
        "DT-001": "exact, month by month",
        "HO-002": "protected",
        "YE-002": "in the tables of a year",
    }
    assert [(one["code"], str(one["kind"])) for one in measures["VI-001"]["groupings"]] == [
        ("kind", "exact, month by month"),
        ("held", "exact, month by month"),
        ("room", "exact, month by month"),
        ("answer", "protected"),
    ]


def test_the_page_can_be_linked_to_by_code_and_asks_the_database_for_no_figure() -> None:
    html = Client().get("/definitions/").content.decode()
    assert all(f'id="{code}"' in html for code in DEFINITIONS)
    assert "Cal. Gov. Code 7284.6(c)(2)" in html


def test_a_program_reads_the_same_definitions() -> None:
    answer = Client().get("/api/v1/measures/")
    results = answer.json()["results"]
    assert [one["code"] for one in results] == list(DEFINITIONS)
    assert {tuple(one) for one in results} == {("code", "name", "unit", "counts", "leaves_out", "groupings")}
    handovers = next(one for one in results if one["code"] == "HO-002")
    assert (handovers["name"], handovers["unit"]) == ("Handovers before a conviction", "handovers")
    assert handovers["groupings"] == [{"code": "conviction", "kind": "attribute"}]


def test_every_measure_says_whom_it_counts_when_it_was_reviewed_and_by_which_theme_it_is_found() -> None:
    for measure in [*MEASURES.values(), *ANNUAL.values()]:
        assert measure.theme in THEMES
        assert measure.of_whom in ("events", "persons")
        assert measure.reviewed_on.isoformat() >= "2026-11-24"
