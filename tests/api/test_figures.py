"""Published figures as JSON: every filter counts, and a question that is not understood gets a sentence and no number."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import County
from reports.models import Withdrawal
from tests.support import build, releasing

pytestmark = pytest.mark.django_db
ASKED = {"county": "here", "measure": "DT-001", "from": "2026-09", "to": "2026-10"}


@pytest.fixture
def county() -> County:
    here = build.county("here")
    releasing.month(here, "2026-09", {"DT-001": [45, None]}, number=7)
    return here


def get(asked: Any, **headers: str) -> Any:
    return Client().get("/api/v1/figures/", asked, headers=headers)


def test_an_answer_is_every_figure_with_all_that_it_needs_to_be_read(county: County) -> None:
    response = get(ASKED)
    both = {"measure": "DT-001", "county": "here", "by": "", "group": "", "denominator": None, "unit": "detainers", "row": "here"}
    september = {"period": "2026-09", "value": 45, "status": "published", "as_of": "2026-10-15T12:00:00Z", "release": 7}
    october = {"period": "2026-10", "value": None, "status": "not_yet", "as_of": None, "release": None}
    assert response.json() == {"results": [both | one | {"withdrawn": False} for one in (september, october)]}
    assert response["Cache-Control"] == "public, no-cache"


def test_a_table_of_people_has_its_year_its_rest_row_and_its_pool(county: County) -> None:
    shown = releasing.table("YE-002", "sex", {"female": 49}, 493, 542)
    pool = {"row": "smaller-counties-mn", "counties": ["here"], "members": {"YE-002": ["here"]}, "totals": {"YE-002": 542}}
    releasing.year(None, 2025, [shown], **pool)
    found = get(ASKED | {"measure": "YE-002", "from": "2025-01", "to": "2025-12", "by": "sex"}).json()["results"]
    assert [(one["period"], one["group"], one["value"], one["status"], one["row"]) for one in found] == [
        ("2025", "female", 49, "published", "smaller-counties-mn"),
        ("2025", "male", None, "suppressed", "smaller-counties-mn"),
        ("2025", "other", None, "suppressed", "smaller-counties-mn"),
        ("2025", "~rest", 493, "published", "smaller-counties-mn"),
    ]


REFUSED: dict[str, tuple[Any, int, str]] = {
    "nothing": ({}, 400, "county, measure, from, to"),
    **{f"no {name}": ({key: one for key, one in ASKED.items() if key != name}, 400, name) for name in ASKED},
    **{f"an empty {name}": (ASKED | {name: ""}, 400, name) for name in ASKED},
    "an unknown filter": (ASKED | {"state": "MN"}, 400, "no filter state"),
    "a filter of another case": (ASKED | {"County": "here"}, 400, "no filter County"),
    "a filter twice": (ASKED | {"county": ["here", "there"]}, 400, "twice"),
    "an empty grouping": (ASKED | {"by": ""}, 400, "by is empty"),
    "an unknown county": (ASKED | {"county": "there"}, 404, "no such county"),
    "a county of another case": (ASKED | {"county": "Here"}, 404, "no such county"),
    "an unknown measure": (ASKED | {"measure": "XX-001"}, 400, "no such measure"),
    "a measure of another case": (ASKED | {"measure": "dt-001"}, 400, "no such measure"),
    "an unknown grouping": (ASKED | {"by": "sex"}, 400, "no such grouping"),
    "two groupings": (ASKED | {"by": "outcome,sex"}, 400, "no such grouping"),
    "no month": (ASKED | {"from": "2026"}, 400, "2026-10"),
    "a month that is none": (ASKED | {"to": "2026-13"}, 400, "2026-10"),
    "a day": (ASKED | {"to": "2026-10-01"}, 400, "2026-10"),
    "months the other way round": (ASKED | {"from": "2026-11"}, 400, "before the first"),
    "too many months": (ASKED | {"from": "1900-01"}, 400, "at most"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_understood_gets_a_sentence_and_no_number(county: County, name: str) -> None:
    asked, status, says = REFUSED[name]
    response = get(asked)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert says in response.json()["detail"]
    assert "results" not in response.json()


def test_a_hundred_years_may_be_asked_for_at_once(county: County) -> None:
    assert len(get(ASKED | {"from": "1926-11"}).json()["results"]) == 1200


def test_it_is_only_read(county: County) -> None:
    assert Client().post("/api/v1/figures/", {}, "application/json").status_code == 405


def test_the_same_question_is_answered_without_reading_a_document(county: County) -> None:
    tag = get(ASKED)["ETag"]
    with CaptureQueriesContext(connection) as queries:
        again = get(ASKED, if_none_match=tag)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert len(queries) == 2  # the county, and the heads of its releases
    assert not any('"document"' in one["sql"] for one in queries)


def test_a_refusal_is_no_less_one_for_who_has_an_answer_already(county: County) -> None:
    assert get(ASKED | {"measure": "XX-001"}, if_none_match="*").status_code == 400


def test_the_tag_changes_with_every_release_and_withdrawal_of_this_county_and_with_no_other(county: County) -> None:
    tags = [get(ASKED)["ETag"]]
    releasing.month(build.county("there"), "2026-09", {})
    assert get(ASKED)["ETag"] == tags[0]
    year = releasing.year(county, 2025)
    tags.append(get(ASKED)["ETag"])
    taken = {"reason": "wrong file", "by": year.drafted_by, "at": releasing.AS_OF}
    Withdrawal.objects.create(release=year, measure="YE-002", grouping="sex", **taken)
    tags += [get(ASKED)["ETag"], get(ASKED | {"to": "2026-09"})["ETag"], get(ASKED, accept_language="es")["ETag"]]
    assert len(set(tags)) == 5


def test_the_document_names_its_filters_and_its_refusals() -> None:
    operation = Client().get("/api/v1/schema/").json()["paths"]["/api/v1/figures/"]["get"]
    assert [(one["name"], one.get("required", False)) for one in operation["parameters"]] == [
        ("by", False),
        ("county", True),
        ("from", True),
        ("measure", True),
        ("to", True),
    ]
    assert set(operation["responses"]) == {"200", "400", "404", "405", "429", "500", "503"}
